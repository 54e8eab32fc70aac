from __future__ import annotations

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions import answering
from governance.canvass.actions.counting import close_canvass
from governance.canvass.actions.drafting import withdraw_canvass
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.inputs import RewordInput
from governance.canvass.models import Answer, Canvass, Current, Visit
from governance.canvass.queries.voices import voices_of
from residents.people.models import Submission
from tests.factories.canvass import canvass_url as to
from tests.factories.canvass import make_open_canvass, make_sheet, move_past_deadline, photo

pytestmark = pytest.mark.django_db
LIST = reverse("doors:list", args=["114"])


def door_of(home) -> str:
    return reverse("doors:door", args=["114", home.flat_id])


def as_kept(client) -> dict[str, str]:
    """Return the header of static/js/keep.js: who was signed in when the entry was made."""
    return {"X-Kept-By": client.session["_auth_user_id"]}


@pytest.mark.parametrize("closed", [False, True])
def test_the_former_address_of_the_round_leads_to_the_doors(enter, canvass, core, closed):
    if closed:
        close_canvass(move_past_deadline(canvass), by=None)
    assert enter("core").get(to(canvass, "round"))["Location"] == LIST


def test_what_is_entered_leads_back_to_the_door(enter, canvass, voice, leader, core, household):
    """As a page of a former release, and a page that a phone kept, enter it."""
    client, door = enter("core"), door_of(household)
    visited = client.post(to(canvass, "visit", voice.number), {"outcome": "talked"}, follow=True)
    assert visited.redirect_chain[-1][0] == door
    assert ("谈过了" in visited.text, "告诉过了，还没答" in visited.text) == (True, True)
    assert f'href="{door}"' in client.get(to(canvass, "bring", voice.number)).text
    brought = client.post(to(canvass, "bring", voice.number), paper(), follow=True)
    assert brought.redirect_chain[-1][0] == door
    again = f"{reverse('doors:answer', args=['114', household.flat_id])}?about={canvass.pk}"
    assert ("有答复了" in brought.text, again in brought.text) == (True, True)
    assert "核对登记的答复" in enter("leader").get(to(canvass)).text
    answer = Answer.objects.get()
    enter("leader").post(to(canvass, "check", answer.pk))
    assert Current.objects.get(voice=voice).answer == answer


def test_an_entry_without_its_photo_keeps_what_was_typed(enter, canvass, voice, core):
    sheet = {"choice": "agree", "channel": "door", "signer": "王秀英", "relation": "self"}
    page = enter("core").post(to(canvass, "bring", voice.number), sheet)
    assert "没有照片不能算" in page.content.decode()
    assert "王秀英" in page.content.decode()


def test_what_a_phone_kept_and_sends_twice_is_recorded_once(enter, canvass, voice, core):
    client = enter("core")
    kept = {"outcome": "told", "once": "abc", "visited_at": "2026-01-01T10:00:00"}
    url = to(canvass, "visit", voice.number)
    first = client.post(url, kept, headers=as_kept(client))
    again = client.post(url, kept, headers=as_kept(client))
    assert (first.status_code, again.status_code, Visit.objects.count()) == (204, 204, 1)


def by_phone(client, *, minutes=0, ahead=dt.timedelta()) -> dict[str, str]:
    """Return the headers of an entry that waited for ``minutes`` on a phone whose clock is ahead."""
    now = timezone.now() + ahead
    made = now - dt.timedelta(minutes=minutes)
    return as_kept(client) | {
        "X-Kept-At": f"{made.timestamp():.0f}",
        "X-Kept-Now": f"{now.timestamp():.0f}",
    }


def paper(choice="agree", **more):
    image = io.BytesIO(photo().content.jpeg)
    image.name = "image.jpg"
    sheet = {"choice": choice, "channel": "door", "signer": "王秀英", "relation": "self"}
    return sheet | {"reason": "怕吵", "version": "1", "evidence": image} | more


