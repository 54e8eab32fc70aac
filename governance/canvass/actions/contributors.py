"""Update the owners who paid, in questions that are not open yet, when owner records change."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from residents.models import Owner


@transaction.atomic
def replace_contributors(owners: Collection[Owner], by: Collection[Owner]) -> None:
    """Replace ``owners`` by ``by`` among the contributors of each draft or announced canvass that
    has one of them. The roster of an opened canvass is frozen and does not change."""
    coming = Canvass.objects.filter(state__in=(CanvassState.DRAFT, CanvassState.ANNOUNCED))
    for canvass in coming.filter(contributors__in=owners).distinct():
        canvass.contributors.remove(*owners)
        canvass.contributors.add(*by)
