"""Sentences for residents about the numbers of a canvass."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import (
    Answer,
    Canvass,
    Choice,
    Current,
    Electorate,
    Option,
    Purpose,
)
from governance.canvass.option_tally import AnswerKind
from governance.canvass.presets import rule_from_json
from governance.canvass.tally import Amount, Demand, Measure, Rule, ThresholdBase, Verdict
from governance.canvass.tally import Test as OneTest

NOT_TAKEN = gettext_lazy("您是开始以后才加入的，这一句要家里原来的人来按，或者请楼里办事的人登记。")
"""Message to a newcomer who pressed 我家知道了: see ``actions.acknowledge``."""


def too_late_sentence(canvass: Canvass) -> str:
    """Say that something came after the end of a canvass, for whatever reason it ended."""
    if canvass.state == CanvassState.WITHDRAWN:
        return _("这次征询撤回了，这次没有记上。")
    return _("已经截止了，这次没有记上。")


def heads(count: int, canvass: Canvass) -> str:
    """Format a number of voices: ``21户``, ``20位业主``."""
    if canvass.electorate == Electorate.HOUSEHOLDS:
        return ngettext("%(n)s户", "%(n)s户", count) % {"n": count}
    return ngettext("%(n)s位业主", "%(n)s位业主", count) % {"n": count}


def electorate_words(canvass: Canvass) -> str:
    """Say who is asked. Those who are to share a cost are asked before anybody has paid."""
    if canvass.electorate != Electorate.MEMBERS:
        return canvass.get_electorate_display()
    if canvass.about_url:
        return _("要出钱的业主，一个产权人一票")
    return _("出钱的业主，一个产权人一票")


def counted_sentence(canvass: Canvass, counted: int, waiting: int) -> str:
    """Say how many answers count and how many wait, or "" if none waits."""
    if not waiting:
        return ""
    words = {"counted": heads(counted, canvass), "waiting": heads(waiting, canvass)}
    return _("%(counted)s的答复算进来了，%(waiting)s的等核对。") % words


def received_sentence(answer: Answer) -> str:
    """Return the message to who answered on the web, for their home or a neighbour's."""
    if answer.delegation_id and Current.objects.filter(voice=answer.voice_id, clash=True).exists():
        return _("收到了，但是和这家的另一份答复有出入，暂时都不算，要这家自己定一个。")
    if answer.delegation_id:
        return _("替%(home)s记下了。") % {"home": answer.voice.label}
    if answer.needs_check:
        return _("收到了。还要跟您核对一次，核对好就算数。截止以前随时可以改。")
    return _("记下了。截止以前随时可以改。")


def square_metres(area: Decimal) -> str:
    return f"{area:,.2f}㎡"


def format_amount(value: Amount, canvass: Canvass) -> str:
    if isinstance(value, Decimal):
        return square_metres(value)
    return heads(value, canvass)


def share(threshold: Fraction) -> str:
    if threshold == 1:
        return _("全部")
    if threshold == Fraction(1, 2):
        return _("一半")
    named = {
        Fraction(1, 3): _("三分之一"),
        Fraction(2, 3): _("三分之二"),
        Fraction(1, 4): _("四分之一"),
        Fraction(3, 4): _("四分之三"),
        Fraction(4, 5): _("五分之四"),
    }
    return named.get(threshold, f"{threshold.numerator}/{threshold.denominator}")


def format_threshold(test: OneTest) -> str:
    """Format the threshold as the law words it: ``三分之二以上``, ``超过一半``."""
    if test.threshold == 1:
        return _("全部")
    if test.strict:
        return _("超过%(share)s") % {"share": share(test.threshold)}
    return _("%(share)s以上") % {"share": share(test.threshold)}


def sentence(verdict: Verdict, canvass: Canvass) -> str:
    """Describe one test with its numbers: ``参加的要三分之二以上：现在12户，要14户，还差2户。``"""
    test = verdict.test
    words = {
        "what": _what(test, canvass),
        "asked": format_threshold(test),
        "have": format_amount(verdict.have, canvass),
        "needed": format_amount(verdict.needed, canvass),
        "missing": format_amount(verdict.missing, canvass),
    }
    if verdict.holds:
        return _("%(what)s要%(asked)s：现在%(have)s，要%(needed)s，够了。") % words
    return _("%(what)s要%(asked)s：现在%(have)s，要%(needed)s，还差%(missing)s。") % words


