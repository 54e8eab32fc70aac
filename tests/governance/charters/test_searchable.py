from __future__ import annotations

from governance.charters.actions import life, talking
from governance.charters.actions.talking import Contributor
from governance.search.models import Passage
from tests.factories.charters import (
    make_discussed_draft,
    make_draft_in_force,
    sign_and_publish,
    wordings_of,
)


def found():
    rows = Passage.objects.filter(subject_type="charters.charter").order_by("number")
    return [(row.number, row.text) for row in rows]


def test_each_article_in_force_can_be_found(building, leader, core):
    sign_and_publish(
        make_discussed_draft(building, "爱护公物。", "不堆物。"), by=leader, others=[core]
    )
    assert found() == [(1, "爱护公物。"), (2, "不堆物。")]


def test_drafts_under_discussion_are_not_found(building, leader):
    draft = make_discussed_draft(building, "轻声。")
    talking.add_comment(wordings_of(draft)[0], text="好", contributor=Contributor(leader))
    assert found() == []
    life.review_edition(make_draft_in_force(building).edition, by=leader)
    assert found() == [(1, "爱护公物。")]
