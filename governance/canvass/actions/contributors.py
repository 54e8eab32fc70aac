"""Update the owners who paid, in questions that are not open yet, when owner records change."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from residents.models import Owner


@transaction.atomic
def replace_contributors(owners: Collection[Owner], by: Collection[Owner]) -> None:
    """Replace ``owners`` by ``by`` among those who paid, in each question that has one of ``owners``.

    A question that was opened keeps its frozen roster.
    """
    coming = Canvass.objects.filter(state__in=(CanvassState.DRAFT, CanvassState.ANNOUNCED))
    for canvass in coming.filter(contributors__in=owners).distinct():
        canvass.contributors.remove(*owners)
        canvass.contributors.add(*by)
