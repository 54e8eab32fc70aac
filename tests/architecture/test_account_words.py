"""Pages of signing in use the words of other apps: ways to sign in, codes and passkeys."""

from __future__ import annotations

import re

import pytest

from tests.architecture.site import ROOT

RIDDLES = re.compile("钥匙|把锁|添一把|拿掉|换一把")
PLACES = ("templates/account", "templates/mfa", "templates/usersessions", "templates/residents")
PAGES = [page for place in PLACES for page in sorted((ROOT / place).rglob("*.html"))]
SOURCES = [
    file for file in sorted((ROOT / "residents").rglob("*.py")) if "migrations" not in file.parts
]


@pytest.mark.parametrize("file", [*PAGES, *SOURCES], ids=lambda file: str(file.relative_to(ROOT)))
def test_no_riddle(file):
    assert RIDDLES.findall(file.read_text()) == []
