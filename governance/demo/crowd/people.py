"""Buildings, flats, households, owners and members of the crowd."""

from __future__ import annotations

import datetime as dt
from random import Random

from django.utils import timezone

from governance.demo.crowd._shared import CrowdBuilding, bulk_create
from residents.models import (
    Building,
    Flat,
    Household,
    Membership,
    Neighbourhood,
    Office,
    Owner,
    Ownership,
    User,
)

HOMES = 20
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
NO_KEY = "!"
"""An unusable password."""


def create_buildings(neighbourhood: Neighbourhood, numbers: range) -> list[CrowdBuilding]:
    buildings = bulk_create([
        Building(neighbourhood=neighbourhood, slug=f"g{n}", door_number=f"{1000 + n}", floors=5)
        for n in numbers
    ])  # fmt: skip
    return [
        CrowdBuilding(building, life=0.2 + (n * 7 % 10) / 5, dice=Random(n))  # noqa: S311 -- generated data needs no secure numbers
        for n, building in zip(numbers, buildings, strict=True)
    ]


def create_people(places: list[CrowdBuilding]) -> None:
    flats = bulk_create([
        Flat(building=p.building, floor=1 + n // 4, room=f"{1 + n // 4}0{1 + n % 4}",
             area="70.00", area_source="register")
        for p in places for n in range(HOMES)
    ])  # fmt: skip
    homes = bulk_create(
        [Household(building=f.building, flat=f, aged_18_59=1, aged_60_up=1) for f in flats]
    )
    owners = bulk_create([Owner(building=f.building, name=f"业主{f.room}") for f in flats])
    long_ago = timezone.localdate() - dt.timedelta(days=4000)
    bulk_create(
        [Ownership(owner=o, flat=f, since=long_ago) for o, f in zip(owners, flats, strict=True)]
    )
    by_place = {p.building.pk: p for p in places}
    for home in homes:
        by_place[home.building_id].homes.append(home)
    # Two households in five have nobody in the portal.
    joined = [h for p in places for n, h in enumerate(p.homes) if n % 5 not in {1, 3}]
    people = bulk_create([
        User(username=f"g{h.pk}", shown_name=f"{SURNAMES[h.pk % len(SURNAMES)]}阿姨",
             password=NO_KEY, shows_name=False)
        for h in joined
    ])  # fmt: skip
    bulk_create(
        [
            Membership(user=u, household=h, since=long_ago)
            for u, h in zip(people, joined, strict=True)
        ]
    )
    for user, home in zip(people, joined, strict=True):
        by_place[home.building_id].people.append(user)
    led = [p for p in places if p.building.pk % 25]
    for place in led:
        place.leader = place.people[0]
    bulk_create(
        [Office(user=p.leader, kind="leader", building=p.building, since=long_ago) for p in led]
    )
