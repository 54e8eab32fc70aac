"""Editions that wait for a person."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from governance.charters.lifecycle import EditionState
from governance.charters.models import Comment, Draft, Edition, Suggestion, Support
from residents.models import Building, Standing

REVIEW_REMINDER_PERIOD = dt.timedelta(days=30)


def editions_waiting_for(building: Building, standing: Standing) -> list[Edition]:
    """Return editions that wait for this person, with one query.

    An edition waits if wishes or comments are open and the person's household gave none, or, for
    the leader, if its review is due soon. ``comments_until`` is the end of the time for comments.
    """
    homes = list(standing.households)
    today = timezone.localdate()
    has_suggestion = Exists(Suggestion.objects.filter(edition=OuterRef("pk"), household__in=homes))
    commented = Exists(Comment.objects.filter(draft__edition=OuterRef("pk"), household__in=homes))
    supported = Exists(
        Support.objects.filter(wording__draft__edition=OuterRef("pk"), household__in=homes)
    )
    drafts = Draft.objects.filter(edition=OuterRef("pk"), until__date__gte=today)
    running = Exists(drafts)
    wanted = Q(pk__in=[])
    if homes:
        wanted |= Q(~has_suggestion, state=EditionState.GATHERING)
        wanted |= Q(
            running, ~commented, ~supported, ~_suggested(homes), state=EditionState.CONSULTING
        )
    if standing.leader:
        wanted |= Q(state=EditionState.IN_FORCE, review_on__lte=today + REVIEW_REMINDER_PERIOD)
    until = Subquery(drafts.order_by("-pk").values("until")[:1])
    found = Edition.objects.filter(wanted, charter__building=building)
    found = found.annotate(comments_until=until)  # type: ignore[no-redef]  # declared on the model
    return list(found.select_related("charter__building").order_by("pk"))


def _suggested(homes: list[int]) -> Exists:
    """Condition: a household suggested another text in a draft. Wishes do not count."""
    return Exists(
        Suggestion.objects.filter(edition=OuterRef("pk"), draft__isnull=False, household__in=homes)
    )
