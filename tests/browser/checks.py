"""What is checked on every page that a browser test opens."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

from dev.shots import HORIZONTAL_OVERFLOW

AXE = Axe().axe_script

RUN = "([context, options]) => window.axe?.run(context ?? document, options)"

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {
        "color-contrast": {"enabled": False},
        "color-contrast-enhanced": {"enabled": True},
        "target-size": {"enabled": True},
    },
    "resultTypes": ["violations"],
}
"""Text that has 7:1 has 4.5:1 too, and measuring contrast is most of what axe does."""


def violations(page, where: str, options=OPTIONS, context=None) -> list[str]:
    """Run axe. ``context`` limits it to a part of the page, if the rest is not ours."""
    answer = page.evaluate(RUN, [context, options])
    if answer is None:
        page.evaluate(AXE)
        answer = page.evaluate(RUN, [context, options])
    return [
        f"{where}: {one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in answer["violations"]
        for node in one["nodes"][:3]
    ]


def too_wide(page, where: str) -> list[str]:
    """Measure a page once it has come: a click returns before the page that it leads to is there."""
    page.wait_for_load_state()
    over = page.evaluate(HORIZONTAL_OVERFLOW)
    return [f"{where}: {over} px too wide"] if over > 0 else []


ODD_FIELDS = """() => [...document.querySelectorAll("main input, main select, main textarea")]
  .filter((e) => !/^(hidden|checkbox|radio|submit|button|range)$/.test(e.type))
  .flatMap((e) => {
    const style = getComputedStyle(e), body = getComputedStyle(document.body);
    const small = e.type === "datetime-local" ? 0.7 : 0.99;
    const odd = [
      parseFloat(style.fontSize) < small * parseFloat(body.fontSize) && `type of ${style.fontSize}`,
      style.borderTopLeftRadius === "0px" && "square",
      style.fontFamily !== body.fontFamily && !e.matches(".code, .digits") && style.fontFamily,
    ].filter(Boolean);
    return odd.length ? [`${e.localName} ${e.name}: ${odd.join(", ")}`] : [];
  })"""
"""Fields that have the browser's own type or shape, also in folded parts of the page."""


def odd_fields(page, where: str) -> list[str]:
    """Report fields that do not look as those of all other forms. Axe judges neither type nor shape."""
    return [f"{where}: {field}" for field in page.evaluate(ODD_FIELDS)]
