from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from louzu.lib.autolinks import LONGEST
from louzu.lib.markup import escape_marks
from louzu.lib.text import (
    ALLOWED_TAGS,
    MAX_MARKDOWN_LENGTH,
    excerpt,
    first_sentence,
    from_markdown,
    from_plain,
    line_from_plain,
    strip_marks,
    truncated,
)

TAG = re.compile(r"</?([a-zA-Z0-9]+)")
RENDERERS = (from_markdown, from_plain, line_from_plain)
every_renderer = pytest.mark.parametrize("render", RENDERERS, ids=lambda one: one.__name__)


class Read(HTMLParser):
    """Parses what a reader sees: the text with the numbers of its lists, and the targets of links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.links = "", []
        self.next: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag in {"ol", "ul"}:
            self.next.append(int(found.get("start") or 1) if tag == "ol" else -1)
        elif tag == "li" and self.next[-1] >= 0:
            number = int(found.get("value") or self.next[-1])
            self.next[-1] = number + 1
            self.text += f"{number}."
        elif tag == "a" and found.get("href"):
            self.links.append(found["href"])

    def handle_endtag(self, tag):
        if tag in {"ol", "ul"}:
            self.next.pop()

    def handle_data(self, data):
        self.text += data


def links_in(html: str) -> list[str]:
    return Read(html).links


def seen(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**要紧**", "<p><strong>要紧</strong></p>\n"),
        ("# 一\n\n## 二\n\n##### 五", "<h2>一</h2>\n<h3>二</h3>\n<h3>五</h3>\n"),
        ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n"),
        ("上\n下", "<p>上<br>\n下</p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        (
            "![x](http://a/b.png)",
            '<p>!<a href="http://a/b.png" rel="noopener noreferrer nofollow">x</a></p>\n',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](//evil.example)", "<p>[x](//evil.example)</p>\n"),
        ("&nbsp; &amp;", "<p>&amp;nbsp; &amp;amp;</p>\n"),
        ("\\*甲\\* ¯\\(ツ) 路\\\n下", "<p>*甲* ¯\\(ツ) 路\\<br>\n下</p>\n"),
        ("---", "<hr>\n"),
        ("签名：\n\n____\n\n***", "<p>签名：</p>\n<p>____</p>\n<p>***</p>\n"),
    ],
)
def test_markdown_knows_a_small_safe_part(source, html):
    assert from_markdown(source) == html


# addresses


@every_renderer
@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("详情看https://example.org/tongzhi，谢谢", ["https://example.org/tongzhi"]),
        ("报名：https://example.org/bm（周五前）", ["https://example.org/bm"]),
        ("请看 https://example.org/c。", ["https://example.org/c"]),
        ("看https://example.org/bm请填", ["https://example.org/bm"]),
        ("看 https://example.org/a\n<b>不是标签</b>", ["https://example.org/a"]),
        ("(see https://example.org/c_(d).)", ["https://example.org/c_(d)"]),
        ("**https://example.org/a?b=1&c=2**", ["https://example.org/a?b=1&c=2"]),
        ("https://example.org/x_y_z*q*", ["https://example.org/x_y_z"]),
        ("HTTPS://Example.org", ["https://Example.org"]),
        ("<https://example.org/a>", ["https://example.org/a"]),
        ("看example.com/x，www.shanghai.gov.cn。", ["http://example.com/x", "http://www.shanghai.gov.cn"]),
        ("邮箱wang.li@example.com。", ["mailto:wang.li@example.com"]),
        ("a.py 3.5 2026.11 v1.2.3 报告.doc ok.好 example.community", []),
        ("https:// http://，xhttps://", []),
        ("javascript:alert(1) ftp://example.net/x data:text/html,x", []),
        ("user@ @example @example.com", []),
    ],
)  # fmt: skip
def test_an_address_begins_where_it_stands_and_ends_before_chinese(render, source, links):
    """bugs.md 9: Chinese text has no blank around an address."""
    assert links_in(render(source)) == links


@every_renderer
@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("电话13800138000，", ["tel:13800138000"]),
        ("138 0013 8000 / 138-0013-8000", ["tel:13800138000"] * 2),
        ("+86 13800138000", ["tel:+8613800138000"]),
        ("021-54321234、（021）54321234", ["tel:02154321234"] * 2),
        ("400-820-1234", ["tel:4008201234"]),
        ("物业电话：54321234", ["tel:54321234"]),
        ("拨打12345，或打电话119", ["tel:12345", "tel:119"]),
        ("138****8000", []),
        ("身份证310101195003071234，卡号6222021380013800012", []),
        ("114号 12345元 20261128 54321234", []),
        ("ID13800138000 13800138000.5", []),
    ],
)
def test_a_telephone_number_can_be_called(render, source, links):
    assert links_in(render(source)) == links


@every_renderer
@pytest.mark.parametrize(
    "whole",
    ["2026年11月28日", "11月28日", "11月28号", "2026 年 11 月 28 日", "14:00", "9：30", "9点半", "2026-11-28"],
)  # fmt: skip
def test_a_day_and_a_time_stay_on_one_line(render, whole):
    assert f'定在<span class="whole">{whole}</span>，' in render(f"定在{whole}，")


def test_what_is_no_time_is_left_alone():
    assert "span" not in from_plain("比分3:2 1:100 10:00:00 25月 3.14")


# bold


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**时间：**本周六", "<strong>时间：</strong>本周六"),
        ("请**务必带好身份证。**谢谢", "请<strong>务必带好身份证。</strong>谢谢"),
        ("**《楼组公约》**已生效", "<strong>《楼组公约》</strong>已生效"),
        ("他说**“好”**了", "他说<strong>“好”</strong>了"),
        ("请**务必！**ok", "请<strong>务必！</strong>ok"),
        ("一共**35**元，**9:00**到", "一共<strong>35</strong>元，<strong>9:00</strong>到"),
        ("**a**bc**d**", "<strong>a</strong>bc<strong>d</strong>"),
        ("***甲***", "*<strong>甲</strong>*"),
        ("**甲**乙**丙**", "<strong>甲</strong>乙<strong>丙</strong>"),
        ("5*6=30，7*8=56", "5*6=30，7*8=56"),
        ("3*4*5 2_000_ 2**3**4", "3*4*5 2_000_ 2**3**4"),
        ("*甲* _乙_ __丙__", "*甲* _乙_ __丙__"),
        ("** 甲 ** 乙", "** 甲 ** 乙"),
        ("甲**乙", "甲**乙"),
    ],
)
def test_bold_beside_chinese(source, html):
    """bugs.md 10: https://github.com/commonmark/commonmark-spec/issues/650."""
    got = re.sub(r"</?span[^>]*>", "", from_markdown(source))
    assert got == f"<p>{html}</p>\n"


