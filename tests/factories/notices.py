from __future__ import annotations

import datetime as dt
from dataclasses import fields

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.notices.actions import posting, writing
from governance.notices.inputs import NoticeInput
from governance.notices.models import Attachment, Circular, CircularAttachment, Notice
from tests.factories.residents import BuildingFactory, HouseholdFactory, UserFactory


class NoticeFactory(Factory):
    """A notice posted an hour ago."""

    class Meta:
        model = Notice

    building = factory.SubFactory(BuildingFactory)
    author = factory.SubFactory(UserFactory)
    state = "posted"
    announced = True
    office = "leader"
    title = factory.Sequence(lambda n: f"通知{n}")
    body = "正文"
    html = "<p>正文</p>"
    shows_from = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(hours=1))


class AttachmentFactory(Factory):
    class Meta:
        model = Attachment

    notice = factory.SubFactory(NoticeFactory)
    kind = "photo"
    name = "照片.jpg"
    file = factory.LazyFunction(lambda: ContentFile(b"jpeg", "a.jpg"))
    thumbnail = factory.LazyFunction(lambda: ContentFile(b"small", "b.jpg"))


def make_shared_notice_with_marker(building, user, word):
    """A notice with ``word`` in its texts, as its page for forwarding is addressed."""
    notice = NoticeFactory(building=building, author=user, title=word, body=word)
    return {"label": "notices.notice", "pk": notice.pk}


def make_circular_with_marker(neighbourhood, user, word):
    """Create a circular with ``word`` in its texts and a photo named ``word``. Return the photo."""
    circular = Circular.objects.create(
        neighbourhood=neighbourhood, title=word, body=word, author=user
    )
    found = {at: ContentFile(word.encode(), "a.jpg") for at in ("file", "thumbnail")}
    return CircularAttachment.objects.create(
        circular=circular, kind="photo", name=f"{word}.jpg", **found
    )


def make_notice(building, user, title="公示", body="一楼平台"):
    """A public posting that hangs now and that every household may object to."""
    notice = writing.draft_notice(
        building, notice_input(title=title, body=body, period="stairwell"), by=user
    )
    return posting.post_notice(notice, by=user)


def make_notice_with_canvass_and_marker(building, user, word):
    """Post a notice that asks every household and a posting with a photo of its paper, with ``word``."""
    HouseholdFactory(building=building)
    made = []
    for kind in ({"asks": True}, {"period": "stairwell"}):
        notice = writing.draft_notice(
            building, notice_input(title=word, body=word, **kind), by=user
        )
        made.append(posting.post_notice(notice, by=user))
    AttachmentFactory(notice=made[1], name=f"{word}.jpg", seen_on=timezone.localdate())
    return made


def notice_input(notice=None, **text):
    """Input for a small notice. Values that are not given are taken from ``notice``, if there is one."""
    names = [field.name for field in fields(NoticeInput) if field.name != "files"]
    found = {name: getattr(notice, name) for name in names} if notice else {}
    return NoticeInput(**{"title": "换灯", "body": "周三", **found, **text})
