"""Who may do what with matters, and what their pages say."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.journal.actions import link
from governance.journal.models import Link, LinkKind
from governance.lounge.models import Post
from governance.matters.actions.promises import make_promise
from governance.matters.actions.stages import VERBS as STAGE_VERBS
from governance.matters.actions.stages import drop_matter, go_on
from governance.matters.inputs import PromiseInput
from governance.matters.lifecycle import Stage
from governance.matters.models import Follower, Matter, Promise, StageChange
from governance.matters.verbs import SENTENCES
from tests.architecture.requests import body_of
from tests.factories import NoticeFactory
from tests.factories.canvass import make_open_canvass
from tests.factories.files import photo
from tests.factories.ledger import AccountFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.matters import (
    MatterFactory,
    MatterPhotoFactory,
    PromiseFactory,
    StewardFactory,
    make_matter_from,
)
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    ResolutionFactory,
    TaskFactory,
)
from tests.factories.milestones import MilestoneFactory

pytestmark = pytest.mark.django_db

MEMBERS = dict.fromkeys(("resident", "volunteer", "core", "deputed", "leader", "staff"), 200)
OUTSIDE = {"neighbour": 404, "foreign_staff": 404, "visitor": 302}
LEADS = {"leader": 200, "staff": 200}
OTHERS = dict.fromkeys(("resident", "volunteer", "core", "deputed"), 403)
DONE = {"leader": 302, "staff": 302}


def url(name, *args):
    return reverse(f"matters:{name}", args=["114", *args])


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="给114号装一部电梯")


@pytest.fixture
def promise(matter):
    return PromiseFactory(matter=matter)


def statuses(enter, address, method, expected, **data):
    return {p: getattr(enter(p), method)(address, data).status_code for p in expected}


@pytest.mark.parametrize(
    ("name", "method", "expected"),
    [
        ("page", "get", MEMBERS | OUTSIDE),
        ("timeline", "get", MEMBERS | OUTSIDE),
        ("follow", "post", dict.fromkeys(MEMBERS, 302) | OUTSIDE),
        ("unfollow", "post", dict.fromkeys(MEMBERS, 302) | OUTSIDE),
        ("edit", "get", LEADS | OTHERS | OUTSIDE),
        ("tie", "get", LEADS | OTHERS | OUTSIDE),
        ("go_on", "get", LEADS | OTHERS | OUTSIDE),
        ("drop", "get", LEADS | OTHERS | OUTSIDE),
        ("make_promise", "get", LEADS | OTHERS | OUTSIDE),
        ("page", "post", {"resident": 405}),
        ("follow", "get", {"resident": 405}),
    ],
)
def test_who_may_do_what_with_a_matter(enter, matter, name, method, expected):
    assert statuses(enter, url(name, matter.pk), method, expected) == expected


@pytest.mark.parametrize(
    ("name", "method", "expected"),
    [
        ("list", "get", MEMBERS | OUTSIDE),
        ("begin", "get", LEADS | OTHERS | OUTSIDE),
    ],
)
def test_who_may_begin_one(enter, building, name, method, expected):
    assert statuses(enter, url(name), method, expected) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("word_promise", LEADS | OTHERS | OUTSIDE),
        ("keep_promise", LEADS | OTHERS | OUTSIDE),
        ("waive_promise", LEADS | OTHERS | OUTSIDE),
    ],
)
def test_who_may_change_a_promise(enter, promise, name, expected):
    address = url(name, promise.matter_id, promise.pk)
    assert statuses(enter, address, "get", expected) == expected


def test_who_may_open_it_again(enter, promise):
    settled = {"state": "kept", "said": "好了", "settled_on": timezone.localdate()}
    for persona, status in (DONE | OTHERS | OUTSIDE).items():
        Promise.objects.filter(pk=promise.pk).update(**settled)
        address = url("reopen_promise", promise.matter_id, promise.pk)
        assert enter(persona).post(address).status_code == status, persona


def test_whoever_looks_after_it_takes_the_steps_and_closes_promises(enter, promise, volunteer):
    StewardFactory(matter=promise.matter, user=volunteer)
    pages = {"go_on": 200, "edit": 403, "tie": 403, "drop": 403, "make_promise": 403}
    client = enter("volunteer")
    matter = promise.matter_id
    assert {name: client.get(url(name, matter)).status_code for name in pages} == pages
    of_promise = {"keep_promise": 200, "word_promise": 403, "waive_promise": 403}
    found = {name: client.get(url(name, matter, promise.pk)).status_code for name in of_promise}
    assert found == of_promise


def test_whoever_keeps_a_promise_says_that_it_is_kept(enter, promise, resident):
    Promise.objects.filter(pk=promise.pk).update(keeper=resident)
    client = enter("resident")
    assert "您来做" in client.get("/b/114/inbox/").content.decode()
    address = url("keep_promise", promise.matter_id, promise.pk)
    assert client.post(address, {"said": "装好了", "on": ""}).status_code == 302
    page = client.get(promise.matter.get_absolute_url()).content.decode()
    assert ("答应过的1件，做到1件" in page, "装好了" in page) == (True, True)
    assert client.get(address).status_code == 403


def test_a_promise_is_found_under_its_own_matter_only(enter, promise, building):
    other = MatterFactory(building=building)
    assert enter("leader").get(url("keep_promise", other.pk, promise.pk)).status_code == 404


@pytest.mark.parametrize("make", ["thread", "resolution", "task", "notice", "canvass"])
def test_a_matter_is_begun_with_the_words_of_a_thing(enter, building, leader, make):
    """One tap opens the form, which has everything; the next one begins the matter. From then on the
    page of the thing leads to it."""
    meeting = MeetingFactory(building=building, published=True)
    thing = {
        "thread": lambda: ThreadFactory(building=building, title="下楼要歇三回"),
        "resolution": lambda: ResolutionFactory(
            item=AgendaItemFactory(meeting=meeting), text="下楼要歇三回"
        ),
        "task": lambda: TaskFactory(building=building, resolution=None, text="下楼要歇三回"),
        "notice": lambda: NoticeFactory(building=building, title="下楼要歇三回"),
        "canvass": lambda: make_open_canvass(building, leader, question="下楼要歇三回"),
    }[make]()
    key = f"{thing._meta.label_lower}:{thing.pk}"
    address = f"{url('begin')}?from={key}"
    page = {"resolution": f"/b/114/meetings/{meeting.pk}/minutes/"}.get(make)
    client, offered = enter("leader"), make != "canvass"  # an open question is not decided yet

    def ways():
        text = client.get(page or thing.get_absolute_url()).text
        return f'href="{address}"' in text, ">看这件事<" in text

    assert ways() == (offered, False)
    form = client.get(address).context["form"]
    assert form["title"].value() == "下楼要歇三回"
    sent = {name: form[name].value() or "" for name in ("title", "sentence", "begun_on")}
    response = client.post(address, sent)
    matter = Matter.objects.get()
    assert (response.headers["Location"], matter.title) == (
        matter.get_absolute_url(),
        "下楼要歇三回",
    )
    assert Link.objects.filter(effect_type="matters.matter", cause_id=thing.pk).exists()
    assert ways() == (False, offered)
    assert client.get(address).headers["Location"] == matter.get_absolute_url()
    again = client.post(address, sent).text
    assert ("已经立过了" in again, Matter.objects.count()) == (True, 1)
    drop_matter(matter, reason="没有钱", by=leader)
    assert ways() == (offered, False)


def test_the_first_sentence_of_a_thread_becomes_that_of_the_matter(enter, building, leader):
    thread = ThreadFactory(building=building, title="下楼要歇三回")
    Post.objects.filter(thread=thread).update(text="六楼老罗家，\n八十一了。我也是。")
    form = enter("leader").get(url("begin"), {"from": f"lounge.thread:{thread.pk}"}).context["form"]
    assert form["sentence"].value() == "六楼老罗家， 八十一了。"


@pytest.mark.parametrize("key", ["", "lounge.thread:", "lounge.thread:999", "x.y:1", "auth.user:1"])
def test_of_nothing_an_empty_form_comes(enter, building, leader, key):
    form = enter("leader").get(url("begin"), {"from": key}).context["form"]
    assert form["title"].value() is None


def test_nothing_of_another_building_becomes_a_matter(enter, building, next_door, leader):
    for theirs in (
        ThreadFactory(building=next_door),
        TaskFactory(building=next_door, resolution=None, text="换灯"),
    ):
        key = f"{theirs._meta.label_lower}:{theirs.pk}"
        form = enter("leader").get(url("begin"), {"from": key}).context["form"]
        assert form["title"].value() is None


def test_many_resolutions_ask_once_which_matters_were_begun(enter, building, leader):
    meeting = MeetingFactory(building=building, published=True)
    address, client = f"/b/114/meetings/{meeting.pk}/minutes/", enter("leader")
    costs = []
    for _number in range(2):
        for _row in range(3):
            ResolutionFactory(item=AgendaItemFactory(meeting=meeting))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs.append(sum("matters_matter" in one["sql"] for one in queries))
    assert costs[0] == costs[1] > 0


def test_a_matter_is_written_with_a_day_people_and_photos(enter, building, leader, core):
    day = timezone.localdate() - dt.timedelta(days=400)
    data = {
        "title": "装电梯",
        "sentence": "要歇三回",
        "begun_on": day.isoformat(),
        "stewards": [core.pk],
        "photos": photo(),
    }
    enter("leader").post(url("begin"), data)
    matter = Matter.objects.with_stewards().get()
    assert (matter.begun_on, list(matter.steward_ids), matter.photos.count()) == (day, [core.pk], 1)
    page = enter("resident").get(matter.get_absolute_url()).content.decode()
    assert f"骨干 {core}" in page
    found = matter.photos.get()
    whole = enter("resident").get(url("photo", matter.pk, found.pk, "whole"))
    assert (whole.status_code, body_of(whole)[:2]) == (200, b"\xff\xd8")
    assert enter("neighbour").get(url("photo", matter.pk, found.pk, "whole")).status_code == 404
    enter("leader").post(url("remove_photo", matter.pk, found.pk))
    assert matter.photos.count() == 0


def test_a_day_to_come_is_refused_on_the_form(enter, building, leader):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    data = {"title": "装电梯", "begun_on": tomorrow.isoformat()}
    page = enter("leader").post(url("begin"), data).content.decode()
    assert ("这个时候还没到" in page, "装电梯" in page) == (True, True)


def undone_on(page):
    """Return what the button 退一步 of the page posts."""
    return {"undoes": re.search(r'name="undoes" value="(\d+)"', page)[1]}


def test_a_step_is_one_tap_and_one_more_takes_it_back(enter, matter, leader):
    client = enter("leader")
    response = client.post(url("go_on", matter.pk), {"step": "talk"}, follow=True)
    page = response.content.decode()
    assert ("记下了，现在是“商量”" in page, "退回上一阶段" in page) == (True, True)
    assert re.search(r'aria-current="step"\s*>\s*商量', page)
    page = client.post(url("go_back", matter.pk), undone_on(page), follow=True).content.decode()
    assert re.search(r'aria-current="step"\s*>\s*提出', page)


@pytest.mark.parametrize("stage", Stage)
def test_stages_are_never_called_steps(enter, matter, leader, stage):
    """Milestones are 步, stages are 阶段."""
    reason = {"dropped_reason": "没有钱"} if stage == Stage.DROPPED else {}
    Matter.objects.filter(pk=matter.pk).update(stage=stage, **reason)
    before = Stage.DOING if stage == Stage.DROPPED else Stage.DROPPED
    StageChange.objects.create(matter=matter, before=before, stage=stage, on=matter.begun_on)
    MilestoneFactory(matter=matter, title="年检")
    client = enter("leader")
    where = client.get(matter.get_absolute_url()).text.partition('aria-labelledby="where"')[2]
    texts = [where.partition("</section>")[0]]
    for name in ("go_on", "drop"):
        answer = client.get(url(name, matter.pk))
        texts += [answer.text.partition('<div class="lead')[2].partition("</main>")[0]] * (
            answer.status_code == 200
        )
    assert [text for text in texts if "步" in text] == []
    assert "现在到什么阶段" in texts[0]
    assert ("又要办了" in texts[0], "退回上一阶段" in texts[0]) == (
        stage == Stage.DROPPED,
        stage != Stage.DROPPED,
    )


@pytest.mark.parametrize(
    "verb", [*STAGE_VERBS.values(), "matters.step_declined", "matters.stepped_back"]
)
def test_the_journal_never_calls_a_stage_a_step(verb):
    assert "步" not in str(SENTENCES[verb.partition(".")[2]])


def test_a_matter_that_was_dropped_offers_nothing_to_do(enter, matter, leader):
    ways = ("去问每一户", "贴通知告诉大家", "请谁来办", "记做到了、改日子")
    MilestoneFactory(matter=matter)
    client = enter("leader")
    page = client.get(matter.get_absolute_url()).text
    assert [way for way in ways if way not in page] == []
    drop_matter(matter, reason="没有钱", by=leader)
    page = client.get(matter.get_absolute_url()).text
    assert [way for way in ways if way in page] == []
    back = client.post(url("go_back", matter.pk), undone_on(page), follow=True).text
    assert "去问每一户" in back
    assert "又要办了，现在是“提出”。" in back
    assert f"“{matter.title}”又要办了" in back
    assert ("退回来了" in back, "退回了上一阶段" in back) == (False, False)


def test_two_screens_take_the_same_step_back_once(enter, matter, leader):
    for step in ("talk", "ask"):
        go_on(matter, step, by=leader)
    client = enter("leader")
    screens = [client.get(matter.get_absolute_url()).text for _screen in range(2)]
    client.post(url("go_back", matter.pk), undone_on(screens[0]))
    told = client.post(url("go_back", matter.pk), undone_on(screens[1]), follow=True).text
    assert "刚才已经有人退过" in told
    matter.refresh_from_db()
    assert matter.stage == "talked"
    client.post(url("go_back", matter.pk))
    matter.refresh_from_db()
    assert matter.stage == "talked"


def test_done_is_refused_in_words_while_a_promise_is_open(enter, promise, leader):
    matter = go_on(promise.matter, "do", by=leader)
    page = enter("leader").post(url("go_on", matter.pk), {"step": "finish"}).content.decode()
    assert "答应过的还有1件没做到" in page


def test_a_matter_given_up_says_why_and_takes_no_step(enter, matter, leader):
    drop_matter(matter, reason="没有钱", by=leader)
    page = enter("resident").get(matter.get_absolute_url()).content.decode()
    assert "没有钱" in page
    client = enter("leader")
    assert client.get(url("go_on", matter.pk)).status_code == 403
    page = client.get(matter.get_absolute_url()).text
    client.post(url("go_back", matter.pk), undone_on(page))
    matter.refresh_from_db()
    assert matter.stage == "raised"


def test_the_reader_follows_and_stops(enter, matter, resident):
    client = enter("resident")
    page = client.post(url("follow", matter.pk), follow=True).content.decode()
    assert ("有消息不用再告诉我" in page, Follower.objects.count()) == (True, 1)
    page = client.post(url("unfollow", matter.pk), follow=True).content.decode()
    assert ("有消息告诉我" in page, Follower.objects.count()) == (True, 0)


def test_a_question_asked_of_it_leads_to_the_answer(enter, building, leader, resident, household):
    canvass = make_open_canvass(building, leader, question="同意装电梯吗？")
    matter = make_matter_from(canvass)
    page = enter("resident").get(matter.get_absolute_url()).content.decode()
    assert ("替您家答复" in page, "答复“同意装电梯吗？”" in page) == (True, True)


def test_the_leader_ties_and_unties_on_one_page(enter, building, matter, leader):
    notice = NoticeFactory(building=building, title="图纸公示")
    client, key = enter("leader"), f"notices.notice:{notice.pk}"
    assert key in client.get(url("tie", matter.pk)).content.decode()
    page = client.post(url("tie", matter.pk), {"thing": key}, follow=True).content.decode()
    assert "不相干，拿掉" in page
    assert "图纸公示" in enter("resident").get(matter.get_absolute_url()).content.decode()
    client = enter("leader")
    client.post(url("untie", matter.pk), {"thing": key})
    assert "图纸公示" not in client.get(matter.get_absolute_url()).content.decode()


def test_no_matter_is_begun_from_another_or_from_its_account(enter, building, matter, leader):
    account = AccountFactory(building=building)
    client = enter("leader")
    for key in (f"matters.matter:{matter.pk}", f"ledger.account:{account.pk}"):
        assert client.get(url("begin") + f"?from={key}").status_code == 404


@pytest.mark.parametrize("view", ["untie", "tie_again"])
def test_a_key_of_nothing_is_not_found(enter, matter, leader, view):
    assert enter("leader").post(url(view, matter.pk), {"thing": "x"}).status_code == 404


def test_what_came_by_itself_is_untied_and_taken_back(enter, building, leader):
    thread = ThreadFactory(building=building, title="要歇三回")
    matter, client = make_matter_from(thread), enter("leader")
    key = f"lounge.thread:{thread.pk}"
    page = client.post(url("untie", matter.pk), {"thing": key}, follow=True).content.decode()
    assert "又归进来" in page
    client.post(url("tie_again", matter.pk), {"thing": key})
    assert (matter.untied.count(), Link.objects.count()) == (0, 1)


def test_a_question_drafted_from_a_matter_belongs_to_it(enter, building, matter, leader):
    address = reverse("canvass:draft", args=["114"]) + f"?from=matters.matter:{matter.pk}"
    client = enter("leader")
    assert f"from=matters.matter:{matter.pk}" in client.get(address).content.decode()
    form = client.get(f"{address}&kind=hear").content.decode()
    assert (matter.title in form, matter.sentence in form) == (True, True)


@pytest.mark.parametrize("things", [0, 1, 5])
def test_the_page_costs_the_same_for_many_things(
    enter, building, leader, resident, matter, things, django_assert_num_queries
):
    for _ in range(things):
        make_promise(matter, PromiseInput("加扶手"), by=leader)
        MatterPhotoFactory(matter=matter)
    client = enter("resident")
    client.get(matter.get_absolute_url())
    with django_assert_num_queries(13):
        client.get(matter.get_absolute_url())


@pytest.mark.parametrize("of_each", [1, 4])
def test_each_type_of_thing_costs_a_view_and_what_it_tells(
    enter, building, leader, resident, matter, of_each, django_assert_num_queries
):
    for _ in range(of_each):
        for thing in (
            ThreadFactory(building=building),
            NoticeFactory(building=building),
            TaskFactory(building=building, resolution=None, text="量井道"),
            MeetingFactory(building=building),
        ):
            link(building, matter, thing, LinkKind.CAME_FROM)
    client = enter("resident")
    client.get(matter.get_absolute_url())
    with django_assert_num_queries(13 + 2 * 4):
        client.get(matter.get_absolute_url())


@pytest.mark.parametrize("matters", [0, 1, 30])
def test_the_list_costs_the_same_for_many(
    enter, building, resident, matters, django_assert_num_queries
):
    for _ in range(matters):
        MatterFactory(building=building)
        MatterFactory(building=building, stage="dropped", dropped_reason="没钱")
    client = enter("resident")
    client.get(url("list"))
    building.content_version += 1
    building.save()
    with django_assert_num_queries(13 if matters else 10):
        page = client.get(url("list")).content.decode()
    assert ("更早" in page or "?after=" in page) == (matters > 25)
