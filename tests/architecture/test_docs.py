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
CLASS = re.compile(r"^class (\w+)(.*?):\n((?:(?: .*)?\n)+)", re.MULTILINE)
FORMER = re.compile(r"\bformerly\b(?:[^.`]|`[^`\n]*`)*")
"""The rest of a sentence that names what is gone."""
PROSE = re.compile(
    r'^ *"""[\s\S]*?"""|(?:^|(?<=\s))# .*$|\{#.*?#\}|/\*[\s\S]*?\*/|^ *// .*$', re.MULTILINE
)
"""Docstrings and comments, which may still name what is gone."""
TOPS = ("deploy", "dev", "docs", "governance", "louzu", "residents", "static", "templates", "tests")
NOT_OURS = {
    "AUTH_USER_MODEL",
    "Trigger",
    "btree_gin",
    "MAX_",
    "changepassword",
    "get_pgid",
    "pg_cancel_backend",
    "pgcrypto",
    "pg_upgrade",
    "pgtrigger",
    "phonenumbers",
    "CharField",
    "LoginRequiredMiddleware",
    "thing_of",
    "things_for",
    "things_for_purpose",
    "things_in",
}
"""Names from Django, PostgreSQL and packages, and the patterns of names."""
OF_DJANGO = {"has_perm", "objects"}
"""Attributes that our classes inherit from Django's."""
MADE_LATER = {
    "css/paper.css",
    "css/print.css",
    "css/screen.css",
    "database/000000.sql",
    "louzu-backup.json",
    "manifest.json",
    "media.sha256",
    "var/",
    "governance/wall/__init__.py",
    "templates/notices/readers.html",
    "tests/governance/wall/",
}
"""Bundles that are joined, members of a backup, the folder of data, and what the recipes make."""
OF_OTHER_PROGRAMS = {"CHANGELOG.md", "high-availability.md", "operations.md"}
"""Pages that name the past, or settings of nginx and PostgreSQL."""
FOUND_BY_NAME = {"admin", "apps", "jobs", "management", "models", "room", "rules", "urls", "wsgi"}
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
    text = "\n".join(PROSE.sub("", f.read_text()) for f in [*files, ROOT / "Makefile"])
    paths = {part for file in sources() for part in re.split(r"[/.]", str(file.relative_to(ROOT)))}
    return frozenset(re.findall(r"[A-Za-z]\w*", text, re.ASCII)) | paths


@cache
def classes():
    """Map the name of each class to the words of its base classes and of its body."""
    found = {}
    for file in sources():
        if file.suffix == ".py" and "tests" not in file.parts:
            for name, *parts in CLASS.findall(PROSE.sub("", file.read_text())):
                for words, part in zip(found.setdefault(name, (set(), set())), parts, strict=True):
                    words.update(re.findall(r"\w+", part))
    return found


def attributes_of(name):
    bases, body = classes()[name]
    inherited = (attributes_of(base) for base in bases & classes().keys() - {name})
    return body.union(*inherited)


@cache
def related_names():
    text = "\n".join(file.read_text() for file in sources() if file.suffix == ".py")
    return frozenset(re.findall(r'related_name="(\w+)"', text))


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


def identifiers_in(text):
    """The parts of the names in backticks, without those in a sentence after “formerly”."""
    for span in SPAN.findall(FORMER.sub("", FENCED.sub("", text))):
        name = span.removeprefix("@").partition("(")[0]
        if IDENTIFIER.fullmatch(name) and not PATH.fullmatch(span):
            yield from name.split(".")


def test_every_identifier_that_the_documents_name_is_in_the_code():
    pages = [page for page in documents() if page.name not in OF_OTHER_PROGRAMS]
    named = [(page.name, name) for page in pages for name in identifiers_in(page.read_text())]
    assert len(named) > 500
    known = words_of_code() | NOT_OURS
    assert [(page, name) for page, name in named if name not in known] == []


def attributes_in(text):
    """The pairs of class and attribute in backticks, of our classes."""
    for owner, attribute in re.findall(r"`([A-Z]\w+)\.(\w+)", FORMER.sub("", text)):
        if owner in classes():
            yield owner, attribute


def is_gone(owner, attribute):
    return attribute not in attributes_of(owner) | related_names() | OF_DJANGO


def test_every_attribute_that_the_documents_name_is_in_its_class():
    pages = [page for page in documents() if page.name not in OF_OTHER_PROGRAMS]
    named = [(page.name, *pair) for page in pages for pair in attributes_in(page.read_text())]
    assert len(named) > 30
    assert [found for found in named if is_gone(*found[1:])] == []
    assert is_gone("Building", "faces")


@pytest.mark.parametrize(
    "text",
    [
        "It calls `stir(building)`.",
        "A type `Stuck` holds it.",
        "`Building.holdings` keeps it. It calls `reckon`.",
    ],
)
def test_names_that_are_gone_are_found(text):
    assert set(identifiers_in(text)) - words_of_code() - NOT_OURS


def test_names_after_formerly_may_be_gone():
    text = (
        "`Waiting` has four fields, formerly `stir.reckon`, `Stuck(1.)` and more. Then `Waiting`."
    )
    assert list(identifiers_in(text)) == ["Waiting", "Waiting"]


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
    theirs = {"user_logged_in", "user_logged_out", "post_save", "before_fork"}
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
