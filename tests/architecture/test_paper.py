"""Dates on paper have a year, because paper may be read in another one. What no longer holds says so
on its paper."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.matters.inputs import ShareInput
from residents.models import Flat
from tests.architecture.site import ROOT
from tests.factories import NoticeFactory
from tests.factories.canvass import SECRET, make_open_canvass
from tests.factories.charters import make_draft_in_force
from tests.factories.matters import MatterFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.shares import proposed_table

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


def notice(building, _leader):
    return NoticeFactory(building=building)


def meeting(building, _leader):
    return MeetingFactory(building=building)


def canvass(building, leader):
    return make_open_canvass(building, leader)


def secret_canvass(building, leader):
    return make_open_canvass(building, leader, **SECRET)


def edition(building, _leader):
    return make_draft_in_force(building).edition


def matter(building, _leader):
    return MatterFactory(building=building)


def share_table(building, leader):
    return proposed_table(MatterFactory(building=building), leader, shares=by_flat(building))


def by_flat(building):
    flats = Flat.objects.not_closed_in(building)
    return tuple(ShareInput(flat.pk, "1") for flat in flats)


def expire(notice):
    begun = timezone.now() - dt.timedelta(days=9)
    save(notice, shows_from=begun, expires_at=begun + dt.timedelta(days=1))


def end(state, **more):
    return lambda thing: save(thing, state=state, **more)


def withdraw_canvass(canvass):
    now = timezone.now()
    save(canvass, state="withdrawn", withdrawn_at=now, withdrawn_reason="写错了")


def close_canvass(canvass):
    save(canvass, state="closed", closed_at=timezone.now())


def withdraw_notice(notice):
    save(notice, state="withdrawn", withdrawn_reason="写错了")


def lapse(edition):
    save(edition, state="lapsed", ended_at=timezone.now(), ended_reason="到期")


def save(thing, **changes):
    type(thing).objects.filter(pk=thing.pk).update(**changes)


ENDED = {"已撤回": withdraw_canvass, "已截止": close_canvass}
REPLACED = {"有了新的一版": end("replaced")}
CANCELLED = {"已取消": end("cancelled", cancelled_reason="下雨")}
DROPPED = {"不办了": lambda matter: save(matter, stage="dropped", dropped_reason="没有钱")}
ENDINGS = {
    "notices/poster.html": {
        "已撤下": withdraw_notice,
        "已作废": end("discarded"),
        "草稿": end("draft"),
        "已到期": expire,
    },
    "meetings/sheet.html": CANCELLED,
    "meetings/sign_in.html": CANCELLED,
    "canvass/sheet.html": ENDED,
    "canvass/slips.html": ENDED,
    "canvass/ballots.html": ENDED,
    "canvass/blank_mandate.html": ENDED,
    "charters/poster.html": {"不再生效": lapse},
    "matters/poster.html": DROPPED,
    "matters/dossier.html": DROPPED,
    "matters/printed_shares.html": REPLACED,
    "matters/share_agreements.html": REPLACED,
}
"""For each paper: the words across it, and how the thing comes to its end."""
MADE = {
    "notices/poster.html": (notice, "notices:poster"),
    "meetings/sheet.html": (meeting, "meetings:print"),
    "meetings/sign_in.html": (meeting, "meetings:sign_in"),
    "canvass/sheet.html": (canvass, "canvass:sheet"),
    "canvass/slips.html": (canvass, "canvass:slips"),
    "canvass/ballots.html": (secret_canvass, "canvass:ballots"),
    "canvass/blank_mandate.html": (canvass, "canvass:blank_mandate"),
    "charters/poster.html": (edition, "charters:print"),
    "matters/poster.html": (matter, "matters:poster"),
    "matters/dossier.html": (matter, "matters:dossier"),
    "matters/printed_shares.html": (share_table, "matters:printed_shares"),
    "matters/share_agreements.html": (share_table, "matters:share_agreements"),
}
NUMBERED = {
    "charters/poster.html": lambda edition: [edition.number],
    "matters/printed_shares.html": lambda table: [table.matter_id, table.number],
    "matters/share_agreements.html": lambda table: [table.matter_id, table.number],
}
"""The numbers in the address of a paper, where it is not the primary key alone."""
ALWAYS_TRUE = {
    "canvass/dossier.html": "a record, with the time at which it was printed",
    "canvass/envelope.html": "printed once, with a passphrase that is shown once",
    "canvass/owner_letter.html": "printed once, with a code that is shown once",
    "canvass/result.html": "a record, which says whether it is published",
    "doors/sheet.html": "of today, with its day",
    "doors/slips.html": "only of questions that are open now",
    "home/hand_over_paper.html": "of today, with its day",
    "ledger/sheet.html": "a record, with the day on which it was printed",
    "ledger/statement.html": "a record, with the day on which it was printed",
    "meetings/minutes_sheet.html": "a record, which says whether it is published",
    "residents/data_file.html": "of today, with its day",
    "residents/slips/sheet.html": "printed once, with codes that are shown once",
    "today/week.html": "of a week, with its days",
}


def test_every_paper_is_known():
    papers = {str(page.relative_to(ROOT / "templates")) for page in PRINTED}
    assert papers == {*ENDINGS, *ALWAYS_TRUE}
    assert MADE.keys() == ENDINGS.keys()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("template", "words"), [(paper, words) for paper, ends in ENDINGS.items() for words in ends]
)
def test_what_no_longer_holds_says_so_across_its_paper(enter, building, leader, template, words):
    make, address = MADE[template]
    thing = make(building, leader)
    numbers = NUMBERED[template](thing) if template in NUMBERED else [thing.pk]
    client, url = enter("leader"), reverse(address, args=["114", *numbers])
    paper = client.get(url)
    assert template in {one.name for one in paper.templates}
    assert "not-in-force" not in paper.text
    ENDINGS[template][words](thing)
    assert f'<p class="not-in-force"><span>{words}</span></p>' in client.get(url).text
