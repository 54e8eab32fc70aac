from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.journal.models import Line
from louzu.lib.errors import Refused
from residents.models import Household, Owner, RosterColumn, RosterDraft
from residents.roster.actions.roster import import_roster
from residents.roster_parser.sheet import read_roster
from tests.factories import HouseholdFactory, UserFactory
from tests.factories.roster import DATA, HEADER, csv_of, row, sheet
from tests.residents.roster.words import words

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


def at(name, building, *more):
    return reverse(f"admin:residents_building_roster_{name}", args=[building.pk, *more])


def upload(client, building, content, name="名册.csv", **fields):
    file = SimpleUploadedFile(name, content)
    return client.post(
        at("upload", building), {"file": file, "area_source": "register", **fields}, follow=True
    )


def confirm(client, page, **answers):
    shown = re.search(r'name="shown" value="(\w+)"', page.content.decode())[1]
    return client.post(page.request["PATH_INFO"], {"shown": shown, **answers}, follow=True)


def test_the_desk_of_a_building_leads_to_its_roster(enter, building, staff):
    page = enter("staff").get(reverse("admin:residents_building_change", args=[building.pk]))
    for name in ("upload", "export"):
        assert at(name, building) in page.content.decode()


def test_uploaded_shown_confirmed_and_again_nothing(enter, building, staff):
    client = enter("staff")
    content = (DATA / "roster-gb18030.csv").read_bytes()
    page = upload(client, building, content)
    assert "共有21户、60人，其中60岁以上24人，0–6岁5人" in words(page)
    assert Household.objects.count() == 0
    done = confirm(client, page)
    assert "新增21户。现在共有21户、60人。" in words(done)
    assert done.context["cl"].result_count == 21
    assert (Household.objects.count(), RosterDraft.objects.count()) == (21, 0)
    assert "没有变化" in words(upload(client, building, content))


def test_problems_are_shown_with_row_and_cell_and_cannot_be_confirmed(enter, building, staff):
    client = enter("staff")
    content = csv_of(HEADER, row("302", 人数="几个", 手机="1380013800x"), row("303"))
    page = upload(client, building, content)
    assert "2 人数 E2 几个 看不懂这个人数" in words(page)
    assert 'name="shown"' not in page.content.decode()
    client.post(page.request["PATH_INFO"], {"shown": page.context["plan"].digest})
    assert Household.objects.count() == 0


def test_questions_are_answered_before_anything_is_written(enter, building, staff):
    client = enter("staff")
    page = upload(client, building, (DATA / "roster-owners.xlsx").read_bytes(), "a.xlsx")
    assert "404室和503室的业主都叫“陈美华”" in words(page)
    assert "身份证号没有读入" in words(page)
    assert "请选一个" in words(confirm(client, page))
    assert Household.objects.count() == 0
    confirm(client, page, owner_0="apart")
    assert Owner.objects.filter(name="陈美华").count() == 2


def test_no_identity_number_is_kept_or_shown(enter, building, staff):
    client = enter("staff")
    content = csv_of(
        [*HEADER, "身份证号", "别的"], [*row("302", 备注=f"证{NUMBER}"), NUMBER, NUMBER]
    )
    page = upload(client, building, content)
    assert NUMBER not in page.content.decode()
    assert NUMBER not in str(RosterDraft.objects.get().sheet)
    confirm(client, page)
    assert Household.objects.get().note == "证"


def test_changes_and_what_vanished_are_shown_and_phones_are_masked(enter, building, staff):
    rows = [row("302", 人数="1", 手机="13800138000"), row("303", 业主="李梅")]
    import_roster(building, sheet(*rows), answers={}, by=None)
    page = upload(
        enter("staff"), building, csv_of(HEADER, row("302", 人数="2", 手机="13900139000"))
    )
    assert "302 18–59岁人数 1 2" in words(page)
    assert "138****8000 139****9000" in words(page)
    assert "表里没有的户（不会删除） 303室" in words(page)
    assert "13800138000" not in page.content.decode()


def test_what_moved_since_it_was_shown_is_shown_again(enter, building, staff):
    client = enter("staff")
    page = upload(client, building, csv_of(HEADER, row("302", 人数="2")))
    import_roster(building, sheet(row("302", 人数="1")), answers={}, by=None)
    again = confirm(client, page)
    assert "请把新的预览再看一遍" in words(again)
    assert "302 18–59岁人数 1 2" in words(again)
    confirm(client, again)
    assert Household.objects.get().people == 2


