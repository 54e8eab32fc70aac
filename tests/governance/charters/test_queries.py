from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.charters.actions import deciding, drafting, examples, life, shaping, signing
from governance.charters.actions import talking as talking_actions
from governance.charters.actions.talking import Contributor
from governance.charters.inputs import AcceptInput, ArticleInput, MergeInput, SplitInput, WriteInput
from governance.charters.models import (
    Article,
    Charter,
    Comment,
    Draft,
    Edition,
    Suggestion,
    Wording,
)
from governance.charters.queries.articles import article_page_for, successor_in
from governance.charters.queries.drafts import (
    articles_of,
    comparable_drafts_in,
    compared_drafts,
    draft_in,
    latest_published_draft_of,
    left_out_wordings_of,
    working_draft_of,
)
from governance.charters.queries.examples import example_for, examples_for
from governance.charters.queries.home import editions_waiting_for
from governance.charters.queries.reading import (
    adopted_draft_in,
    draft_in_force_in,
    past_editions_in,
    signature_of,
)
from governance.charters.queries.suggestions import (
    decisions_to_deliver_in,
    gathered_wishes_for,
    wishes_of,
)
from louzu.lib.errors import Refused
from residents.models import Building, User
from tests.factories import BuildingFactory, HouseholdFactory
from tests.factories.charters import (
    CharterFactory,
    DraftFactory,
    EditionFactory,
    WordingFactory,
    make_discussed_draft,
    make_draft_being_written,
    sign_and_publish,
    wordings_of,
)
from tests.factories.charters import make_draft_in_force as put_in_force
from tests.factories.inbox import news_of

pytestmark = pytest.mark.django_db


def test_a_building_without_charter_has_nothing_in_force(building, next_door):
    put_in_force(next_door)
    assert (draft_in_force_in(building), adopted_draft_in(building, 1)) == (None, None)
    assert past_editions_in(building).rows == []


def test_articles_stand_in_their_order(building):
    draft = DraftFactory(edition__charter__building=building, signed=True)
    for number in (2, 3, 1, None):
        WordingFactory(draft=draft, number=number)
    assert [words.number for words in draft_in_force_in(building).wordings.all()] == [1, 2, 3]


def test_the_history_tells_what_was_in_force_and_what_came_to_nothing(building, leader):
    old = put_in_force(building, number=1, replaced=True)
    now = put_in_force(building, number=2)
    dropped = make_discussed_draft(building)
    life.drop_edition(dropped.edition, reason="不办了", by=leader)
    under_way = make_discussed_draft(building)
    rows = past_editions_in(building).rows
    assert rows == [dropped.edition, now.edition, old.edition]
    assert [list(edition.drafts.all()) for edition in rows] == [[dropped], [now], [old]]
    assert under_way.edition not in rows
    assert (adopted_draft_in(building, 1), adopted_draft_in(building, 2)) == (old, now)


def test_a_draft_in_the_making_is_for_those_who_write(building):
    draft = make_draft_being_written(building)
    out = latest_published_draft_of(draft.edition)
    assert working_draft_of(draft.edition) == draft
    assert [draft_in(building, draft.pk, writer=who) for who in (True, False)] == [draft, None]
    assert comparable_drafts_in(building, writer=False) == [out]
    assert comparable_drafts_in(building, writer=True) == [out, draft]


def test_the_committee_reads_what_is_in_force_and_what_is_under_way(building, next_door):
    now = put_in_force(building, number=2)
    under_way = make_discussed_draft(building).edition
    CharterFactory(building=next_door)
    rows = Charter.objects.with_editions().order_by("pk")
    assert [
        (row.number_in_force, row.in_force_since, row.review_on, row.state_under_way)
        for row in rows
    ] == [(2, now.edition.in_force_at, now.edition.review_on, "consulting"), (None,) * 4]
    assert rows[0].under_way_since == Edition.objects.get(pk=under_way.pk).begun_at


