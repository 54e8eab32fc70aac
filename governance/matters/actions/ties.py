"""Tie things to a matter, and untie them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from governance.journal.actions import enter, link, unlink
from governance.journal.models import LinkKind
from governance.matters.actions._shared import add_promises_of_objections
from governance.matters.models import Matter, UntiedThing
from governance.matters.queries.ties import ties_of
from louzu.lib.errors import Refused
from residents.models import User
from residents.rooms.waiting import Thing


@transaction.atomic
def tie_thing(matter: Matter, thing: Thing, *, by: User) -> None:
    """Say that a thing of the building belongs to the matter, with what came of it."""
    matter = Matter.objects.locked(matter)
    label, pk = thing
    was_untied, _rows = UntiedThing.objects.filter(
        matter=matter, thing_type=label, thing_id=pk
    ).delete()
    if pk in ties_of(matter).ids_of(label):
        if not was_untied:
            raise Refused(_("这一件已经归在这件事里了。"))
    else:
        link(matter.building, matter, thing, LinkKind.PART_OF)
    enter(matter, "matters.tied", by=by)
    add_promises_of_objections(matter)


@transaction.atomic
def release_thing(matter: Matter, thing: Thing, *, by: User) -> None:
    """Take back a tie made by hand, if there still is one. What belongs to the matter otherwise
    stays."""
    if unlink(matter, thing):
        enter(matter, "matters.untied", by=by)


@transaction.atomic
def untie_thing(matter: Matter, thing: Thing, *, by: User) -> None:
    """Say that a thing does not belong to the matter, nor what came of it alone."""
    matter = Matter.objects.locked(matter)
    label, pk = thing
    if pk not in ties_of(matter).ids_of(label):
        raise Refused(_("这一件不在这件事里，可能别人刚拿掉了。"))
    unlink(matter, thing)
    if pk in ties_of(matter).ids_of(label):
        UntiedThing.objects.get_or_create(matter=matter, thing_type=label, thing_id=pk)
    enter(matter, "matters.untied", by=by)
