from __future__ import annotations

import re

import pytest

from governance.canvass.models import Canvass
from governance.canvass.queries.paper import (
    LINES_ON_A_PAGE,
    MAX_CLAUSES,
    clauses_of,
    first_clauses,
    pages_of,
    signed_text,
)

pytestmark = pytest.mark.django_db


def asked(body) -> Canvass:
    return Canvass(pk=1, question="同意吗？", body=body)


@pytest.mark.parametrize(
    ("voices", "sizes"), [(0, [0]), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3])]
)
def test_a_list_is_cut_into_pages_and_an_empty_one_is_a_blank_page(voices, sizes):
    pages = pages_of(list(range(voices)), 3)
    assert [len(page.voices) for page in pages] == sizes
    assert [(page.number, page.of) for page in pages] == [
        (n, len(sizes)) for n in range(1, len(sizes) + 1)
    ]
    assert [voice for page in pages for voice in page.voices] == list(range(voices))


def test_a_short_text_is_printed_in_full():
    text = signed_text(asked("不堆物。\n\n不停车。"))
    assert [len(text.pages), text.clauses, text.annex] == [1, [], []]
    assert "不堆物。" in text.pages[0]


@pytest.mark.parametrize("shape", ["条。\n\n", "长" * 60, f"{'长' * 50}。", "- 条\n", "12. 条\n"])
def test_a_long_text_is_an_annex_that_keeps_every_character(shape):
    body = (shape * 2000)[:9000].strip()
    text = signed_text(asked(body))
    assert text.annex == text.pages
    assert len(text.pages) > 3
    printed = "".join(re.sub(r"<[^>]+>|\s", "", page) for page in text.pages)
    marks = re.compile(r"\s|-|12\.")
    assert marks.sub("", printed) == marks.sub("", body)


@pytest.mark.parametrize("line", ["字" * 700, "字字。" * 230, "- 字\n" * 90])
def test_no_page_of_an_annex_is_higher_than_paper(line):
    for page in signed_text(asked(f"{line}\n\n" * 6)).pages:
        words = re.sub(r"<[^>]+>", "", page).split("\n")
        assert sum(-(-len(one) // 34) for one in words) <= LINES_ON_A_PAGE


def test_the_summary_is_made_of_first_lines_with_the_numbers_of_the_text():
    body = "大家约定：\n\n1. 不堆物。堆了请三天内拿走。\n2. **不停车**\n续一行\n\n3. " + "长" * 90
    assert clauses_of(body) == ["大家约定：", "1. 不堆物。", "2. 不停车", f"3. {'长' * 26}…"]
    assert clauses_of("不堆物。\n\n不停车。") == ["1. 不堆物。", "2. 不停车。"]
    assert clauses_of("第一条 不堆物\n第二条 不停车") == ["第一条 不堆物", "第二条 不停车"]


def test_a_summary_fits_on_its_page():
    found = first_clauses(clauses_of("一条。\n\n" * 40), 30)
    assert [len(found), found[-1]] == [MAX_CLAUSES + 1, "还有26条，见附页"]
