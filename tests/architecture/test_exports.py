"""Every page and file can be opened, whatever text is in the tables. Workbooks are for people."""

from __future__ import annotations

import io
import json
import re
from contextlib import suppress

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import DatabaseError, models, transaction
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook

from governance.journal.models import Line
from louzu.lib.jobs import Queue
from residents.desk import actions
from residents.desk.export import ExportMixin
from residents.models import LongJob
from residents.roster.actions.roster import export_roster
from tests.architecture.building_pair import fill_both
from tests.architecture.requests import body_of
from tests.architecture.site import EVERYWHERE, ROOMS, ROOT
from tests.past_triggers import past_triggers

pytestmark = pytest.mark.django_db

NASTY = "=\x0b\x01\x1b[2J\u202e楼\uffff\ue863𠮷\r\n+"
LONG_TEXT = NASTY + "长" * 40_000
READ_BY_THE_PROGRAM = {
    "slug",
    "username",
    "password",
    "state",
    "office",
    "verb",
    "subject_type",
    "subject_url",
    "about_url",
    "previous",
    "digest",
    "code",
    "receipt",
    "preset",
    "threshold",
    "period",
    "typical",
    "token",
    "html",
    "text_size",
    "language",
    "phone",
    "electorate",
    "kind",
    "wrapped",
    "key",
    "sealed",
    "public_key",
}
"""Columns without text of people. ``html`` is rendered from another column."""


def texts_of(model: type[models.Model]) -> list[models.Field]:
    return [
        f
        for f in model._meta.concrete_fields
        if isinstance(f, models.CharField | models.TextField)
        and not (f.choices or f.primary_key or f.unique or f.name in READ_BY_THE_PROGRAM)
        and type(f) in {models.CharField, models.TextField}
    ]


def spoil_every_text(long: str = NASTY) -> set[str]:
    """Replace all texts in the database without forms, actions and triggers, as far as constraints
    allow."""
    ours = [m for m in apps.get_models() if m._meta.app_label in {"residents", *ROOMS}]
    spoiled = set()
    with past_triggers():
        for model, field in ((m, f) for m in ours for f in texts_of(m)):
            with suppress(DatabaseError), transaction.atomic():
                text = NASTY[: field.max_length] if isinstance(field, models.CharField) else long
                model._default_manager.update(**{field.name: text})
                spoiled.add(f"{model._meta.label_lower}.{field.name}")
    return spoiled


@pytest.fixture
def pair(building, next_door, leader, neighbour):
    pair = fill_both(building, next_door, leader=leader, neighbour=neighbour)
    pair.own["canvass"] += [{**pair.own["canvass"][0], "form": "xlsx"}]
    spoiled = spoil_every_text()
    assert {"canvass.answer.reason", "canvass.answer.signer", "residents.household.note"} <= spoiled
    return pair


KEY = re.compile(r"(?<![\w@./-])(?!PDF|OURS|THEIRS)[A-Za-z]{2,}(?:_[a-z]+)*(?![\w@./-])")
"""A word of a program. ``OURS`` and ``THEIRS`` are names of people."""
HEAD_OF_JOURNAL = re.compile(r"\b\d+:[0-9a-f]{8}\b")
"""The number and the digest of a line, which may happen to be made of letters alone."""
OTHER_TIME = re.compile(r"\d{4}-\d\d-\d\dT|[+]\d\d:?\d\d\b")


def unreadable_in(book) -> list[str]:
    """Return the cells that hold a key or an hour that is not local, and the titles of empty sheets."""
    cells = {sheet.title: [str(v or "") for row in sheet.values for v in row] for sheet in book}
    wrong = [
        f"{title}: {text}"
        for title, texts in cells.items()
        for text in texts
        if KEY.search(HEAD_OF_JOURNAL.sub("", text)) or OTHER_TIME.search(text)
    ]
    return wrong + [title for title, texts in cells.items() if not any(texts)]


def test_a_digest_of_letters_alone_is_no_key():
    assert not KEY.search(HEAD_OF_JOURNAL.sub("", "32:cbfbdeab"))
    assert KEY.search(HEAD_OF_JOURNAL.sub("", "announced_at"))


def opened(response) -> str:
    """Return the type of the file, or "". Raises an error if the file is broken."""
    body, kind = body_of(response), response.headers.get("Content-Type", "").partition(";")[0]
    if "spreadsheet" in kind:
        assert unreadable_in(load_workbook(io.BytesIO(body))) == []
        return "xlsx"
    if kind == "text/calendar":
        assert Calendar.from_ical(body).subcomponents
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", body)
        return "ics"
    if kind == "application/json":
        json.loads(body)
        return "json"
    return ""


def test_every_page_and_every_file_of_a_building_can_be_opened(client, pair, leader):
    client.force_login(leader)
    kinds = set()
    for address in EVERYWHERE:
        places = pair.addresses_of(address) if "slug" in address.parameters else [("", {})]
        if "slug" not in address.parameters and address.parameters:
            continue
        for slug, ids in places:
            if slug in {"", pair.ours.slug}:
                url = reverse(address.name, kwargs={**ids, **({"slug": slug} if slug else {})})
                response = client.get(url)
                assert response.status_code < 500, url
                kinds.add(opened(response))
    assert kinds == {"", "xlsx", "ics", "json"}


def test_every_list_of_the_desk_can_be_taken_along(client, pair, staff):
    """Includes the record of a canvass with a long text."""
    spoil_every_text(LONG_TEXT)
    client.force_login(staff)
    record = reverse("canvass:record", args=["114", pair.own["canvass"][0]["pk"], "xlsx"])
    assert opened(client.get(record)) == "xlsx"
    files = []
    for model in [m for m, desk in admin.site._registry.items() if isinstance(desk, ExportMixin)]:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_export"
        response = client.post(reverse(name))
        assert response.status_code == 200, name
        files.append(opened(response))
    assert set(files) == {"xlsx"}
    load_workbook(io.BytesIO(export_roster(pair.ours, by=staff)))


def test_every_list_is_the_same_when_it_is_exported_in_the_background(
    client, pair, staff, run_jobs, monkeypatch
):
    client.force_login(staff)
    listed = [m for m, desk in admin.site._registry.items() if isinstance(desk, ExportMixin)]
    listed.remove(Line)  # which an export makes longer
    for model in listed:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export")
        monkeypatch.setattr(actions, "MAX_ROWS_AT_ONCE", 1_000)
        direct = rows_of_list(client.post(url))
        monkeypatch.setattr(actions, "MAX_ROWS_AT_ONCE", 0)
        response = client.post(url)
        if len(direct) > 1:
            assert response.status_code == 302, url
            run_jobs(Queue.LONG)
            response = client.get(LongJob.objects.latest("pk").result_url)
        assert rows_of_list(response) == direct, url


def rows_of_list(response) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(response.content)).worksheets[0].values)


def test_workbooks_are_written_in_one_place():
    """That place makes every text harmless."""
    writers = {
        str(path.relative_to(ROOT))
        for top in ("louzu", "residents", "governance")
        for path in (ROOT / top).rglob("*.py")
        if re.search(r"\bWorkbook\(|\btablib\b|csv\.writer", path.read_text())
    }
    assert writers == {"louzu/lib/spreadsheet.py"}
