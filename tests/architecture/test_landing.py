"""Every QR code on paper leads to a page that says which building it is of and how to come in."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.canvass.queries.public_text import text_key
from governance.inbox.links import arrival_path
from governance.meetings.models import Meeting
from governance.today.queries.week import CalendarWeek
from louzu.lib.components import qr
from residents.joining.links import slip_path
from residents.rooms.waiting import thing_of
from tests.architecture.site import ROOT
from tests.factories import HouseholdFactory, NoticeFactory
from tests.factories.canvass import make_open_canvass
from tests.factories.charters import make_discussed_draft, make_draft_in_force, sign_and_publish
from tests.factories.ledger import AccountFactory
from tests.factories.matters import MatterFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.owners import make_absent_owner
from tests.factories.slips import codes_in

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
WITH_CODE = {
    str(page.relative_to(ROOT / "templates"))
    for page in ROOT.glob("templates/**/*.html")
    if "{% qr " in page.read_text()
}
NO_LINKS = {
    "styleguide/page.html": "shows developers what a code looks like",
    "residents/totp_add.html": "a secret for an authenticator",
}
PARTS = {"canvass/_sheet_head.html", "canvass/_slip.html", "canvass/_strip.html"}
"""Parts of papers, with the code that their papers share."""
WAYS_IN = {
    "residents/slips/_slip.html": "slips:choose",
    "canvass/owner_letter.html": "canvass:owner_letter",
}
"""Papers with a code that lets somebody in, and the page that prints them."""


def notice(building, _leader, _core):
    return NoticeFactory(building=building)


def meeting(building, _leader, _core):
    return MeetingFactory(building=building)


def minutes(building, _leader, _core) -> Meeting:
    return MeetingFactory(building=building, published=True)


def canvass(building, leader, _core):
    return make_open_canvass(building, leader)


def counted_canvass(building, leader, core):
    HouseholdFactory(building=building)
    return sign_and_publish(make_discussed_draft(building), by=leader, others=[core])


def charter(building, _leader, _core):
    return make_draft_in_force(building).edition.charter


def account(building, _leader, _core):
    return AccountFactory(building=building)


def matter(building, _leader, _core):
    return MatterFactory(building=building)


def itself(building, _leader, _core):
    return building


PAPERS = {
    "notices/poster.html": (notice, "notices:poster", {}),
    "meetings/sheet.html": (meeting, "meetings:print", {}),
    "meetings/sign_in.html": (meeting, "meetings:sign_in", {}),
    "meetings/minutes_sheet.html": (minutes, "meetings:print_minutes", {}),
    "ledger/sheet.html": (account, "ledger:sheet", {}),
    "canvass/sheet.html": (canvass, "canvass:sheet", {}),
    "canvass/slips.html": (canvass, "canvass:slips", {}),
    "canvass/result.html": (counted_canvass, "canvass:result", {}),
    "charters/poster.html": (charter, "charters:print", {"number": 1}),
    "matters/poster.html": (matter, "matters:poster", {}),
    "home/hand_over_paper.html": (itself, "home:hand_over_paper", {"label": "residents.hand_over"}),
    "today/week.html": (itself, "today:week", {"name": CalendarWeek.of(timezone.localdate()).name}),
}


TEXTS = {"canvass/sheet.html", "canvass/slips.html"}
"""Papers that are signed. Their codes lead strangers to the text that is signed."""


def test_every_paper_with_a_code_is_walked():
    assert {*PAPERS, *NO_LINKS, *PARTS, *WAYS_IN} == WITH_CODE | TEXTS


def look_at_landing(building, address):
    """Open the address as a stranger's phone does, after the code was scanned."""
    page = Client().get(address)
    (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
    assert (page.status_code, heading.strip() == "登录") == (200, False)
    for words in (building.name, building.neighbourhood.name, "入户条", "打电话 021-5555"):
        assert words in page.text
    return page.text


@pytest.mark.parametrize("template", PAPERS)
def test_a_code_leads_strangers_to_the_landing_page_and_members_on(
    enter, building, leader, core, template
):
    building.neighbourhood.phone = "021-5555"
    building.neighbourhood.save()
    make, name, more = PAPERS[template]
    thing, ids = make(building, leader, core), dict(more)
    label, pk = thing_of(thing)
    label = ids.pop("label", label)
    ids |= {} if make in {itself, charter} else {"pk": thing.pk}
    client = enter("leader")
    paper = client.get(reverse(name, kwargs={"slug": "114", **ids}))
    assert template in {one.name for one in paper.templates}
    path = arrival_path(building, label, pk)
    if template in TEXTS:
        path = reverse("paper_text", args=text_key(thing))
    address = f"{SITE}{path}"
    assert qr(address) in paper.text
    assert "我有入户条" in look_at_landing(building, address)
    assert client.get(address).url.startswith("/b/114/")


@pytest.mark.parametrize("template", WAYS_IN)
def test_a_code_that_lets_in_leads_to_a_page_that_names_the_building(
    enter, building, household, template
):
    building.neighbourhood.phone = "021-5555"
    building.neighbourhood.save()
    name = WAYS_IN[template]
    owner = make_absent_owner(building, rooms=("401",))
    args = [owner.pk] if name == "canvass:owner_letter" else []
    typed = {"households": [household.pk], "address": "", "once": "k1"}
    paper = enter("leader").post(reverse(name, args=["114", *args]), typed)
    assert template in {one.name for one in paper.templates}
    (code,) = codes_in(paper)
    address = f"{SITE}{slip_path(building)}#{code}"
    assert qr(address) in paper.text
    look_at_landing(building, address)
    unknown = f"{urlsplit(address).path}?k={'0' * 10}"
    assert building.name not in Client().get(unknown).text
