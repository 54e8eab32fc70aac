from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.urls import resolve

from louzu.lib.components import FLOWERS

BUILDING = SimpleNamespace(slug="114")


def drawn(source: str, path: str = "/b/114/notices/", **values) -> str:
    request = SimpleNamespace(building=BUILDING, resolver_match=resolve(path))
    return Template(source).render(Context({"request": request, "csrf_token": "T0", **values}))


def test_a_badge_is_a_word_with_a_tone():
    assert drawn('{% badge "通知" %}') == '<span class="badge">通知</span>'
    assert (
        drawn('{% badge word "wait" %}', word="<b>") == '<span class="badge wait">&lt;b&gt;</span>'
    )


@pytest.mark.parametrize(
    ("state", "tone"), [("done", "agree"), ("dropped", ""), ("asked", "wait"), (None, "wait")]
)
def test_a_table_gives_a_state_its_tone(state, tone):
    assert drawn('{{ state|tone:"done=agree dropped= *=wait" }}', state=state) == tone


def test_a_state_outside_the_table_has_no_tone():
    assert drawn('{{ "open"|tone:"done=agree" }}') == ""


def test_a_card_is_named_by_its_heading():
    html = drawn('{% card title id="do" tone="todo" %}<p>{{ title }}</p>{% endcard %}', title="A&B")
    assert html == (
        '<section class="sheet todo" aria-labelledby="do"><h2 id="do">A&amp;B</h2>'
        "<p>A&amp;B</p></section>"
    )


def test_a_card_without_a_heading_is_named_by_its_label():
    html = drawn("{% card label=label %}<p>…</p>{% endcard %}", label="A&B")
    assert html == '<section class="sheet" aria-label="A&amp;B"><p>…</p></section>'


def test_a_page_may_have_several_cards_of_a_kind():
    html = drawn('{% card "您家" id="mine" key=7 %}{% endcard %}')
    assert (
        html == '<section class="sheet" aria-labelledby="mine7"><h2 id="mine7">您家</h2></section>'
    )


def test_a_card_leads_to_more():
    html = drawn('{% card "公示栏" more="notices:board" words="全部" %}{% endcard %}')
    assert '<header><h2>公示栏</h2><a href="/b/114/notices/">全部</a></header>' in html


def test_a_post_button_brings_the_token_and_a_key_of_its_own():
    html = drawn('{% post_button "贴上" "notices:post" "114" 7 tone="main" %}' * 2)
    assert html.count('<form method="post" action="/b/114/notices/7/post/">') == 2
    assert html.count('name="csrfmiddlewaretoken" value="T0"') == 2
    assert len(set(re.findall(r'name="once" value="(\w{32})"', html))) == 2
    assert html.count('<button class="button main" type="submit">贴上</button>') == 2


def test_a_post_button_may_have_a_value_and_say_more():
    html = drawn(
        '{% post_button "不再" "notices:board" "114" name="kind" value=kind aria=words form="row" %}',
        kind='"x"',
        words="不再：<i>",
    )
    assert '<form method="post" action="/b/114/notices/" class="row">' in html
    assert 'name="kind" value="&quot;x&quot;" aria-label="不再：&lt;i&gt;" type="submit"' in html


def test_a_person_has_always_the_same_flower():
    flowers = {pk: drawn("{% face person %}", person=SimpleNamespace(pk=pk)) for pk in range(12)}
    assert flowers[1] == flowers[1 + len(FLOWERS)]
    assert len(set(flowers.values())) == len(FLOWERS)
    html = drawn('{% face person "small" office=True %}', person=SimpleNamespace(pk=1))
    assert 'class="face small office"' in html


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("/b/114/", "首页"),
        ("/b/114/journal/", "首页"),
        ("/b/114/notices/", "公示栏"),
        ("/b/114/meetings/", "议事"),
        ("/b/114/canvass/1/", "议事"),
        ("/b/114/charter/", "议事"),
        ("/b/114/lounge/", "客厅"),
        ("/b/114/me/", "我的"),
        ("/b/114/people/homes/1/", "我的"),
        ("/me/data/", "我的"),
        ("/me/calendar/", "我的"),
        ("/b/114/people/", "首页"),
    ],
)
def test_the_tab_follows_from_the_address(path, tab):
    building = SimpleNamespace(slug="114", get_absolute_url="/b/114/")
    html = drawn('{% include "components/tabs.html" %}', path, building=building)
    assert re.findall(r'aria-current="page"\s*>.*?</svg>([^<]+)<', html) == [tab]
