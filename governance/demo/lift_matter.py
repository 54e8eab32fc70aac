"""Tell the matter of the lift in building 114, from the first word in 2019 to its upkeep.

Everything is entered today, as a building does that begins to use the portal after its lift. Journal,
milestones, stages, promises and money say on which real day it happened.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.canvass.actions.visiting import record_told_together
from governance.canvass.models import Canvass, Voice
from governance.demo import lift, lift_money
from governance.demo.lift_steps import (
    AGREED,
    ASKED_ON,
    BEGUN_ON,
    BUILT,
    DRAWN,
    FIRST_DAY,
    FOR_LEADERS,
    HANDED_OVER,
    INSPECTION,
    KEPT,
    KEPT_SINCE,
    NOTICE,
    NOTICE_TEXT,
    PAPERS,
    PLANNED,
    POSTED_ON,
    POSTING,
    POSTING_TEXT,
    PREPARED,
    SENTENCE,
    SURVEYED,
    THREAD,
    TITLE,
    TOGETHER,
    UNNEEDED,
    DemoPaper,
    DemoStep,
)
from governance.demo.pictures import building_with_lift, paper
from governance.demo.threads import start
from governance.journal.actions import happening_on
from governance.lounge.models import Post, Thread
from governance.matters.actions import documents, following, kinds, milestones, promises, stages
from governance.matters.actions.beginning import begin_matter
from governance.matters.inputs import (
    MatterInput,
    MilestoneInput,
    PromiseInput,
    ReachedInput,
    VersionInput,
)
from governance.matters.models import DocumentVersion, Matter
from governance.matters.presets import LIFT
from governance.notices.actions.posting import end_posting, post_notice
from governance.notices.actions.writing import draft_notice
from governance.notices.inputs import NoticeInput
from governance.notices.models import Notice
from governance.notices.presets import PERIODS
from louzu.lib.time import local_datetime
from residents.models import Building, User
from residents.rooms.waiting import thing_of

Cast = dict[str, User]
Evidence = Canvass | Notice | DocumentVersion | None


def tell(building: Building, cast: Cast) -> Matter:
    matter = _begin(building, cast)
    _collect(matter, cast)
    for step in PLANNED:
        _reach(matter, step, cast)
    lift_money.propose_first(matter, cast)
    _go_on(matter, "ask", ASKED_ON, cast)
    crew = lift.LiftCrew(cast["leader"], cast["core"], cast["volunteer"])
    asked = lift.replay(building, crew, cause=thing_of(matter))
    _reach(matter, SURVEYED, cast, asked)
    _go_on(matter, "decide", SURVEYED.on, cast)
    _promise(matter, cast)
    agreed = lift_money.agree(matter, cast)
    _reach(matter, AGREED, cast, agreed)
    _build(matter, cast)
    lift_money.keep_account(matter, cast)
    _hand_over(matter, cast)
    return Matter.objects.get(pk=matter.pk)


def _begin(building: Building, cast: Cast) -> Matter:
    leader = cast["leader"]
    with happening_on(FIRST_DAY):
        thread = start(building, THREAD, cast)
        data = MatterInput(
            TITLE,
            SENTENCE,
            begun_on=FIRST_DAY,
            stewards=(leader, cast["volunteer"]),
            photos=(building_with_lift(),),
        )
        matter = begin_matter(building, data, by=leader, cause=thing_of(thread))
        kinds.apply_kind(matter, LIFT, starts_on=FIRST_DAY, by=leader)
    _say_long_ago(thread)
    _go_on(matter, "talk", FIRST_DAY + dt.timedelta(days=6), cast)
    for who in ("resident", "elder", "core"):
        following.follow_matter(matter, by=cast[who])
    return matter


def _say_long_ago(thread: Thread) -> None:
    """Change the times of the posts to an hour each on the first evening."""
    evening = local_datetime(FIRST_DAY, 18)
    for post in Post.objects.filter(thread=thread).order_by("number"):
        post.at = evening + dt.timedelta(hours=post.number)
        post.save(update_fields=["at"])
    ended = evening + dt.timedelta(days=6)
    Thread.objects.filter(pk=thread.pk).update(last_post_at=post.at, ended_at=ended)


def _collect(matter: Matter, cast: Cast) -> None:
    by_name = {document.name: document for document in matter.documents.all()}
    for one in PAPERS:
        with happening_on(one.dated_on):
            data = VersionInput(one.dated_on, (paper(one.name),), one.said)
            version = documents.add_version(by_name[one.name], data, by=cast["leader"])
            _rely(version, one, cast)
    for name in UNNEEDED:
        with happening_on(SURVEYED.on):
            documents.give_document_up(by_name[name], by=cast["leader"])
    documents.show_document_to(by_name[FOR_LEADERS], "leaders", by=cast["leader"])


def _rely(version: DocumentVersion, one: DemoPaper, cast: Cast) -> None:
    if one.reliance:
        documents.rely_on_version(version, one.reliance, by=cast["leader"])


def _promise(matter: Matter, cast: Cast) -> None:
    """Write for the neighbours what was offered, and how it was kept."""
    offers = {f"{doubt.room}室": doubt for doubt in lift.OBJECTIONS}
    for promise in matter.promises.select_related("objection__voice"):
        if promise.objection is None:
            continue
        doubt = offers[promise.objection.voice.label]
        data = PromiseInput(doubt.promised, keeper=cast[doubt.keeper])
        with happening_on(SURVEYED.on):
            promises.word_promise(promise, data, by=cast["leader"])
        with happening_on(doubt.kept_on):
            promises.keep_promise(promise, said=doubt.kept, on=doubt.kept_on, by=cast["leader"])


def _build(matter: Matter, cast: Cast) -> None:
    with happening_on(TOGETHER.on):
        left_out = matter.milestones.get(number=TOGETHER.number)
        milestones.drop_milestone(left_out, reason=TOGETHER.said, by=cast["leader"])
    _reach(matter, DRAWN, cast, _post(matter, cast))
    for step in PREPARED:
        _reach(matter, step, cast)
    _go_on(matter, "do", BEGUN_ON, cast)
    for step in BUILT:
        _reach(matter, step, cast)


def _post(matter: Matter, cast: Cast) -> Notice:
    """Post the drawing for its days, which are over."""
    data = NoticeInput(POSTING, POSTING_TEXT, period="lift")
    with happening_on(POSTED_ON):
        notice = draft_notice(matter.building, data, by=cast["leader"], cause=thing_of(matter))
        notice = post_notice(notice, by=cast["leader"])
        told = Voice.objects.filter(canvass=notice.canvass_id)
        record_told_together(told[0].canvass, told, channel="meeting", by=cast["core"])
    hung = local_datetime(POSTED_ON, 9)
    ends = PERIODS[data.period].end(hung)
    rows = Notice.objects.filter(pk=notice.pk)
    rows.update(shows_from=hung, expires_at=ends)
    canvass = Canvass.objects.filter(about_url=notice.get_absolute_url())
    canvass.update(opens_at=hung, opened_at=hung, announced_at=hung, closes_at=ends)
    with happening_on(timezone.localdate(ends)):
        end_posting(rows.get())
    rows.update(ended_at=ends)
    canvass.update(closed_at=ends)
    return rows.get()


def _hand_over(matter: Matter, cast: Cast) -> None:
    data = NoticeInput(NOTICE, NOTICE_TEXT, Notice.Audience.PUBLIC, files=(building_with_lift(),))
    with happening_on(HANDED_OVER):
        notice = draft_notice(matter.building, data, by=cast["leader"], cause=thing_of(matter))
        notice = post_notice(notice, by=cast["leader"])
    Notice.objects.filter(pk=notice.pk).update(shows_from=local_datetime(HANDED_OVER, 10))
    _go_on(matter, "finish", HANDED_OVER, cast)
    for step in KEPT:
        _reach(matter, step, cast)
    _go_on(matter, "keep", KEPT_SINCE, cast)
    soon = timezone.localdate() + dt.timedelta(days=15)
    milestones.add_milestone(matter, MilestoneInput(INSPECTION, soon), by=cast["leader"])


def _reach(matter: Matter, step: DemoStep, cast: Cast, shown: Evidence = None) -> None:
    if step.paper:
        shown = DocumentVersion.objects.get(document__matter=matter, document__name=step.paper)
    milestones.reach_milestone(
        matter.milestones.get(number=step.number),
        ReachedInput(step.on, step.said, shown),
        by=cast["leader"],
    )


def _go_on(matter: Matter, step: str, on: dt.date, cast: Cast) -> None:
    stages.go_on(matter, step, on=on, by=cast["leader"], sure=True)
