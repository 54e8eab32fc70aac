from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louzu.lib.text import (
    ALLOWED_TAGS,
    LONGEST_MARKDOWN,
    bare,
    excerpt,
    from_markdown,
    from_plain,
    masked,
)

TAG = re.compile(r"</?([a-zA-Z0-9]+)")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**要紧**", "<p><strong>要紧</strong></p>\n"),
        ("# 一\n\n## 二", "<h2>一</h2>\n<h3>二</h3>\n"),
        ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n"),
        ("上\n下", "<p>上<br>\n下</p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        (
            "![x](http://a/b.png)",
            '<p>!<a href="http://a/b.png" rel="noopener noreferrer nofollow">x</a></p>\n',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
    ],
)
def test_markdown_knows_a_small_safe_part(source, html):
    assert from_markdown(source) == html


def test_plain_text_keeps_lines_and_makes_links():
    html = from_plain("看 https://example.org/a\n<b>不是标签</b>")
    assert 'href="https://example.org/a"' in html
    assert "<br>" in html
    assert "&lt;b&gt;" in html


@given(st.text())
def test_nothing_but_allowed_tags_comes_out(source):
    for html in (from_markdown(source), from_plain(source)):
        assert {tag.lower() for tag in TAG.findall(html)} <= ALLOWED_TAGS


def test_an_excerpt_is_one_line_without_marks():
    assert excerpt("## 标题\n\n**要紧** [这里](http://a)") == "标题 要紧 这里"
    assert len(excerpt("长" * 200)) == 80


@pytest.mark.parametrize(
    "mark", ["[", "[](", "[a](b", "\n", " ", "\n ", "#", "#\n", "1", "- ", "> "]
)
def test_marks_without_end_are_taken_away_in_one_pass(mark):
    """Security review L5. An expression that goes back over them would take the suite minutes."""
    assert len(bare(mark * 200_000)) <= len(mark) * 200_000


def test_marks_go_with_what_stands_before_them():
    assert bare("一\n\n  - 二\n\n> 三 [四](http://x) [五]") == "一 二 三 四 [五]"


def test_markdown_is_bounded():
    assert len(from_markdown("字" * LONGEST_MARKDOWN * 2)) < LONGEST_MARKDOWN + 20


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800138888", "138****8888"),
        ("+86 138-0013-8888", "138****8888"),
        ("02155551234", "021****1234"),
        ("55551234", "****34"),
        ("12345", "****45"),
        ("7", "****"),
        ("13800138888、55551234", "138****8888、****34"),
        ("00000+00000000000", "000****0000"),
        ("", ""),
    ],
)
def test_a_phone_is_masked(phone, shown):
    assert masked(phone) == shown


@given(st.text(alphabet="0123456789+- 、"))
def test_no_five_digits_of_a_phone_stand_together(phone):
    assert not re.search(r"\d{5}", masked(phone))
