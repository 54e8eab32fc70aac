"""Whatever a page of a matter offers may be done, in every stage of the matter."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.messages import ERROR
from django.db import transaction
from django.utils import timezone

from governance.matters.actions import promises, shares, stages
from governance.matters.inputs import PromiseInput, ProposalInput
from governance.matters.lifecycle import FORWARD, Stage
from residents.models import Flat, Ownership
from tests.factories import HouseholdFactory, OwnerFactory
from tests.factories.matters import MatterFactory, StewardFactory
from tests.factories.milestones import (
    DocumentFactory,
    DocumentVersionFactory,
    MilestoneFactory,
    day,
)
from tests.factories.shares import draft_table

pytestmark = pytest.mark.django_db
READERS = ("leader", "volunteer", "treasurer", "resident")
"""The volunteer looks after the matter."""
TYPED = {"text", "textarea", "select", "checkbox", "radio", "file", "date", "number", "search"}


class Offers(HTMLParser):
    """The links of a page, and its forms in which nothing is typed: address and fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._open: tuple[str, dict[str, str]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.add(given["href"].partition("#")[0])
        if tag == "form":
            posts = given.get("method", "").lower() == "post"
            self._open = (given.get("action", ""), {}) if posts else None
        kind = given.get("type", "text") if tag == "input" else tag
        if self._open and kind in TYPED:
            self._open = None
        elif self._open and tag in {"input", "button"} and given.get("name"):
            self._open[1][given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open:
            self.forms.append(self._open)
            self._open = None


def matter_in(stage, building, leader, volunteer, *, drafted=True):
    """A matter with a step, a document, a promise and shares in each of their states. Where no shares
    are ``drafted``, those that were proposed offer to be taken back."""
    matter = MatterFactory(building=building, begun_on=day(-90))
    StewardFactory(matter=matter, user=volunteer)
    MilestoneFactory(matter=matter, canvass_kind="major")
    MilestoneFactory(matter=matter, period="stairwell", late=True)
    MilestoneFactory(matter=matter, reached=True)
    MilestoneFactory(matter=matter, dropped=True)
    DocumentVersionFactory(document__matter=matter)
    DocumentVersionFactory(document__matter=matter, document__audience="leaders")
    DocumentFactory(matter=matter)
    DocumentFactory(matter=matter, unneeded=True)
    kept, waived, open_ = (
        promises.make_promise(matter, PromiseInput(words), by=leader) for words in "一二三"
    )
    promises.keep_promise(kept, said="好了", by=leader)
    promises.waive_promise(waived, said="用不着", by=leader)
    HouseholdFactory(building=building)
    for flat in Flat.objects.filter(building=building):
        Ownership.objects.create(flat=flat, owner=OwnerFactory(building=building))
    days = {
        "opens_at": timezone.now() + dt.timedelta(days=20),
        "closes_at": timezone.now() + dt.timedelta(days=40),
        "electorate": "members",
    }
    shares.propose_shares(draft_table(matter, leader), ProposalInput(**days), by=leader)
    if drafted:
        draft_table(matter, leader)
    if stage in {Stage.DONE, Stage.KEPT}:
        promises.keep_promise(open_, said="好了", by=leader)
    if stage == Stage.DROPPED:
        return stages.drop_matter(matter, reason="没有钱", by=leader)
    return advanced(matter, stage, leader)


def advanced(matter, stage, leader):
    for step, reached in FORWARD.items():
        if matter.stage != stage:
            matter = stages.go_on(matter, step, on=day(-30), by=leader, sure=True)
            assert matter.stage == reached
    return matter


def is_about(matter, address):
    path = urlsplit(address).path
    mine = path.startswith((matter.get_absolute_url(), *questions_of(matter)))
    return mine or f"matters.matter:{matter.pk}" in address


def questions_of(matter):
    """Return the addresses of the questions about its shares."""
    tables = matter.share_tables.exclude(canvass=None).select_related("canvass__building")
    return [table.canvass.get_absolute_url() for table in tables]


def post(client, address, fields, came_from):
    """Return the refusals that a form meets, and undo what it did."""
    before = transaction.savepoint()
    response = client.post(address, fields, follow=True, headers={"referer": came_from})
    said = [str(one) for one in response.context["messages"] if one.level == ERROR]
    transaction.savepoint_rollback(before)
    return said if response.status_code == 200 else [str(response.status_code)]


@pytest.mark.parametrize(
    ("stage", "drafted"),
    [*((stage, True) for stage in Stage), (Stage.RAISED, False), (Stage.DROPPED, False)],
)
def test_each_link_opens_and_each_button_is_taken(
    enter, building, leader, volunteer, treasurer, stage, drafted
):
    matter = matter_in(stage, building, leader, volunteer, drafted=drafted)
    mine = (matter.get_absolute_url(), *questions_of(matter))
    for persona in READERS:
        client, host = enter(persona), "http://testserver"
        waiting, seen, pressed = [matter.get_absolute_url()], set(), set()
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            page = client.get(address, follow=True, headers={"referer": matter.get_absolute_url()})
            assert page.status_code == 200, (persona, address)
            if "html" not in page.headers["Content-Type"] or not address.startswith(mine):
                continue
            offers = Offers(page.text)
            waiting += [
                found.removeprefix(host)
                for link in sorted(offers.links)
                if is_about(matter, found := urljoin(address, link))
            ]
            for action, fields in offers.forms:
                to = urljoin(address, action)
                key = (
                    to,
                    *sorted((name, value) for name, value in fields.items() if name != "once"),
                )
                if key in pressed or not to.startswith("/b/114/"):
                    continue
                pressed.add(key)
                assert post(client, to, fields, address) == [], (persona, address, to)
        assert len(seen) > 5, persona
        if stage == Stage.DROPPED:
            assert "milestones/" not in " ".join(to for to, *_fields in pressed)


def test_a_refusal_would_be_seen(enter, building, leader, volunteer):
    matter = matter_in(Stage.DROPPED, building, leader, volunteer)
    step = matter.milestones.get(state="done")
    address = f"{matter.get_absolute_url()}milestones/{step.pk}/reopen/"
    assert post(enter("leader"), address, {}, matter.get_absolute_url()) != []
