"""The doors of a building with all that is open there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.queries.at_doors import VoiceAtDoor
from governance.doors.models import Assignment, Knock
from governance.doors.queries.knocks import latest_knocks_in
from louzu.lib.time import format_when
from residents.models import Building, Flat, Household, User
from residents.rooms.at_doors import AtDoor
from residents.rooms.context import PageContext
from residents.rooms.manifest import rooms

MISSED_FOR = dt.timedelta(days=7)
"""How long the list says that nobody was in."""
REST = dt.timedelta(hours=3)
"""How long a door at which nobody was in, or nobody wanted to talk, is not the next one."""


@dataclass(slots=True)
class Door:
    """A flat and its household, as helpers find them on their round."""

    flat: Flat
    household: Household | None
    asks: list[AtDoor] = field(default_factory=list)
    last: Knock | None = None
    """The latest knock at this household."""
    refused: Knock | None = None
    """Set if the household wants to be let be."""
    helper: User | None = None

    @property
    def room(self) -> str:
        return self.flat.room

    @property
    def open(self) -> list[AtDoor]:
        return [ask for ask in self.asks if not ask.done]

    @property
    def to_say(self) -> list[AtDoor]:
        """The open things that are said there now: only urgent ones if the household wants to be let be."""
        return [ask for ask in self.open if ask.urgent] if self.refused else self.open

    @property
    def here(self) -> list[AtDoor]:
        """What can be done by knocking, because it is not for an owner who lives elsewhere."""
        return [ask for ask in self.to_say if not ask.elsewhere]

    @property
    def on_one_paper(self) -> list[VoiceAtDoor]:
        """The questions that can be entered together on the page for answers, also those that have
        an answer, which the household may change."""
        found = [ask.content for ask in self.asks if not ask.elsewhere]
        return [one for one in found if isinstance(one, VoiceAtDoor) and one.yes_or_no]

    @property
    def on_own_paper(self) -> list[VoiceAtDoor]:
        """The questions that are open and entered one by one, because options are picked."""
        found = [ask.content for ask in self.open if not ask.elsewhere]
        voices = [one for one in found if isinstance(one, VoiceAtDoor)]
        return [one for one in voices if one.canvass.has_options and not one.canvass.secret]

    @property
    def on_own_forms(self) -> list[VoiceAtDoor]:
        """The questions whose answer is entered on a form of its own, those without an answer first."""
        return [
            one
            for ask in sorted(self.asks, key=lambda ask: ask.done)
            if isinstance(one := ask.content, VoiceAtDoor)
            and one.asks
            and not one.canvass.secret
            and (ask.elsewhere or not one.yes_or_no)
        ]

    @property
    def to_tell(self) -> list[VoiceAtDoor]:
        """The questions of which the people here are to be told."""
        found = [ask.content for ask in self.here]
        return [one for one in found if isinstance(one, VoiceAtDoor) and not one.told]

    @property
    def with_slips(self) -> list[VoiceAtDoor]:
        """The questions for which a slip can be left: all that are open, except secret votes."""
        found = [ask.content for ask in self.open if not ask.elsewhere]
        return [one for one in found if isinstance(one, VoiceAtDoor) and not one.canvass.secret]

    @property
    def missed(self) -> Knock | None:
        """The last knock, if nobody was in."""
        last = self.last
        if last is None or last.outcome != Knock.Outcome.NOT_IN:
            return None
        return last if last.at > timezone.now() - MISSED_FOR else None

    @property
    def state(self) -> str:
        """``ok``, ``let-be``, ``elsewhere``, ``out`` or ``todo``, which are classes of the list."""
        if not self.open:
            return "ok"
        if not self.to_say:
            return "let-be"
        if not self.here:
            return "elsewhere"
        return "out" if self.missed else "todo"

    @property
    def word(self) -> str:
        n = len(self.to_say)
        words = {
            "ok": _("好了"),
            "let-be": _("不打扰"),
            "elsewhere": _("不住这"),
            "out": _("不在家"),
        }
        return words.get(self.state) or ngettext("%(n)s件", "%(n)s件", n) % {"n": n}

    @property
    def knocked(self) -> str:
        """When nobody was in, for the label of the door. Empty in other states."""
        if self.state != "out" or self.missed is None:
            return ""
        return _("%(when)s敲过") % {"when": format_when(self.missed.when, until=False)}

    @property
    def can_be_next(self) -> bool:
        last, rested = self.last, timezone.now() - REST
        rests = last is not None and last.outcome in Knock.NOBODY_TALKED and last.at > rested
        return bool(self.here) and not rests


@dataclass(frozen=True, slots=True)
class Round:
    """All doors, from the top floor down."""

    doors: list[Door]
    user: User
    homes: frozenset[int]
    """The primary keys of the households in which this person lives."""

    @property
    def others(self) -> list[Door]:
        """The doors except those of this person's own home, at which nobody knocks as a helper."""
        return [d for d in self.doors if d.household is None or d.household.pk not in self.homes]

    @property
    def mine(self) -> list[Door]:
        """The doors that were given to this person."""
        return [door for door in self.others if door.helper == self.user]

    @property
    def asked(self) -> list[Door]:
        return [door for door in self.doors if door.asks]

    @property
    def read_out(self) -> list[int]:
        """The primary keys of the canvasses whose texts are read out at any door."""
        found = [ask.content for door in self.doors for ask in door.open]
        return list(dict.fromkeys(x.canvass.pk for x in found if isinstance(x, VoiceAtDoor)))

    @property
    def left(self) -> list[Door]:
        """The doors at which knocking is of use, which every page counts alike."""
        return left_of(self.doors)

    @property
    def done(self) -> int:
        return len(self.asked) - len(self.left)

    def next_door(self, after: int | None = None) -> Door | None:
        """Return the next door in order after that of a flat, first of those given to this person."""
        return _next(self.mine, after) or _next(self.others, after)

    def door_of(self, flat: int) -> Door | None:
        return next((door for door in self.doors if door.flat.pk == flat), None)


