from __future__ import annotations

import datetime as dt

import factory
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.lounge.models import Wish
from governance.meetings.actions import planning
from governance.meetings.inputs import MeetingInput
from governance.meetings.models import (
    AgendaItem,
    Attachment,
    Correction,
    Meeting,
    Minutes,
    Presence,
    Proposal,
    Resolution,
    ResolutionAttachment,
    SheetPhoto,
    Task,
    TaskAttachment,
)
from tests.factories.lounge import ThreadFactory
from tests.factories.residents import BuildingFactory, HouseholdFactory, UserFactory


def _ago(**span):
    return factory.LazyFunction(lambda: timezone.now() - dt.timedelta(**span))


class MeetingFactory(Factory):
    """A meeting in two days to which everybody is invited."""

    class Meta:
        model = Meeting

    class Params:
        over = factory.Trait(starts_at=_ago(days=2))
        planned = factory.Trait(state="planned")
        cancelled = factory.Trait(state="cancelled", cancelled_reason="下雨")
        held = factory.Trait(state="held", starts_at=_ago(hours=1), held_at=_ago(hours=1))
        drafted = factory.Trait(state="drafted", starts_at=_ago(days=1), held_at=_ago(days=1))
        read = factory.Trait(
            state="open",
            starts_at=_ago(days=2),
            held_at=_ago(days=2),
            corrections_until=factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=2)),
        )
        published = factory.Trait(
            state="published",
            starts_at=_ago(days=9),
            held_at=_ago(days=9),
            corrections_until=_ago(days=4),
            published_at=_ago(days=4),
        )

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


class ProposalFactory(Factory):
    class Meta:
        model = Proposal

    meeting = factory.SubFactory(MeetingFactory)
    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"想商量{n}")


class ResolutionFactory(Factory):
    class Meta:
        model = Resolution

    item = factory.SubFactory(AgendaItemFactory)
    text = factory.Sequence(lambda n: f"决议{n}")
    way = "nowhere"


class TaskFactory(Factory):
    """A task of a resolution. With ``resolution=None``, ``building`` and ``text`` one without a
    meeting."""

    class Meta:
        model = Task

    resolution = factory.SubFactory(ResolutionFactory, way="task")
    building = factory.SelfAttribute("resolution.building")
    taken_by = factory.SubFactory(UserFactory)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=7))


class PresenceFactory(Factory):
    class Meta:
        model = Presence

    meeting = factory.SubFactory(MeetingFactory)
    household = factory.SubFactory(HouseholdFactory)
    present = True


class CorrectionFactory(Factory):
    class Meta:
        model = Correction

    meeting = factory.SubFactory(MeetingFactory, read=True)
    author = factory.SubFactory(UserFactory)
    text = "我家到了，没有记上"


class SheetPhotoFactory(Factory):
    class Meta:
        model = SheetPhoto

    meeting = factory.SubFactory(MeetingFactory, held=True)
    file = factory.LazyFunction(lambda: ContentFile(b"jpeg", "a.jpg"))
    thumbnail = factory.LazyFunction(lambda: ContentFile(b"small", "b.jpg"))
    width, height = 64, 48
    by = factory.SubFactory(UserFactory)


class AbstractAttachmentFactory(Factory):
    class Meta:
        abstract = True

    kind = "photo"
    name = "照片.jpg"
    file = factory.LazyFunction(lambda: ContentFile(b"jpeg", "a.jpg"))
    thumbnail = factory.LazyFunction(lambda: ContentFile(b"small", "b.jpg"))


class MeetingAttachmentFactory(AbstractAttachmentFactory):
    class Meta:
        model = Attachment

    meeting = factory.SubFactory(MeetingFactory)


class ResolutionAttachmentFactory(AbstractAttachmentFactory):
    class Meta:
        model = ResolutionAttachment

    resolution = factory.SubFactory(ResolutionFactory)


class TaskAttachmentFactory(AbstractAttachmentFactory):
    class Meta:
        model = TaskAttachment

    task = factory.SubFactory(
        TaskFactory, resolution=None, text="买灯", building=factory.SubFactory(BuildingFactory)
    )


def wish_for(thread, user):
    return Wish.objects.create(thread=thread, author=user, kind="agenda")


def make_meeting_with_marker(building, user, word):
    """A meeting with ``word`` in every text, and its results."""
    meeting = MeetingFactory(
        building=building,
        host=user,
        note_taker=user,
        title=word,
        place=word,
        note=word,
        online=f"https://example.org/{word}",
        published=True,
    )
    item = AgendaItemFactory(
        meeting=meeting,
        number=1,
        title=word,
        brought_by=word,
        points=word,
        thread=ThreadFactory(building=building, author=user, title=word),
    )
    home = HouseholdFactory(building=building)
    PresenceFactory(meeting=meeting, household=home, coming=True, said_by=user)
    resolution = ResolutionFactory(item=item, text=word, way="task")
    TaskFactory(
        resolution=resolution, taken_by=user, state="done", said=word, settled_at=timezone.now()
    )
    to_do = TaskFactory(resolution__item=item, resolution__text=word, taken_by=user)
    given = TaskFactory(building=building, resolution=None, text=word, taken_by=user)
    report = TaskAttachmentFactory(task=given, name=word)
    asked = ResolutionFactory(item=item, text=word, way="canvass")
    file = MeetingAttachmentFactory(meeting=meeting, name=word)
    result = ResolutionAttachmentFactory(resolution=resolution, name=word, reports=True)
    ResolutionFactory(item=item, text=word, way="next")
    correction = CorrectionFactory(meeting=meeting, item=item, author=user, text=word)
    photo = SheetPhotoFactory(meeting=meeting, by=user)
    wish = wish_for(ThreadFactory(building=building, author=user, title=word), user)
    content = {
        "present": [word],
        "items": [{"pk": item.pk, "number": 1, "title": word, "points": [word], "resolutions": []}],
    }
    Minutes.objects.create(meeting=meeting, number=1, content=content, by=user)
    coming = planning.post_meeting(
        building,
        MeetingInput(
            title=word,
            place=word,
            note=word,
            kind="ordinary",
            minutes=60,
            starts_at=timezone.now() + dt.timedelta(days=3),
        ),
        by=user,
    )
    asked_for = ProposalFactory(meeting=coming, author=user, title=word, why=word)
    return [
        {
            "pk": meeting.pk,
            "item": item.pk,
            "resolution": asked.pk,
            "correction": correction.pk,
            "photo": photo.pk,
            "size": "small",
            "number": 1,
            "file": file.pk,
            "result": result.pk,
        },
        {"pk": to_do.pk},
        {"pk": given.pk, "file": report.pk, "size": "small"},
        {"pk": coming.pk, "proposal": asked_for.pk, "wish": wish.pk},
    ]


def meeting_input(meeting, **text):
    """Input for a meeting. Values that are not given are taken from the meeting."""
    names = (
        "kind",
        "title",
        "starts_at",
        "minutes",
        "place",
        "online",
        "note",
        "note_taker",
        "proposals_until",
    )
    return MeetingInput(**{**{name: getattr(meeting, name) for name in names}, **text})


def at(meeting, name, *more):
    return reverse(f"meetings:{name}", args=["114", meeting.pk, *more])


TEXT = {"kind": "ordinary", "title": "墙面怎么刷", "minutes": 60, "place": "3楼公共客厅"}


def soon(**more):
    return {**TEXT, "starts_at": timezone.now() + dt.timedelta(days=3), **more}
