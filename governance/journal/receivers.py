"""What the journal hears from below."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.dispatch import receiver
from django.utils.translation import gettext_lazy

from governance.journal.actions import append
from governance.journal.models import Audience
from louzu.lib.stored import stored, stored_language
from residents.actions.records import Record
from residents.models import (
    Building,
    Device,
    Flat,
    Household,
    Joining,
    Membership,
    Office,
    Owner,
    Ownership,
    Slip,
    User,
)
from residents.roster.plan import Plan
from residents.rules import standing_of
from residents.signals import (
    answering_changed,
    guessing_stopped,
    joined,
    joining_undone,
    key_renewed,
    list_exported,
    moved_out,
    office_appointed,
    office_ended,
    person_forgotten,
    phone_seen,
    pin_locked,
    record_kept,
    roster_exported,
    roster_imported,
    slip_revoked,
    slips_printed,
)


@receiver(office_appointed)
def record_the_appointment(office: Office, by: User | None, **_kwargs: Any) -> None:
    _record(office, "residents.appointed", by)


@receiver(office_ended)
def record_the_end_of_an_office(office: Office, by: User | None, **_kwargs: Any) -> None:
    _record(office, "residents.office_ended", by)


@receiver(roster_imported)
def record_the_new_roster(building: Building, plan: Plan, by: User | None, **_kwargs: Any) -> None:
    title = stored(
        gettext_lazy("新增%(made)d户，改动%(changed)d户"),
        made=len(plan.made),
        changed=len(plan.changed),
    )
    subject = (building._meta.label_lower, building.pk, title)
    append(
        building, "residents.roster_imported", by=by, audience=Audience.RESIDENTS, subject=subject
    )


@receiver(record_kept)
def record_what_the_desk_wrote(
    record: Record, changed: Collection[str], added: bool, by: User, **_kwargs: Any
) -> None:
    """Residents read what was changed and of which flat, and no personal detail."""
    place = record if isinstance(record, Building) else _building_of(record)
    title = _record_name(record) if added else _named_changes(record, changed)
    subject, audience = _subject(record, title), Audience.RESIDENTS
    if added:
        append(place, "residents.record_added", by=by, audience=audience, subject=subject)
    else:
        append(place, "residents.record_changed", by=by, audience=audience, subject=subject)


@receiver(roster_exported)
def record_that_the_roster_left(
    building: Building, households: int, by: User | None, **_kwargs: Any
) -> None:
    title = stored(gettext_lazy("%(count)d户"), count=households)
    subject = (building._meta.label_lower, building.pk, title)
    append(building, "residents.roster_exported", by=by, audience=Audience.LEADERS, subject=subject)


@receiver(list_exported)
def record_that_a_list_left(
    building: Building, listed: type[Model], rows: int, by: User, **_kwargs: Any
) -> None:
    title = stored(
        gettext_lazy("%(list)s，%(count)d条"), list=listed._meta.verbose_name, count=rows
    )
    subject = (building._meta.label_lower, building.pk, title)
    append(building, "residents.list_exported", by=by, audience=Audience.LEADERS, subject=subject)


@receiver(phone_seen)
def record_who_looked_up_a_phone_number(
    person: User, building: Building, by: User, reason: str, **_kwargs: Any
) -> None:
    append(
        building, "residents.phone_seen", by=by, audience=Audience.LEADERS,
        subject=(person._meta.label_lower, person.pk, reason), whom=person,
    )  # fmt: skip


@receiver(person_forgotten)
def record_that_a_person_was_forgotten(
    user: User, buildings: list[Building], by: User, **_kwargs: Any
) -> None:
    for building in buildings:
        append(
            building, "residents.forgotten", by=by, audience=Audience.LEADERS,
            subject=(user._meta.label_lower, user.pk, ""), whom=user,
        )  # fmt: skip


def _record(office: Office, verb: str, by: User | None) -> None:
    """Offices of a building only: a committee's staff is no building's business."""
    if office.building:
        subject = _subject(office, stored(office.get_kind_display))
        append(
            office.building, verb, by=by, audience=Audience.RESIDENTS,
            subject=subject, whom=office.user,
        )  # fmt: skip


@receiver(slips_printed)
def record_the_printing(slips: list[Slip], by: User, **_kwargs: Any) -> None:
    """A batch is one line; a personal slip says for whom."""
    first = slips[0]
    several = stored(gettext_lazy("%(n)s张入户条"), n=len(slips))
    subject = _subject(first, several if len(slips) > 1 else _slip_name(first))
    if first.user:
        append(
            first.building, "residents.key_slip_printed",
            by=by, audience=Audience.LEADERS, subject=subject, whom=first.user,
            household=first.household,
        )  # fmt: skip
    else:
        append(
            first.building, "residents.slips_printed",
            by=by, audience=Audience.LEADERS, subject=subject,
            household=first.household if len(slips) == 1 else None,
        )  # fmt: skip


@receiver(slip_revoked)
def record_the_revoking(slip: Slip, by: User, **_kwargs: Any) -> None:
    append(
        slip.building, "residents.slip_revoked",
        by=by, audience=Audience.LEADERS, subject=_subject(slip, _slip_name(slip)),
        household=slip.household,
    )  # fmt: skip


@receiver(joined)
def record_the_joining(joining: Joining, by: User, **_kwargs: Any) -> None:
    """With a slip, or by a helper's hand."""
    if joining.slip:
        append(
            joining.building, "residents.joined", by=by, audience=Audience.LEADERS,
            subject=_subject(joining, _slip_name(joining.slip)), whom=joining.user,
            household=joining.membership.household,
        )  # fmt: skip
    else:
        append(
            joining.building, "residents.enrolled", by=by, audience=Audience.LEADERS,
            subject=_subject(joining, _room(joining.membership.household)), whom=joining.user,
        household=joining.membership.household,
        )  # fmt: skip


