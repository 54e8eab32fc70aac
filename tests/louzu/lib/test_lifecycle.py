"""A lifecycle allows the steps of its table, and refuses all others in words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db.models import TextChoices

from louzu.lib.errors import Refused
from louzu.lib.lifecycle import Lifecycle


class State(TextChoices):
    DRAFT = "draft", "草稿“试”"
    OPEN = "open", "进行中"
    OVER = "over", "结束"


LIFE = Lifecycle(
    State, begin=([State.DRAFT], State.OPEN), end=([State.OPEN, State.DRAFT], State.OVER)
)


def test_a_step_leads_from_each_of_its_sources_to_its_target():
    for source in ("draft", "open"):
        thing = SimpleNamespace(state=source)
        LIFE.take(thing, "end")
        assert (thing.state, type(thing.state)) == ("over", str)


def test_a_step_from_another_state_is_refused_and_changes_nothing():
    thing = SimpleNamespace(state="over")
    assert not LIFE.allows(thing, "begin")
    with pytest.raises(Refused, match=r"^现在的状态是“结束”，这一步做不了了。$"):
        LIFE.take(thing, "begin")
    assert thing.state == "over"


def test_the_name_of_a_state_is_quoted_inside_the_sentence():
    life = Lifecycle(State, end=([State.OPEN], State.OVER))
    with pytest.raises(Refused, match="“草稿‘试’”"):
        life.take(SimpleNamespace(state="draft"), "end")


def test_a_step_that_no_table_has_is_an_error_of_the_code():
    with pytest.raises(KeyError):
        LIFE.allows(SimpleNamespace(state="draft"), "fly")


def test_the_diagram_has_an_arrow_for_each_source_in_a_fixed_order():
    assert LIFE.as_mermaid().splitlines() == [
        "stateDiagram-v2",
        "    draft --> open: begin",
        "    draft --> over: end",
        "    open --> over: end",
    ]
