from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.meetings.models import AgendaItem, Meeting
from tests.factories.residents import BuildingFactory, UserFactory


class MeetingFactory(Factory):
    """In two days' time, everybody invited."""

    class Meta:
        model = Meeting

    class Params:
        over = factory.Trait(
            starts_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=2))
        )
        cancelled = factory.Trait(state="cancelled", cancelled_reason="下雨")

    building = factory.SubFactory(BuildingFactory)
    host = factory.SubFactory(UserFactory)
    state = "invited"
    title = factory.Sequence(lambda n: f"会议{n}")
    place = "3楼公共客厅"
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=2))


class AgendaItemFactory(Factory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"议题{n}")


def meeting_marked(building, user, word):
    """A meeting that says ``word`` wherever it can."""
    meeting = MeetingFactory(building=building, host=user, title=word, place=word, note=word)
    AgendaItemFactory(meeting=meeting, title=word, brought_by=word)
    return {"pk": meeting.pk}
