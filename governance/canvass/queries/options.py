"""The options of a canvass, by version of its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import prefetch_related_objects

from governance.canvass.models import Attachment, Canvass, Option
from governance.canvass.option_tally import AnswerKind, OptionQuestion

E = TypeVar("E", Option, Attachment)


def of_version(rows: Iterable[E], version: int) -> list[E]:
    """Return the options or files that belong to a version of the text."""
    return [
        row for row in rows if row.since <= version and (row.until is None or row.until > version)
    ]


def load_options(canvass: Canvass) -> None:
    """Read the options with their files, if there are any, in two statements."""
    if canvass.has_options:
        prefetch_related_objects([canvass], "options__files")


def options_of(canvass: Canvass, version: int) -> list[Option]:
    return of_version(canvass.options.all(), version) if canvass.has_options else []


def files_by_name(canvass: Canvass) -> list[tuple[str, str]]:
    """Return key and name of each file of the present text and its options."""
    return [
        *((str(file.pk), file.name) for file in canvass.documents),
        *(
            (str(file.pk), f"{option}：{file.name}")
            for option in canvass.present_options
            for file in option.present_files
        ),
    ]


def option_question_of(canvass: Canvass, version: int) -> OptionQuestion:
    """Return the options of a version as the tally takes them."""
    numbers = frozenset(option.number for option in options_of(canvass, version))
    return OptionQuestion(AnswerKind(canvass.kind), numbers, canvass.seats)
