"""Handlers for offices, slips, joining, leaving and deletion of personal data."""

from __future__ import annotations

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy

from governance.journal.actions import append
from governance.journal.models import Audience
from governance.journal.receivers.words import (
    room_of,
    slip_name,
    subject_of,
)
from louzu.lib.stored import stored
from residents.models import (
    Building,
    Device,
    Joining,
    Membership,
    Office,
    Slip,
    User,
)
from residents.people.rules import standing_of
from residents.people.signals import (
    answering_changed,
    guessing_stopped,
    joined,
    joining_undone,
    key_renewed,
    moved_out,
    office_appointed,
    office_ended,
    person_forgotten,
    pin_locked,
    slip_revoked,
    slips_printed,
)


@receiver(office_appointed)
def record_the_appointment(office: Office, by: User | None, **_kwargs: object) -> None:
    _record(office, "residents.appointed", by)


@receiver(office_ended)
def record_the_end_of_an_office(office: Office, by: User | None, **_kwargs: object) -> None:
    _record(office, "residents.office_ended", by)


@receiver(person_forgotten)
def record_that_a_person_was_forgotten(
    user: User, buildings: list[Building], by: User, **_kwargs: object
) -> None:
    """Append a line for each household that the person left today. Its members can read it."""
    ended = Membership.objects.filter(user=user, until=timezone.localdate())
    homes = {
        home.household.building_id: home.household for home in ended.select_related("household")
    }
    for building in buildings:
        append(
            building, "residents.forgotten", by=by, audience=Audience.LEADERS,
            subject=subject_of(user, ""), whom=user, household=homes.get(building.pk),
        )  # fmt: skip


def _record(office: Office, verb: str, by: User | None) -> None:
    """Append a line for an office in a building. Offices of committee staff belong to no building."""
    if office.building:
        subject = subject_of(office, stored(office.get_kind_display))
        append(
            office.building, verb, by=by, audience=Audience.RESIDENTS,
            subject=subject, whom=office.user,
        )  # fmt: skip


@receiver(slips_printed)
def record_the_printing(slips: list[Slip], by: User, **_kwargs: object) -> None:
    """Append one line per batch, or for a personal slip one with its person."""
    first = slips[0]
    several = stored(gettext_lazy("%(n)s张入户条"), n=len(slips))
    subject = subject_of(first, several if len(slips) > 1 else slip_name(first))
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
def record_the_revoking(slip: Slip, by: User, **_kwargs: object) -> None:
    append(
        slip.building, "residents.slip_revoked",
        by=by, audience=Audience.LEADERS, subject=subject_of(slip, slip_name(slip)),
        household=slip.household,
    )  # fmt: skip


@receiver(joined)
def record_the_joining(joining: Joining, by: User, **_kwargs: object) -> None:
    """Append a line that tells whether a slip or a helper let the person in."""
    if joining.slip:
        append(
            joining.building, "residents.joined", by=by, audience=Audience.LEADERS,
            subject=subject_of(joining, slip_name(joining.slip)), whom=joining.user,
            household=joining.membership.household,
        )  # fmt: skip
    else:
        append(
            joining.building, "residents.enrolled", by=by, audience=Audience.LEADERS,
            subject=subject_of(joining, room_of(joining.membership.household)), whom=joining.user,
        household=joining.membership.household,
        )  # fmt: skip


@receiver(joining_undone)
def record_the_undoing(joining: Joining, by: User, **_kwargs: object) -> None:
    append(
        joining.building, "residents.joining_undone", by=by, audience=Audience.LEADERS,
        subject=subject_of(joining, room_of(joining.membership.household)), whom=joining.user,
        household=joining.membership.household,
    )  # fmt: skip


@receiver(key_renewed)
def record_the_new_key(slip: Slip, **_kwargs: object) -> None:
    append(
        slip.building, "residents.key_renewed", by=slip.user, audience=Audience.LEADERS,
        subject=subject_of(slip, room_of(slip.household)), whom=slip.user,
        household=slip.household,
    )  # fmt: skip


@receiver(moved_out)
def record_the_moving_out(membership: Membership, by: User, **_kwargs: object) -> None:
    append(
        membership.building, "residents.moved_out", by=by, audience=Audience.LEADERS,
        subject=subject_of(membership, room_of(membership.household)), whom=membership.user,
        household=membership.household,
    )  # fmt: skip
    _tell_residents(membership, stored(gettext_lazy("有人搬离")), by)


@receiver(answering_changed)
def record_who_answers(membership: Membership, by: User, **_kwargs: object) -> None:
    append(
        membership.building, "residents.answering_changed", by=by, audience=Audience.LEADERS,
        subject=subject_of(membership, room_of(membership.household)), whom=membership.user,
        household=membership.household,
    )  # fmt: skip
    _tell_residents(membership, stored(gettext_lazy("谁可以代表全家答复")), by)


@receiver(guessing_stopped)
def warn_of_guessing(building: Building, **_kwargs: object) -> None:
    append(
        building, "residents.guessing_stopped", by=None, audience=Audience.LEADERS,
        subject=subject_of(building, stored(building.__str__)),
    )  # fmt: skip


@receiver(pin_locked)
def warn_of_a_locked_device(device: Device, buildings: list[Building], **_kwargs: object) -> None:
    """Append a line in buildings where the person lives, so that the leader can print a new slip."""
    for building in buildings:
        append(
            building, "residents.pin_locked", by=None, audience=Audience.LEADERS,
            subject=subject_of(device, ""), whom=device.user,
        )  # fmt: skip


def _tell_residents(membership: Membership, what: str, by: User) -> None:
    """Append a line for residents, without the name, about what the committee did to a member."""
    if standing_of(by, membership.building).staff:
        title = stored(
            gettext_lazy("%(room)s的成员：%(what)s"), room=room_of(membership.household), what=what
        )
        append(
            membership.building, "residents.record_changed", by=by,
            audience=Audience.RESIDENTS, subject=subject_of(membership, title),
        )  # fmt: skip
