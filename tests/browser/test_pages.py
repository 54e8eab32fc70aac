"""Every page is accessible, fits a phone and causes no console message."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from dev.shots import HORIZONTAL_OVERFLOW, building_paths, desk_paths
from tests.browser.desk import bring_rosters, desk_faults

AXE = Axe().axe_script
RUN = "([context, options]) => axe.run(context ?? document, options)"

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]},
    "resultTypes": ["violations"],
}
"""Rules of axe that depend on light and dark mode."""
SIZES = {"runOnly": {"type": "rule", "values": ["target-size"]}, "resultTypes": ["violations"]}
"""Rules of axe that depend on the text size."""
WEAR = "text => { document.documentElement.dataset.text = text; }"
PHONE, SMALLEST = {"width": 390, "height": 844}, {"width": 320, "height": 640}
ROSTERS = ["/roster/export/", "/imports/", "/undo/", "/many/list/", "/progress/", "/slips/"]
"""Parts of roster URLs, to ensure that each state has a page in the walk."""
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


def violations(page, where: str, options=OPTIONS, context=None) -> list[str]:
    """Run axe. ``context`` limits it to a part of the page, if the rest is not ours."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(RUN, [context, options])["violations"]
    return [
        f"{where}: {one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"][:3]
    ]


def too_wide(page, where: str) -> list[str]:
    over = page.evaluate(HORIZONTAL_OVERFLOW)
    return [f"{where}: {over} px too wide"] if over > 0 else []


def too_many_actions(page, where: str) -> list[str]:
    """Report more than one main action (``.button.main``) on a page. Folded forms don't count."""
    main = page.locator("main .button.main:visible").all_inner_texts()
    return [f"{where}: {len(main)} main actions: {main}"] if len(main) > 1 else []


def looked_at(page, path: str, *, thoroughly: bool = False) -> list[str]:
    """Check a page with one request.

    It runs axe in light mode and, if ``thoroughly``, in dark mode and large type. It also checks
    that the page fits 320 px, the width of 640 px at 200 % zoom, in every text size.
    """
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    page.goto(path)
    wrong = violations(page, f"{path} light") + too_many_actions(page, path)
    if thoroughly:
        page.emulate_media(color_scheme="dark")
        wrong += violations(page, f"{path} dark", COLOURS)
        page.emulate_media(color_scheme="light")
    page.set_viewport_size(SMALLEST)
    for text in ("largest", "normal", "large"):
        page.evaluate(WEAR, text)
        wrong += too_wide(page, f"{path} {text}")
    if thoroughly:
        wrong += violations(page, f"{path} large", SIZES)
    return wrong


@pytest.mark.parametrize("persona", ["visitor", "resident"])
def test_every_page_is_for_everybody(visit, persona):
    page = visit(persona, size="smallest")
    found = building_paths(persona)
    assert persona == "visitor" or set(OF_ALL) <= set(found)
    wrong = [one for path in found for one in looked_at(page, path)]
    assert wrong == []


def test_every_page_of_leader_and_committee_is_for_everybody(visit):
    """Check the leader's pages thoroughly, because they contain every component, and then the
    committee's other pages."""
    wrong = []
    leader, found = visit("leader", size="smallest"), building_paths("leader")
    assert set(OF_ALL) <= set(found)
    for path in found:
        wrong += looked_at(leader, path, thoroughly=True)
    staff = visit("staff", size="smallest")
    for path in (*building_paths("staff", but=found), *OF_ALL):
        wrong += looked_at(staff, path)
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
