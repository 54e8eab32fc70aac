from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from louzu.lib.bundles import BundleFinder, parts_of

COMPONENTS = sorted((settings.BASE_DIR / "static/css/components").glob("*.css"))


@pytest.fixture
def site(settings, tmp_path):
    """A site with two sheets and a temporary folder for bundles."""
    (tmp_path / "static").mkdir()
    for name in ("b.css", "a.css", "first.css"):
        (tmp_path / "static" / name).write_text(f"/* {name} */\n")
    settings.BASE_DIR = tmp_path
    settings.BUNDLE_ROOT = tmp_path / "bundles"
    settings.BUNDLES = {"css/all.css": ["first.css", "[ab].css"]}
    return tmp_path


def test_parts_are_joined_in_order_and_unchanged(site):
    [path] = BundleFinder().find("css/all.css", find_all=True)
    assert Path(path).read_text() == "/* first.css */\n/* a.css */\n/* b.css */\n"


def test_a_bundle_follows_its_parts(site):
    finder = BundleFinder()
    finder.find("css/all.css")
    (site / "static/a.css").write_text("p { margin: 0; }\n")
    (site / "static/b.css").unlink()
    assert (
        site / "bundles/css/all.css"
    ).read_text() == "/* first.css */\n/* a.css */\n/* b.css */\n"
    assert Path(finder.find("css/all.css")).read_text() == "/* first.css */\np { margin: 0; }\n"


def test_other_files_are_left_to_other_finders(site):
    assert BundleFinder().find("css/a.css") == []


def test_every_sheet_of_a_page_is_in_one_bundle():
    bundled = Counter(path for name in settings.BUNDLES for path in parts_of(name))
    sheets = set((settings.BASE_DIR / "static/css").rglob("*.css"))
    assert {path.name for path in sheets - set(bundled)} == {"admin.css"}
    assert set(bundled.values()) == {1}


def test_collectstatic_takes_the_bundles(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", verbosity=0, interactive=False)
    for name in settings.BUNDLES:
        assert (tmp_path / name).read_text() == "".join(p.read_text() for p in parts_of(name))
        assert finders.find(name) is not None


def test_no_component_redefines_another():
    """The class at the end of a rule's selector belongs to one component."""
    owners: dict[str, set[str]] = {}
    for sheet in COMPONENTS:
        text = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "{", sheet.read_text(), flags=re.DOTALL)
        for selector in re.findall(r"[^{},]+", text):
            if alone := re.fullmatch(r"\s*\.([\w-]+)\s*", selector):
                owners.setdefault(alone[1], set()).add(sheet.name)
    assert {name: sheets for name, sheets in owners.items() if len(sheets) > 1} == {}
