"""Links between the desk pages of people, households, flats and owners."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from residents.access.models.slips import STATES
from residents.changes.queries import related as queries
from residents.desk.related import RelatedTable, link_to
from residents.people.models import Membership, Office, User
from residents.places.models import Flat, Household, Owner, Ownership


def tables_for_person(
    person: User, neighbourhoods: Collection[int] | None
) -> Iterable[RelatedTable]:
    homes = queries.homes_of_person(person, neighbourhoods)
    owners = queries.owners_of_flats([home.household.flat_id for home in homes])
    offices = queries.offices_of_person(person, neighbourhoods)
    yield RelatedTable(
        _("住在哪里"),
        (_("户"), _("楼组"), _("从哪天起"), _("到哪天止"), _("代表全家答复"), _("这套房的业主")),
        [
            (
                link_to(home.household), link_to(home.building), home.since, home.until or "",
                _may_answer(home), _owner_link(owners, home.household.flat_id),
            )
            for home in homes
        ],
        _("没有登记住处。"),
    )  # fmt: skip
    yield RelatedTable(
        _("职务"),
        (_("职务"), _("哪里"), _("从哪天起"), _("到哪天止")),
        [_office_row(office) for office in offices],
        _("没有担任过职务。"),
    )


def tables_for_household(household: Household) -> Iterable[RelatedTable]:
    yield _people_of(household)
    yield _owners_of(household.flat)
    slips = queries.newest_slips_of(household)
    yield RelatedTable(
        _("最近的入户条"),
        (_("编号"), _("种类"), _("还能不能用"), _("什么时候印的")),
        [
            (
                link_to(slip, str(slip.pk)), slip.get_kind_display(), STATES[slip.state],
                slip.printed_at,
            )
            for slip in slips
        ],
        _("还没有印过入户条。"),
    )  # fmt: skip


def tables_for_flat(flat: Flat) -> Iterable[RelatedTable]:
    households = queries.households_in_flats([flat.pk])
    yield RelatedTable(
        _("先后住在这里的户"),
        (
            _("户"), _("户主/联系人"), _("居住情况"), _("人数"), _("从哪天起"), _("到哪天止"),
        ),
        [
            (
                link_to(one), one.contact, one.get_occupancy_display(), str(one.people),
                one.since or "", one.until or "",
            )
            for one in households.get(flat.pk, ())
        ],
        _("还没有登记住户。"),
    )  # fmt: skip
    yield _owners_of(flat)


def tables_for_owner(owner: Owner) -> Iterable[RelatedTable]:
    ownerships = queries.ownerships_of_owner(owner)
    households = queries.households_in_flats([one.flat_id for one in ownerships])
    yield RelatedTable(
        _("名下的室"),
        (_("室"), _("从哪天起"), _("到哪天止"), _("住在那里的户"), _("产权")),
        [
            (
                link_to(one.flat), one.since, one.until or "",
                [*map(link_to, households.get(one.flat_id, ()))], link_to(one, _("这段产权")),
            )
            for one in ownerships
        ],
        _("名下没有室。"),
    )  # fmt: skip


def tables_for_membership(membership: Membership) -> Iterable[RelatedTable]:
    yield _people_of(membership.household)
    yield _owners_of(membership.household.flat)


def tables_for_ownership(ownership: Ownership) -> Iterable[RelatedTable]:
    yield from tables_for_flat(ownership.flat)


def tables_for_office(
    office: Office, neighbourhoods: Collection[int] | None
) -> Iterable[RelatedTable]:
    yield from tables_for_person(office.user, neighbourhoods)


def _people_of(household: Household) -> RelatedTable:
    members = queries.members_of_household(household)
    people = [member.user_id for member in members]
    offices = queries.offices_held_by_any(people, household.building_id)
    return RelatedTable(
        _("这家的人"),
        (_("谁"), _("从哪天起"), _("到哪天止"), _("代表全家答复"), _("在楼里的职务"), _("登记")),
        [
            (
                link_to(one.user), one.since, one.until or "", _may_answer(one),
                [link_to(held, held.get_kind_display()) for held in offices.get(one.user_id, ())],
                link_to(one, _("这条登记")),
            )
            for one in members
        ],
        _("还没有人加入。"),
    )  # fmt: skip


def _owners_of(flat: Flat) -> RelatedTable:
    return RelatedTable(
        _("这套房先后的业主"),
        (_("业主"), _("从哪天起"), _("到哪天止"), _("产权")),
        [
            (link_to(one.owner), one.since, one.until or "", link_to(one, _("这段产权")))
            for one in queries.ownerships_of_flat(flat)
        ],
        _("没有登记业主。"),
    )


def _office_row(office: Office) -> tuple[object, ...]:
    place = office.building or office.neighbourhood
    where = link_to(place) if place else ""
    return link_to(office, office.get_kind_display()), where, office.since, office.until or ""


def _may_answer(membership: Membership) -> str:
    return _("可以") if membership.may_answer else _("不可以")


def _owner_link(owners: dict[int, Owner], flat: int) -> object:
    return link_to(owners[flat]) if flat in owners else _("没有登记")
