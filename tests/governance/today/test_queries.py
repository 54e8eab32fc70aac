from __future__ import annotations

from governance.journal.verbs import SENTENCES
from governance.today.queries.week import VERBS


def test_what_is_worth_paper_is_told_by_its_room():
    assert [verb for verb in VERBS if verb not in SENTENCES] == []
