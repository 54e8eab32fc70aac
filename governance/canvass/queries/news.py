"""News for a household: answers that others gave for it, offers that it has not seen, and what its
members did for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from governance.canvass.lifecycle import CanvassState, ObjectionState
from governance.canvass.models import (
    Answer,
    Canvass,
    Channel,
    Choice,
    PaperLine,
    Purpose,
    Talk,
    TextVersion,
    Visit,
    Voice,
    VoiceBookmark,
    VoiceFlat,
)
from governance.canvass.queries.standing import newest_paper_lines
from residents.models import Building, Standing, User

NEWS = dt.timedelta(days=30)
"""The age after which news appears only in the household's own record."""
MAX_DONE = 20


@dataclass(frozen=True, slots=True)
class News:
    """An answer of a household, and one or two reasons for showing it."""

    answer: Answer
    by_another: bool
    """Whether another person gave or entered the answer."""
    reworded: bool
    """Whether it counts and the text was corrected afterwards."""
    text_at: dt.datetime
    """The time of the current text."""


def unseen_answers_for(building: Building, standing: Standing, user: User) -> list[News]:
    """Return the latest unread answer of each voice of this person's households. Corrections of the
    text are also shown after the person's own answer."""
    news = Q(
        ~Q(by=user), at__gte=timezone.now() - NEWS, pk__gt=_read_up_to(user, "voice", "answer")
    )
    ended = Q(voice__canvass__closes_at__gte=timezone.now() - NEWS)
    reworded = Q(voice__canvass__state=CanvassState.OPEN) | ended
    reworded &= Q(
        voice__current__answer=F("pk"),
        version__lt=F("voice__canvass__version"),
        version__gte=F("voice__canvass__material_version"),
        voice__canvass__version__gt=_read_up_to(user, "voice", "text"),
    )
    found = Answer.objects.filter(
        news | reworded,
        _is_of_own_household(standing, "voice"),
        voice__canvass__in=building.canvass_set.exclude(purpose=Purpose.TELL),
        voice__canvass__withdrawn_at=None,
    ).annotate(by_another=_is(news), reworded=_is(reworded))
    texts = TextVersion.objects.filter(
        canvass=OuterRef("voice__canvass"), number=OuterRef("voice__canvass__version")
    )
    newest = found.order_by("voice_id", "-pk").distinct("voice_id")
    answers = newest.annotate(text_at=Subquery(texts.values("at"))).select_related(
        "voice__canvass__building", "by", "delegation__proxy"
    )
    return [News(one, one.by_another, one.reworded, one.text_at) for one in answers]


def answers_given_at_home_for(
    building: Building, standing: Standing, user: User, since: dt.datetime
) -> list[Answer]:
    """Return answers that count and that other members gave on the web, newest first."""
    found = Answer.objects.filter(
        ~Q(by=user),
        ~Q(choice=Choice.TAKEN_BACK),
        _is_of_own_household(standing, "voice"),
        voice__current__answer=F("pk"),
        voice__canvass__in=building.canvass_set.filter(withdrawn_at=None),
        channel=Channel.WEB,
        at__gte=since,
    )
    with_relations = found.select_related("voice__canvass__building", "by", "delegation__proxy")
    return list(with_relations.order_by("-pk")[:MAX_DONE])


def notices_acknowledged_at_home_for(
    building: Building, standing: Standing, user: User, since: dt.datetime
) -> list[Visit]:
    """Return acknowledgements of notices and invitations by other members, newest first."""
    found = Visit.objects.reached().filter(
        ~Q(by=user),
        _is_of_own_household(standing, "voice"),
        voice__canvass__in=building.canvass_set.filter(purpose=Purpose.TELL, withdrawn_at=None),
        oneself=True,
        at__gte=since,
    )
    return list(found.select_related("voice__canvass__building", "by").order_by("-pk")[:MAX_DONE])


def unseen_offers_for(building: Building, standing: Standing, user: User) -> list[Talk]:
    found = Talk.objects.filter(
        ~Q(offered=""),
        ~Q(by=user),
        _is_of_own_household(standing, "objection__voice"),
        objection__state=ObjectionState.OFFERED,
        objection__voice__canvass__in=building.canvass_set.taking_answers(),
        pk__gt=_read_up_to(user, "objection__voice", "talk"),
    )
    newest = found.order_by("objection_id", "-pk").distinct("objection_id")
    return list(newest.select_related("objection__voice__canvass__building"))


def unseen_papers_for(building: Building, standing: Standing, user: User) -> list[PaperLine]:
    found = newest_paper_lines().filter(
        ~Q(by=user),
        _is_of_own_household(standing, "voice"),
        voice__canvass__in=building.canvass_set.filter(
            state__in=[CanvassState.OPEN, CanvassState.CLOSED]
        ),
        pk__gt=_read_up_to(user, "voice", "paper"),
    )
    with_relations = found.select_related("voice__canvass__building", "by")
    return list(with_relations.order_by("voice_id"))


def unread_of(voice: Voice, user: User) -> dict[str, int]:
    """Return what a bookmark at the newest would say, or nothing if the user's says it."""
    newest = _newest_of(voice.pk)
    marks = VoiceBookmark.objects.filter(user=user, voice=voice).values(*newest)
    return {} if (marks.first() or dict.fromkeys(newest, 0)) == newest else newest


def has_unread_texts(canvass: Canvass, homes: Collection[Voice], user: User) -> bool:
    read = VoiceBookmark.objects.filter(user=user, voice__in=homes, text__gte=canvass.version)
    return canvass.version > 1 and read.count() < len(homes)


def _newest_of(voice: int) -> dict[str, int]:
    """Return the primary keys of a voice's latest answer, talk and paper record, or 0."""
    rows = {
        "answer": Answer.objects.filter(voice=voice),
        "talk": Talk.objects.filter(objection__voice=voice),
        "paper": PaperLine.objects.filter(voice=voice),
    }
    return {name: found.aggregate(newest=Max("pk"))["newest"] or 0 for name, found in rows.items()}


def _is(condition: Q) -> Coalesce:
    return Coalesce(ExpressionWrapper(condition, BooleanField()), Value(value=False))


def _is_of_own_household(standing: Standing, voice: str) -> Exists:
    homes = VoiceFlat.objects.filter(voice=OuterRef(voice), answering__in=standing.households)
    return Exists(homes)


def _read_up_to(user: User, voice: str, field: str) -> Coalesce:
    marks = VoiceBookmark.objects.filter(user=user, voice=OuterRef(voice))
    return Coalesce(Subquery(marks.values(read=F(field))), 0)
