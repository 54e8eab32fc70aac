from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.models import Answer, HomeEntry, LineReading
from tests.factories import HouseholdFactory
from tests.factories.canvass import (
    canvass_url,
    make_open_canvass,
    make_sheet,
    make_sheet_line,
    voice_of,
)
from tests.factories.files import photo as jpeg
from tests.factories.options import make_option_canvass

pytestmark = pytest.mark.django_db
UNTOUCHED = {"signer": "户主", "reason": "担心"}
"""What the check page sends of a line of ``make_sheet_line`` that was not read differently."""


@pytest.fixture
def homes(building):
    return [HouseholdFactory(building=building) for _ in range(3)]


@pytest.fixture
def canvass(building, leader, homes):
    return make_open_canvass(building, leader)


@pytest.fixture
def voices(canvass, homes):
    return [voice_of(canvass, home) for home in homes]


def row(voice, **fields):
    return {f"v{voice.number}-{name}": value for name, value in fields.items()}


def test_a_photo_leads_to_its_table(enter, canvass, voices):
    client = enter("volunteer")
    sent = {"pages": jpeg(), "channel": "slip", "version": "1", "once": "k1"}
    led = client.post(canvass_url(canvass, "bring_sheet"), sent)
    sheet = canvass.sheets.get()
    assert led.url == canvass_url(canvass, "sheet_table", sheet.pk)
    page = client.get(led.url).text
    for voice in voices:
        assert voice.label in page
    assert canvass_url(canvass, "sheet_page", sheet.pages.get().pk) in page
    assert [word in page for word in ("同意", "不同意", "弃权", "看不清")] == [True] * 4


@pytest.mark.parametrize(
    ("days", "words"), [(1, "这个时候还没到"), (-30, "签的日子要在这中间"), (0, "")]
)
def test_a_day_on_which_nobody_could_sign_is_refused_with_the_photo(
    enter, canvass, voices, days, words
):
    day = timezone.localdate() + dt.timedelta(days=days)
    sent = {"pages": jpeg(), "channel": "slip", "version": "1", "signed_on": str(day)}
    page = enter("volunteer").post(canvass_url(canvass, "bring_sheet"), sent, follow=True).text
    assert canvass.sheets.exists() is not bool(words)
    if words:
        assert (words in page, str(day) in page, "kept-pages" in page) == (True, True, True)


