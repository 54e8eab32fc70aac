"""The sheet on which shares are tried out: what is typed, what is refused, what is filled in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from governance.matters.apportionment import Method
from governance.matters.forms.share_sheet import ShareSheet, initial_sheet, sheet_of
from governance.matters.forms.shares import clean_coefficient, example_for
from governance.matters.inputs import ShareInput, SubsidyInput
from governance.matters.queries.share_flats import flats_in, people_by_flat
from governance.matters.queries.share_sums import apportionment_of
from tests.factories import OfficeFactory
from tests.factories.canvass import make_owner
from tests.factories.matters import MatterFactory
from tests.factories.shares import LIFT, draft_table

pytestmark = pytest.mark.django_db
HEAD = {"total": "700000", "method": "coefficient", "rule": "一楼不出", "version": "0"}


@pytest.fixture
def flats(building):
    for room in ("101", "102", "201", "301"):
        make_owner(building, rooms=(room,))
    return flats_in(building)


def typed(flats, *coefficients, **more):
    rows = {f"flat{f.pk}-coefficient": c for f, c in zip(flats, coefficients, strict=True)}
    return HEAD | rows | more


def problems(sheet):
    assert not sheet.is_valid()
    return " ".join(
        [*sheet.form.non_field_errors(), *(e for es in sheet.form.errors.values() for e in es)]
    )


def test_the_same_mistake_of_many_flats_is_one_sentence(building, flats):
    make_owner(building, rooms=("302", "401"))
    sheet = ShareSheet(flats_in(building), HEAD | {"total": "100美元"})
    assert not sheet.is_valid()
    (sentence,) = sheet.form.non_field_errors()
    assert sentence.startswith("101室、102室、201室、301室等6户：系数")
    assert "人民币" in " ".join(sheet.form.errors["total"])
    two = ShareSheet(flats, typed(flats, "-1", "1", "一", "-2"))
    assert not two.is_valid()
    one, other = two.form.non_field_errors()
    assert (one.startswith("101室、301室：系数不能小于0"), "201室" in other) == (True, True)


@pytest.mark.parametrize(("one", "clean"), [("1.30", "1.30"), ("１．５", "1.5"), (" 0 ", "0")])
def test_a_coefficient_is_kept_as_typed(one, clean):
    assert clean_coefficient(one) == clean


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        ("-1", "不能小于0"),
        ("－0.5", "不能小于0"),
        ("一", "请写数字"),
        ("1e3", "请写数字"),
        ("1.2345678", "最多6位小数"),
        ("12345678", "系数太大了"),
    ],
)
def test_what_is_no_coefficient_is_refused_in_a_sentence(one, sentence):
    with pytest.raises(ValidationError, match=sentence):
        clean_coefficient(one)


def test_the_typed_sheet_becomes_the_input(flats):
    more = {"subsidy0-name": "政府补贴", "subsidy0-percent": "40", "subsidy0-cap": "280000"}
    sheet = ShareSheet(flats, typed(flats, "0", "0", "1", "2.20", **more))
    assert sheet.is_valid(), sheet.form.errors
    data = sheet.to_input()
    assert (data.total, data.method, data.subsidies) == (70_000_000, Method.coefficient, (LIFT,))
    assert data.shares[-1] == ShareInput(flats[-1].pk, "2.20")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"total": "700000美元"}, "只记人民币"),
        ({"total": "9999999999999"}, "金额太大了"),
        ({"total": "0"}, "最少0.01元"),
        ({"total": "1.234"}, "最多写到分"),
        ({"rule": ""}, "用话说清怎么分"),
        ({"subsidy0-name": "街道"}, "请写补贴多少元，或者百分之几"),
        ({"subsidy0-fen": "100"}, "请写是谁补贴的"),
        ({"subsidy0-name": "街道", "subsidy0-fen": "1", "subsidy0-percent": "1"}, "只写一样"),
        ({"subsidy0-name": "街道", "subsidy0-fen": "1", "subsidy0-cap": "1"}, "写了百分之几，才写"),
        ({"subsidy0-name": "街道", "subsidy0-percent": "101"}, "100"),
        ({"subsidy0-name": "街道", "subsidy0-fen": "-1"}, "不用写正负号"),
    ],
)
def test_the_head_and_the_subsidies_are_refused_in_a_sentence(flats, more, sentence):
    assert sentence in problems(ShareSheet(flats, typed(flats, *"0012", **more)))


def test_a_wrong_row_is_named_by_its_room(flats):
    said = problems(ShareSheet(flats, typed(flats, "0", "-1", "", "2")))
    assert "102室" in said
    assert "系数不能小于0" in said
    assert "201室" in said
    assert "不出钱的写0" in said


def test_columns_that_are_not_used_keep_what_was_typed(flats):
    rows = {f"flat{flat.pk}-area": "70" for flat in flats}
    sheet = ShareSheet(flats, typed(flats, *"0012", **rows) | {"method": "area"})
    assert sheet.is_valid()
    assert sheet.columns == ("area",)
    assert [one.coefficient for one in sheet.to_input().shares] == ["0", "0", "1", "2"]
    assert all(row["coefficient"].is_hidden for row in sheet.rows)


def test_one_coefficient_a_floor_is_filled_into_its_flats(flats):
    sheet = ShareSheet(flats, typed(flats, *["", "", "", ""], floors="0 0.5、1")).filled_by_floor()
    assert sheet.is_valid()
    assert [one.coefficient for one in sheet.to_input().shares] == ["0", "0", "0.5", "1"]


@pytest.mark.parametrize(
    ("floors", "sentence"),
    [("0 1", "写了2个系数，楼里住人的有3层"), ("0 x 1", "请写数字"), ("", "0个")],
)
def test_floors_that_do_not_fit_leave_the_rows_as_they_are(flats, floors, sentence):
    sheet = ShareSheet(flats, typed(flats, *"0012", floors=floors)).filled_by_floor()
    assert sentence in problems(sheet)
    assert sheet.rows[-1]["coefficient"].value() == "2"


def test_the_worked_example_has_a_coefficient_for_each_floor(flats, building):
    assert example_for(flats) == "0 0.5 1"
    for floor in range(4, 10):
        make_owner(building, rooms=(f"{floor}01",))
    assert example_for(flats_in(building)).split()[-3:] == ["2.2", "2.5", "2.8"]


def test_shares_are_shown_beside_what_area_alone_would_give(flats):
    rows = {f"flat{flat.pk}-area": "70" for flat in flats}
    sheet = ShareSheet(flats, typed(flats, *"0012", **rows))
    assert sheet.is_valid()
    sheet.show(apportionment_of(sheet.to_input(), {}))
    shown = [(share, by_area) for _row, _fields, share, by_area, _before in sheet.shown_rows]
    assert shown[0] == (0, 17_500_000)
    assert sum(share for share, _by_area in shown) + sheet.sums.rest == 70_000_000
    assert sheet.whole == "3"


def test_a_first_sheet_begins_with_areas_and_people(flats, building):
    start = initial_sheet(flats, people_by_flat(building))
    assert start["rows"][flats[0].pk] == {"area": Decimal("70.00"), "heads": 2, "fixed": None}
    assert ShareSheet(flats, initial=start).method == Method.coefficient


def test_a_stored_table_is_shown_as_it_was_typed(flats, building):
    given = (SubsidyInput("街道", 100), LIFT)
    leader = OfficeFactory(building=building).user
    table = draft_table(MatterFactory(building=building), leader, subsidies=given)
    again = ShareSheet(flats, initial=sheet_of(table))
    assert again.form["total"].value() == "700000.00"
    assert [again.subsidies[1][name].value() for name in ("fen", "percent", "cap")] == [
        None,
        Decimal("40.00"),
        "280000.00",
    ]
    assert again.rows[-1]["coefficient"].value() == "2"
