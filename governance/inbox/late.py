"""The question to an author whose message would come too late: urgent, or as it is?"""

from __future__ import annotations

URGENT, AS_IT_IS = "urgent", "as-it-is"
"""Suffixes of the value that a button of the question sends: the name of the step, a dash and one of
these."""


def step_and_answer(do: str) -> tuple[str, str]:
    """Return the step that a form asks for, and the author's answer, or an empty string before it."""
    step, _dash, answer = do.partition("-")
    return step, answer if answer in {URGENT, AS_IT_IS} else ""
