"""End delegations whose proxy has nobody left who could answer."""

from __future__ import annotations

from django.db import transaction

from governance.canvass.actions._delegations import end_without_proxy
from governance.canvass.actions._shared import lock_canvass
from governance.canvass.models import Canvass
from governance.canvass.queries.delegations import (
    canvasses_with_delegations_in,
    delegations_without_proxy,
)
from residents.models import Building


def end_delegations_without_proxy(building: Building | None = None) -> None:
    """End them in the open questions of a building, or of all.

    What the proxy has answered stays. A paper ends only with the household that was to sign it.
    """
    for canvass in canvasses_with_delegations_in(building):
        _end_in(canvass)


@transaction.atomic
def _end_in(canvass: Canvass) -> None:
    if delegations_without_proxy(canvass):
        canvass, now = lock_canvass(canvass)
        for delegation in delegations_without_proxy(canvass):
            end_without_proxy(delegation, at=now)
