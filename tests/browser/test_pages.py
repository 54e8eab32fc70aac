"""Every page is accessible, fits a phone and causes no console message."""

from __future__ import annotations

import pytest
from django.conf import settings

from dev.page_urls import desk_paths
from dev.shots import HORIZONTAL_OVERFLOW
from tests.browser.checks import AXE, OPTIONS, odd_fields, violations
from tests.browser.desk import bring_rosters, desk_faults
from tests.browser.shapes import Shapes

CONTRAST, SIZE = "color-contrast-enhanced", "target-size"
"""Rules of axe that depend on light and dark mode, and on the text size."""
MAIN_ACTIONS = """[...document.querySelectorAll("main .button.main")]
    .filter(button => button.checkVisibility({visibilityProperty: true}))
    .map(button => button.innerText)"""
WIDTHS = f"""texts => texts.map(text => {{
    document.documentElement.dataset.text = text;
    return [text, {HORIZONTAL_OVERFLOW}];
}})"""
PHONE, SMALLEST = {"width": 390, "height": 844}, {"width": 320, "height": 640}
ROSTERS = ["/roster/export/", "/imports/", "/undo/", "/many/list/", "/progress/", "/slips/"]
"""Parts of roster URLs, to ensure that each state has a page in the walk."""
PARTS = {"leader": 6, "resident": 3, "staff": 1, "visitor": 1}
"""Number of tests that share the pages of a persona, so that workers can share them too."""
OF_ALL = [
    "/b/114/",
    "/b/114/notices/",
    "/b/114/lounge/",
    "/b/114/charter/",
    "/b/114/meetings/",
    "/b/114/me/",
    "/b/114/search/",
    "/b/114/canvass/",
]


def too_many_actions(page, where: str) -> list[str]:
    """Report more than one main action (``.button.main``) on a page. Folded forms don't count."""
    main = page.evaluate(MAIN_ACTIONS)
    return [f"{where}: {len(main)} main actions: {main}"] if len(main) > 1 else []


def too_wide_in_some_text(page, where: str) -> list[str]:
    """Report text sizes in which the page does not fit. The last one stays."""
    found = page.evaluate(WIDTHS, ["largest", "normal", "large"])
    return [f"{where} {text}: {over} px too wide" for text, over in found if over > 0]


def rules(*wanted: str) -> dict:
    return {"runOnly": {"type": "rule", "values": wanted}, "resultTypes": ["violations"]}


def judged(page, where: str, shapes: Shapes, *, new: bool = False) -> list[str]:
    """Run axe with all rules on a ``new`` page, and else with those that depend on the text size.

    Measuring contrast is most of what axe does, so it measures only a page with new colours.
    """
    contrast = shapes.has_new_colours(page)
    if not new:
        return violations(page, where, rules(SIZE, *([CONTRAST] if contrast else [])))
    every = {**OPTIONS["rules"], CONTRAST: {"enabled": contrast}}
    return violations(page, where, {**OPTIONS, "rules": every})


def looked_at(page, path: str, shapes: Shapes, *, thoroughly: bool = False) -> list[str]:
    """Check a page with one request.

    It runs axe in light mode and, if ``thoroughly``, in dark mode with large type. It also checks
    that the page fits 320 px, the width of 640 px at 200 % zoom, in every text size. If axe has
    judged the shape of the page before, it only measures targets again, because they depend on the
    length of words.
    """
    page.set_viewport_size(PHONE)
    page.goto(path)
    wrong = judged(page, f"{path} light", shapes, new=shapes.is_new(page))
    wrong += too_many_actions(page, path)
    page.set_viewport_size(SMALLEST)
    wrong += too_wide_in_some_text(page, path)
    wrong += odd_fields(page, path)
    if thoroughly:
        page.emulate_media(color_scheme="dark")
        wrong += judged(page, f"{path} large", shapes)
        page.emulate_media(color_scheme="light")
    return wrong


@pytest.mark.parametrize(
    ("persona", "part"), [(who, n) for who in PARTS for n in range(PARTS[who])]
)
def test_every_page_is_for_everybody(visit, kept, persona, part):
    """Check the leader's pages thoroughly, because they contain every component of members' pages."""
    page = visit(persona, size="smallest")
    page.add_init_script(AXE)
    found = kept.paths(persona) + (OF_ALL if persona == "staff" else [])
    assert persona == "visitor" or set(OF_ALL) <= set(found)
    wrong = []
    for path in found[part :: PARTS[persona]]:
        wrong += looked_at(page, path, kept.shapes, thoroughly=persona == "leader")
    assert wrong == []


def test_the_first_page_of_each_room_fits_the_smallest_screen_in_english(visit, house):
    """English words, dates and badges are longer than Chinese ones."""
    page = visit("leader", size="smallest")
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": house}])
    wrong = []
    for path in [*OF_ALL, "/b/114/doors/", "/b/114/doors/share/", "/b/114/canvass/waiting/"]:
        page.goto(path)
        assert page.evaluate("document.documentElement.lang") == "en"
        wrong += too_wide_in_some_text(page, path)
    assert wrong == []


def test_the_desk_opens_without_a_complaint(visit):
    """Check the desk on a phone and a small laptop, with rosters in every state."""
    page = visit("staff", size="desktop")
    bring_rosters()
    of_desk = desk_paths()
    assert len(of_desk) > 80
    assert [at for at in ROSTERS if not any(at in path for path in of_desk)] == []
    wrong = []
    for path in of_desk:
        assert page.goto(path).status == 200
        assert page.locator("#site-name").is_visible()
        wrong += desk_faults(page, path)
    assert wrong == []


def test_a_fault_is_found_on_a_page_with_another_shape(page, tmp_path):
    sound = """data:text/html,<!DOCTYPE html><html lang="zh-CN"><title>Title</title>
        <main><h1>Heading</h1><p>Words</p></main>"""
    shapes = Shapes(tmp_path / "shapes")
    assert looked_at(page, sound, shapes) == []
    assert looked_at(page, sound.replace("Words", "Others"), shapes) == []
    fault, odd = looked_at(page, sound.replace("<p>Words</p>", "<p>Words<input></p>"), shapes)
    assert " light: label: <input>" in fault
    assert "input : type of 13.3333px, square" in odd
    wide = sound.replace("Words", "W" * 99)
    assert len(looked_at(page, wide, shapes)) == 3  # text sizes
