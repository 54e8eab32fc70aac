from __future__ import annotations

import pytest
from django.utils import timezone

from governance.canvass.actions import drafting, short_notice
from governance.canvass.models import ShortNotice
from governance.canvass.queries.notice_days import is_short
from governance.journal.models import Line
from governance.journal.queries import latest_lines_in
from louzu.lib.errors import Refused
from residents.models import Standing
from tests.factories.canvass import canvass_input, make_draft_canvass
from tests.governance.canvass.short_notice import REASON, owners, vote

__all__ = ["owners"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("preset", ["owners_ordinary", "owners_major"])
@pytest.mark.parametrize(("days", "short"), [(0, True), (14, True), (15, False), (30, False)])
def test_a_vote_of_owners_keeps_its_days_of_notice(owners, leader, preset, days, short):
    canvass = vote(owners, leader, days=days, preset=preset)
    assert is_short(canvass) == short
    if short:
        with pytest.raises(Refused, match="先公示15天"):
            drafting.announce_canvass(canvass, by=leader)
    else:
        announced = drafting.announce_canvass(canvass, by=leader)
        given = timezone.localdate(announced.opens_at) - timezone.localdate(announced.announced_at)
        assert given.days == days


def test_households_are_asked_when_the_leader_likes(owners, leader):
    canvass = make_draft_canvass(owners, leader, preset="residents_meeting", purpose="vote")
    assert drafting.announce_canvass(canvass, by=leader).announced_at


def test_leader_and_committee_together_shorten_it_on_record(owners, leader, staff):
    canvass = vote(owners, leader)
    short_notice.agree_to_short_notice(canvass, reason=REASON, by=leader)
    with pytest.raises(Refused, match="先公示15天"):
        drafting.announce_canvass(canvass, by=leader)
    short_notice.agree_to_short_notice(canvass, by=staff)
    canvass = drafting.announce_canvass(canvass, by=leader)
    notice = ShortNotice.objects.get(canvass=canvass)
    assert (notice.leader, notice.staff, notice.reason) == (leader, staff, REASON)
    lines = Line.objects.filter(verb="canvass.notice_shortened").order_by("number")
    assert list(lines.values_list("actor", "audience")) == [
        (leader.pk, "leaders"),
        (staff.pk, "leaders"),
    ]
    told = Line.objects.get(verb="canvass.announced_early")
    assert (told.actor_id, told.whom_id, told.audience) == (leader.pk, staff.pk, "residents")


def test_neighbours_read_that_both_shortened_it(owners, leader, staff):
    canvass = vote(owners, leader)
    short_notice.agree_to_short_notice(canvass, reason=REASON, by=leader)
    short_notice.agree_to_short_notice(canvass, by=staff)
    drafting.announce_canvass(canvass, by=leader)
    (line,) = (
        one
        for one in latest_lines_in(owners, Standing(households=(0,)), count=9)
        if "公示期" in one.text
    )
    for who in (leader, staff):
        assert str(who) in line.text


@pytest.mark.parametrize("persona", ["leader", "staff"])
def test_one_of_them_is_not_enough_however_often(owners, leader, request, persona):
    canvass = vote(owners, leader)
    one = request.getfixturevalue(persona)
    short_notice.agree_to_short_notice(canvass, reason=REASON, by=one)
    with pytest.raises(Refused, match="另一方"):
        short_notice.agree_to_short_notice(canvass, by=one)


def test_without_a_reason_or_an_office_nothing_is_agreed(owners, leader, core):
    canvass = vote(owners, leader)
    with pytest.raises(Refused, match="为什么"):
        short_notice.agree_to_short_notice(canvass, reason="  ", by=leader)
    with pytest.raises(Refused, match="楼组长和居委"):
        short_notice.agree_to_short_notice(canvass, reason=REASON, by=core)
    assert not ShortNotice.objects.exists()


def test_what_was_agreed_to_is_that_draft_alone(owners, leader, staff):
    canvass = vote(owners, leader)
    for by in (leader, staff):
        short_notice.agree_to_short_notice(canvass, reason=REASON, by=by)
    text = {
        "question": "拆了平台吗？",
        "body": canvass.body,
        "purpose": "vote",
        "preset": canvass.preset,
        "electorate": "owners",
        "opens_at": canvass.opens_at,
        "closes_at": canvass.closes_at,
    }
    canvass = drafting.edit_canvass(canvass, canvass_input(canvass, **text), by=leader)
    with pytest.raises(Refused, match="先公示15天"):
        drafting.announce_canvass(canvass, by=leader)
