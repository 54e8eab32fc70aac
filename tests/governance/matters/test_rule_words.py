"""The rule in words is written from the numbers, and the page asks where they contradict each other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from governance.matters.apportionment import Method, Part
from governance.matters.models import ShareTable
from governance.matters.queries.share_flats import flats_in
from governance.matters.rule_words import (
    RuleRow,
    contradictions_in,
    is_outdated,
    rule_from,
    seal_of,
)
from tests.factories import OfficeFactory
from tests.factories.shares import draft_table, matter_of_three_floors

FLOORS = {1: "0", 2: "0.5", 3: "1", 4: "1.3"}


def rows(coefficients=FLOORS, **columns):
    given = {name: Decimal(value) for name, value in columns.items()}
    return [
        RuleRow(floor, typed, Part(floor, coefficient=Decimal(typed), **given))
        for floor, typed in coefficients.items()
    ]


@pytest.mark.parametrize(
    ("method", "columns", "sentence"),
    [
        (Method.coefficient, {}, "余下的钱按系数分：一楼不出，二楼0.5，三楼1，四楼1.3。"),
        (Method.area, {"area": 70}, "余下的钱按各户的建筑面积分。"),
        (Method.heads, {"heads": 2}, "余下的钱按各户的人数分。"),
        (
            Method.area_coefficient,
            {"area": 70},
            "余下的钱按建筑面积乘系数分，系数是：一楼不出，二楼0.5，三楼1，四楼1.3。",
        ),
        (Method.fixed, {"fixed": 100}, "余下的钱一户一户说定。"),
        (
            Method.mixed,
            {"fixed": 100},
            "每户先出一笔说定的，剩下的按系数分：一楼0，二楼0.5，三楼1，四楼1.3。",
        ),
    ],
)
def test_each_method_is_told_from_its_numbers_and_contradicts_none(method, columns, sentence):
    assert rule_from(method, rows(**columns)) == sentence
    assert contradictions_in(sentence, method, rows(**columns)) == []


def test_every_method_is_told():
    assert all(rule_from(method, rows(area=1, heads=1, fixed=1)) for method in Method)


def test_flats_that_bear_nothing_are_counted_and_floors_that_differ_told_so():
    some = [*rows(area=70), RuleRow(5, "2", Part(5, coefficient=Decimal(2)))]
    assert rule_from(Method.area, some) == "余下的钱按各户的建筑面积分，1户不出钱。"
    differ = [*rows(), RuleRow(4, "2", Part(9, coefficient=Decimal(2)))]
    assert rule_from(Method.coefficient, differ).endswith("三楼1，四楼各户不一样。")
    assert rule_from(Method.coefficient, rows({2: "1", 3: "1.0"})) == "余下的钱按系数分：各户一样。"


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("一楼0.2，二楼0.5", "“一楼0.2”，表里一楼的系数是0。"),
        ("1楼0.2、2楼0.5", "“1楼0.2”，表里1楼的系数是0。"),
        ("第四层系数是１．９", "“四层系数是1.9”，表里四层的系数是1.3。"),
        ("二楼：0.8", "“二楼:0.8”，表里二楼的系数是0.5。"),
        ("二楼不出，三楼1", "“二楼不出”，表里二楼要出钱。"),
    ],
)
def test_a_number_beside_another_floor_than_its_own_is_named(rule, named):
    (sentence,) = contradictions_in(rule, Method.coefficient, rows())
    assert named in sentence


@pytest.mark.parametrize(
    "rule",
    [
        "一楼不出，二楼0.50，三楼1、四楼1.3",
        "一楼不出，二楼往上一层比一层多0.3",
        "每上一层0.3，每层加0.2",
        "二楼2户先出500元，三楼301、302室1",
        "二楼201室0.5，三楼1300元，四楼15%",
        "八楼9",
        "十二楼2",
    ],
)
def test_what_says_no_other_coefficient_is_not_doubted(rule):
    assert contradictions_in(rule, Method.coefficient, rows()) == []


def test_a_text_is_outdated_once_numbers_that_it_tells_of_change():
    before = seal_of("一层比一层多", Method.coefficient, rows())
    other = rows(FLOORS | {1: "0.2"})
    assert is_outdated(before, seal_of(" 一层比一层多\r\n", Method.coefficient, other))
    assert not is_outdated(before, seal_of("另写的", Method.coefficient, other))
    assert not is_outdated(before, seal_of("一层比一层多", Method.coefficient, rows()))
    assert not is_outdated("", seal_of("一层比一层多", Method.coefficient, other))
    areas = seal_of("按面积", Method.area, rows(area=70))
    assert not is_outdated(areas, seal_of("按面积", Method.area, rows(area=71)))
    assert is_outdated(areas, seal_of("按面积", Method.heads, rows(heads=1)))


@pytest.fixture
def leader(building):
    return OfficeFactory(building=building).user


@pytest.fixture
def matter(building):
    return matter_of_three_floors(building)


@pytest.fixture
def send(enter, matter):
    """Send the sheet as the leader, with what its page had hidden the last time."""
    client, hidden, where = enter("leader"), {}, reverse("matters:draft_shares", args=["114", 0])
    where = where.replace("/0/", f"/{matter.pk}/")

    def sent(do, *coefficients, rule):
        flats = flats_in(matter.building)
        typed = {f"flat{f.pk}-coefficient": c for f, c in zip(flats, coefficients, strict=True)}
        head = {"total": "300", "method": "coefficient", "rule": rule, "do": do}
        response = client.post(where, hidden | {"version": "0"} | typed | head)
        if response.context:
            form = response.context["form"]
            for name in ("worded", "earlier_rule", "tried"):
                hidden[name] = form[name].value() or ""
        return response

    return sent


@pytest.mark.django_db
@pytest.mark.parametrize("rule", ["一楼0.2，二楼1，三楼2", "一层比一层多"])
def test_saving_asks_once_when_the_numbers_changed_and_the_text_did_not(send, rule):
    assert not send("try", "0.2", "1", "2", rule=rule).context["sheet"].doubts
    tried = send("try", "0", "1", "2", rule=rule).text
    asked = send("save", "0", "1", "2", rule=rule).text
    for page in (tried, asked):
        assert "系数改过了，那段话没有改。请对一对。" in page
        assert f"写的是：{rule}" in page
        assert "照各户的数是：余下的钱按系数分：一楼不出，二楼1，三楼2。" in page
        assert ("那段话里写着“一楼0.2”" in page) == rule.startswith("一楼0.2")
    assert ("对过了，就这样存" in tried, "对过了，就这样存" in asked) == (False, True)
    assert not ShareTable.objects.exists()
    assert send("sure", "0", "1", "2", rule=rule).status_code == 302
    assert ShareTable.objects.get().rule == rule


@pytest.mark.django_db
def test_saving_does_not_ask_about_a_text_that_was_changed_too(send):
    send("try", "0.2", "1", "2", rule="一楼0.2，二楼1，三楼2")
    assert send("save", "0", "1", "2", rule="一楼不出，二楼1，三楼2").status_code == 302


@pytest.mark.django_db
def test_one_tap_writes_the_rule_and_keeps_what_was_typed(send):
    page = send("word", "0", "1", "2", rule="先这样写着").text
    written = "余下的钱按系数分：一楼不出，二楼1，三楼2。"
    assert (f"{written}</textarea>" in page, "原来写的：先这样写着" in page) == (True, True)
    assert send("save", "0", "1", "2", rule=written).status_code == 302
    assert ShareTable.objects.get().rule == written


@pytest.mark.django_db
def test_one_tap_without_numbers_asks_for_them(send):
    page = send("word", "", "", "", rule="").text
    assert ("请填各户的系数" in page, "</textarea>" in page) == (True, True)


@pytest.mark.django_db
def test_a_stored_draft_whose_numbers_are_changed_is_asked_about(enter, leader, matter):
    table = draft_table(matter, leader)
    client, where = enter("leader"), reverse("matters:draft_shares", args=["114", matter.pk])
    sheet = client.get(where).context["sheet"]
    parts = [sheet.form, *sheet.subsidies, *sheet.rows]
    fields = [part[name] for part in parts for name in part.fields]
    sent = {field.html_name: field.value() for field in fields if field.value() is not None}
    sent |= {"total": f"{table.total_fen // 100}"}
    coefficient = sheet.rows[0]["coefficient"].html_name
    page = client.post(where, sent | {coefficient: "7", "do": "save"}).text
    assert "系数改过了，那段话没有改" in page
    assert client.post(where, sent | {"do": "save"}).status_code == 302


@pytest.mark.django_db
def test_proposing_shows_both_and_asks_about_a_contradiction(enter, send, matter):
    send("sure", "0", "1", "2", rule="一楼0.2，二楼1")
    client, where = enter("leader"), reverse("matters:propose_shares", args=["114", matter.pk, 1])
    page = client.get(where)
    assert "要问各家的是：一楼0.2，二楼1" in page.text
    assert "照各户的数是：余下的钱按系数分：一楼不出，二楼1，三楼2。" in page.text
    form = page.context["form"]
    days = {
        name: form[name].value().strftime("%Y-%m-%dT%H:%M") for name in ("opens_at", "closes_at")
    }
    sent = days | {"electorate": "members", "version": form["version"].value()}
    assert "那段话里写着“一楼0.2”，表里一楼的系数是0。" in client.post(where, sent).text
    table = ShareTable.objects.get()
    assert table.state == "draft"
    assert client.post(where, sent | {"do": "sure"}).status_code == 302
    assert "余下300.00元，由2户分摊。" in ShareTable.objects.get().canvass.body


@pytest.mark.django_db
def test_the_sheet_shows_what_was_reckoned_before_beside_the_new_sum(send):
    assert "上次" not in send("try", "0", "1", "2", rule="").text
    page = send("try", "0", "1", "1", rule="").text
    assert ("上次100.00元" in page, "上次200.00元" in page) == (True, True)
    assert "上次0.00元" not in page


@pytest.mark.django_db
def test_the_enter_key_reckons_and_rewrites_no_text(send):
    send("try", "0.2", "1", "2", rule="一楼0.2")
    asked = send("save", "0", "1", "2", rule="一楼0.2").text
    first = asked.partition('id="typed"')[2].partition("<button")[2].partition(">")[0]
    assert ("换成照各户的数写的" in asked, 'value="try"' in first) == (True, True)
