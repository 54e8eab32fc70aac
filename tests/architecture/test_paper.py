"""Dates on paper have a year, because paper may be read in another one."""

from __future__ import annotations

import re

from tests.architecture.site import ROOT

PRINTED = [
    page
    for page in sorted(ROOT.glob("templates/**/*.html"))
    if 'extends "layouts/print.html"' in page.read_text() or page.name == "data_file.html"
]
WITHOUT_YEAR = re.compile(r"{% (?:day|moment|today|left)\b[^%]*%}")


def test_paper_tells_the_year_of_each_day():
    assert len(PRINTED) > 10
    wrong = {
        page.name: found for page in PRINTED if (found := WITHOUT_YEAR.findall(page.read_text()))
    }
    assert wrong == {}, "full_day and full_moment tell the year"
