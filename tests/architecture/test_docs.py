"""References in the documentation exist, and decisions are numbered without gaps."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
FENCED = re.compile(r"```.*?```", re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(((?!https?:|mailto:)[^)\s]+)")
PATH = re.compile(r"[\w.-]+(?:/[\w.*<>-]+)*(?:/|\.(?:py|md|toml|html|css|js|txt|sql|json|po))")
"""A file or, with a slash at its end, a folder; ``<room>`` and ``*`` stand for any name."""
IDENTIFIER = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*")
IN_PARTS = re.compile(r"[a-z0-9]_[a-z0-9]|[a-z][A-Z]|^[A-Z][A-Z_]+$", re.ASCII)
"""What makes a word a name in code: an underscore, a capital inside, or capitals alone."""
TOPS = ("dev", "docs", "governance", "louzu", "residents", "static", "templates", "tests")
NOT_OURS = {
    "AUTH_USER_MODEL",
    "CharField",
    "LoginRequiredMiddleware",
    "thing_of",
    "things_for_purpose",
    "things_in",
}
"""Django's, and the patterns of names."""
MADE_LATER = {
    "css/paper.css",
    "css/print.css",
    "css/screen.css",
    "var/",
    "governance/wall/__init__.py",
    "templates/notices/readers.html",
    "tests/governance/wall/",
}
"""Bundles that are joined, the folder of data, and what the recipes make."""
OF_OTHER_PROGRAMS = {"CHANGELOG.md", "operations.md"}
"""Pages that name the past, or settings of nginx and PostgreSQL."""
FOUND_BY_NAME = {"admin", "apps", "management", "models", "room", "rules", "urls", "wsgi"}
SLUG = re.compile(r"[^\w\- ]")


def documents():
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@cache
def sources():
    """Every file of ours."""
    found = chain(ROOT.iterdir(), *((ROOT / top).rglob("*") for top in TOPS))
    return [file for file in found if "__pycache__" not in file.parts]


@cache
def ways_to_name_a_file():
    """From the root, from a folder above it, or by its name alone."""
    paths = (file.relative_to(ROOT).parts for file in sources())
    return {"/".join(path[n:]) for path in paths for n in range(len(path))}


@cache
def words_of_code():
    kinds = {".py", ".html", ".js", ".css", ".toml"}
    files = [f for f in sources() if f.suffix in kinds and f != Path(__file__)]
    text = "\n".join(f.read_text() for f in [*files, ROOT / "Makefile"])
    return frozenset(re.findall(r"[A-Za-z]\w*", text, re.ASCII))


def exists(path):
    pattern = re.sub(r"<\w+>", "*", path)
    if "*" in pattern:
        return any(ROOT.glob(pattern))
    return path in MADE_LATER or path.rstrip("/") in ways_to_name_a_file()


def paths_in(page):
    spans = SPAN.findall(FENCED.sub("", page.read_text()))
    return [span for span in spans if PATH.fullmatch(span)]


def anchors_in(page):
    """As GitHub makes them of the headings."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text()), re.MULTILINE)
    made = re.findall(r'<a id="([^"]+)"', page.read_text())
    return {SLUG.sub("", h.replace("`", "")).lower().replace(" ", "-") for h in headings} | {*made}


def test_every_link_between_documents_leads_to_a_file_and_a_heading():
    links = [
        (page, to) for page in documents() for to in LINK.findall(CODE.sub("", page.read_text()))
    ]
    assert len(links) > 20
    broken = []
    for page, to in links:
        path, _hash, heading = to.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (heading and heading not in anchors_in(target)):
            broken.append((page.name, to))
    assert broken == []


def test_every_file_that_the_documents_name_exists():
    pages = [page for page in documents() if page.name != "CHANGELOG.md"]
    named = [(page.name, path) for page in pages for path in paths_in(page)]
    assert len(named) > 100
    assert [(page, path) for page, path in named if not exists(path)] == []


def identifiers_in(page):
    """The parts of names that can only be names of code."""
    for span in SPAN.findall(FENCED.sub("", page.read_text())):
        name = span.removeprefix("@").partition("(")[0]
        if IDENTIFIER.fullmatch(name) and not PATH.fullmatch(span):
            yield from (part for part in name.split(".") if IN_PARTS.search(part))


def test_every_identifier_that_the_documents_name_is_in_the_code():
    """The decisions are left out: they tell what was decided then."""
    pages = [p for p in documents() if p.parent.name != "adr" and p.name not in OF_OTHER_PROGRAMS]
    named = [(page.name, name) for page in pages for name in identifiers_in(page)]
    assert len(named) > 200
    known = words_of_code() | NOT_OURS
    assert [(page, name) for page, name in named if name not in known] == []


def test_the_glossarys_words_are_in_the_code():
    rows = re.findall(r"^\|.*\|$", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE)[2:]
    named = [span for row in rows for span in SPAN.findall(row.split("|")[3])]
    names = [n for n in named if not PATH.fullmatch(n) for n in n.split("=")[0].split(".")]
    assert len(names) > 100
    assert [n for n in names if n.isidentifier() and n not in words_of_code()] == []


@pytest.mark.parametrize("package", ["governance", "residents", "louzu"])
def test_the_picture_of_the_layers_is_that_of_the_contracts(package):
    """Without what is planned, and without the modules that are looked for by name."""
    linted = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (contract,) = (c for c in linted["contracts"] if c.get("containers") == [package])
    layers = [set(re.findall(r"\w+", layer)) - FOUND_BY_NAME for layer in contract["layers"]]
    names = {name for name in set().union(*layers) if exists(f"{package}/{name}")}
    modules = {name for name in set().union(*layers) if exists(f"{package}/{name}.py")}
    text = (ROOT / "docs/architecture.md").read_text()
    (chain_drawn,) = re.findall(rf"subgraph {package}\[.*\n(.*)\n", text)
    drawn = [set(node.split(" & ")) for node in chain_drawn.strip().split(" --> ")]
    assert drawn == [layer & (names | modules) for layer in layers if layer & (names | modules)]


def test_the_documents_name_every_signal_that_somebody_receives():
    page = (ROOT / "docs/signals.md").read_text()
    received = [
        name
        for file in sources()
        if file.suffix == ".py" and "receivers" in str(file) and "tests" not in file.parts
        for name in re.findall(r"^@receiver\((\w+)", file.read_text(), re.MULTILINE)
    ]
    theirs = {"user_logged_out", "post_save", "before_fork"}
    assert {name for name in received if f"`{name}`" not in page} == theirs


def test_the_documents_name_every_slot_of_a_rooms_manifest():
    source = (ROOT / "residents/rooms/manifest.py").read_text()
    room = source.partition("\nclass Room:")[2].partition("\n\n\n")[0]
    slots = re.findall(r"^    (\w+): ", room, re.MULTILINE)
    assert len(slots) > 10
    page = (ROOT / "docs/rooms.md").read_text()
    assert [slot for slot in slots if f"`{slot}`" not in page] == []


def test_each_decision_has_its_own_number():
    """Two branches may have taken the same number."""
    decisions = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    numbers = [int(page.name.partition("-")[0]) for page in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    headings = [page.read_text().splitlines()[0] for page in decisions]
    assert [int(re.match(r"# (\d+)\. ", line)[1]) for line in headings] == numbers
