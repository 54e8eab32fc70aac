"""Axe judges a page again unless only its words, its numbers or the length of its lists differ."""

from __future__ import annotations

import pytest

from tests.browser.shapes import Shapes

ROW = '<li id="row-1"><a class="row" href="/b/114/1/">One</a></li>'
PAGE = f'<main><h2>Heading</h2><p aria-label="Sum">12</p><ul>{ROW}{ROW}</ul></main>'


@pytest.fixture
def shapes(page, tmp_path):
    """The shapes of one page that axe judged, though not thoroughly."""
    page.set_content(PAGE)
    shapes = Shapes(tmp_path / "shapes")
    assert shapes.is_new(page, thoroughly=False)
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
    assert not shapes.is_new(page, thoroughly=False)


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
    assert shapes.is_new(page, thoroughly=False)


def test_a_shape_is_judged_thoroughly_once(page, shapes):
    assert shapes.is_new(page, thoroughly=True)
    assert not shapes.is_new(page, thoroughly=True)
    assert not shapes.is_new(page, thoroughly=False)


def test_what_one_worker_has_judged_is_known_to_the_others(page, shapes, tmp_path):
    other = Shapes(tmp_path / "shapes")
    assert not other.is_new(page, thoroughly=False)
    assert other.is_new(page, thoroughly=True)
    assert not shapes.is_new(page, thoroughly=True)
