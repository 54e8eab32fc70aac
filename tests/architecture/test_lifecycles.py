"""The drawn lifecycles are the ones in the code."""

from __future__ import annotations

from dev.lifecycles import PAGE, drawn


def test_the_drawn_lifecycles_are_current():
    assert PAGE.read_text() == drawn()
