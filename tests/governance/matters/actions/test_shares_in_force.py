"""What may be changed in the question about a share table, before and after its announcement."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from governance.canvass.models import Canvass
from tests.factories import OfficeFactory
from tests.factories.canvass import make_owner
from tests.factories.matters import MatterFactory
from tests.factories.shares import asked_table, proposed_table

pytestmark = pytest.mark.django_db
FORMAT = "%Y-%m-%dT%H:%M"


@pytest.fixture
def leader(building):
    return OfficeFactory(building=building).user


@pytest.fixture
def matter(building):
    for room in ("101", "201", "301"):
        make_owner(building, rooms=(room,))
    return MatterFactory(building=building, title="装电梯")


@pytest.fixture
def canvass(matter, leader):
    return proposed_table(matter, leader, electorate="members").canvass


def edit(client, canvass, **changes):
    """Send the form as a browser does, with these changes."""
    where = reverse("canvass:edit", args=["114", canvass.pk])
    form = client.get(where).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent |= {
        name: value.astimezone().strftime(FORMAT)
        for name, value in sent.items()
        if isinstance(value, dt.datetime)
    }
    sent["body"] = sent["body"].replace("\n", "\r\n")
    sent = {name: value for name, value in (sent | changes).items() if value not in (None, False)}
    return client.post(where, sent)


@pytest.mark.parametrize(
    "change",
    [
        lambda _canvass: {"body": "一共只要花100元。"},
        lambda _canvass: {"question": "同意装电梯吗？"},
        lambda _canvass: {"electorate": "owners"},
        lambda _canvass: {"electorate": "households"},
        lambda canvass: {"contributors": [str(canvass.contributors.first().pk)]},
    ],
    ids=["text", "question", "owners", "households", "one flat"],
)
def test_text_and_people_of_the_draft_are_those_of_the_version(enter, canvass, change):
    changes = change(canvass)
    page = edit(enter("leader"), canvass, **changes)
    assert (page.status_code, "这里只能改日子" in page.text) == (200, True)
    kept = Canvass.objects.get(pk=canvass.pk)
    assert (kept.question, kept.body, kept.electorate) == (
        canvass.question,
        canvass.body,
        "members",
    )
    assert kept.contributors.count() == 2


def test_the_preview_does_not_say_that_anybody_has_paid(enter, canvass):
    page = enter("leader").get(reverse("canvass:preview", args=["114", canvass.pk])).text
    assert ("出钱的业主，一个产权人一票" in page, "出了钱的" in page) == (True, False)


def test_the_days_of_the_draft_may_be_changed(enter, canvass):
    saved = edit(enter("leader"), canvass, closes_at="2031-01-16T20:00")
    assert saved.status_code == 302
    assert Canvass.objects.get(pk=canvass.pk).closes_at.year == 2031


def test_the_text_of_an_open_question_stays(enter, matter, leader):
    canvass = asked_table(matter, leader).canvass
    where = reverse("canvass:reword", args=["114", canvass.pk])
    sent = {"material": "on", "reason": "便宜了", "version": "1", "do": "save"}
    page = enter("leader").post(where, sent | {"body": "一共只要花100元。"})
    assert (page.status_code, "这里只能改日子" in page.text) == (200, True)
    assert Canvass.objects.get(pk=canvass.pk).version == 1
