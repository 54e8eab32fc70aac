from __future__ import annotations

import pytest

from governance.charters.actions import deciding, life, talking
from governance.charters.inputs import AcceptInput
from governance.charters.models import Draft
from governance.journal.models import Link
from residents.rooms.waiting import thing_of
from tests.factories.charters import make_discussed_draft, wordings_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestion(building, household, resident):
    out = make_discussed_draft(building, "不堆物。")
    who = talking.Contributor(resident, household)
    return talking.suggest_words(wordings_of(out)[0], text="楼道不堆物。", contributor=who)


def accepted(suggestion, leader):
    draft = life.begin_next_draft(suggestion.edition, by=leader)
    data = AcceptInput(revision=1, text="楼道不堆物。")
    deciding.accept_suggestion(suggestion, draft, suggestion.article, data, by=leader)
    return Draft.objects.get(pk=draft.pk)


def test_a_suggestion_and_the_draft_that_took_it_in_show_each_other(enter, suggestion, leader):
    draft = accepted(suggestion, leader)
    link = Link.objects.get()
    assert (link.cause_type, link.cause_id) == thing_of(suggestion)
    assert (link.effect_type, link.effect_id) == thing_of(draft)
    client = enter("leader")
    assert draft.get_absolute_url() in client.get(suggestion.get_absolute_url()).text
    assert suggestion.get_absolute_url() in client.get(draft.get_absolute_url()).text


def test_a_draft_that_is_being_written_or_was_dropped_is_not_shown_to_residents(
    enter, suggestion, leader
):
    draft = accepted(suggestion, leader)
    page = suggestion.get_absolute_url()
    assert draft.get_absolute_url() not in enter("resident").get(page).text
    life.leave_working_draft(draft.edition)
    assert draft.get_absolute_url() not in enter("leader").get(page).text
