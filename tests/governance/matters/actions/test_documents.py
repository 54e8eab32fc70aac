"""Documents: versions are added, and one on which people relied is never removed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from governance.journal.models import Line
from governance.matters.actions import documents as actions
from governance.matters.actions.milestones import reach_milestone, reopen_milestone
from governance.matters.inputs import DocumentInput, ReachedInput, VersionInput
from governance.matters.models import Document, DocumentFile, DocumentVersion
from louzu.lib.errors import Refused
from tests.factories.canvass import photo
from tests.factories.matters import MatterFactory
from tests.factories.milestones import (
    DocumentFactory,
    DocumentFileFactory,
    DocumentVersionFactory,
    MilestoneFactory,
    day,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="装电梯")


def version(document, *, by, dated_on=None):
    data = VersionInput(dated_on or timezone.localdate(), (photo("plan.jpg"),), "改过井道")
    return actions.add_version(document, data, by=by)


def verbs(**more):
    return list(Line.objects.filter(**more).order_by("number").values_list("verb", flat=True))


def test_a_document_is_collected_and_renewed(matter, leader):
    document = actions.add_document(matter, DocumentInput("设计图"), by=leader)
    first, second = version(document, by=leader), version(document, by=leader, dated_on=day(-2))
    assert [first.number, second.number] == [1, 2]
    assert [file.name for file in second.files.all()] == ["plan.jpg"]
    assert verbs() == [
        "matters.document_added",
        "matters.document_collected",
        "matters.document_renewed",
    ]


def test_two_documents_of_a_name_and_a_version_without_files_are_refused(matter, leader):
    document = actions.add_document(matter, DocumentInput("设计图"), by=leader)
    with pytest.raises(Refused, match="加新的一版"):
        actions.add_document(matter, DocumentInput("设计图"), by=leader)
    with pytest.raises(Refused, match="请放上文件"):
        actions.add_version(document, VersionInput(timezone.localdate(), ()), by=leader)


def test_a_wrong_photo_is_removed(matter, leader):
    wrong = version(DocumentFactory(matter=matter), by=leader)
    actions.remove_version(wrong, by=leader)
    assert not DocumentVersion.objects.exists()
    assert not DocumentFile.objects.exists()


@pytest.mark.parametrize(("reliance", "how"), [("agreed", "大家同意过"), ("posted", "贴出来过")])
def test_a_version_that_was_agreed_to_or_posted_stays(matter, leader, reliance, how):
    kept = version(DocumentFactory(matter=matter, name="协议"), by=leader)
    kept = actions.rely_on_version(kept, reliance, by=leader)
    with pytest.raises(Refused, match=f"“协议”第1版{how}，不能拿掉。有改动，请加新的一版"):
        actions.remove_version(kept, by=leader)
    with pytest.raises(Refused, match="已经记过"):
        actions.rely_on_version(kept, "posted", by=leader)
    assert version(kept.document, by=leader).number == 2
    assert DocumentFile.objects.filter(version=kept).exists()


@pytest.mark.parametrize("row", [DocumentVersion, DocumentFile])
def test_the_database_keeps_it_too(matter, row):
    kept = DocumentVersionFactory(document__matter=matter)
    DocumentFileFactory(version=kept)
    DocumentVersion.objects.update(reliance="agreed")
    found = row.objects.all()
    with pytest.raises(DatabaseError, match="relied on"), transaction.atomic():
        found._raw_delete(found.db)
    with pytest.raises(DatabaseError, match="relied on"), transaction.atomic():
        found.update(id=found.get().pk)


def test_what_shows_a_milestone_stays_until_that_is_taken_back(matter, leader):
    shown = version(DocumentFactory(matter=matter), by=leader)
    milestone = reach_milestone(
        MilestoneFactory(matter=matter),
        ReachedInput(timezone.localdate(), evidence=shown),
        by=leader,
    )
    with pytest.raises(Refused, match="凭据"):
        actions.remove_version(shown, by=leader)
    reopen_milestone(milestone, by=leader)
    actions.remove_version(shown, by=leader)
    assert not DocumentVersion.objects.exists()


def test_a_document_nobody_needs_is_given_up_and_wanted_again(matter, leader):
    document = DocumentFactory(matter=matter)
    assert actions.give_document_up(document, by=leader).unneeded
    assert not actions.want_document(document, by=leader).unneeded
    actions.give_document_up(document, by=leader)
    version(document, by=leader)
    assert not Document.objects.get().unneeded
    with pytest.raises(Refused, match="已经有了"):
        actions.give_document_up(document, by=leader)


def test_neighbours_read_no_line_about_a_document_for_leaders(matter, leader):
    document = actions.add_document(matter, DocumentInput("各家签字", "leaders"), by=leader)
    version(document, by=leader)
    actions.show_document_to(document, "residents", by=leader)
    assert verbs(audience="leaders") == ["matters.document_added", "matters.document_collected"]
    assert verbs(audience="residents") == ["matters.document_shown"]
    hidden = actions.show_document_to(document, "leaders", by=leader)
    assert hidden.audience == "leaders"
