from __future__ import annotations

import datetime as dt

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.matters.models import (
    CommitteeKind,
    CommitteeKindMilestone,
    Document,
    DocumentFile,
    DocumentVersion,
    Matter,
    Milestone,
)
from tests.factories.matters import MatterFactory, make_matter_with_marker
from tests.factories.residents import NeighbourhoodFactory, UserFactory


class MilestoneFactory(Factory):
    """A milestone planned for next week."""

    class Meta:
        model = Milestone

    class Params:
        late = factory.Trait(planned_on=factory.LazyFunction(lambda: day(-3)))
        reached = factory.Trait(
            state="done",
            done_on=factory.LazyFunction(lambda: day(-1)),
            done_by=factory.SubFactory(UserFactory),
            settled_at=factory.LazyFunction(timezone.now),
        )
        dropped = factory.Trait(
            state="dropped", said="用不着", settled_at=factory.LazyFunction(timezone.now)
        )

    matter = factory.SubFactory(MatterFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"第{n}步")
    planned_on = factory.LazyFunction(lambda: day(7))


class DocumentFactory(Factory):
    class Meta:
        model = Document

    matter = factory.SubFactory(MatterFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"文件{n}")


class DocumentVersionFactory(Factory):
    class Meta:
        model = DocumentVersion

    document = factory.SubFactory(DocumentFactory)
    number = 1
    dated_on = factory.LazyFunction(timezone.localdate)
    by = factory.SubFactory(UserFactory)


class DocumentFileFactory(Factory):
    class Meta:
        model = DocumentFile

    version = factory.SubFactory(DocumentVersionFactory)
    kind = "photo"
    name = "图纸.jpg"
    file = factory.LazyFunction(lambda: ContentFile(b"jpeg", "a.jpg"))
    thumbnail = factory.LazyFunction(lambda: ContentFile(b"small", "b.jpg"))
    width, height = 64, 48


class CommitteeKindFactory(Factory):
    class Meta:
        model = CommitteeKind

    neighbourhood = factory.SubFactory(NeighbourhoodFactory)
    name = factory.Sequence(lambda n: f"一类事{n}")


class CommitteeKindMilestoneFactory(Factory):
    class Meta:
        model = CommitteeKindMilestone

    kind = factory.SubFactory(CommitteeKindFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"第{n}步")


def day(days: int) -> dt.date:
    """Return the day that many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


def make_matter_with_parts_and_marker(building, author, word) -> dict[str, object]:
    """A matter with a promise, a photo, a planned milestone and a collected document, all with the
    word. Returns the parameters of their URLs."""
    found = make_matter_with_marker(building, author, word)
    matter = Matter.objects.get(pk=found["pk"])
    milestone = MilestoneFactory(matter=matter, title=word, source=word)
    version = DocumentVersionFactory(
        document__matter=matter, document__name=word, said=word, by=author
    )
    file = DocumentFileFactory(version=version, name=f"{word}.jpg")
    parts = {"milestone": milestone.pk, "document": version.document_id, "version": version.pk}
    return {**found, **parts, "file": file.pk}
