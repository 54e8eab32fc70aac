from __future__ import annotations

import pytest

from governance.canvass.kinds import ALL_KINDS, KINDS, kind_of


def test_only_what_residents_decide_by_heads_may_be_voted_on_in_secret():
    secret = [key for key, kind in ALL_KINDS.items() if kind.may_be_secret]
    assert secret == ["residents", "elect", "one", "each"]


def test_a_stored_canvass_leads_back_to_the_kind_that_was_chosen():
    for kind in KINDS.values():
        assert kind_of(kind.purpose, kind.preset.key) is kind


def test_a_rule_does_not_fit_every_purpose():
    with pytest.raises(StopIteration):
        kind_of("vote", "covenant")