def _next(doors: list[Door], after: int | None) -> Door | None:
    keys = [door.flat.pk for door in doors]
    begin = keys.index(after) + 1 if after in keys else 0
    in_turn = doors[begin:] + doors[:begin]
    return next((d for d in in_turn if d.can_be_next and d.flat.pk != after), None)


@dataclass(frozen=True, slots=True)
class FloorOfDoors:
    floor: int
    doors: list[Door]

    @property
    def done(self) -> int:
        return len(self.doors) - len(left_of(self.doors))


def left_of(doors: list[Door]) -> list[Door]:
    """Return the doors at which something can be done by knocking. Not those at which only owners
    who live elsewhere are asked, and not those that want to be let be."""
    return [door for door in doors if door.here]


def floors_of(doors: list[Door]) -> list[FloorOfDoors]:
    groups = groupby(doors, key=lambda door: door.flat.floor)
    return [FloorOfDoors(floor, list(group)) for floor, group in groups]


def sorted_by_left(doors: list[Door]) -> list[Door]:
    """Sort by how much is left. Doors that are let be come after the others that are not done."""
    return sorted(doors, key=lambda d: (not d.open, not d.to_say, -len(d.to_say)))


def has_doors(user: User, building: Building) -> bool:
    """Return whether this person was asked to knock at any door."""
    return Assignment.objects.filter(flat__building=building, helper=user).exists()


def round_for(page: PageContext) -> Round:
    """The number of statements does not depend on doors and questions, only on the rooms."""
    homes = Household.objects.living_in(page.building)
    living = {home.flat_id: home for home in homes}
    doors = {
        flat.pk: Door(flat, living.get(flat.pk))
        for flat in Flat.objects.not_closed_in(page.building)
    }
    knocks = latest_knocks_in(page.building)
    for pk, door in doors.items():
        door.flat.building = page.building
        _add_knocks(door, knocks.get(pk, []))
    given = Assignment.objects.filter(flat__in=list(doors)).select_related("helper")
    for assignment in given:
        doors[assignment.flat_id].helper = assignment.helper
    for room in rooms():
        for ask in room.at_doors(page):
            if ask.flat in doors:
                doors[ask.flat].asks.append(_with_handed(ask, knocks.get(ask.flat, [])))
    in_order = sorted(doors.values(), key=lambda door: -door.flat.floor)
    return Round(in_order, page.user, frozenset(page.standing.households))


def _with_handed(ask: AtDoor, knocks: list[Knock]) -> AtDoor:
    if ask.printed_at is None:
        return ask
    handed = (knock.at for knock in knocks if knock.outcome == Knock.Outcome.HANDED)
    return replace(ask, done=any(at > ask.printed_at for at in handed))


def _add_knocks(door: Door, knocks: list[Knock]) -> None:
    home = door.household.pk if door.household else None
    at_home = [knock for knock in knocks if knock.household_id == home]
    door.last = max(at_home, key=lambda knock: knock.pk, default=None)
    said = next((knock for knock in at_home if knock.outcome in Knock.LET_BE), None)
    door.refused = said if said and said.outcome == Knock.Outcome.REFUSED else None