def test_a_preview_that_was_used_leads_back_to_the_upload(enter, building, staff):
    client = enter("staff")
    page = upload(client, building, csv_of(HEADER, row("302", 人数="2")))
    confirm(client, page)
    assert "已经用过或过期了" in words(client.get(page.request["PATH_INFO"], follow=True))
    assert "已经用过或过期了" in words(confirm(client, page))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xd0\xcf\x11\xe0 old", "另存为"),
        (b"", "这个文件是空的"),
        (csv_of(["没有", "表头"]), "没有找到表头"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_file(enter, building, staff, content, expected):
    assert expected in words(upload(enter("staff"), building, content))
    assert RosterDraft.objects.count() == 0


def two_sheets(*names: str) -> bytes:
    book = openpyxl.Workbook()
    for number, name in enumerate(names, 1):
        page = book.create_sheet(name)
        page.append(HEADER)
        page.append(row(f"{number}01", 业主="王建国", 人数="2"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_which_sheet_it_is_is_asked_where_none_says_so(enter, building, staff):
    client = enter("staff")
    page = upload(client, building, two_sheets("甲", "乙"), "a.xlsx")
    assert "甲（1户，从101室到101室） 乙（1户，从201室到201室）" in words(page)
    url = page.request["PATH_INFO"]
    assert "请选一张表" in words(client.post(url, {"shown": "x"}))
    with pytest.raises(Refused, match="还没有选"):
        import_roster(building, read_roster(two_sheets("甲", "乙")), answers={}, by=None)
    page = client.post(url, {"sheet": "1"}, follow=True)
    assert "读的是“乙”这张表" in words(page)
    assert "甲：选的是另一张表" in words(page)
    confirm(client, page)
    assert Household.objects.get().flat.room == "201"


def test_what_may_be_ours_and_sums_that_differ_are_ticked_off_first(enter, building, staff):
    client = enter("staff")
    page = upload(client, building, csv_of(HEADER, row("302", 人数="2"), ["合计", "", "", "", "3"]))
    assert "表里第3行的合计，人数是3；一户一户加起来是2。" in words(page)
    assert "请先看一看上面这几处" in words(confirm(client, page))
    assert Household.objects.count() == 0
    confirm(client, page, seen="on")
    assert Household.objects.get().people == 2


def test_what_a_column_is_is_asked_and_remembered_for_the_next_file(enter, building, staff):
    client = enter("staff")
    header = ["室号", "业主", "老伯伯老妈妈几岁", "0-14岁"]
    page = upload(client, building, csv_of(header, ["302", "王秀英", "2", "1"]))
    assert "C列“老伯伯老妈妈几岁”是什么？里面写着：2" in words(page)
    assert 'name="shown"' not in page.content.decode()
    url = page.request["PATH_INFO"]
    assert "请选一个" in words(client.post(url, {"columns": "1", "column_0": "aged_60_up"}))
    page = client.post(
        url, {"columns": "1", "column_0": "aged_60_up", "column_1": "-"}, follow=True
    )
    assert "C列“老伯伯老妈妈几岁”当作60岁以上" in words(page)
    assert "D列“0-14岁”：说好不用读" in words(page)
    assert RosterColumn.objects.count() == 0
    confirm(client, page)
    assert Household.objects.get().aged_60_up == 2
    assert {(c.header, c.field, c.by) for c in RosterColumn.objects.all()} == {
        ("老伯伯老妈妈几岁", "aged_60_up", staff),
        ("0-14岁", "-", staff),
    }
    page = upload(client, building, csv_of(header, ["302", "王秀英", "3", "1"]))
    assert "当作60岁以上（上次说过的）" in words(page)
    assert "302 60岁以上人数 2 3" in words(page)
    confirm(client, page)
    assert Household.objects.get().aged_60_up == 3


def test_what_was_said_of_a_column_stays_when_the_file_is_mended(enter, building, staff):
    client = enter("staff")
    header = ["室号", "业主", "65岁以上"]
    page = upload(client, building, csv_of(header, ["302", "王秀英", "很多"]))
    client.post(page.request["PATH_INFO"], {"columns": "1", "column_0": "aged_60_up"})
    page = upload(client, building, csv_of(header, ["302", "王秀英", "2"]))
    assert "C列“65岁以上”当作60岁以上" in words(page)
    confirm(client, page)
    assert Household.objects.get().aged_60_up == 2


def test_a_remembered_column_is_seen_and_let_go_of_at_the_desk(enter, building, staff, next_door):
    column = RosterColumn.objects.create(
        neighbourhood=building.neighbourhood,
        heading="65岁以上",
        header="65岁以上",
        field="aged_60_up",
        by=staff,
    )
    client = enter("staff")
    listed = reverse("admin:residents_rostercolumn_changelist")
    assert "60岁以上" in words(client.get(listed))
    client.post(listed, {"action": "forget", "_selected_action": [column.pk], "do": "yes"})
    assert RosterColumn.objects.count() == 0


def test_all_that_was_not_read_is_on_the_page(enter, building, staff):
    content = csv_of(
        ["114号名册"], [*HEADER, "籍贯"], [*row("302"), "上海"], ["制表：林老师 13800138000"]
    )
    found = words(upload(enter("staff"), building, content))
    assert "第1行“114号名册”：表头上面的字" in found
    assert "K列“籍贯”：名册用不到" in found
    assert "第4行“制表：林老师 138****8000”：表下面的字" in found


def test_what_stands_in_a_cell_is_shown_to_who_uploaded_it(enter, building, staff):
    page = upload(enter("staff"), building, csv_of(HEADER, row("302", 手机="1.39E+10")))
    assert "2 联系电话 I2 1.39E+10 Excel 把号码变成了这样" in words(page)


def test_a_file_of_another_building_is_refused_by_its_number(enter, building, staff):
    content = csv_of(["115号楼组名册"], HEADER, row("302"))
    found = words(upload(enter("staff"), building, content))
    assert "文件里写的是115号，现在要导入的是114号" in found
    assert RosterDraft.objects.count() == 0


def test_help_is_on_the_page_and_the_sample_can_be_imported(enter, building, staff):
    client = enter("staff")
    page = client.get(at("upload", building)).content.decode()
    assert at("sample", building) in page
    assert "docs/" not in page
    answer = client.get(at("sample", building))
    assert answer["Content-Disposition"].startswith("attachment")
    confirm(client, upload(client, building, answer.content, "a.xlsx"))
    assert [h.people for h in Household.objects.all()] == [2, 3, 0]


@pytest.fixture
def keeper(building):
    return UserFactory(is_superuser=True)


def test_the_keeper_gets_no_roster_with_whole_numbers(enter, building, keeper):
    client = enter("keeper")
    assert client.get(at("export", building)).status_code == 403
    assert client.post(at("export", building)).status_code == 403
    page = client.get(reverse("admin:residents_building_change", args=[building.pk]))
    assert at("export", building) not in page.text


def test_an_export_is_asked_for_sent_once_and_recorded(enter, building, staff):
    HouseholdFactory(building=building, phone="13800138000")
    client = enter("staff")
    assert "记入楼组日志" in words(client.get(at("export", building)))
    assert Line.objects.count() == 0
    answer = client.post(at("export", building))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''114")
    assert "no-store" in answer["Cache-Control"]
    assert Line.objects.get().verb == "residents.roster_exported"
    assert "没有变化" in words(upload(client, building, answer.content, "a.xlsx"))


def test_a_draft_is_seen_by_whom_it_belongs_to_and_under_its_building(
    enter, building, next_door, staff
):
    client = enter("staff")
    upload(client, building, csv_of(HEADER, row("302")))
    draft = RosterDraft.objects.get()
    assert client.get(at("preview", building, draft.pk)).status_code == 200
    assert client.get(at("preview", next_door, draft.pk)).status_code == 302


@pytest.mark.parametrize("homes", [1, 3])
def test_a_preview_costs_the_same_whatever_it_holds(
    enter, building, staff, django_assert_num_queries, homes
):
    rows = [
        row(f"{n}01", 业主="王建国", 手机=f"1380013800{n}", 人数="1") for n in range(1, homes + 1)
    ]
    import_roster(building, sheet(*rows), answers={"王建国": "apart"}, by=None)
    client = enter("staff")
    page = upload(client, building, csv_of(HEADER, *rows, row("601", 业主="王建国")))
    with django_assert_num_queries(9):
        client.get(page.request["PATH_INFO"])
