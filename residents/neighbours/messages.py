"""Messages about households and offices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from louzu.lib.stored import stored
from residents.access.models import Joining
from residents.people.models import Office
from residents.rooms.messages import (
    Because,
    MessageContent,
    MessageType,
    Recipient,
    Topic,
)
from residents.rooms.recipients import ForOne, ForSome, members_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _joining(pk: int) -> Joining:
    return Joining.objects.select_related("membership__household__building").get(pk=pk)


def _office(pk: int) -> Office:
    return Office.objects.select_related("building").get(pk=pk)


def _content_of_the_joining(joining: Joining) -> MessageContent | None:
    if joining.undone_at:
        return None
    home = joining.membership.household
    return MessageContent(
        building_id=home.building_id,
        values={"room": stored(home.__str__)},
        url=reverse("homes:home", args=[home.building.slug, home.pk]),
    )


def _other_members(joining: Joining) -> Iterator[Recipient]:
    for one in members_of([joining.membership.household_id], Because.HOUSEHOLD):
        if one.user_id != joining.user_id:
            yield one


def _content_of_the_office(office: Office) -> MessageContent | None:
    if office.building is None:
        return None
    return MessageContent(
        building_id=office.building.pk,
        values={},
        url=reverse("people:neighbours", args=[office.building.slug]),
    )


def _holder(office: Office) -> int:
    return office.user_id


def _joined(code: str, long: StrOrPromise) -> MessageType[Joining]:
    return ForSome(
        code=code,
        topic=Topic.HOUSEHOLD,
        short=_("有人加入了您家"),
        long=long,
        load=_joining,
        content_of=_content_of_the_joining,
        recipients=_other_members,
        listed=False,
        withdrawn_by=("residents.joining_undone",),
    )


MESSAGE_TYPES = (
    _joined("residents.joined", _("有人加入了您家（%(room)s）。不认识的话，请告诉楼组长或居委。")),
    _joined(
        "residents.enrolled",
        _("楼里帮一位家里人开了户，加入了您家（%(room)s）。不认识的话，请告诉楼组长或居委。"),
    ),
    ForOne(
        code="residents.appointed",
        topic=Topic.HELPING,
        short=_("您在楼里有了新的职务"),
        long=_("您在楼里有了新的职务。谢谢您为大家出力。"),
        load=_office,
        content_of=_content_of_the_office,
        person_of=_holder,
        because=Because.OFFICE,
    ),
)
