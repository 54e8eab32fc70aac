"""Sentences about totals, limited to what a reader may see. Neighbours see nothing that identifies
a household."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from governance.canvass.disclosure import (
    DISCLOSE_ALL,
    DISCLOSE_NOTHING,
    MIN_CANDIDATES,
    Disclosure,
    disclosure_for,
)
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass, Purpose
from governance.canvass.queries.counting import AnyTally
from governance.canvass.queries.voices import VoiceStatus
from governance.canvass.queries.words import format_requirement, sentence, verdict_only
from governance.canvass.tally import Demand, Measure

SPLIT = ("agree", "object", "abstain")


def disclosure_of(
    canvass: Canvass, tally: AnyTally, voices: Sequence[VoiceStatus], *, each: bool
) -> Disclosure:
    """Return what this reader may see of the totals by choice.

    Neighbours see nothing before the end. Otherwise they could infer an answer from the change of
    totals.
    """
    if each or canvass.secret or canvass.purpose == Purpose.TELL:
        return DISCLOSE_ALL
    if not is_settled(canvass):
        return DISCLOSE_NOTHING
    if canvass.purpose == Purpose.HEAR:
        return Disclosure(heads=sum(status.told for status in voices) > MIN_CANDIDATES)
    took_part = [status.voice.area for status in voices if status.counts]
    return disclosure_for(took_part, tally.telling)


def is_settled(canvass: Canvass) -> bool:
    if canvass.purpose == Purpose.HEAR:
        return canvass.state in {CanvassState.CLOSED, CanvassState.COUNTED, CanvassState.PUBLISHED}
    return canvass.state in {CanvassState.COUNTED, CanvassState.PUBLISHED}


def sentences_of(canvass: Canvass, tally: AnyTally, disclosure: Disclosure) -> list[str]:
    """Return a sentence for each test. Tests of approval are shown only as far as disclosed."""
    sentences = []
    for verdict in tally.tests:
        test = verdict.test
        by_area = test.measure == Measure.area
        if test.stage != Demand.approval or (disclosure.areas if by_area else disclosure.heads):
            sentences.append(sentence(verdict, canvass))
        elif is_settled(canvass):
            sentences.append(verdict_only(verdict, canvass))
        else:
            sentences.append(
                format_requirement(test, canvass, (tally.roster.heads, tally.roster.area))
            )
    return sentences


def result_sentences(
    result: dict[str, Any], disclosure: Disclosure, *, settled: bool, hears: bool
) -> dict[str, object]:
    """Return the result in JSON without values that identify somebody, and without verdicts before
    the end.

    Neighbours don't see the digest of the record, since it can be guessed for a few households.
    """
    if disclosure == DISCLOSE_ALL or not result or result.get("too_few"):
        return result
    shown = {name: value for name, value in result.items() if name != "record"}
    for name in SPLIT if "options" not in result else ("abstain",):
        shown[name] = {
            "heads": result[name]["heads"] if disclosure.heads else None,
            "area": result[name]["area"] if disclosure.areas else None,
        }
    if "options" in result:
        shown |= _shown_options(result, disclosure, settled=settled)
    shown["tests"] = [_test_sentence(test, disclosure, settled=settled) for test in result["tests"]]
    if not settled:
        shown["passed"] = None
        if hears:  # in a consultation, each answer is an objection
            shown["answered"] = None
    if not disclosure.heads:
        shown["objections"] = None
    return shown


def _shown_options(
    result: dict[str, Any], disclosure: Disclosure, *, settled: bool
) -> dict[str, object]:
    """Return the options with the sums that identify nobody. Who wins is told at the end only."""
    options = [
        {
            **one,
            "heads": one["heads"] if disclosure.heads else None,
            "area": one["area"] if disclosure.areas else None,
            "against": {
                "heads": one["against"]["heads"] if disclosure.heads else None,
                "area": one["against"]["area"] if disclosure.areas else None,
            },
        }
        for one in result["options"]
    ]
    if settled:
        return {"options": options}
    unknown: dict[str, object] = {"tests": [], "wins": None, "tied": None}
    return {
        "options": [{**one, **unknown} for one in options],
        "winners": [],
        "tied": [],
        "seats_left": None,
    }


def _test_sentence(
    test: dict[str, object], disclosure: Disclosure, *, settled: bool
) -> dict[str, object]:
    by_area = test["measure"] == Measure.area
    if test["stage"] != Demand.approval or (disclosure.areas if by_area else disclosure.heads):
        return test
    return {**test, "have": None, "holds": test["holds"] if settled else None}
