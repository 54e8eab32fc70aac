"""Who may read a question, its answers and its objections; see ``tests.architecture.reading``."""

from __future__ import annotations

from django.utils import timezone

from governance.canvass.actions import (
    answering,
    counting,
    delegating,
    drafting,
    objecting,
    opening,
    rewording,
)
from governance.canvass.inputs import AnswerInput, PaperAnswer, RewordInput
from governance.canvass.models import Attachment, Canvass, Delegation, Objection, Voice
from governance.notices.actions.posting import post_notice, withdraw_notice
from governance.notices.actions.writing import draft_notice
from louzu.lib.uploads import CleanPhoto, File
from tests.architecture.cast import Cast
from tests.architecture.reading import (
    HELPERS,
    LEADS,
    MEMBERS,
    SOMETIMES,
    Made,
    Row,
    Say,
    Table,
    acting,
    always,
)
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    make_delegation,
    make_draft_canvass,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.notices import notice_input

TABLE: Table = {
    "CANVASS": (
        Row("draft", LEADS),
        Row("announced", MEMBERS),
        Row("open", MEMBERS),
        Row("closed", MEMBERS),
        Row("counted", MEMBERS),
        Row("published", MEMBERS),
        Row("withdrawn", MEMBERS),
        Row("withdrawn", LEADS, "before it was announced"),
        Row("withdrawn", LEADS, "with the notice that it carried", title=MEMBERS),
        Row("withdrawn", LEADS, "with a notice, when it was over", title=MEMBERS),
    ),
    "OBJECTION": (
        Row("raised", HELPERS),
        Row("in_talks", HELPERS),
        Row("offered", HELPERS),
        Row("withdrawn", HELPERS),
        Row("met", HELPERS),
        Row("stands", HELPERS),
    ),
    "DELEGATION": tuple(
        Row(state, HELPERS) for state in ("offered", "accepted", "declined", "withdrawn", "ended")
    ),
}
ADDRESSES = {
    "page": always("CANVASS"),
    "versions": SOMETIMES,
    "text": SOMETIMES,
    "record": SOMETIMES,
    "objection": always("OBJECTION"),
    "delegation": always("DELEGATION"),
    "evidence": always("OBJECTION"),
    "voice": SOMETIMES,
    "attachment": SOMETIMES,
    "preview": SOMETIMES,
    "edit": SOMETIMES,
    **acting(
        "announce open reschedule short_notice reword extend close count publish withdraw answer delegate acknowledge unacknowledge ballot box round "
        "together slip visit bring check sheet slips result reminders "
        "holders choose envelope hold hand_out ballots "
        "dossier bring_sheet sheet_table save_line add_mandate discard_sheet change_pages put_page_back check_sheet settle_reading read_differently sheet_page line_mandate "
        "enter_delegation delegation_mandate blank_mandate "
        "owner_letter owner_phone revoke_letter end_owner_access "
        "owner_question owner_file owner_answer owner_acknowledge "
        "second_round remove_attachment confirm_paper dispute_paper take_paper_back read_door read_texts deny take_check_back"
    ),
}


def make(cast: Cast, say: Say) -> None:
    building, leader = cast.building, cast["leader"]
    _draft(cast, say("CANVASS", "draft"))
    drafting.announce_canvass(_draft(cast, say("CANVASS", "announced")), by=leader)
    _opened(cast, say("CANVASS", "open"))
    for state in ("closed", "counted", "published"):
        _closed(cast, say("CANVASS", state), state)
    withdrawn = _opened(cast, say("CANVASS", "withdrawn"))
    unseen = _draft(cast, say("CANVASS", "withdrawn", "before it was announced"))
    for canvass in (withdrawn, unseen):
        drafting.withdraw_canvass(canvass, reason="写错了", by=leader)
    for when in ("with the notice that it carried", "with a notice, when it was over"):
        made = say("CANVASS", "withdrawn", when)
        words = {"title": made.words.title, "body": made.words.text}
        notice = post_notice(
            draft_notice(building, notice_input(asks=True, **words), by=leader), by=leader
        )
        carried = notice.canvass
        made.ids = _ids(carried)
        if when.endswith("over"):
            counting.close_canvass(move_past_deadline(carried), by=None)
        withdraw_notice(notice, reason="写错了", by=leader)
    _objections(cast, say)
    _delegations(cast, say)


def _ids(canvass: Canvass, file: Attachment | None = None) -> tuple[dict[str, object], ...]:
    """With the photo that hangs on it, which says the words too."""
    ids: dict[str, object] = {"pk": canvass.pk, "number": 1}
    if file:
        ids |= {"file": file.pk, "size": "whole"}
    return tuple({**ids, "form": form} for form in ("json", "xlsx"))


