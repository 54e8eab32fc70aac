"""An outcome cannot disappear: every step from a state with an outcome leads to a readable state."""

from __future__ import annotations

from itertools import chain

import pytest

from louzu.lib.lifecycle import Lifecycle
from tests.architecture.reading import HELPERS, MEMBERS, Readers
from tests.architecture.room_tables import TABLES, lifecycles_of

Outcomes = dict[str, Readers]
"""State with an outcome → who must be able to read it."""


def read_by(readers: Readers, states: str) -> Outcomes:
    return dict.fromkeys(states.split(), readers)


OUTCOMES: dict[str, Outcomes] = {
    "CANVASS": read_by(MEMBERS, "counted published"),
    "OBJECTION": read_by(HELPERS, "withdrawn met stands"),
    "EDITION": read_by(MEMBERS, "in_force review replaced lapsed"),
    "SUGGESTION": read_by(MEMBERS, "accepted answered set_aside"),
    "MEETING": read_by(MEMBERS, "published"),
    "PROPOSAL": read_by(MEMBERS, "accepted declined"),
    "CORRECTION": read_by(MEMBERS, "accepted answered"),
    "TASK": read_by(MEMBERS, "done dropped"),
    "MATTER": read_by(MEMBERS, "done kept dropped"),
    "PROMISE": read_by(MEMBERS, "kept waived"),
    "MILESTONE": read_by(MEMBERS, "done dropped"),
    "PLAN": read_by(MEMBERS, "taken_up set_aside"),
    "NEED": read_by(MEMBERS, "met"),
    "WORRY": read_by(MEMBERS, "settled"),
}
WITHOUT = {
    "NOTICE": "says something; what was said to it is the outcome of the canvass that carries it",
    "CIRCULAR": "is many notices",
    "DELEGATION": "decides nothing; what was answered by it is the household's answer",
    "DELIVERY": "decides nothing",
    "ENTRY": "is money; everybody reads its sums, and few what one flat paid",
    "INVITATION": "decides nothing",
    "MESSAGE": "tells of what was decided elsewhere",
    "HIDING": "keeps words from being read, until they are restored",
    "SHARES": "is a proposal; what was agreed to is the outcome of its question",
    "STORY": "tells what the matter has decided already",
    "CONSENT": "is between the person and who asks",
    "REPORT": "is for those who keep order",
}
TAKEN_UP_AGAIN = {
    ("SUGGESTION", "reopen"): "its article was changed once more; the earlier draft stays",
    ("PROPOSAL", "set_free"): "it was not reached, and waits for the next meeting",
    ("TASK", "reopen"): "it was not done after all",
    ("TASK", "change"): "its taker gave it back, and somebody is asked once more",
    ("PLAN", "reopen"): "it is talked over again",
    ("NEED", "ask_again"): "help is wanted again",
    ("WORRY", "reopen"): "it was not settled after all",
    ("PROMISE", "reopen"): "it was not kept after all",
    ("MILESTONE", "reopen"): "it was not reached after all",
    ("MILESTONE", "resume"): "it is needed after all",
    **dict.fromkeys(
        (
            ("MATTER", f"return_to_{stage}")
            for stage in ("raised", "talked", "asked", "decided", "doing")
        ),
        "the step was taken by mistake, or it is taken up again",
    ),
}
"""Steps back before the outcome, to a state that everybody reads."""
LIVES: dict[str, Lifecycle] = dict(chain(*(lifecycles_of(room).items() for room in TABLES)))
ROWS = dict(chain(*(table.TABLE.items() for table in TABLES.values())))


def test_every_lifecycle_lists_its_states_with_an_outcome():
    assert set(OUTCOMES) | set(WITHOUT) == set(LIVES)
    assert not set(OUTCOMES) & set(WITHOUT)


@pytest.mark.parametrize("name", OUTCOMES)
def test_no_step_leads_from_an_outcome_to_where_it_cannot_be_read(name):
    outcomes, wrong = OUTCOMES[name], []
    for step, (sources, target) in LIVES[name].steps.items():
        leaves = {source.value for source in sources} & set(outcomes)
        again = (name, step) in TAKEN_UP_AGAIN and _readers(name, target.value) >= MEMBERS
        if leaves and target.value not in outcomes and not again:
            wrong.append(f"{step} leads from {sorted(leaves)} to {target.value}")
    assert not wrong


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_is_read_by_those_whom_it_concerns(name):
    short = [state for state, to in OUTCOMES[name].items() if not _readers(name, state) >= to]
    assert not short


def _readers(name: str, state: str) -> Readers:
    return next(row.text for row in ROWS[name] if row.state == state and not row.when)
