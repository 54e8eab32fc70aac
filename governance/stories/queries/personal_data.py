"""What the room keeps about a person."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.stories.models import ShownPerson
from residents.models import User


def appearances_of(user: User) -> QuerySet[ShownPerson]:
    return ShownPerson.objects.filter(user=user).select_related("story").order_by("-pk")
