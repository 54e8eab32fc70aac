"""Division of the cost of a matter among the flats. Pure functions without database or clock.

Money is whole fen. Weights are decimals, multiplied as fractions. There are no floats.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Method(StrEnum):
    """By what the flats divide the sum: the product of these columns, beside fixed amounts."""

    coefficient = "coefficient"
    area = "area"
    heads = "heads"
    area_coefficient = "area_coef"
    fixed = "fixed"
    mixed = "mixed"

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields of a ``Part`` that are used."""
        return COLUMNS[self]

    @property
    def weighs(self) -> bool:
        return self != Method.fixed


COLUMNS: Mapping[Method, tuple[str, ...]] = {
    Method.coefficient: ("coefficient",),
    Method.area: ("area",),
    Method.heads: ("heads",),
    Method.area_coefficient: ("area", "coefficient"),
    Method.fixed: ("fixed",),
    Method.mixed: ("fixed", "coefficient"),
}


class ShareFault(StrEnum):
    """Why a sum cannot be divided. ``Unsound`` carries the flat or the amount that it concerns."""

    no_total = "no_total"
    subsidy_above_total = "subsidy_above_total"
    no_flats = "no_flats"
    negative = "negative"
    no_weight = "no_weight"
    fixed_differs = "fixed_differs"
    fixed_above_rest = "fixed_above_rest"


class Unsound(ValueError):  # noqa: N818 -- it describes the table
    """The table cannot be divided. ``key`` is the flat, ``fen`` the difference, if there is one."""

    def __init__(self, fault: ShareFault, *, key: int = 0, fen: int = 0) -> None:
        super().__init__(fault)
        self.fault, self.key, self.fen = fault, key, fen


@dataclass(frozen=True, slots=True)
class Part:
    """What the share of a flat is computed from. Columns that the method does not use are ignored."""

    key: int
    coefficient: Decimal = Decimal(0)
    area: Decimal = Decimal(0)
    heads: int = 0
    fixed: int = 0
    """In fen, beside what the weights give."""


@dataclass(frozen=True, slots=True)
class Apportionment:
    """``total == subsidies + sum(shares) + rest``, to the fen. ``0 <= rest < len(shares)``."""

    total: int
    subsidies: int
    shares: Mapping[int, int]
    """The share of each flat in fen, 0 included."""
    rest: int
    """What remains because shares are rounded down."""

    @property
    def left(self) -> int:
        """What the flats have to bear, with the rest."""
        return self.total - self.subsidies


def subsidy_of(total: int, *, percent: Decimal, cap: int | None = None) -> int:
    """Return a share of the total in fen, rounded down, and at most ``cap``."""
    found = math.floor(total * Fraction(percent) / 100)
    return found if cap is None else min(found, cap)


def apportion(
    total: int, subsidies: Collection[int], parts: Collection[Part], method: Method
) -> Apportionment:
    """Divide what subsidies leave of the total. Each share is rounded down to the fen.

    Raises Unsound.
    """
    given = sum(subsidies)
    _refuse_unsound(total, subsidies, parts, method)
    fixed = {part.key: part.fixed if "fixed" in method.columns else 0 for part in parts}
    open_sum = total - given - sum(fixed.values())
    _refuse_other_sum(open_sum, method)
    weights = _weights(parts, method) if method.weighs else {}
    whole = sum(weights.values())
    if open_sum and method.weighs and not whole:
        raise Unsound(ShareFault.no_weight)
    shares = {
        key: amount + (math.floor(open_sum * weights[key] / whole) if open_sum and whole else 0)
        for key, amount in fixed.items()
    }
    return Apportionment(total, given, shares, total - given - sum(shares.values()))


def _refuse_unsound(
    total: int, subsidies: Collection[int], parts: Collection[Part], method: Method
) -> None:
    if total <= 0:
        raise Unsound(ShareFault.no_total)
    if any(amount < 0 for amount in subsidies):
        raise Unsound(ShareFault.negative)
    if sum(subsidies) > total:
        raise Unsound(ShareFault.subsidy_above_total, fen=sum(subsidies) - total)
    if not parts:
        raise Unsound(ShareFault.no_flats)
    for part in parts:
        if any(getattr(part, column) < 0 for column in method.columns):
            raise Unsound(ShareFault.negative, key=part.key)


def _refuse_other_sum(open_sum: int, method: Method) -> None:
    """Fixed amounts alone must be the whole sum. Beside weights they may not exceed it."""
    if method == Method.fixed and open_sum:
        raise Unsound(ShareFault.fixed_differs, fen=open_sum)
    if open_sum < 0:
        raise Unsound(ShareFault.fixed_above_rest, fen=-open_sum)


def _weights(parts: Collection[Part], method: Method) -> dict[int, Fraction]:
    columns = [column for column in method.columns if column != "fixed"]
    return {
        part.key: math.prod(
            (Fraction(getattr(part, column)) for column in columns), start=Fraction(1)
        )
        for part in parts
    }