@receiver(joining_undone)
def record_the_undoing(joining: Joining, by: User, **_kwargs: Any) -> None:
    append(
        joining.building, "residents.joining_undone", by=by, audience=Audience.LEADERS,
        subject=_subject(joining, _room(joining.membership.household)), whom=joining.user,
        household=joining.membership.household,
    )  # fmt: skip


@receiver(key_renewed)
def record_the_new_key(slip: Slip, **_kwargs: Any) -> None:
    append(
        slip.building, "residents.key_renewed", by=slip.user, audience=Audience.LEADERS,
        subject=_subject(slip, _room(slip.household)), whom=slip.user,
        household=slip.household,
    )  # fmt: skip


@receiver(moved_out)
def record_the_moving_out(membership: Membership, by: User, **_kwargs: Any) -> None:
    append(
        membership.building, "residents.moved_out", by=by, audience=Audience.LEADERS,
        subject=_subject(membership, _room(membership.household)), whom=membership.user,
        household=membership.household,
    )  # fmt: skip
    _tell_residents(membership, stored(gettext_lazy("有人搬离")), by)


@receiver(answering_changed)
def record_who_answers(membership: Membership, by: User, **_kwargs: Any) -> None:
    append(
        membership.building, "residents.answering_changed", by=by, audience=Audience.LEADERS,
        subject=_subject(membership, _room(membership.household)), whom=membership.user,
        household=membership.household,
    )  # fmt: skip
    _tell_residents(membership, stored(gettext_lazy("谁可以代表全家答复")), by)


@receiver(guessing_stopped)
def warn_of_guessing(building: Building, **_kwargs: Any) -> None:
    append(
        building, "residents.guessing_stopped", by=None, audience=Audience.LEADERS,
        subject=_subject(building, stored(building.__str__)),
    )  # fmt: skip


@receiver(pin_locked)
def warn_of_a_locked_device(device: Device, buildings: list[Building], **_kwargs: Any) -> None:
    """Where the person lives, so that the leader has a new slip ready."""
    for building in buildings:
        append(
            building, "residents.pin_locked", by=None, audience=Audience.LEADERS,
            subject=_subject(device, ""), whom=device.user,
        )  # fmt: skip


def _tell_residents(membership: Membership, what: str, by: User) -> None:
    """What the committee did to a household's members is read in the building, without the name."""
    if standing_of(by, membership.building).staff:
        title = stored(
            gettext_lazy("%(room)s的成员：%(what)s"), room=_room(membership.household), what=what
        )
        append(
            membership.building, "residents.record_changed", by=by,
            audience=Audience.RESIDENTS, subject=_subject(membership, title),
        )  # fmt: skip


def _building_of(record: Flat | Household | Owner | Ownership) -> Building:
    return record.flat.building if isinstance(record, Ownership) else record.building


def _record_name(record: Record) -> str:
    """The flat, or the kind of thing: never an owner's name."""
    if isinstance(record, Owner):
        return stored(gettext_lazy("一位业主"))
    if isinstance(record, Ownership):
        return stored(gettext_lazy("%(room)s的产权"), room=record.flat)
    return stored(record.__str__)


def _named_changes(record: Record, changed: Collection[str]) -> str:
    names = (record._meta.get_field(name).verbose_name for name in changed)  # type: ignore[union-attr]
    with stored_language():
        return f"{_record_name(record)}：{'、'.join(map(str, names))}"


def _subject(thing: Model, title: str) -> tuple[str, int, str]:
    return (thing._meta.label_lower, thing.pk, title)


def _room(household: Household) -> str:
    return stored(household.__str__)


def _slip_name(slip: Slip) -> str:
    with stored_language():
        return f"{slip.household} {slip.get_kind_display()}"
