from __future__ import annotations

import pytest
from django.urls import reverse

from governance.charters.models import Edition
from tests.factories.charters import CharterFactory, EditionFactory, WordingFactory

INSIDERS = ("leader", "core", "volunteer", "resident", "staff")
ALL_IN = {**dict.fromkeys(INSIDERS, 200), "neighbour": 404, "visitor": 302}
WRITERS = {**ALL_IN, **dict.fromkeys(INSIDERS, 403), "leader": 200, "staff": 200}
ACCESS = [
    ("charter", "get", ALL_IN),
    ("history", "get", ALL_IN),
    ("edition", "get", ALL_IN),
    ("print", "get", ALL_IN),
    ("write", "get", WRITERS),
    ("write", "post", {**WRITERS, "leader": 302, "staff": 302}),
]


def url(name, building):
    number = [1] if name in {"edition", "print"} else []
    return reverse(f"charters:{name}", args=[building.slug, *number])


def sent(*texts, do="post", based_on=0, articles=()):
    """The form as a browser sends it: one row for each text."""
    rows = {"form-TOTAL_FORMS": len(texts), "form-INITIAL_FORMS": len(articles)}
    for n, text in enumerate(texts):
        rows |= {f"form-{n}-text": text, f"form-{n}-heading": "", f"form-{n}-reason": ""}
    for n, article in enumerate(articles):
        rows[f"form-{n}-article"] = article
    return {"do": do, "based_on": based_on, "preamble": "为了大家", **rows}


@pytest.mark.parametrize(
    ("name", "method", "persona", "status"),
    [
        (name, method, who, status)
        for name, method, table in ACCESS
        for who, status in table.items()
    ],
)
def test_access(enter, building, name, method, persona, status):
    WordingFactory(edition__charter__building=building)
    data = sent("轻声。", based_on=1) if method == "post" else None
    assert getattr(enter(persona), method)(url(name, building), data).status_code == status


def test_an_edition_that_never_was_is_not_found(enter, building):
    assert enter("leader").get(url("edition", building)).status_code == 404


def test_without_a_charter_the_page_says_what_will_come(enter, building):
    for persona, offered in (("resident", False), ("leader", True)):
        page = enter(persona).get(url("charter", building)).text
        assert ("这栋楼还没有公约" in page, "写楼组公约" in page) == (True, offered)
    assert "还没有公布过公约" in enter("resident").get(url("history", building)).text


def test_a_first_charter_is_previewed_then_posted(enter, building):
    client = enter("leader")
    assert 'name="do" value="post"' not in client.get(url("write", building)).text
    preview = client.post(
        url("write", building), sent("爱护公物。", "", "轻声。", do="preview")
    ).text
    assert ("第一条" in preview, "第二条" in preview, "第三条" in preview) == (True, True, False)
    assert 'name="do" value="post"' in preview
    assert Edition.objects.count() == 0
    page = client.post(url("write", building), sent("爱护公物。", "", "轻声。"), follow=True)
    assert page.redirect_chain == [(url("charter", building), 302)]
    assert ("第二条" in page.text, "轻声。" in page.text, "第一版" in page.text) == (True,) * 3


def test_one_more_row_keeps_everything_typed_without_judging_it(enter, building):
    WordingFactory(edition__charter__building=building)
    data = sent("甲", "长" * 501, do="more", based_on=1, articles=[7])
    page = enter("leader").post(url("write", building), data).text
    assert 'name="form-TOTAL_FORMS" value="3"' in page
    assert 'name="form-0-article" value="7"' in page
    assert ("长" * 501 in page, "为了大家" in page, "error" in page) == (True, True, False)
    assert 'name="based_on" value="1"' in page


def test_the_next_edition_begins_with_the_one_in_force(enter, building):
    words = WordingFactory(edition__charter__building=building, heading="公物", reason="大家的")
    page = enter("leader").get(url("write", building)).text
    assert [part in page for part in ("公物", words.text, "大家的")] == [True] * 3
    assert f'name="form-0-article" value="{words.article_id}"' in page
    assert 'name="form-TOTAL_FORMS" value="2"' in page
    assert 'name="based_on" value="1"' in page


def test_an_emptied_row_drops_its_article_and_the_others_move_up(enter, building):
    edition = EditionFactory(charter__building=building)
    one, two = (WordingFactory(edition=edition, number=n).article_id for n in (1, 2))
    enter("leader").post(
        url("write", building), sent("", "轻声。", based_on=1, articles=[one, two])
    )
    (words,) = Edition.objects.get(number=2).wordings.all()
    assert (words.number, words.text, words.article_id) == (1, "轻声。", two)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (sent("", ""), "至少写一条。"),
        ({**sent(""), "form-0-heading": "公物"}, "这一条还没有内容。"),
        (sent("长" * 501), "500"),
        ({"do": "post"}, "error-summary"),
    ],
    ids=["nothing", "heading only", "too long", "no rows"],
)
def test_what_cannot_be_posted_is_said_on_the_form(enter, building, data, said):
    response = enter("leader").post(url("write", building), data)
    assert (response.status_code, Edition.objects.count()) == (200, 0)
    assert said in response.text


def test_the_second_of_two_is_told_and_keeps_the_text(enter, building, staff):
    WordingFactory(edition__charter__building=building, edition__by=staff, text="早一步。")
    client = enter("leader")
    page = client.post(url("write", building), sent("我写的。", based_on=0))
    assert (page.status_code, Edition.objects.count()) == (200, 1)
    for said in ("别人已经公布了新的一版", "早一步。", "我写的。", 'name="based_on" value="1"'):
        assert said in page.text
    assert client.post(url("write", building), sent("我写的。", based_on=1)).status_code == 302
    assert Edition.objects.get(state="posted").number == 2


def test_an_earlier_edition_says_so_and_leads_to_the_one_in_force(enter, building):
    charter = CharterFactory(building=building)
    WordingFactory(edition=EditionFactory(charter=charter, replaced=True), text="老的。")
    WordingFactory(edition=EditionFactory(charter=charter, number=2), text="新的。")
    client = enter("resident")
    page = client.get(url("edition", building)).text
    assert ("这是以前的一版" in page, "老的。" in page, "新的。" in page) == (True, True, False)
    assert f'href="{url("charter", building)}">看现在用的' in page
    assert "以前的一版" in client.get(url("print", building)).text


def test_the_wall_sheet_carries_a_code(enter, building):
    WordingFactory(edition__charter__building=building, number=1)
    sheet = enter("resident").get(url("print", building)).text
    assert ('class="qr"' in sheet, "第一条" in sheet) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("charter", 5), ("edition", 5), ("print", 5), ("write", 5)]
)
def test_pages_cost_the_same_whatever_their_length(
    enter, building, rows, name, queries, django_assert_num_queries
):
    edition = EditionFactory(charter__building=building)
    for number in range(1, rows + 1):
        WordingFactory(edition=edition, number=number)
    client = enter("leader")
    with django_assert_num_queries(queries):
        client.get(url(name, building))


@pytest.mark.parametrize("rows", [1, 3])
def test_history_costs_the_same_whatever_its_length(
    enter, building, rows, django_assert_num_queries
):
    charter = CharterFactory(building=building)
    for number in range(1, rows + 1):
        EditionFactory(charter=charter, number=number, replaced=True)
    client = enter("resident")
    with django_assert_num_queries(4):
        client.get(url("history", building))
