"""Begin a matter and change what it says."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from governance.journal.actions import enter, link
from governance.journal.models import LinkKind
from governance.matters.actions._shared import (
    add_promises_of_objections,
    happened_day,
    replace_stewards,
)
from governance.matters.actions.kinds import apply_kind
from governance.matters.inputs import MatterInput
from governance.matters.models import Matter, MatterPhoto
from governance.matters.queries.ties import matter_begun_from
from louzu.lib.attachments import attach, detach
from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from louzu.lib.time import format_date
from louzu.lib.versions import check_version
from residents.models import Building, User
from residents.rooms.waiting import Thing


@transaction.atomic
def begin_matter(
    building: Building, data: MatterInput, *, by: User, cause: Thing | None = None
) -> Matter:
    """Begin a matter. ``cause`` is the thing of which it comes, if any.

    Raises Refused if a matter was begun from the same thing already.
    """
    building = Building.objects.select_for_update(no_key=True).get(pk=building.pk)
    if cause and (other := matter_begun_from(cause)):
        words = {"title": quoted(other.title)}
        raise Refused(_("已经立过了：事项“%(title)s”就是从这里来的。") % words)
    day = happened_day(data.begun_on, field="begun_on")
    matter = Matter.objects.create(
        building=building, title=data.title, sentence=data.sentence, begun_on=day
    )
    attach(matter.photos.all(), data.photos, matter=matter)
    if cause:
        link(building, cause, matter, LinkKind.CAME_FROM)
    enter(matter, "matters.begun", by=by, happened_on=day)
    _tell_stewards(matter, data, by=by)
    add_promises_of_objections(matter)
    if data.kind:
        apply_kind(matter, data.kind, starts_on=happened_day(None), by=by)
    return matter


@transaction.atomic
def edit_matter(
    matter: Matter, data: MatterInput, *, version: str | None = None, by: User
) -> Matter:
    """Change its words, its first day and who looks after it, and add photos. Raises Stale if
    ``version`` is outdated."""
    matter = Matter.objects.locked(matter)
    check_version(version, str(matter.version), texts=[matter.title, matter.sentence])
    matter.title, matter.sentence = data.title, data.sentence
    if data.begun_on and data.begun_on != matter.begun_on:
        matter.begun_on = happened_day(data.begun_on, field="begun_on")
        _refuse_after_the_record(matter)
    matter.version += 1
    matter.save(update_fields=["title", "sentence", "begun_on", "version"])
    attach(matter.photos.all(), data.photos, matter=matter)
    enter(matter, "matters.edited", by=by)
    _tell_stewards(matter, data, by=by)
    return matter


@transaction.atomic
def remove_matter_photo(matter: Matter, photo: MatterPhoto, *, by: User) -> None:
    """Remove a photo in any stage: it may show a person who objects to it."""
    matter = Matter.objects.locked(matter)
    detach(photo)
    enter(matter, "matters.photo_removed", by=by)


def _refuse_after_the_record(matter: Matter) -> None:
    """Raise Refused if a step, a stage or a promise was reached before the new first day."""
    days = (
        matter.changes.filter(undone=False)
        .values_list("on")
        .union(
            matter.milestones.exclude(done_on=None).values_list("done_on"),
            matter.promises.exclude(settled_on=None).values_list("settled_on"),
        )
    )
    first = min((day for (day,) in days), default=matter.begun_on)
    if first < matter.begun_on:
        words = {"day": format_date(first, with_year=True)}
        raise Refused(
            _("这件事%(day)s已经有进展记下来了，提出的日子不会更晚。") % words, field="begun_on"
        )


def _tell_stewards(matter: Matter, data: MatterInput, *, by: User) -> None:
    for user in replace_stewards(matter, data.stewards):
        enter(matter, "matters.steward_named", by=by, whom=user)