def test_the_answer_names_the_entry_and_when_it_was_recorded_first(enter, canvass, voice, core):
    client = enter("core")
    url = to(canvass, "visit", voice.number)
    kept = {"outcome": "told", "once": "a1b2"}
    first = client.post(url, kept, headers=as_kept(client))
    earlier = timezone.now() - dt.timedelta(hours=3)
    Submission.objects.update(at=earlier)
    again = client.post(url, kept, headers=as_kept(client))
    assert Visit.objects.count() == 1
    assert {r["X-Kept-Key"] for r in (first, again)} == {"a1b2"}
    assert first["X-Kept-First"] > again["X-Kept-First"] == earlier.isoformat(timespec="seconds")
    refused = client.post(url, {"once": "a1b3"}, headers=as_kept(client))
    assert "X-Kept-Key" not in refused
    assert refused["X-Kept-By"] == str(core.pk), (
        "the portal's answer, not that of a hotel's network"
    )


@pytest.mark.parametrize("persona", ["core", "leader", "resident"])
def test_a_paper_of_an_older_text_is_told_once_and_stands_as_outdated(
    enter, leader, canvass, voice, core, resident, persona
):
    reword_canvass(canvass, RewordInput(1, "不在楼道堆物和充电。", True, "漏了充电"), by=leader)
    told = enter("core").post(to(canvass, "bring", voice.number), paper(), follow=True).text
    assert told.count("文字已经改了，不算") == 1
    assert "等另一位核对" not in told
    page = enter(persona).get(to(canvass, "voice", voice.number)).text
    assert ("过时的答复" in page, "还没有答复" in page, "现在算这份" in page) == (
        True,
        False,
        False,
    )
    if persona == "resident":
        mine = " ".join(enter("resident").get(to(canvass)).text.split())
        assert "以前答的是： 同意" in mine


def test_a_sheet_of_an_older_text_is_told_once(enter, leader, canvass, voice, core):
    sheet = make_sheet(canvass, by=core)
    reword_canvass(canvass, RewordInput(1, "不在楼道堆物和充电。", True, "漏了充电"), by=leader)
    row = {
        f"v{voice.number}-{name}": word for name, word in (("choice", "agree"), ("signer", "王"))
    }
    told = enter("core").post(
        to(canvass, "sheet_table", sheet.pk), {**row, "enter": "1"}, follow=True
    )
    assert ("改以前的文字，不算" in told.text, "登记好了" in told.text) == (True, False)


def test_an_answer_that_counted_is_outdated_after_the_text(enter, leader, canvass, voice, core):
    enter("core").post(to(canvass, "bring", voice.number), paper())
    answering.check_answer(canvass, Answer.objects.get(), by=leader, by_household=False)
    assert "现在算这份" in enter("leader").get(to(canvass, "voice", voice.number)).text
    reword_canvass(canvass, RewordInput(1, "不在楼道堆物和充电。", True, "漏了充电"), by=leader)
    page = enter("leader").get(to(canvass, "voice", voice.number)).text
    assert ("过时的答复" in page, "现在算这份" in page) == (True, False)


def test_an_entry_answers_the_text_that_was_read_out(enter, leader, canvass, voice, core):
    reword_canvass(canvass, RewordInput(1, "不在楼道堆物和充电。", True, "漏了充电"), by=leader)
    client = enter("core")
    url = to(canvass, "bring", voice.number)
    without = client.post(url, paper(version=""), headers=by_phone(client))
    assert (without.status_code, Answer.objects.count()) == (422, 0)
    sent = client.post(url, paper(once="k"), headers=by_phone(client))
    assert (sent.status_code, sent["X-Kept-Found"]) == (204, "stale")
    assert Answer.objects.get().version == 1
    page = enter("leader").get(to(canvass)).text
    assert "请再答" in page


def test_a_visit_tells_of_the_text_that_was_read_out(enter, leader, canvass, voice, core):
    reword_canvass(canvass, RewordInput(1, "不在楼道堆物和充电。", True, "漏了充电"), by=leader)
    client, url = enter("core"), to(canvass, "visit", voice.number)
    found = {}
    for version in ("1", "2", "1"):
        entry = {"outcome": "told", "version": version, "once": f"k{len(found)}{version}"}
        answer = client.post(url, entry, headers=by_phone(client))
        told = next(v.told for v in voices_of(canvass) if v.voice == voice)
        found[entry["once"]] = (answer.status_code, answer["X-Kept-Found"], told)
    assert list(found.values()) == [(204, "stale", False), (204, "", True), (204, "", True)]
    visits = Visit.objects.filter(voice=voice).values_list("earlier_version", flat=True)
    assert list(visits) == [1, None, 1]
    page = enter("leader").get(to(canvass, "voice", voice.number)).text
    assert "告知了，说的是改之前的第1稿" in page


