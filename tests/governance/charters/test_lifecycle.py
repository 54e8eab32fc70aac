from __future__ import annotations

from governance.charters.lifecycle import EDITION, IN_EFFECT, UNDER_WAY, EditionState

ENDED = {EditionState.REPLACED, EditionState.LAPSED, EditionState.DROPPED}


def test_an_edition_is_under_way_in_effect_or_over():
    assert {*UNDER_WAY, *IN_EFFECT, *ENDED} == set(EditionState)
    assert set(UNDER_WAY).isdisjoint(IN_EFFECT)


def test_nothing_leads_away_from_an_edition_that_is_over():
    assert not any(sources & ENDED for sources, _target in EDITION.steps.values())


def test_only_a_signing_brings_an_edition_into_force():
    into = {
        step
        for step, (sources, target) in EDITION.steps.items()
        if target in IN_EFFECT and sources.isdisjoint(IN_EFFECT)
    }
    assert into == {"enact"}
    assert EDITION.steps["enact"][0] == {EditionState.SIGNING}


def test_what_households_are_signing_is_not_dropped():
    assert EditionState.SIGNING not in EDITION.steps["drop"][0]
