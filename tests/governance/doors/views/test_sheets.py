from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.models import Visit
from governance.doors.actions.knocking import record_knock, record_told
from governance.doors.models import Knock
from tests.factories.canvass import (
    make_open_canvass,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)

pytestmark = pytest.mark.django_db
SHEET, ENTER = (reverse(f"doors:{name}", args=["114"]) for name in ("sheet", "enter_sheet"))
PERSONAS = ("leader", "core", "resident", "staff", "neighbour", "visitor")


def typed(home, **fields):
    return {f"door-{home.flat_id}-{name}": value for name, value in fields.items()}


@pytest.fixture
def homes(building, tell):
    return list(building.households.order_by("flat__room"))


@pytest.mark.parametrize(
    ("persona", "code"), list(zip(PERSONAS, (200, 200, 403, 200, 404, 302), strict=True))
)
def test_who_prints_and_enters_the_sheet(enter, tell, persona, code):
    client = enter(persona)
    assert [client.get(url).status_code for url in (SHEET, ENTER)] == [code, code]


def test_the_sheet_has_a_row_for_each_door_and_a_column_for_each_question(
    enter, canvass, tell, homes, resident
):
    type(resident).objects.filter(pk=resident.pk).update(shows_name=True)
    page = enter("core").get(SHEET).content.decode()
    assert all(f">{home.flat.room}</th>" in page for home in homes)
    assert ("1. 明天停水" in page, "2. 同意这份楼组公约吗？" in page) == (True, True)
    assert str(resident) in page


def test_a_sheet_is_entered_at_once(enter, canvass, tell, homes, core):
    first, second, third = homes[:3]
    data = {
        "said_at": "",
        **typed(first, state="in", note="晚上都在", told=[tell.pk, canvass.pk]),
        **typed(second, state="not_in"),
        **typed(third, state="refused", note="忙"),
    }
    page = enter("core").post(ENTER, data, follow=True).content.decode()
    assert "3家记好了。" in page
    said = [(k.flat_id, k.outcome, k.note) for k in Knock.objects.order_by("pk")]
    by_home = {
        home.flat_id: [(outcome, note) for flat, outcome, note in said if flat == home.flat_id]
        for home in (first, second, third)
    }
    assert by_home == {
        first.flat_id: [("told", ""), ("told", ""), ("note", "晚上都在")],
        second.flat_id: [("not_in", "")],
        third.flat_id: [("refused", "忙")],
    }
    assert Visit.objects.filter(outcome="not_in").count() == 2


def test_a_wrong_row_holds_up_no_other(enter, canvass, tell, homes, core):
    """The others are recorded, once, and the wrong row keeps what was typed."""
    first, second = homes[:2]
    data = {
        **typed(first, state="not_in", note="门口有鞋", next_time="周六", told=[tell.pk]),
        **typed(second, state="in", note="好"),
        "once": "k",
    }
    client = enter("core")
    page = client.post(ENTER, data)
    assert page.status_code == 201
    assert page.text.count("没见到人，怎么告诉的？") == 1
    assert ("门口有鞋" in page.text, "周六" in page.text) == (True, True)
    assert "别的记好了。还有1家要改一改" in page.text
    assert f"door-{second.flat_id}-note" not in page.text
    assert client.post(ENTER, data)["Location"] == ENTER
    assert [(k.flat_id, k.note) for k in Knock.objects.all()] == [(second.flat_id, "好")]
    mended = typed(first, state="not_in", note="门口有鞋", next_time="周六")
    assert "1家记好了。" in client.post(ENTER, mended, follow=True).text
    knock = Knock.objects.latest("pk")
    assert (knock.outcome, knock.note) == ("not_in", "门口有鞋。下次：周六")
    door = client.get(reverse("doors:door", args=["114", first.flat_id])).text
    assert "门口有鞋。下次：周六" in door


def test_only_wrong_rows_or_a_wrong_time_record_nothing(enter, tell, homes, core):
    client = enter("core")
    row = typed(homes[0], state="not_in", note="门口有鞋", told=[tell.pk])
    page = client.post(ENTER, row).text
    assert ("还没有记上" in page, "门口有鞋" in page) == (True, True)
    right = typed(homes[0], state="in", next_time="周六")
    assert "还没有记上" in client.post(ENTER, {**right, "said_at": "昨天"}).text
    ahead = f"{timezone.localtime() + dt.timedelta(days=1):%Y-%m-%dT%H:%M}"
    page = client.post(ENTER, {**right, "said_at": ahead}).text
    assert ("这个时候还没到" in page, ahead in page, "周六" in page) == (True, True, True)
    assert not Knock.objects.exists()
    client.post(ENTER, right)
    assert Knock.objects.get().note == "下次：周六"


def test_a_row_of_a_door_that_somebody_else_finished_is_not_lost(enter, tell, homes, core, leader):
    home = homes[0]
    record_told(home.flat, home, tell, by=leader)
    client = enter("core")
    page = client.post(ENTER, typed(home, state="in", note="要修灯", told=[tell.pk])).text
    assert ("别人告诉过了，不用再勾" in page, "要修灯" in page) == (True, True)
    client.post(ENTER, typed(home, state="in", note="要修灯"))
    assert Knock.objects.latest("pk").note == "要修灯"


