"""Put a share table in force when its question is announced, and the one before when that is
withdrawn, or published without having passed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.actions.drafting import withdraw_canvass
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass, TextVersion
from governance.journal.actions import enter
from governance.matters.actions.shares import lock_shares, replace_shares
from governance.matters.lifecycle import SHARES, ShareState
from governance.matters.models import Matter, ShareTable
from governance.matters.queries.share_versions import undecided_questions_of
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.models import User
from residents.people.scope import address


@transaction.atomic
def put_shares_in_force(canvass: Canvass, *, by: User) -> ShareTable | None:
    """Let the version whose question was announced take the place of the one in force."""
    found = _table_of(canvass, ShareState.PROPOSED)
    if found is None:
        return None
    table = lock_shares(found)
    for earlier in table.matter.share_tables.filter(state=ShareState.IN_FORCE):
        replace_shares(earlier, table, by=by)
    SHARES.take(table, "put_in_force")
    table.save(update_fields=["state"])
    return table


@transaction.atomic
def withdraw_shares(canvass: Canvass, *, by: User) -> ShareTable | None:
    """Return the version that is in force after the question of ``canvass`` was withdrawn, or None."""
    return _give_up(canvass, "withdraw", by=by)


@transaction.atomic
def reject_shares(canvass: Canvass, *, by: User | None) -> ShareTable | None:
    """Return the version that is in force after ``canvass`` was published without having passed, or
    None. A version that was replaced before its question was published is not put back any more."""
    return _give_up(canvass, "reject", by=by)


@transaction.atomic
def withdraw_questions_of(matter: Matter, *, by: User) -> None:
    """Withdraw the questions of its shares that nobody decided, since it is given up."""
    for canvass in undecided_questions_of(matter):
        withdraw_canvass(canvass, reason=stored(gettext_lazy("这件事不办了。")), by=by)


def _give_up(canvass: Canvass, step: str, *, by: User | None) -> ShareTable | None:
    """Put back the newest version of those that were replaced after their own questions were over."""
    tables = ShareTable.objects.filter(canvass=canvass).select_related("matter__building")
    table = tables.first()
    if table is None or not SHARES.allows(table, step):
        return None
    matter = Matter.objects.locked(table.matter)
    was_in_force = table.state == ShareState.IN_FORCE
    SHARES.take(table, step)
    table.save(update_fields=["state"])
    replaced = matter.share_tables.filter(state=ShareState.REPLACED, number__lt=table.number)
    before = replaced.exclude(canvass__state=CanvassState.WITHDRAWN).order_by("-number").first()
    if before is None or not was_in_force:
        return None
    SHARES.take(before, "restore")
    before.save(update_fields=["state"])
    url = address("matters:shares", matter.building.slug, matter.pk)
    enter(matter, "matters.shares_restored", by=by, url=url)
    return before


def refuse_changed_question(canvass: Canvass) -> None:
    """Raises Refused if it asks about a share table, which says what is asked of whom. A draft
    changes its days only."""
    table = ShareTable.objects.filter(canvass=canvass).first()
    if table:
        raise Refused(
            _(
                "这是分摊方案（%(version)s）的征询：问什么、问谁、怎么算，都照那一版，这里只能改日子。"
                "要改，请到分摊那一页退回草稿，或者另写一版。"
            )
            % {"version": table}
        )


def refuse_reworded_question(canvass: Canvass) -> None:
    """Raises Refused if the text about a share table differs from the announced one."""
    announced = TextVersion.objects.filter(canvass=canvass).order_by("number").first()
    if announced and announced.body.split() != canvass.body.split():
        refuse_changed_question(canvass)


def _table_of(canvass: Canvass, state: ShareState) -> ShareTable | None:
    tables = ShareTable.objects.filter(canvass=canvass, state=state)
    return tables.select_related("matter__building").first()
