"""Style sheets and templates keep to the rules of CONTRIBUTING that no linter knows."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import rules

from tests.architecture.site import ROOT, addresses

CSS = ROOT / "static" / "css"
SCREEN = sorted([*CSS.glob("components/*.css"), CSS / "base.css", CSS / "frame.css"])
"""The sheets of all pages. Paper is black on white, and the desk sets Django's own variables."""
FOLDER = ROOT / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
PYTHON = sorted(
    p for top in ("louzu", "residents", "governance") for p in (ROOT / top).rglob("*.py")
)
OF_PACKAGES = {"account", "admin", "louzu_forms", "mfa", "usersessions"}
"""Folders with templates that Django, allauth and crispy-forms find by their names."""
HANDLERS = re.compile(r"\d{3}\.html")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTORS = re.compile(r"([^{};@]+)\{")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?)\(")
COMPOSED = "is-"
"""Begins classes made from a state, as in "is-agree"."""
NAMED = re.compile(r"""\{%\s*(url|may)\s+["']([^"']+)["']""")
CLASS = re.compile(r"\.([a-z][\w-]*)")


def text_of(sheet: Path) -> str:
    return COMMENT.sub("", sheet.read_text())


def selectors_of(sheet: Path) -> set[str]:
    found = SELECTORS.findall(text_of(sheet))
    return {selector.strip() for group in found for selector in group.split(",")}


def test_a_class_is_defined_in_one_sheet():
    homes = defaultdict(set)
    for sheet in SCREEN:
        for selector in selectors_of(sheet):
            if CLASS.fullmatch(selector):
                homes[selector].add(sheet.name)
    assert {name: sheets for name, sheets in homes.items() if len(sheets) > 1} == {}


def test_colours_are_tokens():
    lost = {sheet.name: COLOUR.findall(text_of(sheet)) for sheet in SCREEN}
    assert {name: colours for name, colours in lost.items() if colours} == {}


def test_no_template_styles_by_hand():
    assert [path for path in TEMPLATES if re.search(r"\sstyle=", path.read_text())] == []


INCLUDED = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')
POSTS = re.compile(r"{%\s*(?:post_button|csrf_token)")


def posts(template: str) -> bool:
    """Whether the template, or one that it includes with its context, has a form that posts."""
    text = (FOLDER / template).read_text()
    rest = [name for name, words in INCLUDED.findall(text) if "only" not in words.split()]
    return bool(POSTS.search(text)) or any(posts(name) for name in rest if name != template)


def test_forms_in_isolated_templates_are_given_their_token():
    """Without it each of them is refused as too old."""
    without = [
        (path.name, name)
        for path in TEMPLATES
        for name, words in INCLUDED.findall(path.read_text())
        if "only" in words.split() and "csrf_token=csrf_token" not in words and posts(name)
    ]
    assert without == []


def test_badges_are_components():
    by_hand = re.compile(r'<span[^>]*class="badge')
    assert [path for path in TEMPLATES if by_hand.search(path.read_text())] == []


def test_every_template_is_used():
    texts = {path: path.read_text() for path in [*TEMPLATES, *PYTHON]}
    unused = [
        path
        for path in TEMPLATES
        if path.relative_to(FOLDER).parts[0] not in OF_PACKAGES
        and not HANDLERS.fullmatch(path.name)
        and not any(is_named(path, text) for other, text in texts.items() if other != path)
    ]
    assert unused == []


def is_named(template: Path, text: str) -> bool:
    """Return whether ``text`` names it, in full or by its last part as in f"charters/{step}.html"."""
    return str(template.relative_to(FOLDER)) in text or f'"{template.stem}"' in text


def test_every_class_of_a_sheet_is_used():
    texts = "".join(path.read_text() for path in [*TEMPLATES, *SCRIPTS, *PYTHON])
    words = set(re.findall(r"[a-z][\w-]*", texts))
    classes = {
        name
        for sheet in [*SCREEN, *CSS.glob("paper/*.css"), *CSS.glob("print/*.css")]
        for selector in selectors_of(sheet)
        for name in CLASS.findall(selector)
        if not name.startswith(COMPOSED)
    }
    assert classes - words == set()


def test_every_token_is_used():
    sheets = "".join(text_of(sheet) for sheet in CSS.rglob("*.css"))
    defined = set(re.findall(r"(--[\w-]+)\s*:", (CSS / "tokens.css").read_text()))
    assert defined - set(re.findall(r"var\((--[\w-]+)", sheets)) == set()


def test_every_address_and_permission_in_a_template_exists():
    """A walk meets a wrong name only in the state and for the person to whom the part is shown."""
    names = {address.name for address in addresses()}
    lost = [
        f"{path.relative_to(FOLDER)}: {name}"
        for path in TEMPLATES
        for tag, name in NAMED.findall(path.read_text())
        if (name not in names if tag == "url" else not rules.perm_exists(name))
        and not name.startswith("admin:")
    ]
    assert lost == []
