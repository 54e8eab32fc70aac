"""A counter of options that is simple enough to be obviously right, and strategies for its input.

It asks of each option how many stand before it, counts one ballot after the other, and uses the
naive counter of yes and no for the tests. It uses none of the product's code for counting.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from governance.canvass.option_tally import AnswerKind, OptionBallot
from governance.canvass.tally import CountedVoice, Rule
from tests.governance.canvass.naive import kinds_of_test, naive_holds

KINDS = [kind for kind in AnswerKind if kind != AnswerKind.yes_no]


def naive_options(kind, rule, voices, ballots, options, seats, told):
    """Return ``(wins, tied, passed)``: two sets of options, and whether anything was decided."""
    able = {}
    for option in options:
        tests = [t for t in rule.tests if kind == "each" or t.stage == "approval"]
        holds = [_holds(t, voices, ballots, option, told) for t in tests]
        heads = len([v for v in voices if v.id in ballots and option in ballots[v.id].picked])
        if heads and all(holds):
            able[option] = heads
    rest = [t for t in rule.tests if t.stage != "approval"]
    if not voices or not all(_holds(t, voices, ballots, None, told) for t in rest):
        able = {}
    if kind == "each":
        return set(able), set(), bool(able)
    places = seats if kind == "several" else 1
    wins, tied = set(), set()
    for option, heads in able.items():
        better = len([o for o in able if able[o] > heads])
        level = len([o for o in able if able[o] == heads])
        if better + level <= places:
            wins.add(option)
        elif better < places:
            tied.add(option)
    return wins, tied, bool(wins)


def _holds(test, voices, ballots, option, told):
    have = base = 0
    for voice in voices:
        weight = 1 if test.measure == "heads" else int(voice.area * 100)
        took_part = voice.id in ballots
        if {
            "coverage": took_part or voice.id in told,
            "turnout": took_part,
            "approval": took_part and option in ballots[voice.id].picked,
        }[test.stage]:
            have += weight
        if took_part or test.base == "all":
            base += weight
    return naive_holds(test, have, base)


@st.composite
def elections(draw, kinds=KINDS, least=0):
    """Draw a kind, a rule, a roster of small areas, ballots, options, seats, and who was told."""
    kind = draw(st.sampled_from(kinds))
    cents = draw(st.lists(st.integers(0, 40), min_size=least, max_size=9))
    voices = [CountedVoice(number, Decimal(c).scaleb(-2)) for number, c in enumerate(cents)]
    options = list(range(1, draw(st.integers(1, 6)) + 1))
    seats = draw(st.integers(1, 7))
    most = {"one": 1, "several": min(seats, len(options))}.get(kind, len(options))
    ids = st.integers(0, 10)
    tests = draw(st.lists(kinds_of_test(), max_size=3))
    ballots = draw(st.dictionaries(ids, ballots_of(kind, options, most), max_size=11))
    return kind, Rule(tuple(tests)), voices, ballots, options, seats, draw(st.frozensets(ids))


@st.composite
def ballots_of(draw, kind, options, most):
    picked = draw(st.frozensets(st.sampled_from(options), max_size=most))
    if kind != "each":
        return OptionBallot(picked)
    left = [option for option in options if option not in picked]
    against = draw(st.frozensets(st.sampled_from(left))) if left else frozenset()
    return OptionBallot(picked, against)
