"""The demo has one question of each kind, which come out as the story says."""

from __future__ import annotations

import pytest

from governance.canvass.queries.counting import recount
from governance.canvass.queries.outcomes import outcome_sentence
from governance.demo import choices
from governance.journal.models import Link

pytestmark = pytest.mark.django_db


def test_one_question_of_each_kind_in_different_states(place, crew):
    quotes = choices.choose_quote(place, crew)
    assert outcome_sentence(quotes).startswith("定了：安平门禁。")
    assert recount(quotes).agrees
    items = choices.vote_on_items(place, crew)
    assert (items.kind, items.state) == ("each", "closed")
    tied, again = choices.find_date(place, crew)
    assert outcome_sentence(tied).startswith("并列：")
    assert [option.starts_at for option in again.options.all()] == [
        option.starts_at for option in tied.options.all()[:2]
    ]
    assert Link.objects.filter(cause_id=tied.pk, effect_id=again.pk).exists()
    elected = choices.elect(place, crew)
    assert (again.state, elected.state, elected.kind) == ("open", "open", "several")
    assert elected.attachments.filter(option__isnull=False, kind="photo").count() == 5
