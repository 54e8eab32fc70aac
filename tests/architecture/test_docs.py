"""References in the documentation exist, and decisions are numbered without gaps."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def documents():
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_every_link_between_documents_leads_to_a_file():
    links = [
        (page, to) for page in documents() for to in LINK.findall(CODE.sub("", page.read_text()))
    ]
    assert len(links) > 20
    assert [(page.name, to) for page, to in links if not (page.parent / to).exists()] == []


def test_each_decision_has_its_own_number():
    """Two branches may have taken the same number."""
    decisions = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    numbers = [int(page.name.partition("-")[0]) for page in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    headings = [page.read_text().splitlines()[0] for page in decisions]
    assert [int(re.match(r"# (\d+)\. ", line)[1]) for line in headings] == numbers
