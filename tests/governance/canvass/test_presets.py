from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from governance.canvass.presets import PRESETS, rule_from_json, rule_to_json
from governance.canvass.tally import CountedChoice, CountedVoice, Rule, tally
from tests.architecture.site import ROOT
from tests.governance.canvass.naive import kinds_of_test

each_preset = pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.key)

RULES = st.builds(
    Rule,
    st.lists(kinds_of_test(), max_size=5).map(tuple),
    st.text(),
    st.text(),
    st.none() | st.dates(),
)


def read(test):
    return f"{test.stage} {test.measure} {'>' if test.strict else '>='} {test.threshold} of {test.base}"


TABLE = {
    "tell": [],
    "everyone": ["approval heads >= 1 of all"],
    "covenant": ["coverage heads >= 1 of all", "approval heads >= 2/3 of all"],
    "residents_meeting": ["turnout heads > 1/2 of all", "approval heads > 1/2 of answered"],
    "most_votes": ["turnout heads > 1/2 of all"],
    "dates": [],
    "owners_ordinary": [
        "turnout heads >= 2/3 of all",
        "turnout area >= 2/3 of all",
        "approval heads > 1/2 of answered",
        "approval area > 1/2 of answered",
    ],
    "owners_major": [
        "turnout heads >= 2/3 of all",
        "turnout area >= 2/3 of all",
        "approval heads >= 3/4 of answered",
        "approval area >= 3/4 of answered",
    ],
}


def test_the_presets_are_those_of_the_law():
    assert {k: [read(t) for t in preset.rule.tests] for k, preset in PRESETS.items()} == TABLE


def test_each_preset_has_its_voters_and_notice_period():
    assert {k: (p.electorate, p.notice_days) for k, p in PRESETS.items()} == {
        "tell": ("households", 0),
        "everyone": ("owners", 15),
        "covenant": ("households", 7),
        "residents_meeting": ("households", 7),
        "most_votes": ("households", 7),
        "dates": ("households", 0),
        "owners_ordinary": ("owners", 15),
        "owners_major": ("owners", 15),
    }


@each_preset
def test_residents_and_owners_are_not_mixed_where_the_law_counts_one_of_them(preset):
    if any(test.measure == "area" for test in preset.rule.tests):
        assert preset.electorates == ("owners",)


@each_preset
def test_each_names_its_source_and_the_date_of_the_law_or_that_there_is_none(preset):
    rule = preset.rule
    assert rule.name
    if rule.law_date is None:
        assert rule.source.startswith("法律没有规定")
        return
    assert "条" in rule.source
    assert dt.date(2018, 1, 1) < rule.law_date <= dt.date(2023, 12, 28)


@each_preset
def test_each_is_shown_in_english_too(preset):
    with translation.override("en"):
        shown = {translation.gettext(t) for t in (preset.rule.name, preset.rule.source)}
        shown.add(translation.gettext(preset.meaning))
    assert all(text.isascii() for text in shown)


@each_preset
def test_a_preset_comes_back_as_it_was_frozen(preset):
    assert rule_from_json(json.loads(json.dumps(rule_to_json(preset.rule)))) == preset.rule


@given(RULES)
def test_any_rule_comes_back_as_it_was_frozen(rule):
    assert rule_from_json(json.loads(json.dumps(rule_to_json(rule)))) == rule


def test_a_frozen_rule_is_plain_to_read():
    assert rule_to_json(PRESETS["residents_meeting"].rule) == {
        "name": "居民商议",
        "source": "参照居民会议：《城市居民委员会组织法》第9条（2018年12月29日修正）",
        "law_date": "2018-12-29",
        "tests": [
            {
                "stage": "turnout",
                "measure": "heads",
                "base": "all",
                "threshold": "1/2",
                "strict": True,
            },
            {
                "stage": "approval",
                "measure": "heads",
                "base": "answered",
                "threshold": "1/2",
                "strict": True,
            },
        ],
    }


def test_what_is_no_rule_is_refused():
    broken = rule_to_json(PRESETS["covenant"].rule)
    broken["tests"][0]["stage"] = "applause"
    with pytest.raises(ValueError, match="applause"):
        rule_from_json(broken)


def test_a_building_may_choose_the_share_for_its_own_charter():
    chosen = PRESETS["covenant"].rule_of(Fraction(4, 5))
    assert [read(t) for t in chosen.tests] == [
        "coverage heads >= 1 of all",
        "approval heads >= 4/5 of all",
    ]
    assert PRESETS["covenant"].rule_of() == PRESETS["covenant"].rule


@pytest.mark.parametrize("key", [key for key in PRESETS if key != "covenant"])
def test_a_building_may_not_choose_where_the_law_does(key):
    with pytest.raises(ValueError, match=key):
        PRESETS[key].rule_of(Fraction(1, 3))


# The same numbers are in docs/canvass.md for the committee.

GUIDE = (ROOT / "docs/canvass.md").read_text()


@each_preset
def test_the_guide_has_a_place_for_each_preset(preset):
    assert f'<a id="{preset.key}"></a>\n\n### {preset.rule.name}\n' in GUIDE
    part = GUIDE.split(f'<a id="{preset.key}"></a>')[1].split("<a id=")[0].split("\n## ")[0]
    assert (f"**事先公示**：{preset.notice_days}天" in part) == (preset.notice_days > 0)
    assert ("三分之二以上" in part) == ("2/3" in json.dumps(rule_to_json(preset.rule)))


def test_the_guide_prints_the_table_as_it_is_counted():
    rows = re.findall(r"^\| (\d+) \| (够|不够) \| (\w+) \| (\w+) \|$", GUIDE, re.MULTILINE)
    assert [int(row[0]) for row in rows] == list(range(13, 22))
    voices = [CountedVoice(number, Decimal("70.00")) for number in range(21)]
    for took_part, _enough, *carried in rows:
        for key, least in zip(("owners_ordinary", "owners_major"), carried, strict=True):
            answers = dict.fromkeys(range(int(took_part)), CountedChoice.object)
            passing = [
                yes
                for yes in range(int(took_part) + 1)
                if tally(
                    PRESETS[key].rule,
                    voices,
                    answers | dict.fromkeys(range(yes), CountedChoice.agree),
                ).passed
            ]
            assert str(min(passing, default="通不过")) == least
