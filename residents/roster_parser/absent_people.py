"""Recognise listed people who have died or moved away by their remarks: 已故, 搬走, 空挂."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from residents.roster_parser.columns import normalized_text
from residents.roster_parser.gone import AWAY, DEATH
from residents.roster_parser.household_rows import HEAD_OF_HOUSEHOLD, is_a, row_numbers_in_words
from residents.roster_parser.names import party_key
from residents.roster_parser.sheet_data import RosterRow

DEAD = re.compile(DEATH)
_DAY = r"\d{2,4}[年./-]?(?:\d{1,2}[月./-]?)?(?:\d{1,2}[日号]?)?(?:年?初|年?底)?"
OWN_DEATH = re.compile(
    rf"(?:本人|此人|该人)?(?:已经?|因病|在|于|{_DAY})*(?:{DEATH}|故)(?:了|于|{_DAY})*", re.ASCII
)
"""A clause of a remark which says that the person of the row has died."""
KIN = re.compile("[夫妻父母子女儿媳婿孙兄弟姐妹哥嫂爷奶公婆伯叔姑舅姨]|配偶|老伴|爱人|家属")
OF_KIN = re.compile(rf"[(（][^)）]*(?:{KIN.pattern})[^)）]*(?:{DEATH})")
CLAUSES = re.compile(r"[,;。、:()\[\]]|\s")
LIVES_ELSEWHERE = re.compile(AWAY)


def is_dead(row: RosterRow) -> bool:
    """Return whether name, relation or note say that the person has died; 丈夫已故 is about somebody else."""
    for name in ("name", "relation"):
        text = row.cells.get(name, "")
        if DEAD.search(text) and not OF_KIN.search(text):
            return True
    return any(OWN_DEATH.fullmatch(clause) for clause in _clauses(row))


def doubts_about_absent_people(groups: Iterable[list[RosterRow]]) -> Iterator[str]:
    groups = list(groups)
    living = [row for group in groups for row in group if not is_dead(row)]
    if away := [row.number for row in living if LIVES_ELSEWHERE.search(row.cells.get("note", ""))]:
        yield _(
            "第%(rows)s行的备注写着搬走、迁出、空挂这样的话，这些人还是算在人数里。不住在这里的，请从表里去掉，再上传。"
        ) % {"rows": row_numbers_in_words(away)}
    if unsure := [row.number for row in living if any(map(_says_death, _clauses(row)))]:
        yield _(
            "第%(rows)s行的备注写着去世这样的话，看不出说的是不是本人，还是算在人数里。是本人的，请从表里去掉，再上传。"
        ) % {"rows": row_numbers_in_words(unsure)}
    if several := list(filter(None, map(_heads, groups))):
        yield _("一室写着几位户主，都算成一户，联系人是第一位：%(told)s。") % {
            "told": "、".join(several)
        }


def _clauses(row: RosterRow) -> list[str]:
    note = normalized_text(row.cells.get("note", "").replace(" ", ","))
    name = normalized_text(row.cells.get("name", ""))
    return [clause.removeprefix(name) for clause in CLAUSES.split(note) if clause]


def _says_death(clause: str) -> bool:
    return bool(DEAD.search(clause)) and not KIN.search(clause)


def _heads(group: list[RosterRow]) -> str:
    heads = [
        row
        for row in group
        if is_a(HEAD_OF_HOUSEHOLD, row) and row.cells.get("name") and not is_dead(row)
    ]
    names = dict.fromkeys(row.cells["name"] for row in heads)
    if len({key for name in names for key in party_key(name)}) < 2:  # noqa: PLR2004 -- more than one
        return ""
    return _("%(room)s室 %(why)s") % {
        "room": group[0].cells.get("room", ""),
        "why": "、".join(names),
    }