# lists


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("1. 先关总阀\n\n（每家都要关）\n\n2. 再开水龙头\n3. 看一看", "1.先关总阀（每家都要关）2.再开水龙头3.看一看"),
        ("1. 先关总阀\n（每家都要关）\n2. 再开水龙头", "1.先关总阀（每家都要关）2.再开水龙头"),
        ("3. 第三条", "3.第三条"),
        ("1. 甲\n3. 丙\n3. 又\n2. 乙", "1.甲3.丙3.又2.乙"),
        ("5. 五\n   1. 里\n   4. 外\n6. 六", "5.五1.里4.外6.六"),
    ],
)  # fmt: skip
def test_numbers_of_a_list_stay_as_typed(source, shown):
    """bugs.md 11: a signed text has the numbers that were typed."""
    html = from_markdown(source)
    assert seen(Read(html).text) == shown
    assert "<ol" in html


@pytest.mark.parametrize(
    "source",
    ["2026. 今年", "01. 甲", "0. 零", "1、甲\n2、乙", "1）甲\n2）乙", "1) 甲\n2) 乙", "1.甲", "+ 5度", "-5度", "①甲"],
)  # fmt: skip
def test_other_numbers_are_text(source):
    html = from_markdown(source)
    assert "<li" not in html
    assert Read(html).text.split() == source.split()


def test_other_numbers_are_text_within_a_list():
    html = from_markdown("1. 甲\n\n2026. 今年\n\n- 2026. 今年\n> 01. 乙")
    assert seen(Read(html).text) == "1.甲2026.今年2026.今年01.乙"


