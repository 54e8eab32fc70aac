from __future__ import annotations

import pytest
from django.urls import reverse

from residents.people.actions.profile import correct_profile

pytestmark = pytest.mark.django_db

FORM_DATA = {"shown_name": "王阿姨", "introduction": "爱唱越剧", "skills": "裁衣服"}


def test_one_corrects_what_is_kept_and_no_number(enter, resident):
    data = {**FORM_DATA, "phone": "13800138000"}
    response = enter("resident").post(reverse("mine:profile"), data)
    resident.refresh_from_db()
    now = (resident.shown_name, resident.phone, resident.introduction, resident.skills)
    assert (response.url, now) == (reverse("mine:data"), ("王阿姨", None, "爱唱越剧", "裁衣服"))


@pytest.mark.parametrize("wrong", [{"shown_name": ""}, {"introduction": "长" * 301}])
def test_what_cannot_be_kept_is_told_and_the_rest_stays_typed(enter, resident, wrong):
    response = enter("resident").post(reverse("mine:profile"), {**FORM_DATA, **wrong})
    assert (response.status_code, "裁衣服" in response.text) == (200, True)
    resident.refresh_from_db()
    assert resident.skills == ""


def test_a_new_name_is_on_a_page_that_a_neighbour_has_kept(enter, building, leader, resident):
    client, url = enter("leader"), reverse("people:neighbours", args=["114"])
    client.get(url)  # sets the cookie of the CSRF token
    kept = client.get(url)
    correct_profile(resident, **FORM_DATA)
    assert "王阿姨" in client.get(url, headers={"if-none-match": kept["ETag"]}).text