@pytest.mark.parametrize(
    ("material", "outcome", "found"),
    [(False, "told", ""), (True, "not_in", ""), (True, "talked", "stale")],
)
def test_only_who_was_told_of_another_text_is_told_again(
    enter, leader, canvass, voice, material, outcome, found
):
    data = RewordInput(1, canvass.body + "。" * (not material) or "x", material, "改")
    reword_canvass(canvass, data, by=leader)
    client = enter("core")
    entry = {"outcome": outcome, "version": "1", "once": "k"}
    answer = client.post(to(canvass, "visit", voice.number), entry, headers=by_phone(client))
    assert (answer.status_code, answer["X-Kept-Found"]) == (204, found)


def test_a_different_answer_and_another_visitor_are_told_to_the_phone(
    enter, canvass, voice, leader, core
):
    client = enter("leader")
    visit, bring = (to(canvass, name, voice.number) for name in ("visit", "bring"))
    client.post(visit, {"outcome": "told"})
    client.post(bring, paper("object"))
    client = enter("core")
    visited = client.post(visit, {"outcome": "told"}, headers=by_phone(client, minutes=5))
    assert visited["X-Kept-Found"] == "visited"
    assert Visit.objects.count() == 2
    brought = client.post(bring, paper(), headers=by_phone(client))
    assert brought["X-Kept-Found"] == "clash"
    assert set(Answer.objects.values_list("choice", flat=True)) == {"agree", "object"}


@pytest.mark.parametrize("years", [5, 0, -10])
def test_a_wrong_clock_of_a_phone_does_no_harm(enter, canvass, voice, core, years):
    Canvass.objects.filter(pk=canvass.pk).update(opened_at=timezone.now() - dt.timedelta(hours=2))
    client = enter("core")
    headers = by_phone(client, minutes=30, ahead=dt.timedelta(days=365 * years))
    sent = client.post(to(canvass, "bring", voice.number), paper(once="k"), headers=headers)
    assert (sent.status_code, sent["X-Kept-Found"]) == (204, "clock" if years else "")
    client.post(to(canvass, "visit", voice.number), {"outcome": "told"}, headers=headers)
    for at in (Answer.objects.get().said_at, Visit.objects.get().visited_at):
        assert 29 <= (timezone.now() - at).total_seconds() / 60 <= 32


def test_if_the_clock_was_set_meanwhile_the_entry_counts_from_its_arrival(
    enter, canvass, voice, core
):
    client = enter("core")
    headers = as_kept(client) | {"X-Kept-At": "1930000000", "X-Kept-Now": "1800000000"}
    sent = client.post(to(canvass, "bring", voice.number), paper(once="k"), headers=headers)
    assert (sent.status_code, sent["X-Kept-Found"]) == (204, "clock")
    assert abs((timezone.now() - Answer.objects.get().said_at).total_seconds()) < 60


def test_a_phone_that_comes_too_late_is_told_so(enter, canvass, voice, core):
    move_past_deadline(canvass)
    url = to(canvass, "visit", voice.number)
    client = enter("core")
    response = client.post(url, {"outcome": "told"}, headers=as_kept(client))
    assert (response.status_code, response.content.decode()) == (
        422,
        "已经截止了，这次没有记上。",
    )
    close_canvass(canvass, by=None)
    response = client.post(url, {"outcome": "told"}, headers=as_kept(client))
    assert (response.status_code, response.content.decode()) == (
        403,
        "已经截止了，这次没有记上。",
    )


def test_a_phone_hears_every_reason_in_words(enter, canvass, voice, core):
    sheet = {"choice": "agree", "channel": "door", "relation": "self", "version": "1"}
    url, client = to(canvass, "bring", voice.number), enter("core")
    response = client.post(url, sheet, headers=as_kept(client))
    assert response.status_code == 422
    assert [line[:6] for line in response.content.decode().split("\n")] == [
        "请写“签名的",
        "签了字的纸，",
    ]
    response = client.post(url, sheet | {"signer": "王秀英"}, headers=as_kept(client))
    assert "没有照片不能算" in response.content.decode()


