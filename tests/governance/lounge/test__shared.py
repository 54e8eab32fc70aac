"""How often one speaks, and that the same words are said once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.lounge.actions import posts, threads
from governance.lounge.actions._shared import HELPER_LIMITS, NEWCOMER_LIMITS
from governance.lounge.inputs import PostInput, ReplyInput
from governance.lounge.models import Post, Thread
from louzu.lib.errors import Refused
from residents.models import Membership
from tests.factories.lounge import PauseFactory, ThreadFactory, thread_input

NEED = {"kind": "need", "text": "谢谢"}


@pytest.fixture
def newcomer(resident):
    Membership.objects.filter(user=resident).update(
        since=timezone.localdate() - dt.timedelta(days=6)
    )
    return resident


def test_the_same_words_within_a_minute_lead_to_the_first(building, resident, time_machine):
    first = threads.start_thread(building, thread_input(title="借梯子", **NEED), by=resident)
    assert (
        threads.start_thread(building, thread_input(title="借梯子", **NEED), by=resident) == first
    )
    data = posts.add_reply(first, ReplyInput(text="还在等"), by=resident)
    assert posts.add_reply(first, ReplyInput(text="还在等"), by=resident) == data
    time_machine.move_to(timezone.now() + dt.timedelta(seconds=61))
    assert posts.add_reply(first, ReplyInput(text="还在等"), by=resident) != data
    assert (
        threads.start_thread(building, thread_input(title="借梯子", **NEED), by=resident) != first
    )


def test_the_same_words_of_two_people_are_said_twice(building, resident, volunteer):
    thread = ThreadFactory(building=building)
    posts.add_reply(thread, ReplyInput(text="我有"), by=resident)
    posts.add_reply(thread, ReplyInput(text="我有"), by=volunteer)
    assert Post.objects.filter(thread=thread).count() == 3


def test_without_a_name_the_same_words_are_said_once_too(building, resident):
    words = {"kind": "worry", "title": "太吵", "text": "晚上睡不着", "unnamed": True}
    first = threads.start_thread(building, thread_input(**words), by=resident)
    assert threads.start_thread(building, thread_input(**words), by=resident) == first
    assert Thread.objects.count() == 1


def speak(building, who, *, times, unnamed=False):
    for number in range(times):
        kind = "worry" if unnamed else "need"
        threads.start_thread(
            building,
            thread_input(kind=kind, title=f"第{number}件", text="请看", unnamed=unnamed),
            by=who,
        )


@pytest.mark.parametrize("unnamed", [False, True])
def test_a_newcomer_begins_few_threads_an_hour_named_or_not(
    building, newcomer, time_machine, unnamed
):
    speak(building, newcomer, times=NEWCOMER_LIMITS[0], unnamed=unnamed)
    with pytest.raises(Refused, match="最多说3件新的事"):
        threads.start_thread(building, thread_input(title="又一件", **NEED), by=newcomer)
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=61))
    threads.start_thread(building, thread_input(title="又一件", **NEED), by=newcomer)


def test_a_newcomer_replies_so_often_an_hour(building, newcomer):
    thread = ThreadFactory(building=building)
    for number in range(NEWCOMER_LIMITS[1]):
        posts.add_reply(thread, ReplyInput(text=f"第{number}句"), by=newcomer)
    with pytest.raises(Refused, match="最多回应10次"):
        posts.add_reply(thread, ReplyInput(text="还有"), by=newcomer)


def test_a_helpers_account_has_a_rate_too(building, core):
    speak(building, core, times=HELPER_LIMITS[0])
    with pytest.raises(Refused, match="担任职务的账号，一小时最多说10件"):
        threads.start_thread(building, thread_input(title="又一件", **NEED), by=core)


def test_a_neighbour_of_old_has_none(building, resident):
    speak(building, resident, times=HELPER_LIMITS[0] + 1)
    assert Thread.objects.count() == HELPER_LIMITS[0] + 1


def test_who_is_paused_neither_begins_nor_replies_nor_edits(building, resident):
    thread = ThreadFactory(building=building)
    post = posts.add_reply(thread, ReplyInput(text="我有"), by=resident)
    pause = PauseFactory(building=building, user=resident)
    for act in (
        lambda: threads.start_thread(building, thread_input(title="借梯子", **NEED), by=resident),
        lambda: posts.add_reply(thread, ReplyInput(text="谢谢"), by=resident),
        lambda: posts.edit_post(post, PostInput(text="改了"), by=resident),
    ):
        with pytest.raises(Refused, match=pause.reason):
            act()


def test_a_pause_ends_on_its_day(building, resident):
    PauseFactory(building=building, user=resident, until=timezone.localdate())
    threads.start_thread(building, thread_input(title="借梯子", **NEED), by=resident)
