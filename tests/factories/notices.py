from __future__ import annotations

import datetime as dt

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.notices.models import Attachment, Notice
from tests.factories.residents import BuildingFactory, UserFactory


class NoticeFactory(Factory):
    """Hangs on the board since an hour ago."""

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
