"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInput:
    """The text of an article."""

    text: str
    heading: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisedInput(ArticleInput):
    """A new text for an article that is already in the draft."""

    revision: int
    """The revision that the writer read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteInput(RevisedInput):
    number: int | None = None
    """The new position, from 1. None keeps the present one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptInput(RevisedInput):
    answer: str = ""
    """For the author of the suggestion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeInput(ArticleInput):
    version: str | None = None
    """The version of both texts as they were read, or None if no form showed them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitInput:
    """Both parts of an article."""

    revision: int
    """The revision that the writer read."""
    first: str
    second: str
    second_heading: str = ""
