"""Axe judges a page again unless only its words, its numbers or the length of its lists differ.

It measures contrast again where a text has a colour, a ground or a size that it had on no page before.
"""

from __future__ import annotations

import pytest

from tests.browser.shapes import Shapes

ROW = '<li id="row-1"><a class="row" href="/b/114/1/">One</a></li>'
PAGE = f'<main><h2>Heading</h2><p aria-label="Sum">12</p><ul>{ROW}{ROW}</ul></main>'


@pytest.fixture
def shapes(page, tmp_path):
    """What axe has judged: one page."""
    page.set_content(PAGE)
    shapes = Shapes(tmp_path / "shapes")
    assert shapes.is_new(page)
    assert shapes.has_new_colours(page)
    return shapes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("One", "Another"),
        ("row-1", "row-23"),
        ("/114/1/", "/115/2/"),
        ("Sum", "Mean"),
        ("</ul>", f"{ROW}</ul>"),
    ],
)
def test_words_numbers_and_long_lists_make_no_new_shape(page, shapes, old, new):
    page.set_content(PAGE.replace(old, new))
    assert not shapes.is_new(page)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('class="row"', 'class="row soft"'),
        ("h2>", "h3>"),
        (">12<", "><"),
        ("Sum", ""),
        (f"{ROW}{ROW}", ROW),
        ("</main>", "<input></main>"),
        ("<p ", '<p role="status" '),
        ("One</a>", "One</a> and"),
    ],
)
def test_other_elements_and_attributes_make_a_new_shape(page, shapes, old, new):
    assert PAGE.replace(old, new) != PAGE
    page.set_content(PAGE.replace(old, new))
    assert shapes.is_new(page)


@pytest.mark.parametrize(
    "style",
    [
        "a { color: gray }",
        "main { background: gray }",
        "main { background-image: linear-gradient(red, blue) }",
        "ul { opacity: .5 }",
        "a { font-size: 24px }",
        "@media (prefers-color-scheme: dark) { a { color: red } }",
    ],
)
def test_text_in_another_colour_or_on_another_ground_is_measured_again(page, shapes, style):
    page.emulate_media(color_scheme="dark")
    page.set_content(f"{PAGE}<style>{style}</style>")
    assert shapes.has_new_colours(page)
    assert not shapes.has_new_colours(page)


@pytest.mark.parametrize(
    "style", ["p { color: red; display: none }", "ul { color: gray } a { color: LinkText }"]
)
def test_colours_that_nobody_sees_or_that_are_known_are_not_measured(page, shapes, style):
    page.set_content(f"{PAGE}{PAGE}<style>{style}</style>")
    assert not shapes.has_new_colours(page)


def test_what_one_worker_has_judged_is_known_to_the_others(page, shapes, tmp_path):
    other = Shapes(tmp_path / "shapes")
    assert not other.is_new(page)
    assert not other.has_new_colours(page)