def test_two_drafts_are_compared_article_by_article(building, leader):
    draft = make_draft_being_written(building, "不堆物，不乱扔。", "轻声。", "互助。")
    old = latest_published_draft_of(draft.edition)
    first, second, third = wordings_of(draft)
    shaping.split_article(
        draft, first.article, SplitInput(revision=1, first="不堆物。", second="不乱扔。"), by=leader
    )
    shaping.merge_articles(
        draft, second.article, third.article, MergeInput(text="轻声，互助。"), by=leader
    )
    found = compared_drafts(old, draft)
    assert [(row.change.kind.value, row.ordinal, row.was, row.related) for row in found.rows] == [
        ("changed", "第一条", "", ""),
        ("new", "第二条", "", "第一条"),
        ("changed", "第三条", "第二条", ""),
        ("dropped", "第三条", "", "第三条"),
    ]
    assert found.counts == {"new": 1, "dropped": 1, "changed": 2, "moved": 0}
    assert compared_drafts(old, old).same


def test_the_trail_tells_where_an_article_stood(building, leader):
    draft = make_draft_being_written(building, "甲", "乙")
    second = wordings_of(draft)[1].article
    drafting.move_article(draft, second, number=1, by=leader)
    shown = article_page_for(second, leader.standing_in(building), writer=True)
    assert [(str(one.draft), one.ordinal) for one in shown.trail] == [
        ("第一稿", "第二条"),
        ("第二稿", "第一条"),
    ]
    for_all = article_page_for(second, leader.standing_in(building), writer=False)
    assert [one.ordinal for one in for_all.trail] == ["第二条"]
    new = drafting.add_article(draft, ArticleInput(text="丙"), by=leader)
    assert article_page_for(new.article, leader.standing_in(building), writer=False) is None


def test_what_is_gathered_is_counted_by_household(building, leader, household, resident, volunteer):
    edition = life.begin_edition(building, by=leader)
    other = HouseholdFactory(building=building)
    HouseholdFactory(building=building, occupancy="empty", aged_18_59=0)
    talking_actions.suggest_typical(
        edition, keys=["quiet", "pets"], contributor=Contributor(resident, household)
    )
    talking_actions.suggest_typical(
        edition, keys=["quiet"], contributor=Contributor(volunteer, other, brought=True)
    )
    talking_actions.suggest_wish(
        edition, text="晾衣服", contributor=Contributor(resident, household)
    )
    found = gathered_wishes_for(edition, resident.standing_in(building))
    assert [(one.typical.key, one.households, one.mine) for one in found.typical] == [
        ("quiet", 2, True),
        ("pets", 1, True),
    ]
    assert ([one.text for one in found.own], found.heard, found.homes) == (["晾衣服"], 2, 4)
    assert {home.pk for home in found.silent} == {
        leader.memberships.get().household_id,
        volunteer.memberships.get().household_id,
    }
    assert wishes_of(edition).count() == 4


def test_who_suggested_learns_of_it_and_for_paper_a_helper_tells_them(
    building, leader, household, resident, volunteer
):
    out = make_discussed_draft(building, "轻声。")
    (one,) = wordings_of(out)
    mine = talking_actions.suggest_words(
        one, text="夜里轻声。", contributor=Contributor(resident, household)
    )
    brought = talking_actions.suggest_words(
        one, text="轻。", contributor=Contributor(volunteer, household, brought=True)
    )
    assert (news_of(resident), decisions_to_deliver_in(building)) == ([], [])
    for words in (mine, brought):
        deciding.answer_suggestion(words, answer="好", by=leader)
    assert (news_of(resident), news_of(volunteer)) == (["charters.suggestion_decided"], [])
    assert decisions_to_deliver_in(building) == [brought]
    for words in (mine, brought):
        deciding.mark_told(words, by=volunteer)
    assert decisions_to_deliver_in(building) == []


def test_home_calls_until_the_household_has_spoken(building, leader, household, resident):
    standing = resident.standing_in(building)
    edition = life.begin_edition(building, by=leader)
    assert editions_waiting_for(building, standing) == [edition]
    talking_actions.suggest_typical(
        edition, keys=["quiet"], contributor=Contributor(resident, household)
    )
    assert editions_waiting_for(building, standing) == []
    draft = life.begin_draft(edition, typical=["quiet"], by=leader)
    assert editions_waiting_for(building, standing) == []
    life.put_out_draft(draft, until=timezone.now() + dt.timedelta(days=8), by=leader)
    assert editions_waiting_for(building, standing) == [edition]
    talking_actions.support_wording(wordings_of(draft)[0], household=household, by=resident)
    assert editions_waiting_for(building, standing) == []
    assert editions_waiting_for(building, leader.standing_in(building)) == [edition]


