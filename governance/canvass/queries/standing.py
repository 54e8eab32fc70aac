"""Where a voice stands, as SQL that any query about voices takes in.

``voice`` is the field that holds its number, ``canvass`` the way to its canvass with ``__`` at the end.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from governance.canvass.models import Choice, Current, Purpose, RollEntry, Visit


def told_at(voice: str = "pk") -> Exists:
    """Somebody told it, or it said itself that it knows."""
    return Exists(Visit.objects.filter(voice=OuterRef(voice), outcome__in=Visit.REACHED))


def answered_at(voice: str = "pk", canvass: str = "canvass__") -> Q:
    """By an answer that still counts, or a secret vote."""
    answers = Current.objects.filter(
        ~Q(answer__choice=Choice.TAKEN_BACK), voice=OuterRef(voice), clash=False,
        answer__version__gte=OuterRef(f"{canvass}material_version"),
    )  # fmt: skip
    return Exists(answers) | Exists(RollEntry.objects.filter(voice=OuterRef(voice)))


def done_at(voice: str = "pk", canvass: str = "canvass__") -> Q:
    """Nobody has to knock there any more: it answered, its answer waits for a second person, or it was
    only to be told."""
    waits = Current.objects.filter(voice=OuterRef(voice), clash=False, waiting__isnull=False)
    only_told = Q(told_at(voice), **{f"{canvass}purpose": Purpose.TELL})
    return answered_at(voice, canvass) | Exists(waits) | only_told
