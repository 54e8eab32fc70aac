"""Print and revoke slips."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.access.models import OwnerSlip, Slip
from residents.access.models.slips import digest_of, new_code
from residents.joining.queries.slips import opens_more_than
from residents.people.actions.households import lock_household, lock_households
from residents.people.models import Membership, User
from residents.people.signals import slip_revoked, slips_printed
from residents.places.models import Household

USES, DAYS = 6, 30
PERSONAL_SLIP_DAYS = 7


S = TypeVar("S", Slip, OwnerSlip)


@dataclass(frozen=True, slots=True)
class PrintedSlip(Generic[S]):
    """A slip to be printed, of a home or of an owner. Its code is not available later."""

    slip: S
    code: str

    @property
    def spaced(self) -> str:
        return f"{self.code[:4]} {self.code[4:]}"


@transaction.atomic
def print_slips(households: Sequence[Household], *, by: User) -> list[PrintedSlip[Slip]]:
    """Create a slip for each household, in order, and revoke the earlier ones.

    The households may be of several buildings, which must be loaded, and each writes a journal
    entry. Raises Refused if a household was removed.
    """
    kind = Slip.Kind.HOUSEHOLD
    lock_households(households)
    _revoke(Slip.objects.live().filter(household__in=households, kind=kind, user=None), by)
    printed = [_new(household, kind, by=by, uses=USES) for household in households]
    Slip.objects.bulk_create(one.slip for one in printed)
    by_building: dict[int, list[Slip]] = {}
    for one in printed:
        by_building.setdefault(one.slip.building_id, []).append(one.slip)
    for slips in by_building.values():
        slips_printed.send(sender=Slip, slips=slips, by=by)
    return printed


@transaction.atomic
def print_family_slip(household: Household, *, by: User) -> PrintedSlip[Slip]:
    printed = _print(household, Slip.Kind.FAMILY, by=by)
    slips_printed.send(sender=Slip, slips=[printed.slip], by=by)
    return printed


@transaction.atomic
def print_key_slip(membership: Membership, *, by: User) -> PrintedSlip[Slip]:
    """Create a slip for a member who lost password or PIN. Raises Refused if the key would give
    access to more than ``by`` has."""
    if opens_more_than(membership.user, membership.building, by=by):
        raise Refused(
            _(
                "这个账号不只用在这栋楼，您不能给它重设登录。请找居委；居委工作人员的账号，请找系统管理员。"
            )
        )
    printed = _print(membership.household, Slip.Kind.KEY, by=by, user=membership.user)
    slips_printed.send(sender=Slip, slips=[printed.slip], by=by)
    return printed


@transaction.atomic
def revoke_slip(slip: Slip, *, by: User) -> Slip:
    slip = Slip.objects.select_for_update(of=("self",)).select_related("building").get(pk=slip.pk)
    if slip.revoked_at:
        raise Refused(_("这张条已经收回了。"))
    if slip.state != "live":
        raise Refused(_("这张条已经用完或者过期了，不用收回。"))
    _revoke(Slip.objects.filter(pk=slip.pk), by)
    slip_revoked.send(sender=Slip, slip=slip, by=by)
    return slip


def _print(
    household: Household, kind: str, *, by: User, user: User | None = None
) -> PrintedSlip[Slip]:
    """Print a slip that works once. It replaces an earlier one under the household's lock, so that
    there is only one valid slip of a kind, or for a key one per ``user``."""
    lock_household(household)
    before = Slip.objects.live().filter(household=household, kind=kind, user=user)
    _revoke(before, by)
    printed = _new(household, kind, by=by, uses=1, user=user)
    printed.slip.save()
    return printed


def _new(
    household: Household, kind: str, *, by: User, uses: int, user: User | None = None
) -> PrintedSlip[Slip]:
    days = DAYS if kind == Slip.Kind.HOUSEHOLD else PERSONAL_SLIP_DAYS
    code = new_code()
    slip = Slip(
        kind=kind,
        building=household.building,
        household=household,
        user=user,
        digest=digest_of(code),
        uses=uses,
        expires_at=timezone.now() + dt.timedelta(days=days),
        printed_by=by,
    )
    return PrintedSlip(slip, code)


def _revoke(slips: QuerySet[Slip], by: User) -> None:
    slips.update(revoked_at=timezone.now(), revoked_by=by)
