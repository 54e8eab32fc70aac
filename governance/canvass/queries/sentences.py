"""What a reader is told of the numbers: helpers all of them, neighbours what names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from governance.canvass.anonymity import EVERYTHING, LEAST_CANDIDATES, NOTHING, Telling, telling
from governance.canvass.lifecycle import State
from governance.canvass.models import Canvass, Purpose
from governance.canvass.queries.voices import Seen
from governance.canvass.queries.words import need, sentence, verdict_only
from governance.canvass.tally import Measure, Stage, Tally

SPLIT = ("agree", "object", "abstain")


def telling_of(canvass: Canvass, tally: Tally, voices: Sequence[Seen], *, each: bool) -> Telling:
    """Nothing of the split before the end: who looks again and again would see it change with the
    one household that has just answered.
    """
    if each or canvass.secret or canvass.purpose == Purpose.TELL:
        return EVERYTHING
    if not is_settled(canvass):
        return NOTHING
    if canvass.purpose == Purpose.HEAR:
        return Telling(heads=sum(seen.told for seen in voices) > LEAST_CANDIDATES)
    took_part = [seen.voice.area for seen in voices if seen.counts]
    return telling(took_part, [tally.object, tally.abstain])


def is_settled(canvass: Canvass) -> bool:
    """No answer changes any more."""
    if canvass.purpose == Purpose.HEAR:
        return canvass.state in {State.CLOSED, State.COUNTED, State.PUBLISHED}
    return canvass.state in {State.COUNTED, State.PUBLISHED}


def sentences_of(canvass: Canvass, tally: Tally, told: Telling) -> list[str]:
    """How each test stands; of one on who agreed, as much as may be told."""
    said = []
    for verdict in tally.tests:
        test = verdict.test
        by_area = test.measure == Measure.area
        if test.stage != Stage.approval or (told.areas if by_area else told.heads):
            said.append(sentence(verdict, canvass))
        elif is_settled(canvass):
            said.append(verdict_only(verdict, canvass))
        else:
            said.append(need(test, canvass, (tally.roster.heads, tally.roster.area)))
    return said


def result_told(
    result: dict[str, Any], told: Telling, *, settled: bool, hears: bool
) -> dict[str, Any]:
    """The count in JSON without what would name somebody; before the end, also without verdicts.

    The digest of the record is left out for neighbours: over few households it can be guessed.
    """
    if told == EVERYTHING or not result or result.get("too_few"):
        return result
    shown = {name: value for name, value in result.items() if name != "record"}
    for name in SPLIT:
        shown[name] = {
            "heads": result[name]["heads"] if told.heads else None,
            "area": result[name]["area"] if told.areas else None,
        }
    shown["tests"] = [_test_told(test, told, settled=settled) for test in result["tests"]]
    if not settled:
        shown["passed"] = None
        if hears:  # to answer is to object
            shown["answered"] = None
    if not told.heads:
        shown["objections"] = None
    return shown


def _test_told(test: dict[str, Any], told: Telling, *, settled: bool) -> dict[str, Any]:
    by_area = test["measure"] == Measure.area
    if test["stage"] != Stage.approval or (told.areas if by_area else told.heads):
        return test
    return {**test, "have": None, "holds": test["holds"] if settled else None}
