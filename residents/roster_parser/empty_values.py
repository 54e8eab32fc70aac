"""Texts that people type into a cell when they have no value for it."""

from __future__ import annotations

import re

from residents.roster_parser.columns import normalized_text

EMPTY_VALUES = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "不详", "未知", "未登记", "n/a"}
)
"""Values in a column of numbers of people that mean zero."""
UNKNOWN_VALUES = frozenset(
    [
        "没有",
        "待核实",
        "待核",
        "待查",
        "待定",
        "待补",
        "待补充",
        "待确认",
        "待登记",
        "待完善",
        "待联系",
        "待填",
        "未填",
        "未填写",
        "未提供",
        "未报",
        "未留",
        "未查到",
        "未核实",
        "未联系上",
        "联系不上",
        "无法联系",
        "不知",
        "不知道",
        "不明",
        "不清",
        "不清楚",
        "拒绝",
        "拒绝提供",
        "不愿提供",
        "不愿透露",
        "不提供",
        "拒访",
        "保密",
        "查无",
        "查不到",
        "无信息",
        "无登记",
        "无此人",
        "无联系方式",
        "无电话",
        "无手机",
        "暂缺",
        "缺",
        "空白",
        "暂未登记",
        "暂时没有",
        "不在家",
        "null",
        "none",
        "nan",
        "na",
        "nil",
    ]
)
"""The value is not known yet, unlike ``EMPTY_VALUES``, which means that there is none."""


STROKES_ONLY = re.compile(r"[-—–―─~_/\\.。…、，,]*")
"""Dashes, dots and other strokes that stand for an empty cell."""


def means_empty(text: str) -> bool:
    """Return whether the text is to be treated as an empty cell, which keeps the value on record."""
    bare = normalized_text(text).lower()
    return bare in EMPTY_VALUES or bare in UNKNOWN_VALUES or bool(STROKES_ONLY.fullmatch(bare))
