"""Write down what was promised, and close it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.models import Objection
from governance.inbox.actions.messages import create_message
from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.matters.actions._shared import (
    add_promises_of_objections,
    happened_day,
    refuse_before,
)
from governance.matters.inputs import PromiseInput
from governance.matters.lifecycle import PROMISE, PromiseState
from governance.matters.models import Matter, Promise
from governance.matters.queries.ties import matters_of
from louzu.lib.errors import Refused
from louzu.lib.versions import check_version
from residents.models import User
from residents.rooms.waiting import thing_of


@transaction.atomic
def make_promise(matter: Matter, data: PromiseInput, *, by: User) -> Promise:
    """Write down a promise that ended no objection."""
    matter = Matter.objects.locked(matter)
    if matter.ended:
        raise Refused(_("这件事已经了结了，要再答应什么，先退回上一阶段。"))
    refuse_before(matter, data.due_on, field="due_on")
    promise = Promise.objects.create(
        matter=matter,
        words=data.words,
        keeper=data.keeper,
        due_on=data.due_on,
        state=PromiseState.OPEN,
    )
    _enter(promise, "matters.promised", by=by)
    _tell_keeper(promise, None, by=by)
    return promise


@transaction.atomic
def word_promise(
    promise: Promise, data: PromiseInput, *, version: str | None = None, by: User
) -> Promise:
    """Write what the neighbours read of a promise, who keeps it and until when. Raises Stale if
    ``version`` is outdated."""
    promise = _locked(promise)
    check_version(version, promise.version, texts=[promise.words])
    PROMISE.take(promise, "word" if promise.state == PromiseState.UNWORDED else "change")
    if promise.due_on != data.due_on:
        refuse_before(promise.matter, data.due_on, field="due_on")
    before = promise.keeper_id
    promise.words, promise.keeper, promise.due_on = data.words, data.keeper, data.due_on
    promise.save(update_fields=["words", "keeper", "due_on", "state"])
    _enter(promise, "matters.promised", by=by)
    _tell_keeper(promise, before, by=by)
    return promise


@transaction.atomic
def keep_promise(promise: Promise, *, said: str, on: dt.date | None = None, by: User) -> Promise:
    """Close a promise that was kept, with a sentence how, on a day that is today by default. Raises
    Refused for a day before the matter began."""
    promise = _locked(promise)
    PROMISE.take(promise, "keep")
    _settle(promise, said, happened_day(on, since=promise.matter))
    _enter(promise, "matters.promise_kept", by=by, on=promise.settled_on)
    return promise


@transaction.atomic
def waive_promise(promise: Promise, *, said: str, by: User) -> Promise:
    """Close a promise that need not be kept, with the reason."""
    promise = _locked(promise)
    PROMISE.take(promise, "waive")
    _settle(promise, said, happened_day(None))
    _enter(promise, "matters.promise_waived", by=by)
    return promise


@transaction.atomic
def reopen_promise(promise: Promise, *, by: User) -> Promise:
    """Open it again. A matter that was called done meanwhile has to step back first."""
    promise = _locked(promise)
    if promise.matter.ended:
        raise Refused(_("这件事已经了结了。先在事项的页面上退回上一阶段，再改这一件。"))
    PROMISE.take(promise, "reopen")
    promise.said, promise.settled_on = "", None
    promise.save(update_fields=["state", "said", "settled_on"])
    _enter(promise, "matters.promise_reopened", by=by)
    return promise


@transaction.atomic
def add_promises_after(objection: Objection) -> None:
    """Add the offer that ended an objection to each matter of its canvass."""
    for matter in matters_of(thing_of(objection.voice.canvass)):
        add_promises_of_objections(matter)


def _settle(promise: Promise, said: str, on: dt.date) -> None:
    promise.said, promise.settled_on = said, on
    promise.save(update_fields=["state", "said", "settled_on"])


def _locked(promise: Promise) -> Promise:
    """Return the row locked, and its matter before it."""
    matter = Matter.objects.locked(promise.matter)
    rows = Promise.objects.select_for_update(of=("self",))
    promise = rows.select_related("objection__voice__canvass", "keeper").get(pk=promise.pk)
    promise.matter = matter
    return promise


def _enter(promise: Promise, verb: str, *, by: User, on: dt.date | None = None) -> None:
    """Only the leader and the committee read a line of a promise that neighbours do not read yet."""
    audience = Audience.RESIDENTS if promise.shown else Audience.LEADERS
    enter(promise.matter, verb, by=by, audience=audience, happened_on=on)


def _tell_keeper(promise: Promise, before: int | None, *, by: User) -> None:
    if promise.keeper_id and promise.keeper_id != before:
        create_message("matters.promise_given", thing_of(promise), by=by.pk)