def test_a_row_signed_on_a_day_to_come_keeps_what_was_typed(enter, canvass, voices, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    tomorrow = str(timezone.localdate() + dt.timedelta(days=1))
    typed = row(voices[0], choice="agree", signer="王秀英", signed_on=tomorrow)
    url = canvass_url(canvass, "sheet_table", sheet.pk)
    page = enter("volunteer").post(url, {**typed, "enter": "1"}, follow=True).text
    assert ("答复的时间要在" in page, "王秀英" in page, f'value="{tomorrow}"' in page) == (
        True,
        True,
        True,
    )
    assert not Answer.objects.exists()


def test_one_button_keeps_and_the_other_enters(enter, canvass, voices, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    client, url = enter("volunteer"), canvass_url(canvass, "sheet_table", sheet.pk)
    one, two, three = voices
    rows = {
        **row(one, choice="agree", signer="张阿婆"),
        **row(two, choice="agree"),
        **row(three, choice="illegible"),
    }
    client.post(url, {**rows, "once": "k1"})
    assert [Answer.objects.count(), HomeEntry.objects.count()] == [0, 3]
    page = client.post(url, {**rows, "enter": "1", "once": "k2"}, follow=True).text
    assert f"{two.label}：请写上签名的人。" in page
    assert [answer.voice for answer in Answer.objects.all()] == [one]
    assert sheet.lines.get(voice=three).illegible


def test_a_row_is_kept_while_it_is_typed(enter, canvass, voices, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    client = enter("volunteer")
    url = canvass_url(canvass, "save_line", sheet.pk, voices[0].number)
    typed = row(voices[0], choice="object", reason="怕吵", signed_on="2026-01-02")
    assert client.post(url, typed).status_code == 204
    assert client.post(url, row(voices[0], signed_on="x")).status_code == 422
    line = sheet.lines.get()
    assert (line.choice, line.reason, str(line.signed_on)) == ("object", "怕吵", "2026-01-02")
    page = client.get(canvass_url(canvass, "sheet_table", sheet.pk)).text
    assert 'value="怕吵"' in page
    nobody = canvass_url(canvass, "save_line", sheet.pk, 999)
    assert client.post(nobody, typed).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_tables_cost_the_same_for_all_homes(
    enter, canvass, voices, volunteer, core, django_assert_num_queries, number
):
    sheet = make_sheet(canvass, by=volunteer)
    rows = {}
    for voice in voices[:number]:
        rows |= row(voice, choice="agree", signer="张")
    client = enter("volunteer")
    client.post(canvass_url(canvass, "sheet_table", sheet.pk), {**rows, "enter": "1", "once": "k"})
    with django_assert_num_queries(9):
        client.get(canvass_url(canvass, "sheet_table", sheet.pk))
    client = enter("core")
    with django_assert_num_queries(8):
        client.get(canvass_url(canvass, "check_sheet", sheet.pk))


def test_a_second_person_says_the_page_is_right(enter, canvass, voices, volunteer, core):
    line = make_sheet_line(canvass, voices[0], by=volunteer)
    url = canvass_url(canvass, "check_sheet", line.sheet_id)
    assert "要另一位来核对" in enter("volunteer").get(url).text
    client = enter("core")
    listed = client.get(canvass_url(canvass, "page").replace(f"/{canvass.pk}/", "/waiting/")).text
    assert url in listed
    page = client.get(url).text
    assert all(words in page for words in (voices[0].label, "户主", "担心"))
    form = {f"r{line.answer_id}-{name}": value for name, value in UNTOUCHED.items()}
    wrong = {f"r{line.answer_id}-choice": "agree", f"r{line.answer_id}-signer": ""}
    sent = {"seen": line.answer_id, "do": "all"}
    page = client.post(url, {**sent, **form, **wrong, "once": "k1"}).text
    assert ("还差一点" in page, "<details open>" in " ".join(page.split())) == (True, True)
    assert not line.answer.confirmations.exists()
    client.post(url, {**sent, **form, "once": "k2"})
    assert line.answer.confirmations.get().by == core


def test_only_ticked_rows_are_confirmed_and_differences_go_back(
    enter, canvass, voices, volunteer, core
):
    sheet = make_sheet(canvass, by=volunteer)
    rows = {}
    for voice in voices:
        rows |= row(voice, choice="agree", signer="张")
    table = canvass_url(canvass, "sheet_table", sheet.pk)
    enter("volunteer").post(table, {**rows, "enter": "1", "once": "k0"})
    first, second, third = Answer.objects.order_by("pk")
    client, url = enter("core"), canvass_url(canvass, "check_sheet", sheet.pk)
    seen = [first.pk, second.pk, third.pk]
    untouched = {f"r{pk}-signer": "张" for pk in seen}
    sent = {**untouched, "seen": seen, "right": [first.pk], "once": "k1"}
    sent[f"r{second.pk}-choice"] = "abstain"
    client.post(url, {**sent, "do": "marked"})
    assert [a.confirmations.count() for a in (first, second, third)] == [1, 0, 0]
    page = enter("volunteer").get(table).text
    assert "读得不一样" in page
    settle = canvass_url(canvass, "settle_reading", LineReading.objects.get().pk)
    client.post(settle, {"do": "correct", "once": "k2"})
    assert Answer.objects.latest("pk").choice == "abstain"


def test_a_household_does_not_see_the_photo_with_its_neighbours_answers(
    enter, canvass, voices, homes, volunteer, household, resident
):
    canvass = make_open_canvass(canvass.building, canvass.author)
    line = make_sheet_line(canvass, voice_of(canvass, household), by=volunteer)
    evidence = canvass_url(canvass, "evidence", line.answer_id, "evidence")
    page = canvass_url(canvass, "sheet_page", line.sheet.pages.get().pk)
    client = enter("resident")
    assert [client.get(url).status_code for url in (evidence, page)] == [403, 403]
    voice = client.get(canvass_url(canvass, "voice", line.voice.number)).text
    assert [evidence in voice, "和别家签在一张纸上" in voice] == [False, True]
    client = enter("volunteer")
    for url in (evidence, page):
        response = client.get(url)
        assert response.headers["Cache-Control"] == "private, no-store"
        assert b"".join(response.streaming_content)


def test_a_sheet_without_entries_is_taken_away(enter, canvass, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    client = enter("volunteer")
    client.post(canvass_url(canvass, "discard_sheet", sheet.pk), {"once": "k1"})
    assert not canvass.sheets.exists()
    assert client.get(canvass_url(canvass, "sheet_table", sheet.pk)).status_code == 404


def test_a_mandate_is_added_from_its_row_and_shown_to_helpers(
    enter, canvass, voices, volunteer, resident
):
    sheet = make_sheet(canvass, by=volunteer)
    client, (one, *_rest) = enter("volunteer"), voices
    typed = {**row(one, choice="agree", signer="邻居"), "mandate": one.number, "once": "k1"}
    page = client.post(canvass_url(canvass, "sheet_table", sheet.pk), typed)
    assert page.url == canvass_url(canvass, "add_mandate", sheet.pk, one.number)
    assert one.label in client.get(page.url).text
    client.post(page.url, {"mandate": jpeg(), "once": "k2"})
    line = sheet.lines.get()
    assert (line.signer, line.relation) == ("邻居", "authorised")
    url = canvass_url(canvass, "line_mandate", line.pk)
    assert b"".join(client.get(url).streaming_content)
    assert enter("resident").get(url).status_code == 403


OPTION_KINDS = {
    "one": ({"preset": "most_votes"}, {"marks": ["2"]}, ("radio", "选了墨绿"), {"marks": "1"}),
    "several": (
        {"preset": "residents_meeting", "seats": 2},
        {"marks": ["1", "2"]},
        ("checkbox", "选了朱红、墨绿"),
        {"marks": ["1"]},
    ),
    "each": (
        {"preset": "residents_meeting"},
        {"item_1": "agree1", "item_2": "object2"},
        ("radio", "赞成朱红；反对墨绿"),
        {"item_1": "agree1", "item_2": "agree2"},
    ),
    "dates": (
        {"preset": "dates"},
        {"marks": ["1"]},
        ("checkbox", "选了朱红"),
        {"marks": ["abstain"]},
    ),
}


@pytest.mark.parametrize("kind", OPTION_KINDS)
def test_options_are_entered_and_checked_in_the_table(
    enter, building, leader, homes, volunteer, core, kind, django_assert_num_queries
):
    text, typed, (box, words), read = OPTION_KINDS[kind]
    canvass = make_option_canvass(building, leader, kind=kind, **text)
    one, two, _three = (voice_of(canvass, home) for home in homes)
    assert canvass_url(canvass, "bring_sheet") in enter("volunteer").get(canvass_url(canvass)).text
    sheet = make_sheet(canvass, by=volunteer)
    client, url = enter("volunteer"), canvass_url(canvass, "sheet_table", sheet.pk)
    assert f'type="{box}"' in client.get(url).text
    line = canvass_url(canvass, "save_line", sheet.pk, one.number)
    assert client.post(line, row(one, **typed)).status_code == 204
    again = " ".join(client.get(url).text.split())
    assert again.count(" checked") == sum(
        len(v) if isinstance(v, list) else 1 for v in typed.values()
    )
    rows = {**row(one, signer="张阿婆", **typed), **row(two, signer="李明", **typed)}
    client.post(url, {**rows, "enter": "1", "once": "k1"})
    assert Answer.objects.count() == 2
    with django_assert_num_queries(11):
        client.get(url)
    first, second = Answer.objects.order_by("pk")
    client, check = enter("core"), canvass_url(canvass, "check_sheet", sheet.pk)
    with django_assert_num_queries(10):
        page = client.get(check).text
    assert words in " ".join(page.split())
    differs = {f"r{second.pk}-{name}": value for name, value in read.items()}
    differs |= {f"r{first.pk}-signer": "张阿婆", f"r{second.pk}-signer": "李明"}
    client.post(check, {"seen": [first.pk, second.pk], "do": "all", "once": "k2", **differs})
    assert first.confirmations.get().by == core
    assert LineReading.objects.get().answer == second
    assert "读得不一样" in enter("volunteer").get(url).text


@pytest.mark.parametrize("entered", [False, True])
@pytest.mark.parametrize("whole", [False, True])
def test_a_row_that_somebody_filled_in_meanwhile_is_refused_with_both_texts(
    enter, canvass, voices, volunteer, entered, whole
):
    """Untouched rows of the older page change nothing, and are not mentioned."""
    one, two, three = voices
    sheet = make_sheet(canvass, by=volunteer)
    client, table = enter("volunteer"), canvass_url(canvass, "sheet_table", sheet.pk)
    line = canvass_url(canvass, "save_line", sheet.pk, one.number)
    old = {**row(one, version=""), **row(two, version=""), **row(three, version="")}
    theirs = row(one, choice="agree", signer="张阿婆", version="")
    assert client.post(line, theirs).status_code == 204
    other = canvass_url(canvass, "save_line", sheet.pk, two.number)
    assert (
        client.post(other, row(two, choice="agree", signer="李明", version="")).status_code == 204
    )
    if entered:
        client.post(table, {**old, **theirs, "enter": "1", "once": "k2"})
    mine = {**old, **row(one, choice="abstain", signer="赵四", version="")}
    if whole:
        told = client.post(table, {**mine, "enter": "1", "once": "k3"}, follow=True).text
        assert f"{two.label}：这一家" not in told
    else:
        refused = client.post(line, mine)
        assert refused.status_code == 422
        told = refused.text
    assert "同意，张阿婆" in told
    assert "弃权，赵四" in told
    stored = sheet.lines.get(voice=one)
    assert (stored.choice, stored.signer, bool(stored.entered_at)) == ("agree", "张阿婆", entered)


def test_a_row_is_saved_again_over_the_version_that_was_read(enter, canvass, voices, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    line = canvass_url(canvass, "save_line", sheet.pk, voices[0].number)
    client, version = enter("volunteer"), ""
    for name in ("张", "张阿", "张阿婆"):
        saved = client.post(line, row(voices[0], choice="agree", signer=name, version=version))
        assert saved.status_code == 204
        version = saved["X-Row-Version"]
    assert f'value="{version}"' in client.get(canvass_url(canvass, "sheet_table", sheet.pk)).text
