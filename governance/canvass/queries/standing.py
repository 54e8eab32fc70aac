"""Where a voice stands, as SQL that any query about voices takes in.

``voice`` is the field that holds its number, ``canvass`` the way to its canvass with ``__`` at the end.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.canvass.models import Choice, Current, PaperLine, Purpose, RollEntry, Visit


def told_at(voice: str = "pk") -> Exists:
    """Somebody told it, or it said itself that it knows."""
    return Exists(Visit.objects.filter(voice=OuterRef(voice), outcome__in=Visit.REACHED))


def newest_lines() -> QuerySet[PaperLine]:
    """Of each voice that has any: where its paper ballot stands."""
    later = PaperLine.objects.filter(voice=OuterRef("voice"), pk__gt=OuterRef("pk"))
    return PaperLine.objects.filter(~Exists(later))


def voted_at(voice: str = "pk") -> Q:
    """In a secret vote: into the sealed box, or with a paper that a second person confirmed."""
    papers = newest_lines().filter(voice=OuterRef(voice), kind=PaperLine.Kind.CONFIRMED)
    return Exists(RollEntry.objects.filter(voice=OuterRef(voice))) | Exists(papers)


def answered_at(voice: str = "pk", canvass: str = "canvass__") -> Q:
    """By an answer that still counts, or a secret vote."""
    answers = Current.objects.filter(
        ~Q(answer__choice=Choice.TAKEN_BACK), voice=OuterRef(voice), clash=False,
        answer__version__gte=OuterRef(f"{canvass}material_version"),
    )  # fmt: skip
    return Exists(answers) | voted_at(voice)


def done_at(voice: str = "pk", canvass: str = "canvass__") -> Q:
    """Nobody has to knock there any more: it answered, its answer waits for a second person, or it was
    only to be told."""
    waits = Current.objects.filter(voice=OuterRef(voice), clash=False, waiting__isnull=False)
    only_told = Q(told_at(voice), **{f"{canvass}purpose": Purpose.TELL})
    return answered_at(voice, canvass) | Exists(waits) | only_told
