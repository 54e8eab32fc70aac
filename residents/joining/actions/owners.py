"""Let owners who live elsewhere answer from anywhere, and end it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.access.models import OwnerSlip
from residents.access.models.slips import digest_of, new_code
from residents.joining.actions.joining import NewAccount, open_account
from residents.joining.actions.slips import PrintedSlip
from residents.people.actions.content_versions import bump_user
from residents.people.models import OwnerAccess, User
from residents.people.signals import (
    owner_access_ended,
    owner_joined,
    owner_slip_printed,
    owner_slip_revoked,
)
from residents.places.models import Owner

DAYS = 45
"""A letter may go abroad, and wait in a letter box."""


@transaction.atomic
def print_owner_slip(owner: Owner, *, by: User) -> PrintedSlip[OwnerSlip]:
    """Create a slip that works once, and revoke the owner's earlier one, which may be lost."""
    owner = (
        Owner.objects.select_for_update(of=("self",)).select_related("building").get(pk=owner.pk)
    )
    if not owner.ownerships.current().exists():
        raise Refused(_("这位业主在这栋楼现在没有房子。"))
    now = timezone.now()
    OwnerSlip.objects.live().filter(owner=owner).update(revoked_at=now, revoked_by=by)
    code = new_code()
    slip = OwnerSlip.objects.create(
        owner=owner,
        digest=digest_of(code),
        expires_at=now + dt.timedelta(days=DAYS),
        printed_by=by,
    )
    owner_slip_printed.send(sender=OwnerSlip, slip=slip, by=by)
    return PrintedSlip(slip, code)


@transaction.atomic
def revoke_owner_slip(slip: OwnerSlip, *, by: User) -> None:
    live = OwnerSlip.objects.live().filter(pk=slip.pk)
    if not live.update(revoked_at=timezone.now(), revoked_by=by):
        raise Refused(_("这张条已经用完、收回或者过期了，不用收回。"))
    owner_slip_revoked.send(sender=OwnerSlip, slip=slip, by=by)


@transaction.atomic
def answer_as_new_owner(slip: OwnerSlip, newcomer: NewAccount) -> User:
    """Open an account that may answer for the slip's owner, and may nothing else."""
    slip = _lock(slip)
    user = open_account(newcomer)
    _give_access(slip, user)
    return user


@transaction.atomic
def answer_as_owner(slip: OwnerSlip, user: User) -> None:
    slip = _lock(slip)
    if OwnerAccess.objects.not_over().filter(owner=slip.owner, user=user).exists():
        raise Refused(_("您已经可以替这位业主答复了。"))
    _give_access(slip, user)


@transaction.atomic
def end_owner_access(access: OwnerAccess, *, by: User) -> None:
    """End it today: the person leaves, or was the wrong one."""
    access = (
        OwnerAccess.objects.select_for_update(of=("self",))
        .select_related("owner__building", "user")
        .get(pk=access.pk)
    )
    today = timezone.localdate()
    if access.until and access.until <= today:
        raise Refused(_("这位已经不能替业主答复了。"))
    access.until = max(today, access.since)
    access.save(update_fields=["until"])
    bump_user(access.user)
    owner_access_ended.send(sender=OwnerAccess, access=access, by=by)


def _lock(slip: OwnerSlip) -> OwnerSlip:
    """Return the slip under a row lock, so that only one person uses it."""
    rows = OwnerSlip.objects.live().select_for_update(of=("self",))
    found = rows.select_related("owner__building").filter(pk=slip.pk).first()
    if found is None:
        raise Refused(_("这张条已经用不了了，请找楼组长要一张新的。"))
    return found


def _give_access(slip: OwnerSlip, user: User) -> None:
    slip.access = OwnerAccess.objects.create(owner=slip.owner, user=user)
    slip.used_at = timezone.now()
    slip.save(update_fields=["access", "used_at"])
    bump_user(user)
    owner_joined.send(sender=OwnerAccess, access=slip.access, by=user)
