from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.canvass.lifecycle import CANVASS, CanvassState
from governance.canvass.models import Canvass, Electorate, Purpose
from residents.models import User
from residents.people.rules import (
    add_read_perm,
    can_take,
    in_time,
    is_helper,
    is_member,
    is_owner_elsewhere,
    is_staff,
    leads,
)


@rules.predicate
def was_announced(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    return canvass.announced_at is not None


@rules.predicate
def was_opened(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    return canvass.opened_at is not None


@rules.predicate
def was_withdrawn_with_subject(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    """Return whether it was withdrawn and its text is a copy. The page copied from decides who may
    still read the text."""
    return canvass.state == CanvassState.WITHDRAWN and bool(canvass.about_url)


@rules.predicate
def is_secret(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    return canvass.secret


@rules.predicate
def only_tells(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    return canvass.purpose == Purpose.TELL


@rules.predicate
def is_counted(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    return canvass.state in {CanvassState.COUNTED, CanvassState.PUBLISHED}


@rules.predicate
def is_published(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    return canvass.state == CanvassState.PUBLISHED


@rules.predicate
def outcome_is_due(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    """Whether the deadline has passed and helpers can see the answers. It must then be counted, not
    withdrawn."""
    return canvass.outcome_is_due


@rules.predicate
def is_missed(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    return canvass.missed


@rules.predicate
def takes_late_paper(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    return canvass.takes_late_paper


@rules.predicate
def is_not_counted(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    return canvass.state in {CanvassState.OPEN, CanvassState.CLOSED}


@rules.predicate
def asks_owners(_user: User | AnonymousUser, canvass: Canvass) -> bool:
    return canvass.electorate != Electorate.HOUSEHOLDS


is_canvasser = is_helper | is_staff
answerable = can_take(CANVASS, "answer")
begun = in_time(was_opened)

add_read_perm("canvass.browse", is_member)
add_read_perm("canvass.read", (is_member & was_announced) | leads)
add_read_perm(
    "canvass.read_text", (is_member & was_announced & ~was_withdrawn_with_subject) | leads
)
add_read_perm(  # the query finds the questions put to the owner
    "canvass.read_as_owner",
    is_owner_elsewhere & was_announced & asks_owners & ~was_withdrawn_with_subject,
)
rules.add_perm("canvass.answer_as_owner", is_owner_elsewhere & asks_owners & answerable)
rules.add_perm("canvass.draft", leads)
rules.add_perm("canvass.edit", leads & can_take(CANVASS, "edit"))
rules.add_perm("canvass.announce", leads & can_take(CANVASS, "announce"))
rules.add_perm("canvass.shorten_notice", leads & can_take(CANVASS, "announce"))
rules.add_perm("canvass.open", leads & can_take(CANVASS, "open"))
rules.add_perm("canvass.reschedule", leads & in_time(is_missed))
rules.add_perm("canvass.reword", leads & can_take(CANVASS, "reword") & ~is_secret)
rules.add_perm("canvass.extend", leads & can_take(CANVASS, "extend"))
rules.add_perm("canvass.choose_reminders", leads & answerable)
rules.add_perm("canvass.close", leads & can_take(CANVASS, "close"))
rules.add_perm("canvass.count", is_canvasser & can_take(CANVASS, "count") & ~only_tells)
rules.add_perm("canvass.publish", is_canvasser & can_take(CANVASS, "publish"))
rules.add_perm("canvass.ask_again", leads & in_time(is_published))
rules.add_perm(
    "canvass.withdraw",
    leads
    & (can_take(CANVASS, "withdraw") | can_take(CANVASS, "withdraw_closed"))
    & in_time(~outcome_is_due),
)
rules.add_perm("canvass.answer", is_member & answerable)
rules.add_perm("canvass.visit", is_canvasser & answerable)
rules.add_perm(
    "canvass.bring", is_canvasser & (answerable | in_time(takes_late_paper)) & ~is_secret
)
rules.add_perm(
    "canvass.check", is_canvasser
)  # the action checks which answers, and who is a second person
add_read_perm("canvass.see_each", is_canvasser & begun)
add_read_perm("canvass.see_voice", is_member & begun)  # the query checks whose voice it is
add_read_perm(  # includes names and the text
    "canvass.print",
    is_canvasser & begun & ~is_secret & ~was_withdrawn_with_subject,
)
rules.add_perm("canvass.entrust", leads & is_secret & can_take(CANVASS, "entrust"))
rules.add_perm(
    "canvass.hold", is_canvasser & is_secret & can_take(CANVASS, "entrust")
)  # the query checks whose it is
rules.add_perm("canvass.print_ballots", is_canvasser & is_secret & in_time(was_announced))
rules.add_perm("canvass.hand_out_paper", is_canvasser & is_secret & answerable)
rules.add_perm("canvass.take_paper_back", is_canvasser & is_secret & in_time(is_not_counted))
rules.add_perm(
    "canvass.say_of_paper", is_member & is_secret & in_time(is_not_counted)
)  # the action checks for a second person or the household
add_read_perm("canvass.read_result", is_member & in_time(is_counted))
rules.add_perm("canvass.open_file", leads & begun & ~was_withdrawn_with_subject)
add_read_perm("canvass.export", is_member & begun)