def test_a_slip_finds_its_household_by_its_code(enter, canvass, voice, core):
    client = enter("core")
    typed = f"{voice.code[:3].lower()} {voice.code[3:]}"
    found = client.post(to(canvass, "slip"), {"code": typed})
    assert found["Location"] == to(canvass, "bring", voice.number) + "?channel=slip"
    assert "没有这个编号" in client.post(to(canvass, "slip"), {"code": "ZZZ"}).content.decode()


def test_the_slip_of_another_question_says_which_one(enter, building, canvass, leader, core):
    other = make_open_canvass(building, leader, question="同意换灯吗？")
    code = {"code": other.voices.first().code}
    page = enter("core").post(to(canvass, "slip"), code).text
    assert ("这张回条是另一件事的：“同意换灯吗？”" in page, "没有这个编号" in page) == (True, False)
    withdraw_canvass(other, reason="不换了", by=leader)
    assert "没有这个编号" in enter("core").post(to(canvass, "slip"), code).text


def test_talks_are_noted_by_those_who_carry(enter, canvass, objection, resident, core):
    url = to(canvass, "objection", objection.pk)
    line = {
        "on": str(timezone.localdate()),
        "who": "骨干和302室",
        "said": "怕吵",
        "offered": "加垫",
    }
    assert enter("resident").post(url, line).status_code == 403
    assert enter("core").post(url, line).status_code == 302
    assert "加垫" in enter("resident").get(url).content.decode()


def test_a_visit_completes_a_household_if_nothing_is_asked(enter, tell, core, resident):
    number = voices_of(tell)[0].voice.number
    client = enter("core")
    page = client.get(to(tell, "together")).text
    assert page.count('name="doors"') == 3
    door = client.post(to(tell, "visit", number), {"outcome": "told"}, follow=True).text
    assert ("✓ " in door, to(tell, "bring", number) in door) == (True, False)
    assert client.get(to(tell, "together")).text.count('name="doors"') == 2


def test_slips_and_a_meeting_tell_without_an_answer(enter, tell, core):
    voices = [status.voice for status in voices_of(tell)]
    client = enter("core")
    page = client.post(to(tell, "slip"), {"code": voices[0].code}, follow=True).text
    assert f"{voices[0].label}：告知了" in page
    assert to(tell, "together") in client.get(to(tell)).text
    nobody = client.post(to(tell, "together"), {"channel": "meeting"}).text
    assert "id_doors_error" in nobody
    data = {"channel": "meeting", "doors": [v.number for v in voices[1:]]}
    assert "2家告知了" in client.post(to(tell, "together"), data, follow=True).text
    assert "每一家都知道了" in client.get(to(tell, "together")).text


def test_only_helpers_see_who_was_told_at_once(enter, tell, resident, neighbour):
    codes = {p: enter(p).post(to(tell, "together")).status_code for p in ("resident", "neighbour")}
    assert codes == {"resident": 403, "neighbour": 404}


@pytest.mark.parametrize("withdrawn", [False, True])
def test_an_entry_that_comes_too_late_says_how_the_question_ended(
    enter, leader, canvass, voice, core, withdrawn
):
    if withdrawn:
        withdraw_canvass(canvass, reason="弄错了", by=leader)
    else:
        move_past_deadline(canvass)
    client = enter("core")
    flat = voice.flats.get().flat_id
    said = {f"choice-{canvass.pk}": "agree", "signer": "王秀英", "relation": "self"}
    entries = {
        to(canvass, "bring", voice.number): paper(once="k1"),
        reverse("doors:told", args=["114", flat, canvass.pk]): {"outcome": "told", "once": "k2"},
        reverse("doors:answer", args=["114", flat]): {
            **said,
            "evidence": paper()["evidence"],
            "once": "k3",
        },
    }
    for url, entry in entries.items():
        refused = client.post(url, entry, headers=as_kept(client))
        assert refused.status_code in {403, 422}
        assert ("撤回" in refused.text, "截止" in refused.text) == (withdrawn, not withdrawn), url
