"""Recognise header rows, and the field that each column is headed by."""

from __future__ import annotations

import re

from residents.roster_parser.columns import (
    AMBIGUOUS_BAND,
    IGNORED_FIELDS,
    band_of,
    field_of,
    normalized_header,
    normalized_text,
)
from residents.roster_parser.files import Grid
from residents.roster_parser.rooms import is_room, room_key

GROUP = re.compile("(基本)?(信息|情况|资料|登记)$")
"""Ending of the name of a group of columns."""
PLACES = ("room", "address", "door")
OF_A_PLACE = re.compile("[室房号门楼幢栋址落户座]")
"""Every header of a place contains one of these."""
OF_A_GROUP = ("owner", "owner_phone", "tenant", "tenant_phone", "contact", "phone")
"""Fields that are named by a group together with 姓名 or 电话."""
VALUE = re.compile(r"[\d.,%+\-()]+", re.ASCII)
"""A number or a telephone number, which is no header."""
Headers = dict[int, str]
"""Position of a column → its header."""


def headers_side_by_side(row: list[str], below: Grid) -> list[Headers]:
    """Return the headers of the tables that begin at ``row``. It is empty if this is no header row."""
    said = {at: text for at, text in enumerate(row) if text}
    if not _is_head(said):
        return []
    rooms = [at for at, text in said.items() if field_of(text) == "room"]
    starts = _starts(said, rooms)
    parts = [
        {at: text for at, text in said.items() if left <= at < right}
        for left, right in zip(starts, [*starts[1:], len(row)], strict=True)
    ]
    alike = [
        {field_of(text) for text in part.values()} - {None, "room", *IGNORED_FIELDS}
        for part in parts
    ]
    if all(map(_is_head, parts)) and (
        all(alike[0] & others for others in alike[1:]) or _rooms_differ(rooms, below)
    ):
        return parts
    return [said]


def _rooms_differ(columns: list[int], below: Grid) -> bool:
    return any(len({room_key(row[at]) for at in columns if is_room(row[at])}) > 1 for row in below)


def _starts(said: Headers, rooms: list[int]) -> list[int]:
    """Return where tables side by side begin: at each repetition of the first header, or at each
    room."""
    leading = normalized_text(said[min(said)])
    again = [at for at, text in said.items() if normalized_text(text) == leading]
    if len(again) == len(rooms) > 1:
        return again
    return [min(said), *rooms[1:]]


def _is_head(said: Headers) -> bool:
    """Return whether a row is a header: it names a place and another field. If it also contains
    values, it must name three fields."""
    places = {field_of(text) for text in said.values() if OF_A_PLACE.search(text)} & {*PLACES}
    if not places:
        return False
    values = sum(map(is_value, said.values()))
    fields = {field_of(text) for text in said.values()}
    ours = len(fields - {None, "unit", *IGNORED_FIELDS} - places)
    return values * 2 <= len(said) and ours > (1 if values else 0)


def is_value(text: str) -> bool:
    if band_of(text) or AMBIGUOUS_BAND.fullmatch(normalized_header(text)):
        return False
    return bool(VALUE.fullmatch(normalized_text(text)) or is_room(text))


def column_spans(parts: list[Headers], width: int) -> list[tuple[int, int]]:
    lefts = [0, *(min(part) for part in parts[1:])]
    return list(zip(lefts, [*(left - 1 for left in lefts[1:]), width - 1], strict=True))


def named_columns(found: dict[int, list[str]], above: Headers) -> tuple[Headers, dict[int, str]]:
    """Return header and field of each column: the lowest header that names a field, or it joined
    with one above (业主信息 | 姓名). ``above`` are not headers themselves."""
    headers: Headers = {}
    fields: dict[int, str] = {}
    for column, texts in found.items():
        several = list(dict.fromkeys(texts))
        headers[column] = " ".join("".join(several[-2:]).split())
        over = [*several[:-1], above.get(column, "")]
        together = [GROUP.sub("", text) + several[-1] for text in over if text]
        of_group = [text for text in together if field_of(text) in OF_A_GROUP]
        tried = [*of_group, "".join(several[-2:]), *reversed(several)]
        if named := next((text for text in tried if field_of(text)), None):
            fields[column] = str(field_of(named))
            headers[column] = " ".join(named.split())
    fields = _with_a_room(fields)
    if "room" not in fields.values():  # the rows below name something else
        at = next(at for at, texts in found.items() if field_of(texts[0]) in PLACES)
        headers[at], fields[at] = found[at][0], "room"
    return headers, fields


def _with_a_room(fields: dict[int, str]) -> dict[int, str]:
    for other in ("address", "door"):
        if "room" not in fields.values() and other in fields.values():
            at = next(column for column, name in fields.items() if name == other)
            fields = {**fields, at: "room"}
    return fields
