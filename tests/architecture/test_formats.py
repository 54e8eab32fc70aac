"""Few files are laid out by hand, against the formatter."""

from __future__ import annotations

from tests.architecture.site import ROOT

MAX_FILES = 30
"""Tables that are read as tables."""


def test_few_files_ask_the_formatter_to_leave_lines_alone():
    mark = "# fmt:" + " skip"
    folders = ("dev", "governance", "louzu", "residents", "tests")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    assert len([file for file in files if mark in file.read_text()]) < MAX_FILES
