"""Questions about columns that may be known fields under another header.

The cells are kept in the rows as ``?heading``, so the file is not needed again after an answer.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted
from residents.roster_parser.age_parsing import band_of_age
from residents.roster_parser.cells import shortened_row, sum_of_texts
from residents.roster_parser.columns import (
    BANDS,
    QUESTION_MARK,
    REPEATABLE,
    TITLES,
    normalized_heading,
)
from residents.roster_parser.sheet_data import (
    ColumnQuestion,
    ReadColumn,
    RosterRow,
    RosterSheet,
    UnreadColumn,
)
from residents.roster_parser.tenants import prefer_tenants_as_contact

NOT_READ = "-"
OFFERED_FIELDS = (
    "people",
    *BANDS,
    "owner",
    "owner_phone",
    "contact",
    "phone",
    "tenant",
    "tenant_phone",
    "occupancy",
    "area",
    "floor",
    "note",
)
"""The fields that are offered as answers."""
JOINED_FIELDS = (*REPEATABLE, "owner", "contact", "tenant")
"""Fields that may be read from several columns: 业主 and 共有人 are one party."""
MAX_EXAMPLES = 3
TARGET_FIELDS = {"tenant": "contact", "tenant_phone": "phone"}
"""Field → the field that it is read into."""


def apply_column_answers(
    sheet: RosterSheet, answers: Mapping[str, str], remembered: Collection[str] = ()
) -> RosterSheet:
    """Return the sheet with columns read as ``answers`` says, heading → field. A field that has a
    column of its own is read from that column. ``remembered`` are headings that were answered
    for an earlier file."""
    if sheet.choices:
        return sheet
    asked = tuple(
        dataclasses.replace(
            one, answer=_valid_answer(one, answers), remembered=one.heading in remembered
        )
        for one in _questions(sheet)
    )
    fields = {one.heading: one.answer for one in asked if one.answer}
    read = (
        ReadColumn(one.letter, one.header, one.answer, one.remembered)
        for one in asked
        if one.answer in TITLES
    )
    return dataclasses.replace(
        sheet,
        asked=asked,
        read=(*sheet.read, *read),
        columns=tuple(_columns(sheet, fields)),
        rows=tuple(_row(row, fields) for row in sheet.rows),
        tables=tuple(_table(table, fields) for table in sheet.tables),
    )


def _questions(sheet: RosterSheet) -> Iterator[ColumnQuestion]:
    taken = {name for table in sheet.tables for name in table}
    free = tuple(name for name in OFFERED_FIELDS if name in JOINED_FIELDS or name not in taken)
    known: set[str] = set()
    for column in sheet.columns:
        heading = normalized_heading(column.header)
        if column.doubtful and heading not in known:
            known.add(heading)
            examples = tuple(_examples(sheet, f"{QUESTION_MARK}{heading}"))
            offered = ("age",) if column.ages else free
            yield ColumnQuestion(heading, column.letter, column.header, examples, offered)


def _examples(sheet: RosterSheet, name: str) -> Iterator[str]:
    several = (row.cells[name].split("\n") for row in sheet.rows if name in row.cells)
    examples = dict.fromkeys(text for texts in several for text in texts if text)
    yield from (shortened_row([text]) for text in list(examples)[:MAX_EXAMPLES])


def _valid_answer(one: ColumnQuestion, answers: Mapping[str, str]) -> str:
    answer = answers.get(one.heading, "")
    return answer if answer in (*one.offered, NOT_READ) else ""


def _columns(sheet: RosterSheet, fields: Mapping[str, str]) -> Iterator[UnreadColumn]:
    for column in sheet.columns:
        field = fields.get(normalized_heading(column.header)) if column.doubtful else None
        if field == NOT_READ:
            yield dataclasses.replace(column, why=_("说好不用读"), doubtful=False)
        elif not field:
            yield column


def _row(row: RosterRow, fields: Mapping[str, str]) -> RosterRow:
    cells = {name: text for name, text in row.cells.items() if not name.startswith(QUESTION_MARK)}
    shared = [name for name in row.shared if not name.startswith(QUESTION_MARK)]
    for heading, field in fields.items():
        name = f"{QUESTION_MARK}{heading}"
        if field == NOT_READ or name not in row.cells:
            continue
        _put(cells, field, row.cells[name])
        shared += [field] if name in row.shared else []
    prefer_tenants_as_contact(cells)
    known = {f"{QUESTION_MARK}{heading}" for heading in fields}
    waiting = {
        name: text
        for name, text in row.cells.items()
        if name.startswith(QUESTION_MARK) and name not in known
    }
    return dataclasses.replace(row, cells={**cells, **waiting}, shared=tuple(shared))


def _put(cells: dict[str, str], field: str, text: str) -> None:
    before = cells.get(field)
    if field == "age":
        _put_ages(cells, text)
    elif before is None:
        cells[field] = text
    elif field in BANDS:
        cells[field] = sum_of_texts([before, text])
    else:
        cells[field] = f"{before}\n{text}"


def _put_ages(cells: dict[str, str], text: str) -> None:
    bands = Counter(band_of_age(int(years)) for years in text.split("\n") if years)
    for band in BANDS:
        if band != "aged_18_59" or "people" not in cells:
            cells.setdefault(band, str(bands[band]))


def _table(table: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    known = {f"{QUESTION_MARK}{heading}" for heading in fields}
    made = {name: letter for name, letter in table.items() if name not in known}
    for heading, field in fields.items():
        letter = table.get(f"{QUESTION_MARK}{heading}")
        if letter and field != NOT_READ:
            made.setdefault(field, letter)
            for other in BANDS if field == "age" else (TARGET_FIELDS.get(field, field),):
                made.setdefault(other, letter)
    return made


def answer_label(answer: str) -> str:
    return _("不读这一列") if answer == NOT_READ else TITLES[answer]


def question_label(one: ColumnQuestion) -> str:
    column = {"letter": one.letter, "header": quoted(one.header)}
    if not one.examples:
        return _("%(letter)s列“%(header)s”是什么？") % column
    return _("%(letter)s列“%(header)s”是什么？里面写着：%(examples)s") % {
        **column,
        "examples": "、".join(one.examples),
    }
