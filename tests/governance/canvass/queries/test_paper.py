from __future__ import annotations

import pytest

from governance.canvass.models import Canvass
from governance.canvass.queries.paper import pages_of, slips_per_page

LINE = "字" * 36


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "slips"),
    [
        ("", 3),
        ("\n".join([LINE] * 3), 3),
        ("\n".join([LINE, LINE, LINE + "字"]), 2),
        (f"{LINE}\n\n\n{LINE}", 2),
        ("\n".join([LINE] * 10), 2),
        ("\n".join([LINE] * 11), 1),
        (LINE * 10, 2),
        (LINE * 10 + "字", 1),
    ],
)
def test_as_many_slips_fit_on_a_page_as_the_lines_of_the_text_allow(body, slips):
    assert slips_per_page(Canvass(pk=1, body=body)) == slips
