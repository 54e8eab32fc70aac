from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.lounge.models import Post, Thread
from tests.factories.residents import BuildingFactory, UserFactory


class ThreadFactory(Factory):
    """An open need, with what was said first."""

    class Meta:
        model = Thread
        skip_postgeneration_save = True

    building = factory.SubFactory(BuildingFactory)
    author = factory.SubFactory(UserFactory)
    kind = "need"
    title = factory.Sequence(lambda n: f"话题{n}")

    @factory.post_generation
    def text(self, create, extracted, **_kwargs):
        said = extracted or "正文"
        if create:
            PostFactory(thread=self, number=1, author=self.author, text=said, html=said)


class PostFactory(Factory):
    """A reply; the thread's counters are the caller's business."""

    class Meta:
        model = Post

    thread = factory.SubFactory(ThreadFactory)
    number = 2
    author = factory.SubFactory(UserFactory)
    text = "回应"
    html = "<p>回应</p>"
    at = factory.LazyFunction(timezone.now)


def thread_marked(building, user, word):
    """One thread with one reply, both saying ``word``; the ids by which its pages are asked for."""
    thread = ThreadFactory(building=building, author=user, title=word, text=word, posts=2)
    PostFactory(thread=thread, author=user, text=word, html=word)
    return {"pk": thread.pk}
