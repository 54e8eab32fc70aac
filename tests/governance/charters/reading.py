"""Who may read a charter, its drafts and its suggestions. See ``tests.architecture.reading``."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from governance.charters.actions import talking
from governance.charters.actions.talking import Contributor
from governance.charters.models import Charter, Draft, Suggestion
from residents.models import Building
from tests.architecture.cast import Cast, make_building_with_same_people
from tests.architecture.reading import (
    MEMBERS,
    SOMETIMES,
    WRITERS,
    Made,
    Row,
    Say,
    Table,
    acting,
    always,
)
from tests.factories.charters import (
    CharterFactory,
    DraftFactory,
    EditionFactory,
    WordingFactory,
    wordings_of,
)

MAKER = frozenset({"volunteer"})

TABLE: Table = {
    "EDITION": (
        Row("gathering", MEMBERS),
        Row("drafting", WRITERS),
        Row("consulting", MEMBERS),
        Row("consulting", WRITERS, "a draft that was left"),
        Row("signing", MEMBERS),
        Row("signing", WRITERS, "other words being written"),
        Row("in_force", MEMBERS),
        Row("review", MEMBERS),
        Row("review", MEMBERS, "offered as an example"),
        Row("replaced", MEMBERS),
        Row("lapsed", MEMBERS),
        Row("dropped", MEMBERS),
        Row("dropped", WRITERS, "a draft that was left"),
    ),
    "SUGGESTION": (
        Row("open", MEMBERS),
        Row("accepted", MEMBERS),
        Row("answered", MEMBERS),
        Row("set_aside", MEMBERS),
        Row("withdrawn", WRITERS | MAKER),
    ),
}
ADDRESSES = {
    "draft": always("EDITION"),
    "suggestion": always("SUGGESTION"),
    "article": SOMETIMES,
    "edition": SOMETIMES,
    "print": SOMETIMES,
    "example": SOMETIMES,
    "edit": SOMETIMES,
    **acting(
        "copy move drop_article put_back split merge comment suggest support decide accept withdraw "
        "mark_told"
    ),
}


def make(cast: Cast, say: Say) -> None:
    """Create one building per pair, because it has at most one edition in force and one under way."""
    ended = {"ended_at": timezone.now(), "ended_reason": "不合适了", "review_on": None}
    charter = CharterFactory(building=cast.building)
    _text(charter, say("EDITION", "in_force"), number=1)
    _text(charter, say("EDITION", "replaced"), number=2, state="replaced", **ended)
    _text(charter, say("EDITION", "lapsed"), number=3, state="lapsed", **ended)
    unnumbered = {"number": None, "in_force_at": None, "review_on": None}
    over = {**unnumbered, **ended, "state": "dropped"}
    dropped = _text(charter, say("EDITION", "dropped"), adopted=False, **over)
    _left(dropped, say("EDITION", "dropped", "a draft that was left"))
    made = say("EDITION", "gathering")
    edition = EditionFactory(charter=charter, **{**unnumbered, "state": "gathering"})
    talking.suggest_wish(
        edition,
        heading=made.words.title,
        text=made.words.text,
        reason="",
        contributor=Contributor(cast["volunteer"], cast.home),
    )
    _elsewhere(cast, say, unnumbered)


def _elsewhere(cast: Cast, say: Say, unnumbered: dict[str, Any]) -> None:
    drafting, consulting, signing = (
        make_building_with_same_people(cast, slug) for slug in ("116", "117", "118")
    )
    charter = CharterFactory(building=drafting)
    _text(charter, say("EDITION", "review"), number=1, state="review")
    making = {**unnumbered, "state": "drafting", "adopted": False, "put_out_at": None}
    _text(charter, say("EDITION", "drafting"), until=None, **making)

    charter = CharterFactory(building=consulting, offered_at=timezone.now())
    offered = say("EDITION", "review", "offered as an example")
    draft = _text(charter, offered, number=1, state="review")
    offered.ids, offered.slug = ({"example": draft.pk},), "114"
    draft = _text(
        charter, say("EDITION", "consulting"), adopted=False, **unnumbered | {"state": "consulting"}
    )
    _left(draft, say("EDITION", "consulting", "a draft that was left"))
    _suggestions(cast, draft, say)

    charter = CharterFactory(building=signing)
    draft = _text(
        charter, say("EDITION", "signing"), adopted=False, **unnumbered | {"state": "signing"}
    )
    _left(draft, say("EDITION", "signing", "other words being written"), dropped_at=None)


def _text(charter: Charter, made: Made, *, adopted: bool = True, **more: Any) -> Draft:
    of_draft = {name: more.pop(name) for name in ("put_out_at", "until") if name in more}
    edition = EditionFactory(charter=charter, **more)
    draft = DraftFactory(edition=edition, adopted=adopted, **of_draft)
    return _say_it(draft, made)


def _left(draft: Draft, made: Made, **more: Any) -> None:
    left = {"put_out_at": None, "until": None, "dropped_at": timezone.now(), **more}
    _say_it(DraftFactory(edition=draft.edition, number=2, **left), made)


def _say_it(draft: Draft, made: Made) -> Draft:
    words, building = made.words, draft.edition.building
    wording = WordingFactory(draft=draft, number=1, heading=words.title, text=words.text)
    made.slug = building.slug
    made.ids = ({"draft": draft.pk, "article": wording.article_id},)
    if draft.adopted:
        made.ids[0]["number"] = draft.edition.number
    return draft


def _suggestions(cast: Cast, draft: Draft, say: Say) -> None:
    building: Building = draft.edition.building
    for row in TABLE["SUGGESTION"]:
        made = say("SUGGESTION", row.state)
        found = talking.suggest_words(
            wordings_of(draft)[0],
            heading=made.words.title,
            text=made.words.text,
            reason="",
            contributor=Contributor(cast["volunteer"]),
        )
        decided: dict[str, Any] = {}
        if row.state in {"accepted", "answered", "set_aside"}:
            decided = {"decided_at": timezone.now(), "decided_by": cast["leader"], "answer": "好"}
        if row.state == "accepted":
            decided["taken_into"] = draft
        Suggestion.objects.filter(pk=found.pk).update(state=row.state, **decided)
        made.slug, made.ids = (
            building.slug,
            ({"suggestion": found.pk, "article": found.article_id},),
        )
