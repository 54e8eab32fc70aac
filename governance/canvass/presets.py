"""The rules that a canvass can use, each with its legal source, and their JSON form in the
database.

Names and sources are stored in Chinese, the language of the law, so that frozen rules do not depend
on the language of the user. Templates show them with ``{% translate rule.name %}``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypedDict

from django.utils.translation import gettext_noop as _

from governance.canvass.tally import Demand, Measure, Rule, Test, ThresholdBase

HOUSEHOLDS, OWNERS, MEMBERS = "households", "owners", "members"
MOST_OWNERS = tuple(
    Test(Demand.turnout, measure, ThresholdBase.all, Fraction(2, 3)) for measure in Measure
)
"""Civil Code art. 278: two thirds or more of the heads and of the area take part."""


@dataclass(frozen=True, slots=True)
class Preset:
    key: str
    electorates: tuple[str, ...]
    """Electorates that can be asked. The first one is the default."""
    notice_days: int
    """Days of public notice before the opening. Binding for votes of owners (see
    ``queries.notice_days``), a suggestion for others."""
    meaning: str
    """Explanation for the leader."""
    rule: Rule
    source_beside: str = ""
    """The source for a question about another page, such as the shares of a cost, if part of the
    rule's own does not concern it."""
    own_threshold: bool = False
    """Whether the building chooses the threshold, because no law sets it."""

    @property
    def electorate(self) -> str:
        return self.electorates[0]

    def rule_of(self, threshold: Fraction | None = None, *, beside: bool = False) -> Rule:
        """Return the rule, with the threshold that the building chose. ``beside``: whether another page
        says what is asked.

        Raises ValueError if the law fixes the threshold, or if it is not above 0 and at most 1.
        """
        rule = self.rule
        if beside and self.source_beside:
            rule = replace(rule, source=self.source_beside)
        if threshold is None:
            return rule
        if not self.own_threshold:
            raise ValueError(f"the law sets the threshold of {self.key}")
        return replace(rule, tests=tuple(_approving(t, threshold) for t in rule.tests))


def _approving(test: Test, threshold: Fraction) -> Test:
    return replace(test, threshold=threshold) if test.stage == Demand.approval else test


def _of_answered(threshold: Fraction, *, strict: bool) -> tuple[Test, ...]:
    return tuple(
        Test(Demand.approval, m, ThresholdBase.answered, threshold, strict) for m in Measure
    )


