"""Who hears of a matter: those who asked for it, and who keeps a promise."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.inbox.models import InboxItem, Message
from governance.matters.actions import promises, stages
from governance.matters.inputs import PromiseInput
from tests.factories.matters import FollowerFactory, MatterFactory, PromiseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(building, resident):
    made = MatterFactory(building=building, title="装电梯")
    FollowerFactory(matter=made, user=resident)
    return made


def told(user):
    return list(InboxItem.objects.filter(user=user).values_list("message__type", flat=True))


def test_followers_hear_of_each_step(matter, leader, resident, core):
    for step in ("talk", "do", "finish", "keep"):
        matter = stages.go_on(matter, step, by=leader)
    assert sorted(told(resident)) == [
        "matters.being_done",
        "matters.done",
        "matters.kept",
        "matters.talked",
    ]
    assert told(core) == told(leader) == []


def test_a_step_that_is_taken_back_is_no_news(matter, leader, resident):
    stages.go_on(matter, "talk", by=leader)
    stages.go_back(matter, by=leader)
    assert not Message.objects.valid().exists()
    stages.go_on(matter, "talk", by=leader)
    assert Message.objects.valid().count() == 1


def test_a_step_of_long_ago_is_no_news(matter, leader, resident):
    day = timezone.localdate() - dt.timedelta(days=60)
    type(matter).objects.filter(pk=matter.pk).update(begun_on=day)
    stages.go_on(matter, "talk", on=day, by=leader)
    assert told(resident) == []


def test_followers_hear_of_each_promise_that_is_kept(matter, leader, resident):
    for words in ("加扶手", "隔音垫"):
        promise = PromiseFactory(matter=matter, words=words)
        promises.keep_promise(promise, said="好了", by=leader)
    assert told(resident) == ["matters.promise_kept"] * 2


def test_whoever_is_to_keep_a_promise_is_asked(matter, leader, core, volunteer):
    promise = promises.make_promise(matter, PromiseInput("加扶手", core), by=leader)
    promises.word_promise(promise, PromiseInput("加一道扶手", core), by=leader)
    assert Message.objects.filter(type="matters.promise_given").count() == 1
    promises.word_promise(promise, PromiseInput("加一道扶手", volunteer), by=leader)
    assert Message.objects.filter(type="matters.promise_given").count() == 2
