from __future__ import annotations

import pytest
from django.urls import reverse

from louzu.lib.errors import Refused
from residents.actions import correct_profile
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SAID = {"shown_name": "王阿姨", "phone": "", "introduction": "爱唱越剧", "skills": "裁衣服"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138-0013 8000", "13800138000"),
        ("＋８６ １３８００１３８０００", "13800138000"),
        ("021-6543 2100", "02165432100"),
        ("", None),
    ],
)
def test_one_corrects_what_is_kept(enter, resident, typed, kept):
    response = enter("resident").post(reverse("mine:profile"), {**SAID, "phone": typed})
    resident.refresh_from_db()
    now = (resident.shown_name, resident.phone, resident.introduction, resident.skills)
    assert (response.url, now) == (reverse("mine:data"), ("王阿姨", kept, "爱唱越剧", "裁衣服"))


@pytest.mark.parametrize(
    "wrong", [{"phone": "十三八"}, {"shown_name": ""}, {"introduction": "长" * 301}]
)
def test_what_cannot_be_kept_is_told_and_the_rest_stays_typed(enter, resident, wrong):
    response = enter("resident").post(reverse("mine:profile"), {**SAID, **wrong})
    assert (response.status_code, "裁衣服" in response.text) == (200, True)
    resident.refresh_from_db()
    assert resident.skills == ""


def test_a_number_that_is_another_persons_is_refused_without_saying_whose(enter, resident):
    other = UserFactory(phone="13800138000")
    response = enter("resident").post(reverse("mine:profile"), {**SAID, "phone": other.phone})
    assert (response.status_code, str(other) in response.text) == (200, False)
    assert "这个手机号登记不上" in response.text
    with pytest.raises(Refused):
        correct_profile(resident, **{**SAID, "phone": other.phone})


def test_a_new_name_is_on_a_page_that_a_neighbour_has_kept(enter, building, leader, resident):
    client, url = enter("leader"), reverse("people:neighbours", args=["114"])
    client.get(url)  # brings the token's cookie
    kept = client.get(url)
    correct_profile(resident, **SAID)
    assert "王阿姨" in client.get(url, headers={"if-none-match": kept["ETag"]}).text
