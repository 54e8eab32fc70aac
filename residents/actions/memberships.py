"""Belonging to a household."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.actions.faces import show_anew
from residents.actions.offices import end_office
from residents.models import Membership, Office, User


@transaction.atomic
def move_out(membership: Membership, *, by: User) -> Membership:
    """From today the person belongs to the household no longer; that they did stays on record.

    With the last home in a building its offices end too; a leader hands over first.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.until and membership.until <= timezone.localdate():
        raise Refused(_("这位住户已经搬走了。"))
    membership.until = max(timezone.localdate(), membership.since)
    membership.save(update_fields=["until"])
    building = membership.household.building
    homes = Membership.objects.current().filter(user=membership.user, household__building=building)
    if not homes.exists():
        for office in Office.objects.current().filter(user=membership.user, building=building):
            if office.kind == Office.Kind.LEADER:
                raise Refused(_("楼组长搬走之前，要先把楼组长的事交接给下一位。"))
            end_office(office, by=by)
    show_anew(membership.user)
    return membership
