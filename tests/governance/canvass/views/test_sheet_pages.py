"""Photos of a paper that change before the check, and homes that had answered before."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.canvass.actions import answering, sheets
from governance.canvass.inputs import AnswerInput, LineInput
from governance.canvass.models import Answer, Canvass, Current, ScannedPage
from governance.canvass.queries.counting import recount
from governance.journal.models import Line
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import canvass_url, make_open_canvass, make_sheet, voice_of
from tests.factories.files import photo as jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def canvass(building, leader, household, resident):
    MembershipFactory(household=HouseholdFactory(building=building))
    return make_open_canvass(building, leader)


@pytest.fixture
def answered(canvass, household, resident):
    voice = voice_of(canvass, household)
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    return voice


@pytest.fixture
def other(canvass, household):
    return canvass.voices.exclude(pk=voice_of(canvass, household).pk).first()


def seen(answer, **entered):
    """Return what the page of the check sends if nothing is changed in the row of an answer."""
    fields = {"signer": "张", **entered}
    return {"seen": [answer.pk], **{f"r{answer.pk}-{name}": fields[name] for name in fields}}


def row(voice, **fields):
    return {f"v{voice.number}-{name}": value for name, value in fields.items()}


def test_a_home_that_answered_is_shown_and_left_out(enter, canvass, answered, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    client, url = enter("volunteer"), canvass_url(canvass, "sheet_table", sheet.pk)
    page = client.get(url).text
    assert "已经答复过的 1 家" in page
    assert f'name="v{answered.number}-signer"' not in page
    ignored = {**row(answered, choice="object", signer="张", reason="吵"), "enter": "1"}
    told = client.post(url, ignored, follow=True).text
    assert "一家也没有填" in told
    kept = canvass_url(canvass, "save_line", sheet.pk, answered.number)
    assert client.post(kept, row(answered, signer="张")).status_code == 404
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("settles", [False, True])
def test_a_home_that_is_chosen_replaces_as_all_answers_do(
    enter, canvass, answered, volunteer, core, settles
):
    sheet = make_sheet(canvass, by=volunteer)
    client, url = enter("volunteer"), canvass_url(canvass, "sheet_table", sheet.pk)
    led = client.post(url, {"again": answered.number})
    assert led.url == f"{url}#home{answered.number}"
    page = client.get(url).text
    assert "以前答的" in page
    assert "以这张纸为准" in page
    typed = row(answered, choice="object", signer="张", reason="吵")
    client.post(url, {**typed, **(row(answered, settles="on") if settles else {}), "enter": "1"})
    paper = Answer.objects.latest("pk")
    assert (paper.choice, bool(paper.seen)) == ("object", settles)
    assert Current.objects.get(voice=answered).clash
    sent = {**seen(paper, reason="吵"), "do": "all", "page": [sheet.pages.get().pk]}
    enter("core").post(canvass_url(canvass, "check_sheet", sheet.pk), sent)
    current = Current.objects.get(voice=answered)
    assert current.clash is not settles
    assert recount(Canvass.objects.get()).agrees


def test_a_home_that_was_chosen_by_mistake_is_left_out_again(enter, canvass, answered, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    client, url = enter("volunteer"), canvass_url(canvass, "sheet_table", sheet.pk)
    client.post(url, {"again": answered.number})
    assert sheet.lines.count() == 1
    client.post(url, {"leave": answered.number})
    assert sheet.lines.count() == 0
    assert client.post(url, {"again": "999"}).status_code == 404


def change(client, canvass, sheet, **sent):
    url = canvass_url(canvass, "change_pages", sheet.pk)
    return client.post(url, sent, follow=True).text


def test_photos_are_replaced_and_put_back_until_the_check(
    enter, canvass, other, volunteer, core, building
):
    sheet = make_sheet(canvass, by=volunteer)
    sheets.save_lines(sheet, {other.pk: LineInput("agree", signer="张")}, by=volunteer)
    assert sheets.enter_sheet(sheet, by=volunteer) == {}
    answer = Answer.objects.get()
    first = sheet.pages.get()
    client = enter("volunteer")
    assert "请勾要拿掉的" in change(client, canvass, sheet, once="k1")
    assert "至少要留一张" in change(client, canvass, sheet, removed=[first.pk])
    assert "照片改好了" in change(client, canvass, sheet, removed=[first.pk], added=jpeg())
    new = sheet.pages.get(removed_at=None)
    assert Line.objects.filter(verb="canvass.changed_pages").count() == 1
    stale = {**seen(answer), "do": "all", "page": [first.pk]}
    check = canvass_url(canvass, "check_sheet", sheet.pk)
    assert "照片换过了" in enter("core").post(check, stale, follow=True).text
    shown = enter("core").get(canvass_url(canvass, "evidence", answer.pk, "evidence")).text
    assert canvass_url(canvass, "sheet_page", new.pk) in shown
    assert canvass_url(canvass, "sheet_page", first.pk) not in shown
    back = canvass_url(canvass, "put_page_back", first.pk)
    assert enter("volunteer").post(back).status_code == 302
    assert sheet.pages.filter(removed_at=None).count() == 2
    both = enter("core").get(canvass_url(canvass, "evidence", answer.pk, "evidence")).text
    for page in (first, new):
        assert canvass_url(canvass, "sheet_page", page.pk) in both
    enter("core").post(check, {**stale, "page": [first.pk, new.pk]})
    assert answer.confirmations.count() == 1
    client = enter("volunteer")
    assert "核对过了，照片要留着" in change(client, canvass, sheet, removed=[first.pk])
    assert ScannedPage.objects.filter(removed_at=None).count() == 2
    page = client.get(canvass_url(canvass, "change_pages", sheet.pk)).text
    assert "照这样改" not in page


def test_a_photo_that_was_taken_out_before_anything_was_entered_is_not_told(
    enter, canvass, volunteer
):
    sheet = make_sheet(canvass, by=volunteer, pages=2)
    before = Line.objects.count()
    last = sheet.pages.last()
    change(enter("volunteer"), canvass, sheet, removed=[last.pk])
    assert Line.objects.count() == before
    table = enter("volunteer").get(canvass_url(canvass, "sheet_table", sheet.pk)).text
    assert canvass_url(canvass, "sheet_page", last.pk) not in table
    assert (
        "拿掉的第1张" in enter("volunteer").get(canvass_url(canvass, "change_pages", sheet.pk)).text
    )


def test_one_photo_is_served_as_it_is(enter, canvass, other, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    sheets.save_lines(sheet, {other.pk: LineInput("agree", signer="张")}, by=volunteer)
    sheets.enter_sheet(sheet, by=volunteer)
    url = reverse("canvass:evidence", args=["114", canvass.pk, Answer.objects.get().pk, "evidence"])
    response = enter("volunteer").get(url)
    assert response["Content-Type"] == "image/jpeg"
    response.close()


def test_a_check_that_says_nothing_is_told(enter, canvass, other, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    sheets.save_lines(sheet, {other.pk: LineInput("agree", signer="张")}, by=volunteer)
    sheets.enter_sheet(sheet, by=volunteer)
    sent = {**seen(Answer.objects.get()), "do": "marked", "once": "k1"}
    check = canvass_url(canvass, "check_sheet", sheet.pk)
    assert "一家也没有核对" in enter("core").post(check, sent, follow=True).text


def test_a_row_that_arrives_behind_its_table_is_no_error(enter, canvass, other, volunteer):
    """The script sends a row when it is left, and the button the whole table at once."""
    sheet = make_sheet(canvass, by=volunteer)
    client, typed = enter("volunteer"), row(other, choice="agree", signer="张", relation="self")
    client.post(canvass_url(canvass, "sheet_table", sheet.pk), {**typed, "enter": "1"})
    late = canvass_url(canvass, "save_line", sheet.pk, other.number)
    assert client.post(late, typed).status_code == 204
    assert client.post(late, {**typed, **row(other, signer="李")}).status_code == 422
    assert Answer.objects.get().signer == "张"
