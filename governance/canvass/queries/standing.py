"""SQL conditions on the state of a voice, for any query.

``voice`` is the field with the voice's primary key. ``canvass`` is the path to its canvass, ending
in ``__``.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.canvass.lifecycle import DelegationState
from governance.canvass.models import (
    Choice,
    Current,
    Delegation,
    PaperLine,
    Purpose,
    RollEntry,
    Visit,
)


def was_told(voice: str = "pk") -> Exists:
    """Whether a visit reached the voice or the household acknowledged the canvass."""
    return Exists(Visit.objects.reached().filter(voice=OuterRef(voice)))


def was_told_of_an_earlier_text(voice: str = "pk") -> Q:
    """Whether the voice was told only of a text that had been replaced."""
    earlier = Visit.objects.not_undone().filter(earlier_version__gt=0, voice=OuterRef(voice))
    return Exists(earlier) & ~was_told(voice)


def newest_paper_lines() -> QuerySet[PaperLine]:
    later = PaperLine.objects.filter(voice=OuterRef("voice"), pk__gt=OuterRef("pk"))
    return PaperLine.objects.filter(~Exists(later))


def has_voted(voice: str = "pk") -> Q:
    """Whether the voice cast a sealed ballot or has a confirmed paper ballot."""
    papers = newest_paper_lines().filter(voice=OuterRef(voice), kind=PaperLine.Kind.CONFIRMED)
    return Exists(RollEntry.objects.filter(voice=OuterRef(voice))) | Exists(papers)


def has_answered(voice: str = "pk", canvass: str = "canvass__") -> Q:
    """Whether the voice has an answer that counts, or voted secretly."""
    answers = Current.objects.filter(
        ~Q(answer__choice=Choice.TAKEN_BACK),
        voice=OuterRef(voice),
        clash=False,
        answer__version__gte=OuterRef(f"{canvass}material_version"),
    )
    return Exists(answers) | has_voted(voice)


def is_delegated(voice: str = "pk") -> Exists:
    """Whether a neighbour accepted to answer for the voice."""
    accepted = Delegation.objects.filter(state=DelegationState.ACCEPTED)
    return Exists(accepted.filter(principal=OuterRef(voice)))


def needs_no_visit(voice: str = "pk", canvass: str = "canvass__") -> Q:
    """Whether nobody has to visit the voice any more: it responded, its answer waits for a check, or a
    neighbour answers for it.

    Must agree with ``VoiceStatus.needs_no_visit``, the same rule in Python.
    """
    waits = Current.objects.filter(
        voice=OuterRef(voice),
        clash=False,
        waiting__version__gte=OuterRef(f"{canvass}material_version"),
    )
    only_told = Q(was_told(voice), **{f"{canvass}purpose": Purpose.TELL})
    return has_answered(voice, canvass) | Exists(waits) | is_delegated(voice) | only_told
