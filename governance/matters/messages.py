"""Messages about matters: to those who want to hear of one, and to who keeps a promise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from governance.matters.lifecycle import MilestoneState, PromiseState
from governance.matters.models import Matter, Promise
from governance.matters.queries.lists import changes_of, followers_of
from louzu.lib.time import end_of_day
from residents.rooms.messages import MessageContent, MessageKind, MessageType, Topic
from residents.rooms.recipients import ForOne, ForSome

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _matter(pk: int) -> Matter | None:
    return Matter.objects.select_related("building").filter(pk=pk).first()


def _promise(pk: int) -> Promise | None:
    found = Promise.objects.select_related("matter__building", "objection__voice__canvass")
    return found.filter(pk=pk, state=PromiseState.OPEN).first()


def _content(matter: Matter) -> MessageContent:
    """Each step has a message of its own, also when a stage is reached once more."""
    changes = changes_of(matter)
    return MessageContent(
        building_id=matter.building_id,
        values={"title": matter.title},
        url=matter.get_absolute_url(),
        version=f"{changes[-1].pk}" if changes else "",
    )


def _content_of_the_kept(matter: Matter) -> MessageContent:
    kept = matter.promises.filter(state=PromiseState.KEPT).count()
    return replace(_content(matter), version=f"{kept}")


def _content_of_the_reached(matter: Matter) -> MessageContent:
    reached = matter.milestones.filter(state=MilestoneState.DONE)
    latest = reached.order_by("settled_at").last()
    return replace(_content(matter), version=f"{latest.pk}" if latest else "")


def _content_of_the_promise(promise: Promise) -> MessageContent:
    return MessageContent(
        building_id=promise.matter.building_id,
        values={"title": promise.matter.title},
        url=promise.matter.get_absolute_url(),
        version=f"{promise.keeper_id}",
        happens_at=end_of_day(promise.due_on) if promise.due_on else None,
    )


def _step(verb: str, short: StrOrPromise, long: StrOrPromise) -> MessageType[Matter]:
    return ForSome(
        code=f"matters.{verb}",
        topic=Topic.MINE,
        short=short,
        long=long,
        load=_matter,
        content_of=_content,
        recipients=followers_of,
        withdrawn_by=("matters.stepped_back", "matters.resumed"),
    )


MESSAGE_TYPES = (
    _step("talked", _("您关注的事在商量了：%(title)s"), _("您关注的“%(title)s”在商量了。")),
    _step("asked", _("您关注的事在问每一户了：%(title)s"), _("您关注的“%(title)s”在问每一户了。")),
    _step("decided", _("您关注的事定下来了：%(title)s"), _("您关注的“%(title)s”定下来了。")),
    _step("being_done", _("您关注的事动手办了：%(title)s"), _("您关注的“%(title)s”动手办了。")),
    _step("done", _("您关注的事办成了：%(title)s"), _("您关注的“%(title)s”办成了。")),
    _step(
        "kept", _("您关注的事有人管着了：%(title)s"), _("您关注的“%(title)s”办成以后，有人管着了。")
    ),
    _step(
        "dropped",
        _("您关注的事不办了：%(title)s"),
        _("您关注的“%(title)s”不办了，原因写在页面上。"),
    ),
    ForSome(
        code="matters.promise_kept",
        topic=Topic.MINE,
        short=_("您关注的事，答应的一件做到了：%(title)s"),
        long=_("您关注的“%(title)s”，答应过的一件事做到了。"),
        load=_matter,
        content_of=_content_of_the_kept,
        recipients=followers_of,
    ),
    ForSome(
        code="matters.milestone_reached",
        topic=Topic.MINE,
        short=_("您关注的事，有一步做到了：%(title)s"),
        long=_("您关注的“%(title)s”，有一步做到了。"),
        load=_matter,
        content_of=_content_of_the_reached,
        recipients=followers_of,
        withdrawn_by=("matters.milestone_reopened",),
    ),
    ForOne(
        code="matters.promise_given",
        kind=MessageKind.DUTY,
        topic=Topic.HELPING,
        short=_("请您做一件答应过的事：%(title)s"),
        long=_("“%(title)s”里答应过的一件事，请您来做。"),
        load=_promise,
        content_of=_content_of_the_promise,
        person_of=lambda promise: promise.keeper_id,
        withdrawn_by=(),
    ),
)
