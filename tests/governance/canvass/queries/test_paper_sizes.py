from __future__ import annotations

import pytest

from governance.canvass.models import Canvass
from governance.canvass.queries.paper import signed_text
from governance.canvass.queries.paper_sizes import (
    ballots_per_page,
    rows_per_page,
    slips_per_page,
    strips_per_page,
)

LINE = "字" * 30


def asked(question="同意吗？", body="好。", **more) -> Canvass:
    return Canvass(question=question, body=body, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(("lines", "slips"), [(1, 2), (4, 2), (5, 1), (40, 2)])
def test_as_many_slips_fit_on_a_page_as_the_lines_of_the_text_allow(lines, slips):
    """Of a text with annex, the first line of each clause is printed."""
    canvass = asked(pk=1, body="\n".join([LINE] * lines))
    assert slips_per_page(canvass, signed_text(canvass)) == slips


@pytest.mark.parametrize(("question", "strips"), [("同意吗？", 4), ("字" * 25, 4), ("字" * 26, 3)])
def test_strips_are_as_many_as_their_question_allows(question, strips):
    assert strips_per_page(asked(question)) == strips


@pytest.mark.parametrize(("question", "rows"), [("同意吗？", 9), ("字" * 60, 8)])
def test_rows_of_the_list_are_as_many_as_its_head_allows(question, rows):
    assert rows_per_page(asked(question)) == rows


def test_ballots_are_large():
    assert ballots_per_page(asked(purpose="vote", secret=True)) == 4
