"""Words by which a reader finds out which home a story tells of, beside rooms: names on the roster, and
what one home bears or paid."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.db.models import Q

from governance.ledger.queries.accounts import paid_by_flat
from governance.matters.models import Matter
from governance.matters.queries.share_versions import current_table, tables_of
from governance.stories.models import Story, StoryPhoto
from louzu.lib.money import FEN_IN_YUAN
from residents.models import Building, Household, Owner

SHORTEST_NAME = 2
"""Characters. A shorter name occurs in other words."""
AMOUNT = re.compile(r"([0-9][0-9,]*)(?:\.([0-9]{1,2}))?\s*[元块]")
BETWEEN_NAMES = re.compile(r"[、，,;；/\s（）()]+")


def occurs_in(found: str, text: str) -> bool:
    """Whether the text has what was found, also if it was found in the plain form of the text."""
    return found in text or found in unicodedata.normalize("NFKC", text)


def names_of_asked(story: Story, photo: StoryPhoto | None = None) -> set[str]:
    """Return the names of people who are asked about a picture, or the words if it is None, also as
    the roster has them."""
    asked = list(story.people.filter(photo=photo).select_related("user"))
    homes = Household.objects.current().filter(building=story.building)
    own = homes.filter(memberships__user__in=[one.user_id for one in asked if one.user_id])
    known = {one.user.shown_name if one.user else one.name for one in asked}
    known |= _names(own.values_list("contact", flat=True))
    return known | _owner_names(Q(ownerships__flat__in=own.values("flat")), story.building)


def roster_names(building: Building) -> set[str]:
    """Return the names that the roster has of homes and owners."""
    homes = Household.objects.current().filter(building=building)
    return _names(homes.values_list("contact", flat=True)) | _owner_names(Q(), building)


def amounts_in(text: str, matter: Matter) -> Iterator[str]:
    """Yield amounts that are what one flat bears or has paid."""
    told = set[int]()
    if table := current_table(tables_of(matter)):
        told |= set(table.lines.values_list("fen", flat=True))
    if matter.account:
        told |= set(paid_by_flat(matter.account).values())
    for found in AMOUNT.finditer(unicodedata.normalize("NFKC", text)):
        yuan, rest = found[1].replace(",", ""), (found[2] or "").ljust(2, "0")
        if int(yuan) * FEN_IN_YUAN + int(rest) in told - {0}:
            yield found[0]


def _owner_names(of: Q, building: Building) -> set[str]:
    rows = Owner.objects.filter(of, building=building).values_list("name", "also")
    return _names(written for name, also in rows for written in (name, *also))


def _names(written: Iterable[str]) -> set[str]:
    found = {name for one in written for name in BETWEEN_NAMES.split(one)}
    return {name for name in found if len(name) >= SHORTEST_NAME}
