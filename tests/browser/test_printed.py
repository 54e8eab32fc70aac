"""Papers of each kind of question as they are printed: nothing is cut, and each page is a page."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from itertools import pairwise

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from governance.canvass.inputs import OptionInput
from governance.canvass.kinds import ALL_KINDS, takes_delegations
from governance.canvass.models import Canvass
from governance.canvass.models.options import MAX_OPTIONS
from residents.models import Building, User
from tests.factories.canvass import canvass_url, make_open_canvass
from tests.factories.ledger import AccountFactory, EntryFactory

FIRST = dt.datetime(2099, 11, 30, 18, 30, tzinfo=dt.UTC)
LONG = "请物业把六楼平台的积水、裂缝和破了的防水层在雨季以前都修好，修完请大家来看一看，看过再付钱"
BODIES = {
    "short": "楼顶漏水，六楼两家下雨就要接水。",
    "long": "一、按照图纸施工，不影响采光。\n\n" * 9,
}
OUTSIDE = """() => {
  const wrong = [];
  for (const leaf of document.querySelectorAll(".leaf")) {
    const edge = leaf.getBoundingClientRect();
    const walk = document.createTreeWalker(leaf, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      if (!walk.currentNode.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(walk.currentNode);
      for (const box of range.getClientRects()) {
        if (box.right > edge.right + 1 || box.left < edge.left - 1) wrong.push(walk.currentNode.data.trim());
      }
    }
  }
  return wrong;
}"""
SMALL = """() => Array.from(document.querySelectorAll(".tear .prose, .tear .boxes, .leaf > .prose, .ballot p"))
  .filter((part) => parseFloat(getComputedStyle(part).fontSize) < 18.6)
  .map((part) => part.textContent.trim())"""
"""Parts of what is signed in letters of less than 14 points."""
HIGH = """() => Array.from(document.querySelectorAll(".leaf"))
  .map((leaf) => Math.round(leaf.getBoundingClientRect().height)).filter((height) => height > 1016)"""
"""Pages that are higher than A4 without its margins."""
GRIDS = """() => Array.from(document.querySelectorAll(".leaf"))
  .filter((leaf) => getComputedStyle(leaf).display === "grid").map((leaf) => leaf.className)"""
"""Pages whose parts would overlap where they go on overleaf."""
LETTER = 10
"""The height of the smallest letters, in points."""
LONG_ONES = (("long", True),)
BOTH = (("short", False), *LONG_ONES)
SCRIPTS = {"outside": OUTSIDE, "small": SMALL, "high": HIGH, "grids": GRIDS}


def options_of(kind, *, many):
    if kind.answers == "yes_no":
        return ()
    count = MAX_OPTIONS if many else 2
    if kind.answers == "dates":
        days = (FIRST + dt.timedelta(days=number) for number in range(count))
        return tuple(OptionInput(details="三楼公共客厅", starts_at=day) for day in days)
    return tuple(
        OptionInput(f"{number:02}号方案，{LONG}{LONG}"[:60] if many else f"方案{number}", LONG * 2)
        for number in range(count)
    )


def question(kind, *, body, many=False, secret=False) -> Canvass:
    building = Building.objects.get(slug="114")
    text = {"purpose": kind.purpose, "preset": kind.preset.key, "kind": kind.answers}
    return make_open_canvass(
        building,
        User.objects.get(username="leader"),
        **text,
        electorate=kind.preset.electorate,
        question=(LONG * 3)[:120] if many else "同意吗？",
        body=BODIES[body],
        options=options_of(kind, many=many),
        seats=2 if kind.answers == "several" else 1,
        secret=secret,
    )


def papers_of(canvass):
    if canvass.secret:
        return [canvass_url(canvass, "ballots")]
    sheet = canvass_url(canvass, "sheet")
    more = ["slips", *(["blank_mandate"] if takes_delegations(canvass) else [])]
    return [sheet, f"{sheet}?form=list", *(canvass_url(canvass, name) for name in more)]


def faults(page, url="") -> dict[str, object]:
    """Return texts beside the page, small ones, and the heights of pages that are too high."""
    if url:
        page.goto(url)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1016})  # A4 without its margins
    found = {name: page.evaluate(script) for name, script in SCRIPTS.items()}
    return {name: value for name, value in found.items() if value}


def test_papers_of_each_kind_stay_on_their_pages(visit):
    asked = [
        question(kind, body=body, many=many, secret=secret)
        for kind in {(kind.purpose, kind.answers): kind for kind in ALL_KINDS.values()}.values()
        for secret in ([False, True] if kind.may_be_secret else [False])
        for body, many in (LONG_ONES if secret or kind.answers == "yes_no" else BOTH)
    ]
    page = visit("leader", size="desktop")
    found = {
        f"{canvass.purpose} {canvass.kind} {url}": wrong
        for canvass in asked
        for url in papers_of(canvass)
        if (wrong := faults(page, url))
    }
    assert found == {}


def test_the_round_sheet_stays_on_its_pages_with_a_dozen_questions(visit):
    for _ in range(8):
        question(ALL_KINDS["residents"], body="short", many=True)
    page = visit("leader", size="desktop")
    assert faults(page, reverse("doors:sheet", args=["114"])) == {}
    assert page.locator(".leaf").first.locator(".clauses li").count() >= 12
    pages = re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))
    assert len(pages) == page.locator(".leaf").count()


def test_a_letter_with_long_questions_stays_on_its_pages(visit):
    for kind in ("ordinary", "quotes", "each_owners"):
        for body, many in BOTH:
            question(ALL_KINDS[kind], body=body, many=many)
    page = visit("leader", size="desktop")
    page.goto(reverse("canvass:owners_elsewhere", args=["114"]))
    page.locator('a[href*="/letter/"]').first.click()
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".strip")).to_have_count(6)
    assert faults(page) == {}


def lines_on_pages(printed: bytes) -> list[list[float]]:
    """Return the heights of the lines of text on each page of a PDF by Chromium, in points."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", printed, re.DOTALL)
    return [sorted(heights_in(text)) for text in map(unpacked, streams) if b" Tf" in text]


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def heights_in(text: bytes) -> set[float]:
    found, held, scale, moved = set(), [], 1.0, 0.0
    for word in re.findall(rb"\bq\b|\bQ\b|[-.\d]+(?: [-.\d]+){5} (?:cm|Tm)\b", text):
        if word == b"q":
            held.append((scale, moved))
        elif word == b"Q":
            scale, moved = held.pop()
        else:
            *_abc, up, _right, y = map(float, word.split()[:6])
            if word.endswith(b"cm"):
                scale, moved = scale * up, moved + scale * y
            else:
                found.add(round(moved + scale * y, 1))
    return found


@pytest.mark.parametrize(("rows", "pages"), [(5, 1), (22, 2), (28, 2), (60, 3)])
def test_no_line_of_an_account_lies_over_another(visit, rows, pages):
    """The rows of a grid, the head of a table that is repeated and the foot lay over rows."""
    account = AccountFactory(building=Building.objects.get(slug="114"))
    for number in range(rows):
        EntryFactory(account=account, on=dt.date(2021, 4, 1), purpose=f"第{number}笔")
    page = visit("leader", size="desktop")
    months = {"statement": "?since=2021-04&until=2021-04", "sheet": "?month=2021-04"}
    for name, query in months.items():
        page.goto(reverse(f"ledger:{name}", args=["114", account.pk]) + query)
        heights = lines_on_pages(page.pdf(prefer_css_page_size=True))
        assert len(heights) == pages
        for lines in heights[1:]:  # the first has pictures beside lines
            between = [after - before for before, after in pairwise(lines)]
            assert min(between) > LETTER, (name, lines)
