"""Columns that look like ours and that the reader does not know: somebody says what they are.

What stands in them waits in the rows under ``?heading``, so an answer needs no file.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted
from residents.roster_parser.ages_told import band_of_age
from residents.roster_parser.columns import ASKED, BANDS, SEVERAL, TITLES, heading_of
from residents.roster_parser.found import AskedColumn, Column, Read, Row, Sheet
from residents.roster_parser.people import call_tenants
from residents.roster_parser.rows import summed, words_of

NOT_READ = "-"
OFFERED = (
    "people", *BANDS, "owner", "owner_phone", "contact", "phone", "tenant", "tenant_phone",
    "occupancy", "area", "floor", "note",
)  # fmt: skip
"""What such a column may be, as it is offered."""
TOGETHER = (*SEVERAL, "owner", "contact", "tenant")
"""Told by several columns together: 业主 and 共有人 are one party."""
MOST_EXAMPLES = 3
STANDS_FOR = {"tenant": "contact", "tenant_phone": "phone"}
"""Fields that are read into another one."""


def answered(sheet: Sheet, answers: Mapping[str, str], remembered: Collection[str] = ()) -> Sheet:
    """The sheet as it reads when columns are what ``answers`` says, by heading; a field that has a
    column of its own is read from that one. ``remembered`` are headings that were answered before.
    """
    if sheet.choices:
        return sheet
    asked = tuple(
        dataclasses.replace(
            one, answer=_fitting(one, answers), remembered=one.heading in remembered
        )
        for one in _questions(sheet)
    )
    fields = {one.heading: one.answer for one in asked if one.answer}
    read = (
        Read(one.letter, one.header, one.answer, one.remembered)
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


def _questions(sheet: Sheet) -> Iterator[AskedColumn]:
    taken = {name for table in sheet.tables for name in table}
    free = tuple(name for name in OFFERED if name in TOGETHER or name not in taken)
    known: set[str] = set()
    for column in sheet.columns:
        heading = heading_of(column.header)
        if column.doubtful and heading not in known:
            known.add(heading)
            examples = tuple(_examples(sheet, f"{ASKED}{heading}"))
            offered = ("age",) if column.ages else free
            yield AskedColumn(heading, column.letter, column.header, examples, offered)


def _examples(sheet: Sheet, name: str) -> Iterator[str]:
    """What stands in the cells, of several in a household each."""
    several = (row.cells[name].split("\n") for row in sheet.rows if name in row.cells)
    said = dict.fromkeys(text for texts in several for text in texts if text)
    yield from (words_of([text]) for text in list(said)[:MOST_EXAMPLES])


def _fitting(one: AskedColumn, answers: Mapping[str, str]) -> str:
    answer = answers.get(one.heading, "")
    return answer if answer in (*one.offered, NOT_READ) else ""


def _columns(sheet: Sheet, fields: Mapping[str, str]) -> Iterator[Column]:
    for column in sheet.columns:
        field = fields.get(heading_of(column.header)) if column.doubtful else None
        if field == NOT_READ:
            yield dataclasses.replace(column, why=_("说好不用读"), doubtful=False)
        elif not field:
            yield column


def _row(row: Row, fields: Mapping[str, str]) -> Row:
    cells = {name: said for name, said in row.cells.items() if not name.startswith(ASKED)}
    shared = [name for name in row.shared if not name.startswith(ASKED)]
    for heading, field in fields.items():
        name = f"{ASKED}{heading}"
        if field == NOT_READ or name not in row.cells:
            continue
        _put(cells, field, row.cells[name])
        shared += [field] if name in row.shared else []
    call_tenants(cells)
    known = {f"{ASKED}{heading}" for heading in fields}
    waiting = {
        name: said
        for name, said in row.cells.items()
        if name.startswith(ASKED) and name not in known
    }
    return dataclasses.replace(row, cells={**cells, **waiting}, shared=tuple(shared))


def _put(cells: dict[str, str], field: str, said: str) -> None:
    """Several columns of one field are put together as the reader does it."""
    before = cells.get(field)
    if field == "age":
        _put_ages(cells, said)
    elif before is None:
        cells[field] = said
    elif field in BANDS:
        cells[field] = summed([before, said])
    else:
        cells[field] = f"{before}\n{said}"


def _put_ages(cells: dict[str, str], said: str) -> None:
    """Those of each person. Where it is known how many they are, the rest are of 18 to 59."""
    bands = Counter(band_of_age(int(years)) for years in said.split("\n") if years)
    for band in BANDS:
        if band != "aged_18_59" or "people" not in cells:
            cells.setdefault(band, str(bands[band]))


def _table(table: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    known = {f"{ASKED}{heading}" for heading in fields}
    made = {name: letter for name, letter in table.items() if name not in known}
    for heading, field in fields.items():
        letter = table.get(f"{ASKED}{heading}")
        if letter and field != NOT_READ:
            made.setdefault(field, letter)
            for other in BANDS if field == "age" else (STANDS_FOR.get(field, field),):
                made.setdefault(other, letter)
    return made


def title_of(answer: str) -> str:
    """How an answer is called."""
    return _("不读这一列") if answer == NOT_READ else TITLES[answer]


def words_for(one: AskedColumn) -> str:
    """The question, with what stands in the column."""
    said = {"letter": one.letter, "header": quoted(one.header)}
    if not one.examples:
        return _("%(letter)s列“%(header)s”是什么？") % said
    return _("%(letter)s列“%(header)s”是什么？里面写着：%(examples)s") % {
        **said, "examples": "、".join(one.examples),
    }  # fmt: skip
