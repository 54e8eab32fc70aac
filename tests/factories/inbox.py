from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.inbox.models import ContactWay, InboxItem
from tests.factories.residents import UserFactory


class ContactWayFactory(Factory):
    """A verified e-mail address whose owner wants everything at once."""

    class Meta:
        model = ContactWay

    user = factory.SubFactory(UserFactory)
    channel = "email"
    address = factory.Sequence(lambda n: f"neighbour{n}@example.org")
    frequency = "at_once"
    verified_at = factory.LazyFunction(timezone.now)


def news_of(user):
    """Return the types of the news for a person, the oldest first."""
    found = InboxItem.objects.filter(user=user).order_by("message")
    return [*found.values_list("message__type", flat=True)]
