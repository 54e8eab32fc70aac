from __future__ import annotations

import pytest

from residents.roster_parser.owners import APART, SAME, OwnerQuestion, owner_phone_of
from residents.roster_parser.plan import plan_import
from residents.roster_parser.record import Party
from residents.roster_parser.row_values import read_sheet
from tests.factories.roster import home, record, row, sheet

KING = {"业主": "王建国"}


def owners(plan) -> dict[str, Party]:
    return {step.after.room: step.after.owner for step in (*plan.steps, *plan.same)}


def new_owners(plan):
    return len({owner for owner in owners(plan).values() if owner and not owner.pk})


def test_name_and_phone_make_one_owner_of_several_flats():
    plan = plan_import(
        sheet(
            row("201", **KING, 手机="13800138000"), row("301", 业主="王 建国", 手机="138-0013-8000")
        ),
        record(),
    )
    assert owners(plan) == dict.fromkeys(["201", "301"], Party("王建国", "13800138000"))
    assert (plan.questions, new_owners(plan)) == ((), 1)


def test_co_owners_are_one_owner_in_whatever_order():
    plan = plan_import(
        sheet(
            row("201", 业主="李梅、王建国", 手机="1380" * 2),
            row("301", 业主="王建国/李梅", 手机="1380" * 2),
        ),
        record(),
    )
    assert new_owners(plan) == 1
    assert owners(plan)["301"].name == "李梅、王建国"


@pytest.mark.parametrize(("answer", "parties"), [("", 2), (SAME, 1), (APART, 2)])
@pytest.mark.parametrize("phones", [("", ""), ("13800138000", ""), ("13800138000", "13900139000")])
def test_an_owner_with_only_the_same_name_is_asked_about(phones, answer, parties):
    found = sheet(*(row(r, **KING, 手机=p) for r, p in zip(("201", "301"), phones, strict=True)))
    plan = plan_import(found, record(), {"王建国": answer})
    assert plan.questions == (OwnerQuestion("王建国", ("201",), ("301",), answer),)
    assert (new_owners(plan), len(plan.asked)) == (parties, 0 if answer else 1)


def test_what_is_on_record_is_not_asked_again():
    one, two = Party("王建国", "13800138000", pk=1), Party("王建国", "13900139000", pk=2)
    found = sheet(row("201", **KING, 手机="13800138000"), row("301", **KING))
    for there in (
        record(home("201", owner=one), home("301", owner=two)),
        record(home("201", owner=one), home("301", owner=one)),
    ):
        plan = plan_import(found, there)
        assert plan.questions == ()
        assert owners(plan) == {h.room: h.owner for h in there.homes}


def test_a_namesake_of_somebody_on_record_is_asked_and_joins_where_told():
    there = record(home("201", owner=Party("王建国", "13800138000", pk=1)))
    found = sheet(row("301", **KING, 手机="13900139000"))
    plan = plan_import(found, there)
    assert plan.questions == (OwnerQuestion("王建国", ("201",), ("301",)),)
    assert owners(plan_import(found, there, {"王建国": SAME})) == {
        "301": Party("王建国", "13900139000", pk=1)
    }
    assert owners(plan_import(found, there, {"王建国": APART}))["301"].pk == 0


def test_by_phone_a_flat_joins_the_owner_on_record():
    there = record(home("201", owner=Party("王建国", "13800138000", pk=1)))
    plan = plan_import(sheet(row("301", **KING, 手机="13800138000、55551234")), there)
    assert (plan.questions, owners(plan)["301"].pk) == ((), 1)


def test_a_flat_whose_owner_stays_may_get_another_phone():
    there = record(home("201", owner=Party("王建国", "13800138000", pk=1)))
    plan = plan_import(sheet(row("201", **KING, 手机="13900139000")), there)
    assert owners(plan) == {"201": Party("王建国", "13900139000", pk=1)}


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ({}, "13800138000"),
        ({"联系人": "王建国、李梅"}, "13800138000"),
        ({"联系人": "租客小张"}, ""),
        ({"房屋性质": "出租"}, ""),
    ],
)
def test_the_only_phone_is_the_owners_where_one_calls_the_owner(typed, phone):
    rows = read_sheet(sheet(row("201", **KING, 手机="13800138000", **typed)), record()).said
    assert owner_phone_of(rows[0]) == phone


def test_a_newcomer_of_a_name_that_two_have_joins_the_first():
    one, two = Party("王建国", "13800138000", pk=1), Party("王建国", "13900139000", pk=2)
    there = record(home("201", owner=one), home("301", owner=two))
    plan = plan_import(sheet(row("401", **KING)), there, {"王建国": SAME})
    assert plan.questions == (OwnerQuestion("王建国", ("201",), ("401",), SAME),)
    assert owners(plan) == {"401": one}


PHONE = "13800138000"


def two_names():
    return sheet(row("201", 业主="张三", 手机=PHONE), row("301", 业主="李四", 手机=PHONE))


def test_one_phone_of_two_names_asks_whether_it_is_one_person():
    plan = plan_import(two_names(), record())
    assert plan.questions == (OwnerQuestion("张三", ("201",), ("301",), other="李四"),)
    assert (plan.questions[0].key, len(plan.asked)) == ("张三=李四", 1)
    same = plan_import(two_names(), record(), {"张三=李四": SAME})
    assert owners(same) == dict.fromkeys(["201", "301"], Party("张三", PHONE, also=("李四",)))
    apart = plan_import(two_names(), record(), {"张三=李四": APART})
    assert {room: party.name for room, party in owners(apart).items()} == {
        "201": "张三",
        "301": "李四",
    }


def test_another_name_for_the_owner_on_record_with_that_phone_is_asked():
    one = Party("张三", PHONE, pk=1)
    there = record(home("201", owner=one), home("301", owner=one))
    found = sheet(row("301", 业主="李四", 手机=PHONE))
    assert plan_import(found, there).questions == (
        OwnerQuestion("张三", ("201", "301"), ("301",), other="李四"),
    )
    assert owners(plan_import(found, there, {"张三=李四": SAME}))["301"].pk == 1
    assert owners(plan_import(found, there, {"张三=李四": APART}))["301"].name == "李四"


@pytest.mark.parametrize(
    "parties",
    [
        (Party("张三", PHONE, pk=1), Party("李四", PHONE, pk=2)),
        (Party("张三", PHONE, pk=1, also=("李四",)),) * 2,
    ],
)
def test_what_was_answered_about_one_phone_is_settled(parties):
    there = record(home("201", owner=parties[0]), home("301", owner=parties[1]))
    plan = plan_import(two_names(), there)
    assert plan.questions == ()
    assert owners(plan) == {"201": parties[0], "301": parties[1]}
