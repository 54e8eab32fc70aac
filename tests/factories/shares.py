"""Matters with their share tables and payments."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from governance.canvass.actions import counting, drafting, opening
from governance.canvass.models import Canvass, Count, ShortNotice
from governance.canvass.queries.counting import result_of
from governance.ledger.models import Account, Entry
from governance.matters.actions import shares
from governance.matters.apportionment import Method
from governance.matters.inputs import ProposalInput, ShareInput, ShareTableInput, SubsidyInput
from governance.matters.models import Matter, ShareTable
from residents.models import Flat, Ownership
from tests.factories.canvass import make_owner, move_past_deadline
from tests.factories.matters import MatterFactory
from tests.factories.residents import (
    HouseholdFactory,
    OwnerFactory,
    UserFactory,
)

LIFT = SubsidyInput("政府补贴", percent=Decimal(40), cap=28_000_000)
"""The rule of 2024, as an example."""


def matter_of_three_floors(building, title="装电梯") -> Matter:
    """Three floors of one flat each, whose owner lives there."""
    for room in ("101", "201", "301"):
        make_owner(building, rooms=(room,))
    return MatterFactory(building=building, title=title)


def share_input(building, **changes) -> ShareTableInput:
    """By coefficients: the lowest of several floors pays nothing, the others 1 for each above it."""
    flats = list(Flat.objects.not_closed_in(building))
    floors = {flat.floor for flat in flats}
    lowest = min(floors, default=1) - (len(floors) == 1)
    made = {
        "total": 70_000_000,
        "method": Method.coefficient,
        "rule": "一楼不出，往上一层比一层多",
        "subsidies": (LIFT,),
        "shares": tuple(ShareInput(flat.pk, f"{flat.floor - lowest}") for flat in flats),
    }
    return ShareTableInput(**{**made, **changes})


def draft_table(matter, by, **changes) -> ShareTable:
    return shares.draft_shares(matter, share_input(matter.building, **changes), by=by)


def proposal(**changes) -> ProposalInput:
    now = timezone.now()
    days = {"opens_at": now, "closes_at": now + dt.timedelta(days=30), "electorate": "owners"}
    return ProposalInput(**{**days, **changes})


def proposed_table(matter, by, *, electorate="owners", **changes) -> ShareTable:
    table = draft_table(matter, by, **changes)
    return shares.propose_shares(table, proposal(electorate=electorate), by=by)


def asked_table(matter, by, **changes) -> ShareTable:
    """A version in force, whose payers are asked. Every flat needs an owner."""
    return ask_about(proposed_table(matter, by, **changes), by)


def agreed_table(matter, by, **changes) -> ShareTable:
    """A version by which the flats are to pay. Every flat needs an owner."""
    return publish_result_of(asked_table(matter, by, **changes), by)


def ask_about(table, by) -> ShareTable:
    announce_question_of(table, by)
    opening.open_canvass(table.canvass, by=by)
    return again(table)


def close_question_of(table, by) -> ShareTable:
    counting.close_canvass(move_past_deadline(table.canvass), by=by)
    return again(table)


def publish_result_of(table, by, *, passed=True, **published) -> ShareTable:
    """Publish a result, as if all had agreed or somebody had not. ``published_by`` may be None."""
    if table.canvass.state == "open":
        table = close_question_of(table, by)
    canvass, now = table.canvass, timezone.now()
    result = result_of(canvass) | {"passed": passed}
    Count.objects.create(
        canvass=canvass, first=by, second=UserFactory(), second_at=now, result=result
    )
    Canvass.objects.filter(pk=canvass.pk).update(state="counted", counted_at=now)
    counting.publish_canvass(canvass, by=published.get("published_by", by))
    return again(table)


def again(table) -> ShareTable:
    return ShareTable.objects.select_related("matter__building", "canvass").get(pk=table.pk)


def announce_question_of(table, by) -> ShareTable:
    canvass = table.canvass
    if not ShortNotice.objects.filter(canvass=canvass).exists():
        ShortNotice.objects.create(canvass=canvass, reason="等不及", leader=by, staff=UserFactory())
    drafting.announce_canvass(canvass, by=by)
    return again(table)


def table_to_pay(matter, *homes, fen=1_234_56, agreed=True) -> ShareTable:
    """A version in force by which each home bears ``fen``, and whose result all read."""
    for home in homes:
        Ownership.objects.get_or_create(
            flat=home.flat, defaults={"owner": OwnerFactory(building=home.building)}
        )
    made = asked_table(
        matter,
        UserFactory(),
        electorate="members",
        total=fen * len(homes),
        method=Method.fixed,
        subsidies=(),
        shares=tuple(ShareInput(home.flat_id, fixed=fen) for home in homes),
    )
    return publish_result_of(made, UserFactory(), passed=agreed)


def account_of(matter) -> Account:
    matter.refresh_from_db(fields=["account"])
    if matter.account is None:
        matter.account = Account.objects.create(
            building=matter.building, name=f"{matter.title}的账"
        )
        matter.save(update_fields=["account"])
    return matter.account


def pay(matter, flat, fen, *, on=None, confirmed=True) -> Entry:
    """Enter a payment of a flat's share."""
    settled = {"settled_by": UserFactory(), "settled_at": timezone.now(), "state": "confirmed"}
    return Entry.objects.create(
        account=account_of(matter),
        on=on or timezone.localdate(),
        purpose="分摊款",
        fen=fen,
        flat=flat,
        entered_by=UserFactory(),
        **(settled if confirmed else {}),
    )


def make_share_tables_with_marker(building, user, word) -> list[dict[str, int]]:
    """Create a proposed table and a draft, of two matters, with ``word`` in every text."""
    home = HouseholdFactory(building=building)
    text = {
        "rule": word,
        "subsidies": (SubsidyInput(word, 100),),
        "shares": (ShareInput(home.flat_id, "1"),),
    }
    proposed = proposed_table(MatterFactory(building=building, title=word), user, **text)
    draft = draft_table(MatterFactory(building=building, title=word), user, **text)
    pay(proposed.matter, home.flat, 100)
    return [{"pk": one.matter_id, "number": one.number} for one in (proposed, draft)]
