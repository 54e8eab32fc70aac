"""Take a matter from stage to stage, and back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.matters.actions._shared import add_promises_of_objections, happened_day
from governance.matters.actions.shares import lock_questions_of
from governance.matters.actions.shares_in_force import withdraw_questions_of
from governance.matters.finishing import doubt_about_finishing
from governance.matters.lifecycle import FORWARD, MATTER, Stage
from governance.matters.models import Matter, StageChange
from louzu.lib.errors import Refused, Unsure
from residents.models import User

VERBS = {
    Stage.TALKED: "matters.talked",
    Stage.ASKED: "matters.asked",
    Stage.DECIDED: "matters.decided",
    Stage.DOING: "matters.being_done",
    Stage.DONE: "matters.done",
    Stage.KEPT: "matters.kept",
}


@transaction.atomic
def go_on(
    matter: Matter, step: str, *, by: User, on: dt.date | None = None, sure: bool = False
) -> Matter:
    """Take one of the steps of ``FORWARD``, on a day that is today by default.

    Raises Refused for ``finish`` while a promise is open, and for a day before the stage that it
    follows. Raises Unsure for ``finish`` if steps or shares are missing.
    """
    matter = Matter.objects.locked(matter)
    if step == "finish":
        _refuse_with_open_promises(matter)
        if not sure and (doubt := doubt_about_finishing(matter)):
            raise Unsure(doubt)
    return _change(matter, step, VERBS[FORWARD[step]], by=by, on=on)


@transaction.atomic
def decline_step(matter: Matter, step: str, *, by: User) -> Matter:
    """Suggest this step no more, until the stage changes."""
    matter = Matter.objects.locked(matter)
    if not MATTER.allows(matter, step):
        raise Refused(_("这件事已经不在那个阶段了，请再看看。"))
    matter.declined_step = step
    matter.save(update_fields=["declined_step"])
    enter(matter, "matters.step_declined", by=by, audience=Audience.LEADERS)
    return matter


@transaction.atomic
def drop_matter(matter: Matter, *, reason: str, by: User) -> Matter:
    """Give it up, and withdraw the question about its shares that nobody has decided. The reason is
    read by everybody."""
    lock_questions_of(matter)
    matter = Matter.objects.locked(matter)
    matter.dropped_reason = reason
    withdraw_questions_of(matter, by=by)
    return _change(matter, "drop", "matters.dropped", by=by)


@transaction.atomic
def go_back(matter: Matter, *, undoes: str | None = None, by: User) -> Matter:
    """Take the last step back, also that with which the matter was given up. Raises Refused unless it
    is the one that ``undoes`` names."""
    matter = Matter.objects.locked(matter)
    last = StageChange.objects.filter(matter=matter, undone=False).last()
    if last is None:
        raise Refused(_("还在最早的阶段，退不了。"))
    if undoes not in {None, str(last.pk)}:
        raise Refused(_("刚才已经有人退过一个阶段，或者又往前走了。请看看现在到什么阶段。"))
    resumed = matter.stage == Stage.DROPPED
    MATTER.take(matter, f"return_to_{last.before}")
    matter.dropped_reason = matter.declined_step = ""
    matter.save(update_fields=["stage", "dropped_reason", "declined_step"])
    last.undone = True
    last.save(update_fields=["undone"])
    enter(matter, "matters.resumed" if resumed else "matters.stepped_back", by=by)
    return matter


def _change(matter: Matter, step: str, verb: str, *, by: User, on: dt.date | None = None) -> Matter:
    day, before = happened_day(on), matter.stage
    last = StageChange.objects.filter(matter=matter, undone=False).last()
    if day < (last.on if last else matter.begun_on):
        raise Refused(_("这一天比到上一阶段的日子还早，请再看看日子。"), field="on")
    MATTER.take(matter, step)
    matter.declined_step = ""
    matter.save(update_fields=["stage", "dropped_reason", "declined_step"])
    StageChange.objects.create(matter=matter, before=before, stage=matter.stage, on=day)
    enter(matter, verb, by=by, happened_on=day)
    return matter


def _refuse_with_open_promises(matter: Matter) -> None:
    add_promises_of_objections(matter)
    if open_ := matter.promises.pending().count():
        refused = ngettext(
            "答应过的还有%(n)s件没做到，先做到、或者写清楚为什么不用做了，才算办成。",
            "答应过的还有%(n)s件没做到，先做到、或者写清楚为什么不用做了，才算办成。",
            open_,
        )
        raise Refused(refused % {"n": open_})
