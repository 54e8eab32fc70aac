"""Count the options of a canvass, and put the count into JSON and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from governance.canvass.models import Canvass, Voice
from governance.canvass.option_tally import (
    AnswerKind,
    OptionBallot,
    OptionTally,
    OptionTurnout,
    tally_options,
)
from governance.canvass.option_totals import tally_totals
from governance.canvass.presets import rule_from_json
from governance.canvass.queries.options import option_question_of
from governance.canvass.tally import CountedChoice, CountedVoice, VoteSum


def count_ballots(
    canvass: Canvass,
    voices: Sequence[Voice],
    ballots: Mapping[int, OptionBallot],
    told: Collection[int],
) -> OptionTally:
    roster = [CountedVoice(voice.pk, voice.area) for voice in voices]
    question = option_question_of(canvass, canvass.version)
    return tally_options(question, rule_from_json(canvass.rule), roster, ballots, told)


def options_as_json(counted: OptionTally) -> dict[str, object]:
    """Return what the result of options has besides that of yes and no."""
    return {
        "options": [
            {
                "number": one.number,
                "heads": one.picked.heads,
                "area": str(one.picked.area),
                "against": sum_as_json(one.against),
                "tests": [verdict.holds for verdict in one.tests],
                "wins": one.wins,
                "tied": one.tied,
            }
            for one in counted.options
        ],
        "winners": counted.winners,
        "tied": counted.tied,
        "seats_left": counted.seats_left,
    }


def sum_as_json(total: VoteSum) -> dict[str, object]:
    return {"heads": total.heads, "area": str(total.area)}


def ballot_as_text(ballot: OptionBallot) -> str:
    """Return ``1,3/2``: the numbers that were picked, and those objected to."""
    picked, against = (",".join(map(str, sorted(n))) for n in (ballot.picked, ballot.against))
    return f"{picked}/{against}" if against else picked


PAPERS = "papers"
"""Name of the number of papers in the box of a secret vote with options."""
PICKED, AGAINST = "picked_{}", "against_{}"
"""Names of the numbers of papers that pick an option, or object to an item."""


def marks_on_paper(canvass: Canvass) -> list[tuple[str, int, CountedChoice]]:
    """Return name, option and meaning of each number that is counted from the paper ballots."""
    each = canvass.kind == AnswerKind.each
    kinds = [(PICKED, CountedChoice.agree), *([(AGAINST, CountedChoice.object)] if each else [])]
    return [
        (name.format(option.number), option.number, meaning)
        for option in canvass.present_options
        for name, meaning in kinds
    ]


def is_ballot(canvass: Canvass, code: str) -> bool:
    """Return whether ``code`` is a ballot of this secret vote."""
    if not canvass.has_options:
        return code in set(CountedChoice)
    try:
        option_question_of(canvass, canvass.version).ballot_of(code)
    except ValueError:
        return False
    return True


def count_secret_options(
    canvass: Canvass, web: Counter[str], paper: Counter[str], *, roster: int, told: int
) -> OptionTally:
    """Count the opened ballots (by code) together with the totals of the paper box."""
    question = option_question_of(canvass, canvass.version)
    ballots = [(question.ballot_of(code), count) for code, count in web.items()]
    picked, against = Counter[int](), Counter[int]()
    for ballot, count in ballots:
        picked.update(dict.fromkeys(ballot.picked, count))
        against.update(dict.fromkeys(ballot.against, count))
    for name, number, meaning in marks_on_paper(canvass):
        (picked if meaning == CountedChoice.agree else against)[number] += paper[name]
    blank = sum(count for ballot, count in ballots if ballot == OptionBallot())
    return tally_totals(
        question,
        rule_from_json(canvass.rule),
        turnout=_turnout(roster, told, web.total() + paper[PAPERS], blank + paper["abstain"]),
        picked=picked,
        against=against,
    )


def stored_option_tally(canvass: Canvass, result: Mapping[str, Any]) -> OptionTally:
    """Recompute the tally of a counted secret vote from the stored totals."""
    names = ("roster", "told", "answered", "abstain")
    return tally_totals(
        option_question_of(canvass, canvass.version),
        rule_from_json(canvass.rule),
        turnout=_turnout(*(result[name]["heads"] for name in names)),
        picked={one["number"]: one["heads"] for one in result["options"]},
        against={one["number"]: one["against"]["heads"] for one in result["options"]},
    )


def is_unanimous(counted: OptionTally) -> bool:
    """Return whether all ballots are the same: each option is on all of them, or on none."""
    all_or_none = {0, counted.answered.heads}
    return all({one.picked.heads, one.against.heads} <= all_or_none for one in counted.options)


def _turnout(*heads: int) -> OptionTurnout:
    return OptionTurnout(*(VoteSum(count, Decimal(0)) for count in heads))
