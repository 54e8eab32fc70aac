"""Words for the options of a canvass: what an answer picked, what wins, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.models import Answer, Canvass, Choice, Delegation, Option
from governance.canvass.option_tally import AnswerKind, OptionBallot, OptionTally
from governance.canvass.queries.options import of_version, options_of
from governance.canvass.queries.words import (
    ChoiceWords,
    choice_words,
    format_requirement,
    heads,
    rule_in_force,
)
from governance.canvass.tally import Demand, Tally


def named(options: Iterable[Option], numbers: Collection[int]) -> str:
    return "、".join(str(option) for option in options if option.number in numbers)


def ballot_words(canvass: Canvass, options: Iterable[Option], ballot: OptionBallot) -> str:
    """Return such as ``选了陈美华、周强``, or for items ``赞成第一件；反对第二件``."""
    return _ballot_words(choice_words(canvass), list(options), ballot)


def answer_words(canvass: Canvass, answer: Answer | Delegation) -> str:
    return words_of_answer(choice_words(canvass), answer)


def words_of_answer(words: ChoiceWords, answer: Answer | Delegation) -> str:
    if answer.choice != Choice.PICKED:
        return words.get(answer.choice, "")
    return _ballot_words(words, of_version(words.options, answer.version), answer.ballot)


def _ballot_words(words: ChoiceWords, options: list[Option], ballot: OptionBallot) -> str:
    """Return what was picked, or each item with its answer, abstentions too."""
    if not words.by_item:
        return _("选了%(what)s") % {"what": named(options, ballot.picked)}
    rest = {option.number for option in options} - ballot.picked - ballot.against
    parts = (
        (words[Choice.AGREE], ballot.picked),
        (words[Choice.OBJECT], ballot.against),
        (words[Choice.ABSTAIN], rest),
    )
    return "；".join(f"{word}{named(options, numbers)}" for word, numbers in parts if numbers)


def instruction_words(canvass: Canvass, delegation: Delegation) -> str:
    """Return how the proxy is to answer, or that it decides."""
    return answer_words(canvass, delegation) if delegation.choice else _("由他们看着答")


def winning_sentence(canvass: Canvass) -> str:
    """Say which options win, before anybody has answered."""
    if canvass.kind == AnswerKind.each:
        return _("每件事分开算，一件一件看过没过。")
    if canvass.kind == AnswerKind.dates:
        return _("方便的人家最多的那个日子定下来；一样多的，再问一轮。")
    if canvass.kind == AnswerKind.one:
        return _("选的人家最多的那一样定下来；一样多的，再问一轮。")
    words = {"n": canvass.seats}
    return (
        ngettext(
            "选的人家最多的%(n)s位当选；一样多的，再问一轮。",
            "选的人家最多的%(n)s位当选；一样多的，再问一轮。",
            canvass.seats,
        )
        % words
    )


def most_sentence(canvass: Canvass) -> str:
    """Say how many options an answer may name, and of people how many win. Empty for yes or no."""
    if canvass.kind == AnswerKind.several:
        most = min(canvass.seats, len(canvass.present_options))
        words = {"seats": canvass.seats, "most": most}
        return (
            ngettext(
                "选出%(seats)s位，最多选%(most)s位",
                "选出%(seats)s位，最多选%(most)s位",
                canvass.seats,
            )
            % words
        )
    return {
        AnswerKind.yes_no: "",
        AnswerKind.one: _("选一样"),
        AnswerKind.each: _("一件一件答，每件都要答"),
        AnswerKind.dates: _("方便的都选上"),
    }[AnswerKind(canvass.kind)]


def option_outcome(canvass: Canvass, result: Mapping[str, Any]) -> str:
    """Return who won in few words: ``定了：乙公司``, ``并列：甲、乙，要再问一轮``, ``没有定下来``."""
    options = options_of(canvass, canvass.version)
    won, tied = (named(options, set(result.get(name) or ())) for name in ("winners", "tied"))
    won_words = {
        AnswerKind.several: _("当选：%(who)s"),
        AnswerKind.each: _("通过了：%(who)s"),
    }.get(AnswerKind(canvass.kind), _("定了：%(who)s"))
    parts = [won_words % {"who": won}] if won else []
    if tied:
        parts.append(_("并列：%(who)s，要再问一轮") % {"who": tied})
    if not parts:
        return _("都没有通过") if canvass.kind == AnswerKind.each else _("没有定下来")
    return "；".join(parts)


def undecided_sentences(canvass: Canvass, counted: Tally | OptionTally) -> list[str]:
    """Say why no option wins although enough took part, or what follows a tie."""
    if not isinstance(counted, OptionTally):
        return []
    if counted.tied:
        return [_("一样多的，由楼组长再问一轮定下来。")]
    if not all(verdict.holds for verdict in counted.tests):
        return []
    approval = [test for test in rule_in_force(canvass).tests if test.stage == Demand.approval]
    roster = (counted.roster.heads, counted.roster.area)
    none = _("没有一件到。") if canvass.kind == AnswerKind.each else _("没有一样到。")
    if canvass.kind == AnswerKind.several:
        none = _("没有一位到。")
    return [
        *(format_requirement(test, canvass, roster) for test in approval),
        *([none] if approval else []),
    ]


def option_numbers(canvass: Canvass, result: Mapping[str, Any]) -> str:
    """Return the heads of each option: ``甲公司8户，乙公司4户，弃权1户``."""
    names = {option.number: str(option) for option in options_of(canvass, canvass.version)}
    each = [
        f"{names.get(one['number'], one['number'])}{heads(one['heads'], canvass)}"
        for one in result["options"]
    ]
    if abstained := result["abstain"]["heads"]:
        each.append(f"{choice_words(canvass)[Choice.ABSTAIN]}{heads(abstained, canvass)}")
    return "，".join(each)