def test_a_question_that_ended_meanwhile_is_no_column_any_more(enter, canvass, tell, homes, core):
    move_past_deadline(tell)
    data = typed(homes[0], state="in", note="好", told=[canvass.pk])
    enter("core").post(ENTER, data)
    assert Visit.objects.get().voice.canvass == canvass


@pytest.mark.parametrize(
    ("persona", "code"), list(zip(PERSONAS, (200, 200, 403, 200, 404, 302), strict=True))
)
def test_who_prints_the_slips_of_a_door(enter, tell, household, persona, code):
    url = reverse("doors:slips", args=["114", household.flat_id])
    assert enter(persona).get(url).status_code == code


def test_a_slip_for_each_question_that_is_open_at_a_door(
    enter, building, leader, canvass, tell, household, core
):
    """No slip of a secret vote, and none of what has an answer."""
    secret = make_open_canvass(
        building, leader, purpose="vote", preset="residents_meeting", secret=True, question="推选"
    )
    url = reverse("doors:slips", args=["114", household.flat_id])
    client = enter("core")
    assert url in client.get(reverse("doors:door", args=["114", household.flat_id])).text
    page = client.get(url).text
    codes = [voice_of(one, household).code for one in (canvass, tell, secret)]
    assert [code in page for code in codes] == [True, True, False]
    assert [page.count(tag) for tag in ("<h1>", 'class="leaf large"', "<svg")] == [1, 2, 2]
    record_told(household.flat, household, tell, by=core)
    assert codes[1] not in client.get(url).text
    record_paper_answer_for(canvass, voice_of(canvass, household), "agree", by=leader)
    assert "这家没有要留回条的了" in client.get(url).text
    door = client.get(reverse("doors:door", args=["114", household.flat_id])).text
    assert "留张回条" not in door


def test_a_long_text_follows_its_slip(enter, building, leader, household, core):
    body = "\n\n".join(f"{n}. {'楼道里不堆东西，大家走得放心。' * 6}" for n in range(1, 16))
    make_open_canvass(building, leader, body=body)
    page = enter("core").get(reverse("doors:slips", args=["114", household.flat_id])).text
    assert ("附页，要签的全文" in page, "第 1 页" in page) == (True, True)


def test_the_boxes_stand_in_the_order_of_the_legend(enter, canvass, tell, homes, core):
    """Also where the first row misses what closes first."""
    top = max(homes, key=lambda home: home.flat.floor)
    record_told(top.flat, top, tell, by=core)
    page = enter("core").get(ENTER).text
    legend = re.findall(r"<li>(\d\. [^<]+)</li>", page)
    rows = [re.findall(r"<span>(\d) ([^<]+)</span>", row) for row in page.split("<legend>")[1:]]
    assert legend == ["1. 同意这份楼组公约吗？", "2. 明天停水"]
    assert {len(row) for row in rows} == {1, 2}
    for row in rows:
        assert row == sorted(row)
        assert all(f"{n}. {name[:3]}" in legend[int(n) - 1] for n, name in row)


def test_who_is_let_be_is_named_and_not_left_out_silently(enter, tell, homes, core):
    home = homes[0]
    record_knock(home.flat, home, outcome="refused", by=core)
    page = enter("core").get(ENTER).text
    assert f"<legend>{home.flat.room}</legend>" not in page
    assert re.search(rf"说过以后少打扰的1家没有列：\s*{home.flat.room}\s*</p>", page)


def test_a_round_sheet_in_which_nothing_is_filled_in_says_so(enter, canvass, tell, homes):
    page = enter("core").post(ENTER, {"said_at": "", "once": "k1"}, follow=True).text
    assert "一家也没有填" in page
    assert Knock.objects.count() == 0


def test_a_row_that_waited_is_recorded_once_or_refused_with_a_reason(enter, canvass, homes, core):
    client = enter("core")
    waited = {"X-Kept-By": str(core.pk), "X-Kept-At": "100", "X-Kept-Now": "3700"}
    row = {**typed(homes[0], state="not_in"), "said_at": "", "once": "k1"}
    for _time in range(2):
        sent = client.post(ENTER, row, headers=waited)
        assert (sent.status_code, sent["X-Kept-Key"]) == (204, "k1")
    knock = Knock.objects.get()
    assert (knock.flat, knock.outcome) == (homes[0].flat, "not_in")
    assert (knock.at - knock.said_at).total_seconds() == pytest.approx(3600, abs=60)
    wrong = {**typed(homes[1], state="not_in", told=[canvass.pk]), "once": "k2"}
    refused = client.post(ENTER, wrong, headers=waited)
    assert (refused.status_code, "没见到人" in refused.text) == (422, True)
    empty = client.post(ENTER, {"said_at": "", "once": "k3"}, headers=waited)
    assert (empty.status_code, Knock.objects.count()) == (422, 1)
