"""Milestones: add, plan, report as reached, and take back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.models import Canvass
from governance.matters.actions._parts import enter_about, next_number
from governance.matters.actions._shared import refuse_before
from governance.matters.actions.ties import release_thing, tie_thing
from governance.matters.evidence import doubt_about
from governance.matters.inputs import MilestoneInput, ReachedInput
from governance.matters.lifecycle import MILESTONE, Stage
from governance.matters.models import DocumentVersion, Matter, Milestone
from governance.matters.queries.ties import ties_of
from governance.notices.models import Notice
from louzu.lib.errors import Refused, Unsure
from louzu.lib.time import format_day
from louzu.lib.versions import check_version
from residents.models import User
from residents.rooms.waiting import thing_of

MAX_MILESTONES = 60


@transaction.atomic
def add_milestone(matter: Matter, data: MilestoneInput, *, by: User) -> Milestone:
    matter = Matter.objects.locked(matter)
    _refuse_if_dropped(matter)
    if matter.milestones.count() >= MAX_MILESTONES:
        raise Refused(_("一件事最多列%(most)s步。") % {"most": MAX_MILESTONES})
    refuse_before(matter, data.planned_on, field="planned_on")
    milestone = Milestone.objects.create(
        matter=matter,
        number=next_number(matter.milestones),
        title=data.title,
        planned_on=data.planned_on,
    )
    enter_about(matter, "matters.milestone_added", milestone.title, by=by)
    return milestone


@transaction.atomic
def change_milestone(
    milestone: Milestone, data: MilestoneInput, *, version: str | None = None, by: User
) -> Milestone:
    """Change the words or the planned day. Raises Stale if ``version`` is outdated."""
    milestone = _locked(milestone)
    planned = format_day(milestone.planned_on) if milestone.planned_on else ""
    check_version(version, milestone.version, texts=[milestone.title, planned])
    MILESTONE.take(milestone, "change")
    moved = milestone.planned_on != data.planned_on
    if moved:
        refuse_before(milestone.matter, data.planned_on, field="planned_on")
    milestone.title, milestone.planned_on = data.title, data.planned_on
    milestone.save(update_fields=["title", "planned_on"])
    verb = "matters.milestone_moved" if moved else "matters.milestone_changed"
    enter_about(milestone.matter, verb, milestone.title, by=by)
    return milestone


@transaction.atomic
def reach_milestone(
    milestone: Milestone, data: ReachedInput, *, sure: bool = False, by: User
) -> Milestone:
    """Report that it was reached. Raises Unsure if its canvass was not published or its posting not
    over by then, unless the reporter is ``sure``; what was missing is kept then."""
    milestone = _locked(milestone)
    MILESTONE.take(milestone, "finish")
    if data.done_on > timezone.localdate():
        raise Refused(_("这一天还没到。"), field="done_on")
    refuse_before(milestone.matter, data.done_on, field="done_on")
    doubt = doubt_about(milestone, data)
    if doubt and not sure:
        raise Unsure(doubt.question)
    milestone.done_on, milestone.done_by = data.done_on, by
    milestone.settled_at, milestone.said = timezone.now(), data.said
    milestone.caveat = doubt.stored_caveat if doubt else ""
    milestone.canvass = data.evidence if isinstance(data.evidence, Canvass) else None
    milestone.notice = data.evidence if isinstance(data.evidence, Notice) else None
    milestone.document = data.evidence if isinstance(data.evidence, DocumentVersion) else None
    milestone.tied = _tie_evidence(milestone, by)
    milestone.save()
    enter_about(
        milestone.matter,
        "matters.milestone_reached",
        milestone.title,
        by=by,
        happened_on=data.done_on,
    )
    return milestone


@transaction.atomic
def reopen_milestone(milestone: Milestone, *, by: User) -> Milestone:
    """Take a report back, with the tie that it made."""
    milestone = _locked(milestone)
    MILESTONE.take(milestone, "reopen")
    _release_evidence(milestone, by)
    milestone.canvass = milestone.notice = milestone.document = None
    milestone.done_on = milestone.done_by = milestone.settled_at = None
    milestone.said = milestone.caveat = ""
    milestone.save()
    enter_about(milestone.matter, "matters.milestone_reopened", milestone.title, by=by)
    return milestone


@transaction.atomic
def drop_milestone(milestone: Milestone, *, reason: str, by: User) -> Milestone:
    milestone = _locked(milestone)
    MILESTONE.take(milestone, "drop")
    milestone.said, milestone.settled_at = reason, timezone.now()
    milestone.save(update_fields=["state", "said", "settled_at"])
    enter_about(milestone.matter, "matters.milestone_dropped", milestone.title, by=by)
    return milestone


@transaction.atomic
def resume_milestone(milestone: Milestone, *, by: User) -> Milestone:
    milestone = _locked(milestone)
    MILESTONE.take(milestone, "resume")
    milestone.said, milestone.settled_at = "", None
    milestone.save(update_fields=["state", "said", "settled_at"])
    enter_about(milestone.matter, "matters.milestone_resumed", milestone.title, by=by)
    return milestone


def _tie_evidence(milestone: Milestone, by: User) -> bool:
    """A canvass or a notice that shows a milestone belongs to the matter. Return whether it did not
    before."""
    evidence = milestone.canvass or milestone.notice
    if evidence is None:
        return False
    thing = thing_of(evidence)
    if evidence.pk in ties_of(milestone.matter).ids_of(thing[0]):
        return False
    tie_thing(milestone.matter, thing, by=by)
    return True


def _release_evidence(milestone: Milestone, by: User) -> None:
    """Take back the tie that the report made. If the evidence shows another milestone, it goes over
    to that one."""
    evidence = milestone.canvass or milestone.notice
    if evidence is None or not milestone.tied:
        return
    milestone.tied = False
    same = milestone.matter.milestones.exclude(pk=milestone.pk)
    other = same.filter(canvass=milestone.canvass, notice=milestone.notice).first()
    if other:
        other.tied = True
        other.save(update_fields=["tied"])
    else:
        release_thing(milestone.matter, thing_of(evidence), by=by)


def _locked(milestone: Milestone) -> Milestone:
    """Return the row fresh, with its matter locked."""
    matter = Matter.objects.locked(milestone.matter)
    _refuse_if_dropped(matter)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    milestone.matter = matter
    return milestone


def _refuse_if_dropped(matter: Matter) -> None:
    if matter.stage == Stage.DROPPED:
        raise Refused(_("这件事不办了，步骤不能再改。"))
