"""The kinds among which a building chooses."""

from __future__ import annotations

import pytest

from governance.matters.queries.kinds import kind_in, kinds_in
from tests.factories.milestones import (
    CommitteeKindFactory,
    CommitteeKindMilestoneFactory,
    day,
)

pytestmark = pytest.mark.django_db


def test_a_building_chooses_among_the_portals_and_its_own_committees_kinds(
    building, django_assert_num_queries
):
    for name in ("修雨棚", "换门禁"):
        kind = CommitteeKindFactory(neighbourhood=building.neighbourhood, name=name)
        CommitteeKindMilestoneFactory(kind=kind, number=2, title="后做的")
        CommitteeKindMilestoneFactory(kind=kind, number=1, title="先做的")
    CommitteeKindFactory(name="别的居委的")
    CommitteeKindFactory(neighbourhood=building.neighbourhood, name="不用了的", retired_on=day(0))
    with django_assert_num_queries(2):
        found = kinds_in(building)
    assert [kind.key for kind in found][:5] == [
        "lift",
        "repair",
        "clearing",
        "shared_space",
        "parking",
    ]
    assert [str(kind.name) for kind in found][5:] == ["修雨棚", "换门禁"]
    assert [one.title for one in found[5].milestones] == ["先做的", "后做的"]


def test_another_committees_kind_is_not_found(building):
    theirs = CommitteeKindFactory()
    assert kind_in(building, f"own:{theirs.pk}") is None
    assert kind_in(building, "free") is None
    assert kind_in(building, "lift") is not None


def test_a_kind_that_ends_later_is_still_offered(building):
    CommitteeKindFactory(neighbourhood=building.neighbourhood, name="修雨棚", retired_on=day(3))
    assert str(kinds_in(building)[-1].name) == "修雨棚"
