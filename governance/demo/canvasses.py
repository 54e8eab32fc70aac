"""Current canvasses of building 114, partly answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from governance.canvass.actions import (
    answering,
    delegating,
    drafting,
    envelopes,
    objecting,
    opening,
    visiting,
)
from governance.canvass.inputs import (
    AnswerInput,
    CanvassInput,
    DelegationInput,
    PaperAnswer,
    PaperMandate,
)
from governance.canvass.models import Canvass, Objection, Voice
from governance.canvass.sealing import DIGITS, grouped
from governance.demo.lift import LiftCrew, signed_sheet
from louzu.lib.time import local_datetime
from residents.models import Building, User

QUESTION = "同意约定“电动车和电池不上楼充电”吗？"
BODY = (
    "大家这样约定：\n\n> 电动车和电池不进楼道，不在家里充电；楼下充电桩不够时，告诉楼组长。\n\n"
    "- 楼下已经有八个充电位，居委答应再添四个\n"
    "- 老人代步车可以停在一楼平台，不充电\n\n每一家都会有人上门告知，也可以在这里直接答复。"
)
DAYS_AGO = 5
AGREED = ("102", "202", "301", "303", "402", "601", "602")
UNCHECKED = ("403", "502")
TOLD = ("101", "103", "302", "401")
NOT_IN = ("404", "504")
PASSPHRASES = ("1" * DIGITS, "2" * DIGITS, "3" * DIGITS)


def ask(building: Building, crew: LiftCrew) -> Canvass:
    """Create a canvass opened five days ago that closes in six days."""
    data = CanvassInput(
        purpose="consent",
        preset="covenant",
        electorate="households",
        threshold="2/3",
        question=QUESTION,
        body=BODY,
        closes_at=_evening(6),
    )
    canvass = _opened(building, crew, data)
    voices = {voice.label.removesuffix("室"): voice for voice in canvass.voices.all()}
    for user, room in ((crew.leader, "501"), (crew.core, "503")):
        answering.answer_on_web(canvass, voices[room], AnswerInput(choice="agree"), by=user)
    for room in (*AGREED, *UNCHECKED):
        _brought(canvass, voices[room], crew, checked=room in AGREED)
    _object(canvass, voices["603"], crew)
    for room in TOLD:
        visiting.record_visit(canvass, voices[room], outcome="told", by=crew.volunteer)
    for room in NOT_IN:
        visiting.record_visit(canvass, voices[room], outcome="not_in", by=crew.volunteer)
    return canvass


def delegate(canvass: Canvass, crew: LiftCrew, *, elder: User, resident: User) -> None:
    """Let the resident answer for the elder, by the web, and the volunteer for another home, by a paper
    that was checked."""
    voices = {voice.label.removesuffix("室"): voice for voice in canvass.voices.all()}
    agrees = DelegationInput(choice="agree")
    offer = delegating.offer_delegation(canvass, voices["101"], voices["302"], agrees, by=elder)
    delegating.accept_delegation(canvass, offer, by=resident)
    paper = PaperMandate("唐文", "self", signed_sheet())
    mandate = delegating.enter_delegation(
        canvass, voices["604"], voices["201"], DelegationInput(), paper=paper, by=crew.core
    )
    delegating.check_delegation(canvass, mandate, by=crew.leader)


def elect(building: Building, crew: LiftCrew, staff: User) -> Canvass:
    """Create a secret vote that is open for five days. Its text contains the passphrases, because
    it is a demo."""
    data = CanvassInput(
        purpose="vote",
        preset="residents_meeting",
        electorate="households",
        secret=True,
        closes_at=_evening(6),
        question="赞成这五位邻居组成自管小组吗？",
        body="陈美华、周强、孙志刚、梁静、林小燕五位自愿报名，任期一年，管楼道整洁和公共客厅。\n\n"
        "（这是演示，三位保管人的口令写在这里："
        + "，".join(" ".join(grouped(digits)) for digits in PASSPHRASES)
        + "。真的投票，口令只在信封里。）",
    )
    return _opened(building, crew, data, (crew.leader, crew.core, staff))


def draft(building: Building, crew: LiftCrew) -> Canvass:
    return drafting.draft_canvass(
        building,
        CanvassInput(
            purpose="vote",
            preset="owners_ordinary",
            electorate="owners",
            question="同意动用维修资金修楼顶防水吗？",
            body="六楼渗水，修楼顶防水约4.2万元，从维修资金里出。",
            opens_at=_evening(15),
            closes_at=_evening(29),
        ),
        by=crew.leader,
    )


def _opened(
    building: Building, crew: LiftCrew, data: CanvassInput, holders: Sequence[User] = ()
) -> Canvass:
    now = timezone.now()
    begun = now - dt.timedelta(days=DAYS_AGO)
    canvass = drafting.draft_canvass(building, replace(data, opens_at=begun), by=crew.leader)
    drafting.announce_canvass(canvass, by=crew.leader)
    if holders:
        _entrust(canvass, holders)
    opening.open_canvass(canvass, by=crew.leader)
    Canvass.objects.filter(pk=canvass.pk).update(
        announced_at=begun - dt.timedelta(days=7), opened_at=begun
    )
    canvass.refresh_from_db()
    return canvass


def _entrust(canvass: Canvass, three: Sequence[User]) -> None:
    envelopes.choose_holders(canvass, first=three[0], second=three[1], by=three[0])
    for holder, passphrase in zip(three, PASSPHRASES, strict=True):
        envelopes.print_envelope(canvass, by=holder, passphrase=passphrase)
        envelopes.hold_envelope(canvass, passphrase=passphrase, by=holder)


def _evening(days: int) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=days)
    return local_datetime(day, 20)


def _brought(
    canvass: Canvass, voice: Voice, crew: LiftCrew, *, checked: bool, choice: str = "agree"
) -> None:
    said_at = timezone.now() - dt.timedelta(days=3)
    reason = "我家阳台上没有别的插座，轮椅车也要充电" if choice == "object" else ""
    paper = PaperAnswer("door", f"{voice.label}户主", "self", said_at, evidence=signed_sheet())
    answer = answering.record_paper_answer(
        canvass, voice, choice=choice, reason=reason, paper=paper, by=crew.core
    )
    if checked:
        answering.check_answer(canvass, answer, by=crew.volunteer, by_household=False)


def _object(canvass: Canvass, voice: Voice, crew: LiftCrew) -> None:
    _brought(canvass, voice, crew, checked=True, choice="object")
    objecting.record_talk(
        canvass,
        Objection.objects.get(voice=voice),
        on=timezone.localdate() - dt.timedelta(days=1),
        who="楼组长李建国和603室",
        said="谢师傅的轮椅车天天要用，下楼充电不方便。",
        by=crew.leader,
    )