def test_the_leader_is_reminded_of_the_yearly_review(building, leader, resident):
    draft = put_in_force(building)
    assert editions_waiting_for(building, leader.standing_in(building)) == []
    Edition.objects.update(review_on=timezone.localdate() + dt.timedelta(days=20))
    assert editions_waiting_for(building, leader.standing_in(building)) == [draft.edition]
    assert editions_waiting_for(building, resident.standing_in(building)) == []


def test_only_offered_charters_in_force_of_the_same_neighbourhood_are_examples(
    building, next_door, leader, neighbour
):
    here, there = put_in_force(building), put_in_force(next_door)
    far = put_in_force(BuildingFactory(slug="far"))
    assert (examples_for(building), example_for(building, there.pk)) == ([], None)
    for draft in (here, there, far):
        examples.offer_charter(draft.edition.charter, by=neighbour)
    assert examples_for(building) == [there]
    assert [example_for(building, draft.pk) for draft in (here, there, far)] == [None, there, None]
    talking = make_discussed_draft(next_door)
    assert example_for(building, talking.pk) is None
    life.review_edition(there.edition, by=neighbour)
    assert examples_for(building) == [there]
    life.drop_edition(talking.edition, reason="不改了", by=neighbour)
    life.lapse_edition(there.edition, reason="不用了", by=neighbour)
    assert examples_for(building) == []


def test_a_flat_is_named_where_its_household_signed_and_agreed_to_be_named(
    building, leader, core, household
):
    canvass = sign_and_publish(
        make_discussed_draft(building), by=leader, others=[core], objecting=1
    )
    edition = draft_in_force_in(building).edition
    agreed = {seen.household_id for seen in canvass.voices.order_by("number")[1:]}
    homes = [leader.memberships.get().household, core.memberships.get().household, household]
    for home in homes:
        signing.show_flat(edition, home, by=leader)
    named = signature_of(edition, leader.standing_in(building))
    assert named.flats == sorted(home.flat.room for home in homes if home.pk in agreed)
    own = homes[0].pk
    assert named.mine == named.shown == ([own] if own in agreed else [])


# random changes of a draft

OPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "split", "merge", "edit", "drop", "back", "next", "say", "words"]),
        st.integers(0, 20),
        st.integers(0, 20),
    ),
    max_size=14,
)


class Shaping:
    """Applies random steps to a draft, if they are possible, and counts what was said."""

    def __init__(self, building, by):
        self.by = by
        self.draft = make_draft_being_written(building, "甲", "乙", "丙")
        self.comments = self.suggestions = 0

    def do(self, op, a, b):
        standing = wordings_of(self.draft)
        if not standing and op != "back":
            return
        DOES[op](self, standing, a, b)


def one_of(standing, n):
    return standing[n % len(standing)]


def move_(work, standing, a, b):
    drafting.move_article(work.draft, one_of(standing, a).article, number=b, by=work.by)


def edit_(work, standing, a, b):
    one = one_of(standing, a)
    drafting.write_article(
        work.draft,
        one.article,
        WriteInput(revision=one.revision, text=f"{one.text}{b}"),
        by=work.by,
    )


def split_(work, standing, a, b):
    one = one_of(standing, a)
    shaping.split_article(
        work.draft,
        one.article,
        SplitInput(revision=one.revision, first=one.text, second=f"拆{b}"),
        by=work.by,
    )


def merge_(work, standing, a, b):
    one, other = one_of(standing, a), one_of(standing, b)
    if one.pk != other.pk:
        shaping.merge_articles(
            work.draft,
            one.article,
            other.article,
            MergeInput(text=f"{one.text}{other.text}"[:500]),
            by=work.by,
        )


