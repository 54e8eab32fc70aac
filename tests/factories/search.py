from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.search.models import Passage, index_word_of
from governance.search.words import as_tsvector
from tests.factories.residents import BuildingFactory


class PassageFactory(Factory):
    """A search entry that every resident can find, not linked to a room."""

    class Meta:
        model = Passage

    building = factory.SubFactory(BuildingFactory)
    subject_type = "notices.notice"
    subject_id = factory.Sequence(lambda n: 1_000_000 + n)
    title = factory.Sequence(lambda n: f"题目{n}")
    text = "正文"
    url = "/"
    at = factory.LazyFunction(timezone.now)
    tokens = factory.LazyAttribute(
        lambda o: as_tsvector(o.title, o.text, place=index_word_of(o.building))
    )
