"""Causes of messages: for each type a function that makes something happen of which the cast's
resident is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from governance.canvass.actions import (
    answering,
    counting,
    delegating,
    objecting,
    rechecking,
    reminding,
    rewording,
)
from governance.canvass.inputs import AnswerInput, RewordInput
from governance.canvass.models import Canvass, Objection
from governance.charters.actions import deciding, life, talking
from governance.charters.actions.talking import Contributor
from governance.inbox.actions.messages import create_message
from governance.inbox.actions.ways import end_way_of_bad_address
from governance.inbox.models import Delivery, DeliveryChannel, Message
from governance.ledger.actions import entries
from governance.lounge.actions import joining as together
from governance.lounge.actions import posts, threads
from governance.lounge.inputs import ReplyInput
from governance.matters.actions.beginning import begin_matter
from governance.matters.actions.following import follow_matter
from governance.matters.actions.milestones import reach_milestone
from governance.matters.actions.promises import keep_promise, make_promise
from governance.matters.actions.stages import drop_matter, go_on
from governance.matters.inputs import MatterInput, PromiseInput, ReachedInput
from governance.matters.lifecycle import FORWARD
from governance.meetings.actions import agenda, holding, minutes, noting, planning, tasks
from governance.meetings.actions.noting import ResolutionInput
from governance.meetings.inputs import TaskInput
from governance.meetings.models import Meeting
from governance.notices.actions import posting, writing
from governance.stories.actions.consents import answer as answer_about_story
from governance.stories.actions.consents import record_answer
from governance.stories.actions.publishing import ask_people
from governance.stories.inputs import HeardInput
from residents.joining.actions.joining import (
    NewAccount,
    enroll_neighbour,
    join_as_newcomer,
    move_out,
)
from residents.people.actions.offices import appoint, end_office
from residents.people.queries.offices import leader_office_in
from residents.rooms.waiting import thing_of
from tests.architecture.cast import Cast
from tests.factories.canvass import (
    enter_delegation_for,
    make_delegation,
    make_open_canvass,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.charters import (
    count_and_publish,
    end_discussion,
    make_discussed_draft,
    make_draft_being_written,
    sign_and_publish,
    wordings_of,
)
from tests.factories.inbox import ContactWayFactory, DeliveryFactory
from tests.factories.ledger import AccountFactory, entry_input
from tests.factories.lounge import ThreadFactory, thread_input
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    PresenceFactory,
    ProposalFactory,
    TaskFactory,
    meeting_input,
    wish_for,
)
from tests.factories.milestones import MilestoneFactory
from tests.factories.notices import make_notice, notice_input
from tests.factories.residents import HouseholdFactory, MembershipFactory, OfficeFactory
from tests.factories.slips import SlipFactory
from tests.factories.stories import ShownPersonFactory, StoryFactory

DAY = dt.timedelta(days=1)
CAUSES: dict[str, Callable[[Cast], object]] = {}
"""By code of the message type."""


def causes(*codes: str) -> Callable[[Callable[[Cast], object]], Callable[[Cast], object]]:
    def note(cause: Callable[[Cast], object]) -> Callable[[Cast], object]:
        CAUSES.update(dict.fromkeys(codes, cause))
        return cause

    return note


@causes("notices.posted", "notices.corrected")
def _correct_notice(cast: Cast) -> None:
    leader, tomorrow = cast["leader"], timezone.now() + DAY
    text = notice_input(title="停水", happens_from=tomorrow)
    notice = posting.post_notice(writing.draft_notice(cast.building, text, by=leader), by=leader)
    text = notice_input(notice, happens_from=tomorrow + DAY)
    writing.edit_notice(notice, text, version=notice.version, by=leader)


@causes("notices.reminder")
def _remind_of_event(cast: Cast) -> None:
    text = notice_input(title="停水", happens_from=timezone.now() + DAY)
    draft = writing.draft_notice(cast.building, text, by=cast["leader"])
    notice = posting.post_notice(draft, by=cast["leader"])
    create_message("notices.reminder", thing_of(notice), by=cast["leader"].pk)


@causes("notices.withdrawn")
def _withdraw(cast: Cast) -> None:
    """The resident had got it on every channel."""
    text = notice_input(title="停水", happens_from=timezone.now() + DAY, urgent=True)
    draft = writing.draft_notice(cast.building, text, by=cast["leader"])
    notice = posting.post_notice(draft, by=cast["leader"])
    message = Message.objects.get(type="notices.posted", thing_id=notice.pk)
    for channel in DeliveryChannel.values:
        DeliveryFactory(
            message=message,
            user=cast["resident"],
            channel=channel,
            state="sent",
            sent_at=timezone.now(),
        )
    posting.withdraw_notice(notice, reason="不停了", by=cast["leader"])
    Delivery.objects.exclude(message=message).delete()


@causes("notices.publicised")
def _publicise(cast: Cast) -> None:
    make_notice(cast.building, cast["leader"])


@causes("ledger.to_check", "ledger.entry_refused")
def _refuse_entry(cast: Cast) -> None:
    """The resident keeps the accounts, too."""
    resident, leader = cast["resident"], cast["leader"]
    OfficeFactory(user=resident, kind="treasurer", building=cast.building)
    account = AccountFactory(building=cast.building)
    entry = entries.enter_entry(account, entry_input(), by=resident)
    entries.refuse_entry(entry, why="收据不对", by=leader)
    entries.enter_entry(account, entry_input(), by=leader)


@causes("ledger.share_received")
def _confirm_share(cast: Cast) -> None:
    account = AccountFactory(building=cast.building)
    share = entry_input(fen=900, flat=cast.home.flat)
    entry = entries.enter_entry(account, share, by=cast["leader"])
    entries.confirm_entry(entry, by=cast["treasurer"])


@causes("canvass.opened")
def _open(cast: Cast, **more) -> Canvass:
    return make_open_canvass(cast.building, cast["leader"], **more)


def _answer(cast: Cast, canvass: Canvass, choice: str = "agree") -> None:
    voice = voice_of(canvass, cast.home)
    record_paper_answer_for(canvass, voice, choice, by=cast["leader"], checked_by=cast["volunteer"])


@causes("canvass.reminder")
def _remind(cast: Cast) -> None:
    """The canvass opened yesterday and closes in less than three days."""
    canvass, now = _open(cast), timezone.now()
    Canvass.objects.filter(pk=canvass.pk).update(
        opens_at=now - DAY, opened_at=now - DAY, closes_at=now + 3 * DAY - dt.timedelta(minutes=1)
    )
    reminding.remind_of_canvasses()


@causes("canvass.answered_for_household", "canvass.offered")
def _offer(cast: Cast) -> None:
    canvass = _open(cast)
    _answer(cast, canvass, "object")
    objection = Objection.objects.get(voice__canvass=canvass)
    offer = {"who": "楼组长", "said": "谈过", "offered": "改时间"}
    on = timezone.localdate()
    objecting.record_offer(canvass, objection, on=on, by=cast["leader"], **offer)


@causes("canvass.denied")
def _deny_answer(cast: Cast) -> None:
    """The resident joined another home after the opening, and answered for it."""
    home = MembershipFactory(household=HouseholdFactory(building=cast.building)).household
    canvass, resident = _open(cast), cast["resident"]
    MembershipFactory(household=home, user=resident)
    given = AnswerInput(choice="agree")
    answer = answering.answer_on_web(canvass, voice_of(canvass, home), given, by=resident)
    rechecking.deny_answer(canvass, answer, by=cast["volunteer"])


@causes("canvass.asked_to_answer")
def _ask_to_answer(cast: Cast) -> None:
    other = MembershipFactory(household=HouseholdFactory(building=cast.building))
    canvass = _open(cast)
    homes = voice_of(canvass, other.household), voice_of(canvass, cast.home)
    make_delegation(canvass, *homes, by=other.user)


@causes("canvass.proxy_accepted")
def _accept_for_neighbour(cast: Cast) -> None:
    other = MembershipFactory(household=HouseholdFactory(building=cast.building))
    canvass = _open(cast)
    homes = voice_of(canvass, cast.home), voice_of(canvass, other.household)
    make_delegation(canvass, *homes, by=cast["resident"], accepted_by=other.user)


@causes("canvass.proxy_declined")
def _accept_and_hand_back(cast: Cast) -> None:
    other = MembershipFactory(household=HouseholdFactory(building=cast.building))
    canvass = _open(cast)
    homes = voice_of(canvass, cast.home), voice_of(canvass, other.household)
    delegation = make_delegation(canvass, *homes, by=cast["resident"], accepted_by=other.user)
    delegating.decline_delegation(canvass, delegation, by=other.user)


@causes("canvass.delegation_over", "canvass.delegation_reworded", "canvass.delegation_removed")
def _end_delegations(cast: Cast) -> None:
    """On paper one is taken away, then a text ends another, and the closing the last."""
    other = HouseholdFactory(building=cast.building)
    canvass = _open(cast)
    homes = voice_of(canvass, cast.home), voice_of(canvass, other)
    paper = enter_delegation_for(canvass, *homes, by=cast["leader"])
    delegating.withdraw_delegation(canvass, paper, by=cast["leader"])
    enter_delegation_for(canvass, *homes, by=cast["leader"])
    _change_text(cast, canvass)
    enter_delegation_for(canvass, *homes, by=cast["leader"])
    counting.close_canvass(move_past_deadline(canvass), by=None)


@causes("canvass.mandate_ended", "canvass.mandate_reworded")
def _end_mandates(cast: Cast) -> None:
    other = MembershipFactory(household=HouseholdFactory(building=cast.building))
    canvass = _open(cast)
    homes = voice_of(canvass, other.household), voice_of(canvass, cast.home)
    first = make_delegation(canvass, *homes, by=other.user)
    delegating.withdraw_delegation(canvass, first, by=other.user)
    make_delegation(canvass, *homes, by=other.user)
    _change_text(cast, canvass)


@causes("canvass.delegation_lapsed", "canvass.mandate_lapsed")
def _leave_as_proxy(cast: Cast) -> None:
    """The resident leads the building, and let a neighbour answer who then leaves."""
    end_office(leader_office_in(cast.building), by=cast["staff"])
    appoint(cast["resident"], kind="leader", place=cast.building, by=cast["staff"])
    other = MembershipFactory(household=HouseholdFactory(building=cast.building))
    canvass = make_open_canvass(cast.building, cast["resident"])
    homes = voice_of(canvass, cast.home), voice_of(canvass, other.household)
    make_delegation(canvass, *homes, by=cast["resident"])
    move_out(other, by=cast["staff"])


@causes("canvass.proxy_reminder")
def _remind_proxy(cast: Cast) -> None:
    other = MembershipFactory(household=HouseholdFactory(building=cast.building))
    canvass, now = _open(cast), timezone.now()
    homes = voice_of(canvass, other.household), voice_of(canvass, cast.home)
    make_delegation(canvass, *homes, by=other.user, accepted_by=cast["resident"])
    Canvass.objects.filter(pk=canvass.pk).update(
        opens_at=now - DAY, opened_at=now - DAY, closes_at=now + 3 * DAY - dt.timedelta(minutes=1)
    )
    reminding.remind_of_canvasses()


@causes("canvass.mandate_entered")
def _enter_mandate(cast: Cast) -> None:
    other = HouseholdFactory(building=cast.building)
    canvass = _open(cast)
    homes = voice_of(canvass, cast.home), voice_of(canvass, other)
    enter_delegation_for(canvass, *homes, by=cast["leader"])


@causes("canvass.reworded")
def _reword(cast: Cast) -> None:
    canvass = _open(cast)
    _answer(cast, canvass)
    _change_text(cast, canvass)


def _change_text(cast: Cast, canvass: Canvass) -> None:
    canvass.refresh_from_db()
    text = RewordInput(
        version=canvass.version, body=f"{canvass.body}。", material=True, reason="改了"
    )
    rewording.reword_canvass(canvass, text, by=cast["leader"])


@causes("canvass.published", "lounge.asked_at_every_door", "lounge.has_result")
def _publish_result(cast: Cast) -> None:
    canvass = _open(cast, thread=ThreadFactory(building=cast.building, author=cast["resident"]))
    _answer(cast, canvass)
    count_and_publish(move_past_deadline(canvass), by=cast["leader"], other=cast["volunteer"])


@causes("canvass.published_by_clock")
def _publish_result_by_clock(cast: Cast) -> None:
    canvass = _open(cast)
    _answer(cast, canvass)
    counting.close_canvass(move_past_deadline(canvass), by=None)
    for who in ("volunteer", "leader"):
        counting.count_canvass(canvass, by=cast[who], anyway=True)
    counting.publish_canvass(canvass, by=None)


@causes("charters.put_out")
def _put_out_draft(cast: Cast) -> None:
    draft = make_draft_being_written(cast.building, "轻声。")
    life.put_out_draft(draft, until=timezone.now() + 8 * DAY, by=cast["leader"])


@causes("charters.enacted")
def _enact(cast: Cast) -> None:
    HouseholdFactory.create_batch(4, building=cast.building)
    out = make_discussed_draft(cast.building, "轻声。")
    end_discussion(out.edition)
    sign_and_publish(out, by=cast["leader"], others=[cast["core"]])


@causes("charters.suggestion_decided")
def _answer_suggestion(cast: Cast) -> None:
    (one,) = wordings_of(make_discussed_draft(cast.building, "轻声。"))
    who = Contributor(cast["resident"], cast.home)
    words = talking.suggest_words(one, text="夜里轻声。", contributor=who)
    deciding.answer_suggestion(words, answer="已经写在第三条里", by=cast["leader"])


@causes("inbox.way_ended")
def _end_way(cast: Cast) -> None:
    way = ContactWayFactory(user=cast["resident"], channel="sms", address="13900139000")
    end_way_of_bad_address(way, "550")


def _start(cast: Cast, kind: str, **more):
    text = thread_input(kind=kind, title="灯坏了", text="三楼", **more)
    return threads.start_thread(cast.building, text, by=cast["resident"])


@causes("lounge.replied", "lounge.offered", "lounge.met")
def _meet_need(cast: Cast) -> None:
    need = _start(cast, "need")
    posts.add_reply(need, ReplyInput(text="我来看看"), by=cast["volunteer"])
    together.offer_help(need, by=cast["volunteer"])
    threads.meet_need(need, by=cast["leader"])


@causes("lounge.settled")
def _settle(cast: Cast) -> None:
    threads.settle_thread(_start(cast, "worry"), by=cast["leader"])


@causes("lounge.wished", "lounge.taken_up")
def _take_up(cast: Cast) -> None:
    plan = _start(cast, "plan")
    together.add_wish(plan, kind="agenda", by=cast["leader"])
    threads.take_up_plan(plan, by=cast["leader"])


@causes("lounge.set_aside")
def _set_aside(cast: Cast) -> None:
    threads.postpone_plan(_start(cast, "plan"), reason="明年再说", by=cast["leader"])


@causes("lounge.called_off")
def _call_off(cast: Cast) -> None:
    when = {"starts_at": timezone.now() + DAY, "place": "楼下", "minutes": 60, "room_for": None}
    text = thread_input(kind="invitation", title="喝茶", text="都来", **when)
    tea = threads.start_thread(cast.building, text, by=cast["volunteer"])
    together.attend_invitation(tea, people=1, by=cast["resident"])
    threads.call_off_invitation(tea, reason="下雨", by=cast["volunteer"])


def _decide(cast: Cast) -> noting.Resolution:
    """Hold a meeting on what the resident brought up, and give the leader the task."""
    leader = cast["leader"]
    meeting = MeetingFactory(
        building=cast.building, host=leader, starts_at=timezone.now() + dt.timedelta(minutes=20)
    )
    item = agenda.take_up_wish(meeting, wish_for(_start(cast, "worry"), leader), by=leader)
    meeting = holding.hold_meeting(meeting, by=leader)
    due = timezone.localdate() + 7 * DAY
    data = ResolutionInput(kind="agreed", text="刷墙", way="task", who=leader, due_on=due)
    resolution = noting.add_resolution(item, data, by=leader)
    minutes.close_meeting(meeting, by=leader)
    minutes.open_minutes(meeting, days=3, by=leader)
    return resolution


@causes("lounge.on_agenda", "lounge.decided", "lounge.done")
def _finish(cast: Cast) -> None:
    tasks.finish_task(_decide(cast).task, said="刷好了", by=cast["leader"])


@causes("lounge.being_done")
def _ask_somebody(cast: Cast) -> None:
    data = TaskInput("刷墙", cast["core"], timezone.localdate() + 7 * DAY)
    cause = thing_of(_start(cast, "worry"))
    tasks.give_task(cast.building, data, by=cast["leader"], cause=cause)


@causes("lounge.given_up")
def _give_up(cast: Cast) -> None:
    tasks.drop_task(_decide(cast).task, said="不刷了", by=cast["leader"])


@causes("meetings.invited")
def _invite(cast: Cast) -> Meeting:
    meeting = MeetingFactory(building=cast.building, host=cast["leader"], state="planned")
    return planning.invite_meeting(meeting, by=cast["leader"])


@causes("meetings.moved")
def _move(cast: Cast) -> None:
    meeting = _invite(cast)
    later = meeting_input(meeting, starts_at=meeting.starts_at + DAY)
    planning.edit_meeting(meeting, later, sequence=meeting.sequence, agenda=[], by=cast["leader"])


@causes("meetings.cancelled")
def _cancel(cast: Cast) -> None:
    planning.cancel_meeting(_invite(cast), reason="台风", by=cast["leader"])


@causes("meetings.reminder")
def _remind_of_meeting(cast: Cast) -> None:
    soon = timezone.now() + dt.timedelta(hours=20)
    planned = MeetingFactory(
        building=cast.building, host=cast["leader"], state="planned", starts_at=soon
    )
    meeting = planning.invite_meeting(planned, by=cast["leader"])
    create_message("meetings.reminder", thing_of(meeting), by=cast["leader"].pk)


@causes("meetings.minutes_opened")
def _open_minutes(cast: Cast) -> None:
    meeting = MeetingFactory(building=cast.building, host=cast["leader"], drafted=True)
    PresenceFactory(meeting=meeting, household=cast.home)
    minutes.open_minutes(meeting, days=3, by=cast["leader"])


@causes("meetings.published")
def _publish_minutes(cast: Cast) -> None:
    over = timezone.now() - dt.timedelta(minutes=1)
    meeting = MeetingFactory(
        building=cast.building, host=cast["leader"], read=True, corrections_until=over
    )
    minutes.publish_minutes(meeting, by=cast["leader"])


@causes("meetings.proposal_decided")
def _accept_proposal(cast: Cast) -> None:
    proposal = ProposalFactory(meeting__building=cast.building, author=cast["resident"])
    agenda.accept_proposal(proposal, by=cast["leader"])


@causes("meetings.correction_decided")
def _answer_correction(cast: Cast) -> None:
    meeting = MeetingFactory(building=cast.building, host=cast["leader"], read=True)
    PresenceFactory(meeting=meeting, household=cast.home)
    correction = minutes.ask_correction(meeting, text="少写一句", by=cast["resident"])
    minutes.answer_correction(correction, answer="补上了", by=cast["leader"])


@causes("meetings.task_given")
def _give_task(cast: Cast) -> None:
    meeting = MeetingFactory(building=cast.building, host=cast["leader"], held=True)
    item = AgendaItemFactory(meeting=meeting, number=1)
    due = timezone.localdate() + 7 * DAY
    data = ResolutionInput(kind="agreed", text="刷墙", way="task", who=cast["resident"], due_on=due)
    noting.add_resolution(item, data, by=cast["leader"])


@causes("meetings.task_due")
def _remind_taker(cast: Cast) -> None:
    task = TaskFactory(
        building=cast.building,
        resolution=None,
        text="刷墙",
        taken_by=cast["resident"],
        due_on=timezone.localdate(timezone.now() + dt.timedelta(hours=6)),
    )
    version = task.due_on.isoformat()
    create_message("meetings.task_due", thing_of(task), version=version)


@causes("meetings.task_given_back")
def _give_task_back(cast: Cast) -> None:
    """The resident leads the building, and asked somebody."""
    end_office(leader_office_in(cast.building), by=cast["staff"])
    appoint(cast["resident"], kind="leader", place=cast.building, by=cast["staff"])
    data = TaskInput("刷墙", cast["core"], timezone.localdate() + 7 * DAY)
    task = tasks.give_task(cast.building, data, by=cast["resident"])
    tasks.drop_task(task, said="没空", by=cast["core"])


@causes("residents.enrolled")
def _enroll(cast: Cast) -> None:
    enroll_neighbour(cast.home, shown_name="小王", by=cast["leader"])


@causes("residents.joined")
def _join(cast: Cast) -> None:
    join_as_newcomer(SlipFactory(household=cast.home), NewAccount(shown_name="小王"))


@causes("residents.appointed")
def _appoint(cast: Cast) -> None:
    appoint(cast["resident"], kind="volunteer", place=cast.building, by=cast["leader"])


@causes(
    "matters.talked",
    "matters.asked",
    "matters.decided",
    "matters.being_done",
    "matters.done",
    "matters.kept",
    "lounge.became_matter",
)
def _follow_to_the_end(cast: Cast) -> None:
    thread = _start(cast, "worry")
    matter = begin_matter(
        cast.building, MatterInput("装电梯"), by=cast["leader"], cause=thing_of(thread)
    )
    follow_matter(matter, by=cast["resident"])
    for step in FORWARD:
        matter = go_on(matter, step, by=cast["leader"])


@causes("matters.dropped", "matters.promise_given", "matters.promise_kept")
def _keep_and_drop(cast: Cast) -> None:
    matter = begin_matter(cast.building, MatterInput("装电梯"), by=cast["leader"])
    follow_matter(matter, by=cast["resident"])
    promise = make_promise(matter, PromiseInput("加扶手", cast["resident"]), by=cast["leader"])
    make_promise(matter, PromiseInput("隔音垫", cast["resident"]), by=cast["leader"])
    keep_promise(promise, said="装好了", by=cast["leader"])
    drop_matter(matter, reason="没有钱", by=cast["leader"])


@causes("matters.milestone_reached")
def _reach_milestone(cast: Cast) -> None:
    matter = begin_matter(cast.building, MatterInput("装电梯"), by=cast["leader"])
    follow_matter(matter, by=cast["resident"])
    milestone = MilestoneFactory(matter=matter)
    reach_milestone(milestone, ReachedInput(timezone.localdate()), by=cast["leader"])


@causes("stories.asked")
def _ask_who_is_shown(cast: Cast) -> None:
    story = StoryFactory(matter__building=cast.building)
    ShownPersonFactory(story=story, user=cast["resident"])
    ask_people(story, by=cast["leader"])


@causes("stories.came_down")
def _take_a_story_down(cast: Cast) -> None:
    """The resident leads the building, and a neighbour changes their mind."""
    end_office(leader_office_in(cast.building), by=cast["staff"])
    appoint(cast["resident"], kind="leader", place=cast.building, by=cast["staff"])
    story = StoryFactory(matter__building=cast.building, published=True)
    person = ShownPersonFactory(story=story, user=cast["core"], agreed=True)
    answer_about_story(person, agrees=False, by=cast["core"])


@causes("stories.answer_recorded")
def _write_down_what_was_said(cast: Cast) -> None:
    story = StoryFactory(matter__building=cast.building, state="asking")
    person = ShownPersonFactory(story=story, user=cast["resident"])
    record_answer(person, HeardInput(agrees=True), by=cast["volunteer"])
