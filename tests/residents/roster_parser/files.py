"""Files as hypothesis makes them, and short ways to read one."""

from __future__ import annotations

from hypothesis import strategies as st

from residents.roster_parser.cells import clean_cell
from residents.roster_parser.files import SheetPage
from residents.roster_parser.neighbourhood import NeighbourhoodFile, read_neighbourhood_pages

HEADERS = [
    "室号", "房号", "门牌", "楼层", "面积", "业主", "产权人", "业主电话", "联系人", "人数", "实际居住人数", "0-6岁",
    "60岁以上", "60-79岁", "80岁以上", "老年人口", "65岁以上", "其中", "房屋性质", "电话", "联系电话1", "联系电话2",
    "备注", "姓名", "与户主关系", "年龄", "出生年月", "租客", "租客电话", "地址", "身份证号", "序号", "籍贯", "党员",
    "居住人", "共有人", "产权人2", "家庭成员", "成员2", "单元", "合计", "60后", "80+", "不知道什么", "性质", "楼", "号码", "份额",
]  # fmt: skip


VALUES = [
    "101", "102", "201", "301-302", "阁楼", "114号301室", "115号101室", "114号", "115号", "115号楼组", "1", "2", "3",
    "60.5", "王秀英", "李建国\n赵梅", "张三（已故）", "13800000001", "自住", "空置", "户主", "妻", "租户", "业主", "72",
    "1952-05", "11010519491231002X", "残疾证31011319500101123443", "合计", "小计", "制表：林老师", "室号", "#REF!",
    "=A1+A2", "备注", "3人", "?", "\u3164", "〃", "同上", "待核实", "王秀英1/2 李建国1/2", "5F-03", "89500",
    "李四（妻）、张小（子）", "01", "空挂户", "无租客", "2单元", "50%",
]  # fmt: skip


HEADER = st.sampled_from([*HEADERS, "", ""])


CELL = st.sampled_from([*VALUES, "", "", ""])


@st.composite
def pages(draw, name: str = "") -> SheetPage:
    """A title or none, a header of one or two rows, rows, merged cells, hidden rows and columns."""
    width = draw(st.integers(1, 9))
    row = st.lists(CELL, min_size=width, max_size=width)
    head = st.lists(HEADER, min_size=width, max_size=width)
    grid = [
        *draw(st.lists(row, max_size=2)),
        *draw(st.lists(head, max_size=2)),
        *draw(st.lists(st.one_of(row, row, row, head), max_size=8)),
    ]
    spans = st.tuples(*[st.integers(0, 8)] * 4).map(lambda s: (min(s[0], s[2]), min(s[1], s[3]), max(s[0], s[2]), max(s[1], s[3])))  # fmt: skip
    return SheetPage(
        draw(st.sampled_from(["114号", "115号", "名册", "2026"])) + name, grid,
        hidden=draw(st.sampled_from([False, False, False, True])),
        merged=tuple(draw(st.lists(spans, max_size=2))),
        hidden_rows=draw(st.frozensets(st.integers(0, 9), max_size=1)),
        hidden_columns=draw(st.frozensets(st.integers(0, 8), max_size=1)),
        beyond=draw(st.sampled_from([0, 0, 3])),
    )  # fmt: skip


FILE = st.integers(1, 3).flatmap(lambda n: st.tuples(*(pages(str(at)) for at in range(n))))


def filled(page: SheetPage) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row, cells in enumerate(page.rows)
        for column, text in enumerate(cells)
        if clean_cell(text)
    }


HEAD = ["楼号", "室号", "业主", "人数"]


def read(*rows, name="名册", merged=()) -> NeighbourhoodFile:
    return read_neighbourhood_pages([SheetPage(name, [list(row) for row in rows], merged=merged)])


def told(whole: NeighbourhoodFile) -> dict[str, list[str]]:
    """Return building → rooms."""
    return {str(s.door): [row.cells["room"] for row in s.sheet.rows] for s in whole.shares}
