"""Words that all neighbours read, and that name a room: refused in shares, asked about elsewhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.matters.inputs import SubsidyInput
from governance.matters.models import Document, Matter, Milestone, ShareTable
from governance.matters.queries.named_rooms import doubt_about_words
from louzu.lib.errors import Refused
from tests.factories import FlatFactory, UserFactory
from tests.factories.matters import MatterFactory
from tests.factories.milestones import MilestoneFactory
from tests.factories.shares import draft_table

pytestmark = pytest.mark.django_db
NAMING = ("302室出30746元", "给302做的", "三零二的水管", "３０２室")


@pytest.fixture
def matter(building):
    FlatFactory(building=building, room="302", floor=3)
    return MatterFactory(building=building, title="装电梯")


@pytest.mark.parametrize("words", NAMING)
def test_words_of_shares_that_name_a_room_are_refused(matter, words):
    for changes in ({"rule": words}, {"subsidies": (SubsidyInput(words[:60], 100),)}):
        with pytest.raises(Refused, match="写在下面那一户里"):
            draft_table(matter, UserFactory(), **changes)
    assert not ShareTable.objects.exists()


def test_the_sheet_says_what_it_refuses_and_keeps_what_was_typed(enter, matter):
    rows = {
        "total": "1000",
        "method": "fixed",
        "rule": "302室出1000元",
        "version": "",
        "subsidy-TOTAL_FORMS": "0",
        "subsidy-INITIAL_FORMS": "0",
    }
    client = enter("leader")
    where = reverse("matters:draft_shares", args=["114", matter.pk])
    sheet = client.get(where).context["sheet"]
    rows |= {row.add_prefix("fixed"): "0" for row in sheet.rows}
    mine = next(row for row in sheet.rows if row.flat.room == "302")
    rows[mine.add_prefix("fixed")] = "1000"
    page = client.post(where, rows | {"do": "save"})
    assert (page.status_code, "写在下面那一户里" in page.text) == (200, True)
    assert "302室出1000元" in page.text
    assert not ShareTable.objects.exists()


def forms_of(matter):
    """Map what is written to its address, its field and the values that go with it."""
    step = MilestoneFactory(matter=matter)
    return {
        Matter: ("begin", (), "title", {}),
        "sentence": ("begin", (), "sentence", {"title": "修水管"}),
        "edit": ("edit", (matter.pk,), "title", {"version": matter.version}),
        Milestone: ("add_milestone", (matter.pk,), "title", {}),
        "change": ("change_milestone", (matter.pk, step.pk), "title", {"version": step.version}),
        Document: ("add_document", (matter.pk,), "name", {"audience": "residents"}),
    }


@pytest.mark.parametrize("what", [Matter, "sentence", "edit", Milestone, "change", Document])
def test_words_on_the_wall_that_name_a_room_are_asked_about_once(enter, matter, what):
    name, args, field, more = forms_of(matter)[what]
    client, where = enter("leader"), reverse(f"matters:{name}", args=["114", *args])
    asked = client.post(where, {**more, field: NAMING[0]})
    assert (asked.status_code, "真的要写是哪一家吗" in asked.text) == (200, True)
    assert NAMING[0] in asked.text
    assert client.post(where, {**more, field: NAMING[0], "do": "sure"}).status_code == 302


def test_amounts_and_days_name_no_room(matter):
    assert not doubt_about_words(matter.building, "共302元，302天", "3.302")


def test_the_name_of_a_document_for_leaders_only_is_not_asked_about(enter, matter):
    where = reverse("matters:add_document", args=["114", matter.pk])
    sent = {"name": NAMING[0], "audience": "leaders"}
    assert enter("leader").post(where, sent).status_code == 302
