"""Whatever can be typed comes to the total, to the fen. The right values of the design are here and in
``test_apportionment``."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from governance.matters.apportionment import Method
from governance.matters.forms.shares import EXAMPLE, MAX_HEADS, clean_coefficient
from governance.matters.inputs import ShareInput, ShareTableInput, SubsidyInput
from governance.matters.queries.share_sums import apportionment_of
from louzu.lib.errors import Refused
from louzu.lib.money import MAX_FEN, yuan_of
from tests.factories.shares import LIFT

coefficients = st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,6})?", fullmatch=True)
areas = st.decimals(min_value=0, max_value=Decimal("99999.99"), places=2)
percents = st.decimals(min_value=Decimal("0.01"), max_value=100, places=2)
amounts = st.integers(1, MAX_FEN)
subsidies = st.one_of(
    st.builds(SubsidyInput, st.just("街道"), amounts),
    st.builds(SubsidyInput, st.just("政府"), percent=percents, cap=st.none() | amounts),
)


@st.composite
def typed_tables(draw):
    """Return what the sheet takes, with every column filled."""
    fixed = draw(st.just(0) | st.integers(0, 10_000))
    rows = [
        ShareInput(key, draw(coefficients), draw(areas), draw(st.integers(0, MAX_HEADS)), fixed)
        for key in range(1, draw(st.integers(2, 31)))
    ]
    return ShareTableInput(
        total=draw(amounts),
        method=draw(st.sampled_from([one for one in Method if one.weighs])),
        rule="商量好的",
        subsidies=tuple(draw(st.lists(subsidies, max_size=3))),
        shares=tuple(rows),
    )


def divided(table):
    """Return the shares. What cannot be divided is refused, and no example."""
    try:
        return apportionment_of(table, {})
    except Refused:
        assume(False)


@given(typed_tables())
def test_the_sums_of_a_typed_table_are_exact_and_never_negative(table):
    found = divided(table)
    given_fen = sum(one.amount_of(table.total) for one in table.subsidies)
    assert found.subsidies == given_fen
    assert given_fen + sum(found.shares.values()) + found.rest == table.total
    assert min(found.shares.values()) >= 0
    assert 0 <= found.rest < len(table.shares)
    assert [*found.shares] == [one.flat for one in table.shares]


@given(typed_tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_subsidies_changes_nothing(table, chance):
    rows, given_rows = [*table.shares], [*table.subsidies]
    chance.shuffle(rows)
    chance.shuffle(given_rows)
    other = ShareTableInput(
        total=table.total,
        method=table.method,
        rule=table.rule,
        subsidies=tuple(given_rows),
        shares=tuple(rows),
    )
    first, second = divided(table), divided(other)
    assert (first.shares, first.rest) == (second.shares, second.rest)


@given(coefficients)
def test_a_coefficient_divides_as_it_was_typed(one):
    assert clean_coefficient(one) == one
    assert ShareInput(1, one).part.coefficient == Decimal(one)


def by_floor(total, *given_by, floors=EXAMPLE, flats=3):
    coefficients_of_flats = [one for one in floors for _flat in range(flats)]
    rows = tuple(ShareInput(key, one) for key, one in enumerate(coefficients_of_flats))
    return ShareTableInput(
        total=total, method=Method.coefficient, rule="按楼层", subsidies=given_by, shares=rows
    )


def test_the_worked_example_of_seven_floors():
    found = apportionment_of(by_floor(70_000_000, LIFT), {})
    told = [yuan_of(found.shares[3 * floor]) for floor in range(7)]
    assert told == [
        "0.00",
        "8,235.29",
        "16,470.58",
        "21,411.76",
        "26,352.94",
        "31,294.11",
        "36,235.29",
    ]
    assert (yuan_of(found.left), yuan_of(found.rest)) == ("420,000.00", "0.09")


@pytest.mark.parametrize(
    ("total", "given_by", "left"),
    [
        (65_000_000, "260,000.00", "390,000.00"),
        (70_000_000, "280,000.00", "420,000.00"),
        (90_000_000, "280,000.00", "620,000.00"),
    ],
)
def test_forty_percent_up_to_a_cap(total, given_by, left):
    found = apportionment_of(by_floor(total, LIFT), {})
    assert (yuan_of(found.subsidies), yuan_of(found.left)) == (given_by, left)


@pytest.mark.parametrize(
    ("total", "flats", "share", "rest"),
    [(10_000, 3, "33.33", "0.01"), (1, 21, "0.00", "0.01")],
)
def test_a_fen_that_cannot_be_divided_is_the_rest(total, flats, share, rest):
    found = apportionment_of(by_floor(total, floors=("1",), flats=flats), {})
    assert {yuan_of(fen) for fen in found.shares.values()} == {share}
    assert yuan_of(found.rest) == rest
