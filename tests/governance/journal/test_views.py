from __future__ import annotations

import pytest
from django.urls import reverse

from governance.journal.actions import enter as write
from governance.journal.models import Audience
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db
URL = "/b/114/journal/"


def test_who_may_read_the_journal(enter, building):
    expected = {"resident": 200, "leader": 200, "staff": 200, "neighbour": 404, "visitor": 302}
    assert {p: enter(p).get(URL).status_code for p in expected} == expected


@pytest.mark.parametrize(
    ("persona", "read"),
    [
        ("resident", {"public", "residents"}),
        ("volunteer", {"public", "residents", "helpers"}),
        ("deputed", {"public", "residents", "helpers", "writers"}),
        ("leader", set(Audience.values)),
        ("staff", set(Audience.values)),
    ],
)
def test_each_line_is_for_its_audience(enter, building, leader, persona, read):
    for audience in Audience.values:
        title = f"给{audience}"
        write(
            NoticeFactory(building=building, title=title),
            "notices.posted",
            by=leader,
            audience=audience,
        )
    page = enter(persona).get(URL).content.decode()
    assert {a for a in Audience.values if f"给{a}" in page} == read


def test_the_clocks_acts_are_the_systems_and_an_unknown_verb_is_still_told(enter, building):
    write(NoticeFactory(building=building, title="旧事"), "nobody.knows", by=None)
    assert "系统 · 旧事" in enter("resident").get(URL).content.decode()


def test_older_lines_are_a_page_further_on(enter, building, leader):
    for number in range(30):
        write(NoticeFactory(building=building, title=f"第{number}号"), "notices.posted", by=leader)
    client = enter("resident")
    first = client.get(URL)
    older = client.get(URL + first.context["older_url"])
    assert [line.text for line in older.context["lines"]][:1] == [
        f"楼组长 {leader}张贴了通知“第4号”"
    ]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30])
def test_a_place_that_cannot_be_read_is_the_beginning(enter, building, before):
    assert enter("resident").get(URL, {"before": before}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_journal_query_count(enter, building, leader, resident, count, django_assert_num_queries):
    for _ in range(count):
        write(NoticeFactory(building=building), "notices.posted", by=leader, whom=resident)
    client = enter("resident")
    with django_assert_num_queries(5):
        client.get(reverse("journal:lines", args=["114"]))
