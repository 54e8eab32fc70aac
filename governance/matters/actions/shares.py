"""Draft, change, propose and take back the table by which the flats share the cost of a matter."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.actions.drafting import draft_canvass, withdraw_canvass
from governance.canvass.inputs import CanvassInput
from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import Canvass, Electorate, Purpose
from governance.journal.actions import enter, link
from governance.journal.models import Audience, LinkKind
from governance.matters.inputs import ProposalInput, ShareTableInput
from governance.matters.lifecycle import SHARES, ShareState, Stage
from governance.matters.models import Matter, ShareLine, ShareSubsidy, ShareTable, UntiedThing
from governance.matters.queries.named_rooms import rooms_in
from governance.matters.queries.share_sums import apportionment_of
from governance.matters.queries.share_texts import question_of, text_of
from governance.matters.queries.share_words import newer_texts_of
from louzu.lib.errors import Refused, Stale
from louzu.lib.joining import listed
from louzu.lib.quoting import quoted
from louzu.lib.stored import stored, stored_language
from residents.models import Building, Flat, Owner, Ownership, User
from residents.people.scope import address
from residents.rooms.waiting import thing_of


@transaction.atomic
def draft_shares(
    matter: Matter, data: ShareTableInput, *, version: str = "", by: User
) -> ShareTable:
    """Raises Stale if somebody else began a draft meanwhile, or if ``version`` is of a draft that
    was proposed or discarded."""
    matter = _lock_going(matter)
    tables = matter.share_tables.exclude(state=ShareState.DISCARDED)
    if draft := tables.filter(state=ShareState.DRAFT).first():
        raise _stale(draft, version)
    if "." in version:
        raise _gone(version)
    newest = tables.order_by("-number").first()
    table = ShareTable(matter=matter, number=newest.number + 1 if newest else 1)
    _write(table, data, by)
    _enter(table, "matters.shares_drafted", by, audience=Audience.LEADERS)
    return table


@transaction.atomic
def edit_shares(
    table: ShareTable, data: ShareTableInput, *, version: str | None = None, by: User
) -> ShareTable:
    """Change a draft. Raises Stale if ``version`` is not the current one."""
    table = lock_shares(table)
    SHARES.take(table, "edit")
    if version is not None and version != table.draft_version:
        raise _stale(table, version)
    table.subsidies.all().delete()
    table.lines.all().delete()
    table.version += 1
    _write(table, data, by)
    _enter(table, "matters.shares_redrafted", by, audience=Audience.LEADERS)
    return table


@transaction.atomic
def discard_shares(table: ShareTable, *, by: User) -> ShareTable:
    table = lock_shares(table)
    SHARES.take(table, "discard")
    table.save(update_fields=["state"])
    _enter(table, "matters.shares_discarded", by, audience=Audience.LEADERS)
    return table


@transaction.atomic
def propose_shares(
    table: ShareTable, data: ProposalInput, *, version: str | None = None, by: User
) -> ShareTable:
    """Fix the table and draft the question whether its payers agree.

    An earlier proposal is replaced, and its drafted question is withdrawn. The version in force
    stays so until the new question is announced.
    """
    table = lock_shares(table)
    if version is not None and version != table.draft_version:
        raise _stale(table)
    for earlier in table.matter.share_tables.filter(state=ShareState.PROPOSED):
        replace_shares(earlier, table, by=by)
    SHARES.take(table, "propose")
    table.proposed_by, table.proposed_at = by, timezone.now()
    table.save(update_fields=["state", "proposed_by", "proposed_at"])
    table.canvass = _draft_question(table, data, by)
    table.save(update_fields=["canvass"])
    _enter(table, "matters.shares_proposed", by)
    return table


@transaction.atomic
def take_back_shares(table: ShareTable, *, by: User) -> ShareTable:
    """Make a proposed version a draft again. Raises Refused once its question is announced.

    The question belongs to the matter no more, since another about the same version may follow.
    """
    table = lock_shares(table)
    canvass = table.canvass
    if canvass and canvass.announced_at:
        raise Refused(_("已经请各家看了，不能再退回草稿。要改，请另写一版。"))
    SHARES.take(table, "take_back")
    if draft := table.matter.share_tables.filter(state=ShareState.DRAFT).first():
        raise Refused(
            _("%(version)s的草稿还在，一次只能有一份草稿。请先提出来，或者不要那份草稿。")
            % {"version": draft}
        )
    table.proposed_by = table.proposed_at = table.canvass = None
    table.save(update_fields=["state", "proposed_by", "proposed_at", "canvass"])
    if canvass and CANVASS.allows(canvass, "withdraw"):
        withdraw_canvass(canvass, reason=stored(gettext_lazy("分摊方案退回去再改。")), by=by)
    if canvass:
        label, pk = thing_of(canvass)
        UntiedThing.objects.get_or_create(matter=table.matter, thing_type=label, thing_id=pk)
    _enter(table, "matters.shares_taken_back", by)
    return table


def lock_shares(table: ShareTable) -> ShareTable:
    """Return the table fresh. The questions of its matter's tables are locked first, as their own
    actions lock them, the newest before those that its announcement withdraws, then the matter."""
    lock_questions_of(table.matter)
    matter = _lock_going(table.matter)
    found = ShareTable.objects.select_for_update(of=("self",)).select_related("canvass__building")
    table = found.get(pk=table.pk)
    table.matter = matter
    return table


def lock_questions_of(matter: Matter) -> None:
    asked = ShareTable.objects.filter(matter=matter.pk).values("canvass")
    list(Canvass.objects.select_for_update().filter(pk__in=asked).order_by("-pk"))


def _lock_going(matter: Matter) -> Matter:
    matter = Matter.objects.locked(matter)
    if matter.stage == Stage.DROPPED:
        raise Refused(_("这件事不办了，分摊不用再改。"))
    return matter


def _stale(table: ShareTable, read: str = "") -> Stale:
    sentence = _("您写的时候，别人已经改过这张分摊表。您写的都还在，请对照后再存。")
    if "." in read and _pk_in(read) != f"{table.pk}":
        sentence = _("您写的那一版已经不是草稿了，别人另起了一份。您写的都还在，请对照后再存。")
    return Stale(sentence, version=table.draft_version, newest=newer_texts_of(table))


def _gone(read: str) -> Stale:
    """Return what to say of a draft that was read and is no draft any more."""
    table = ShareTable.objects.filter(pk=_pk_in(read)).exclude(state=ShareState.DISCARDED).first()
    if table is None:
        return Stale(
            _("这份草稿别人不要了。您写的都还在，再存一次，就另存成一份草稿。"), version="0"
        )
    return Stale(
        _("这一版已经提出来了，没有存。您写的都还在，请对照；再存一次，就另写成新的一版。"),
        version="0",
        newest=newer_texts_of(table),
    )


def _pk_in(read: str) -> str:
    pk = read.partition(".")[0]
    return pk if pk.isdecimal() else "0"


def _write(table: ShareTable, data: ShareTableInput, by: User) -> None:
    """Save what was typed and the shares that it comes to. Raises Refused if it is unsound, or if its
    words, which the question carries to everybody, name a room."""
    _refuse_named_rooms(table.building, data)
    flats = Flat.objects.in_bulk([one.flat for one in data.shares])
    here = [one for one in flats.values() if one.building_id == table.building.pk]
    if len(here) != len(data.shares):
        raise Refused(_("有的室号不是这栋楼的，请重新打开这一页。"))
    sums = apportionment_of(data, {pk: str(flat) for pk, flat in flats.items()})
    table.total_fen, table.rest_fen = data.total, sums.rest
    table.method, table.rule = data.method.value, data.rule
    table.written_by, table.written_at = by, timezone.now()
    table.save()
    ShareSubsidy.objects.bulk_create(
        ShareSubsidy(
            table=table,
            name=one.name,
            percent=one.percent,
            cap_fen=one.cap,
            fen=one.amount_of(data.total),
        )
        for one in data.subsidies
    )
    ShareLine.objects.bulk_create(
        ShareLine(
            table=table,
            flat=flats[one.flat],
            coefficient=one.coefficient,
            area=one.area,
            heads=one.heads,
            fixed_fen=one.fixed,
            fen=sums.shares[one.flat],
        )
        for one in data.shares
    )


def _refuse_named_rooms(building: Building, data: ShareTableInput) -> None:
    words = "\n".join([data.rule, *(one.name for one in data.subsidies)])
    if room := next(rooms_in(words, building), ""):
        raise Refused(
            _(
                "“怎么分”和补贴的话里写了“%(room)s”。这些话全楼看得到，征询里也有，不写是哪一家；"
                "哪家出多少，写在下面那一户里。请拿掉。"
            )
            % {"room": quoted(room)}
        )


def replace_shares(earlier: ShareTable, table: ShareTable, *, by: User) -> None:
    """Replace a version by ``table``. Its question is withdrawn, unless it is over: agreements to it
    are agreements to that version."""
    SHARES.take(earlier, "replace")
    earlier.save(update_fields=["state"])
    canvass = earlier.canvass
    if canvass and CANVASS.allows(canvass, "withdraw") and not canvass.outcome_is_due:
        canvass.building = table.building
        reason = stored(gettext_lazy("分摊方案改了，现在是%(version)s。"), version=table)
        withdraw_canvass(canvass, reason=reason, by=by)


def _draft_question(table: ShareTable, data: ProposalInput, by: User) -> Canvass:
    """Draft it in the language of the site. The leader reads and announces it like any other."""
    payers = _payers_of(table) if data.electorate == Electorate.MEMBERS else ()
    with stored_language():
        question, body = question_of(table), text_of(table)
    canvass = draft_canvass(
        table.building,
        CanvassInput(
            purpose=Purpose.CONSENT,
            preset="everyone",
            electorate=data.electorate,
            question=question,
            body=body,
            opens_at=data.opens_at,
            closes_at=data.closes_at,
            contributors=tuple(payers),
        ),
        about_url=address("matters:own_shares", table.building.slug, table.matter_id),
        by=by,
    )
    link(table.building, table.matter, canvass, LinkKind.ASKED_IN)
    return canvass


def _payers_of(table: ShareTable) -> list[Owner]:
    """Return the owners of the flats that pay. Raises Refused if one has no owner."""
    today = timezone.localdate()
    held = Ownership.objects.current(today).select_related("owner")
    lines = table.lines.filter(fen__gt=0).select_related("flat")
    owners = {one.flat_id: one.owner for one in held.filter(flat__in=[x.flat_id for x in lines])}
    if missing := [str(line.flat) for line in lines if line.flat_id not in owners]:
        raise Refused(
            _("这些室还没有登记业主：%(rooms)s。请居委补上，再请各家同意。")
            % {"rooms": listed(missing)}
        )
    if not owners:
        raise Refused(_("没有一户要出钱，不用请各家同意。"))
    return list({owner.pk: owner for owner in owners.values()}.values())


def _enter(table: ShareTable, verb: str, by: User, *, audience: str = Audience.RESIDENTS) -> None:
    """Lead to the page that shows what is in force. A version may be a draft again, or discarded."""
    url = address("matters:shares", table.building.slug, table.matter_id)
    enter(table.matter, verb, by=by, audience=audience, url=url)
