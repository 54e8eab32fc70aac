from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.inputs import RewordInput
from governance.canvass.models import Visit
from governance.doors.models import Knock
from governance.journal.models import Line
from tests.factories import HouseholdFactory
from tests.factories.canvass import move_past_deadline

pytestmark = pytest.mark.django_db


def to(home, name, *more):
    return reverse(f"doors:{name}", args=["114", home.flat_id, *more])


def as_kept(client) -> dict[str, str]:
    """Return the header of static/js/keep.js."""
    return {"X-Kept-By": client.session["_auth_user_id"]}


@pytest.mark.parametrize("late", [True, False])
def test_an_entry_that_waited_leaves_no_success_line_for_the_next_page(
    enter, tell, household, late
):
    client = enter("core")
    headers = as_kept(client) | ({"X-Kept-Late": "1"} if late else {})
    form = {"outcome": "not_in", "once": "waited"}
    assert client.post(to(household, "knock"), form, headers=headers).status_code == 204
    page = client.get(to(household, "answer")).text
    assert (f"{household.flat}：不在家。" in page) is not late


@pytest.mark.parametrize(
    ("persona", "code"),
    [("leader", 302), ("core", 302), ("resident", 403), ("staff", 302), ("neighbour", 404)],
)
def test_who_records_at_a_door(enter, tell, household, persona, code):
    client = enter(persona)
    told = client.post(to(household, "told", tell.pk), {"outcome": "told"})
    knock = client.post(to(household, "knock"), {"outcome": "not_in"})
    assert (told.status_code, knock.status_code) == (code, code)


def test_one_tap_leads_to_the_next_door_and_is_taken_back_there(enter, tell, household, core):
    client = enter("core")
    page = client.post(to(household, "knock"), {"outcome": "not_in"}, follow=True)
    assert page.redirect_chain[0][0] != to(household, "door")
    assert f"刚才记了{household.flat}：不在家" in page.content.decode()
    knock = Knock.objects.get()
    client.post(reverse("doors:take_back", args=["114", knock.pk]))
    assert Knock.objects.not_undone().count() == 0
    assert not Visit.objects.not_undone().exists()
    assert client.get(to(household, "door")).status_code == 200


def test_only_who_tapped_takes_it_back(enter, tell, household, core, leader):
    enter("core").post(to(household, "knock"), {"outcome": "not_in"})
    url = reverse("doors:take_back", args=["114", Knock.objects.get().pk])
    assert enter("leader").post(url).status_code == 403


def test_what_a_phone_kept_and_sends_twice_is_recorded_once(enter, tell, household, core):
    client = enter("core")
    kept = {"outcome": "told", "once": "abc", "visited_at": "2031-01-01T10:00:00"}
    url = to(household, "told", tell.pk)
    answers = [client.post(url, kept, headers=as_kept(client)).status_code for _n in range(2)]
    assert (answers, Visit.objects.count(), Knock.objects.count()) == ([204, 204], 1, 1)
    assert "手机时间不准" in client.get(to(household, "door")).content.decode()


def test_who_was_told_of_an_earlier_text_is_told_again(enter, tell, household, leader, core):
    reword_canvass(tell, RewordInput(1, "后天停水，请存水。", True, "日子错了"), by=leader)
    client, door = enter("core"), to(household, "door")
    assert f'data-version="{tell.version + 1}"' in client.get(door).text
    entry = {"outcome": "told", "version": "1", "once": "abc"}
    answer = client.post(to(household, "told", tell.pk), entry, headers=as_kept(client))
    assert (answer.status_code, answer["X-Kept-Found"]) == (204, "stale")
    page = client.get(door).text
    assert ("上次说的是改之前的条文，请再说一次。" in page, "✓ 明天停水" in page) == (True, False)
    client.post(to(household, "told", tell.pk), entry | {"version": "2", "once": "abd"})
    page = client.get(door).text
    assert ("改之前的条文" in page, "✓ 明天停水" in page) == (False, True)


def test_a_phone_hears_which_question_is_over(enter, tell, household, core):
    move_past_deadline(tell)
    client = enter("core")
    response = client.post(
        to(household, "told", tell.pk), {"outcome": "told"}, headers=as_kept(client)
    )
    assert response.status_code == 422
    assert response.content.decode() == "“明天停水”已经截止了，这次没有记上。"


def test_a_note_without_words_is_refused_in_words(enter, tell, household, core):
    client = enter("core")
    url = to(household, "knock")
    response = client.post(url, {"outcome": "note"}, headers=as_kept(client))
    assert (response.status_code, response.content.decode()) == (422, "请写下他家说了什么。")


def test_a_door_of_another_building_is_not_found(enter, next_door, core):
    theirs = HouseholdFactory(building=next_door)
    client = enter("core")
    assert client.get(to(theirs, "door")).status_code == 404
    assert client.post(to(theirs, "knock"), {"outcome": "not_in"}).status_code == 404


def test_a_phone_hears_that_somebody_else_knocked_meanwhile(enter, tell, household, leader, core):
    enter("leader").post(to(household, "knock"), {"outcome": "not_in"})
    client, now = enter("core"), int(timezone.now().timestamp())
    found = []
    for minutes in (5, -1):  # made before the other knock, and by a clock that was set since
        made = {"X-Kept-At": f"{now - 60 * minutes}", "X-Kept-Now": f"{now}"}
        entry = {"outcome": "not_in", "once": f"key{minutes}"}
        answer = client.post(to(household, "knock"), entry, headers=as_kept(client) | made)
        found.append((answer.status_code, answer["X-Kept-Found"]))
    assert found == [(204, "visited"), (204, "clock")]
    assert Knock.objects.filter(by=core).count() == 2


def test_a_household_lets_helpers_come_again_on_its_own_page(
    enter, tell, household, core, resident
):
    home = reverse("homes:home", args=["114", household.pk])
    welcome = reverse("doors:welcome", args=["114", household.pk])
    assert "不愿谈" not in enter("resident").get(home).text
    enter("core").post(to(household, "knock"), {"outcome": "refused"})
    assert "说过不愿谈" in enter("resident").get(home).text
    assert "说过不愿谈" not in enter("leader").get(home).text, "not the leader's to say there"
    codes = {p: enter(p).post(welcome).status_code for p in ("core", "leader", "neighbour")}
    assert codes == {"core": 403, "leader": 403, "neighbour": 404}
    client = enter("resident")
    page = client.post(welcome, follow=True).text
    assert ("可以来您家敲门了" in page, "说过不愿谈" in page) == (True, False)
    client.post(welcome)
    assert Knock.objects.filter(outcome="welcome").count() == 1
    line = Line.objects.get(verb="doors.welcomed")
    assert (line.audience, line.actor) == ("helpers", resident)
    door = enter("core").get(to(household, "door")).text
    assert ("这家说过不愿谈" in door, "这家自己在网上说的" in door) == (False, True)


def test_a_helper_says_why_a_door_may_be_knocked_at_again(enter, tell, household, core):
    client, url = enter("core"), to(household, "knock")
    client.post(url, {"outcome": "refused"})
    assert "请写一句是谁说的" in client.post(url, {"outcome": "welcome"}, follow=True).text
    assert "这家说过不愿谈" in client.get(to(household, "door")).text
    client.post(url, {"outcome": "welcome", "note": "奶奶说，周末可以来"})
    page = client.get(to(household, "door")).text
    assert ("这家说过不愿谈" in page, "奶奶说，周末可以来" in page) == (False, True)
