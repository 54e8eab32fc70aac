"""Send a circular to many buildings, and withdraw it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.notices.actions.posting import post_notice, withdraw_notice
from governance.notices.actions.writing import draft_notice
from governance.notices.inputs import CircularInput, NoticeInput
from governance.notices.lifecycle import CIRCULAR
from governance.notices.models import Circular
from governance.notices.queries import inhabited_buildings, posted_notices_of
from louzu.lib.attachments import attach
from louzu.lib.errors import Refused
from residents.models import Building, Neighbourhood, User
from residents.people.rules import standing_of


@transaction.atomic
def send_circular(
    neighbourhood: Neighbourhood, buildings: Iterable[Building], letter: CircularInput, *, by: User
) -> Circular:
    """Post a notice in each building, or in none. Its files are stored once and shared.

    No canvass is opened in buildings without residents. Raises Refused for a building outside the
    neighbourhood of ``by``.
    """
    buildings = sorted(buildings, key=lambda building: building.sort_key)
    if not buildings:
        raise Refused(_("请至少选一栋楼。"))
    for building in buildings:
        ours = building.neighbourhood_id == neighbourhood.pk
        if not (ours and standing_of(by, building).staff):
            raise Refused(_("只能发给本居民区的楼。"))
    circular = Circular.objects.create(
        neighbourhood=neighbourhood,
        title=letter.title,
        body=letter.body,
        asks=letter.asks,
        author=by,
    )
    attach(circular.attachments.all(), letter.files, circular=circular)
    lived_in = inhabited_buildings(buildings)
    for building in buildings:
        notice = draft_notice(
            building,
            NoticeInput(
                title=letter.title,
                body=letter.body,
                audience=letter.audience,
                expires_at=letter.expires_at,
                asks=letter.asks and building.pk in lived_in,
            ),
            by=by,
            circular=circular,
        )
        post_notice(notice, by=by)
    return circular


@transaction.atomic
def withdraw_circular(circular: Circular, *, reason: str, by: User) -> Circular:
    """Withdraw all notices of the circular with one reason. Notices that a building has withdrawn
    stay unchanged."""
    circular = Circular.objects.select_for_update(of=("self",)).get(pk=circular.pk)
    CIRCULAR.take(circular, "withdraw")
    for notice in posted_notices_of(circular):
        if not standing_of(by, notice.building).staff:
            raise Refused(_("只能撤回本居民区的通知。"))
        withdraw_notice(notice, reason=reason, by=by)
    circular.withdrawn_at, circular.withdrawn_reason = timezone.now(), reason
    circular.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    return circular
