from __future__ import annotations

from governance.charters.models import Charter
from governance.charters.queries import edition_at, edition_in_force, history_of
from tests.factories.charters import CharterFactory, EditionFactory, WordingFactory


def test_a_building_without_charter_has_nothing_in_force(building, next_door):
    EditionFactory(charter__building=next_door)
    assert (edition_in_force(building), edition_at(building, 1)) == (None, None)
    assert history_of(building).rows == []


def test_articles_stand_in_their_order(building):
    edition = EditionFactory(charter__building=building)
    for number in (2, 3, 1):
        WordingFactory(edition=edition, number=number)
    found = edition_in_force(building)
    assert [words.number for words in found.wordings.all()] == [1, 2, 3]


def test_a_draft_is_neither_shown_nor_in_the_history(building):
    charter = CharterFactory(building=building)
    old = EditionFactory(charter=charter, replaced=True)
    now = EditionFactory(charter=charter, number=2)
    EditionFactory(charter=charter, number=3, state="draft", posted_at=None)
    assert history_of(building).rows == [now, old]
    assert (edition_at(building, 1), edition_at(building, 3)) == (old, None)


def test_the_committee_reads_what_is_in_force_and_since_when(building, next_door):
    charter = CharterFactory(building=building)
    EditionFactory(charter=charter, replaced=True)
    now = EditionFactory(charter=charter, number=2)
    CharterFactory(building=next_door)
    rows = Charter.objects.with_edition_in_force().order_by("pk")
    assert [(row.number_in_force, row.in_force_since) for row in rows] == [
        (2, now.posted_at),
        (None, None),
    ]
