"""Documents of a matter, as far as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from governance.matters.models import Document, DocumentFile, DocumentVersion, Matter
from residents.models import Standing


@dataclass(frozen=True, slots=True)
class Documents:
    collected: list[Document]
    """With ``versions``, the newest first, and their ``files``."""
    missing: list[Document]
    """Still to be collected."""
    unneeded: list[Document]

    @property
    def newest(self) -> list[Document]:
        """The collected ones, by the day on the paper of the latest version."""
        return sorted(self.collected, key=lambda one: one.versions.all()[0].dated_on, reverse=True)


def readable_documents_of(matter: Matter, standing: Standing) -> QuerySet[Document]:
    found = matter.documents.all()
    return found if standing.leads else found.filter(audience=Document.Audience.RESIDENTS)


def documents_of(matter: Matter, standing: Standing) -> Documents:
    """At most three statements."""
    versions = DocumentVersion.objects.prefetch_related("files")
    found = readable_documents_of(matter, standing).prefetch_related(Prefetch("versions", versions))
    collected, missing, unneeded = list[Document](), list[Document](), list[Document]()
    for document in found:
        document.matter = matter
        if document.versions.all():
            collected.append(document)
        else:
            (unneeded if document.unneeded else missing).append(document)
    return Documents(collected, missing, unneeded)


def files_of(document: Document) -> QuerySet[DocumentFile]:
    return DocumentFile.objects.filter(version__document=document)
