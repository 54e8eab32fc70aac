"""Models of the charter (楼组公约): editions, drafts, articles and what households said."""

from __future__ import annotations

from governance.charters.models.charter import Charter, CharterQuerySet, Edition, ShownFlat
from governance.charters.models.drafts import (
    MAX_ARTICLES,
    Article,
    Draft,
    Lineage,
    SignOff,
    Wording,
)
from governance.charters.models.numerals import numeral
from governance.charters.models.suggestions import Comment, Suggestion, Support

__all__ = [
    "MAX_ARTICLES",
    "Article",
    "Charter",
    "CharterQuerySet",
    "Comment",
    "Draft",
    "Edition",
    "Lineage",
    "ShownFlat",
    "SignOff",
    "Suggestion",
    "Support",
    "Wording",
    "numeral",
]
