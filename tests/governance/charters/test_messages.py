from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.charters.actions import deciding, life, talking
from governance.charters.actions.talking import Contributor
from governance.inbox.models import Message
from tests.factories import HouseholdFactory
from tests.factories.charters import (
    end_discussion,
    make_discussed_draft,
    make_draft_being_written,
    sign_and_publish,
    wordings_of,
)
from tests.factories.inbox import news_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("brought", [True, False])
def test_the_author_of_a_suggestion_learns_the_answer_and_not_a_helper(
    building, leader, volunteer, household, resident, brought
):
    (one,) = wordings_of(make_discussed_draft(building, "轻声。"))
    said_by = volunteer if brought else resident
    who = Contributor(said_by, household, brought=brought)
    words = talking.suggest_words(one, text="夜里轻声。", contributor=who)
    deciding.answer_suggestion(words, answer="已经写在第三条里", by=leader)
    told = [] if brought else ["charters.suggestion_decided"]
    assert [*map(news_of, (resident, volunteer))] == [told, []]


def test_each_draft_that_is_put_out_is_news(building, leader, resident):
    draft = make_draft_being_written(building, "轻声。")
    life.put_out_draft(draft, until=timezone.now() + dt.timedelta(days=8), by=leader)
    assert news_of(resident) == ["charters.put_out"]


def test_a_charter_in_force_is_news_for_everybody(building, leader, core, resident):
    HouseholdFactory.create_batch(4, building=building)
    out = make_discussed_draft(building, "轻声。")
    end_discussion(out.edition)
    sign_and_publish(out, by=leader, others=[core])
    assert news_of(resident)[-1] == "charters.enacted"
    assert Message.objects.filter(type="charters.enacted").count() == 1
