from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.matters.lifecycle import MATTER, MILESTONE, PROMISE, SHARES, SHOWN_SHARES, Stage
from governance.matters.models import Document, Matter, Milestone, Promise, ShareTable
from residents.models import Building, User
from residents.people.rules import (
    InBuilding,
    add_read_perm,
    can_take,
    in_time,
    is_leader,
    is_member,
    is_owner_elsewhere,
    leads,
    standing_of,
)


@rules.predicate
def is_steward(user: User | AnonymousUser, matter: Matter) -> bool:
    """Whether the person looks after it. ``with_stewards`` has loaded who does."""
    return user.pk in matter.steward_ids


@rules.predicate
def looks_after_its_matter(user: User | AnonymousUser, part: Promise | Milestone) -> bool:
    return is_steward.test(user, part.matter)


@rules.predicate
def keeps_it(user: User | AnonymousUser, promise: Promise) -> bool:
    return promise.keeper_id is not None and promise.keeper_id == user.pk


@rules.predicate
def goes_on(_user: User | AnonymousUser, matter: Matter) -> bool:
    return not matter.ended


@rules.predicate
def has_a_next_stage(_user: User | AnonymousUser, matter: Matter) -> bool:
    return bool(
        MATTER.allows(matter, "do")
        or MATTER.allows(matter, "finish")
        or MATTER.allows(matter, "keep")
    )


@rules.predicate
def is_for_residents(_user: User | AnonymousUser, document: Document) -> bool:
    return document.audience == Document.Audience.RESIDENTS


@rules.predicate
def is_not_dropped(_user: User | AnonymousUser, matter: Matter) -> bool:
    return matter.stage != Stage.DROPPED


@rules.predicate
def its_matter_is_not_dropped(_user: User | AnonymousUser, part: Milestone | ShareTable) -> bool:
    return part.matter.stage != Stage.DROPPED


@rules.predicate
def its_matter_goes_on(_user: User | AnonymousUser, promise: Promise) -> bool:
    return not promise.matter.ended


@rules.predicate
def was_proposed(_user: User | AnonymousUser, table: ShareTable) -> bool:
    return table.state in SHOWN_SHARES


@rules.predicate
def is_unannounced(_user: User | AnonymousUser, table: ShareTable) -> bool:
    return table.canvass is None or table.canvass.announced_at is None


@rules.predicate
def keeps_shares(user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    """Whether the person may see what each flat bears: the leader and the treasurer."""
    standing = standing_of(user, obj)
    return standing.leader or standing.treasurer


moves = leads | (is_member & is_steward)
reports = leads | (is_member & (looks_after_its_matter | keeps_it))

add_read_perm("matters.browse", is_member)
add_read_perm("matters.read", is_member)
rules.add_perm("matters.follow", is_member)
rules.add_perm("matters.begin", leads)
rules.add_perm("matters.edit", leads)
rules.add_perm("matters.tie", leads)
rules.add_perm("matters.go_on", moves & in_time(has_a_next_stage))
rules.add_perm("matters.go_back", moves)  # the action refuses it before the first step
rules.add_perm("matters.drop", leads & can_take(MATTER, "drop"))
rules.add_perm("matters.promise", leads & in_time(goes_on))
rules.add_perm(
    "matters.word_promise", leads & (can_take(PROMISE, "word") | can_take(PROMISE, "change"))
)
rules.add_perm("matters.keep_promise", reports & can_take(PROMISE, "keep"))
rules.add_perm("matters.waive_promise", leads & can_take(PROMISE, "waive"))
rules.add_perm(
    "matters.reopen_promise", leads & can_take(PROMISE, "reopen") & in_time(its_matter_goes_on)
)

in_going = in_time(its_matter_is_not_dropped)
plans = (leads | (is_member & looks_after_its_matter)) & in_going
rules.add_perm("matters.plan", moves & in_time(is_not_dropped))
rules.add_perm("matters.change_milestone", plans & can_take(MILESTONE, "change"))
rules.add_perm("matters.reach_milestone", plans & can_take(MILESTONE, "finish"))
rules.add_perm("matters.reopen_milestone", plans & can_take(MILESTONE, "reopen"))
rules.add_perm("matters.drop_milestone", plans & can_take(MILESTONE, "drop"))
rules.add_perm("matters.resume_milestone", plans & can_take(MILESTONE, "resume"))
add_read_perm("matters.read_document", leads | (is_member & is_for_residents))
rules.add_perm("matters.collect", moves)
add_read_perm("matters.read_shares", is_member)  # sums only, and what is the reader's own
add_read_perm("matters.read_own_share", is_member | is_owner_elsewhere)  # the query finds them
add_read_perm("matters.read_share_table", keeps_shares | (is_member & was_proposed))
add_read_perm("matters.read_each_share", keeps_shares)
rules.add_perm("matters.draft_shares", keeps_shares & in_time(is_not_dropped))
rules.add_perm("matters.edit_shares", keeps_shares & can_take(SHARES, "edit") & in_going)
rules.add_perm("matters.discard_shares", keeps_shares & can_take(SHARES, "discard") & in_going)
rules.add_perm("matters.propose_shares", is_leader & can_take(SHARES, "propose") & in_going)
rules.add_perm(
    "matters.take_back_shares",
    is_leader & can_take(SHARES, "take_back") & in_time(is_unannounced) & in_going,
)
