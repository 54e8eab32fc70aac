from __future__ import annotations

import datetime as dt

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.lounge.inputs import InvitationInput, ThreadInput
from governance.lounge.models import (
    Attendance,
    Bookmark,
    Hiding,
    Invitation,
    Offer,
    Pause,
    Photo,
    Post,
    PostVersion,
    Report,
    Support,
    Thread,
    Unmasking,
    Unnamed,
    Wish,
)
from tests.factories.residents import BuildingFactory, UserFactory


class ThreadFactory(Factory):
    """An open thread of the kind need, with its first post."""

    class Meta:
        model = Thread
        skip_postgeneration_save = True

    class Params:
        worry = factory.Trait(kind="worry")
        plan = factory.Trait(kind="plan", state="idea")
        invitation = factory.Trait(
            kind="invitation",
            starts_at=factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=2)),
        )
        settled = factory.Trait(
            kind="worry", state="settled", ended_at=factory.LazyFunction(timezone.now)
        )

    building = factory.SubFactory(BuildingFactory)
    author = factory.SubFactory(UserFactory)
    kind = "need"
    title = factory.Sequence(lambda n: f"话题{n}")

    @factory.post_generation
    def text(self, create, extracted, **_kwargs):
        found = extracted or "正文"
        if create:
            PostFactory(thread=self, number=1, author=self.author, text=found, html=found)

    @factory.post_generation
    def room_for(self, create, extracted, **_kwargs):
        if create and self.starts_at:
            Invitation.objects.create(thread=self, place="楼下", room_for=extracted, coming=1)
            Attendance.objects.create(thread=self, author=self.author, people=1)

    @factory.post_generation
    def unnamed(self, create, extracted, **_kwargs):
        """``unnamed=user``: begun by them without their name."""
        if create and extracted:
            Unnamed.objects.create(thread=self, user=extracted)


class PostFactory(Factory):
    """A reply. The caller updates the thread's counters."""

    class Meta:
        model = Post

    thread = factory.SubFactory(ThreadFactory)
    number = 2
    author = factory.SubFactory(UserFactory)
    text = "回应"
    html = "<p>回应</p>"
    at = factory.LazyFunction(timezone.now)


class PhotoFactory(Factory):
    class Meta:
        model = Photo

    post = factory.SubFactory(PostFactory)
    file = factory.LazyFunction(lambda: ContentFile(b"jpeg", "a.jpg"))
    thumbnail = factory.LazyFunction(lambda: ContentFile(b"small", "b.jpg"))
    width, height = 64, 48


class HidingFactory(Factory):
    class Meta:
        model = Hiding

    post = factory.SubFactory(PostFactory, hidden=True)
    author = factory.SubFactory(UserFactory)
    office = "leader"
    reason = "写了别人家的电话"


class ReportFactory(Factory):
    class Meta:
        model = Report

    post = factory.SubFactory(PostFactory)
    by = factory.SubFactory(UserFactory)
    reason = "不合适"


class PauseFactory(Factory):
    class Meta:
        model = Pause

    building = factory.SubFactory(BuildingFactory)
    user = factory.SubFactory(UserFactory)
    author = factory.SubFactory(UserFactory)
    office = "leader"
    reason = "一再吵架"
    until = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=3))


def make_thread_with_marker(building, user, word):
    """Create one object of each kind with ``word`` in its texts. Return the ids of its pages."""
    thread = ThreadFactory(
        building=building,
        author=user,
        title=word,
        text=word,
        posts=3,
        invitation=True,
        locked="",
        supports=1,
    )
    Invitation.objects.filter(thread=thread).update(place=word)
    post = PostFactory(thread=thread, author=user, text=word, html=word)
    hidden = PostFactory(thread=thread, number=3, author=user, text=word, html=word, hidden=True)
    PostVersion.objects.create(post=post, html=word, until=timezone.now())
    photo = PhotoFactory(post=post)
    pause = PauseFactory(building=building, user=UserFactory(), author=user, reason=word)
    for made in (Bookmark, Support):
        made.objects.create(thread=thread, user=user)
    Offer.objects.create(thread=thread, author=user)
    Wish.objects.create(thread=thread, author=user, kind="agenda")
    HidingFactory(post=hidden, author=user, reason=word, appeal=word, state="appealed")
    ReportFactory(post=post, by=user, reason=word)
    Unmasking.objects.create(thread=thread, author=user, reason=word)
    return {"pk": thread.pk, "number": 2, "photo": photo.pk, "size": "small", "pause": pause.pk}


def thread_input(**fields):
    """``starts_at``, ``place``, ``minutes`` and ``room_for`` make it an invitation's."""
    names = ("starts_at", "place", "minutes", "room_for")
    when = {name: fields.pop(name) for name in names if name in fields}
    return ThreadInput(**fields, invitation=InvitationInput(**when) if when else None)