def verdict_only(verdict: Verdict, canvass: Canvass) -> str:
    words = {"what": _what(verdict.test, canvass), "asked": format_threshold(verdict.test)}
    if verdict.holds:
        return _("%(what)s要%(asked)s：够了。") % words
    return _("%(what)s要%(asked)s：没有到。") % words


def format_requirements(canvass: Canvass, rule: Rule, roster: tuple[int, Decimal]) -> list[str]:
    return [format_requirement(test, canvass, roster) for test in rule.tests]


def format_requirement(test: OneTest, canvass: Canvass, roster: tuple[int, Decimal]) -> str:
    words = {"what": _what(test, canvass), "asked": format_threshold(test)}
    if test.base == ThresholdBase.answered:
        return _("%(what)s要%(asked)s。") % words
    words["least"] = format_amount(_least(test, roster), canvass)
    return _("%(what)s要%(asked)s，就是%(least)s。") % words


def _least(test: OneTest, roster: tuple[int, Decimal]) -> Amount:
    count, area = roster
    if test.measure == Measure.heads:
        bound = test.threshold * count
        return int(bound) + 1 if test.strict else -int(-bound // 1)
    bound = test.threshold * Fraction(area) * 100
    hundredths = int(bound) + 1 if test.strict else -int(-bound // 1)
    return Decimal(hundredths).scaleb(-2)


def _what(test: OneTest, canvass: Canvass) -> str:
    area = test.measure == Measure.area
    if test.stage == Demand.coverage:
        return _("告知到的面积") if area else _("告知到的")
    if test.stage == Demand.turnout:
        return _("参加的面积") if area else _("参加的")
    if canvass.has_options and canvass.kind != AnswerKind.each:
        return _what_picked(test, canvass)
    if test.base == ThresholdBase.answered:
        agreed = _("答复的面积里，同意的") if area else _("答复的里面，同意的")
    else:
        agreed = _("同意的面积") if area else _("同意的")
    return agreed if canvass.purpose != Purpose.VOTE else agreed.replace(_("同意"), _("赞成"))


def _what_picked(test: OneTest, canvass: Canvass) -> str:
    area = test.measure == Measure.area
    if canvass.kind == AnswerKind.several:  # people, always counted by heads
        within = test.base == ThresholdBase.answered
        return _("答复的里面，选这一位的") if within else _("选这一位的")
    if test.base == ThresholdBase.answered:
        return _("答复的面积里，选它的") if area else _("答复的里面，选它的")
    return _("选它的面积") if area else _("选它的")


def rule_in_force(canvass: Canvass) -> Rule:
    return rule_from_json(canvass.rule)


class ChoiceWords(dict[str, str]):
    """The words of each ``Choice``, and for what was picked the options of all versions."""

    options: list[Option]
    by_item: bool
    """Whether each option is an item that is answered by itself."""


def choice_words(canvass: Canvass) -> ChoiceWords:
    named: dict[str, str]
    abstain = _("都不行") if canvass.kind == AnswerKind.dates else _("弃权")
    if canvass.purpose == Purpose.VOTE:
        named = {Choice.AGREE: _("赞成"), Choice.OBJECT: _("反对")}
    elif canvass.purpose == Purpose.HEAR:
        named = {Choice.AGREE: _("没有意见"), Choice.OBJECT: _("有意见")}
    else:
        named = {Choice.AGREE: _("同意"), Choice.OBJECT: _("不同意")}
    rest: dict[str, str] = {Choice.ABSTAIN: abstain, Choice.TAKEN_BACK: _("收回了答复")}
    words = ChoiceWords({**named, **rest, Choice.PICKED: _("选了")})
    words.by_item = canvass.kind == AnswerKind.each
    words.options = list(canvass.options.all()) if canvass.has_options else []
    return words


def choice_meanings(canvass: Canvass) -> dict[str, str]:
    against = _("请写一句为什么，好一起想办法")
    if canvass.secret:
        against = _("名单上只写您家投过了，不写投了什么")
    return {
        Choice.AGREE: _("按上面的文字办"),
        Choice.OBJECT: against,
        Choice.ABSTAIN: _("不表态，但算参加了"),
    }
