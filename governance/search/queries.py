"""Search queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQueryField
from django.db.models import Case, F, FloatField, Func, IntegerField, Value, When
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from governance.search.marks import excerpt, marked
from governance.search.models import Passage, PassageQuerySet
from governance.search.searchable import room_of, subjects
from governance.search.words import SearchQuery
from louzu.lib.paging import Keyset
from louzu.lib.time import format_day
from residents.models import Building, Standing
from residents.rooms.contributions import Searchable

ORDER = Keyset(("score", "at", "pk"))
IN_THE_TITLE, A_RANK = 1_000_000, 10_000
"""A match of all words in the title precedes other matches. Ranks from 0 to 1 become integers."""
BY_LENGTH = 1
"""Flag of ts_rank: divide by the logarithm of the length, because long texts contain many words."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A passage prepared for display, with matches marked."""

    room: str | Promise
    title: SafeString
    excerpt: SafeString
    url: str
    day: str
    over: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    rows: list[SearchResult]
    next_url: str


def search_page_for(
    question: SearchQuery,
    building: Building,
    standing: Standing,
    *,
    room: str = "",
    after: str | None = None,
) -> SearchPage:
    """Return a page of readable passages that contain all words, ordered by match in the title,
    then weight, then date."""
    page = ORDER.page(scored_passages(question, building, standing, room=room), after)
    named = subjects()
    rows = [_shown(passage, question, named) for passage in page.rows]
    return SearchPage(rows, page.next_url and f"{page.next_url}&{_asked(question, room)}")


def scored_passages(
    question: SearchQuery, building: Building, standing: Standing, *, room: str = ""
) -> PassageQuerySet:
    kinds = [kind for kind in subjects() if room in {"", room_of(kind)}]
    passages = Passage.objects.matching(question, building).readable_by(standing)
    passages = passages.filter(subject_type__in=kinds)
    title = When(tokens__matches=question.as_tsquery("AB"), then=IN_THE_TITLE)
    words = Cast(Value(question.as_tsquery()), SearchQueryField())
    rank = Func(F("tokens"), words, Value(BY_LENGTH), function="ts_rank", output_field=FloatField())
    weight = Cast(rank * A_RANK, IntegerField())
    return passages.annotate(score=Case(title, default=0) + weight).defer("tokens")


def _asked(question: SearchQuery, room: str) -> str:
    return urlencode({"q": question.typed, **({"room": room} if room else {})})


def _shown(
    passage: Passage, question: SearchQuery, named: Mapping[str, Searchable]
) -> SearchResult:
    return SearchResult(
        room=named[passage.subject_type].name,
        title=marked(str(passage), question),
        excerpt=excerpt(passage.text, question),
        url=passage.url,
        day=format_day(passage.at),
        over=passage.over,
    )
