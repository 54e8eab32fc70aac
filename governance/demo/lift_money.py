"""How the owners of building 114 shared the cost of their lift, and the account of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from governance.canvass.actions import counting, drafting, opening, sheets
from governance.canvass.inputs import LineInput, SheetInput
from governance.canvass.models import Canvass
from governance.canvass.queries.sheets import lines_to_check
from governance.demo.lift import NOTICE, signed_sheet
from governance.demo.news import told
from governance.demo.pictures import paper
from governance.journal.actions import happening_on
from governance.ledger.actions.accounts import open_account
from governance.ledger.actions.entries import confirm_entry, enter_entry, reverse_entry
from governance.ledger.inputs import AccountInput, EntryInput
from governance.ledger.models import Account, Entry
from governance.ledger.things import account_words_of
from governance.matters.actions import shares
from governance.matters.apportionment import Method
from governance.matters.inputs import ProposalInput, ShareInput, ShareTableInput, SubsidyInput
from governance.matters.models import Matter, ShareLine, ShareTable
from governance.notices.actions.posting import post_notice
from governance.notices.actions.writing import draft_notice
from governance.notices.inputs import NoticeInput
from governance.notices.models import Notice
from louzu.lib.stored import stored
from louzu.lib.time import local_datetime
from residents.models import Flat, User
from residents.rooms.waiting import thing_of

Cast = dict[str, User]
TOTAL, PERCENT, CAP = 650_000_00, Decimal(40), 280_000_00
COEFFICIENTS = {1: "0.2", 2: "0.5", 3: "1", 4: "1.3", 5: "1.6", 6: "1.9"}
"""By floor, as this building negotiated them. No city or law gives any."""
FREE = "101"
"""The flat that pays nothing."""
IN_PARTS = "203"
"""The flat that pays over three years."""
RESTS = {"102": 200_00, "103": 200_00}
"""Flats that pay this much in each of the two years after."""
IN_HALVES = "501"
"""The flat that pays the second half in November, with which those that paid last are told."""
OF_TREASURER = "303"
RULE = "按楼层定系数：一楼0.2，二楼0.5，三楼1，四楼1.3，五楼1.6，六楼1.9"
EXEMPT = "。一楼不用电梯的，不出钱"
FIRST_ASKED, FIRST_AGREED = dt.date(2019, 12, 5), dt.date(2019, 12, 23)
SECOND_ASKED, SECOND_AGREED = dt.date(2020, 4, 12), dt.date(2020, 5, 10)
EARLY = ("201", "302", "401", "501", "503", "602")
"""Rooms that agreed to the first version."""
POSTED_DAYS_AGO = 18
OPENED = dt.date(2020, 6, 20)
PAID_IN = dt.date(2020, 7, 4)
CORRECTED = dt.date(2020, 7, 18)
MISTAKE = "印公告、设计图"
ENTRIES = (
    (dt.date(2020, 7, 15), MISTAKE, -1_200_00),
    (dt.date(2020, 9, 12), "电梯公司第一期：签合同，三成", -195_000_00),
    (dt.date(2020, 12, 20), "电梯公司第二期：井道封顶，两成", -130_000_00),
    (dt.date(2021, 5, 20), "电梯公司第三期：验收", -50_000_00),
    (dt.date(2021, 6, 30), "电梯保险一年", -1_200_00),
    (dt.date(2021, 9, 15), "政府补贴：总价的四成", 260_000_00),
    (dt.date(2021, 9, 28), "电梯公司尾款，按实结算", -268_000_00),
    (dt.date(2021, 12, 31), "电梯维保费，半年", -2_400_00),
)


def propose_first(matter: Matter, cast: Cast) -> None:
    """Propose a version in which everybody pays. Some agree before it is replaced."""
    with happening_on(FIRST_ASKED):
        asked = _propose(matter, cast, exempt=(), on=FIRST_ASKED)
    with happening_on(FIRST_AGREED):
        _agree(asked, cast, EARLY, on=FIRST_AGREED)


def agree(matter: Matter, cast: Cast) -> Canvass:
    """Propose the version to which all twenty that pay agree."""
    with happening_on(SECOND_ASKED):
        asked = _propose(matter, cast, exempt=(FREE,), on=SECOND_ASKED)
    with happening_on(SECOND_AGREED):
        _agree(asked, cast, (), on=SECOND_AGREED)
        return _publish(asked, cast)


def keep_account(matter: Matter, cast: Cast) -> None:
    with happening_on(OPENED):
        data = AccountInput("加装电梯的账", "各家分摊的钱和政府补贴，付给电梯公司。", OPENED)
        account = open_account(matter.building, data, by=cast["leader"], cause=thing_of(matter))
    _pay_in(matter, account, cast)
    _correct(account, cast)
    for day, purpose, fen in ENTRIES[1:]:
        _enter(account, EntryInput(day, purpose, fen, files=(paper("收据"),)), cast)


def post(matter: Matter, cast: Cast) -> None:
    """Post what came and went, with the words that the page of the account offers."""
    account = matter.account
    words = account_words_of(account.building, account.pk) if account else None
    if account is None or words is None:
        return
    data = NoticeInput(words.headline or words.title, words.text)
    notice = draft_notice(account.building, data, by=cast["leader"], cause=thing_of(account))
    with told(days_ago=POSTED_DAYS_AGO):
        notice = post_notice(notice, by=cast["leader"])
    hung = timezone.now() - dt.timedelta(days=POSTED_DAYS_AGO)
    Notice.objects.filter(pk=notice.pk).update(shows_from=hung)


def _propose(matter: Matter, cast: Cast, *, exempt: tuple[str, ...], on: dt.date) -> Canvass:
    leader, now = cast["leader"], timezone.now()
    days = ProposalInput(opens_at=now + NOTICE, closes_at=now + 2 * NOTICE)
    table = shares.draft_shares(matter, _table(matter, exempt), by=leader)
    table = shares.propose_shares(table, days, by=leader)
    ShareTable.objects.filter(pk=table.pk).update(
        written_at=local_datetime(on, 9), proposed_at=local_datetime(on, 10)
    )
    rows = Canvass.objects.filter(pk__in=[table.canvass_id])
    drafting.announce_canvass(rows.get(), by=leader)
    announced = local_datetime(on, 11)
    begun = announced + NOTICE
    rows.update(announced_at=announced, opens_at=begun)
    with happening_on(timezone.localdate(begun)):
        opening.open_canvass(rows.get(), by=leader)
    rows.update(opened_at=begun)
    return rows.get()


def _table(matter: Matter, exempt: tuple[str, ...]) -> ShareTableInput:
    flats = Flat.objects.not_closed_in(matter.building)
    return ShareTableInput(
        total=TOTAL,
        method=Method.coefficient,
        rule=RULE + (EXEMPT if exempt else ""),
        subsidies=(SubsidyInput("政府补贴", percent=PERCENT, cap=CAP),),
        shares=tuple(
            ShareInput(
                flat.pk, coefficient="0" if flat.room in exempt else COEFFICIENTS[flat.floor]
            )
            for flat in flats
        ),
    )


def _agree(canvass: Canvass, cast: Cast, rooms: tuple[str, ...], *, on: dt.date) -> None:
    """Bring in one signed paper with these rooms, or with all."""
    data = SheetInput(pages=[signed_sheet()], channel="slip", signed_on=on)
    sheet = sheets.begin_sheet(canvass, data, by=cast["core"])
    voices = {voice.label.removesuffix("室"): voice for voice in canvass.voices.all()}
    lines = {
        voices[room].pk: LineInput("agree", signer=voices[room].party) for room in rooms or voices
    }
    sheets.save_lines(sheet, lines, by=cast["core"])
    refused = sheets.enter_sheet(sheet, by=cast["core"])
    assert not refused, refused  # noqa: S101 -- the story is complete
    for who in ("volunteer", "leader"):  # nobody checks the answer of the own home
        left = [line.answer.pk for line in lines_to_check(sheet) if line.answer]
        sheets.check_sheet(sheet, confirmed=left, by=cast[who])


def _publish(canvass: Canvass, cast: Cast) -> Canvass:
    ended = local_datetime(SECOND_AGREED, 19)
    rows = Canvass.objects.filter(pk=canvass.pk)
    rows.update(closes_at=ended)
    counting.close_canvass(rows.get(), by=cast["leader"])
    rows.update(closed_at=ended)
    counting.count_canvass(rows.get(), by=cast["core"])
    counting.count_canvass(rows.get(), by=cast["leader"])
    counting.publish_canvass(rows.get(), by=cast["leader"])
    rows.update(counted_at=ended, published_at=ended)
    return rows.get()


def _correct(account: Account, cast: Cast) -> None:
    """Enter ten times what was paid, reverse it, and enter it right."""
    day, purpose, fen = ENTRIES[0]
    wrong = _enter(account, EntryInput(day, purpose, fen), cast)
    with happening_on(CORRECTED):
        reversal = reverse_entry(wrong, why="收据是120元，多打了一个0", by=cast["leader"])
        confirm_entry(reversal, by=cast["treasurer"])
    right = EntryInput(day, purpose, fen // 10, files=(paper("收据"),))
    _enter(account, right, cast)


def _pay_in(matter: Matter, account: Account, cast: Cast) -> None:
    """Enter what each flat pays, by the days. Neighbours read the sums of three flats each."""
    table = matter.share_tables.get(number=2)
    paid = [
        (on, line.flat.room, fen, line.flat)
        for line in table.lines.filter(fen__gt=0).select_related("flat")
        for on, fen in _parts_of(line)
    ]
    for on, _room, fen, flat in sorted(paid, key=lambda payment: payment[:2]):
        _enter(account, EntryInput(on, f"{stored(flat.__str__)}分摊款", fen, flat), cast)


def _parts_of(line: ShareLine) -> list[tuple[dt.date, int]]:
    first, room = PAID_IN + dt.timedelta(days=line.flat.floor), line.flat.room
    years = [first.replace(year=first.year + year) for year in (1, 2)]
    later: list[tuple[dt.date, int]] = []
    if room == IN_PARTS:
        later = [(day, line.fen // 3) for day in years]
    elif room in RESTS:
        later = [(day, RESTS[room]) for day in years]
    elif room == IN_HALVES:
        later = [(first.replace(month=11), line.fen // 2)]
    return [(first, line.fen - sum(fen for _on, fen in later)), *later]


def _enter(account: Account, data: EntryInput, cast: Cast) -> Entry:
    """Let one enter and another confirm it. Nobody confirms an entry of the own home."""
    one, other = cast["leader"], cast["treasurer"]
    if data.flat and data.flat.room == OF_TREASURER:
        one, other = other, one
    with happening_on(data.on):
        return confirm_entry(enter_entry(account, data, by=one), by=other)
