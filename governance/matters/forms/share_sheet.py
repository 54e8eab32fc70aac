"""The whole sheet of a share table: head, subsidies, and a row for each flat.

One page tries a table out and writes it, so that nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.matters.apportionment import Apportionment, Method, apportion
from governance.matters.forms.shares import (
    ShareRowForm,
    ShareTableForm,
    SubsidyForm,
    clean_coefficient,
    columns_of,
    method_of,
)
from governance.matters.inputs import ShareTableInput
from governance.matters.models import ShareTable
from governance.matters.queries.share_words import COLUMN_NAMES
from governance.matters.rule_words import (
    contradictions_in,
    is_outdated,
    lines_of,
    outdated_words,
    row_of,
    rows_of,
    rule_from,
    seal_of,
)
from louzu.lib.empty_fields import with_label
from louzu.lib.form_options import FormData
from louzu.lib.forms import error_sentences, replace_data
from louzu.lib.joining import listed
from residents.models import Flat

SUBSIDIES = 3
"""Rows for subsidies."""
MAX_NAMED = 4
"""Flats that are named in a sentence about mistakes in their rows."""


class ShareSheet:
    def __init__(
        self,
        flats: Sequence[Flat],
        data: FormData | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        numbers_only: bool = False,
    ) -> None:
        """``initial`` maps the fields of the head, ``subsidies`` and ``rows`` by flat. With
        ``numbers_only`` nothing is missing without the rule in words."""
        start = initial or {}
        self.numbers_only = numbers_only
        chosen = data.get("method") if data else start.get("method")
        self.method = method_of(chosen)
        self.form = ShareTableForm(data, initial=dict(start))
        given, rows = start.get("subsidies", []), start.get("rows", {})
        self.subsidies = [
            SubsidyForm(
                data,
                prefix=f"subsidy{n}",
                initial=given[n] if n < len(given) else {},
                use_required_attribute=False,
            )
            for n in range(SUBSIDIES)
        ]
        columns = columns_of(self.method)
        self.rows = [
            ShareRowForm(
                flat, columns, data, initial=rows.get(flat.pk, {}), use_required_attribute=False
            )
            for flat in flats
        ]
        self.sums: Apportionment | None = None
        self.by_area: Mapping[int, int] = {}
        self.asked: list[str] = []
        """Names of the columns that are to be filled before anything can be computed."""
        self.written, self.doubts = "", list[str]()
        """The rule as the numbers say it, and what of the typed one may be wrong."""
        self.earlier: Mapping[int, int] = {}
        """The shares that were shown before these."""

    @property
    def flats(self) -> list[Flat]:
        return [row.flat for row in self.rows]

    @property
    def columns(self) -> tuple[str, ...]:
        return columns_of(self.method)

    @property
    def first_subsidies(self) -> list[SubsidyForm]:
        """The first row, or as many as are filled. The others are folded."""
        filled = [n for n, one in enumerate(self.subsidies, start=1) if one["name"].value()]
        return self.subsidies[: max(filled, default=1)]

    @property
    def more_subsidies(self) -> list[SubsidyForm]:
        return self.subsidies[len(self.first_subsidies) :]

    @property
    def whole(self) -> str:
        """The sum of the coefficients, as they would be added by hand."""
        typed = [one.to_input().part.coefficient for one in self.rows]
        return f"{sum(typed):f}"

    def is_valid(self) -> bool:
        """Validate all parts, and say on the head what is wrong in the rows."""
        if self.numbers_only:
            self.form.errors.pop("rule", None)
        valid = [part.is_valid() for part in (self.form, *self.subsidies, *self.rows)]
        for subsidy in self.subsidies:
            for sentence in error_sentences(subsidy):
                self.form.add_error(None, sentence)
        for sentence in self._sentences_of_rows():
            self.form.add_error(None, sentence)
        return all(valid)

    def _sentences_of_rows(self) -> list[str]:
        """Return what is wrong in the rows, one sentence for all flats with the same mistake."""
        rooms: dict[str, list[str]] = {}
        for row in self.rows:
            for sentence in error_sentences(row):
                rooms.setdefault(sentence, []).append(str(row.flat))
        return [with_label(sentence, _named(flats)) for sentence, flats in rooms.items()]

    def to_input(self) -> ShareTableInput:
        data = self.form.cleaned_data
        return ShareTableInput(
            total=data["total"],
            method=Method(data["method"]),
            rule=data.get("rule", ""),
            subsidies=tuple(one.to_input() for one in self.subsidies if one.has_changed()),
            shares=tuple(row.to_input() for row in self.rows),
        )

    def show(self, sums: Apportionment) -> None:
        """Show the shares beside the rows, and what they would be by area (Civil Code art. 283)."""
        self.sums = sums
        parts = [row.to_input().part for row in self.rows]
        if self.method != Method.area and all(part.area for part in parts):
            self.by_area = apportion(sums.total, [sums.subsidies], parts, Method.area).shares

        self.earlier = _shares_in(str(self.form["tried"].value() or ""))
        tried = " ".join(f"{flat}:{fen}" for flat, fen in sums.shares.items())
        replace_data(self.form, tried=tried)

    def check_rule(self, *, rewrite: bool = False) -> None:
        """Compare the rule with the numbers, once the sheet is valid. ``rewrite`` writes it from them,
        and keeps what was typed beside it."""
        rows = [row_of(row.flat, row.to_input()) for row in self.rows]
        typed, before = self.form.cleaned_data.get("rule", ""), self.form.cleaned_data["worded"]
        self.written = rule_from(self.method, rows)
        rule = self.written if rewrite else typed
        if rewrite and typed not in {"", rule}:
            replace_data(self.form, earlier_rule=typed)
        now = seal_of(rule, self.method, rows)
        outdated = is_outdated(before, now)
        self.doubts = [outdated_words(self.method)] if outdated else []
        self.doubts += contradictions_in(rule, self.method, rows)
        replace_data(self.form, rule=rule, worded=before if outdated else now)

    @property
    def rest_fen(self) -> int:
        return self.sums.rest if self.sums else 0

    @property
    def shown_rows(
        self,
    ) -> list[tuple[ShareRowForm, list[Any], int | None, int | None, int | None]]:
        """Each row with its fields, its share, its share by area, and that before if it differs."""
        shares = self.sums.shares if self.sums else {}
        return [
            (
                row,
                [row[name] for name in self.columns],
                shares.get(row.flat.pk),
                self.by_area.get(row.flat.pk),
                _other_than(shares.get(row.flat.pk), self.earlier.get(row.flat.pk)),
            )
            for row in self.rows
        ]

    @property
    def blank_columns(self) -> list[str]:
        """The columns in which nothing was typed for any flat, as when the method was changed."""
        return [
            name
            for name in self.columns
            if self.rows and not any(str(row[name].value() or "").strip() for row in self.rows)
        ]

    def asking(self) -> Self:
        """Return the sheet as it was typed, without errors, with the names of its blank columns."""
        typed = _typed_in(self.form) | {
            "subsidies": [_typed_in(one) for one in self.subsidies],
            "rows": {row.flat.pk: _typed_in(row) for row in self.rows},
        }
        asking = type(self)(self.flats, initial=typed)
        asking.asked = [str(COLUMN_NAMES[name]) for name in self.blank_columns]
        return asking

    def filled_by_floor(self) -> Self:
        """Return the sheet with the coefficients that were typed for whole floors in its rows."""
        typed = str(self.form.data.get("floors", "")).replace("、", " ").replace("，", " ").split()
        floors = sorted({flat.floor for flat in self.flats})
        try:
            numbers = [clean_coefficient(one) for one in typed]
        except ValidationError as wrong:
            return self._unfilled(wrong.messages)
        if len(numbers) != len(floors):
            words = {"typed": len(numbers), "floors": len(floors)}
            return self._unfilled(
                [_("写了%(typed)s个系数，楼里住人的有%(floors)s层，要一样多。") % words]
            )
        by_floor = dict(zip(floors, numbers, strict=True))
        data = self.form
        replace_data(
            data, **{f"flat{one.pk}-coefficient": by_floor[one.floor] for one in self.flats}
        )
        return type(self)(self.flats, data.data, numbers_only=self.numbers_only)

    def _unfilled(self, sentences: Collection[str]) -> Self:
        self.form.full_clean()
        for sentence in sentences:
            self.form.add_error("floors", sentence)
        return self


def _typed_in(form: BaseForm) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields}


def _shares_in(tried: str) -> dict[int, int]:
    pairs = (pair.partition(":") for pair in tried.split())
    return {int(a): int(b) for a, _colon, b in pairs if a.isdecimal() and b.isdecimal()}


def _other_than(now: int | None, before: int | None) -> int | None:
    return None if now == before else before


def _named(rooms: list[str]) -> str:
    """Return the rooms, of many only the first ones and how many there are."""
    named = listed(rooms[:MAX_NAMED])
    if len(rooms) <= MAX_NAMED:
        return named
    words = {"rooms": named, "n": len(rooms)}
    return ngettext("%(rooms)s等%(n)s户", "%(rooms)s等%(n)s户", len(rooms)) % words


def initial_sheet(flats: Sequence[Flat], people: Mapping[int, int]) -> dict[str, Any]:
    """Return a first sheet: areas from the roster, and ``people`` by flat."""
    rows = {
        flat.pk: {"area": flat.area, "heads": people.get(flat.pk, 0), "fixed": None}
        for flat in flats
    }
    return {"method": Method.coefficient.value, "rows": rows, "version": "0"}


def sheet_of(table: ShareTable) -> dict[str, Any]:
    """Return the values of a table, to be changed or to begin the next version."""
    lines = lines_of(table)
    return {
        "total": table.total_fen,
        "method": table.method,
        "rule": table.rule,
        "version": table.draft_version,
        "worded": seal_of(table.rule, Method(table.method), rows_of(lines)),
        "subsidies": [
            {
                "name": one.name,
                "fen": one.fen if one.percent is None else None,
                "percent": one.percent,
                "cap": one.cap_fen,
            }
            for one in table.subsidies.all()
        ],
        "rows": {
            line.flat_id: {
                "coefficient": line.coefficient,
                "area": line.area,
                "heads": line.heads,
                "fixed": line.fixed_fen,
            }
            for line in lines
        },
    }
