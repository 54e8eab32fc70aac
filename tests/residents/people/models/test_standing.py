"""What follows from the offices and homes that a person has in a building."""

from __future__ import annotations

import pytest

from residents.models import Standing
from residents.people.models.standing import KEEPER, office_name

HOMES = [
    {"household": 9, "room": "302", "answers": False},
    {"household": 2, "room": "1001", "answers": True},
]


def test_it_is_the_same_in_whatever_order_the_rows_come():
    rows = [
        {"kind": kind, "deputed": kind == "core"} for kind in ("volunteer", "core", "volunteer")
    ]
    one, other = Standing.of(iter(rows), iter(HOMES)), Standing.of(rows[::-1], HOMES[::-1])
    assert one == other
    assert (one.offices, one.deputed) == (("core", "volunteer"), True)
    assert (one.households, one.answering, one.flat) == ((2, 9), (2,), "1001室、302室")


@pytest.mark.parametrize(
    ("offices", "member", "helper", "leads", "office"),
    [
        ((), False, False, False, ""),
        (("team",), True, False, False, "team"),
        (("treasurer",), True, False, False, "treasurer"),
        (("team", "treasurer"), True, False, False, "treasurer"),
        (("core", "treasurer"), True, True, False, "core"),
        (("volunteer",), True, True, False, "volunteer"),
        (("core",), True, True, False, "core"),
        (("leader",), True, True, True, "leader"),
        (("staff",), True, False, True, "staff"),
        (("team", "volunteer"), True, True, False, "team"),
        (("core", "leader", "staff"), True, True, True, "staff"),
    ],
)
def test_offices_give_their_rights_and_the_first_in_rank_its_name(
    offices, member, helper, leads, office
):
    standing = Standing(offices=offices)
    assert (standing.member, standing.helper, standing.leads, standing.office) == (
        member,
        helper,
        leads,
        office,
    )
    assert standing.may_post_notices == leads
    assert standing.office_name == office_name(office)
    assert Standing(offices=offices, households=(1,)).member


def test_a_deputed_core_resident_posts_notices_and_does_not_lead():
    standing = Standing(offices=("core",), deputed=True)
    assert (standing.may_post_notices, standing.leads) == (True, False)


def test_a_keeper_is_named_though_it_is_no_office():
    assert (office_name(KEEPER), office_name(""), office_name("king")) == ("系统管理员", "", "")
