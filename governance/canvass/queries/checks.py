"""Answers that wait for a check, and what delays a count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import (
    Answer,
    Canvass,
    Channel,
    Confirmation,
    Current,
    LineReading,
)
from governance.canvass.queries.delegations import unchecked_mandates_in
from governance.canvass.queries.voices import voices_of
from louzu.lib.time import format_moment
from residents.models import Building, User

MAX_CHECKS = 30
"""Checks of one's own that the page offers to take back. The others stand on the pages of the homes."""


@dataclass(frozen=True, slots=True)
class PendingPaper:
    """Unchecked answers and late paper, which may still change the result of a closed canvass."""

    unchecked: int
    late_until: dt.datetime | None
    """When the time for signed paper ends. None if it is over or every voice has answered."""

    def __bool__(self) -> bool:
        return bool(self.unchecked or self.late_until)

    def __str__(self) -> str:
        parts = []
        if self.unchecked:
            words = ngettext(
                "还有%(n)s份答复等第二个人核对", "还有%(n)s份答复等第二个人核对", self.unchecked
            )
            parts.append(words % {"n": self.unchecked})
        if self.late_until:
            words = _("截止前签好的纸还能登记到%(until)s")
            parts.append(words % {"until": format_moment(self.late_until)})
        return "，".join(parts)


def is_contested(voice: str) -> Exists:
    """Whether two helpers entered different answers, so that the household is asked again before
    any of them is checked.

    Must agree with ``VoiceStatus.contested``, the same rule in Python.
    """
    clashes = Current.objects.filter(~Q(answer__channel=Channel.WEB), clash=True)
    return Exists(clashes.filter(voice=OuterRef(voice)))


def open_readings() -> QuerySet[LineReading]:
    """Return what second persons read differently, and whoever entered it has not looked at again."""
    return LineReading.objects.filter(outcome=LineReading.Outcome.OPEN)


def is_read_differently(answer: str = "pk") -> Exists:
    return Exists(open_readings().filter(answer=OuterRef(answer)))


def unchecked_answers() -> QuerySet[Answer]:
    waiting = Answer.objects.filter(
        ~is_contested("voice"),
        ~Exists(Confirmation.objects.valid().filter(answer=OuterRef("pk"))),
        pk=F("voice__current__waiting"),
        voice__canvass__state__in=[CanvassState.OPEN, CanvassState.CLOSED],
        version__gte=F("voice__canvass__material_version"),
    )
    return waiting.select_related("voice__canvass__building", "by", "delegation__proxy")


def pending_paper_of(canvass: Canvass, now: dt.datetime) -> PendingPaper:
    unchecked = unchecked_answers().filter(voice__canvass=canvass).count()
    open_still = canvass.answered_on_paper and now < canvass.late_until
    all_in = not open_still or all(status.responded for status in voices_of(canvass))
    return PendingPaper(unchecked, None if all_in else canvass.late_until)


def answers_to_check_in(building: Building) -> list[tuple[Canvass, list[Answer]]]:
    """Return answers on papers of their own. Those on a paper of many homes are checked with it."""
    found = unchecked_answers().filter(
        ~is_read_differently(), voice__canvass__building=building, on_sheet=False
    )
    ordered = found.order_by("voice__canvass__closes_at", "voice__canvass", "voice__number")
    by_canvass: dict[Canvass, list[Answer]] = {}
    for answer in ordered:
        by_canvass.setdefault(answer.voice.canvass, []).append(answer)
    return list(by_canvass.items())


def checks_by(user: User, building: Building) -> list[Confirmation]:
    """Return what this person checked and may still take back, newest first."""
    found = Confirmation.objects.valid().filter(
        by=user,
        answer__voice__canvass__building=building,
        answer__voice__canvass__state__in=[CanvassState.OPEN, CanvassState.CLOSED],
    )
    return list(found.select_related("answer__voice__canvass").order_by("-pk")[:MAX_CHECKS])


def readings_going_back_to(user: User, building: Building) -> list[LineReading]:
    """Return what others read on papers of one home that this person entered."""
    unchecked = unchecked_answers().filter(voice__canvass__building=building, by=user)
    found = open_readings().filter(answer__in=unchecked, answer__on_sheet=False)
    return list(found.select_related("answer__voice__canvass__building", "by").order_by("pk"))


def count_answers_to_check_in(building: Building) -> int:
    """Count also mandates on paper. Uses one statement."""
    answers = unchecked_answers().filter(voice__canvass__building=building).values("pk")
    return answers.union(unchecked_mandates_in(building).values("pk"), all=True).count()
