from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from governance.charters import actions
from governance.charters.actions import Clause, Stale
from governance.charters.models import MOST_ARTICLES, Article, Charter, Edition, Wording
from governance.charters.queries import edition_in_force
from governance.journal.models import Line
from louzu.lib.errors import Refused
from residents.models import Building, User
from tests.factories import BuildingFactory, OfficeFactory
from tests.factories.charters import ArticleFactory, CharterFactory, EditionFactory, WordingFactory

FIRST = [Clause("爱护公物。", heading="公物"), Clause("不堆物。", reason="走路要侧身")]


def post(building, by, articles=FIRST, based_on=0, preamble="为了大家"):
    return actions.post_edition(
        building, based_on=based_on, preamble=preamble, articles=articles, by=by
    )


def texts(edition):
    return list(edition.wordings.order_by("number").values_list("number", "text"))


def test_the_first_edition_comes_into_force(building, leader):
    edition = post(building, leader)
    assert (edition.number, edition.state, edition.by, edition.preamble) == (
        1, "posted", leader, "为了大家",
    )  # fmt: skip
    assert texts(edition) == [(1, "爱护公物。"), (2, "不堆物。")]
    assert edition_in_force(building) == edition
    line = Line.objects.of(building).get()
    assert (line.verb, line.audience, line.subject_title, line.subject_url) == (
        "charters.posted", "residents", "连心楼楼组公约第一版", edition.get_absolute_url(),
    )  # fmt: skip


def test_a_line_reads_the_same_in_whatever_language_it_was_posted(building, leader):
    with translation.override("en"):
        post(building, leader)
    assert Line.objects.get().subject_title == "连心楼楼组公约第一版"


def test_the_next_edition_replaces_the_one_before_which_stays(building, leader, staff):
    first = post(building, leader)
    second = post(building, staff, [Clause("轻声。")], based_on=1)
    first.refresh_from_db()
    assert (first.state, first.replaced_at is not None) == ("replaced", True)
    assert texts(first) == [(1, "爱护公物。"), (2, "不堆物。")]
    assert (second.number, edition_in_force(building)) == (2, second)
    assert Charter.objects.count() == 1


def test_an_article_keeps_its_identity_when_it_moves_and_changes(building, leader):
    things, stairs = post(building, leader).wordings.order_by("number")
    again = [
        Clause("一起做。"),
        Clause("楼道不堆物。", article=stairs.article_id),
        Clause("爱护公物。", article=things.article_id),
    ]
    second = post(building, leader, again, based_on=1)
    new, *kept = second.wordings.order_by("number").values_list("article_id", flat=True)
    assert kept == [stairs.article_id, things.article_id]
    assert new not in kept
    assert Article.objects.count() == 3


def test_an_article_of_elsewhere_or_named_twice_gets_its_own_identity(building, leader, next_door):
    theirs = ArticleFactory(charter__building=next_door)
    mine = post(building, leader).wordings.first().article_id
    odd = [Clause("甲", article=theirs.pk), Clause("乙", article=mine), Clause("丙", article=mine)]
    second = post(building, leader, odd, based_on=1)
    first, kept, twice = second.wordings.order_by("number").values_list("article_id", flat=True)
    assert kept == mine
    assert len({first, kept, twice, theirs.pk}) == 4


@pytest.mark.parametrize("based_on", [0, 2])
def test_posting_against_another_edition_is_stale(building, leader, based_on):
    first = post(building, leader)
    with pytest.raises(Stale):
        post(building, leader, [Clause("轻声。")], based_on=based_on)
    assert edition_in_force(building) == first
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("articles", [[], [Clause("条")] * (MOST_ARTICLES + 1)], ids=len)
def test_a_charter_has_some_articles_and_not_too_many(building, leader, articles):
    with pytest.raises(Refused):
        post(building, leader, articles)
    assert Charter.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"state": "draft"}, {"state": "replaced"}, {"state": "lost"}, {"number": 0}],
    ids=str,
)
def test_the_database_refuses_an_edition_that_cannot_be(building, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionFactory(charter__building=building, **wrong)


def test_the_database_holds_one_charter_and_one_edition_in_force(building):
    edition = EditionFactory(charter__building=building)
    with pytest.raises(IntegrityError, match="one_charter_per_building"), transaction.atomic():
        CharterFactory(building=building)
    with pytest.raises(IntegrityError, match="one_edition_in_force"), transaction.atomic():
        EditionFactory(charter=edition.charter, number=2)
    with pytest.raises(IntegrityError, match="one_edition_per_number"), transaction.atomic():
        EditionFactory(charter=edition.charter, replaced=True)


@pytest.mark.parametrize("wrong", ["number", "article", "text"])
def test_the_database_refuses_a_wording_that_cannot_be(building, wrong):
    words = WordingFactory(edition__charter__building=building)
    same = {"text": ""} if wrong == "text" else {wrong: getattr(words, wrong)}
    with pytest.raises(IntegrityError), transaction.atomic():
        WordingFactory(edition=words.edition, **same)
    assert Wording.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_post_at_once_one_is_told():
    building = BuildingFactory()
    people = [
        OfficeFactory(kind=kind, building=building).user.pk for kind in ("leader", "volunteer")
    ]

    def try_to_post(pk):
        try:
            post(Building.objects.get(pk=building.pk), User.objects.get(pk=pk))
        except Stale:
            return "stale"
        finally:
            connection.close()
        return "posted"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_to_post, people)) == ["posted", "stale"]
    assert Edition.objects.count() == 1
