"""A counter that is simple enough to be obviously right, and strategies for its input.

It uses whole heads and cents, cross-multiplies, and tries every candidate in turn. It uses none of
the product's code for counting.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import count

from hypothesis import strategies as st

from governance.canvass.current import CurrentAnswer
from governance.canvass.tally import (
    CountedChoice,
    CountedVoice,
    Demand,
    Measure,
    Test,
    ThresholdBase,
)


def naive_kind(answer):
    if answer.needs_check and not answer.confirmed:
        return "pending"
    if answer.on_web and not answer.needs_check:
        return "web"
    return "checked" if answer.confirmed else "unchecked"


def naive_drops(later, earlier):
    """Return whether the later answer replaces the earlier one."""
    new, old = naive_kind(later), naive_kind(earlier)
    if (new, old) == ("unchecked", "unchecked"):
        return later.by == earlier.by or later.seen >= earlier.id
    if new in {"pending", "unchecked"}:
        return new == old
    if (new, old) in {("web", "web"), ("checked", "checked"), ("checked", "unchecked")}:
        return True
    return later.choice == earlier.choice or later.seen >= earlier.id


def naive_standing(history):
    left = {"web": [], "checked": [], "unchecked": [], "pending": []}
    for place, text in enumerate(history):
        if not any(naive_drops(later, text) for later in history[place + 1 :]):
            left[naive_kind(text)].append(text)
    assert all(len(left[kind]) < 2 for kind in ("web", "checked", "pending"))
    web, checked, pending = (
        left[kind][0] if left[kind] else None for kind in ("web", "checked", "pending")
    )
    unchecked = left["unchecked"]
    last = unchecked[-1] if unchecked else None
    if web:
        if any(text.choice != web.choice for text in unchecked + left["checked"]):
            return CurrentAnswer(web, last or checked, True)
    elif not checked and len({text.choice for text in unchecked}) > 1:
        for text in reversed(unchecked):
            if text.choice != last.choice:
                return CurrentAnswer(text, last, True)
    return CurrentAnswer(web or checked, last or pending)


def naive_sums(test, voices, answers, told):
    have = base = 0
    for voice in voices:
        weight = 1 if test.measure == "heads" else int(str(voice.area * 100).split(".")[0])
        answer = str(answers[voice.id]) if voice.id in answers else None
        if {
            "coverage": answer is not None or voice.id in set(told),
            "turnout": answer in {"agree", "object", "abstain"},
            "approval": answer == "agree",
        }[test.stage]:
            have += weight
        if test.base == "all" or answer is not None:
            base += weight
    return have, base


def naive_holds(test, have, base):
    left, right = have * test.threshold.denominator, base * test.threshold.numerator
    return base > 0 and (left > right if test.strict else left >= right)


def naive_missing(test, have, base):
    if naive_holds(test, have, base):
        return 0
    if base == 0:
        return 1
    if test.base == "answered" and test.threshold == 1:
        return base - have
    for further in count(1):
        if naive_holds(test, have + further, base + further * (test.base == "answered")):
            return further
    raise AssertionError


def naive_needed(test, base):
    return next(have for have in count() if naive_holds(test, have, max(base, 1)))


SHARES = st.integers(1, 12).flatmap(lambda d: st.builds(Fraction, st.integers(0, d), st.just(d)))


@st.composite
def kinds_of_test(draw, **fixed):
    kinds = {"stage": Demand, "measure": Measure, "base": ThresholdBase}
    parts = {name: fixed.get(name) or draw(st.sampled_from(kind)) for name, kind in kinds.items()}
    strict = draw(st.booleans())
    share = draw(SHARES.filter(lambda s: s < 1 if strict else s > 0))
    return Test(**parts, threshold=share, strict=strict)


@st.composite
def ballots(draw, least=0):
    """Draw a roster of small areas, so that the naive counter ends, with answers and who was told."""
    cents = draw(st.lists(st.integers(0, 40), min_size=least, max_size=8))
    voices = [CountedVoice(number, Decimal(c).scaleb(-2)) for number, c in enumerate(cents)]
    ids = st.sampled_from(range(10))
    answers = draw(st.dictionaries(ids, st.sampled_from(CountedChoice)))
    return voices, answers, draw(st.frozensets(ids))