@pytest.mark.parametrize(
    "source",
    [">60岁的老人", ">=3人", "> 60岁以上", "- > 60", ">引用", "* * *", "# #", "#", "##", "-", "*", "- -", "--", "1. -", "- ##",
     "\\\\server\\共享", "C:\\#1", "¯\\_(ツ)_/¯", "路\\.", "2\\-3"],
)  # fmt: skip
def test_what_only_looks_like_a_mark_is_shown_as_it_was_typed(source):
    html = from_markdown(source)
    assert seen(("- " if "<ul>" in html else "") + Read(html).text) == seen(source)


def test_a_quote_that_has_begun_goes_on_before_a_number():
    html = from_markdown("> 楼长说\n> 3号楼也要\n>\n> 好")
    assert html.count("<blockquote>") == 1
    assert seen(Read(html).text) == "楼长说3号楼也要好"


@pytest.mark.parametrize(
    "source",
    ["[https://good.cn](https://evil.cn)", "[good.cn](https://evil.cn/good.c)", "[13800138000](https://evil.cn)",
     "[发到 a@good.cn](mailto:a@evil.cn)"],
)  # fmt: skip
def test_the_text_of_a_link_never_names_another_place(source):
    assert seen(Read(from_markdown(source)).text) == seen(source)


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("[WWW.good.cn](https://good.cn/)", "https://good.cn/"),
        ("[2026年第3号](https://good.cn)", "https://good.cn"),
        ("[138 0013 8000](tel:13800138000)", "tel:13800138000"),
    ],
)
def test_a_link_that_says_where_it_leads_is_one(source, link):
    assert links_in(from_markdown(source)) == [link]


# all of it


@given(st.text())
def test_nothing_but_allowed_tags_comes_out(source):
    for render in RENDERERS:
        assert {tag.lower() for tag in TAG.findall(render(source))} <= ALLOWED_TAGS


typed = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]))
in_pieces = st.lists(
    st.sampled_from(
        ["**", "*", "1. ", "12. ", "2026. ", "01. ", "1) ", "- ", "+ ", "# ", "> ", "---", "\n", "\n\n", "  ", "好", "，", "a", "https://a.org/b", "a@b.com", "www.a.cn", "电话", "13800138000", "021-54321234", "11月28日", "14:00", "_", "“", "”", "&lt;", "(", ")"]
    )
).map("".join)  # fmt: skip


@given(typed | in_pieces)
def test_plain_text_shows_every_character_in_its_place(source):
    assert seen(Read(from_plain(source)).text) == seen(source)
    assert seen(Read(line_from_plain(source)).text) == seen(source)


@given(in_pieces | typed.filter(lambda text: not set("\\[") & set(text)))
def test_a_marked_text_loses_only_its_marks(source):
    without_marks = str.maketrans("", "", "*#>-")
    shown = seen(Read(from_markdown(source)).text).translate(without_marks)
    assert shown == seen(source).translate(without_marks)


@example(">1\\.")
@given(in_pieces | st.text("\\*[]()#>-+.1a好 \n"))
def test_a_text_given_as_typed_loses_nothing(source):
    assert seen(Read(from_markdown(escape_marks(source))).text) == seen(source)


@given(in_pieces | st.text("[]()htps:/.javcrid@ta\n 好*<>\\&"))
def test_links_lead_to_the_web_to_a_mailbox_or_to_a_telephone(source):
    for render in RENDERERS:
        for link in links_in(render(source)):
            assert re.match(r"(?:https?://|mailto:|tel:|/(?![/\\]))", link)


