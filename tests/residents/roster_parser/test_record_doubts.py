"""A second file for a recorded roster: unlikely changes must be confirmed."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import openpyxl
import pytest
from openpyxl.styles import Font

from louzu.lib.errors import Refused
from residents.roster.actions.roster import import_roster
from residents.roster.queries.roster import roster_record_in
from residents.roster_parser.owners import APART, SAME
from residents.roster_parser.plan import plan_import
from residents.roster_parser.record_doubts import is_partial_list
from residents.roster_parser.sheet import read_roster
from tests.factories.roster import record, xlsx_of

pytestmark = pytest.mark.reader

HEAD = [
    "室号",
    "业主",
    "业主电话",
    "建筑面积",
    "户主",
    "联系电话",
    "人数",
    "0-6岁",
    "60岁以上",
    "房屋性质",
    "备注",
]
THERE = xlsx_of(
    HEAD,
    ["301", "张三、李四", "13800138000", 80.5, "张三", "13800138000", 4, 1, 2, "自住", "独居"],
    ["302", "王五", "", 90, "赵六", "13900139000", 2, 0, 0, "出租", ""],
    ["401", "钱七", "", 70, "", "", 0, 0, 0, "空置", ""],
)  # fmt: skip


def kept(home, pk):
    owner = home.owner and dataclasses.replace(home.owner, pk=pk)
    return dataclasses.replace(home, flat=pk, household=pk, owner=owner)


def on_record(content=THERE):
    """Return the record after importing a file."""
    made = plan_import(read_roster(content, door="114"), record()).made
    return record(*(kept(step.after, pk) for pk, step in enumerate(made, 1)))


def plan_over(*rows, name="名册.xlsx"):
    return plan_import(read_roster(xlsx_of(*rows), door="114", name=name), on_record())


LISTS = {
    "114号60岁以上老人名单": [["室号", "姓名", "年龄", "电话"], ["301", "张三", 70, ""], ["301", "李四", 69, ""],
                      ["302", "老赵", 88, ""]],
    "儿童名单": [["室号", "姓名", "年龄"], ["301", "小张", 3]],
    "志愿者名单": [["室号", "姓名", "联系电话"], ["301", "李四", "13700137000"]],
    "党员名册（2026年）": [["室号", "姓名", "年龄", "电话"], ["301", "张三", 70, "13700137000"]],
    "逸仙二村独居老人": [["室号", "姓名", "出生年月"], ["302", "赵六", "1950.1"]],
}  # fmt: skip


@pytest.mark.parametrize("place", ["title", "file", "sheet"])
@pytest.mark.parametrize("title", LISTS)
def test_a_list_of_some_people_is_looked_at(title, place):
    rows = LISTS[title] if place != "title" else [[title], *LISTS[title]]
    content = xlsx_of(*rows, title=title if place == "sheet" else "Sheet1")
    sheet = read_roster(
        content, door="114", name=f"{title}.xlsx" if place == "file" else "名册.xlsx"
    )
    (text,) = [
        doubt for doubt in plan_import(sheet, on_record()).doubts if "只列了一部分人" in doubt
    ]
    assert title in text


@pytest.mark.django_db
def test_it_changes_nothing_before_somebody_has_looked(building):
    import_roster(building, read_roster(THERE), answers={}, by=None)
    before = roster_record_in(building)
    for title, rows in LISTS.items():
        with pytest.raises(Refused, match="看一看"):
            import_roster(building, read_roster(xlsx_of([title], *rows)), answers={}, by=None)
    assert roster_record_in(building) == before


@pytest.mark.parametrize(
    "title",
    ["114号楼组名册（21户60人）", "逸仙二村114号居民名册", "居民信息登记表", "1200弄114号 60岁以上24人", "Sheet1", "",
     "114号居民及老人情况，户数21", "住户名单", "2026年11月人口登记表"],
)  # fmt: skip
def test_the_title_of_a_whole_roster_is_none_of_some(title):
    assert not is_partial_list(title)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["室号", "姓名", "年龄"], ["301", "张三", 70], ["301", "李四", 40]], "301室 4人→2人"),
        (
            [
                ["室号", "姓名", "与户主关系"],
                ["301", "张三", "户主"],
                ["301", "李四", "妻"],
                ["301", "张小", "子"],
            ],
            "301室 4人→3人",
        ),
        ([["室号", "姓名", "年龄"], ["302", "老赵", 50], ["302", "小赵", 30]], "302室 赵六→老赵"),
        ([["室号", "姓名", "年龄"], ["301", "小张", 3]], "都不满18岁"),
        ([["室号", "户主", "人数"], ["302", "王五", 2]], "302室 赵六→王五"),
        ([["室号", "建筑面积"], ["301", 805]], "301室 80.50㎡→805.00㎡"),
        ([["室号", "建筑面积"], ["301", 60]], "301室 80.50㎡→60.00㎡"),
        ([["室号", "人数"], ["301-302", 4]], "301-302室 （301、302室登记着）"),
        ([["室号", "人数"], ["301甲", 2], ["301乙", 2]], "301甲室 （301室登记着）"),
        ([["室号", "人数"], ["301-1", 2]], "301-1室 （301室登记着）"),
    ],
)
def test_what_would_shrink_rename_or_double_is_looked_at(rows, words):
    plan = plan_over(*rows)
    assert plan.problems == ()
    assert any(words in doubt for doubt in plan.doubts)


@pytest.mark.parametrize(
    "rows",
    [
        [["室号", "姓名", "年龄"], ["302", "赵六", 50], ["302", "小赵", 30], ["302", "小小赵", 3]],
        [["室号", "户主", "联系电话"], ["302", "孙八", "13600136000"]],
        [["室号", "人数"], ["301", 3]],
        [["室号", "建筑面积"], ["301", 82.1]],
        [["室号", "人数"], ["501", 2], ["501甲", 2], ["502-503", 3]],
    ],
)
def test_an_ordinary_second_file_is_not(rows):
    assert [doubt for doubt in plan_over(*rows).doubts if "501" not in doubt] == []


@pytest.mark.parametrize(
    "room",
    ["0301", "00301", "0301室", "114-0301", "114-01-0301", "3楼0301", "3楼01", "三楼01", "3F-01", "114号0301室"],
)  # fmt: skip
def test_a_room_is_the_one_on_record_however_its_number_is_written(room):
    rows = [["室号", "业主", "人数"], [room, "张三、李四", 4]]
    plan = plan_over(*rows)
    assert ([step.after.room for step in plan.same], plan.made) == (["301"], ())
    empty = plan_import(read_roster(xlsx_of(*rows), door="114"), record())
    assert [step.after.room for step in empty.made] == ["301"]


@pytest.mark.parametrize(("room", "kept"), [("-0101", "-101"), ("0101甲", "101甲")])
def test_values_that_a_zero_does_not_change(room, kept):
    plan = plan_import(read_roster(xlsx_of(["室号", "楼层", "人数"], [room, 1, 4])), record())
    assert [step.after.room for step in plan.made] == [kept]


def ask_over(owner, **answers):
    sheet = read_roster(xlsx_of(["室号", "业主"], ["301", owner]), door="114")
    return plan_import(sheet, on_record(), answers)


@pytest.mark.parametrize(
    "owner",
    ["李四、张三", "张三和李四", "张三、李四夫妇", "张三、李四（夫妻）", "张三50%、李四50%", "1.张三 2.李四", "张三（已故）、李四", "张 三、李四",
     "张三/李四（儿子管）", "", "/", "待核实"],
)  # fmt: skip
def test_an_owner_written_in_another_manner_stays(owner):
    plan = ask_over(owner)
    (step,) = (*plan.same, *plan.changed)
    assert (step.after.owner, plan.questions) == (step.before.owner, ())
    assert step.after.note.startswith("独居")


@pytest.mark.parametrize(
    "owner", ["張三、李四", "张三等", "张三", "张三、李四、王五", "张先生", "老李", "张叁、李四"]
)
def test_a_name_like_the_one_on_record_is_asked_about(owner):
    (question,) = ask_over(owner).asked
    assert (question.name, question.other, question.of_flat) == ("张三、李四", owner, True)
    (same,) = ask_over(owner, **{question.key: SAME}).changed
    assert (same.after.owner.pk, same.after.owner.phone) == (1, "13800138000")
    assert same.after.owner.also == (owner,)
    plan = ask_over(owner, **{question.key: APART})
    assert (plan.changed[0].after.owner.pk, plan.asked, plan.doubts) == (0, [], ())


def test_every_other_change_of_an_owner_is_looked_at():
    plan = ask_over("王建国")
    assert (plan.asked, plan.doubts) == ([], ("换业主的：301室 张三、李四→王建国。",))


@pytest.mark.parametrize("owner", ["张*、李*", "张某", "已出售", "□三"])
def test_an_incomplete_name_changes_no_owner(owner):
    plan = ask_over(owner)
    assert plan.problems or plan.asked


@pytest.mark.parametrize(
    ("head", "row", "note"),
    [
        (["业主"], ["张三（已故）、李四"], "独居；张三（已故）"),
        (["业主", "备注"], ["张三（已故）、李四", ""], "独居；张三（已故）"),
        (["业主", "备注"], ["张三（已故）、李四", "低保"], "低保；张三（已故）"),
        (["人数"], ["4（含保姆1）"], "独居；人数（含保姆1）"),
        (["联系电话"], ["13800138000（女儿）"], "独居；电话（女儿）"),
    ],
)
def test_a_remark_comes_to_the_note_on_record(head, row, note):
    content = xlsx_of(["室号", *head], ["301", *row])
    there = on_record()
    (step,) = plan_import(read_roster(content), there).changed
    assert step.after.note == note
    again = record(*(step.after if home.room == "301" else home for home in there.homes))
    assert plan_import(read_roster(content), again).changed == ()
    other = read_roster(xlsx_of(["室号", "人数"], ["301", "4（含保姆2）"]))
    (step,) = plan_import(other, again).changed
    assert step.after.note.count("含保姆") == 1


PEOPLE = ["室号", "姓名", "与户主关系", "年龄", "备注"]


def of_two(note, relation="妻", second="李四"):
    rows = (["301", "张三", "户主", 70, ""], ["301", second, relation, 69, note])
    sheet = read_roster(xlsx_of(PEOPLE, *rows), door="114")
    return sheet, plan_import(sheet, record())


@pytest.mark.parametrize(
    "note",
    ["已故", "去世", "已去世", "2025年病故", "2025.3.1去世", "本人已故", "李四已去世", "独居，2024年死亡", "死亡（2025年3月）", "因病去世",
     "故"],
)  # fmt: skip
def test_the_deceased_are_not_counted(note):
    sheet, plan = of_two(note)
    assert (plan.made[0].after.people, plan.doubts) == (1, ())
    assert [one.where for one in sheet.left] == ["第3行：李四"]


@pytest.mark.parametrize(
    "note",
    ["丈夫已故", "妻子2020年去世", "父母已故", "老伴病故", "独居", "事故致残", "故宫工作", ""],
)
def test_relatives_of_the_deceased_are_counted(note):
    _sheet, plan = of_two(note)
    assert (plan.made[0].after.people, plan.doubts) == (2, ())


@pytest.mark.parametrize(
    ("note", "words"),
    [("已搬走", "第3行"), ("户口迁出", "第3行"), ("空挂户", "第3行"), ("户在人不在", "第3行"), ("搬到女儿家，不住这里", "第3行"),
     ("2020年在新华医院去世", "看不出说的是不是本人")],
)  # fmt: skip
def test_who_may_live_elsewhere_is_counted_and_looked_at(note, words):
    _sheet, plan = of_two(note)
    assert plan.made[0].after.people == 2
    (text,) = plan.doubts
    assert words in text


def test_the_deceased_are_no_contacts():
    sheet = read_roster(xlsx_of(PEOPLE, ["301", "张三", "户主", 90, "已故"]), door="114")
    home = plan_import(sheet, record()).made[0].after
    assert (home.contact, home.people) == ("", 0)


def test_two_heads_in_one_flat_are_looked_at():
    _sheet, plan = of_two("", "户主")
    assert plan.doubts == ("一室写着几位户主，都算成一户，联系人是第一位：301室 张三、李四。",)


def drawn(change):
    book = openpyxl.Workbook()
    for one in (
        ["室号", "业主", "人数", "备注"],
        ["301", "张三", 3, "甲"],
        ["302", "李四", 2, "乙"],
        ["303", "王五", 1, "丙"],
    ):
        book.active.append(one)
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_row_that_is_struck_through_is_looked_at():
    def strike(page):
        for cell in page[3]:
            cell.font = Font(strike=True)
        page["F9"].font = Font(strike=True)  # the cell is empty

    plan = plan_import(read_roster(drawn(strike), door="114"), record())
    assert [step.after.room for step in plan.made] == ["301", "302", "303"]
    assert plan.doubts == ("第3行有划了删除线的字，还是照样读了。不要了的，请删掉，再上传。",)


def test_what_has_no_height_or_width_is_hidden():
    def mark(page):
        page.row_dimensions[3].height = 7.75
        page.column_dimensions["D"].width = 7.75

    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(drawn(mark))) as old,
        zipfile.ZipFile(content, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"7.75"', b'"0"'))
    sheet = read_roster(content.getvalue(), door="114")
    assert [row.cells["room"] for row in sheet.rows] == ["301", "303"]
    assert [(row.number, row.why) for row in sheet.skipped] == [(3, "隐藏的行")]
    assert [(one.letter, one.why) for one in sheet.columns] == [("D", "隐藏的列")]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("", "本楼共3户，7人，60岁以上2人", ["人数是7", "60岁以上是2"]),
        ("114号楼组名册（4户6人）", "", ["户数是4"]),
        ("", "合计3户，共6人，其中空置1户，老人0人", []),
        ("114号共3户6人，党员2人", "", []),
        ("114号楼组名册（2026年11月）", "说明：302室出租给2人，3人常住", []),
        ("", "共5户", ["户数是5"]),
    ],
)
def test_totals_in_words_are_compared(above, below, expected):
    rows = [
        ["室号", "业主", "人数", "60岁以上"],
        ["301", "张三", 3, 0],
        ["302", "李四", 2, 0],
        ["303", "王五", 1, 0],
    ]
    content = xlsx_of(*([[above]] if above else []), *rows, *([[below]] if below else []))
    doubts = plan_import(read_roster(content, door="114"), record()).doubts
    assert len(doubts) == len(expected)
    assert all(words in doubt for words, doubt in zip(expected, doubts, strict=True))
