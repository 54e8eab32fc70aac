"""Every page is styled and usable from Chromium 80 and Safari 13.1 on."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from tests.architecture.browser_support import (
    flex_gaps,
    margins_instead,
    too_new_in_script,
    too_new_in_sheet,
)

STATIC = settings.BASE_DIR / "static"
SHEETS = sorted(STATIC.glob("css/**/*.css"))
SCRIPTS = sorted([*STATIC.glob("js/**/*.js"), *STATIC.glob("worker/*.js")])
DRAWN = [
    *sorted(settings.BASE_DIR.glob("templates/**/*.html")),
    settings.BASE_DIR / "louzu/lib/components.py",
]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_stay_above_the_floor(sheet):
    assert list(too_new_in_sheet(sheet.read_text())) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_stay_above_the_floor(script):
    assert list(too_new_in_script(script.read_text())) == []


def test_every_script_of_a_page_is_named_by_the_first_one():
    """A script that only another script imports loads later, by half a second on a slow network."""
    named = re.findall(r'import "\./([\w-]+)\.js"', (STATIC / "js/main.js").read_text())
    needed = {
        name
        for script in named
        for name in re.findall(r'from "\./([\w-]+)\.js"', (STATIC / f"js/{script}.js").read_text())
    }
    assert needed - set(named) == set()


def test_each_flex_box_with_a_gap_has_margins_where_gaps_are_unknown():
    sheets = [path.read_text() for path in SHEETS if path.name != "admin.css"]
    wanted = {selector for sheet in sheets for selector in flex_gaps(sheet)}
    given = {selector for sheet in sheets for selector in margins_instead(sheet)}
    assert {s for s in wanted if f"{s} > *" not in given and f"{s}::before" not in given} == set()


def test_a_drawing_without_style_is_no_larger_than_it_says():
    """An <svg> without width and height fills the window if its style sheet is not supported."""
    bare = [
        f"{path.name}: {tag}"
        for path in DRAWN
        for tag in re.findall(r"<svg[^>]*(?:%\}[^>]*)*", path.read_text())
        if " width=" not in " ".join(tag.split())
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        ("@layer base { p { margin: 0; } }", "@layer"),
        ("p { padding-inline: 1rem; }", "padding-inline of p: Chromium 87, Safari 14.1"),
        (".tabs { inset: auto 0 0; }", "inset of .tabs: Chromium 87, Safari 14.1"),
        (":is(h1, h2) { margin: 0; }", ":is(h1, h2): Chromium 88, Safari 14"),
        (".a, .b:has(i) { margin: 0; }", ".b:has(i): Chromium 105, Safari 15.4"),
        (":focus-visible { outline: 0; }", ":focus-visible: Chromium 86, Safari 15.4"),
        (
            "i::before { content: '＋' / ''; }",
            "content: '＋' / '' of i::before: Chromium 77, Safari 17.4",
        ),
        (
            "i { text-decoration: underline; text-decoration: underline 1px var(--edge); }",
            "text-decoration: underline 1px var(--edge) of i: Chromium 89; Safari has the thickness only as a longhand",
        ),
        (
            "legend { float: inline-start; }",
            "float: inline-start of legend: Chromium 118, Safari 15",
        ),
        (
            "@media (width > 9rem) { p { margin: 0; } }",
            "@media with a range: Chromium 104, Safari 16.4",
        ),
    ],
)
def test_what_is_too_new_for_a_style_sheet_is_found(sheet, found):
    assert list(too_new_in_sheet(sheet)) == [found]


@pytest.mark.parametrize(
    "sheet",
    [
        "@supports selector(:has(a)) { p:has(a) { margin: 0; } }",
        "i::before { content: '＋'; content: '＋' / ''; }",
        ".paper:has(.a3) { max-width: 297mm; }",
        "@media print { @page { size: A4; } p { padding-inline-start: 0; } }",
    ],
)
def test_what_has_its_plain_form_beside_it_is_not(sheet):
    assert list(too_new_in_sheet(sheet)) == []


@pytest.mark.parametrize(
    "line",
    [
        "fetch(url, { signal: AbortSignal.timeout(12_000) })",
        "const body = new FormData(form, submitter);",
        "form.requestSubmit(button);",
        "field.form.requestSubmit();",
        "if (event.submitter?.name) send();",
        "list.replaceChildren(...lines);",
        "name.replaceAll('-', '')",
        "lines.at(-1)",
        "crypto.randomUUID()",
        "this.count ??= 0",
        "await start();",
    ],
)
def test_what_is_too_new_for_a_script_is_found(line):
    assert len(list(too_new_in_script(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "form.requestSubmit?.(button);",
        "crypto.randomUUID?.().replaceAll('-', '')",
        "const pressed = event.submitter ?? last;",
        "  await fetch(url); // no AbortSignal.timeout here",
        "new FormData(form)",
    ],
)
def test_what_is_guarded_is_not(line):
    assert list(too_new_in_script(line)) == []
