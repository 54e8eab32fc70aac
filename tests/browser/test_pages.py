"""Every page there is, as everybody sees it: readable by all, no wider than a phone, silent."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from dev.shots import SIDEWAYS, paths

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
"""All that differs by night."""
SIZES = {"runOnly": {"type": "rule", "values": ["target-size"]}, "resultTypes": ["violations"]}
"""All that differs in large type."""
WEAR = "text => { document.documentElement.dataset.text = text; }"
PHONE, SMALLEST = {"width": 390, "height": 844}, {"width": 320, "height": 640}
PERSONAS = ("visitor", "resident", "leader", "staff")
OF_ALL = [
    "/b/114/", "/b/114/notices/", "/b/114/lounge/", "/b/114/charter/", "/b/114/meetings/",
    "/b/114/me/", "/b/114/search/", "/b/114/canvass/",
]  # fmt: skip


def violations(page, where: str, options=OPTIONS, context=None) -> list[str]:
    """``context``: a part of the page, where the rest is not ours."""
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [
        f"{where}: {one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"][:3]
    ]


def too_wide(page, where: str) -> list[str]:
    over = page.evaluate(SIDEWAYS)
    return [f"{where}: {over} px too wide"] if over > 0 else []


def building_pages(persona: str) -> list[str]:
    found = [path for path in paths(persona) if not path.startswith("/admin/")]
    assert persona == "visitor" or set(OF_ALL) <= set(found)
    if persona == "staff":  # the others are the leader's as well
        leaders = set(paths("leader"))
        return [path for path in found if path not in leaders] + OF_ALL
    return found


@pytest.mark.parametrize("share", [0, 1])
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_is_for_everybody(visit, persona, share):
    """By day before axe, the leader's by night and in large type too; at 320 px, which is also what is left of
    640 px at 200 % zoom, no wider than the window in any size of type. Each page is fetched once.
    """
    page = visit(persona, size="smallest")
    wrong = []
    for path in building_pages(persona)[share::2]:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        page.goto(path)
        wrong += violations(page, f"{path} light")
        if persona == "leader":  # whose pages hold every component
            page.emulate_media(color_scheme="dark")
            wrong += violations(page, f"{path} dark", COLOURS)
            page.emulate_media(color_scheme="light")
        page.set_viewport_size(SMALLEST)
        for text in ("largest", "normal", "large"):
            page.evaluate(WEAR, text)
            wrong += too_wide(page, f"{path} {text}")
        if persona == "leader":
            wrong += violations(page, f"{path} large", SIZES)
    assert wrong == []


def test_the_desk_opens_without_a_complaint(visit):
    page = visit("staff", size="desktop")
    of_desk = [path for path in paths("staff") if path.startswith("/admin/")]
    assert len(of_desk) > 10
    for path in of_desk:
        assert page.goto(path).status == 200
        assert page.locator("#site-name").is_visible()
