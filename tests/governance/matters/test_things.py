"""Matters on the pages of other things, on cards for chat groups and in the search."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.journal.actions import enter
from governance.matters.actions.beginning import begin_matter
from governance.matters.actions.documents import add_document, show_document_to
from governance.matters.actions.milestones import drop_milestone
from governance.matters.inputs import DocumentInput, MatterInput
from governance.matters.searchable import passages_of
from governance.matters.sharing import card_of, page_of
from governance.matters.things import matter_views_of, matter_words_of
from residents.models import Standing
from residents.rooms.context import PageContext
from tests.factories.lounge import ThreadFactory
from tests.factories.matters import MatterFactory, make_matter_from
from tests.factories.milestones import MilestoneFactory

pytestmark = pytest.mark.django_db
MEMBER = Standing(households=(1,))


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="装电梯", stage="asked")


def test_members_see_it_with_its_stage(matter):
    view = matter_views_of([matter.pk], MEMBER)[matter.pk]
    assert (view.title, str(view.state), view.url) == ("装电梯", "征询", matter.get_absolute_url())
    assert matter_views_of([matter.pk], Standing()) == {}


def test_a_thread_leads_to_its_matter(enter, building, resident):
    thread = ThreadFactory(building=building)
    make_matter_from(thread, title="给114号装一部电梯")
    page = enter("resident").get(thread.get_absolute_url()).content.decode()
    assert "给114号装一部电梯" in page


def test_it_gives_its_words_to_what_comes_of_it(building, next_door, matter):
    words = matter_words_of(building, matter.pk)
    assert (words.title, words.text) == (matter.title, matter.sentence)
    assert matter_words_of(next_door, matter.pk) is None


def test_a_card_names_the_stage_and_nobody(building, leader, matter):
    page = PageContext(building, MEMBER, leader)
    card = card_of(page, matter.pk)
    assert (card.title, card.state, card.url) == (
        "装电梯",
        "现在到了：征询",
        matter.get_absolute_url(),
    )
    stranger = PageContext(building, Standing(), leader)
    assert (card_of(stranger, matter.pk), page_of(stranger, matter.pk)) == (None, "")


def test_one_that_was_given_up_has_a_page_and_no_card(building, leader):
    matter = MatterFactory(building=building, stage="dropped", dropped_reason="没钱")
    page = PageContext(building, MEMBER, leader)
    assert (card_of(page, matter.pk), page_of(page, matter.pk)) == (
        None,
        matter.get_absolute_url(),
    )


def test_it_is_found_by_its_sentence(request, building, leader, resident, matter):
    enter(matter, "matters.edited", by=leader)
    (passage,) = passages_of(matter.pk)
    assert (passage.title, matter.sentence in passage.text) == ("装电梯", True)
    page = (
        request.getfixturevalue("enter")("resident").get("/b/114/search/?q=歇三回").content.decode()
    )
    assert "装电梯" in page


def test_it_is_found_by_its_steps_and_by_documents_for_all(enter, building, resident, leader):
    matter = begin_matter(building, MatterInput("装电梯"), by=leader)
    milestone = MilestoneFactory(matter=matter, title="井道封顶")
    drawing = add_document(matter, DocumentInput("结构图纸", "residents"), by=leader)
    add_document(matter, DocumentInput("身份证复印件", "leaders"), by=leader)

    def found(words):
        page = enter("resident").get(reverse("search:page", args=["114"]), {"q": words}).text
        return f'href="{matter.get_absolute_url()}"' in page

    assert [found(words) for words in ("井道封顶", "结构图纸", "身份证复印件")] == [
        True,
        True,
        False,
    ]
    drop_milestone(milestone, reason="不用封", by=leader)
    show_document_to(drawing, "leaders", by=leader)
    assert [found(words) for words in ("井道封顶", "结构图纸", "装电梯")] == [False, False, True]
