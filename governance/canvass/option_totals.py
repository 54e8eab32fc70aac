"""Exact count of options from totals, where the ballots themselves are gone. Pure functions as in
``governance.canvass.option_tally``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from governance.canvass.option_tally import (
    AnswerKind,
    OptionQuestion,
    OptionResult,
    OptionTally,
    OptionTurnout,
    count_options,
    item_from,
)
from governance.canvass.tally import Rule, Tally, VoteSum, tally_heads


def tally_totals(
    question: OptionQuestion,
    rule: Rule,
    *,
    turnout: OptionTurnout,
    picked: Mapping[int, int],
    against: Mapping[int, int],
) -> OptionTally:
    """Count by heads from totals, as of the ballots of a secret vote. ``picked`` and ``against`` are
    the numbers of ballots by option."""
    sums = {
        number: VoteSum(picked.get(number, 0), Decimal(0)) for number in sorted(question.options)
    }
    counted = count_options(question, rule, sums, turnout)
    if question.kind != AnswerKind.each:
        return counted
    items = tuple(
        item_from(_item_tally(rule, turnout, one, against.get(one.number, 0)), one)
        for one in counted.options
    )
    return replace(counted, options=items, seats_left=0, passed=any(one.wins for one in items))


def _item_tally(rule: Rule, turnout: OptionTurnout, option: OptionResult, against: int) -> Tally:
    """Count one item from totals. Ballots that neither agree nor object abstain from it."""
    agree = option.picked.heads
    rest = turnout.answered.heads - agree - against
    return tally_heads(
        rule,
        roster=turnout.roster.heads,
        told=turnout.told.heads,
        spoiled=0,
        choices={"agree": agree, "object": against, "abstain": rest},
    )
