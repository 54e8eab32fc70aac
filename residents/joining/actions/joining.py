"""Join and leave households, and renew keys."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from residents.access.actions.devices import revoke_devices
from residents.access.models import Joining, Slip
from residents.joining.queries.joining import free_username, newest_joining, unclaimed_accounts_of
from residents.joining.queries.slips import opens_more_than
from residents.people.actions.content_versions import bump_user
from residents.people.actions.households import lock_household
from residents.people.actions.offices import end_office
from residents.people.models import Membership, Office, User
from residents.people.signals import (
    answering_changed,
    joined,
    joining_undone,
    key_renewed,
    moved_out,
    password_renewed,
)
from residents.places.models import Building, Household
from residents.signin.actions.wechat import unbind_wechat


@dataclass(frozen=True, slots=True)
class NewAccount:
    """The data of a new person. Without a password, another key must be set right after. The phone
    is only a contact until it is verified."""

    shown_name: str
    username: str = ""
    phone: str | None = None
    password: str | None = None


@transaction.atomic
def join_as_newcomer(slip: Slip, newcomer: NewAccount) -> User:
    slip = _use_slip(slip)
    user = open_account(newcomer)
    _become_member(user, slip.household, slip=slip, by=user)
    return user


@transaction.atomic
def join_as(slip: Slip, user: User) -> User:
    slip = _use_slip(slip)
    _become_member(user, slip.household, slip=slip, by=user)
    return user


@transaction.atomic
def claim_account(slip: Slip, user: User, *, password: str | None = None) -> User:
    slip = _use_slip(slip)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not unclaimed_accounts_of(slip.household).filter(pk=user.pk).exists():
        raise Refused(_("这个账号已经有人在用了。是您的账号，请楼组长给您印一张重设登录的条。"))
    _set_key(user, password)
    joining = Joining.objects.get(user=user, membership__household=slip.household, undone_at=None)
    joining.slip = slip
    joining.save(update_fields=["slip"])
    joined.send(sender=Joining, joining=joining, by=user)
    return user


@transaction.atomic
def renew_key(slip: Slip, *, password: str | None = None) -> User:
    """Reset the keys of the slip's person: password, PINs, passkeys, WeChat and sessions.

    The rights of the account are checked again, because they may have grown since the slip was
    printed.
    """
    slip = _use_slip(slip)
    assert slip.user  # noqa: S101 -- a constraint of the database
    user = User.objects.select_for_update().get(pk=slip.user.pk)
    still_here = Membership.objects.current().filter(user=user, household=slip.household)
    beyond = opens_more_than(user, slip.building, by=slip.printed_by)
    if beyond or not user.is_active or not still_here.exists():
        raise Refused(_("这张条用不了了，请找楼组长或居委。"))
    Authenticator.objects.filter(user=user).delete()
    revoke_devices(user)
    unbind_wechat(user)
    end_sessions(user)
    _set_key(user, password)
    key_renewed.send(sender=Slip, slip=slip)
    if password is None:  # otherwise the signal of the password was sent
        password_renewed.send(sender=User, user=user)
    return user


@transaction.atomic
def enroll_neighbour(household: Household, *, shown_name: str, by: User) -> Joining:
    """Open an account without a key for a neighbour who is present and agrees."""
    lock_household(household)
    if unclaimed_accounts_of(household).filter(shown_name=shown_name).exists():
        raise Refused(
            _("这户的“%(name)s”已经开好了户，只差本人来设登录方式。") % {"name": quoted(shown_name)}
        )
    user = open_account(NewAccount(shown_name=shown_name))
    return _become_member(user, household, by=by, helped_by=by)


@transaction.atomic
def undo_joining(joining: Joining, *, by: User) -> Joining:
    """Undo a joining of the wrong person. The slips of the household are revoked, too."""
    joining = Joining.objects.select_for_update(of=("self",)).get(pk=joining.pk)
    if joining.undone_at:
        raise Refused(_("这次加入已经撤销了。"))
    joining.undone_at, joining.undone_by = timezone.now(), by
    joining.save(update_fields=["undone_at", "undone_by"])
    membership = Membership.objects.select_for_update().get(pk=joining.membership_id)
    _end_membership(membership)
    end_offices_in(joining.user, membership.building, by=by)
    end_slips(membership.household, by=by)
    end_sessions(joining.user)
    joining_undone.send(sender=Joining, joining=joining, by=by)
    return joining


@transaction.atomic
def move_out(membership: Membership, *, by: User) -> Membership:
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if not _end_membership(membership):
        raise Refused(_("这位已经搬走了。"))
    end_slips(membership.household, by=by)
    end_offices_in(membership.user, membership.building, by=by)
    moved_out.send(sender=Membership, membership=membership, by=by)
    return membership


@transaction.atomic
def set_may_answer(membership: Membership, may_answer: bool, *, by: User) -> Membership:
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.may_answer != may_answer:
        membership.may_answer = may_answer
        membership.save(update_fields=["may_answer"])
        answering_changed.send(sender=Membership, membership=membership, by=by)
    return membership


@transaction.atomic
def mark_members_seen(household: Household, *, by: User) -> None:
    newest = newest_joining(household)
    own = Membership.objects.current().filter(user=by, household=household)
    if own.filter(joinings_seen__lt=newest).update(joinings_seen=newest):
        bump_user(by)


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def _use_slip(slip: Slip) -> Slip:
    """Count a use under a row lock, so that only one person gets the last one."""
    rows = Slip.objects.live().select_for_update(of=("self",))
    found = (
        rows.select_related("household__building", "user", "printed_by").filter(pk=slip.pk).first()
    )
    if found is None:
        raise Refused(_("这张条已经用不了了，请找楼组长要一张新的。"))
    found.used += 1
    found.save(update_fields=["used"])
    return found


def open_account(newcomer: NewAccount) -> User:
    user = User(
        shown_name=newcomer.shown_name,
        username=newcomer.username or free_username(newcomer.shown_name),
        phone=newcomer.phone or None,
    )
    user.set_password(newcomer.password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as taken:
        raise Refused(_("这个登录用的名字刚刚被别人用了，请换一个。")) from taken
    return user


def _become_member(
    user: User,
    household: Household,
    *,
    by: User,
    slip: Slip | None = None,
    helped_by: User | None = None,
) -> Joining:
    if Membership.objects.current().filter(user=user, household=household).exists():
        raise Refused(_("您已经是这户的成员了。"))
    lock_household(household)
    membership = Membership.objects.create(user=user, household=household)
    joining = Joining.objects.create(
        slip=slip, user=user, membership=membership, helped_by=helped_by
    )
    membership.joinings_seen = joining.pk
    membership.save(update_fields=["joinings_seen"])
    joined.send(sender=Joining, joining=joining, by=by)
    return joining


def _set_key(user: User, password: str | None) -> None:
    """Set a password, possibly an unusable one. Either ends all sessions that depend on the old
    one."""
    user.set_password(password)
    user.save(update_fields=["password"])


def _end_membership(membership: Membership) -> bool:
    """Return False if it had ended before."""
    today = timezone.localdate()
    if membership.until and membership.until <= today:
        return False
    membership.until = max(today, membership.since)
    membership.save(update_fields=["until"])
    return True


def end_slips(household: Household, *, by: User) -> None:
    """Revoke all slips except for keys, because people who left may know their codes."""
    known = Slip.objects.live().filter(household=household).exclude(kind=Slip.Kind.KEY)
    known.update(revoked_at=timezone.now(), revoked_by=by)


def end_offices_in(user: User, building: Building, *, by: User, on: dt.date | None = None) -> None:
    """End the offices of a person who has no home in the building on ``on`` or today, whichever is
    later.

    Raises Refused for the leader, who must hand over first.
    """
    day = max(on or timezone.localdate(), timezone.localdate())
    if Membership.objects.current(day).filter(user=user, household__building=building).exists():
        return
    held = list(Office.objects.current().not_over(day).filter(user=user, building=building))
    if any(office.kind == Office.Kind.LEADER for office in held):
        raise Refused(_("请先把楼组长的事交接给下一位，再办搬走。"))
    for office in held:
        if office.until is None:
            end_office(office, by=by, on=day)
