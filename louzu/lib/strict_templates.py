"""A template engine's text for missing values that raises instead of leaving an empty place."""

from __future__ import annotations


class MissingValueError(LookupError):
    """A template has no value for a name that it needs."""


class RaiseIfMissing(str):
    """The option ``string_if_invalid`` of an engine: Django formats it with the missing name."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise MissingValueError(str(name))
