from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.inbox.models import InboxItem, Message
from residents.models import User

pytestmark = pytest.mark.django_db


def ago(**days):
    return timezone.now() - dt.timedelta(**days)


@pytest.mark.parametrize("username", ["resident", "leader"])
def test_few_news_are_fresh_and_old_ones_are_read(demo, username):
    mine = InboxItem.objects.filter(user=User.objects.get(username=username))
    assert 1 <= mine.unread().count() <= 3
    assert not mine.unread().filter(message__created_at__lt=ago(days=2)).exists()
    for item in mine.exclude(read_at=None).select_related("message"):
        assert item.message.created_at <= item.read_at <= timezone.now()


def test_news_is_as_old_as_its_story(demo):
    def told(code):
        return [*Message.objects.filter(type=code).values_list("created_at", flat=True)]

    assert ago(days=341) < min(told("canvass.published")) < ago(days=300)  # the lift is no news
    assert ago(days=341) < max(told("charters.enacted")) < ago(days=300)
    assert ago(days=9) < max(told("meetings.published")) < ago(days=7)
    assert len({at.date() for at in told("notices.posted")}) > 2
