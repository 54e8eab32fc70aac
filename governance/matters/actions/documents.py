"""Documents: name them, collect them in versions, and keep those on which people relied."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from governance.journal.actions import append, cover_lines, uncover_lines
from governance.journal.models import Audience
from governance.matters.actions._parts import next_number
from governance.matters.inputs import DocumentInput, VersionInput
from governance.matters.models import Document, DocumentVersion, Matter
from louzu.lib.attachments import attach, detach
from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from residents.models import User
from residents.rooms.waiting import thing_of

MAX_DOCUMENTS = 100
MAX_VERSIONS = 50


@transaction.atomic
def add_document(matter: Matter, data: DocumentInput, *, by: User) -> Document:
    """Add a document that is to be collected."""
    matter = Matter.objects.locked(matter)
    if matter.documents.count() >= MAX_DOCUMENTS:
        raise Refused(_("一件事最多放%(most)s份文件。") % {"most": MAX_DOCUMENTS})
    if matter.documents.filter(name=data.name).exists():
        raise Refused(_("已经有一份文件叫这个名字了：有新的，加新的一版；不一样的，换一个名字。"))
    document = Document.objects.create(
        matter=matter, number=next_number(matter.documents), name=data.name, audience=data.audience
    )
    _enter(document, "matters.document_added", by=by)
    return document


@transaction.atomic
def show_document_to(document: Document, audience: str, *, by: User) -> Document:
    """Change who may read it. What the journal told of it has no name for others while it is for
    leaders only."""
    document = _locked(document)
    hidden = audience == Document.Audience.LEADERS
    document.audience = audience
    document.save(update_fields=["audience"])
    if hidden:
        cover_lines(document, but_leaders=True)
    else:
        uncover_lines(document)
    _enter(document, "matters.document_hidden" if hidden else "matters.document_shown", by=by)
    return document


@transaction.atomic
def add_version(document: Document, data: VersionInput, *, by: User) -> DocumentVersion:
    """Collect the document, or add a newer version. Earlier versions stay."""
    document = _locked(document)
    if not data.files:
        raise Refused(_("请放上文件：拍一张照片，或者选一份PDF。"))
    number = next_number(document.versions)
    if number > MAX_VERSIONS:
        raise Refused(_("一份文件最多放%(most)s版。") % {"most": MAX_VERSIONS})
    version = DocumentVersion.objects.create(
        document=document, number=number, dated_on=data.dated_on, said=data.said, by=by
    )
    attach(version.files.all(), data.files, version=version)
    if document.unneeded:
        document.unneeded = False
        document.save(update_fields=["unneeded"])
    _enter(
        document, "matters.document_collected" if number == 1 else "matters.document_renewed", by=by
    )
    return version


@transaction.atomic
def rely_on_version(version: DocumentVersion, reliance: str, *, by: User) -> DocumentVersion:
    """Record that people agreed to this version or that it was posted. It can't be removed then."""
    document = _locked(version.document)
    version = _fresh(version, document)
    if version.reliance:
        raise Refused(_("这一版已经记过：%(how)s。") % {"how": version.get_reliance_display()})
    version.reliance = reliance
    version.save(update_fields=["reliance"])
    verb = (
        "matters.document_agreed"
        if reliance == DocumentVersion.Reliance.AGREED
        else "matters.document_posted"
    )
    _enter(document, verb, by=by)
    return version


@transaction.atomic
def remove_version(version: DocumentVersion, *, by: User) -> None:
    """Remove a version on which nobody relied, such as a wrong photo."""
    document = _locked(version.document)
    version = _fresh(version, document)
    words = {"name": quoted(document.name), "number": version.number}
    if version.reliance:
        raise Refused(
            _("“%(name)s”第%(number)s版%(how)s，不能拿掉。有改动，请加新的一版。")
            % {**words, "how": version.get_reliance_display()}
        )
    if version.proves.exists():
        raise Refused(
            _("“%(name)s”第%(number)s版是一步做到的凭据，不能拿掉。先把那一步退回。") % words
        )
    for file in version.files.all():
        detach(file)
    version.delete()
    _enter(document, "matters.document_version_removed", by=by)


@transaction.atomic
def give_document_up(document: Document, *, by: User) -> Document:
    """Mark a document that nobody has collected as not needed."""
    document = _locked(document)
    if document.versions.exists():
        raise Refused(_("这份文件已经有了，不用划掉。"))
    document.unneeded = True
    document.save(update_fields=["unneeded"])
    _enter(document, "matters.document_given_up", by=by)
    return document


@transaction.atomic
def want_document(document: Document, *, by: User) -> Document:
    """Take ``give_document_up`` back."""
    document = _locked(document)
    document.unneeded = False
    document.save(update_fields=["unneeded"])
    _enter(document, "matters.document_wanted", by=by)
    return document


def _locked(document: Document) -> Document:
    """Return the row fresh, with its matter locked."""
    matter = Matter.objects.locked(document.matter)
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    document.matter = matter
    return document


def _fresh(version: DocumentVersion, document: Document) -> DocumentVersion:
    fresh = document.versions.select_for_update(of=("self",)).get(pk=version.pk)
    fresh.document = document
    return fresh


def _enter(document: Document, verb: str, *, by: User) -> None:
    """Residents read lines about the documents that they may read. The subject is the document, so
    that its name can be covered."""
    hidden = document.audience == Document.Audience.LEADERS
    append(
        document.building,
        verb,
        by=by,
        audience=Audience.LEADERS if hidden else Audience.RESIDENTS,
        subject=(*thing_of(document), document.name),
        url=document.matter.get_absolute_url(),
    )
