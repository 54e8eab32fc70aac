"""Template messages (模板消息): the values that WeChat takes in each kind of field.

WeChat refuses the whole message (47003) if one value is empty, too long or of another form. A test
account enforces none of it, therefore it is enforced here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils import timezone

Value = str | int | dt.date
MAX_THING = 20
MAX_CHARACTER_STRING = 32
MAX_HAN = 5
MAX_NAME = 10
LITERAL = "="
"""Begins a fixed text, where otherwise the name of a value stands."""
FIELD = re.compile(r"([a-z_]+)\d{0,3}")


class WrongTemplateError(Exception):
    """The file of templates asks for something that WeChat does not know."""


class UnsuitableValueError(Exception):
    """A message lacks the value of ``field``, or has one that WeChat would refuse."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """A template of the account's own list, and which value stands in each of its fields."""

    id: str
    fields: Mapping[str, str]
    """By field, such as ``thing1``: the name of a value, or a fixed text after ``=``."""

    @classmethod
    def parse(cls, row: Any) -> Self:
        """Raises WrongTemplateError with a sentence without full stop."""
        if not isinstance(row, dict) or row.keys() != {"id", "fields"}:
            raise WrongTemplateError("each template has “id” and “fields”, and nothing else")
        key, fields = row["id"], row["fields"]
        texts = isinstance(fields, dict) and all(isinstance(one, str) for one in fields.values())
        if not (key and isinstance(key, str) and fields and texts):
            raise WrongTemplateError(
                "“id” is a text, and “fields” gives each field the name of a value"
            )
        for name, source in fields.items():
            _check_field(name, source)
        return cls(key, fields)

    @property
    def value_names(self) -> list[str]:
        """Names of the values that a message needs. Fixed texts need none."""
        return [source for source in self.fields.values() if not source.startswith(LITERAL)]

    def data_of(self, values: Mapping[str, Value]) -> dict[str, dict[str, str]]:
        """Return ``data`` of a request. Raises UnsuitableValueError."""
        return {
            name: {"value": format_value(name, _value(name, source, values))}
            for name, source in self.fields.items()
        }


def _check_field(name: str, source: str) -> None:
    if _kind(name) not in KINDS:
        raise WrongTemplateError(f"“{name}” is no field of WeChat's templates")
    try:
        if source.startswith(LITERAL):
            format_value(name, source.removeprefix(LITERAL))
    except UnsuitableValueError as error:
        raise WrongTemplateError(str(error)) from error


def _value(name: str, source: str, values: Mapping[str, Value]) -> Value:
    if source.startswith(LITERAL):
        return source.removeprefix(LITERAL)
    if source not in values:
        raise UnsuitableValueError(
            name, f"“{name}” asks for “{source}”, which this message does not have"
        )
    return values[source]


def _kind(name: str) -> str:
    found = FIELD.fullmatch(name)
    return found[1] if found else ""


def format_value(name: str, value: Value) -> str:
    """Raises UnsuitableValueError if the value cannot stand in the field ``name``."""
    text = KINDS[_kind(name)](value)
    if not text:
        raise UnsuitableValueError(name, f"“{name}” cannot be “{value}”")
    return text


def _thing(value: Value) -> str:
    """Shorten to 20 characters. Line breaks and other control characters become blanks."""
    text = " ".join(str(value).split())
    return text if len(text) <= MAX_THING else f"{text[: MAX_THING - 1]}…"


def _character_string(value: Value) -> str:
    text = str(value).strip()
    return text if len(text) <= MAX_CHARACTER_STRING and text.isascii() else ""


def _phrase(value: Value) -> str:
    return str(value) if re.fullmatch(rf"[\u4e00-\u9fff]{{1,{MAX_HAN}}}", str(value)) else ""


def _name(value: Value) -> str:
    return str(value) if re.fullmatch(rf"[\u4e00-\u9fff]{{1,{MAX_NAME}}}", str(value)) else ""


def _number(value: Value) -> str:
    return str(value) if re.fullmatch(r"-?\d{1,32}(\.\d+)?", str(value)) else ""


def _time(value: Value) -> str:
    when = _moment(value)
    if isinstance(when, dt.datetime):
        local = timezone.localtime(when)
        return f"{_date(local)} {local:%H:%M}"
    return ""


def _date(value: Value) -> str:
    when = _moment(value)
    if isinstance(when, dt.datetime):
        when = timezone.localtime(when).date()
    return f"{when.year}年{when.month}月{when.day}日" if when else ""


def _moment(value: Value) -> dt.date | None:
    """Return a date, or an aware time, also from their ISO form."""
    if isinstance(value, dt.date):
        return value
    for read in (dt.date.fromisoformat, dt.datetime.fromisoformat):
        try:
            return read(str(value))
        except ValueError:
            continue
    return None


def _constant(value: Value) -> str:
    """WeChat takes one of the words that were given when the template was chosen."""
    return _thing(value) if len(str(value)) <= MAX_THING else ""


KINDS: Mapping[str, Callable[[Value], str]] = {
    "thing": _thing,
    "short_thing": _constant,
    "character_string": _character_string,
    "phrase": _phrase,
    "name": _name,
    "number": _number,
    "time": _time,
    "date": _date,
    "const": _constant,
}