HOSTILE = [
    "*", "**", "**a", "a**", "** ", "[", "[](", "[a](b", "](", "![", "https://", "https://a)", "https://a.b/(",
    "a@", "a.", "a-", "a.b@", "1", "1.", "1. \n", "- ", "- \n", "> ", ">", "# ", "\\", "\\*", "021", "(021)", "1 ",
    "138", "+86 ", "电话", "拨打1", "1月", "14:", "2026-", "\n", " ", "\t", "+ ", "01. \n", "**中", "“**", "a.com",
    "> - 1. ", "a\n\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_cost_no_more_than_their_length(piece):
    """A rule with backtracking would take minutes."""
    source = (piece * MAX_MARKDOWN_LENGTH)[:MAX_MARKDOWN_LENGTH]
    for render in RENDERERS:
        assert len(render(source)) < 200 * MAX_MARKDOWN_LENGTH
    assert len(strip_marks(source)) <= len(source)


def test_an_address_is_bounded():
    (link,) = links_in(from_plain("https://a" + "b" * 3 * LONGEST))
    assert len(link) <= LONGEST + 10


def test_markdown_is_bounded():
    assert len(from_markdown("字" * MAX_MARKDOWN_LENGTH * 2)) < MAX_MARKDOWN_LENGTH + 20


def test_no_page_has_a_way_of_its_own_to_show_what_is_typed():
    """Django's filters know neither Chinese text around URLs nor telephone numbers."""
    other = re.compile(r"\|(?:urlize|urlizetrunc|linebreaks|linebreaksbr)\b")
    pages = settings.BASE_DIR.glob("templates/**/*.html")
    assert [page.name for page in pages if other.search(page.read_text())] == []


# told in part


def test_an_excerpt_is_one_line_without_marks():
    assert excerpt("## 标题\n\n**要紧** [这里](http://a)") == "标题 要紧 这里"
    assert len(excerpt("长" * 200)) == 80


def test_an_excerpt_keeps_numbers_and_arithmetic():
    assert excerpt("1. 甲\n2. 乙\n\n2026. 今年 3*4*5 2**3 2_000_") == "1. 甲 2. 乙 2026. 今年 3*4*5 2**3 2_000_"  # fmt: skip
    assert excerpt("\\*甲\\*") == "*甲*"


@pytest.mark.parametrize(
    "mark", ["[", "[](", "[a](b", "\n", " ", "\n ", "#", "#\n", "1", "- ", "> ", "*", "\\"]
)
def test_marks_without_end_are_taken_away_in_one_pass(mark):
    """Security review L5. An expression with backtracking would take minutes."""
    assert len(strip_marks(mark * 200_000)) <= len(mark) * 200_000


def test_marks_go_with_what_stands_before_them():
    assert strip_marks("一\n\n  - 二\n\n> 三 [四](http://x) [五]") == "一 二 三 四 [五]"


@pytest.mark.parametrize("render", [from_markdown, from_plain])
def test_an_indent_of_ideographic_spaces_stays(render):
    html = render("　　各位邻居：\n　　周三停电。\n\n　　谢谢")
    assert [line for line in re.split(r"<[^>]+>\n?", html) if line.strip()] == [
        "　　各位邻居：",
        "　　周三停电。",
        "　　谢谢",
    ]


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("1. 带伞\n2. 带水\n谢谢大家", "<ol><li>带伞</li><li>带水</li></ol><p>谢谢大家</p>"),
        ("- 带伞\n谢谢\n大家", "<ul><li>带伞</li></ul><p>谢谢<br>大家</p>"),
        ("- 带伞\n  折叠的\n谢谢", "<ul><li>带伞<br>折叠的</li></ul><p>谢谢</p>"),
        ("1. 带伞\n折叠的\n2. 带水", "<ol><li>带伞<br>折叠的</li><li>带水</li></ol>"),
        ("1. 带伞\n　　谢谢大家", "<ol><li>带伞</li></ol><p>　　谢谢大家</p>"),
        ("> - 带伞\n> 谢谢", "<blockquote><ul><li>带伞</li></ul><p>谢谢</p></blockquote>"),
        ("> 带伞\n谢谢", "<blockquote><p>带伞<br>谢谢</p></blockquote>"),
    ],
)
def test_a_line_after_the_last_point_is_a_paragraph(typed, html):
    assert from_markdown(typed).replace("\n", "") == html


@pytest.mark.parametrize("typed", ["- a\n" + "b\n" * 14_000 + end for end in ("", "- c")])
def test_looking_for_the_next_point_asks_of_each_line_once(typed):
    assert from_markdown(typed).count("<br>") in {13_998, 13_999, 14_000}


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("一二三四五", "一二三四五"),
        ("一二三四五六", "一二三四…"),
        ("一二（“三四", "一二…"),
        ("一二、四五六", "一二、四…"),
        ("一二三，五六", "一二三…"),
        ("一二…（五六", "一二…"),
        ("一二【「五六", "一二…"),
    ],
)
def test_a_line_is_cut_behind_a_word(line, cut):
    assert truncated(line, 5) == cut


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("下楼要歇三回。\n我也是。", "下楼要歇三回。"),
        ("他说：“装吧！”大家都笑了。", "他说：“装吧！”"),
        ("装  电梯\n好不好", "装 电梯 好不好"),
        ("好……真的", "好……"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_with_its_mark(text, first):
    assert first_sentence(text) == first
