"""When the flats are to pay, and what may be changed in the question about a share table."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from governance.canvass.models import Canvass
from governance.journal.models import Line
from governance.matters.models import ShareTable
from governance.matters.queries.share_versions import has_undecided_shares
from governance.matters.queries.share_words import balance_words, state_words
from tests.factories import OfficeFactory
from tests.factories.shares import (
    again,
    agreed_table,
    announce_question_of,
    ask_about,
    asked_table,
    close_question_of,
    matter_of_three_floors,
    proposed_table,
    publish_result_of,
)

pytestmark = pytest.mark.django_db
FORMAT = "%Y-%m-%dT%H:%M"


@pytest.fixture
def leader(building):
    return OfficeFactory(building=building).user


@pytest.fixture
def matter(building):
    return matter_of_three_floors(building)


@pytest.fixture
def canvass(matter, leader):
    return proposed_table(matter, leader, electorate="members").canvass


def edit(client, canvass, **changes):
    """Send the form as a browser does, with these changes."""
    where = reverse("canvass:edit", args=["114", canvass.pk])
    form = client.get(where).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent |= {
        name: value.astimezone().strftime(FORMAT)
        for name, value in sent.items()
        if isinstance(value, dt.datetime)
    }
    sent["body"] = sent["body"].replace("\n", "\r\n")
    sent = {name: value for name, value in (sent | changes).items() if value not in (None, False)}
    return client.post(where, sent)


@pytest.mark.parametrize(
    "change",
    [
        lambda _canvass: {"body": "一共只要花100元。"},
        lambda _canvass: {"question": "同意装电梯吗？"},
        lambda _canvass: {"electorate": "owners"},
        lambda _canvass: {"electorate": "households"},
        lambda canvass: {"contributors": [str(canvass.contributors.first().pk)]},
    ],
    ids=["text", "question", "owners", "households", "one flat"],
)
def test_text_and_people_of_the_draft_are_those_of_the_version(enter, canvass, change):
    changes = change(canvass)
    page = edit(enter("leader"), canvass, **changes)
    assert (page.status_code, "这里只能改日子" in page.text) == (200, True)
    kept = Canvass.objects.get(pk=canvass.pk)
    assert (kept.question, kept.body, kept.electorate) == (
        canvass.question,
        canvass.body,
        "members",
    )
    assert kept.contributors.count() == 2


def test_the_preview_does_not_say_that_anybody_has_paid(enter, canvass):
    page = enter("leader").get(reverse("canvass:preview", args=["114", canvass.pk])).text
    assert ("要出钱的业主，一个产权人一票" in page, "出了钱的" in page) == (True, False)


def test_no_page_about_a_share_table_tells_of_business_premises(enter, canvass, leader):
    client = enter("leader")
    for name in ("preview", "edit"):
        page = client.get(reverse(f"canvass:{name}", args=["114", canvass.pk])).text
        assert ("大家约定一致同意才办" in page, "经营用房" in page) == (True, False), name
    table = ask_about(again(ShareTable.objects.get()), leader)
    assert table.canvass.rule["source"] == "大家约定一致同意才办"
    page = client.get(table.canvass.get_absolute_url()).text
    assert ("要出钱的业主" in page, "经营用房" in page) == (True, False)
    page = client.get(reverse("canvass:draft", args=["114"]) + "?kind=everyone").text
    assert "经营用房" in page


def test_the_days_of_the_draft_may_be_changed(enter, canvass):
    saved = edit(enter("leader"), canvass, closes_at="2031-01-16T20:00")
    assert saved.status_code == 302
    assert Canvass.objects.get(pk=canvass.pk).closes_at.year == 2031


def test_the_text_of_an_open_question_stays(enter, matter, leader):
    canvass = asked_table(matter, leader).canvass
    where = reverse("canvass:reword", args=["114", canvass.pk])
    sent = {"material": "on", "reason": "便宜了", "version": "1", "do": "save"}
    page = enter("leader").post(where, sent | {"body": "一共只要花100元。"})
    assert (page.status_code, "这里只能改日子" in page.text) == (200, True)
    assert Canvass.objects.get(pk=canvass.pk).version == 1


@pytest.mark.parametrize("by_clock", [False, True])
def test_the_version_before_is_in_force_again_when_the_new_one_does_not_pass(
    matter, leader, by_clock
):
    first = agreed_table(matter, leader)
    second = asked_table(matter, leader, rule="改了系数")
    assert (again(first).state, second.is_due) == ("replaced", False)
    who = None if by_clock else leader
    second = publish_result_of(second, leader, passed=False, published_by=who)
    assert (again(first).state, second.state, second.is_due) == ("in_force", "rejected", False)
    assert again(first).is_due
    line = Line.objects.latest("pk")
    assert (line.verb, line.actor) == ("matters.shares_restored", who)


def test_without_a_version_before_nothing_is_in_force_when_it_does_not_pass(matter, leader):
    table = publish_result_of(asked_table(matter, leader), leader, passed=False)
    assert (table.state, table.is_due) == ("rejected", False)
    assert not Line.objects.filter(verb="matters.shares_restored").exists()
    third = agreed_table(matter, leader, rule="再改")
    assert (again(table).state, third.state, third.is_due) == ("rejected", "in_force", True)


@pytest.mark.parametrize("passed", [True, False])
def test_a_version_that_was_replaced_before_its_result_comes_back_only_if_it_passed(
    matter, leader, passed
):
    first = close_question_of(asked_table(matter, leader), leader)
    second = asked_table(matter, leader, rule="改了系数")
    first = publish_result_of(first, leader, passed=passed)
    assert first.state == ("replaced" if passed else "rejected")
    assert again(second).state == "in_force"
    publish_result_of(second, leader, passed=False)
    assert (again(first).state, again(first).is_due) == (
        ("in_force", True) if passed else ("rejected", False)
    )


@pytest.mark.parametrize(
    ("step", "due"),
    [
        (lambda table, _by: table, False),
        (announce_question_of, False),
        (ask_about, False),
        (lambda table, by: close_question_of(ask_about(table, by), by), False),
        (lambda table, by: publish_result_of(ask_about(table, by), by, passed=False), False),
        (lambda table, by: publish_result_of(ask_about(table, by), by), True),
    ],
    ids=["proposed", "announced", "open", "closed", "rejected", "passed"],
)
def test_nobody_is_to_pay_before_the_question_has_passed(matter, leader, step, due):
    table = step(proposed_table(matter, leader), leader)
    assert (table.is_due, has_undecided_shares(matter)) == (due, not due)
    words = balance_words(100, 0, due=table.is_due)
    assert (words == "还没有定，先不用付", state_words(table) == "") == (not due, due)
