"""Pages of milestones and of the kind of a matter."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.matters.actions.kinds import apply_kind
from governance.matters.models import Milestone
from governance.matters.presets import LIFT
from tests.factories.ledger import AccountFactory
from tests.factories.matters import MatterFactory, PromiseFactory, StewardFactory
from tests.factories.milestones import (
    DocumentFactory,
    DocumentVersionFactory,
    MilestoneFactory,
    day,
)

pytestmark = pytest.mark.django_db
PERSONAS = ("leader", "staff", "deputed", "core", "volunteer", "resident", "neighbour", "visitor")
READ = dict(zip(PERSONAS, (200,) * 6 + (404, 302), strict=True))
PLAN = dict(zip(PERSONAS, (200, 200, 403, 403, 403, 403, 404, 302), strict=True))
ACT = PLAN | {"leader": 302, "staff": 302}


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="装电梯", begun_on=dt.date(2026, 1, 10))


def url(name, *args):
    return reverse(f"matters:{name}", args=["114", *args])


@pytest.mark.parametrize(
    ("name", "method", "traits", "expected"),
    [
        ("change_milestone", "get", {}, PLAN),
        ("reach_milestone", "get", {}, PLAN),
        ("drop_milestone", "get", {}, PLAN),
        ("reopen_milestone", "post", {"reached": True}, ACT),
        ("resume_milestone", "post", {"dropped": True}, ACT),
        ("reopen_milestone", "post", {}, PLAN | {"leader": 302, "staff": 302}),
    ],
)
def test_who_may_do_what_with_a_milestone(enter, matter, name, method, traits, expected):
    for persona, status in expected.items():
        milestone = MilestoneFactory(matter=matter, **traits)
        page = getattr(enter(persona), method)(url(name, matter.pk, milestone.pk))
        assert page.status_code == status, persona


@pytest.mark.parametrize(
    ("name", "method", "expected"),
    [
        ("milestones", "get", READ),
        ("add_milestone", "get", PLAN),
        ("choose_kind", "get", PLAN),
        ("take_kind_back", "post", ACT),
    ],
)
def test_who_may_plan(enter, matter, name, method, expected):
    seen = {p: getattr(enter(p), method)(url(name, matter.pk)).status_code for p in expected}
    assert seen == expected


def test_a_milestone_of_another_matter_is_not_found(enter, matter, next_door):
    theirs = MilestoneFactory(matter__building=next_door)
    assert enter("leader").get(url("reach_milestone", matter.pk, theirs.pk)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 12])
def test_the_line_costs_the_same_however_long(enter, matter, rows, django_assert_num_queries):
    for _number in range(rows):
        version = DocumentVersionFactory(document__matter=matter)
        MilestoneFactory(matter=matter, reached=True, document=version)
    client = enter("resident")
    with django_assert_num_queries(5):
        client.get(url("milestones", matter.pk))


def test_a_leader_lays_out_a_lift_with_two_taps(enter, matter, leader):
    client = enter("leader")
    assert "加装电梯" in client.get(url("choose_kind", matter.pk)).text
    step = url("choose_kind", matter.pk) + "?kind=lift"
    page = client.get(step).text
    assert "图纸贴出来，满17天" in page
    assert "开始后 105 天，要先征询" in page
    answer = client.post(step, {"starts_on": "2026-01-10"})
    assert answer.url == url("milestones", matter.pk)
    page = client.get(answer.url).text
    assert "照“加装电梯”列的" in page
    assert f"?kind=major&amp;from=matters.matter:{matter.pk}" in page
    assert "?kind=posting&amp;period=lift" in page
    client.post(url("take_kind_back", matter.pk))
    assert not Milestone.objects.exists()


def test_a_kind_that_is_not_there_shows_the_kinds(enter, matter, leader):
    page = enter("leader").get(url("choose_kind", matter.pk) + "?kind=own:99")
    assert "是哪一类事" in page.text


@pytest.mark.parametrize("starts_on", ["", "0206-01-01", "2999-01-01", "bald"])
def test_an_impossible_beginning_is_refused(enter, matter, leader, starts_on):
    page = enter("leader").post(
        url("choose_kind", matter.pk) + "?kind=lift", {"starts_on": starts_on}
    )
    assert page.status_code == 200
    assert not Milestone.objects.exists()


def test_the_line_shows_planned_against_real(enter, matter, resident, leader):
    MilestoneFactory(
        matter=matter, title="做好的", reached=True, done_on=day(-2), planned_on=day(-5)
    )
    MilestoneFactory(
        matter=matter, title="准时的", reached=True, done_on=day(-9), planned_on=day(-9)
    )
    MilestoneFactory(matter=matter, title="过了的", planned_on=day(-7))
    MilestoneFactory(matter=matter, title="要来的", planned_on=day(9))
    MilestoneFactory(matter=matter, title="没日子的", planned_on=None)
    MilestoneFactory(matter=matter, title="划掉的", dropped=True)
    page = enter("resident").get(url("milestones", matter.pk)).text
    titles = ["准时的", "过了的", "做好的", "要来的", "没日子的", "划掉的"]
    assert [*titles] == sorted(titles, key=page.index)
    for words in ("，按时", ">晚了3天<", ">晚了7天<", ">还有9天<", "日子还没定", "1 步过了日子"):
        assert words in page
    assert "%" not in page.partition('class="milestones"')[2].partition("</ol>")[0]
    assert "记错了" not in page
    assert "记错了，退回" in enter("leader").get(url("milestones", matter.pk)).text


def test_before_the_canvass_is_published_the_page_asks_once_more(enter, matter, leader):
    milestone = MilestoneFactory(matter=matter, canvass_kind="major")
    client, there = enter("leader"), url("reach_milestone", matter.pk, milestone.pk)
    data = {"done_on": timezone.localdate().isoformat(), "said": "电话里都说好了"}
    asked = client.post(there, data)
    assert (asked.status_code, "真的做到了吗？" in asked.text) == (200, True)
    assert "电话里都说好了" in asked.text
    milestone.refresh_from_db()
    assert milestone.state == "planned"
    assert client.post(there, {**data, "do": "sure"}).status_code == 302
    page = client.get(url("milestones", matter.pk)).text
    assert "记的时候没有写是哪次征询" in page


def test_before_its_paper_is_there_the_page_asks_once_more(enter, matter, leader):
    milestone = MilestoneFactory(matter=matter)
    milestone.wants.add(DocumentFactory(matter=matter, name="检验证书"))
    client, there = enter("leader"), url("reach_milestone", matter.pk, milestone.pk)
    data = {"done_on": timezone.localdate().isoformat()}
    asked = client.post(there, data).text
    assert "这一步要的“检验证书”还没有放上来。真的做到了吗？" in asked
    assert Milestone.objects.get().state == "planned"
    assert client.post(there, {**data, "do": "sure"}).status_code == 302
    page = client.get(url("milestones", matter.pk)).text
    assert "当时要的文件还没有放上来" in page


def test_a_day_to_come_is_refused_beside_its_field(enter, matter, leader):
    milestone = MilestoneFactory(matter=matter)
    there = url("reach_milestone", matter.pk, milestone.pk)
    page = enter("leader").post(there, {"done_on": day(1).isoformat()})
    assert "这个时候还没到" in page.text
    assert Milestone.objects.get().state == "planned"


def test_of_two_who_change_a_milestone_the_second_sees_both(enter, matter, leader):
    milestone = MilestoneFactory(matter=matter, title="开工")
    there = url("change_milestone", matter.pk, milestone.pk)
    stale = milestone.version
    client = enter("leader")
    client.post(there, {"title": "正式开工", "planned_on": "", "version": stale})
    page = client.post(there, {"title": "动工", "planned_on": "", "version": stale})
    assert "别人已经改过了" in page.text
    assert "正式开工" in page.text
    assert "动工" in page.text
    assert Milestone.objects.get().title == "正式开工"


def test_a_dropped_milestone_says_why(enter, matter, leader):
    milestone = MilestoneFactory(matter=matter, title="专家看过")
    client = enter("leader")
    client.post(url("drop_milestone", matter.pk, milestone.pk), {"reason": "街道说不用"})
    page = client.get(url("milestones", matter.pk)).text
    assert "街道说不用" in page
    client.post(url("resume_milestone", matter.pk, milestone.pk))
    assert Milestone.objects.get().state == "planned"


def test_a_hidden_document_that_shows_a_milestone_is_not_named_to_neighbours(
    enter, matter, leader, resident
):
    version = DocumentVersionFactory(
        document__matter=matter, document__name="谁家签了字", document__audience="leaders"
    )
    MilestoneFactory(matter=matter, reached=True, document=version)
    assert "谁家签了字" in enter("leader").get(url("milestones", matter.pk)).text
    assert "谁家签了字" not in enter("resident").get(url("milestones", matter.pk)).text


def test_an_empty_matter_invites_the_leader_and_tells_neighbours(enter, matter, leader, resident):
    assert "还没有排日子" in enter("resident").get(url("milestones", matter.pk)).text
    assert "照着一类事列步骤" in enter("leader").get(url("milestones", matter.pk)).text


def test_all_fourteen_steps_of_a_lift_are_shown(enter, matter, leader):
    apply_kind(matter, LIFT, starts_on=day(0), by=leader)
    page = enter("leader").get(url("milestones", matter.pk)).text
    assert page.count('id="milestone-') == 14


@pytest.mark.parametrize("rows", [1, 3, 12])
def test_the_page_of_a_matter_costs_the_same_for_many_parts(
    enter, matter, resident, rows, django_assert_num_queries
):
    for _number in range(rows):
        version = DocumentVersionFactory(document__matter=matter)
        MilestoneFactory(matter=matter, reached=True, document=version)
    client = enter("resident")
    client.get(matter.get_absolute_url())
    with django_assert_num_queries(15):
        page = client.get(matter.get_absolute_url())
    assert f"全部文件，共 {rows} 份" in page.text


@pytest.mark.parametrize(("stage", "folded"), [("doing", False), ("done", True)])
def test_steps_that_were_reached_are_folded_once_the_matter_is_over(
    enter, matter, resident, stage, folded
):
    for _ in range(3):
        MilestoneFactory(matter=matter, reached=True)
    MilestoneFactory(matter=matter, title="年检", planned_on=day(9))
    type(matter).objects.filter(pk=matter.pk).update(stage=stage)
    page = enter("resident").get(matter.get_absolute_url()).text
    details = page.partition("<details data-open-on-paper")[2]
    assert "做到的3步，点开看" in details
    assert ("open" in details.partition(">")[0]) == (not folded)
    assert "年检" in details.partition("</details>")[2].partition("</section>")[0]


@pytest.mark.parametrize("persona", ["leader", "resident"])
@pytest.mark.parametrize("full", [True, False])
def test_every_jump_on_the_page_of_a_matter_leads_somewhere(enter, matter, persona, full):
    if full:
        MilestoneFactory(matter=matter, reached=True)
        DocumentVersionFactory(document__matter=matter)
        PromiseFactory(matter=matter)
        matter.account = AccountFactory(building=matter.building)
        matter.save(update_fields=["account"])
    page = enter(persona).get(matter.get_absolute_url()).text
    jumps = page.partition('aria-label="这一页有什么"')[2].partition("</nav>")[0]
    places = re.findall(r'href="#(\w+)"', jumps)
    assert [place for place in places if f'id="{place}"' not in page] == []
    if full:
        assert places == ["dates", "money", "promises", "papers", "timeline"]


def test_the_next_milestone_is_what_comes_next(enter, matter, resident):
    MilestoneFactory(matter=matter, title="图纸贴出来", planned_on=day(9))
    page = enter("resident").get(matter.get_absolute_url())
    assert page.context["shown"].next_event.what == "图纸贴出来"


def test_who_looks_after_a_matter_reports_its_milestones(enter, matter, volunteer):
    milestone = MilestoneFactory(matter=matter)
    StewardFactory(matter=matter, user=volunteer)
    client, there = enter("volunteer"), url("reach_milestone", matter.pk, milestone.pk)
    assert client.get(there).status_code == 200
    client.post(there, {"done_on": timezone.localdate().isoformat()})
    assert Milestone.objects.get().done_by == volunteer


@pytest.mark.parametrize(
    ("done_on", "law_date", "source", "words"),
    [
        (dt.date(2019, 12, 1), dt.date(2024, 9, 24), "126号", "现在的依据：126号（2024年9月24日）"),
        (dt.date(2024, 9, 24), dt.date(2024, 9, 24), "126号", ">依据：126号（2024年9月24日）"),
        (dt.date(2020, 6, 10), None, "宝规划资源〔2026〕1号", "现在的依据：宝规划资源"),
        (dt.date(2026, 1, 2), None, "宝规划资源〔2026〕1号", ">依据：宝规划资源"),
        (dt.date(2020, 6, 10), None, "安全管理条例（2024年）", "现在的依据：安全管理条例"),
        (dt.date(2020, 6, 10), None, "《消防法》第28条", ">依据：《消防法》"),
        (None, dt.date(2024, 9, 24), "126号", ">依据：126号"),
    ],
)
def test_a_law_that_is_younger_than_the_deed_is_that_of_today(
    enter, matter, resident, done_on, law_date, source, words
):
    reached = {} if done_on is None else {"reached": True, "done_on": done_on}
    milestone = MilestoneFactory(matter=matter, source=source, law_date=law_date, **reached)
    for page in ("milestones", "dossier"):
        text = re.sub(r"\s", "", enter("resident").get(url(page, matter.pk)).text)
        assert words in text, page
    assert milestone.predates_source == words.startswith("现在")
