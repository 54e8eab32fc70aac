from __future__ import annotations

from governance.charters import actions
from governance.charters.actions import Voice
from governance.search.models import Passage
from tests.factories.charters import articles_in, in_force, signed, talked_over


def found():
    rows = Passage.objects.filter(subject_type="charters.charter").order_by("number")
    return [(row.number, row.text) for row in rows]


def test_each_article_in_force_can_be_found(building, leader, core):
    signed(talked_over(building, "爱护公物。", "不堆物。"), by=leader, others=[core])
    assert found() == [(1, "爱护公物。"), (2, "不堆物。")]


def test_what_is_only_talked_over_cannot(building, leader):
    draft = talked_over(building, "轻声。")
    actions.comment(articles_in(draft)[0], text="好", voice=Voice(leader))
    assert found() == []
    actions.review_edition(in_force(building).edition, by=leader)
    assert found() == [(1, "爱护公物。")]
