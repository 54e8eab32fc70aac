"""Shares are exact to the fen, never negative, and the same in any order of the flats."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from governance.matters.apportionment import (
    Method,
    Part,
    ShareFault,
    Unsound,
    apportion,
    subsidy_of,
)

BY_FLOOR = ("0", "0.5", "1", "1.3", "1.6", "1.9", "2.2")
"""A worked example. No coefficients are official."""
COEFFICIENT, FIXED, MIXED = Method.coefficient, Method.fixed, Method.mixed


def weighed(*coefficients) -> list[Part]:
    return [Part(key, coefficient=Decimal(one)) for key, one in enumerate(coefficients, start=1)]


def test_seven_floors_of_three_flats_and_a_rest_of_nine_fen():
    found = apportion(
        42_000_000, [], weighed(*(c for c in BY_FLOOR for _flat in range(3))), COEFFICIENT
    )
    by_floor = [found.shares[3 * floor + 1] for floor in range(7)]
    assert by_floor == [0, 823_529, 1_647_058, 2_141_176, 2_635_294, 3_129_411, 3_623_529]
    assert [found.shares[key] for key in range(19, 22)] == [3_623_529] * 3
    assert (len(found.shares), found.rest, found.left) == (21, 9, 42_000_000)


@pytest.mark.parametrize(
    ("total", "flats", "share", "rest"), [(10_000, 3, 3_333, 1), (1, 21, 0, 1), (21, 21, 1, 0)]
)
def test_what_cannot_be_divided_is_the_rest(total, flats, share, rest):
    found = apportion(total, [], weighed(*["1"] * flats), COEFFICIENT)
    assert ([*found.shares.values()], found.rest) == ([share] * flats, rest)


@pytest.mark.parametrize(
    ("total", "subsidy", "left"),
    [
        (65_000_000, 26_000_000, 39_000_000),
        (70_000_000, 28_000_000, 42_000_000),
        (90_000_000, 28_000_000, 62_000_000),
    ],
)
def test_a_subsidy_is_a_percentage_up_to_its_cap(total, subsidy, left):
    given_by_city = subsidy_of(total, percent=Decimal(40), cap=28_000_000)
    found = apportion(total, [given_by_city], weighed("1"), COEFFICIENT)
    assert (given_by_city, found.left) == (subsidy, left)


def test_a_subsidy_without_a_cap_is_rounded_down():
    assert subsidy_of(99, percent=Decimal("33.3")) == 32


def test_a_flat_that_pays_nothing_is_listed():
    found = apportion(100, [], weighed("0", "1"), COEFFICIENT)
    assert found.shares == {1: 0, 2: 100}


@pytest.mark.parametrize(
    ("method", "columns", "shares"),
    [
        (Method.area, {"area": (50, 100)}, [100, 200]),
        (Method.heads, {"heads": (2, 1)}, [200, 100]),
        (Method.area_coefficient, {"area": (50, 100), "coefficient": (2, 1)}, [150, 150]),
        (FIXED, {"fixed": (30, 270), "coefficient": (9, 0)}, [30, 270]),
        (MIXED, {"fixed": (50, 50), "coefficient": (1, 3)}, [100, 200]),
    ],
)
def test_only_the_columns_of_the_method_count(method, columns, shares):
    parts = [
        Part(
            key,
            area=Decimal(columns.get("area", (7, 7))[key]),
            coefficient=Decimal(columns.get("coefficient", (7, 7))[key]),
            heads=columns.get("heads", (7, 7))[key],
            fixed=columns.get("fixed", (7, 7))[key],
        )
        for key in range(2)
    ]
    found = apportion(300, [], parts, method)
    assert ([*found.shares.values()], found.rest) == (shares, 0)


@pytest.mark.parametrize(
    ("total", "subsidies", "parts", "method", "fault", "fen"),
    [
        (0, [], weighed("1"), COEFFICIENT, ShareFault.no_total, 0),
        (100, [101], weighed("1"), COEFFICIENT, ShareFault.subsidy_above_total, 1),
        (100, [-1], weighed("1"), COEFFICIENT, ShareFault.negative, 0),
        (100, [], weighed("1", "-1"), COEFFICIENT, ShareFault.negative, 0),
        (100, [], [Part(1, fixed=-1), Part(2, fixed=101)], FIXED, ShareFault.negative, 0),
        (100, [], weighed("0", "0"), COEFFICIENT, ShareFault.no_weight, 0),
        (100, [], [], COEFFICIENT, ShareFault.no_flats, 0),
        (100, [], [Part(1, fixed=60)], FIXED, ShareFault.fixed_differs, 40),
        (100, [], [Part(1, fixed=101)], FIXED, ShareFault.fixed_differs, -1),
        (100, [], [Part(1, fixed=101)], MIXED, ShareFault.fixed_above_rest, 1),
        (100, [], [Part(1, fixed=99)], MIXED, ShareFault.no_weight, 0),
    ],
)
def test_an_unsound_table_is_refused_with_its_reason(total, subsidies, parts, method, fault, fen):
    with pytest.raises(Unsound) as refusal:
        apportion(total, subsidies, parts, method)
    assert (refusal.value.fault, refusal.value.fen) == (fault, fen)


def test_a_negative_coefficient_names_its_flat():
    with pytest.raises(Unsound) as refusal:
        apportion(100, [], weighed("1", "1", "-0.01"), COEFFICIENT)
    assert refusal.value.key == 3


def test_subsidies_may_pay_for_all():
    found = apportion(100, [60, 40], weighed("1", "2"), COEFFICIENT)
    assert ([*found.shares.values()], found.rest) == ([0, 0], 0)


many_digits = st.decimals(min_value=0, max_value=Decimal(10) ** 15, places=12)
tidy = st.sampled_from([Decimal(one) for one in BY_FLOOR])
weights = st.one_of(many_digits, tidy)
fen = st.integers(min_value=0, max_value=99_999_999_999)


@st.composite
def tables(draw):
    """Return a total, subsidies, parts and a method that can be divided."""
    method = draw(st.sampled_from(Method))
    total = draw(st.integers(min_value=1, max_value=99_999_999_999))
    left, subsidies = total, []
    for _one in range(draw(st.integers(0, 3))):
        subsidies.append(draw(st.integers(0, left)))
        left -= subsidies[-1]
    parts = []
    for key in range(draw(st.integers(1, 30))):
        fixed = draw(st.integers(0, left)) if "fixed" in method.columns else draw(fen)
        left -= fixed if "fixed" in method.columns else 0
        coefficient, area = draw(weights), draw(weights)
        parts.append(Part(key, coefficient, area, draw(st.integers(0, 20)), fixed))
    if method == FIXED and left:
        parts.append(Part(len(parts), fixed=left))
    columns = [column for column in method.columns if column != "fixed"]
    assume(
        not method.weighs or any(all(getattr(part, column) for column in columns) for part in parts)
    )
    return total, subsidies, parts, method


@given(tables())
def test_the_sum_is_exact_and_nothing_is_negative(table):
    total, subsidies, parts, method = table
    found = apportion(total, subsidies, parts, method)
    assert sum(subsidies) + sum(found.shares.values()) + found.rest == total
    assert min(found.shares.values()) >= 0
    assert 0 <= found.rest < len(parts)
    assert [*found.shares] == [part.key for part in parts]


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_flats_changes_nothing(table, chance):
    total, subsidies, parts, method = table
    shuffled = [*parts]
    chance.shuffle(shuffled)
    first = apportion(total, subsidies, parts, method)
    second = apportion(total, [*reversed(subsidies)], shuffled, method)
    assert (first.shares, first.rest) == (second.shares, second.rest)


@given(tables(), st.integers(1, 10**9))
def test_all_weights_times_the_same_number_change_nothing(table, times):
    total, subsidies, parts, method = table
    scaled = [
        Part(part.key, part.coefficient * times, part.area, part.heads, part.fixed)
        for part in parts
    ]
    assume(
        all(
            Fraction(b.coefficient) == Fraction(a.coefficient) * times
            for a, b in zip(parts, scaled, strict=True)
        )
    )
    first, second = (apportion(total, subsidies, each, method) for each in (parts, scaled))
    assert first.shares == second.shares


@given(tables())
def test_a_larger_weight_never_pays_less(table):
    total, subsidies, parts, method = table
    assume(method in {Method.area, Method.heads, COEFFICIENT})
    (column,) = method.columns
    found = apportion(total, subsidies, parts, method)
    in_order = [found.shares[part.key] for part in sorted(parts, key=lambda p: getattr(p, column))]
    assert in_order == sorted(in_order)


@given(
    st.integers(1, 99_999_999_999),
    st.decimals(min_value=0, max_value=100, places=3),
    st.none() | st.integers(0, 99_999_999_999),
)
def test_a_subsidy_never_exceeds_the_total_or_its_cap(total, percent, cap):
    found = subsidy_of(total, percent=percent, cap=cap)
    assert 0 <= found <= total
    assert cap is None or found <= cap