def drop_(work, standing, a, b):
    drafting.drop_article(work.draft, one_of(standing, a).article, by=work.by)


def back_(work, standing, a, b):
    if gone := left_out_wordings_of(work.draft):
        drafting.put_back_article(work.draft, gone[a % len(gone)].article, by=work.by)


def next_(work, standing, a, b):
    until = timezone.now() + dt.timedelta(days=8)
    life.put_out_draft(work.draft, until=until, by=work.by)
    work.draft = life.begin_next_draft(work.draft.edition, by=work.by)


def say_(work, standing, a, b):
    out = wordings_of(latest_published_draft_of(work.draft.edition))
    talking_actions.add_comment(one_of(out, a), text=f"意见{b}", contributor=Contributor(work.by))
    work.comments += 1


def words_(work, standing, a, b):
    out = wordings_of(latest_published_draft_of(work.draft.edition))
    words = talking_actions.suggest_words(
        one_of(out, a), text=f"建议{b}，{work.suggestions}", contributor=Contributor(work.by)
    )
    work.suggestions += 1
    home = successor_in(words.article, work.draft)
    if b % 2 and home:
        into = Wording.objects.get(draft=work.draft, article=home)
        deciding.accept_suggestion(
            words,
            work.draft,
            into.article,
            AcceptInput(revision=into.revision, text=words.text),
            by=work.by,
        )


DOES = {
    "move": move_,
    "edit": edit_,
    "split": split_,
    "merge": merge_,
    "drop": drop_,
    "back": back_,
    "next": next_,
    "say": say_,
    "words": words_,
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ops=OPS)
def test_nothing_that_is_done_loses_an_articles_history_or_what_was_said(ops, leader, building):
    with transaction.atomic():
        work = Shaping(Building.objects.get(pk=building.pk), User.objects.get(pk=leader.pk))
        for op in ops:
            work.do(*op)
        standing = leader.standing_in(building)
        # numbers run from one to n, and each article occurs once
        now = wordings_of(work.draft)
        assert [one.number for one in now] == list(range(1, len(now) + 1))
        # every article is in the draft or listed as removed, and each page has its trail
        gone = {one.article_id for one in left_out_wordings_of(work.draft)}
        ever = set(Article.objects.values_list("pk", flat=True))
        assert {one.article_id for one in now} | gone == ever
        pages = [
            article_page_for(article, standing, writer=True) for article in Article.objects.all()
        ]
        assert all(page.trail for page in pages)
        # no comment and no suggestion is lost: each is on the page of an article
        assert sum(len(page.comments.rows) for page in pages) == work.comments
        assert sum(len(page.suggestions) for page in pages) == work.suggestions
        assert Comment.objects.count() == work.comments
        assert Suggestion.objects.count() == work.suggestions
        # any two drafts can be compared without losing an article
        texts = comparable_drafts_in(building, writer=True)
        for old, new in itertools.pairwise(texts):
            found = compared_drafts(old, new)
            both = {one.article_id for one in (*articles_of(old), *articles_of(new))}
            assert {change.article for change in found.changes} == both
        transaction.set_rollback(True)


def test_the_actions_that_follow_a_merge_never_circle(building, leader):
    draft = make_draft_being_written(building, "甲", "乙")
    first, second = (one.article for one in wordings_of(draft))
    shaping.merge_articles(draft, first, second, MergeInput(text="甲乙"), by=leader)
    drafting.put_back_article(draft, second, by=leader)
    shaping.merge_articles(draft, second, first, MergeInput(text="乙甲"), by=leader)
    assert (successor_in(first, draft), successor_in(second, draft)) == (second.pk, second.pk)
    drafting.drop_article(draft, second, by=leader)
    assert successor_in(first, draft) is None
    with pytest.raises(Refused):
        drafting.drop_article(draft, second, by=leader)


def test_the_texts_of_an_edition_are_its_drafts(building):
    edition = EditionFactory(charter__building=building, under_way=True)
    one = DraftFactory(edition=edition)
    two = DraftFactory(edition=edition, number=2, in_the_making=True)
    assert list(Draft.objects.filter(edition=edition)) == [one, two]
