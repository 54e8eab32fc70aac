"""The voices of a roster with their answers and state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from governance.canvass.current import AnswerRecord
from governance.canvass.lifecycle import DelegationState
from governance.canvass.models import (
    Answer,
    Canvass,
    Channel,
    Choice,
    Confirmation,
    Delegation,
    PaperLine,
    Purpose,
    RollEntry,
    Visit,
    Voice,
    VoiceFlat,
)
from governance.canvass.models.delegations import VALID
from governance.canvass.queries.papers import newest_papers
from residents.models import Membership, Standing, User


class SaidSo(TypedDict):
    by: int
    name: str
    at: str


class VoicePlace(TypedDict):
    """A flat of a voice; ``flat`` and ``answering``, its household, are primary keys."""

    floor: int
    room: str
    flat: int
    answering: int | None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The word of a household that it knows, with its speaker, whom only the household may see."""

    by: int
    name: str
    at: dt.datetime


class DelegatedTo(TypedDict):
    """The valid delegation of a voice, with the primary key and label of its proxy."""

    pk: int
    accepted: bool
    on_paper: bool
    proxy: int
    label: str


@dataclass(slots=True)
class VoiceStatus:
    """A voice and its state."""

    voice: Voice
    places: list[VoicePlace]
    told: bool
    last_visit: str
    voted: bool
    """Whether it cast a sealed ballot or has a confirmed paper ballot."""
    paper: PaperLine | None = None
    """The latest paper record."""
    answer: Answer | None = None
    waiting: Answer | None = None
    clash: bool = False
    stale: bool = False
    only_told: bool = False
    """Whether the canvass only informs, so that a voice is done once it has been informed."""
    only_heard: bool = False
    """Whether the canvass is a consultation, in which every answer is an objection."""
    acknowledgement: Acknowledgement | None = None
    delegation: DelegatedTo | None = None

    @property
    def delegated(self) -> bool:
        """Whether a neighbour accepted to answer for it."""
        return self.delegation is not None and self.delegation["accepted"]

    def is_given_to(self, proxies: Collection[int]) -> bool:
        """Whether it let one of these voices answer, or asked it to."""
        return self.delegation is not None and self.delegation["proxy"] in proxies

    @property
    def answer_of_proxy(self) -> Answer | None:
        """The latest answer that the proxy of the valid delegation gave."""
        given = self.answer
        valid = given and self.delegation and given.delegation_id == self.delegation["pk"]
        return given if valid else None

    @property
    def paper_waits(self) -> bool:
        return self.paper is not None and self.paper.waits

    @property
    def contested(self) -> bool:
        """Whether two helpers entered different answers, neither of which can be confirmed."""
        return self.clash and self.answer is not None and not self.answer.on_web

    @property
    def newest_pk(self) -> int:
        return max((one.pk for one in (self.answer, self.waiting) if one), default=0)

    @property
    def counts(self) -> Answer | None:
        """The answer that counts now. None if there is a clash, or if it is stale or taken back."""
        if self.clash or self.stale or self.answer is None:
            return None
        return None if self.answer.choice == Choice.TAKEN_BACK else self.answer

    @property
    def unchecked(self) -> bool:
        return self.waiting is not None and not self.clash and self.counts is None

    @property
    def responded(self) -> bool:
        if self.only_told:
            return self.told
        return self.voted or self.counts is not None

    @property
    def needs_no_visit(self) -> bool:
        """Whether nobody has to visit the voice any more.

        Must agree with ``standing.needs_no_visit``, the same rule in SQL.
        """
        return self.responded or self.unchecked or self.delegated

    def is_of(self, standing: Standing) -> bool:
        at_home = any(place["answering"] in standing.answering for place in self.places)
        return at_home or self.voice.owner_id in standing.owned

    def is_home_of(self, standing: Standing) -> bool:
        at_home = any(place["answering"] in standing.households for place in self.places)
        return at_home or self.voice.owner_id in standing.owned


def voices_of(canvass: Canvass) -> list[VoiceStatus]:
    papers = newest_papers(canvass) if canvass.secret else {}
    with_relations = _voices_with_status(canvass).order_by("number")
    return [voice_status(voice, canvass, papers.get(voice.pk)) for voice in with_relations]


def statuses_of(voices: QuerySet[Voice], canvasses: Collection[Canvass]) -> list[VoiceStatus]:
    """Return the state of voices of several canvasses, none of which is secret."""
    of = {canvass.pk: canvass for canvass in canvasses}
    rows = _with_status(voices).order_by("canvass", "number")
    return [voice_status(voice, of[voice.canvass_id], None) for voice in rows]


