from __future__ import annotations

from governance.today.queries.sheet import verbs
from residents.rooms.manifest import sentences


def test_what_is_worth_paper_is_told_by_its_room():
    assert [verb for verb in verbs() if verb not in sentences()] == []