def _draft(cast: Cast, made: Made) -> Canvass:
    words = made.words
    word = words.text.encode()
    canvass = make_draft_canvass(
        cast.building,
        cast["leader"],
        question=words.title,
        body=words.text,
        files=[File("a.jpg", CleanPhoto(word, word, 1, 1))],
    )
    made.ids = _ids(canvass, canvass.attachments.get())
    return canvass


def _opened(cast: Cast, made: Made) -> Canvass:
    """Reworded once: its first text is an earlier version."""
    leader = cast["leader"]
    canvass = drafting.announce_canvass(_draft(cast, made), by=leader)
    canvass = opening.open_canvass(canvass, by=leader)
    return rewording.reword_canvass(
        canvass,
        RewordInput(
            version=canvass.version, body=f"{made.words.text}。", material=False, reason="错字"
        ),
        by=leader,
    )


def _closed(cast: Cast, made: Made, state: str) -> None:
    canvass = counting.close_canvass(move_past_deadline(_opened(cast, made)), by=None)
    if state in {"counted", "published"}:
        for persona in ("volunteer", "leader"):
            canvass = counting.count_canvass(canvass, by=cast[persona], anyway=True)
    if state == "published":
        counting.publish_canvass(canvass, by=cast["leader"])


def _objections(cast: Cast, say: Say) -> None:
    """Each of another household, on paper whose photo says the word too."""
    made = [say("OBJECTION", row.state) for row in TABLE["OBJECTION"]]
    homes = [HouseholdFactory(building=cast.building) for _one in made]
    leader = cast["leader"]
    canvass = drafting.announce_canvass(make_draft_canvass(cast.building, leader), by=leader)
    canvass = opening.open_canvass(canvass, by=leader)
    for one, home in zip(made, homes, strict=True):
        _objection(cast, canvass, voice_of(canvass, home), one)


def _objection(cast: Cast, canvass: Canvass, voice: Voice, made: Made) -> None:
    leader, word, state = cast["leader"], made.words.text, made.row.state
    sheet = File("a.jpg", CleanPhoto(word.encode(), word.encode(), 1, 1))
    paper = PaperAnswer(channel="door", signer=word, relation="self", evidence=sheet)
    answer = answering.record_paper_answer(
        canvass, voice, choice="object", reason=word, paper=paper, by=leader
    )
    answering.check_answer(canvass, answer, by=cast["volunteer"], by_household=False)
    objection = Objection.objects.get(voice=voice)
    made.ids = (
        {
            "pk": canvass.pk,
            "number": voice.number,
            "answer": answer.pk,
            "objection": objection.pk,
            "which": "evidence",
        },
    )
    line = {"on": timezone.localdate(), "who": word, "said": word, "by": leader}
    if state == "in_talks":
        objecting.record_talk(canvass, objection, **line)
    if state in {"offered", "met"}:
        objecting.record_offer(canvass, objection, offered=word, **line)
    if state in {"withdrawn", "met"}:
        record_paper_answer_for(canvass, voice, "agree", by=leader, checked_by=cast["volunteer"])
    if state == "stands":
        Objection.objects.filter(pk=objection.pk).update(state=state, ended_at=timezone.now())
    assert Objection.objects.get(pk=objection.pk).state == state


def _delegations(cast: Cast, say: Say) -> None:
    """Each between two other homes, with the word as the reason to object."""
    made = [say("DELEGATION", row.state) for row in TABLE["DELEGATION"]]
    pairs = [
        [MembershipFactory(household__building=cast.building) for _home in range(2)]
        for _one in made
    ]
    leader = cast["leader"]
    canvass = drafting.announce_canvass(make_draft_canvass(cast.building, leader), by=leader)
    canvass = opening.open_canvass(canvass, by=leader)
    for one, (giver, receiver) in zip(made, pairs, strict=True):
        state = one.row.state
        voices = [voice_of(canvass, member.household) for member in (giver, receiver)]
        by = {"by": giver.user, "accepted_by": receiver.user if state == "accepted" else None}
        said = {"choice": "object", "reason": one.words.text}
        delegation = make_delegation(canvass, *voices, **by, **said)
        one.ids = ({"pk": canvass.pk, "number": voices[0].number, "delegation": delegation.pk},)
        if state == "declined":
            delegating.decline_delegation(canvass, delegation, by=receiver.user)
        if state == "withdrawn":
            delegating.withdraw_delegation(canvass, delegation, by=giver.user)
        if state == "ended":
            own = AnswerInput(choice="abstain")
            answering.answer_on_web(canvass, voices[0], own, by=giver.user)
        assert Delegation.objects.get(pk=delegation.pk).state == state
