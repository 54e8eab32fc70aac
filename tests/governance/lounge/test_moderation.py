"""Reports, hiding, appeals, pauses, locks: who may, what is on record, and for whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.journal.models import Line
from governance.lounge.actions import joining, moderation, posts
from governance.lounge.inputs import ReplyInput
from governance.lounge.models import Hiding, Pause, Post, Report
from governance.lounge.queries.posts import post_of
from louzu.lib.errors import Refused
from residents.models import User
from tests.factories.lounge import (
    HidingFactory,
    PauseFactory,
    PostFactory,
    ReportFactory,
    ThreadFactory,
)


@pytest.fixture
def thread(building):
    return ThreadFactory(building=building, title="拖椅子", posts=2)


@pytest.fixture
def post(thread, resident):
    return PostFactory(thread=thread, author=resident, text="气话连篇", html="气话连篇")


def at(post, name):
    return reverse(f"lounge:{name}", args=["114", post.thread_id, post.number])


def told():
    return list(Line.objects.order_by("number").values_list("verb", "audience"))


def test_the_whole_round(enter, building, thread, post, resident):
    enter("volunteer").post(at(post, "report"), {"reason": "在骂人"})
    listed = enter("leader").get("/b/114/lounge/moderation/").text
    assert ("在骂人" in listed, "气话连篇" in listed) == (True, True)

    enter("leader").post(at(post, "hide"), {"reason": "说事情不说人"})
    page = enter("volunteer").get(thread.get_absolute_url()).text
    assert ("气话连篇" in page, "说事情不说人" in page) == (False, True)
    assert Report.objects.get().state == "heeded"

    mine = enter("resident").get(thread.get_absolute_url()).text
    assert ("气话连篇" in mine, "向居委申诉" in mine) == (True, True)
    assert enter("volunteer").post(at(post, "appeal"), {"text": "x"}).status_code == 403
    enter("resident").post(at(post, "appeal"), {"text": "没有说谁"})
    assert enter("leader").get(at(post, "decide")).status_code == 403
    assert "没有说谁" in enter("staff").get(at(post, "decide")).text
    enter("staff").post(at(post, "decide"), {"answer": "语气不对", "do": "keep"})
    assert "语气不对" in enter("resident").get(thread.get_absolute_url()).text
    assert Hiding.objects.get().state == "kept"

    enter("leader").post(at(post, "restore"))
    assert Hiding.objects.get().state == "kept", "the committee has decided"
    enter("staff").post(at(post, "restore"))
    assert "气话连篇" in enter("volunteer").get(thread.get_absolute_url()).text
    assert told() == [
        ("lounge.reported", "leaders"),
        ("lounge.hidden", "residents"),
        ("lounge.appealed", "leaders"),
        ("lounge.kept_hidden", "leaders"),
        ("lounge.restored", "residents"),
    ]


def test_an_appeal_may_bring_it_back(building, post, leader, staff, resident):
    moderation.hide_post(post, reason="气话", by=leader)
    moderation.appeal_hiding(post, text="不是", by=resident)
    with pytest.raises(Refused):
        moderation.appeal_hiding(post, text="再说一次", by=resident)
    moderation.decide_appeal(post, answer="可以", restore=True, by=staff)
    assert (Hiding.objects.get().state, Post.objects.get(pk=post.pk).hidden) == ("restored", False)
    with pytest.raises(Refused):
        moderation.decide_appeal(post, answer="可以", restore=True, by=staff)


def test_a_thread_is_hidden_with_its_first_post(enter, building, thread, post, leader):
    enter("resident").post(reverse("lounge:reply", args=["114", thread.pk]), {"text": "唉"})
    moderation.hide_post(post_of(thread, 1), reason="点名了", by=leader)
    client = enter("volunteer")
    for place in ("", "journal/", "lounge/", "lounge/?show=open", f"lounge/{thread.pk}/"):
        assert "拖椅子" not in client.get(f"/b/114/{place}").text, place
    assert "这个话题收起了" in client.get(thread.get_absolute_url()).text
    for name in ("reply", "follow", "support", "offer"):
        answer = client.post(reverse(f"lounge:{name}", args=["114", thread.pk]), {"text": "x"})
        assert answer.status_code == 403, name
    assert "拖椅子" in enter("leader").get(thread.get_absolute_url()).text
    moderation.restore_post(post_of(thread, 1), by=leader)
    assert "拖椅子" in enter("volunteer").get("/b/114/lounge/").text
    assert "拖椅子" in enter("volunteer").get("/b/114/journal/").text


def test_a_report_names_nobody_and_is_made_once(enter, building, post, volunteer):
    for _ in range(2):
        enter("volunteer").post(at(post, "report"), {"reason": "在骂人"})
    assert (Report.objects.get().by, Line.objects.get().actor) == (volunteer, None)
    User.objects.filter(pk=volunteer.pk).update(shown_name="反映人", shows_name=True)
    for place in ("lounge/moderation/", "journal/"):
        assert "反映人" not in enter("leader").get(f"/b/114/{place}").text


def test_nobody_reports_or_dismisses_what_they_said_themselves(enter, building, thread, leader):
    own = PostFactory(thread=thread, author=leader, number=3)
    ReportFactory(post=own)
    client = enter("leader")
    assert client.get(at(own, "report")).status_code == 403
    assert client.post(at(own, "dismiss")).status_code == 403
    assert enter("staff").post(at(own, "dismiss")).status_code == 302
    assert Report.objects.get().state == "dismissed"


def test_all_reports_of_a_post_are_answered_together(building, post, leader):
    ReportFactory.create_batch(3, post=post)
    moderation.dismiss_reports(post, by=leader)
    assert set(Report.objects.values_list("state", flat=True)) == {"dismissed"}
    assert told() == [("lounge.report_dismissed", "leaders")]


def test_what_is_gone_is_not_hidden(building, post, leader, resident):
    posts.delete_post(post, by=resident)
    with pytest.raises(Refused):
        moderation.hide_post(post, reason="气话", by=leader)


def day(after):
    return timezone.localdate() + dt.timedelta(days=after)


def test_a_pause_is_told_to_the_person_and_to_leaders_alone(enter, building, post, resident):
    User.objects.filter(pk=resident.pk).update(shown_name="吵架的人")
    enter("leader").post(at(post, "pause"), {"until": day(3).isoformat(), "reason": "一再吵架"})
    client = enter("resident")
    assert "一再吵架" in client.get("/b/114/lounge/new/").text
    assert "为什么" in client.get(post.thread.get_absolute_url()).text
    reply = reverse("lounge:reply", args=["114", post.thread_id])
    assert client.post(reply, {"text": "x"}).status_code == 403
    start = client.post("/b/114/lounge/new/?kind=need", {"title": "我还要说", "text": "y"})
    assert ("一再吵架" in start.text, "我还要说" in start.text) == (True, True)
    assert client.post(reverse("lounge:support", args=["114", post.thread_id])).status_code == 302
    line = Line.objects.get(verb="lounge.paused")
    assert (line.audience, line.whom, "吵架的人" in line.subject_title) == (
        "leaders",
        resident,
        False,
    )
    assert "吵架的人" not in enter("volunteer").get("/b/114/journal/").text


def test_a_pause_is_lifted(enter, building, resident, next_door):
    here, there = (PauseFactory(building=b, user=resident) for b in (building, next_door))
    client = enter("leader")
    for pause, status in ((here, 302), (there, 404)):
        answer = client.post(reverse("lounge:lift_pause", args=["114", pause.pk]))
        assert answer.status_code == status
    assert [Pause.objects.get(pk=p.pk).lifted_at is None for p in (here, there)] == [False, True]
    with pytest.raises(Refused):
        moderation.lift_pause(here, by=resident)


@pytest.mark.parametrize("until", [0, 91])
def test_a_pause_has_its_bounds(building, post, leader, until):
    with pytest.raises(Refused, match="90天"):
        moderation.pause_user(post, until=day(until), reason="吵", by=leader)


def test_the_leader_is_paused_by_the_committee_alone(building, thread, leader, core, staff):
    words = {"until": day(2), "reason": "吵"}
    leaders = PostFactory(thread=thread, author=leader, number=3)
    staffs = PostFactory(thread=thread, author=staff, number=4)
    for post in (leaders, staffs):
        with pytest.raises(Refused, match="不能在这里停言"):
            moderation.pause_user(post, by=leader, **words)
    assert moderation.pause_user(leaders, by=staff, **words).user == leader


def test_a_locked_thread_is_read_and_not_replied_to(enter, building, thread, leader, resident):
    enter("leader").post(reverse("lounge:lock", args=["114", thread.pk]), {"reason": "吵得够了"})
    client = enter("resident")
    assert "吵得够了" in client.get(thread.get_absolute_url()).text
    reply = reverse("lounge:reply", args=["114", thread.pk])
    assert client.post(reply, {"text": "还要说"}).status_code == 403
    with pytest.raises(Refused, match="吵得够了"):
        posts.add_reply(thread, ReplyInput(text="还要说"), by=resident)
    enter("leader").post(reverse("lounge:unlock", args=["114", thread.pk]))
    assert enter("resident").post(reply, {"text": "还要说"}).status_code == 302
    assert told()[:2] == [("lounge.locked", "residents"), ("lounge.unlocked", "residents")]


def test_the_hidden_list_costs_the_same_whatever_its_length(
    enter, building, thread, django_assert_num_queries
):
    for number in (3, 4, 5):
        hidden = PostFactory(thread=thread, number=number, hidden=True)
        HidingFactory(post=hidden)
        ReportFactory(post=PostFactory(thread=thread, number=number + 10))
        PauseFactory(building=building)
        client = enter("leader")
        with django_assert_num_queries(6):
            client.get("/b/114/lounge/moderation/")


def test_a_pause_out_of_bounds_is_told_on_the_form(enter, building, post):
    page = enter("leader").post(at(post, "pause"), {"until": day(0).isoformat(), "reason": "吵"})
    assert ("最多90天" in page.text, Pause.objects.count()) == (True, 0)


def test_two_helpers_and_one_who_cannot_after_all(building, resident, volunteer):
    thread = ThreadFactory(building=building)
    for who in (resident, volunteer):
        joining.offer_help(thread, by=who)
    joining.withdraw_offer(thread, by=resident)
    thread.refresh_from_db()
    assert (thread.state, thread.offers.get().author) == ("offered", volunteer)
