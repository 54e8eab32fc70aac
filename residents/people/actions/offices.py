"""Appoint people to offices, and end and hand over offices."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.people.models import Membership, Office, User
from residents.people.signals import office_appointed, office_ended
from residents.places.models import Building, Neighbourhood


@transaction.atomic
def appoint(  # noqa: PLR0913 -- all are parts of an appointment
    user: User,
    *,
    kind: str,
    place: Building | Neighbourhood,
    by: User | None,
    since: dt.date | None = None,
    deputed: bool = False,
    contact: str = "",
) -> Office:
    """Give ``user`` an office from ``since`` (default: today). Raises ValidationError."""
    _lock(user)
    where = {"building": place} if isinstance(place, Building) else {"neighbourhood": place}
    office = Office(
        user=user,
        kind=kind,
        deputed=deputed,
        contact=contact,
        appointed_by=by,
        since=since or timezone.localdate(),
        **where,
    )
    office.full_clean()
    office.save()
    office.refresh_from_db(fields=["until"])  # it ends when the building closes
    office_appointed.send(sender=Office, office=office, by=by)
    return office


@transaction.atomic
def ask_to_help(
    user: User, *, kind: str, building: Building, contact: str = "", by: User
) -> Office:
    """Let a leader appoint a volunteer, treasurer or team member. Raises Refused for other offices, which the
    committee gives, for a leader as treasurer, and if the person holds it already."""
    if kind not in Office.HELPING:
        raise Refused(_("这项职务由居委委派。"))
    return appoint_or_refuse(user, kind=kind, place=building, by=by, contact=contact)


@transaction.atomic
def end_office(office: Office, *, by: User | None, on: dt.date | None = None) -> Office:
    """End an office on ``on`` (default: today). The row is kept."""
    office = Office.objects.select_for_update().get(pk=office.pk)
    ends = max(on or timezone.localdate(), office.since)
    if office.until and office.until <= ends:
        raise Refused(_("这项职务已经结束了。"))
    office.until = ends
    office.save(update_fields=["until"])
    office_ended.send(sender=Office, office=office, by=by)
    return office


@transaction.atomic
def resume_office(office: Office, *, by: User) -> Office:
    """Appoint a person again whose office was ended today by mistake, without an end date. The
    ended row is not changed. Raises Refused."""
    office = Office.objects.select_for_update().get(pk=office.pk)
    begins = max(timezone.localdate(), office.since)
    if office.until != begins:
        raise Refused(_("只有今天结束的职务能恢复，更早的请重新委派。"))
    if office.user.forgotten_at:
        raise Refused(_("这位邻居的个人信息已经按本人要求删除了。"))
    place = office.building or office.neighbourhood
    assert place is not None  # noqa: S101 -- a constraint of the database
    again = Office.objects.not_over().filter(
        user=office.user,
        kind=office.kind,
        building=office.building,
        neighbourhood=office.neighbourhood,
    )
    if again.exclude(pk=office.pk).exists():
        raise Refused(_("这位邻居已经在做这件事了。"))
    return appoint_or_refuse(
        office.user,
        kind=office.kind,
        place=place,
        by=by,
        since=begins,
        deputed=office.deputed,
        contact=office.contact,
    )


@transaction.atomic
def hand_over_leadership(office: Office, *, to: User, by: User) -> Office:
    """Transfer the leader's office to ``to`` today.

    ``to`` lives in the building. Their lesser offices end. Raises Refused if the office has ended
    meanwhile.
    """
    building = office.building
    homes = Membership.objects.current().filter(user=to, household__building=building)
    if building is None or office.kind != Office.Kind.LEADER or not homes.exists():
        raise Refused(_("接任的人要住在这栋楼里。"))
    if to.pk == office.user_id:
        raise Refused(_("请选另一位邻居来接任。"))
    end_office(office, by=by)
    lesser = Office.objects.current().filter(user=to, building=building, kind__in=Office.LESSER)
    for held in lesser:
        end_office(held, by=by)
    return appoint_or_refuse(to, kind=Office.Kind.LEADER, place=building, by=by)


def _lock(user: User) -> None:
    """Let offices of one person be given one after another, so that each is checked with the others."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def appoint_or_refuse(  # noqa: PLR0913 -- as in ``appoint``
    user: User,
    *,
    kind: str,
    place: Building | Neighbourhood,
    by: User | None,
    since: dt.date | None = None,
    deputed: bool = False,
    contact: str = "",
) -> Office:
    """Convert ValidationError to a single Refused, for forms that do not show errors per field."""
    try:
        return appoint(
            user, kind=kind, place=place, by=by, since=since, deputed=deputed, contact=contact
        )
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages)) from problem
