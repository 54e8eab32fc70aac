"""What is asked before a step is reported with a canvass or a posting of another kind."""

from __future__ import annotations

import pytest
from django.utils import timezone

from governance.canvass.actions import counting
from governance.canvass.kinds import ALL_KINDS
from governance.canvass.models import Canvass, Count
from governance.matters.actions.milestones import reach_milestone
from governance.matters.evidence import STRICTER, doubt_about
from governance.matters.inputs import ReachedInput
from governance.notices.presets import PERIODS
from louzu.lib.errors import Refused
from tests.factories import NoticeFactory
from tests.factories.canvass import move_past_deadline
from tests.factories.matters import MatterFactory
from tests.factories.milestones import MilestoneFactory, day
from tests.factories.options import make_option_canvass

pytestmark = pytest.mark.django_db


def published(kind, *, passed=True, electorate=""):
    """A canvass of a kind whose result all read."""
    canvass = Canvass(
        purpose=kind.purpose,
        preset=kind.preset.key,
        kind=kind.answers,
        electorate=electorate or kind.preset.electorate,
        state="published",
        published_at=timezone.now(),
        rule={"tests": list(map(str, kind.preset.rule.tests))},
    )
    canvass.count_of = Count(result={"passed": passed})
    return canvass


def asked(evidence, **needs):
    milestone = MilestoneFactory(**needs)
    doubt = doubt_about(milestone, ReachedInput(timezone.localdate(), evidence=evidence))
    return doubt.question if doubt else ""


@pytest.mark.parametrize("needed", ALL_KINDS)
def test_another_kind_of_canvass_is_asked_about(needed):
    """Choosing a day does not show that the owners voted. What asks for more than needed does."""
    without = {
        shown for shown in ALL_KINDS if not asked(published(ALL_KINDS[shown]), canvass_kind=needed)
    }
    assert without == {needed, *STRICTER.get(needed, ())}
    shown = next(one for one in ALL_KINDS if one not in without)
    question = asked(published(ALL_KINDS[shown]), canvass_kind=needed)
    assert str(ALL_KINDS[shown].title).strip("“”") in question.replace("‘", "“")


@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS.values() if kind.key != "tell"])
def test_a_canvass_without_a_result_is_asked_about(kind):
    question = asked(published(kind, passed=False), canvass_kind=kind.key)
    decides = kind.preset.rule.tests or kind.answers != "yes_no"
    assert bool(question) == bool(decides)
    if kind.key == "date":
        assert question == "这次征询没有选出结果。真的做到了吗？"


def test_it_is_asked_whether_all_owners_were_asked():
    everyone, major = ALL_KINDS["everyone"], "major"
    assert "一个问业主" in asked(published(everyone, electorate="households"), canvass_kind=major)
    assert "每一位业主" in asked(published(everyone, electorate="members"), canvass_kind=major)
    assert asked(published(everyone, electorate="members"), canvass_kind="everyone") == ""


def hung(period):
    return NoticeFactory.build(
        kind="posting",
        period=period,
        state="posted",
        announced=True,
        expires_at=timezone.now(),
    )


def test_another_posting_is_asked_about():
    for needed in PERIODS:
        without = {shown for shown in PERIODS if not asked(hung(shown), period=needed)}
        assert without == {needed}


def test_a_canvass_shows_no_posting_and_a_posting_no_canvass():
    assert "没有选是哪一份公示" in asked(published(ALL_KINDS["major"]), period="lift")
    assert "没有选是哪一次征询" in asked(hung("lift"), canvass_kind="major")
    for both in (published(ALL_KINDS["major"]), hung("lift")):
        assert asked(both, canvass_kind="major", period="lift") == ""


def test_who_is_sure_reports_it_and_readers_see_what_was_missing(building, household, leader, core):
    canvass = make_option_canvass(building, leader)
    canvass = counting.close_canvass(move_past_deadline(canvass), by=None)
    for who in (leader, core):
        canvass = counting.count_canvass(canvass, by=who, anyway=True)
    canvass = counting.publish_canvass(canvass, by=leader)
    matter = MatterFactory(building=building, begun_on=day(-9))
    milestone = MilestoneFactory(matter=matter, canvass_kind="major")
    data = ReachedInput(timezone.localdate(), evidence=canvass)
    with pytest.raises(Refused, match="没有选出结果"):
        reach_milestone(milestone, data, by=leader)
    found = reach_milestone(milestone, data, sure=True, by=leader)
    assert found.caveat == "征询没有选出结果"
