"""Count the options of a canvass, and put the count into JSON and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from governance.canvass.models import Canvass, Voice
from governance.canvass.option_tally import OptionBallot, OptionTally, tally_options
from governance.canvass.presets import rule_from_json
from governance.canvass.queries.options import option_question_of
from governance.canvass.tally import CountedVoice, VoteSum


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
