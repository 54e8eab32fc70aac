from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.lounge.lifecycle import LIFECYCLE_OF_KIND
from governance.lounge.models import Post, Thread
from residents.models import User
from residents.people.rules import add_read_perm, is_member, is_staff, leads

Person = User | AnonymousUser


@rules.predicate
def is_author(user: Person, thread: Thread) -> bool:
    """Whether the user started the thread. For anonymous threads the reader's queryset sets
    ``own``."""
    return thread.own or (thread.author_id is not None and thread.author_id == user.pk)


@rules.predicate
def is_own(user: Person, post: Post) -> bool:
    return post.own or (post.author_id is not None and post.author_id == user.pk)


@rules.predicate
def is_shown(_user: Person, thread: Thread) -> bool:
    return not thread.hidden


@rules.predicate
def is_unlocked(_user: Person, thread: Thread) -> bool:
    return not thread.locked


@rules.predicate
def is_unnamed(_user: Person, thread: Thread) -> bool:
    return thread.unnamed


@rules.predicate
def is_ahead(_user: Person, thread: Thread) -> bool:
    return not thread.past


@rules.predicate
def may_speak(_user: Person, thread: Thread) -> bool:
    return thread.paused_until is None


@rules.predicate
def is_readable(_user: Person, post: Post) -> bool:
    return post.readable


@rules.predicate
def is_deleted(_user: Person, post: Post) -> bool:
    return post.deleted_at is not None


@rules.predicate
def is_hidden(_user: Person, post: Post) -> bool:
    return post.hidden


@rules.predicate
def is_named(_user: Person, post: Post) -> bool:
    return post.author_id is not None


def can_take(step: str) -> rules.Predicate:
    """Return a predicate: the kind of thread has this step, and its state allows it."""

    @rules.predicate(f"can_{step}")
    def predicate(_user: Person, thread: Thread) -> bool:
        table = LIFECYCLE_OF_KIND[thread.kind]
        return step in table.steps and table.allows(thread, step)

    return predicate


def on_thread(of_thread: rules.Predicate) -> rules.Predicate:
    @rules.predicate
    def predicate(user: Person, post: Post) -> bool:
        return of_thread.test(user, post.thread)

    return predicate


moderates = leads
closes = is_member & (is_author | moderates)
speaks = is_member & is_shown & is_unlocked & may_speak
sees = is_member & is_shown

add_read_perm("lounge.browse", is_member)
rules.add_perm("lounge.post", is_member)
rules.add_perm("lounge.moderate", moderates)
rules.add_perm("lounge.lift_pause", moderates)

rules.add_perm("lounge.open", is_member)  # members can see that a thread is hidden
add_read_perm("lounge.read", is_member & (is_shown | is_author | moderates))
rules.add_perm("lounge.follow", sees)
rules.add_perm("lounge.reply", speaks)  # also in settled threads, for thanks
rules.add_perm("lounge.support", sees & ~is_author)
rules.add_perm("lounge.offer", sees & ~is_author & can_take("offer"))
rules.add_perm("lounge.withdraw_offer", sees & ~is_author & can_take("withdraw"))
rules.add_perm("lounge.attend", sees & is_ahead & can_take("change"))
add_read_perm("lounge.calendar", sees)

rules.add_perm("lounge.meet", closes & can_take("meet"))
rules.add_perm("lounge.ask_again", closes & can_take("ask_again"))
rules.add_perm("lounge.call_off", closes & is_ahead & can_take("call_off"))
rules.add_perm("lounge.settle", closes & can_take("settle"))
rules.add_perm("lounge.reopen", closes & can_take("reopen"))
rules.add_perm("lounge.take_up", moderates & can_take("take_up"))
rules.add_perm("lounge.postpone", moderates & can_take("postpone"))
rules.add_perm("lounge.wish", moderates & is_shown)

rules.add_perm("lounge.lock", moderates & is_unlocked)
rules.add_perm("lounge.unlock", moderates & ~is_unlocked)
add_read_perm("lounge.unmask", moderates & is_unnamed & ~is_author)

rules.add_perm("lounge.quote", is_readable & on_thread(speaks))
rules.add_perm("lounge.edit", is_own & is_readable & on_thread(speaks))
rules.add_perm("lounge.delete", is_own & is_readable & on_thread(is_member))
add_read_perm("lounge.versions", is_readable & on_thread(sees))
rules.add_perm("lounge.report", ~is_own & is_readable & on_thread(sees))
rules.add_perm("lounge.dismiss", moderates & ~is_own)
rules.add_perm("lounge.hide", moderates & is_readable)
rules.add_perm("lounge.restore", moderates & is_hidden)
rules.add_perm("lounge.appeal", is_own & is_hidden & on_thread(is_member))
rules.add_perm("lounge.decide", is_staff & is_hidden)
rules.add_perm("lounge.pause", moderates & ~is_own & is_named & ~is_deleted)
add_read_perm("lounge.see_photo", on_thread(is_member) & (is_readable | is_own | moderates))
