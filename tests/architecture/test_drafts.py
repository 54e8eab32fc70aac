"""Drafts that browsers keep: their owner is determined in one place."""

from __future__ import annotations

import re

import pytest

from tests.architecture.site import ROOT

FORM = re.compile(r"(?:<form\b[^>]*?|%\}\s*)\bdata-draft=\"(.*?)\"\s*(?:>|\{% endblock)", re.DOTALL)
TEMPLATES = [
    (file.relative_to(ROOT / "templates").as_posix(), key)
    for file in sorted((ROOT / "templates").rglob("*.html"))
    for key in FORM.findall(file.read_text())
]


def test_there_are_drafts_and_no_two_forms_share_one():
    keys = [key for _file, key in TEMPLATES]
    assert len(keys) >= 20
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("file", "key"), TEMPLATES)
def test_a_draft_names_its_thing_and_leaves_its_person_to_the_script(file, key):
    assert "{{" in key, "one draft for every building"
    assert "user" not in key, "static/js/draft-store.js puts the person into every key"


def test_every_key_of_the_script_holds_the_person():
    store = (ROOT / "static/js/draft-store.js").read_text()
    assert "const OURS = `drafts:${me}:`;" in store
    assert "export const keyOf = (name) => OURS + name;" in store
    script = (ROOT / "static/js/draft.js").read_text()
    assert "this.key = keyOf(form.dataset.draft);" in script
