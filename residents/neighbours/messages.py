"""Messages about households and offices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from louzu.lib.stored import stored
from residents.access.models import Joining
from residents.people.models import Office
from residents.rooms.messages import (
    Because,
    MessageContent,
    MessageKind,
    MessageType,
    Recipient,
    Topic,
)
from residents.rooms.recipients import members_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _content_of_the_joining(pk: int) -> MessageContent | None:
    joining = Joining.objects.select_related("membership__household__building").get(pk=pk)
    if joining.undone_at:
        return None
    home = joining.membership.household
    return MessageContent(
        building_id=home.building_id,
        values={"room": stored(home.__str__)},
        url=reverse("homes:home", args=[home.building.slug, home.pk]),
    )


def _other_members(pk: int) -> Iterator[Recipient]:
    joining = Joining.objects.select_related("membership").get(pk=pk)
    for one in members_of([joining.membership.household_id], Because.HOUSEHOLD):
        if one.user_id != joining.user_id:
            yield one


def _content_of_the_office(pk: int) -> MessageContent | None:
    office = Office.objects.select_related("building").get(pk=pk)
    if office.building is None:
        return None
    return MessageContent(
        building_id=office.building.pk,
        values={},
        url=reverse("people:neighbours", args=[office.building.slug]),
    )


def _holder(pk: int) -> Iterable[Recipient]:
    return [Recipient(Office.objects.get(pk=pk).user_id, Because.OFFICE)]


def _joined(code: str, long: StrOrPromise) -> MessageType:
    return MessageType(
        code=code,
        kind=MessageKind.NEWS,
        topic=Topic.HOUSEHOLD,
        short=_("有人加入了您家"),
        long=long,
        content_of=_content_of_the_joining,
        recipients_of=_other_members,
        listed=False,
        withdrawn_by=("residents.joining_undone",),
    )


MESSAGE_TYPES = (
    _joined("residents.joined", _("有人加入了您家（%(room)s）。不认识的话，请告诉楼组长或居委。")),
    _joined(
        "residents.enrolled",
        _("楼里帮一位家里人开了户，加入了您家（%(room)s）。不认识的话，请告诉楼组长或居委。"),
    ),
    MessageType(
        code="residents.appointed",
        kind=MessageKind.NEWS,
        topic=Topic.HELPING,
        short=_("您在楼里有了新的职务"),
        long=_("您在楼里有了新的职务。谢谢您为大家出力。"),
        content_of=_content_of_the_office,
        recipients_of=_holder,
    ),
)
