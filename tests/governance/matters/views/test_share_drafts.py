"""The sheet tries out without storing, keeps what was typed, and tells two writers apart."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.models import Canvass
from governance.journal.models import Audience, Line
from governance.matters.actions import shares
from governance.matters.inputs import ShareInput
from governance.matters.models import ShareTable
from governance.matters.queries.share_flats import flats_in
from tests.factories import OfficeFactory
from tests.factories.canvass import make_owner
from tests.factories.matters import MatterFactory
from tests.factories.shares import account_of, asked_table, draft_table, proposal, proposed_table

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"matters:{name}", args=["114", *args])


@pytest.fixture
def leader(building):
    return OfficeFactory(building=building).user


@pytest.fixture
def treasurer(building):
    return OfficeFactory(building=building, kind="treasurer").user


@pytest.fixture
def matter(building):
    for room in ("101", "201", "301"):
        make_owner(building, rooms=(room,))
    return MatterFactory(building=building, title="装电梯")


def typed(matter, *coefficients, do="save", version="0", **more):
    flats = flats_in(matter.building)
    rows = {f"flat{f.pk}-coefficient": c for f, c in zip(flats, coefficients, strict=True)}
    head = {"total": "300.01", "method": "coefficient", "rule": "一层比一层多", "do": do}
    return head | rows | {"version": version} | more


def test_trying_out_shows_every_flats_sum_and_stores_nothing(enter, matter):
    page = (
        enter("leader").post(url("draft_shares", matter.pk), typed(matter, *"012", do="try")).text
    )
    assert ("出100.00元" in page, "出200.00元" in page, "不出钱" in page) == (True, True, True)
    assert "除不尽的0.01元，哪家也不出" in page
    assert not ShareTable.objects.exists()


@pytest.mark.parametrize("do", ["try", "fill"])
def test_numbers_are_tried_out_without_the_text(enter, matter, do):
    sent = typed(matter, *"012", do=do, floors="0 1 2", rule="")
    page = enter("leader").post(url("draft_shares", matter.pk), sent)
    assert ("出200.00元" in page.text, page.context["form"].errors) == (True, {})
    page = enter("leader").post(url("draft_shares", matter.pk), sent | {"do": "save"})
    assert page.context["form"].errors == {"rule": ["请写“用话说清怎么分”。"]}
    assert not ShareTable.objects.exists()


@pytest.mark.parametrize("do", ["try", "fill", "save"])
def test_an_amount_in_words_is_answered_with_its_digits_and_stays(enter, matter, do):
    sent = typed(matter, *"012", do=do, floors="0 1 2", total="12万")
    page = enter("leader").post(url("draft_shares", matter.pk), sent).text
    assert ("请写成120000。" in page, 'value="12万"' in page) == (True, True)


def test_where_the_odd_fen_are_paid_from_depends_on_the_account(enter, matter):
    sent, client = typed(matter, *"012", do="try"), enter("leader")
    page = client.post(url("draft_shares", matter.pk), sent).text
    assert ("由谁补上请大家说好" in page, "余款里出" in page) == (True, False)
    account_of(matter)
    page = client.post(url("draft_shares", matter.pk), sent).text
    assert ("由谁补上请大家说好" in page, "余款里出" in page) == (False, True)
    page = client.post(url("draft_shares", matter.pk), sent | {"total": "300"}).text
    assert ("哪家也不用补" in page, "出200.00元" in page) == (False, True)


def test_filling_by_floor_shows_the_sums_at_once(enter, matter):
    sent = typed(matter, *["", "", ""], do="fill", floors="0 1 2")
    page = enter("leader").post(url("draft_shares", matter.pk), sent).text
    assert "出200.00元" in page


@pytest.mark.parametrize(
    ("coefficients", "more", "sentence"),
    [
        (["0", "0", "0"], {}, "各户的数全是0"),
        (["0", "-1", "1"], {}, "系数不能小于0"),
        (["0", ".5", "1"], {}, "小数点前面要写一个数字，例如0.5"),
        (["0", "99999999999", "1"], {}, "系数太大了，最多到999999"),
        (["0", "1.1234567", "1"], {}, "最多6位小数"),
        (["0", "1", "2"], {"subsidy0-name": "街道", "subsidy0-fen": "301"}, "补贴比总价还多0.99元"),
        (["0", "1", "2"], {"total": "100美元"}, "只记人民币"),
    ],
)
def test_a_refused_table_stays_as_it_was_typed(enter, matter, coefficients, more, sentence):
    sent = typed(matter, *coefficients, **more)
    page = enter("leader").post(url("draft_shares", matter.pk), sent).text
    assert sentence in page
    for value in (*coefficients, sent["total"], "一层比一层多"):
        assert value in page
    assert not ShareTable.objects.exists()


def test_another_method_shows_its_own_columns(enter, matter):
    sent = typed(matter, *"012", do="try") | {"method": "heads"}
    sent |= {"subsidy0-name": "街道", "subsidy0-fen": "12.34"}
    page = enter("leader").post(url("draft_shares", matter.pk), sent).text
    assert ("请填各户的人数，再按“算一算”" in page, "error" in page) == (True, False)
    assert 'type="hidden" name="flat' in page
    for typed_before in ("300.01", "一层比一层多", "街道", "12.34"):
        assert typed_before in page
    sent |= {f"flat{flat.pk}-heads": "" for flat in flats_in(matter.building)} | {"do": "save"}
    page = enter("leader").post(url("draft_shares", matter.pk), sent).text
    assert "不出钱的写0，别空着" in page


def test_leader_saves_proposes_and_is_led_to_the_question(enter, matter, leader):
    client = enter("leader")
    saved = client.post(url("draft_shares", matter.pk), typed(matter, *"012"))
    table = ShareTable.objects.get()
    assert saved.headers["Location"] == table.get_absolute_url()
    where = url("propose_shares", matter.pk, 1)
    form = client.get(where).context["form"]
    days = {
        name: form[name].value().strftime("%Y-%m-%dT%H:%M") for name in ("opens_at", "closes_at")
    }
    sent = client.post(where, days | {"electorate": "members", "version": form["version"].value()})
    canvass = Canvass.objects.get()
    assert sent.headers["Location"] == reverse("canvass:preview", args=["114", canvass.pk])
    assert timezone.localdate(canvass.opens_at) == timezone.localdate() + dt.timedelta(days=16)
    assert "下一步：看一遍下面要问各家的话，再发出去" in client.get(sent.headers["Location"]).text
    page = client.get(url("shares", matter.pk)).text
    assert ("退回草稿" in page, "另写一版" in page) == (True, True)
    assert ("下一步：看一遍要问各家的话，再发出去" in page, canvass.get_absolute_url() in page) == (
        True,
        True,
    )
    assert "下一步：楼组长看一遍" in enter("treasurer").get(url("shares", matter.pk)).text
    client = enter("leader")
    back = client.post(url("take_back_shares", matter.pk, 1))
    assert back.headers["Location"] == table.get_absolute_url()
    assert "提出来，请各家同意" in client.get(table.get_absolute_url()).text


def test_two_people_who_change_the_table_both_keep_their_words(enter, matter):
    enter("leader").post(url("draft_shares", matter.pk), typed(matter, *"012"))
    pk = ShareTable.objects.get().pk
    other = typed(matter, *"013", version=f"{pk}.1", rule="管账的人写的")
    enter("treasurer").post(url("draft_shares", matter.pk), other)
    mine = typed(matter, *"024", version=f"{pk}.1", rule="楼组长写的")
    page = enter("leader").post(url("draft_shares", matter.pk), mine).text
    for words in (
        "别人刚改成了这样",
        "管账的人写的",
        "楼组长写的",
        f'name="version" value="{pk}.2"',
    ):
        assert words in page
    assert ShareTable.objects.get().rule == "管账的人写的"
    enter("leader").post(url("draft_shares", matter.pk), mine | {"version": f"{pk}.2"})
    assert ShareTable.objects.get().rule == "楼组长写的"


def test_two_people_who_begin_at_the_same_time_keep_their_words_too(enter, matter):
    enter("treasurer").post(url("draft_shares", matter.pk), typed(matter, *"012", rule="先写的"))
    page = enter("leader").post(url("draft_shares", matter.pk), typed(matter, *"013")).text
    assert ("先写的" in page, "一层比一层多" in page) == (True, True)
    assert ShareTable.objects.count() == 1


def test_a_draft_that_was_proposed_meanwhile_does_not_become_a_new_version_unasked(
    enter, matter, leader
):
    table = draft_table(matter, leader, rule="提出来的办法")
    client = enter("treasurer")
    read = client.get(url("draft_shares", matter.pk)).context["sheet"].form["version"].value()
    shares.propose_shares(table, proposal(), by=leader)
    sent = typed(matter, *"013", version=read, rule="管账的人写的")
    page = client.post(url("draft_shares", matter.pk), sent).text
    for words in ("这一版已经提出来了", "提出来的办法", "管账的人写的"):
        assert words in page
    assert ShareTable.objects.count() == 1
    client.post(url("draft_shares", matter.pk), sent | {"version": "0"})
    assert ShareTable.objects.get(state="draft").number == 2


def begin_again(table, by):
    shares.discard_shares(table, by=by)
    draft_table(table.matter, by)


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (lambda table, by: shares.discard_shares(table, by=by), "这份草稿别人不要了"),
        (begin_again, "别人另起了一份"),
    ],
    ids=["discarded", "begun again"],
)
def test_a_draft_that_is_gone_is_not_saved_over_what_came_after(
    enter, matter, leader, end, sentence
):
    table = draft_table(matter, leader)
    end(table, leader)
    sent = typed(matter, *"013", version=table.draft_version, rule="管账的人写的")
    page = enter("treasurer").post(url("draft_shares", matter.pk), sent).text
    assert (sentence in page, "管账的人写的" in page) == (True, True)
    assert not ShareTable.objects.filter(rule="管账的人写的").exists()


def test_proposing_a_table_that_was_changed_meanwhile_is_refused(enter, matter, leader):
    table = draft_table(matter, leader)
    ShareTable.objects.filter(pk=table.pk).update(version=3)
    days = {"opens_at": "2030-01-01T08:00", "closes_at": "2030-01-16T20:00"}
    sent = days | {"electorate": "owners", "version": "1"}
    page = enter("leader").post(url("propose_shares", matter.pk, 1), sent).text
    assert "别人已经改过这张分摊表" in page
    assert ShareTable.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("closes_at", "sentence"),
    [
        ("2030-01-01T07:00", "晚于开始的时间"),
        ("2020-01-02T08:00", "晚于开始的时间"),
        ("", "什么时候截止"),
    ],
)
def test_a_question_that_closes_before_it_opens_is_refused(
    enter, matter, leader, closes_at, sentence
):
    draft_table(matter, leader)
    sent = {"opens_at": "2030-01-01T08:00", "closes_at": closes_at, "electorate": "owners"}
    page = enter("leader").post(url("propose_shares", matter.pk, 1), sent | {"version": "1"}).text
    assert sentence in page


def test_the_next_version_begins_with_the_one_in_force(enter, matter, leader):
    asked_table(matter, leader, rule="上一版的办法")
    page = enter("leader").get(url("draft_shares", matter.pk))
    assert "上一版的办法" in page.text
    assert page.context["sheet"].rows[-1]["coefficient"].value() == "2"
    assert "第1版就不作数了" not in page.text
    enter("leader").post(url("draft_shares", matter.pk), typed(matter, *"012"))
    assert "第1版就不作数了" in enter("leader").get(url("propose_shares", matter.pk, 2)).text


def test_lines_that_neighbours_read_lead_to_a_page_also_when_the_version_is_given_up(
    enter, matter, leader
):
    table = proposed_table(matter, leader)
    shares.discard_shares(shares.take_back_shares(table, by=leader), by=leader)
    lines = Line.objects.filter(verb__startswith="matters.shares_")
    read = {line.subject_url for line in lines if line.audience == Audience.RESIDENTS}
    assert lines.count() == 4
    assert [enter("resident").get(url).status_code for url in read] == [200]


def test_taking_back_is_not_offered_while_there_is_another_draft(enter, matter, leader):
    table = proposed_table(matter, leader)
    client = enter("leader")
    assert "退回草稿" in client.get(table.get_absolute_url()).text
    draft_table(matter, leader)
    assert "退回草稿" not in client.get(table.get_absolute_url()).text
    refused = client.post(url("take_back_shares", matter.pk, 1), follow=True)
    assert (refused.status_code, "第2版的草稿还在" in refused.text) == (200, True)


def test_a_building_without_flats_says_so(enter, building):
    matter = MatterFactory(building=building)
    assert "还没有登记室号" in enter("treasurer").get(url("draft_shares", matter.pk)).text


@pytest.mark.parametrize("rooms", [1, 3, 21])
def test_the_sheet_costs_the_same_for_any_number_of_flats(
    enter, building, leader, rooms, django_assert_num_queries
):
    for number in range(rooms):
        make_owner(building, rooms=(f"{number % 6 + 1}{number:02}",))
    matter = MatterFactory(building=building)
    client = enter("leader")
    with django_assert_num_queries(7):
        client.get(url("draft_shares", matter.pk))
    flats = flats_in(building)
    draft_table(matter, leader, shares=tuple(ShareInput(flat.pk, "1") for flat in flats))
    with django_assert_num_queries(8):
        client.get(url("draft_shares", matter.pk))
