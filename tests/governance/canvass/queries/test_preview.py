"""What a leader reads before a question goes out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions import counting, drafting
from governance.canvass.inputs import OptionInput
from governance.canvass.models import Canvass
from louzu.lib.errors import Refused
from tests.factories import MembershipFactory
from tests.factories.canvass import canvass_url, make_draft_canvass, move_past_deadline
from tests.factories.options import make_option_canvass, pick

pytestmark = pytest.mark.django_db


@pytest.fixture
def election(building, leader, household):
    return make_option_canvass(
        building,
        leader,
        kind="several",
        seats=2,
        preset="residents_meeting",
        labels=("陈美华", "周强"),
        opened=False,
    )


def test_as_many_candidates_as_seats_are_announced_only_with_a_tick(enter, election):
    client, url = enter("leader"), canvass_url(election, "announce")
    words = "候选2位，要选的也是2位"
    assert words in client.get(canvass_url(election, "preview")).text
    assert words in client.post(url, follow=True).text
    election.refresh_from_db()
    assert election.state == "draft"
    client.post(url, {"sure": "on"})
    election.refresh_from_db()
    assert election.state == "open"


def test_more_seats_than_candidates_are_refused_where_they_are_written_and_at_the_end(
    enter, election, leader
):
    client, url = enter("leader"), canvass_url(election, "edit")
    written = {
        "question": "推选两位",
        "body": "管一年",
        "electorate": "households",
        "closes_at": "2099-01-01T20:00",
        "late_days": "3",
        "option-TOTAL_FORMS": "2",
        "option-INITIAL_FORMS": "0",
        "option-0-title": "陈美华",
        "option-1-title": "周强",
    }
    form = {**written, "seats": "5"}
    page = client.post(url, form).text
    assert "请多写几位，或者少选几位" in page
    Canvass.objects.filter(pk=election.pk).update(seats=5)
    election.refresh_from_db()
    with pytest.raises(Refused, match="候选的只有2位，选不出5位"):
        drafting.announce_canvass(election, by=leader)


@pytest.mark.parametrize(("late_days", "warned"), [(3, True), (0, False)])
def test_a_date_before_the_last_paper_is_warned_of(enter, building, leader, late_days, warned):
    draft = make_option_canvass(
        building,
        leader,
        kind="dates",
        preset="dates",
        opened=False,
        labels=(),
        closes_at=timezone.now() + dt.timedelta(days=1),
        late_days=late_days,
        options=tuple(
            OptionInput(title="", details="", starts_at=timezone.now() + dt.timedelta(days=days))
            for days in (2, 9)
        ),
    )
    page = enter("leader").get(canvass_url(draft, "preview")).text
    assert ("清点也要等到那时，这些日子就过了" in page) is warned


def test_a_second_round_of_dates_says_which_come_too_early(enter, building, leader, core):
    homes = [MembershipFactory(household__building=building).household for _home in range(4)]
    days = [timezone.now() + dt.timedelta(days=days) for days in (1, 40)]
    canvass = make_option_canvass(
        building,
        leader,
        kind="dates",
        preset="dates",
        labels=(),
        closes_at=timezone.now() + dt.timedelta(hours=3),
        options=tuple(OptionInput(title="", details="", starts_at=day) for day in days),
    )
    for home, number in zip(homes, (1, 1, 2, 2), strict=True):
        pick(canvass, home, number)
    canvass = counting.close_canvass(move_past_deadline(canvass), by=leader)
    for person in (core, leader):
        canvass = counting.count_canvass(canvass, by=person, anyway=True)
    canvass = counting.publish_canvass(canvass, by=leader)
    page = enter("leader").post(canvass_url(canvass, "second_round"), follow=True).text
    early, late = (str(option) for option in canvass.present_options)
    warning = page[page.index("请换晚一点的") - 120 : page.index("请换晚一点的")]
    assert (early in warning, late in warning) == (True, False)


def test_what_begins_when_it_is_announced_says_so(enter, building, leader, household):
    for opens, at_once in ((dt.timedelta(hours=-2), True), (dt.timedelta(days=2), False)):
        draft = make_draft_canvass(
            building,
            leader,
            opens_at=timezone.now() + opens,
            closes_at=timezone.now() + dt.timedelta(days=9),
        )
        page = enter("leader").get(canvass_url(draft, "preview")).text
        assert ("发出去，马上开始" in page) is at_once
        assert "意思变了，要请大家再答一次" in page
