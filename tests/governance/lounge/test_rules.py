"""Who may do what with a thread and a post. No request: the rules are asked directly."""

from __future__ import annotations

import datetime as dt

import pytest
import rules
from django.utils import timezone

from governance.lounge.models import Thread
from tests.factories.lounge import PostFactory, ThreadFactory

pytestmark = pytest.mark.django_db
PERSONAS = ("leader", "staff", "core", "volunteer", "resident", "neighbour", "foreign_staff")
MEMBERS = {"leader", "staff", "core", "volunteer", "resident"}
MODERATORS = {"leader", "staff"}
BEGUN_BY, SAID_BY = "resident", "volunteer"
SPEAKING = ("reply", "quote", "edit")


def allowed(cast, verb, thing):
    return {who for who in PERSONAS if rules.has_perm(f"lounge.{verb}", cast[who], thing)}


def thread(cast, **more):
    made = ThreadFactory(**{"building": cast.building, "author": cast[BEGUN_BY], **more})
    return Thread.objects.get(pk=made.pk)


def post(cast, of=None, **more):
    return PostFactory(thread=of or thread(cast), author=cast[SAID_BY], **more)


def test_a_step_exists_for_its_kind_only(cast):
    need, worry, plan = thread(cast), thread(cast, worry=True), thread(cast, plan=True)
    steps = ("offer", "attend", "call_off", "settle", "take_up", "meet")
    found = [[step for step in steps if allowed(cast, step, one)] for one in (need, worry, plan)]
    assert found == [["offer", "meet"], ["settle"], ["take_up"]]


def test_authors_and_moderators_may_end_a_thread(cast):
    assert allowed(cast, "meet", thread(cast)) == MODERATORS | {BEGUN_BY}
    settled = thread(cast, settled=True)
    assert allowed(cast, "settle", settled) == set()
    assert allowed(cast, "reopen", settled) == MODERATORS | {BEGUN_BY}


def test_only_who_moderates_decides_about_a_plan(cast):
    plan = thread(cast, plan=True)
    for verb in ("take_up", "postpone", "wish"):
        assert allowed(cast, verb, plan) == MODERATORS
    assert allowed(cast, "wish", thread(cast, hidden=True)) == set()


def test_nobody_supports_or_helps_themselves(cast):
    for verb in ("support", "offer"):
        assert allowed(cast, verb, thread(cast)) == MEMBERS - {BEGUN_BY}


def test_nobody_comes_to_or_calls_off_what_has_begun(cast):
    ahead = thread(cast, invitation=True)
    begun = thread(cast, invitation=True, starts_at=timezone.now())
    assert allowed(cast, "attend", ahead) == MEMBERS
    assert allowed(cast, "call_off", ahead) == MODERATORS | {BEGUN_BY}
    for verb in ("attend", "call_off"):
        assert allowed(cast, verb, begun) == set()


def test_a_locked_thread_is_read_and_supported_but_nobody_speaks_in_it(cast):
    locked = thread(cast, locked="吵起来了")
    found = post(cast, locked)
    assert allowed(cast, "read", locked) == MEMBERS
    assert allowed(cast, "support", locked) == MEMBERS - {BEGUN_BY}
    for verb in SPEAKING:
        assert allowed(cast, verb, locked if verb == "reply" else found) == set(), verb
    assert allowed(cast, "delete", found) == {SAID_BY}
    assert (allowed(cast, "lock", locked), allowed(cast, "unlock", locked)) == (set(), MODERATORS)


def test_who_is_paused_reads_and_deletes_but_does_not_speak(cast):
    paused = thread(cast)
    paused.paused_until = timezone.localdate() + dt.timedelta(days=1)
    found = post(cast, paused)
    for verb in SPEAKING:
        assert allowed(cast, verb, paused if verb == "reply" else found) == set(), verb
    assert allowed(cast, "follow", paused) == MEMBERS
    assert allowed(cast, "delete", found) == {SAID_BY}


def test_a_hidden_thread_is_read_by_who_began_it_and_who_moderates(cast):
    hidden = thread(cast, hidden=True)
    assert allowed(cast, "open", hidden) == MEMBERS
    assert allowed(cast, "read", hidden) == MODERATORS | {BEGUN_BY}
    for verb in ("reply", "follow", "support", "calendar"):
        assert allowed(cast, verb, hidden) == set(), verb


def test_without_a_name_the_author_is_known_to_their_own_reading_only(cast):
    worry = thread(cast, worry=True, author=None, unnamed=cast[BEGUN_BY])
    assert allowed(cast, "settle", worry) == MODERATORS
    assert allowed(cast, "unmask", worry) == MODERATORS
    worry.own = True
    assert allowed(cast, "settle", worry) == MEMBERS
    assert allowed(cast, "unmask", worry) == set()
    assert allowed(cast, "unmask", thread(cast, worry=True)) == set()


def test_a_post_is_changed_by_its_author_and_reported_by_the_others(cast):
    found = post(cast)
    assert allowed(cast, "edit", found) == allowed(cast, "delete", found) == {SAID_BY}
    assert allowed(cast, "report", found) == MEMBERS - {SAID_BY}
    assert allowed(cast, "hide", found) == allowed(cast, "pause", found) == MODERATORS


def test_a_hidden_post_is_appealed_by_its_author_and_decided_by_the_committee(cast):
    hidden = post(cast, hidden=True)
    assert allowed(cast, "appeal", hidden) == {SAID_BY}
    assert allowed(cast, "decide", hidden) == {"staff"}
    assert allowed(cast, "restore", hidden) == MODERATORS
    assert allowed(cast, "see_photo", hidden) == MODERATORS | {SAID_BY}
    for verb in ("edit", "delete", "report", "hide", "quote", "versions"):
        assert allowed(cast, verb, hidden) == set(), verb
    for verb in ("appeal", "decide", "restore"):
        assert allowed(cast, verb, post(cast)) == set(), verb


def test_nothing_can_be_done_with_a_deleted_post(cast):
    gone = post(cast, text="", html="", deleted_at=timezone.now())
    for verb in ("edit", "delete", "report", "hide", "quote", "versions", "pause"):
        assert allowed(cast, verb, gone) == set(), verb


def test_moderators_cannot_judge_their_own_posts(cast):
    own = PostFactory(thread=thread(cast), author=cast["leader"])
    assert allowed(cast, "dismiss", own) == {"staff"}
    assert allowed(cast, "pause", own) == {"staff"}
    nameless = PostFactory(thread=thread(cast, worry=True, author=None), author=None)
    assert allowed(cast, "pause", nameless) == set()
