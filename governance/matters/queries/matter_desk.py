"""Matters in the list of the desk, with the step that comes next."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from governance.matters.models import Matter, Milestone


def with_next_step(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Annotate ``next_title`` and ``next_on``: the milestone that is planned first and not reached, and
    its day."""
    ahead = Milestone.objects.ahead().filter(matter=OuterRef("pk"))
    first = ahead.order_by(F("planned_on").asc(nulls_last=True), "number")
    return matters.annotate(  # type: ignore[no-redef]  # declared on the model
        next_title=Subquery(first.values("title")[:1]),
        next_on=Subquery(first.values("planned_on")[:1]),
    )


def late_in(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Return those of which a step is late."""
    return matters.filter(Exists(Milestone.objects.late().filter(matter=OuterRef("pk"))))
