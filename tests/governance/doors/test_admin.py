from __future__ import annotations

import pytest
from django.urls import reverse

from governance.doors.actions.knocking import record_knock
from governance.doors.models import Knock

pytestmark = pytest.mark.django_db


def test_the_desk_shows_knocks_without_what_was_said(enter, staff, household, core):
    record_knock(household.flat, household, outcome="note", note="奶奶住院了", by=core)
    client = enter("staff")
    change = reverse("admin:doors_knock_change", args=[Knock.objects.get().pk])
    for url in (reverse("admin:doors_knock_changelist"), change):
        page = client.get(url).text
        assert "有话要记" in page
        assert ("奶奶住院了" in page, household.flat.room in page) == (False, True)
