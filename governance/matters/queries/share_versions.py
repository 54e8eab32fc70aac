"""The versions of the share table of a matter, and which of them is shown first."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from governance.canvass.lifecycle import CANVASS, CanvassState
from governance.canvass.models import Canvass
from governance.matters.lifecycle import SHOWN_SHARES, ShareState
from governance.matters.models import Matter, ShareTable


def tables_of(matter: Matter) -> QuerySet[ShareTable]:
    """Return the versions of the matter, newest first, without discarded drafts."""
    found = matter.share_tables.exclude(state=ShareState.DISCARDED)
    return found.select_related("canvass").order_by("-number")


def tables_agreed_to() -> QuerySet[ShareTable]:
    """Return the versions by which the flats have to pay: the question passed, and all read the result."""
    return ShareTable.objects.filter(
        state=ShareState.IN_FORCE,
        canvass__state=CanvassState.PUBLISHED,
        canvass__count_of__result__passed=True,
    )


def current_table(tables: Iterable[ShareTable]) -> ShareTable | None:
    """Return the version in force, else the newest that was proposed, or None."""
    shown = [table for table in tables if table.state in SHOWN_SHARES]
    return table_in_force(shown) or next(iter(shown), None)


def table_in_force(tables: Iterable[ShareTable]) -> ShareTable | None:
    return next((table for table in tables if table.state == ShareState.IN_FORCE), None)


def agreed_table(tables: Iterable[ShareTable]) -> ShareTable | None:
    """Return the version by which the flats are to pay, or None."""
    return next((table for table in tables if table.is_due), None)


def has_undecided_shares(matter: Matter) -> bool:
    """Whether its kind has shares, or somebody drafted some, and no version was agreed to."""
    tables = list(tables_of(matter))
    return agreed_table(tables) is None and (matter.has_shares or bool(tables))


def undecided_questions_of(matter: Matter) -> list[Canvass]:
    """Return the questions about its shares that are still to be announced, opened or answered."""
    states = (ShareState.PROPOSED, ShareState.IN_FORCE)
    asked = matter.share_tables.filter(state__in=states).values("canvass")
    found = Canvass.objects.filter(pk__in=asked).select_related("building").order_by("-pk")
    return [one for one in found if CANVASS.allows(one, "withdraw") and not one.outcome_is_due]


def proposal_of(tables: Iterable[ShareTable]) -> ShareTable | None:
    """Return the version whose question is still to be announced."""
    return next((table for table in tables if table.state == ShareState.PROPOSED), None)


def draft_of(tables: Iterable[ShareTable]) -> ShareTable | None:
    return next((table for table in tables if table.state == ShareState.DRAFT), None)
