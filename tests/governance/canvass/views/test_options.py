"""A question with options from its draft to its result, as people see it."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.canvass.actions import counting, drafting, opening
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.actions.second_round import draft_second_round
from governance.canvass.inputs import OptionInput, RewordInput
from governance.canvass.models import (
    Answer,
    Attachment,
    Canvass,
    Objection,
    Option,
    RollEntry,
    SealedBallot,
)
from governance.canvass.option_tally import OptionBallot
from governance.canvass.queries.counting import recount
from governance.canvass.queries.outcomes import outcome_sentence
from governance.canvass.queries.paper_sizes import strips_per_page
from governance.canvass.queries.public_text import public_text_in, text_key
from governance.canvass.text_marks import text_mark
from louzu.lib.errors import Refused
from tests.factories import HouseholdFactory, MembershipFactory, UserFactory
from tests.factories.canvass import (
    PASSPHRASES,
    as_seen_now,
    canvass_url,
    choose_key_holders,
    count_closed_canvass,
    move_past_deadline,
    passphrase_data,
    photo,
    record_paper_answer_for,
    record_paper_voter,
    voice_of,
)
from tests.factories.options import make_option_canvass, pick

pytestmark = pytest.mark.usefixtures("building", "leader")
DRAFT = {
    "question": "大门刷什么颜色？",
    "body": "刷两遍，一桶漆三百元。",
    "electorate": "households",
    "opens_at": "",
    "closes_at": "2099-01-01T20:00",
    "late_days": "3",
    "option-TOTAL_FORMS": "3",
    "option-INITIAL_FORMS": "0",
    "option-0-title": "朱红",
    "option-0-details": "和围墙一样",
    "option-1-title": "墨绿",
}


def errors_in(response):
    form, rows = response.context["form"], response.context["rows"]
    return form.errors, rows and (rows.errors, rows.non_form_errors())


def draft_url(kind="one"):
    return reverse("canvass:draft", args=["114"]) + f"?kind={kind}"


@pytest.fixture
def colours(building, leader, household, resident):
    HouseholdFactory(building=building)
    return make_option_canvass(building, leader)


def test_a_leader_drafts_the_options_one_under_another(enter, photo_file):
    client = enter("leader")
    assert "几样里选一样" in client.get(reverse("canvass:draft", args=["114"])).text
    assert client.get(draft_url()).text.count("两行说明") == 3
    more = client.post(draft_url(), {**DRAFT, "do": "more"}).text
    assert more.count("两行说明") == 4
    assert 'value="朱红"' in more
    alone = client.post(draft_url(), {**DRAFT, "option-1-title": ""})
    assert "至少要写两样" in alone.text
    sent = client.post(draft_url(), {**DRAFT, "option-0-attached": photo_file})
    assert sent.status_code == 302, errors_in(sent)
    canvass = Canvass.objects.get()
    assert [(o.number, o.title) for o in canvass.options.all()] == [(1, "朱红"), (2, "墨绿")]
    preview = client.get(sent["Location"]).text
    assert "墨绿" in preview
    assert "一样多的，再问一轮" in preview
    file = Attachment.objects.get(option__number=1)
    assert reverse("canvass:attachment", args=["114", canvass.pk, file.pk, "small"]) in preview


def test_an_edited_draft_keeps_moves_and_drops_options(enter, photo_file):
    client = enter("leader")
    client.post(draft_url(), {**DRAFT, "option-0-attached": photo_file})
    canvass = Canvass.objects.get()
    page = client.get(canvass_url(canvass, "edit")).text
    assert 'value="朱红"' in page
    rows = {
        "option-TOTAL_FORMS": "3",
        "option-0-number": "2",
        "option-0-title": "墨绿",
        "option-1-number": "1",
        "option-1-title": "大红",
        "option-2-title": "天蓝",
    }
    version = {"version": canvass.draft_version}
    sent = client.post(canvass_url(canvass, "edit"), {**DRAFT, **rows, **version})
    assert sent.status_code == 302, errors_in(sent)
    labels = list(canvass.options.values_list("number", "title"))
    assert labels == [(1, "墨绿"), (2, "大红"), (3, "天蓝")]
    assert Attachment.objects.get().option.title == "大红"
    fresh = Canvass.objects.get().draft_version
    assert fresh != canvass.draft_version
    fewer = {**DRAFT, "option-0-number": "1", "option-1-number": "3", "version": fresh}
    client.post(canvass_url(canvass, "edit"), fewer)
    assert list(canvass.options.values_list("title", flat=True)) == ["朱红", "墨绿"]
    assert Attachment.objects.count() == 0


def test_a_household_picks_confirms_and_changes_its_mind(enter, colours):
    client = enter("resident")
    url = canvass_url(colours, "answer")
    page = client.get(url).text
    assert 'type="radio"' in page
    assert "选一样" in page
    nothing = client.post(url, {"choice": "picked", "version": "1"}).text
    assert "还没有选" in nothing
    asked = client.post(url, {"choice": "picked", "pick": "2", "version": "1"}).text
    assert "选了墨绿" in asked
    assert 'name="pick" value="2"' in asked
    assert Answer.objects.count() == 0
    client.post(url, {"choice": "picked", "pick": "2", "version": "1", "do": "answer"})
    answer = Answer.objects.get()
    assert (answer.choice, answer.picks, answer.against) == ("picked", [2], [])
    mine = client.get(canvass_url(colours)).text
    assert "选了墨绿" in " ".join(mine.split())
    assert 'value="2" checked' in " ".join(client.get(url).text.split())
    client.post(url, {"choice": "abstain", "version": "1", "do": "answer"})
    assert Answer.objects.latest("pk").choice == "abstain"


def test_options_that_changed_meanwhile_are_shown_again(
    enter, building, leader, household, resident
):
    colours = make_option_canvass(building, leader)
    client, url = enter("resident"), canvass_url(colours, "answer")
    labels = ("朱红", "天蓝")
    options = tuple(
        OptionInput(title=label, details="说明", number=n + 1) for n, label in enumerate(labels)
    )
    new = RewordInput(version=1, body=colours.body, material=True, reason="换", options=options)
    reword_canvass(colours, new, by=leader)
    typed = {"choice": "picked", "pick": "2", "version": "1", "do": "answer"}
    page = client.post(url, typed, follow=True)
    assert ("请看看新的，再选一次" in page.text, "天蓝" in page.text) == (True, True)
    assert not Answer.objects.exists()
    nothing = client.post(url, {"choice": "picked", "version": "2"}).text
    assert ("还没有选" in nothing, "这家怎么答的" in nothing) == (True, False)


def test_up_to_as_many_as_there_are_seats_are_picked(enter, building, leader, household, resident):
    canvass = make_option_canvass(
        building,
        leader,
        kind="several",
        seats=2,
        preset="residents_meeting",
        labels=("陈美华", "周强", "孙志刚"),
        files={2: (photo(),)},
    )
    client, url = enter("resident"), canvass_url(canvass, "answer")
    page = client.get(url).text
    assert page.count("最多选2位") == 1
    assert page.count('type="checkbox"') == 3
    many = client.post(url, {"choice": "picked", "pick": ["1", "2", "3"], "version": "1"}).text
    assert "最多选2位，现在选了3位，请去掉1位。" in many
    assert " ".join(many.split()).count("checked") == 3
    asked = client.post(url, {"choice": "picked", "pick": ["1", "3"], "version": "1"}).text
    assert "选了陈美华、孙志刚" in asked
    client.post(url, {"choice": "picked", "pick": ["1", "3"], "version": "1", "do": "answer"})
    assert Answer.objects.get().picks == [1, 3]
    voice = voice_of(canvass, household)
    paper = {"channel": "meeting", "signer": "王阿姨", "relation": "self", "version": "1"}
    bring = canvass_url(canvass, "bring", voice.number)
    both = enter("leader").post(bring, {**paper, "pick": ["1", "abstain"]}).text
    assert "选了弃权，就不能再选别的" in both
    assert enter("leader").post(bring, {**paper, "pick": ["1", "2"]}).status_code == 302
    assert Answer.objects.latest("pk").picks == [1, 2]


def test_each_item_is_answered_and_passes_alone(enter, building, leader, household, resident):
    homes = [MembershipFactory(household__building=building).household for _home in range(4)]
    canvass = make_option_canvass(
        building, leader, kind="each", preset="residents_meeting", labels=("换灯", "刷墙")
    )
    client, url = enter("resident"), canvass_url(canvass, "answer")
    begun = {"choice": "picked", "version": "1", "item_1": "agree"}
    missing = client.post(url, begun).text
    assert "这一件还没有答" in missing
    assert " ".join(missing.split()).count("checked") == 1
    said = {**begun, "item_2": "object"}
    assert "赞成换灯；反对刷墙" in client.post(url, said).text
    client.post(url, {**said, "do": "answer"})
    answer = Answer.objects.get()
    assert (answer.picks, answer.against) == ([1], [2])
    mine = " ".join(client.get(canvass_url(canvass)).text.split())
    assert "赞成换灯；反对刷墙" in mine
    for home in homes:
        pick(canvass, home, 1, against=(2,))
    canvass = published(canvass, leader)
    page = enter("resident").get(canvass_url(canvass)).text
    assert "通过了：换灯" in page
    assert "选了" not in page
    assert Objection.objects.count() == 0


@pytest.mark.parametrize(
    ("picked", "against", "words"),
    [
        ((1,), (3,), "赞成换灯；反对换门；弃权刷墙"),
        ((1, 2), (), "赞成换灯、刷墙；弃权换门"),
        ((), (2, 3), "反对刷墙、换门；弃权换灯"),
    ],
)
def test_every_item_of_an_answer_is_told_where_it_is_read_and_checked(
    enter, building, leader, counter, household, picked, against, words
):
    labels = ("换灯", "刷墙", "换门")
    canvass = make_option_canvass(
        building, leader, kind="each", preset="residents_meeting", labels=labels
    )
    voice = voice_of(canvass, household)
    ballot = OptionBallot(frozenset(picked), frozenset(against))
    record_paper_answer_for(canvass, voice, "picked", by=leader, ballot=ballot)
    assert words in enter("resident").get(canvass_url(canvass)).text
    client = enter("volunteer")
    waiting = client.get(reverse("canvass:answers_to_check", args=["114"])).text
    assert words in waiting
    assert words in client.get(canvass_url(canvass, "voice", voice.number)).text
    record_paper_answer_for(canvass, voice, "abstain", by=counter)
    assert words in client.get(reverse("doors:door", args=["114", household.flat_id])).text


def test_the_date_that_suits_most_is_found(enter, building, leader, household, resident):
    client = enter("leader")
    days = {
        "option-0-starts_at": "2099-01-05T14:00",
        "option-1-starts_at": "2099-01-06T14:00",
        "option-1-details": "三楼客厅",
    }
    url = draft_url("date")
    early = {**days, "option-1-starts_at": "2099-01-01T20:00"}
    refused = client.post(url, {**plain(DRAFT), **early})
    assert [list(one) for one in refused.context["rows"].errors] == [[], ["starts_at"], []]
    sent = client.post(url, {**plain(DRAFT), **days})
    assert sent.status_code == 302, errors_in(sent)
    canvass = Canvass.objects.get()
    assert canvass.kind == "dates"
    canvass = opening.open_canvass(drafting.announce_canvass(canvass, by=leader), by=leader)
    client, url = enter("resident"), canvass_url(canvass, "answer")
    assert "都不行" in client.get(url).text
    client.post(url, {"choice": "picked", "pick": ["1", "2"], "version": "1", "do": "answer"})
    assert Answer.objects.get().picks == [1, 2]
    canvass = published(canvass, leader)
    assert outcome_sentence(canvass).startswith("并列：")


def plain(form):
    return {name: value for name, value in form.items() if not name.endswith(("title", "details"))}


def test_paper_is_brought_and_checked(enter, colours, leader, counter, household):
    voice = voice_of(colours, household)
    url = canvass_url(colours, "bring", voice.number)
    page = enter("leader").get(url).text
    assert "2. 墨绿" in page
    paper = {"channel": "meeting", "signer": "王阿姨", "relation": "self", "version": "1"}
    assert "还没有选" in enter("leader").post(url, paper).text
    assert enter("leader").post(url, {**paper, "pick": "1"}).status_code == 302
    assert Answer.objects.get().picks == [1]
    waiting = enter("volunteer").get(reverse("canvass:answers_to_check", args=["114"])).text
    assert "选了朱红" in " ".join(waiting.split())


def test_who_picked_what_is_for_helpers_alone(enter, colours, household, resident):
    pick(colours, household, 2, by=resident)
    own = enter("leader").get(canvass_url(colours)).text
    assert "选了墨绿" in own
    others = enter("core").get(canvass_url(colours, "record", "json")).json()
    assert others["answers"][0]["picks"] == [2]


def test_neighbours_see_the_count_at_the_end_and_never_who(enter, building, leader):
    homes = [MembershipFactory(household__building=building).household for _home in range(5)]
    canvass = make_option_canvass(building, leader)
    for home, number in zip(homes, (1, 1, 1, 2, 2), strict=False):
        pick(canvass, home, number)
    reader = enter("resident")
    page = reader.get(canvass_url(canvass)).text
    assert "清点以后才告诉大家" in page
    assert "选了" not in page
    assert "选了" not in reader.get(canvass_url(canvass, "record", "json")).text
    assert reader.get(canvass_url(canvass, "record", "json")).json()["answers"] == []
    canvass = published(canvass, leader)
    page = " ".join(reader.get(canvass_url(canvass)).text.split())
    assert "定了：朱红" in page
    assert "选了" not in page
    assert "定了：朱红" in reader.get(canvass_url(canvass, "result")).text
    assert outcome_sentence(canvass).startswith("定了：朱红。")
    assert "朱红3户，墨绿2户" in outcome_sentence(canvass)
    assert recount(canvass).agrees


def test_a_tie_is_told_and_the_second_round_is_one_tap(enter, building, leader):
    homes = [MembershipFactory(household__building=building).household for _home in range(4)]
    canvass = make_option_canvass(
        building, leader, labels=("朱红", "墨绿", "天蓝"), files={1: (photo(),)}
    )
    for home, number in zip(homes, (1, 1, 2, 2), strict=True):
        pick(canvass, home, number)
    canvass = published(canvass, leader)
    page = enter("leader").get(canvass_url(canvass)).text
    assert "并列：朱红、墨绿，要再问一轮" in page
    assert "再问一轮" in page
    assert canvass_url(canvass, "second_round") not in enter("core").get(canvass_url(canvass)).text
    sent = enter("leader").post(canvass_url(canvass, "second_round"))
    again = Canvass.objects.exclude(pk=canvass.pk).get()
    assert sent["Location"] == canvass_url(again, "edit")
    assert (again.state, again.kind, again.seats) == ("draft", "one", 1)
    assert [(o.number, o.title) for o in again.options.all()] == [(1, "朱红"), (2, "墨绿")]
    assert Attachment.objects.get(canvass=again).option.title == "朱红"
    assert enter("leader").get(canvass_url(again, "edit")).status_code == 200
    assert canvass_url(canvass) in enter("leader").get(canvass_url(again)).text
    page = enter("leader").get(canvass_url(canvass)).text
    assert canvass_url(canvass, "second_round") not in page
    assert canvass_url(again) in page
    led = enter("leader").post(canvass_url(canvass, "second_round"), {"once": "k"})
    assert led["Location"] == canvass_url(again)
    assert Canvass.objects.count() == 2
    with pytest.raises(Refused, match="已经拟好了"):
        draft_second_round(canvass, opens_at=again.opens_at, closes_at=again.closes_at, by=leader)
    drafting.withdraw_canvass(again, reason="写错了", by=leader)
    assert canvass_url(canvass, "second_round") in enter("leader").get(canvass_url(canvass)).text


def published(canvass, leader):
    canvass = counting.close_canvass(move_past_deadline(canvass), by=leader)
    for by in (leader, UserFactory()):
        canvass = counting.count_canvass(canvass, by=by, anyway=True)
    return counting.publish_canvass(canvass, by=leader)


@pytest.fixture
def photo_file():
    return SimpleUploadedFile("门.jpg", photo_bytes(), "image/jpeg")


def photo_bytes():
    return photo().content.jpeg


@pytest.mark.parametrize("number", [1, 2])
def test_options_of_a_withdrawn_draft_stay(building, leader, number):
    canvass = drafting.withdraw_canvass(
        make_option_canvass(building, leader, opened=False), reason="写错了", by=leader
    )
    assert Option.objects.filter(canvass=canvass, number=number).exists()


def test_paper_carries_the_options(enter, building, leader, household):
    labels = [f"第{number}种颜色" for number in range(1, 7)]
    canvass = make_option_canvass(building, leader, labels=labels)
    sheet = enter("leader").get(canvass_url(canvass, "sheet")).text
    assert "☐ 6. 第6种颜色" in sheet
    assert "☐ 弃权" in sheet
    assert "第1种颜色：说明" in sheet
    assert "为什么" not in sheet
    assert strips_per_page(canvass) == 3
    text = public_text_in(building, canvass.pk, 1)
    assert text.printed_mark == canvass.text_mark
    assert text.printed_mark != text_mark(1, canvass.body, [])
    assert "第6种颜色" in Client().get(reverse("paper_text", args=text_key(canvass))).text


CANDIDATES = {
    f"option-{number}-title": name for number, name in enumerate(("陈美华", "周强", "孙志刚"))
}


@pytest.fixture
def election(enter, building, leader):
    """A secret election, drafted by its form, with four ballots on the web and one paper. Closed."""
    homes = [MembershipFactory(household__building=building).household for _home in range(6)]
    form = {**plain(DRAFT), **CANDIDATES, "seats": "1", "secret": "on"}
    sent = enter("leader").post(draft_url("elect"), form)
    assert sent.status_code == 302, errors_in(sent)
    canvass = Canvass.objects.get()
    assert "这次不记名" in enter("leader").get(sent["Location"]).text
    enter("leader").post(canvass_url(canvass, "announce"), {"once": "k1"})
    choose_key_holders(Canvass.objects.get(), leader)
    enter("leader").post(canvass_url(canvass, "open"), {"once": "k2"})
    canvass = Canvass.objects.get()
    for home, number in zip(homes[:4], ("1", "1", "1", "2"), strict=True):
        vote(enter, canvass, home, pick=[number])
    record_paper_voter(canvass, voice_of(canvass, homes[4]))
    return counting.close_canvass(move_past_deadline(canvass), by=leader)


def test_a_secret_ballot_names_no_option_outside_its_envelope(enter, election):
    assert [RollEntry.objects.count(), SealedBallot.objects.count()] == [4, 4]
    assert len({len(one.sealed) for one in SealedBallot.objects.all()}) == 1
    assert Answer.objects.count() == 0
    assert "选了" not in enter("leader").get(canvass_url(election)).text
    paper = enter("leader").get(canvass_url(election, "ballots")).text
    assert "☐ 2. 周强" in paper
    assert "最多选1位" in paper


def test_a_leader_is_elected_in_secret(enter, election, leader):
    client = open_as(enter, election.holders.get(seat="first").user)
    url = canvass_url(election, "count")
    assert "先数一共几张" in client.get(url).text
    keys = passphrase_data(first=PASSPHRASES["first"], second=PASSPHRASES["second"])
    keys.update(as_seen_now(election))
    wrong = client.post(url, {**keys, **on_paper(papers=1, picked_1=1, picked_2=1)}).text
    assert "数字对不上" in wrong
    assert SealedBallot.objects.count() == 4
    assert client.post(url, {**keys, **on_paper(papers=1, picked_1=1)}).status_code == 302
    assert SealedBallot.objects.count() == 0
    election.refresh_from_db()
    result = election.count_of.result
    assert [(one["number"], one["heads"]) for one in result["options"]] == [(1, 4), (2, 1), (3, 0)]
    assert (result["winners"], result["unanimous"], result["box"]["paper"]) == ([1], False, 1)
    assert recount(election).agrees
    canvass = counting.publish_canvass(election, by=leader)
    for page in (canvass_url(canvass), canvass_url(canvass, "result")):
        assert "当选：陈美华" in enter("leader").get(page).text
    assert "陈美华4户，周强1户" in outcome_sentence(canvass)


def vote(enter, canvass, home, **picked):
    """Cast the ballot of a household by its pages. Nothing that is picked stands in an address."""
    client = open_as(enter, home.memberships.first().user)
    url = canvass_url(canvass, "ballot")
    shown = client.post(url, {"choice": "picked", **picked})
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.text))
    code = {"choice": hidden["choice"], "receipt": hidden["receipt"], "blind": hidden["blind"]}
    bad = client.post(url, {**code, "choice": "+++", "do": "cast"})
    assert bad.status_code == 200
    assert client.post(url, {**code, "do": "cast"}).status_code == 302


def open_as(enter, user):
    client = enter("visitor")
    client.force_login(user)
    return client


def on_paper(**counted):
    """Return the fields of both counters, with the same numbers."""
    names = ("papers", "picked_1", "picked_2", "picked_3", "abstain", "spoiled")
    return {f"{who}-{name}": counted.get(name, 0) for who in ("one", "two") for name in names}


def test_items_are_voted_on_in_secret_and_all_alike_is_told(enter, building, leader):
    homes = [MembershipFactory(household__building=building).household for _home in range(5)]
    text = {"kind": "each", "preset": "residents_meeting", "secret": True}
    canvass = make_option_canvass(building, leader, labels=("换灯", "刷墙"), **text)
    for home in homes:
        vote(enter, canvass, home, item_1="agree", item_2="object")
    canvass = count_closed_canvass(canvass)
    result = canvass.count_of.result
    assert [one["against"]["heads"] for one in result["options"]] == [0, 5]
    assert (result["winners"], result["unanimous"]) == ([1], True)
    assert recount(canvass).agrees


def test_too_few_secret_ballots_keep_no_sums(enter, building, leader):
    homes = [MembershipFactory(household__building=building).household for _home in range(5)]
    canvass = make_option_canvass(building, leader, secret=True)
    for home in homes[:4]:
        vote(enter, canvass, home, pick="2")
    canvass = count_closed_canvass(canvass)
    assert canvass.count_of.result["too_few"]
    assert "options" not in canvass.count_of.result
    assert enter("leader").get(canvass_url(canvass, "result")).status_code == 200


def test_the_page_of_versions_shows_the_options_of_each(enter, building, leader, household):
    canvass = make_option_canvass(building, leader, files={2: (photo(),)})
    page = enter("leader").get(canvass_url(canvass, "versions")).text
    assert "1. 朱红" in page
    file = Attachment.objects.get()
    assert canvass_url(canvass, "attachment", file.pk, "small") in page


STATEMENTS = {
    "page": 12,
    "versions": 9,
    "published page": 14,
    "answer": 7,
    "sheet": 8,
    "slips": 8,
    "preview": 10,
    "edit": 10,
    "bring_sheet": 7,
    "ballot": 8,
    "ballots": 6,
    "result": 10,
}


@pytest.mark.parametrize(("homes", "labels"), [(5, "甲乙"), (12, "甲乙丙丁戊己庚辛")])
def test_its_pages_cost_the_same_for_all_options_and_homes(
    enter, building, leader, household, resident, homes, labels
):
    for _home in range(homes):
        MembershipFactory(household__building=building)
    files = {number: (photo(),) for number in range(1, len(labels) + 1)}
    text = {"labels": labels, "files": files}
    draft = make_option_canvass(building, leader, opened=False, **text)
    asked = make_option_canvass(building, leader, **text)
    secret = make_option_canvass(building, leader, secret=True, **text)
    done = make_option_canvass(building, leader, **text)
    for voice in done.voices.exclude(household__memberships=None):
        pick(done, voice.household, 1)
    done = published(done, leader)
    named = dict.fromkeys(("page", "answer", "sheet", "slips", "bring_sheet", "versions"), asked)
    named |= {"preview": draft, "edit": draft, "ballot": secret, "ballots": secret}
    named |= {"published page": done, "result": done}
    found = {}
    for name, canvass in named.items():
        client = enter("resident" if name in {"answer", "ballot"} else "leader")
        url = canvass_url(canvass, name.removeprefix("published "))
        with CaptureQueriesContext(connection) as statements:
            assert client.get(url).status_code == 200, name
        found[name] = len(statements)
    assert found == STATEMENTS


@pytest.mark.parametrize(("kind", "shape"), [("one", "of-option"), ("several", "face tall")])
def test_photos_of_things_are_shown_whole_and_told_on_paper(enter, building, leader, kind, shape):
    more = {"kind": kind, "preset": "residents_meeting" if kind == "several" else "most_votes"}
    canvass = make_option_canvass(building, leader, files={1: [photo("甲.jpg")]}, **more)
    client = enter("leader")
    for name in ("page", "answer", "text"):
        assert f'class="{shape}"' in client.get(canvass_url(canvass, name)).text, name
    for name in ("sheet", "slips"):
        assert "附：1张照片，请扫码看。" in client.get(canvass_url(canvass, name)).text, name
    stranger = Client().get(reverse("paper_text", args=text_key(canvass)))
    (photos,) = re.findall(r'src="([^"]+/small)"', stranger.text)
    assert "<h3>1. 朱红</h3>" in stranger.text
    assert b"".join(Client().get(photos).streaming_content)
