"""Small corrections keep the answers. Changes that may alter the meaning ask again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.canvass.rewording import JOINING, KINDS, MaterialReason, corrections, why_material

LONG_TEXT = "大家商量过，楼道里堆放的旧家具由志愿者帮忙搬走，墙面重新粉刷，再挂几盆绿植。" * 8
TEXT = "楼道粉刷，每户出30元，12月5日开工；不收物业费，可以晚交。甲方案，工期两周。"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LONG_TEXT, LONG_TEXT),
        (LONG_TEXT, LONG_TEXT.replace("粉刷", "份刷", 1)),
        (LONG_TEXT, LONG_TEXT.replace("，墙面", "。墙面", 2)),
        (LONG_TEXT, LONG_TEXT.replace("。", "。\n\n", 3)),
        (LONG_TEXT, LONG_TEXT.replace("绿植", "绿色植", 2)),
        (LONG_TEXT, LONG_TEXT.replace("粉刷", "份刷", 6)),
        (TEXT, TEXT.replace("粉刷", "份刷")),
        (TEXT, TEXT.replace("30", "３０")),
        (TEXT, TEXT.replace("30元，", "30元；")),
        (TEXT, TEXT.replace("楼道", "楼到")),
    ],
)
def test_a_correction_keeps_the_answers(old, new):
    assert why_material(old, new) is None


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("30元", "300元", MaterialReason.NUMBER),
        ("30元", "3.0元", MaterialReason.NUMBER),
        ("30元", "30万元", MaterialReason.NUMBER),
        ("12月5日", "12月6日", MaterialReason.NUMBER),
        ("两周", "三周", MaterialReason.NUMBER),
        ("两周", "两月", MaterialReason.NUMBER),
        ("每户", "每人", MaterialReason.EXTENT),
        ("不收", "收", MaterialReason.NEGATION),
        ("不收物业费，可以晚交", "收物业费，不可以晚交", MaterialReason.NEGATION),
        ("可以晚交", "必须晚交", MaterialReason.DUTY),
        ("每户", "户", MaterialReason.EXTENT),
        ("甲方案", "乙方案", MaterialReason.CHOICE),
        ("甲方案", "A方案", MaterialReason.CHOICE),
        ("粉刷", "粉刷抹灰", MaterialReason.MUCH),
        ("楼道", "楼洞走道", MaterialReason.MUCH),
        ("楼道粉刷，", "", MaterialReason.MUCH),
    ],
)
def test_what_may_change_the_meaning_asks_again(was, now, why):
    assert was in TEXT
    assert why_material(TEXT, TEXT.replace(was, now)) is why


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        (
            "不可以在楼道停车，可以在车棚停。",
            "可以在楼道停车，不可以在车棚停。",
            MaterialReason.MUCH,
        ),
        ("不同意拆墙，同意修灯。", "同意拆墙，不同意修灯。", MaterialReason.MUCH),
        (
            "不应当由业主出，应当由开发商出。",
            "应当由业主出，不应当由开发商出。",
            MaterialReason.MUCH,
        ),
        ("老人免费，儿童收费。", "老人收费，儿童免费。", MaterialReason.MUCH),
        ("费用由业主付。", "费用由物业付。", MaterialReason.MUCH),
        ("每户50元/月。", "每户50元/年。", MaterialReason.NUMBER),
        ("做10个月。", "做10个季。", MaterialReason.NUMBER),
        ("按月付。", "按年付。", MaterialReason.NUMBER),
        ("要10²块。", "要102块。", MaterialReason.NUMBER),
        ("30 5号。", "3 05号。", MaterialReason.NUMBER),
        ("夜间开灯。", "夜间关灯。", MaterialReason.OPPOSITE),
        ("在楼道堆物。", "在楼到堆物。", None),
    ],
)
def test_nothing_that_says_something_moves_within_a_long_text(was, now, why):
    assert why_material(LONG_TEXT + was, LONG_TEXT + now) is why


@given(st.text("大家楼下花坛种", min_size=40, max_size=60), st.data())
def test_a_negation_stands_where_it_stood(text, data):
    here, there = (data.draw(st.integers(0, len(text))) for _text in range(2))
    one, other = (text[:at] + "不" + text[at:] for at in (here, there))
    assert (why_material(one, other) is None) is (one == other)


def test_three_hundred_changed_characters_are_no_misspelling():
    assert why_material(LONG_TEXT, LONG_TEXT[:-300] + "别的话" * 100) is not None
    assert why_material(LONG_TEXT, LONG_TEXT.replace("旧家具", "老摆设", 1)) is MaterialReason.MUCH
    assert why_material(LONG_TEXT, LONG_TEXT.replace("粉刷", "份刷", 7)) is MaterialReason.MUCH


SAFE = st.characters(categories=["Lo"]).filter(
    lambda c: c not in KINDS and why_material(c, "") is None
)


@given(st.text(SAFE, min_size=40, max_size=80), st.data())
def test_every_telling_character_that_comes_or_goes_asks_again(text, data):
    character = data.draw(st.sampled_from(sorted(KINDS)) | st.sampled_from("0379一五Az"))
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + character + text[at:]
    assert why_material(text, changed) not in {None, MaterialReason.MUCH}
    assert why_material(changed, text) not in {None, MaterialReason.MUCH}


@given(st.text("甲乙丙", max_size=12), st.text("甲乙丙", max_size=12), st.integers(0, 6))
def test_no_more_has_changed_than_the_places_that_are_counted(old, new, most):
    table = [[0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            longer = max(table[i][j + 1], table[i + 1][j])
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else longer
    found = corrections(old, new, most)
    if found is not None:
        assert len(old) + len(new) - 2 * table[-1][-1] <= 2 * found <= 2 * most
    assert (corrections(old, new, 0) == 0) is (old == new)


@given(
    st.text("天地玄黄宇宙洪荒", min_size=20, max_size=40), st.sets(st.sampled_from(range(0, 20, 4)))
)
def test_single_replaced_characters_are_counted(text, places):
    changed = "".join("错" if n in places else c for n, c in enumerate(text))
    assert corrections(text, changed, 7) == len(places)


def test_signs_between_digits_are_part_of_the_number():
    assert all(why_material(f"3{sign}5", "35") is MaterialReason.NUMBER for sign in JOINING)
