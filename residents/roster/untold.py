"""What people type into a cell of which they know nothing to tell, or nothing yet."""

from __future__ import annotations

import re

from residents.roster.columns import plain

NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "不详", "未知", "未登记", "n/a"}
)
"""In a column of numbers of people, nobody."""
NOT_YET = frozenset(
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
"""Somebody or something may be there: it is neither nobody nor a value."""


STROKES = re.compile(r"[-—–―─~_/\\.。…、，,]*")
"""What is typed into a cell so that it is not empty."""


def tells_nothing(text: str) -> bool:
    """Is it as good as an empty cell, which leaves what is on record?"""
    bare = plain(text).lower()
    return bare in NOTHING or bare in NOT_YET or bool(STROKES.fullmatch(bare))
