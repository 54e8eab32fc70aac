"""The lift as one matter: its days, objections, shares and money, for those who read it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from governance.demo import lift_steps
from governance.journal.models import Line
from governance.journal.queries import broken_lines_in
from governance.ledger.models import Entry
from governance.ledger.queries.accounts import (
    balance_of,
    balance_shown,
    paid_by_flat,
    sums_by_month,
)
from governance.ledger.queries.readings import reading_of
from governance.ledger.queries.sight import OF_NEIGHBOURS
from governance.matters.lifecycle import MilestoneState, PromiseState
from governance.matters.models import Matter, StageChange
from governance.matters.queries.page import matter_page_for
from governance.stories.models import Story
from louzu.lib.money import yuan_of
from residents.models import Household, User
from residents.people.rules import standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(demo):
    return Matter.objects.with_stewards().get(title=lift_steps.TITLE)


def page_for(matter, username):
    user = User.objects.get(username=username)
    return matter_page_for(matter, standing_of(user, matter.building), user, moves=False)


def html_for(username, address):
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.get(address).content.decode()


def test_it_went_from_the_first_word_to_its_upkeep_on_real_days(matter):
    assert matter.begun_on == dt.date(2019, 11, 3)
    steps = StageChange.objects.filter(matter=matter).values_list("stage", "on")
    assert list(steps) == [
        ("talked", dt.date(2019, 11, 9)),
        ("asked", dt.date(2019, 12, 6)),
        ("decided", dt.date(2020, 1, 18)),
        ("doing", dt.date(2020, 9, 12)),
        ("done", dt.date(2021, 5, 31)),
        ("kept", dt.date(2021, 7, 2)),
    ]
    assert page_for(matter, "resident").took == "用了18个月办成"


def test_its_milestones_have_planned_and_real_days_and_what_shows_them(matter):
    milestones = page_for(matter, "resident").milestones
    *reached, following = milestones.line
    assert (len(reached), len(milestones.dropped), following.late) == (13, 1, False)
    assert {(one.state, one.caveat) for one in reached} == {(MilestoneState.DONE, "")}
    assert all(one.canvass or one.notice or one.document for one in reached)
    late = [one.title for one in reached if one.days_late > 0]
    assert 5 < len(late) < 13


def test_four_objections_became_none_and_each_offer_was_kept(matter):
    for reader in ("resident", "leader"):
        shown = page_for(matter, reader)
        assert not shown.objections.later
        assert (shown.objections.raised, shown.objections.ended, shown.objections.stand) == (
            4,
            4,
            0,
        )
        assert (shown.kept_promises, shown.counted_promises) == (4, 4)
        for promise in shown.promises:
            assert promise.state == PromiseState.KEPT
            assert promise.settled_on < lift_steps.HANDED_OVER


def test_twenty_flats_paid_shares_that_add_up(matter):
    old, new = matter.share_tables.order_by("number")
    assert [old.state, new.state] == ["replaced", "in_force"]
    subsidies = sum(one.fen for one in new.subsidies.all())
    shares = {line.flat_id: line.fen for line in new.lines.all()}
    assert (new.total_fen, subsidies, len(shares)) == (650_000_00, 260_000_00, 21)
    assert sum(shares.values()) + new.rest_fen + subsidies == new.total_fen
    paying = {flat: fen for flat, fen in shares.items() if fen}
    assert len(paying) == 20
    assert new.canvass.count_of.result["agree"]["heads"] == 20
    assert paid_by_flat(matter.account) == paying


def test_the_account_adds_up_with_a_mistake_taken_back(matter):
    confirmed = Entry.objects.confirmed().filter(account=matter.account)
    assert balance_of(matter.account) == sum(confirmed.values_list("fen", flat=True)) > 0
    assert not Entry.objects.waiting().filter(account=matter.account).exists()
    reversal = confirmed.get(reverses__isnull=False)
    assert reversal.fen == -reversal.reverses.fen == 1_200_00
    balance = 0
    for entry in confirmed.order_by("on", "pk"):
        balance += entry.fen
        assert balance >= 0, entry


def test_neighbours_read_all_that_was_paid_in_sums_of_three_flats(matter):
    """And at no time less than what went out, as the leader does."""
    reading = reading_of(matter.account, OF_NEIGHBOURS)
    assert not reading.held_back
    assert balance_shown(reading) == balance_of(matter.account)
    assert min(one.balance for one in sums_by_month(reading)) >= 0
    assert "20户全部付清了" in html_for("elder", reverse("matters:shares", args=["114", matter.pk]))


def test_its_timeline_is_told_by_the_days_on_which_it_happened(matter):
    lines = Line.objects.filter(building=matter.building, happened_on__isnull=False)
    about = lines.filter(subject_type="matters.matter", subject_id=matter.pk)
    assert about.earliest("happened_on").happened_on == dt.date(2019, 11, 3)
    assert about.get(verb="matters.done").happened_on == dt.date(2021, 5, 31)
    assert list(broken_lines_in(matter.building)) == []
    page = html_for("resident", matter.get_absolute_url())
    assert "2021年9月15日，" in page


@pytest.mark.parametrize("username", ["resident", "elder", "core", "staff"])
def test_nobody_but_a_flat_leader_and_treasurer_reads_what_it_pays(matter, username):
    pages = "".join(html_for(username, address) for address in pages_about(matter))
    assert "元" in pages
    own = standing_of(User.objects.get(username=username), matter.building).households
    lines = matter.share_tables.get(number=2).lines.exclude(fen=0).select_related("flat")
    at_home = set(Household.objects.filter(pk__in=own).values_list("flat", flat=True))
    sums = {
        one: {yuan_of(line.fen) for line in lines if (line.flat_id in at_home) is one}
        for one in (True, False)
    }
    others = sums[False] - sums[True]
    assert len(others) > 3
    assert {fen for fen in others if fen in pages} == set()
    assert "101室" not in pages or username == "elder"
    for known in ("leader", "treasurer"):
        assert all(fen in html_for(known, lines[0].table.get_absolute_url()) for fen in others)


def test_its_story_was_told_with_the_consent_of_those_in_it_and_taken_up_next_door(matter):
    story = Story.objects.get(matter=matter)
    assert (story.state, story.audience) == ("published", "everybody")
    assert {person.state for person in story.people.all()} == {"agreed"}
    assert (story.took, story.objections, story.objections_met) == ("用了18个月办成", 4, 4)
    taken = Matter.objects.get(building__slug="115")
    assert taken.milestones.count() == matter.milestones.exclude(state="dropped").count()
    assert taken.has_shares
    address = reverse("public_stories:page", args=[story.pk])
    told = Client().get(address).content.decode()
    assert "先听，再谈" in told
    assert re.search(r"[0-9]{3}室", told) is None
    assert "罗永福" in told


def pages_about(matter):
    """The pages that a neighbour reaches from the page of the matter, and those of its money."""
    base = matter.get_absolute_url()
    first = html_for("resident", base)
    found = set(re.findall(r'href="(/b/114/(?:matters|ledger)/[^"#?]*)', first))
    return [base, *sorted(one for one in found if "photos" not in one)]
