"""What a person is in one building. All rules are based on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KEEPER = "keeper"
OFFICE_NAMES = {
    "staff": gettext_lazy("居委"),
    "leader": gettext_lazy("楼组长"),
    "core": gettext_lazy("骨干"),
    "treasurer": gettext_lazy("管账人"),
    "team": gettext_lazy("自管小组"),
    "volunteer": gettext_lazy("志愿者"),
    KEEPER: gettext_lazy("系统管理员"),
}
"""Includes the keeper, which is no office. Journal lines use it for acts of a keeper of the
installation."""


class OfficeHeld(TypedDict):
    kind: str
    deputed: bool


class HomeHad(TypedDict):
    household: int
    room: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Offices and homes of a person in one building today. It is empty for a stranger."""

    offices: tuple[str, ...] = ()
    deputed: bool = False
    """A core resident who may write on the notice board."""
    households: tuple[int, ...] = ()
    answering: tuple[int, ...] = ()
    """The households among them for which the person may answer."""
    rooms: tuple[str, ...] = ()
    owned: tuple[int, ...] = ()
    """The owners for whom the person may answer, of flats in which somebody else lives. They make
    nobody a member: see ``open_to_owners``."""

    @classmethod
    def of(
        cls, offices: Iterable[OfficeHeld], homes: Iterable[HomeHad], owned: Iterable[int] = ()
    ) -> Standing:
        """Build it from the rows of ``residents.people.models.standing_sql``."""
        offices, homes = list(offices), sorted(homes, key=itemgetter("household"))
        return cls(
            offices=tuple(sorted({held["kind"] for held in offices})),
            deputed=any(held["deputed"] for held in offices),
            households=tuple(home["household"] for home in homes),
            answering=tuple(home["household"] for home in homes if home["answers"]),
            rooms=tuple(home["room"] for home in homes),
            owned=tuple(sorted(owned)),
        )

    @property
    def member(self) -> bool:
        return bool(self.offices or self.households)

    @property
    def leader(self) -> bool:
        return "leader" in self.offices

    @property
    def staff(self) -> bool:
        return "staff" in self.offices

    @property
    def leads(self) -> bool:
        """Leader or staff."""
        return self.leader or self.staff

    @property
    def helper(self) -> bool:
        return not {"leader", "core", "volunteer"}.isdisjoint(self.offices)

    @property
    def treasurer(self) -> bool:
        return "treasurer" in self.offices

    @property
    def may_post_notices(self) -> bool:
        return self.leads or self.deputed

    @property
    def office(self) -> str:
        order = ("staff", "leader", "core", "treasurer", "team", "volunteer")
        return next((kind for kind in order if kind in self.offices), "")

    @property
    def office_name(self) -> str:
        return office_name(self.office)

    @property
    def flat(self) -> str:
        return "、".join(_("%(room)s室") % {"room": room} for room in self.rooms)


def office_name(kind: str) -> str:
    return str(OFFICE_NAMES.get(kind, ""))
