"""Committees' files with fictitious people, from bytes to the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from louzu.lib.errors import Refused
from residents.models import Flat, Household, Owner
from residents.roster.actions.roster import import_roster
from residents.roster.queries.roster import roster_record_in
from residents.roster_parser.plan import plan_import
from residents.roster_parser.sheet import read_roster

pytestmark = pytest.mark.reader

FILES = Path(__file__).with_name("files")


def read(name, building, door):
    building.door_number = door
    building.floors = 6
    building.save()
    sheet = read_roster((FILES / name).read_bytes(), door=door)
    return sheet, plan_import(sheet, roster_record_in(building))


def taken_in(name, building, door="114", **answers):
    """Import a file with all doubts confirmed."""
    sheet, _plan = read(name, building, door)
    import_roster(building, sheet, answers=answers, seen=True, by=None)
    return sheet


def homes() -> dict[str, tuple[object, ...]]:
    """Return room → owner and phone, contact and phone, people by age."""
    return {
        flat.room: (
            *([(o.name, o.phone) for o in flat.owners.all()] or [("", "")])[0],
            home.contact, home.phone,
            (home.aged_0_6, home.aged_7_17, home.aged_18_59, home.aged_60_up),
        )
        for flat in Flat.objects.all()
        for home in flat.households.all()
    }  # fmt: skip


def left(sheet) -> set[str]:
    """Return everything reported as not read, with its place."""
    return {
        *(f"{one.where}：{one.why}" for one in sheet.left),
        *(f"{column.letter} {column.header}" for column in sheet.columns),
        *(f"{row.rows} {row.why}" for row in sheet.skipped),
    }


ADULT, OLD = (0, 0, 1, 0), (0, 0, 1, 1)
TWO = (0, 0, 2, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "door", "made", "not_read"),
    [
        ("hidden-sheet.xlsx", "114",
         {"301": ("新业主一", "13800000001", "", "", TWO), "302": ("新业主二", "13800000002", "", "", TWO)},
         {"2019旧名册：隐藏的表"}),
        ("hidden-sheet-first.xlsx", "114", {"101": ("新业主", "", "", "", TWO)}, {"2025旧：隐藏的表"}),
        ("line-break.xlsx", "114",
         {"501": ("测试甲、测试乙", "13800000004", "", "", TWO),
          "502": ("测试甲、测试乙", "13800000004", "", "", ADULT),
          "503": ("John Smith、Mary Smith", "13800000005", "", "", ADULT)}, set()),
        ("line-break.csv", "114", {"501": ("测试甲、测试乙", "13800000004", "", "", TWO)}, set()),
        ("line-break-phone.xlsx", "114",
         {"501": ("测试甲、测试乙", "13800000004、13900000004", "", "", TWO)}, set()),
        ("dots.xlsx", "114",
         {"301": ("艾力·测试", "13800000001", "", "", TWO), "302": ("艾力·测试", "13800000001", "", "", (0,) * 4),
          "401": ("测试甲", "13800000002", "", "", TWO), "402": ("测试乙", "13800000003", "", "", TWO)}, set()),
        ("extb.xlsx", "114",
         {"501": ("测𠮷", "13800000004", "", "", TWO), "502": ("测𠮷", "13800000004", "", "", (0,) * 4),
          "503": ("葛󠄀试", "13800000006", "", "", ADULT)}, set()),
        ("pua.xlsx", "114",
         {"501": ("测\ue863", "13800000004", "", "", TWO), "502": ("测\ue864", "13800000005", "", "", TWO)}, set()),
        ("merged-down.xlsx", "114",
         {"301": ("一人两套", "13800000001", "", "", TWO), "302": ("一人两套", "13800000001", "", "", (0,) * 4),
          "401": ("测试甲", "13800000002", "", "", TWO)}, set()),
        ("merged-owner.xlsx", "114",
         {"601": ("周大强", "13900000001", "", "13900000001", TWO),
          "602": ("周大强", "13900000001", "", "13900000001", ADULT),
          "603": ("吴静", "13900000002", "", "13900000002", (0, 0, 3, 0))}, set()),
        ("person-rows.xlsx", "114",
         {"301": ("测试甲、测试乙", "13800000001", "", "", TWO), "302": ("测试丙", "13800000002", "", "", TWO)}, set()),
        ("name-header.xlsx", "114",
         {"301": ("", "", "测试甲", "13800000001", (0,) * 4), "302": ("", "", "测试乙", "13800000002", (0,) * 4)},
         {"A 序号"}),
        ("strict.xlsx", "114", {"301": ("测试甲", "13800000001", "", "", TWO)}, set()),
        ("owners-vote-app.xlsx", "116",
         {"301": ("测试甲", "13800000001、13900000001", "", "13800000001、13900000001", (0,) * 4),
          "302": ("测试乙", "13800000002", "", "13800000002", (0,) * 4)},
         {"D 房间号", "A 序号", "B 小区", "C 期数", "J 车位号", "K 车位面积", "O 群状态", "P 微信沟通人"}),
        ("household-and-members.xlsx", "113",
         {"101": ("", "", "王建国", "13900000001", (1, 0, 0, 2)),
          "102": ("", "", "张芳", "13900000002、02155500001", OLD),
          "103": ("", "", "陈丽", "13900000003", ADULT)}, set()),
        ("role-column.xlsx", "114",
         {"101": ("王建国", "13900000010", "王建国", "13900000010", OLD),
          "102": ("李梅", "13900000011", "李梅", "13900000011", OLD),
          "103": ("", "", "赵强", "13900000012", OLD),
          "104": ("陈芳", "13900000013", "陈芳", "13900000013", OLD)}, set()),
        ("relation-column.xlsx", "114",
         {f"10{n}": (name, f"1390000001{n - 1}", "", f"1390000001{n - 1}", OLD)
          for n, name in enumerate(("王建国", "李梅", "赵强", "陈芳"), 1)}, {"C 与户主关系"}),
        ("three-buildings-other-rooms.xlsx", "122",
         {room: (f"122号业主{room}", f"13900122{room}", "", f"13900122{room}", OLD)
          for room in ("101", "102", "201", "202")},
         {"6–9 123号，不是这栋楼", "10–11 124号，不是这栋楼"}),
        ("own-age-bands.xlsx", "114",
         {f"10{n}": (name, phone, "", phone, (0, 1, 1, 2)) for n, name, phone in (
             (1, "谢红", "13918752741"), (2, "胡艳", "13907299905"), (3, "冯杰", "13901913291"),
             (4, "张红", "13999440464"))},
         {"F 60-79岁", "G 80岁以上", "I 独居老人", "J 残疾", "K 党员"}),
        ("address.xlsx", "128",
         {f"10{n}": (name, "", "", "", TWO) for n, name in enumerate(("黄燕", "韩建国", "张强", "冯伟"), 1)},
         {"A 序号"}),
        ("old.xls", "121",
         {f"10{n}": (name, "", "", "", TWO) for n, name in enumerate(("郑强", "高燕", "郭涛", "何丽"), 1)},
         set()),
        ("wps.et", "121",
         {f"10{n}": (name, "", "", "", TWO) for n, name in enumerate(("郑强", "高燕", "郭涛", "何丽"), 1)},
         set()),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)  # fmt: skip
def test_what_a_file_says_stands_in_the_database(building, name, door, made, not_read):
    sheet = taken_in(name, building, door)
    assert homes() == made
    assert left(sheet) == not_read


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "door", "totals", "not_read"),
    [
        ("three-sheets.xlsx", "116", (12, 24, 12, 0),
         {"封面：没有表头", "115号：写的是115号", "117号：写的是117号", "A 序号", "1 表头上面的字", "15 合计"}),
        ("three-buildings-merged.xlsx", "123", (6, 12, 6, 0),
         {"1 表头上面的字", "3–8 122号，不是这栋楼", "9 合计", "16 合计", "17–22 124号，不是这栋楼", "23 合计", "24 合计"}),
        ("three-buildings-each-row.xlsx", "124", (6, 12, 6, 0),
         {"2–7 122号，不是这栋楼", "8–13 123号，不是这栋楼"}),
        ("people-merged-rooms.xlsx", "117", (8, 22, 11, 0),
         {"1 表头上面的字", "2 表头上面的字", "26 合计", "A 序号", "E 性别", "G 身份证号码", "I 户籍性质"}),
        ("people-room-each-row.csv", "118", (4, 12, 8, 4), {"F 身份证号"}),
        ("lane-rooms.xlsx", "127", (18, 18, 0, 0), set()),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)  # fmt: skip
def test_a_whole_file_adds_up(building, name, door, totals, not_read):
    sheet, plan = read(name, building, door)
    after = plan.after
    assert (after.households, after.people, after.aged_60_up, after.aged_0_6) == totals
    assert left(sheet) == not_read
    import_roster(building, sheet, answers={}, seen=True, by=None)
    assert Household.objects.count() == totals[0]
    assert plan_import(sheet, roster_record_in(building)).steps == ()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["neighbourhood-2400.xlsx", "neighbourhood-3360.xlsx"])
def test_a_building_is_found_in_the_whole_neighbourhood(building, name):
    sheet = taken_in(name, building, "150")
    assert len(homes()) == 24
    assert homes()["604"] == ("业15064", "", "", "", OLD)
    assert sum(row.last - row.number + 1 for row in sheet.skipped) == int(name[14:18]) - 24
    with pytest.raises(Refused, match=r"写的是100、101、102、103、104、105…号，现在要导入的是99号"):
        read(name, building, "99")


@pytest.mark.django_db
def test_a_second_kind_of_dot_changes_no_owner(building):
    taken_in("dots.xlsx", building)
    taken_in("dots-again.xlsx", building)
    assert Owner.objects.count() == 3
    assert {owner.ownerships.count() for owner in Owner.objects.all()} == {1, 2}


@pytest.mark.django_db
def test_two_tables_side_by_side_are_both_read(building):
    taken_in("side-by-side.xlsx", building, "125", 杨强="apart")
    assert len(homes()) == 20
    assert homes()["504"] == ("徐磊", "13994855077", "", "13994855077", (0, 0, 3, 0))
    assert homes()["302"] == ("吴磊", "13930811860", "", "13930811860", TWO)


@pytest.mark.django_db
def test_owners_tenants_and_notes_are_told_apart(building):
    same = {"张三、李四": "same", "王建国": "apart"}
    taken_in("owners.xlsx", building, **same)
    parties = [homes()[room][:2] for room in ("101", "102", "103", "201")]
    assert parties == [("张三、李四", "13900000001")] * 4
    assert homes()["104"] == ("张三", "", "赵租客", "13700000001", TWO)
    notes = dict(Household.objects.exclude(note="").values_list("flat__room", "note"))
    assert notes == {
        "104": "张三（已故）", "201": "张三、李四（夫妻）", "301": "王建国（儿子王强管）",
    }  # fmt: skip
    assert Owner.objects.filter(name="张三、李四").count() == 1


@pytest.mark.django_db
def test_rooms_are_what_they_are_called(building):
    taken_in("lane-rooms.xlsx", building, "127")
    assert dict(Flat.objects.values_list("room", "floor")) == {
        "101": 1, "103": 1, "101甲": 1, "101乙": 1, "102(东)": 1, "102-1": 1, "1F-A": 1, "地下室": 1,
        "底层前楼": 1, "二层亭子间": 2, "301": 3, "301-302": 3, "303": 3, "401-402": 4, "404": 4, "501": 5,
        "601": 6, "阁楼": 6,
    }  # fmt: skip


def test_a_flat_alone_and_in_two_joined_ones_is_asked_about(building):
    _sheet, plan = read("lane-rooms.xlsx", building, "127")
    assert plan.doubts == ("301-302室里已经有301室，表里又单独写了一行。",)
    assert plan.unsettled


@pytest.mark.parametrize(
    ("name", "door", "problems"),
    [
        ("ansi-question.csv", "114", {"C2": "测?"}),
        ("room-date.xlsx", "114", {"A2": "2026-03-01"}),
        ("sci.csv", "114", {"D2": "1.38E+10", "A3": "1-May"}),
        ("powers.csv", "114", dict.fromkeys(("E2", "E3", "E4", "E5"), "1.39E+10")),
        ("hidden-and-formulas.xlsx", "114", {f"D{n}": f"=E{n}+F{n}+G{n}" for n in (2, 3, 5, 6, 8, 9)}),
        ("rooms.xlsx", "114",
         {"A3": "301-302", "A10": "01-01-0101", "A11": "2501复式", "19": "", "A20": "9"}),
        ("units-tidy.xlsx", "119", {"J5": "１３９００００００６"}),
        ("xlsx-renamed.et", "119", {"J5": "１３９００００００６"}),
        ("units-and-phones.xlsx", "119",
         {"C5": "约86", "F5": "2大1小", "J6": "１３９００００００６", "E7": "借住", "F7": "5-6", "E8": "人户分离",
          "C9": "86,53", "J9": "13900000009转分机", "C10": "86.53/72.10", "F10": "3+1", "J10": "1390000001O",
          "C11": "八十六"}),
        ("notes.xlsx", "114", {"E4": "x" * 230}),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)  # fmt: skip
def test_what_cannot_be_understood_is_told_cell_by_cell(building, name, door, problems):
    sheet, plan = read(name, building, door)
    assert {wrong.cell: wrong.said for wrong in plan.problems} == problems
    assert all(wrong.text.endswith("。") for wrong in plan.problems)
    with pytest.raises(Refused):
        import_roster(building, sheet, answers={}, seen=True, by=None)
    assert Household.objects.count() == 0


def test_hidden_rows_and_columns_are_named(building):
    sheet, _plan = read("hidden-and-formulas.xlsx", building, "114")
    assert left(sheet) == {"4 隐藏的行", "7 隐藏的行", "10 合计", "H 电话"}


def test_an_old_file_tells_what_is_hidden_merged_and_wrong(building):
    sheet, plan = read("hidden-merged-errors.xls", building, "114")
    assert left(sheet) == {"4 隐藏的行", "D 人数"}
    assert [(one.cell, one.said) for one in plan.problems] == [("B5", "#REF!"), ("C6", "#N/A")]
    assert {row.cells["room"]: row.cells.get("owner") for row in sheet.rows} == {
        "301": "周大强", "302": "周大强", "304": "#REF!", "305": "吴静",
    }  # fmt: skip
    assert plan.doubts == ()


def test_units_brackets_and_several_phones_are_understood(building):
    _sheet, plan = read("units-and-phones.xlsx", building, "119")
    found = {step.after.room: step.after for step in plan.made}
    assert {str(home.area) for home in found.values()} == {"86.53", "None"}
    assert found["102"].note == "人数（含保姆1）"
    assert [(room, found[room].phone) for room in ("101", "103", "303", "304")] == [
        ("101", "13900000001"), ("103", "13900000003、02155501234"), ("303", "02155501235"),
        ("304", "13900000011"),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("disability-card.xlsx", ["残疾证", "身份证尾号是", "护照E12345678，老身份证"]),
        ("notes.xlsx", ["身份证已登记", "低保，残疾人证号，困难"]),
    ],
)
def test_no_identity_number_gets_in(building, name, notes):
    sheet, plan = read(name, building, "114")
    assert [step.after.note for step in plan.made] == notes
    assert sheet.identity == tuple(f"E{n}" for n in range(2, 2 + len(notes)))


@pytest.mark.parametrize(
    ("name", "door", "words"),
    [
        ("webpage.xls", "121", "网页"),
        ("three-sheets.xlsx", "118", r"写的是115号、116号、117号，现在要导入的是118号"),
        ("side-by-side.xlsx", "126", r"写的是125号，现在要导入的是126号"),
        ("address.xlsx", "", None),
    ],
)
def test_another_building_is_refused_by_name(name, door, words):
    content = (FILES / name).read_bytes()
    if words is None:
        assert read_roster(content, door=door).rows
        return
    with pytest.raises(Refused, match=words):
        read_roster(content, door=door)


def test_every_file_is_tried_here():
    words = Path(__file__).read_text()
    assert [path.name for path in FILES.iterdir() if f'"{path.name}"' not in words] == []
