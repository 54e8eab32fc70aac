"""What the charter wants of whom, and until when."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.charters.models import Edition
from governance.charters.queries.home import editions_waiting_for
from governance.charters.queries.reading import edition_due_for_review_in
from governance.charters.queries.suggestions import count_undecided_suggestions_in
from governance.charters.queries.work_items import blocked_items
from governance.charters.waiting import duties, for_leader
from residents.models import Building, Standing
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Urgency
from tests.factories.charters import (
    CharterFactory,
    CommentFactory,
    EditionFactory,
    SuggestionFactory,
    make_discussed_draft,
    make_draft_in_force,
    wordings_of,
)

pytestmark = pytest.mark.django_db
LEADER = Standing(offices=("leader",))


def at_home(cast, *offices):
    return Standing(offices=offices, households=(cast.home.pk,))


def page(cast, persona="resident", *offices):
    return PageContext(cast.building, at_home(cast, *offices), cast[persona])


def told(items):
    return [(item.what, item.note) for item in items]


def today(days=0):
    return timezone.localdate() + dt.timedelta(days=days)


def gathering(cast):
    return EditionFactory(
        charter=CharterFactory(building=cast.building),
        state="gathering",
        number=None,
        in_force_at=None,
        review_on=None,
    )


def test_a_household_is_asked_until_one_of_it_wished_something(cast):
    edition = gathering(cast)
    assert told(duties(page(cast))) == [(str(edition.charter), "请您家说说公约里要有什么")]
    SuggestionFactory(edition=edition)
    assert editions_waiting_for(cast.building, at_home(cast)) == [edition]
    SuggestionFactory(edition=edition, household=cast.home)
    assert editions_waiting_for(cast.building, at_home(cast)) == []


def test_a_household_is_asked_for_its_opinion_of_the_draft_in_a_sentence_of_its_own(cast):
    charter = make_discussed_draft(cast.building).edition.charter
    assert told(duties(page(cast))) == [(str(charter), "草稿给大家看了，请您家说说意见")]


def test_a_wish_from_before_is_no_opinion_of_the_draft(cast):
    draft = make_discussed_draft(cast.building)
    SuggestionFactory(edition=draft.edition, household=cast.home)
    assert editions_waiting_for(cast.building, at_home(cast)) == [draft.edition]


@pytest.mark.parametrize("make", [CommentFactory, SuggestionFactory])
def test_a_comment_or_other_words_are_an_opinion(cast, make):
    draft = make_discussed_draft(cast.building)
    more = {"article": wordings_of(draft)[0].article, "draft": draft, "household": cast.home}
    if make is CommentFactory:
        make(by=cast["resident"], **more)
    else:
        make(edition=draft.edition, **more)
    assert editions_waiting_for(cast.building, at_home(cast)) == []


@pytest.mark.parametrize(("hours", "waits"), [(-36, False), (0, True), (36, True)])
def test_a_draft_waits_until_the_last_day_for_opinions_is_over(cast, hours, waits):
    until = timezone.now() + dt.timedelta(hours=hours)
    draft = make_discussed_draft(cast.building, until=until)
    asked = editions_waiting_for(cast.building, at_home(cast))
    assert asked == ([draft.edition] if waits else [])
    assert [item.at for item in duties(page(cast))] == ([until] if waits else [])


def test_who_has_no_home_here_is_asked_nothing(cast):
    gathering(cast)
    assert editions_waiting_for(cast.building, Standing(offices=("staff",))) == []


def in_force(cast, days, building=None):
    draft = make_draft_in_force(building or cast.building)
    Edition.objects.filter(pk=draft.edition_id).update(review_on=today(days))
    return draft.edition


@pytest.mark.parametrize(("days", "due"), [(30, True), (31, False), (-1, True)])
def test_the_leader_hears_of_the_review_a_month_before_it(cast, days, due):
    edition = in_force(cast, days)
    asked = list(duties(page(cast, "leader", "leader")))
    assert [timezone.localdate(item.at) for item in asked] == ([today(days)] if due else [])
    assert edition_due_for_review_in(cast.building) == (edition if due else None)
    assert [item.heading for item in for_leader(page(cast, "leader"))] == (
        [Heading.REVIEW] if due else []
    )
    assert told(duties(page(cast))) == []


def test_a_review_that_has_begun_is_not_announced_again(cast):
    edition = in_force(cast, -1)
    Edition.objects.filter(pk=edition.pk).update(state="review")
    assert editions_waiting_for(cast.building, LEADER) == []
    assert edition_due_for_review_in(cast.building) is None


def test_the_leader_is_told_how_many_suggestions_wait_from_whatever_edition(cast):
    draft = make_discussed_draft(cast.building)
    for _ in range(2):
        SuggestionFactory(edition=draft.edition)
    SuggestionFactory(edition=draft.edition, state="withdrawn")
    SuggestionFactory()
    assert count_undecided_suggestions_in(cast.building) == 2
    (item,) = for_leader(page(cast, "leader"))
    assert (item.what, item.at) == ("对公约的2条建议等您答复", None)


def test_the_committee_hears_of_a_review_from_its_day_on(cast):
    in_force(cast, 1)
    there = in_force(cast, 0, building=cast.next_door)
    found = list(blocked_items(Building.objects.all(), timezone.now()))
    assert [(item.building, item.urgency) for item in found] == [(cast.next_door, Urgency.LATER)]
    assert timezone.localdate(found[0].since) == today()
    assert found[0].url == there.charter.get_absolute_url()
