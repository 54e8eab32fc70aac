"""The kinds of matter that come with the portal."""

from __future__ import annotations

import pytest

from governance.canvass.kinds import ALL_KINDS
from governance.matters.models import Document, Milestone
from governance.matters.presets import LIFT, MATTER_KINDS
from governance.notices.presets import PERIODS

KINDS = [*MATTER_KINDS.values()]


def test_there_are_a_lift_a_repair_painting_space_parking_and_a_free_kind():
    assert [*MATTER_KINDS] == ["lift", "repair", "clearing", "shared_space", "parking", "free"]
    assert [kind.key for kind in KINDS if kind.has_shares] == ["lift"]


def test_a_lift_has_the_fourteen_steps_of_shanghais_procedure():
    assert len(LIFT.milestones) == 14
    assert [one.canvass for one in LIFT.milestones if one.canvass] == ["major", "everyone"]
    assert [one.period for one in LIFT.milestones if one.period] == ["stairwell", "lift"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_a_kind_names_canvasses_and_postings_that_exist_and_fits_into_the_tables(kind):
    for one in kind.milestones:
        assert one.canvass in {"", *ALL_KINDS}
        assert one.period in {"", *PERIODS}
        assert len(str(one.title)) <= Milestone._meta.get_field("title").max_length
        assert len(str(one.source)) <= Milestone._meta.get_field("source").max_length
        assert not (one.law_date and not one.source)
    names = [str(name) for name in kind.documents]
    assert len(names) == len(set(names))
    assert all(len(name) <= Document._meta.get_field("name").max_length for name in names)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_the_days_of_a_kind_go_forward(kind):
    days = [one.days for one in kind.milestones if one.days is not None]
    assert days == sorted(days)