def voice_numbered(canvass: Canvass, number: int) -> VoiceStatus | None:
    voice = _voices_with_status(canvass).filter(number=number).first()
    if voice is None:
        return None
    return voice_status(
        voice, canvass, newest_papers(canvass).get(voice.pk) if canvass.secret else None
    )


def voice_status(voice: Voice, canvass: Canvass, paper: PaperLine | None) -> VoiceStatus:
    current = getattr(voice, "current", None)
    answer = current.answer if current else None
    waiting = current.waiting if current else None
    row: Any = voice
    return VoiceStatus(
        voice=voice,
        places=row.places,
        told=row.told,
        last_visit=row.last_visit or "",
        voted=row.on_web or bool(paper and paper.counts),
        paper=paper,
        answer=answer,
        waiting=None if _is_stale(waiting, canvass) else waiting,
        clash=bool(current and current.clash),
        stale=_is_stale(answer or waiting, canvass),
        only_told=canvass.purpose == Purpose.TELL,
        only_heard=canvass.purpose == Purpose.HEAR,
        acknowledgement=_acknowledgement(row.said),
        delegation=row.delegated_to,
    )


def _is_stale(answer: Answer | None, canvass: Canvass) -> bool:
    return bool(answer and answer.version < canvass.material_version)


def _acknowledgement(said: SaidSo | None) -> Acknowledgement | None:
    if said is None:
        return None
    return Acknowledgement(said["by"], said["name"], dt.datetime.fromisoformat(said["at"]))


def answers_of(voice: Voice) -> list[Answer]:
    answers = Answer.objects.filter(voice=voice).select_related("by", "delegation__proxy")
    return list(answers.prefetch_related("confirmations__by").order_by("pk"))


def answer_records_of(voices: QuerySet[Voice] | Voice) -> dict[int, list[AnswerRecord]]:
    """Map the primary keys of voices to their raw answers, oldest first, for counting."""
    wanted = {"voice": voices} if isinstance(voices, Voice) else {"voice__in": voices}
    checks = Confirmation.objects.filter(answer=OuterRef("pk"))
    answers = Answer.objects.filter(**wanted).annotate(
        checked=Exists(checks.confirming()), denied=Exists(checks.denying())
    )
    record: dict[int, list[AnswerRecord]] = {}
    for answer in answers.order_by("pk"):
        found = answer_record(answer, checked=answer.checked, denied=answer.denied)
        record.setdefault(answer.voice_id, []).append(found)
    return record


def answer_record(answer: Answer, *, checked: bool, denied: bool) -> AnswerRecord:
    on_web = answer.channel == Channel.WEB
    return AnswerRecord(
        id=answer.pk,
        choice=answer.choice,
        version=answer.version,
        on_web=on_web,
        confirmed=answer.counts_by_itself or checked,
        seen=answer.seen,
        needs_check=answer.needs_check,
        ballot=answer.ballot,
        by=answer.by_id,
        denied=denied,
    )


def visits_of(voice: Voice) -> list[Visit]:
    return list(Visit.objects.filter(voice=voice).select_related("by").order_by("-pk"))


def members_at_home_of(voice: Voice) -> list[User]:
    homes = VoiceFlat.objects.filter(voice=voice).values("answering")
    living = Membership.objects.current().filter(household__in=homes).values("user")
    return list(User.objects.filter(pk__in=living))


def _voices_with_status(canvass: Canvass) -> QuerySet[Voice]:
    return _with_status(Voice.objects.filter(canvass=canvass))


def _with_status(voices: QuerySet[Voice]) -> QuerySet[Voice]:
    visits = Visit.objects.filter(voice=OuterRef("pk"))
    flats = VoiceFlat.objects.filter(voice=OuterRef("pk")).order_by("floor", "room")
    valid = Delegation.objects.filter(principal=OuterRef("pk"), state__in=VALID)
    with_relations = voices.select_related(
        "current__answer__by", "current__answer__delegation__proxy", "current__waiting__by"
    )
    return with_relations.annotate(
        delegated_to=Subquery(
            valid.values(
                to=JSONObject(
                    pk="pk",
                    accepted=Q(state=DelegationState.ACCEPTED),
                    on_paper="on_paper",
                    proxy="proxy_id",
                    label="proxy__label",
                )
            )[:1]
        ),
        told=Exists(visits.reached()),
        said=Subquery(
            visits.reached()
            .filter(oneself=True)
            .order_by("-pk")
            .values(said=JSONObject(by="by_id", name="by__shown_name", at="visited_at"))[:1]
        ),
        last_visit=Subquery(visits.not_undone().order_by("-pk").values("outcome")[:1]),
        on_web=Exists(RollEntry.objects.filter(voice=OuterRef("pk"))),
        places=ArraySubquery(
            flats.values(
                place=JSONObject(
                    floor="floor", room="room", flat="flat_id", answering="answering_id"
                )
            )
        ),
    )
