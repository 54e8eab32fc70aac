"""The sheet for the wall and the sheet for the file."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.journal.actions import link
from governance.journal.models import LinkKind
from governance.matters.actions.stages import drop_matter, go_on
from louzu.lib.time import format_full_day
from tests.factories import NoticeFactory
from tests.factories.matters import MatterFactory, PromiseFactory
from tests.factories.milestones import (
    DocumentFactory,
    DocumentVersionFactory,
    MilestoneFactory,
    day,
)

pytestmark = pytest.mark.django_db
PERSONAS = ("leader", "staff", "core", "resident", "neighbour", "visitor")
READ = dict(zip(PERSONAS, (200,) * 4 + (404, 302), strict=True))


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="装电梯", sentence="一楼到六楼")


def url(name, *args):
    return reverse(f"matters:{name}", args=["114", *args])


@pytest.mark.parametrize("name", ["poster", "dossier"])
def test_who_may_print(enter, matter, name):
    assert {p: enter(p).get(url(name, matter.pk)).status_code for p in READ} == READ


def test_the_wall_says_where_it_is_and_what_is_next(enter, matter, resident):
    MilestoneFactory(matter=matter, title="问过各家", reached=True, planned_on=day(-2))
    MilestoneFactory(matter=matter, title="图纸贴出来", planned_on=day(9))
    page = enter("resident").get(url("poster", matter.pk)).text
    assert 'class="poster matter-wall"' in page
    assert "现在到了：<b>提出</b>" in page
    assert "下一步：<b>图纸贴出来</b>" in page
    assert "一楼到六楼" in page


@pytest.mark.parametrize(("size", "paper", "other"), [("", "A4", "A3"), ("?size=a3", "A3", "A4")])
def test_the_poster_says_for_which_paper_it_is_laid_out(enter, matter, size, paper, other):
    page = enter("resident").get(url("poster", matter.pk) + size).text
    assert f"这一页按{paper}纸排好了" in page
    assert f"改成{other}纸" in page
    assert (' a3"' in page) == (paper == "A3")


def test_a_matter_that_was_given_up_is_printed_as_such(enter, matter, resident):
    type(matter).objects.update(stage="dropped", dropped_reason="没有钱")
    for name in ("poster", "dossier"):
        assert "not-in-force" in enter("resident").get(url(name, matter.pk)).text


def test_the_file_lists_milestones_documents_and_postings(enter, matter, building, resident):
    plan = DocumentFactory(matter=matter, name="设计图")
    DocumentVersionFactory(document=plan, number=1, reliance="posted")
    DocumentVersionFactory(document=plan, number=2)
    DocumentFactory(matter=matter, name="监理合同")
    end = timezone.now() + dt.timedelta(days=17)
    more = {"kind": "posting", "period": "lift", "expires_at": end}
    source = "宝规划资源〔2026〕1号"
    told = NoticeFactory(building=building, title="图纸公示", basis={"source": source}, **more)
    link(building, matter, told, LinkKind.TOLD_IN)
    shown = NoticeFactory(building=building, title="结果公示", basis={"days": 7}, **more)
    MilestoneFactory(matter=matter, title="结果贴出来", reached=True, notice=shown)
    NoticeFactory(building=building, title="停水")
    PromiseFactory(matter=matter, words="井道用玻璃")
    PromiseFactory(matter=matter, words="", state="unworded")
    page = enter("resident").get(url("dossier", matter.pk)).text
    for words in ("设计图", "贴出来过", "监理合同", "图纸公示", "结果公示", "结果贴出来", source):
        assert words in page
    assert "停水" not in page
    assert page.count("<li>") == 1
    assert "井道用玻璃" in page
    assert "现在的：" not in page


def test_the_law_of_an_old_posting_is_told_as_that_of_today(enter, matter, building, resident):
    old = NoticeFactory(
        building=building,
        basis={"source": "宝规划资源〔2026〕1号"},
        kind="posting",
        period="lift",
        shows_from=dt.datetime(2020, 6, 1, tzinfo=dt.UTC),
        expires_at=dt.datetime(2020, 6, 20, tzinfo=dt.UTC),
    )
    link(building, matter, old, LinkKind.TOLD_IN)
    assert "现在的：" in enter("resident").get(url("dossier", matter.pk)).text


@pytest.mark.parametrize("rows", [1, 3, 12])
def test_the_file_costs_the_same_however_long(enter, matter, rows, django_assert_num_queries):
    for _number in range(rows):
        version = DocumentVersionFactory(document__matter=matter)
        MilestoneFactory(matter=matter, reached=True, document=version)
    client = enter("resident")
    with django_assert_num_queries(12):
        client.get(url("dossier", matter.pk))


def test_every_cell_of_the_file_names_its_column(enter, matter, building, resident):
    """On a phone the heads of the tables are hidden, and each row is a block."""
    DocumentVersionFactory(document__matter=matter)
    MilestoneFactory(matter=matter, reached=True)
    MilestoneFactory(matter=matter, planned_on=None)
    link(building, matter, NoticeFactory(building=building), LinkKind.TOLD_IN)
    page = enter("resident").get(url("dossier", matter.pk)).text
    tables = re.findall(r"<table>.*?</table>", page, flags=re.DOTALL)
    assert len(tables) == 3
    for table in tables:
        _first, *heads = re.findall(r'<th scope="col">(.*?)</th>', table)
        rows = re.findall(r"<tr>.*?</tr>", table.partition("<tbody>")[2], flags=re.DOTALL)
        assert rows
        for row in rows:
            assert re.findall(r'<td data-label="(.*?)">', row) == heads
            assert "<td>" not in row


def test_an_empty_file_says_so(enter, matter, resident):
    page = enter("resident").get(url("dossier", matter.pk)).text
    assert "还没有收到文件。" in page
    assert "还没有贴过。" in page


@pytest.mark.parametrize("view", ["page", "milestones", "poster", "dossier"])
def test_of_a_matter_that_was_given_up_no_days_are_counted(enter, building, leader, view):
    """Page and papers say since when and why. The line of stages shows where it stopped."""
    matter = MatterFactory(building=building, begun_on=day(-30))
    for planned in (day(7), day(-7)):
        MilestoneFactory(matter=matter, title="开工", planned_on=planned)
    go_on(matter, "talk", on=day(-20), by=leader)
    address, client = reverse(f"matters:{view}", args=["114", matter.pk]), enter("leader")
    assert "还有7天" in (page := client.get(address).text)
    assert "晚了7天" in page
    assert ('aria-current="step"' in page) == (view == "page")
    drop_matter(matter, reason="钱不够", by=leader)
    page = " ".join(client.get(address).text.split())
    assert [words for words in ("还有7天", "晚了7天", "下一步", "过了日子") if words in page] == []
    assert 'aria-current="step"' not in page
    if view == "page":
        assert "起不办了，停在“商量”。" in page
    if view != "milestones":
        assert "钱不够" in page
    if view in {"poster", "dossier"}:
        assert f"{format_full_day(timezone.localdate())}起<b>不办了</b>：钱不够" in page
        assert "现在到了：" not in page