PRESETS = {
    preset.key: preset
    for preset in (
        Preset(
            "tell",
            (HOUSEHOLDS, OWNERS, MEMBERS),
            0,
            _("只告知，不作决定：看是不是家家都知道了"),
            Rule(
                (),
                _("告知到户"),
                _("《上海市居民委员会工作条例》第17条（2020年5月14日修正）：应当公开的事及时公开"),
                dt.date(2020, 5, 14),
            ),
        ),
        Preset(
            "everyone",
            (OWNERS, HOUSEHOLDS, MEMBERS),
            15,
            _("要每一家都同意才办的事，例如114号楼当年装电梯"),
            Rule(
                (Test(Demand.approval, Measure.heads, ThresholdBase.all, Fraction(1)),),
                _("全体一致"),
                _(
                    "大家约定一致同意才办；住宅改作经营用房，须有利害关系的业主一致同意"
                    "（《民法典》第279条，2021年1月1日起施行）"
                ),
                dt.date(2021, 1, 1),
            ),
            source_beside=_("大家约定一致同意才办"),
        ),
        Preset(
            "covenant",
            (HOUSEHOLDS,),
            7,
            _("本楼自愿遵守的楼组公约"),
            Rule(
                (
                    Test(Demand.coverage, Measure.heads, ThresholdBase.all, Fraction(1)),
                    Test(Demand.approval, Measure.heads, ThresholdBase.all, Fraction(2, 3)),
                ),
                _("楼组公约"),
                _(
                    "法律没有规定比例，由本楼约定，争取家家同意；依据《上海市居民委员会工作条例》"
                    "第10、13、16条（2020年5月14日修正）"
                ),
                dt.date(2020, 5, 14),
            ),
            own_threshold=True,
        ),
        Preset(
            "residents_meeting",
            (HOUSEHOLDS,),
            7,
            _("居民之间商量的其他事，例如楼道怎么布置、活动怎么办"),
            Rule(
                (
                    Test(
                        Demand.turnout,
                        Measure.heads,
                        ThresholdBase.all,
                        Fraction(1, 2),
                        strict=True,
                    ),
                    Test(
                        Demand.approval,
                        Measure.heads,
                        ThresholdBase.answered,
                        Fraction(1, 2),
                        strict=True,
                    ),
                ),
                _("居民商议"),
                _("参照居民会议：《城市居民委员会组织法》第9条（2018年12月29日修正）"),
                dt.date(2018, 12, 29),
            ),
        ),
        Preset(
            "most_votes",
            (HOUSEHOLDS,),
            7,
            _("几样里选一样的小事，例如大门刷什么颜色：参加的过半数，选的人家最多的定下来"),
            Rule(
                (
                    Test(
                        Demand.turnout,
                        Measure.heads,
                        ThresholdBase.all,
                        Fraction(1, 2),
                        strict=True,
                    ),
                ),
                _("得票最多"),
                _("法律没有规定，由本楼约定：过半数的户参加，选的人家最多的定下来"),
            ),
        ),
        Preset(
            "dates",
            (HOUSEHOLDS,),
            0,
            _("约一个大家都方便的日子：方便的人家最多的那天定下来"),
            Rule((), _("约日子"), _("法律没有规定，大家商量着定")),
        ),
        Preset(
            "owners_ordinary",
            (OWNERS,),
            15,
            _("业主对本楼共有部分的一般事项，例如动用维修资金、维修保养"),
            Rule(
                MOST_OWNERS + _of_answered(Fraction(1, 2), strict=True),
                _("业主一般事项"),
                _(
                    "《民法典》第278条第1至5项和第9项；《上海市住宅物业管理规定》第35、69条"
                    "（2023年12月28日修正）"
                ),
                dt.date(2023, 12, 28),
            ),
        ),
        Preset(
            "owners_major",
            (OWNERS,),
            15,
            _("业主的重大事项：筹集维修资金，改建重建（例如装电梯），改变共有部分的用途"),
            Rule(
                MOST_OWNERS + _of_answered(Fraction(3, 4), strict=False),
                _("业主重大事项"),
                _(
                    "《民法典》第278条第6至8项；《上海市住宅物业管理规定》第35、69条"
                    "（2023年12月28日修正）"
                ),
                dt.date(2023, 12, 28),
            ),
        ),
    )
}


class RuleTestData(TypedDict):
    stage: str
    measure: str
    base: str
    threshold: str
    strict: bool


class RuleData(TypedDict):
    """A rule as stored in a canvass."""

    name: str
    source: str
    law_date: str | None
    tests: list[RuleTestData]


def rule_to_json(rule: Rule) -> RuleData:
    """Return the rule as JSON: fractions as ``"2/3"``, the date as ISO 8601."""
    return {
        "name": rule.name,
        "source": rule.source,
        "law_date": rule.law_date.isoformat() if rule.law_date else None,
        "tests": [
            {
                "stage": test.stage.value,
                "measure": test.measure.value,
                "base": test.base.value,
                "threshold": f"{test.threshold.numerator}/{test.threshold.denominator}",
                "strict": test.strict,
            }
            for test in rule.tests
        ],
    }


def rule_from_json(data: RuleData) -> Rule:
    """Raises KeyError or ValueError if ``data`` is not a rule."""
    law_date = data["law_date"]
    return Rule(
        tuple(_test(test) for test in data["tests"]),
        data["name"],
        data["source"],
        dt.date.fromisoformat(law_date) if law_date else None,
    )


def _test(data: RuleTestData) -> Test:
    return Test(
        Demand(data["stage"]),
        Measure(data["measure"]),
        ThresholdBase(data["base"]),
        Fraction(data["threshold"]),
        data["strict"],
    )
