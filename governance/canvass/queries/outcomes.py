"""The outcome of a published canvass in one sentence, as all neighbours may read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from governance.canvass.disclosure import MIN_CANDIDATES
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.canvass.queries.option_words import option_numbers, option_outcome
from governance.canvass.queries.page import result_in
from governance.canvass.queries.words import choice_words, heads
from governance.canvass.tally import CountedChoice
from governance.journal.models import Link, LinkKind
from residents.rooms.waiting import thing_of


def outcome_sentence(canvass: Canvass) -> str:
    """Return such as ``通过了。21户里18户答了，同意16户，不同意1户，弃权1户。``

    Totals by choice are left out if so few took part that they would show who answered what (ADR 21).
    """
    result = result_in(canvass)
    if canvass.has_options:
        return _options_sentence(canvass, result)
    passed = _("通过了。") if result.get("passed") else _("没有通过。")
    if not result or result.get("too_few"):
        return passed
    return f"{passed}{_numbers(canvass, result)}"


def second_round_of(canvass: Canvass) -> Canvass | None:
    """Return the question that asks again between its tied options, unless that was withdrawn."""
    label, pk = thing_of(canvass)
    effects = Link.objects.filter(
        cause_type=label, cause_id=pk, effect_type=label, kind=LinkKind.CARRIED_ON
    )
    found = canvass.building.canvass_set.exclude(state=CanvassState.WITHDRAWN)
    return found.filter(pk__in=effects.values("effect_id")).first()


def _options_sentence(canvass: Canvass, result: Mapping[str, Any]) -> str:
    outcome = _("%(outcome)s。") % {"outcome": option_outcome(canvass, result)}
    if not result or result.get("too_few"):
        return outcome
    return f"{outcome}{_took_part(canvass, result, option_numbers(canvass, result))}"


def _took_part(canvass: Canvass, result: Mapping[str, Any], each: str) -> str:
    """Return ``21户里18户答了：甲8户，乙10户。``, without the split if it would show who picked what."""
    roster, answered = result["roster"]["heads"], result["answered"]["heads"]
    words = {"roster": heads(roster, canvass), "answered": heads(answered, canvass)}
    took_part = _("%(roster)s里%(answered)s答了") % words
    if not canvass.secret and answered <= MIN_CANDIDATES:
        return _("%(took_part)s。") % {"took_part": took_part}
    return _("%(took_part)s：%(each)s。") % {"took_part": took_part, "each": each}


def _numbers(canvass: Canvass, result: Mapping[str, Any]) -> str:
    roster, answered = result["roster"]["heads"], result["answered"]["heads"]
    named = choice_words(canvass)
    each = "，".join(
        f"{named[choice.value]}{heads(count, canvass)}"
        for choice in CountedChoice
        if (count := result[choice.value]["heads"])
    )
    told_apart = canvass.secret or answered > MIN_CANDIDATES
    if told_apart and result["agree"]["heads"] == roster:
        words = {"roster": heads(roster, canvass), "agree": named[CountedChoice.agree.value]}
        return _("%(roster)s全都%(agree)s。") % words
    return _took_part(canvass, result, each)
