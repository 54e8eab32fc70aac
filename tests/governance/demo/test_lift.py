"""The demo's story of the lift, step by step, from objections to agreement of all."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from django.core.management import call_command
from django.utils import timezone

from governance.canvass.models import Objection
from governance.canvass.queries.page import canvass_page_for, canvasses_for_page, result_in
from governance.demo import canvasses, lift
from residents.models import Standing

pytestmark = pytest.mark.django_db


def seen_by(canvass, *, each):
    return canvass_page_for(
        canvasses_for_page().select_related("building").get(pk=canvass.pk), Standing(), each=each
    )


def drawn(canvass, *, each):
    return dict(Counter(cell.state for cell in seen_by(canvass, each=each).elevation.cells))


def test_the_lift_of_building_114(place, crew):
    canvass = lift.ask(place, crew)
    assert drawn(canvass, each=True) == {"waiting": 21}
    assert str(seen_by(canvass, each=True).tally.roster.area) == "1534.53"

    lift.first_week(canvass, crew)
    week = seen_by(canvass, each=True)
    assert drawn(canvass, each=True) == {"agree": 15, "object": 4, "waiting": 2}
    assert drawn(canvass, each=False) == {"answered": 19, "waiting": 2}
    assert (week.tally.agree.heads, week.tally.answered.heads, week.open_objections) == (15, 19, 4)
    assert [verdict.holds for verdict in week.tally.tests] == [True, True, True, True]
    heads = [sentence for sentence in week.sentences if "位业主" in sentence]
    assert heads == [
        "参加的要三分之二以上：现在19位业主，要14位业主，够了。",
        "答复的里面，赞成的要四分之三以上：现在15位业主，要15位业主，够了。",
    ]

    lift.talk_it_over(canvass, crew)
    end = seen_by(canvass, each=True)
    assert drawn(canvass, each=True) == {"agree": 21}
    assert (end.tally.agree.heads, end.open_objections) == (21, 0)
    assert [count for _day, count in end.curve.steps][-1] == 0
    assert max(count for _day, count in end.curve.steps) == 4
    assert set(Objection.objects.values_list("state", flat=True)) == {"met"}

    canvass = lift.finish(canvass, crew)
    result = result_in(canvasses_for_page().get(pk=canvass.pk))
    assert (canvass.state, result["passed"], result["agree"]["heads"]) == ("published", True, 21)
    assert result["objections"] == {"raised": 4, "withdrawn": 0, "met": 4, "stand": 0}
    days = timezone.localdate(canvass.published_at) - timezone.localdate(canvass.opened_at)
    assert days.days == lift.DAYS
    out = io.StringIO()
    call_command("recount", canvass.pk, stdout=out)
    assert "The record agrees." in out.getvalue()


def test_what_is_asked_today_is_half_answered(place, crew):
    canvass = canvasses.ask(place, crew)
    assert drawn(canvass, each=True) == {
        "agree": 9,
        "object": 1,
        "unconfirmed": 2,
        "told": 4,
        "waiting": 5,
    }
    assert seen_by(canvass, each=True).unchecked == 2
