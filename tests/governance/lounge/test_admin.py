from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from governance.lounge.models import Hiding, Thread
from tests.factories import BuildingFactory
from tests.factories.lounge import (
    HidingFactory,
    PauseFactory,
    PostFactory,
    ThreadFactory,
    make_thread_with_marker,
)


def test_the_committee_reads_its_own_buildings_and_changes_nothing(
    enter, building, next_door, leader
):
    for place in (building, next_door, BuildingFactory(slug="far")):
        make_thread_with_marker(place, leader, "字")
    client = enter("staff")
    for desk in ("thread", "report", "hiding", "pause", "unmasking"):
        page = client.get(reverse(f"admin:lounge_{desk}_changelist"))
        assert page.context["cl"].result_count == 2, desk
    for row in Thread.objects.all():
        url = reverse("admin:lounge_thread_change", args=[row.pk])
        here = row.building.slug != "far"
        assert client.get(url).status_code == (200 if here else 302)
        assert client.post(url, {}).status_code == 403


def test_what_was_hidden_wrongly_comes_back_from_the_desk(enter, building):
    thread = ThreadFactory(building=building, posts=2)
    post = PostFactory(thread=thread, hidden=True)
    chosen = HidingFactory(post=post), HidingFactory(state="restored")
    client = enter("staff")
    page = reverse("admin:lounge_hiding_changelist")
    sent = {"action": "restore", "_selected_action": [hiding.pk for hiding in chosen], "do": "yes"}
    client.post(page, sent)
    post.refresh_from_db()
    assert (post.hidden, Hiding.objects.get(pk=chosen[0].pk).state) == (False, "restored")
    assert "已经恢复" in client.post(page, sent, follow=True).text
    client.post(page, {**sent, "action": "hide_again"})
    post.refresh_from_db()
    assert (post.hidden, post.hidings.count()) == (True, 2)
    client.post(page, sent)
    post.refresh_from_db()
    assert post.hidden, "what was restored once does not stand for the newer hiding"


def test_what_was_appealed_against_is_not_just_shown_again(enter, building):
    post = PostFactory(thread=ThreadFactory(building=building, posts=2), hidden=True)
    hiding = HidingFactory(post=post, state="appealed", appeal="没骂人")
    page = reverse("admin:lounge_hiding_changelist")
    sent = {"action": "restore", "_selected_action": [hiding.pk], "do": "yes"}
    assert "请到这段话的页面上办" in enter("staff").post(page, sent, follow=True).text
    post.refresh_from_db()
    assert post.hidden


def test_a_pause_that_is_over_is_not_lifted(enter, building):
    pause = PauseFactory(building=building, until=timezone.localdate())
    page = reverse("admin:lounge_pause_changelist")
    sent = {"action": "lift", "_selected_action": [pause.pk], "do": "yes"}
    assert "已经恢复发言了" in enter("staff").post(page, sent, follow=True).text
    assert building.journal.filter(verb="lounge.pause_lifted").count() == 0


def test_a_pause_is_lifted_at_the_desk(enter, building):
    pause = PauseFactory(building=building)
    page = reverse("admin:lounge_pause_changelist")
    enter("staff").post(page, {"action": "lift", "_selected_action": [pause.pk], "do": "yes"})
    pause.refresh_from_db()
    assert pause.lifted_at
