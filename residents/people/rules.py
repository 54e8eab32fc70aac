from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

import rules
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from rules.permissions import permissions

from louzu.lib.lifecycle import HasState, Lifecycle
from residents.people.models import Membership, Standing, User
from residents.places.models import Building, Household


class InBuilding(Protocol):
    @property
    def building(self) -> Building: ...


STRANGER = Standing()
READ_PERMISSIONS: set[str] = set()
"""Rights that remain in a closed building. All others write, and end with it."""


def add_read_perm(name: str, predicate: rules.Predicate) -> None:
    """Add a right that only reads, and therefore remains in a closed building."""
    rules.add_perm(name, predicate)
    READ_PERMISSIONS.add(name)


def standing_of(user: User | AnonymousUser, obj: Building | InBuilding) -> Standing:
    """Return what a person is in the building of ``obj``. ``User`` keeps it for the request, and
    ``request.standing`` is the one in ``request.building``."""
    building = building_of(obj)
    return user.standing_in(building) if isinstance(user, User) else STRANGER


@rules.predicate
def is_member(user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    return standing_of(user, obj).member


@rules.predicate
def is_owner_elsewhere(user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    """Whether the person may answer for an owner, and is perhaps no member."""
    return bool(standing_of(user, obj).owned)


@rules.predicate
def is_leader(user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    return standing_of(user, obj).leader


@rules.predicate
def is_staff(user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    return standing_of(user, obj).staff


@rules.predicate
def leads(user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    return standing_of(user, obj).leads


@rules.predicate
def is_helper(user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    return standing_of(user, obj).helper


@rules.predicate
def is_treasurer(user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    return standing_of(user, obj).treasurer


@rules.predicate
def is_core(user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    return "core" in standing_of(user, obj).offices


@rules.predicate
def may_post_notices(user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    return standing_of(user, obj).may_post_notices


@rules.predicate
def is_open_to_visitors(_user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    return (obj if isinstance(obj, Building) else obj.building).public_page


@rules.predicate
def is_in_household(user: User | AnonymousUser, household: Household) -> bool:
    return household.pk in standing_of(user, household).households


@rules.predicate
def answers_for(user: User | AnonymousUser, household: Household) -> bool:
    return household.pk in standing_of(user, household).answering


@rules.predicate
def answers_for_their_home(user: User | AnonymousUser, membership: Membership) -> bool:
    return membership.household_id in standing_of(user, membership).answering


@rules.predicate
def is_own_membership(user: User | AnonymousUser, membership: Membership) -> bool:
    return membership.user_id == user.pk


@rules.predicate
def building_is_open(_user: User | AnonymousUser, obj: Building | InBuilding) -> bool:
    return not building_of(obj).closed


def building_of(obj: Building | InBuilding) -> Building:
    return obj if isinstance(obj, Building) else obj.building


def can_take(lifecycle: Lifecycle, step: str) -> rules.Predicate:
    """Return a predicate that is true if the object's state allows ``step``."""

    @rules.predicate(f"can_{step}")
    def predicate(_user: User | AnonymousUser, obj: HasState) -> bool:
        allowed = lifecycle.allows(obj, step)
        reasons = _reasons.get()
        if not allowed and reasons is not None:
            reasons.append(lifecycle.reason(obj))
        return allowed or reasons is not None

    return predicate


_reasons: ContextVar[list[str] | None] = ContextVar("reasons", default=None)


def reason_in_state(perm: str, user: User | AnonymousUser, obj: Building | InBuilding) -> str:
    """Return why somebody who may do it in another state of the object may not do it now, or "".

    For example because another person has just done it.
    """
    with whatever_state() as reasons:
        return reasons[0] if rules.has_perm(perm, user, obj) and reasons else ""


@contextmanager
def whatever_state() -> Iterator[list[str]]:
    """Let the object's state allow each step. Yields the reasons for which it does not."""
    reasons: list[str] = []
    token = _reasons.set(reasons)
    try:
        yield reasons
    finally:
        _reasons.reset(token)


def in_time(predicate: rules.Predicate) -> rules.Predicate:
    """Return a predicate that counts as a state: where it does not hold, it is too early or too late."""

    @rules.predicate("in_time")
    def found(user: User | AnonymousUser, obj: HasState) -> bool:
        holds = predicate.test(user, obj)
        reasons = _reasons.get()
        if not holds and reasons is not None:
            reasons.append(_("现在不能这样做：还没到这一步，或者已经过了。"))
        return holds or reasons is not None

    return found


add_read_perm("residents.enter", is_member)
add_read_perm("residents.visit", is_member | is_open_to_visitors)
add_read_perm("residents.read_self", is_member)
add_read_perm("residents.read_people", is_member)
add_read_perm("residents.read_households", is_helper | is_staff)
add_read_perm("residents.know_names", leads)
add_read_perm("residents.look_up_phone", leads)
rules.add_perm("residents.appoint", leads)
rules.add_perm("residents.hand_over", leads)
rules.add_perm("residents.print_slips", leads)
rules.add_perm("residents.enroll", is_helper)
add_read_perm("residents.read_home", leads | is_in_household)
add_read_perm("residents.enter_as_owner", is_owner_elsewhere)
rules.add_perm("residents.leave_as_owner", is_owner_elsewhere)
add_read_perm("residents.read_owners", leads)
rules.add_perm("residents.write_to_owners", leads)
rules.add_perm("residents.invite_family", answers_for)
rules.add_perm("residents.renew_key", leads)
rules.add_perm("residents.let_answer", leads)
rules.add_perm("residents.move_out", leads | answers_for_their_home | is_own_membership)


def deny_writing_in_closed_buildings() -> None:
    """Restrict writing rights to open buildings. Call this once, after all rooms have added their
    rights."""
    for name, allowed in permissions.items():
        if name not in READ_PERMISSIONS:
            permissions[name] = allowed & building_is_open
