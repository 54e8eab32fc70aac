"""Who may read a matter and its promises. See ``tests.architecture.reading``."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.utils import timezone

from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.matters.models import Milestone
from tests.architecture.cast import Cast
from tests.architecture.reading import (
    LEADS,
    MEMBERS,
    NOBODY,
    SOMETIMES,
    Made,
    Row,
    Say,
    Table,
    acting,
    always,
)
from tests.factories.matters import MatterFactory, MatterPhotoFactory, PromiseFactory
from tests.factories.milestones import (
    DocumentFileFactory,
    DocumentVersionFactory,
    MilestoneFactory,
)
from tests.governance.matters.share_reading import ADDRESSES as SHARE_ADDRESSES
from tests.governance.matters.share_reading import ROWS, make_share_tables

TABLE: Table = {
    "MATTER": tuple(
        Row(state, MEMBERS)
        for state in (
            "raised",
            "talked",
            "asked",
            "decided",
            "doing",
            "done",
            "kept",
            "dropped",
        )
    ),
    "PROMISE": (
        Row("unworded", NOBODY, title=MEMBERS),
        Row("open", MEMBERS),
        Row("kept", MEMBERS),
        Row("waived", MEMBERS),
    ),
    "MILESTONE": (
        *(Row(state, MEMBERS) for state in ("planned", "done", "dropped")),
        Row("done", LEADS, "shown by a document for leaders only", title=MEMBERS),
    ),
    "SHARES": ROWS,
}
ADDRESSES = {
    "page": always("MATTER", "PROMISE"),
    "timeline": acting("x")["x"],
    "photo": always("MATTER"),
    "milestones": SOMETIMES,
    "documents": SOMETIMES,
    "document_file": SOMETIMES,
    "poster": SOMETIMES,
    "dossier": SOMETIMES,
    **acting(
        "follow unfollow edit remove_photo tie untie tie_again go_on decline_step go_back drop make_promise "
        "word_promise keep_promise waive_promise reopen_promise choose_kind take_kind_back "
        "add_milestone change_milestone reach_milestone reopen_milestone drop_milestone "
        "resume_milestone add_document add_version show_document_to give_document_up "
        "want_document rely_on_version remove_version"
    ),
    **SHARE_ADDRESSES,
}


def make(cast: Cast, say: Say) -> None:
    for row in TABLE["MATTER"]:
        _matter(cast, say("MATTER", row.state))
    for row in TABLE["PROMISE"]:
        _promise(cast, say("PROMISE", row.state, row.when))
    for row in TABLE["MILESTONE"]:
        _milestone(cast, say("MILESTONE", row.state, row.when))
    make_share_tables(cast, say)


def _matter(cast: Cast, made: Made) -> None:
    dropped = {"dropped_reason": made.words.text} if made.row.state == "dropped" else {}
    matter = MatterFactory(
        building=cast.building,
        title=made.words.title,
        sentence=made.words.text,
        stage=made.row.state,
        **dropped,
    )
    enter(matter, "matters.begun", by=cast["leader"])
    found = ContentFile(made.words.text.encode(), "a.jpg")
    photo = MatterPhotoFactory(matter=matter, file=found, thumbnail=found)
    made.ids = ({"pk": matter.pk, "photo": photo.pk, "size": "small"},)


def _promise(cast: Cast, made: Made) -> None:
    """The title is that of the matter."""
    state, word = made.row.state, made.words.text
    matter = MatterFactory(building=cast.building, title=made.words.title)
    enter(matter, "matters.begun", by=cast["leader"])
    settled = {}
    if state in {"kept", "waived"}:
        settled = {"said": word, "settled_on": timezone.localdate()}
    words = "" if state == "unworded" else word
    promise = PromiseFactory(matter=matter, words=words, state=state, **settled)
    enter(matter, "matters.promised", by=cast["leader"], audience=Audience.LEADERS)
    made.ids = ({"pk": matter.pk, "promise": promise.pk},)


def _milestone(cast: Cast, made: Made) -> None:
    """The title is that of the matter. The text is what was said of it, or the name of the document
    that shows it and what the document says."""
    state, word = made.row.state, made.words.text
    matter = MatterFactory(building=cast.building, title=made.words.title)
    enter(matter, "matters.begun", by=cast["leader"])
    trait = {"planned": {"title": word}, "done": {"reached": True}, "dropped": {"dropped": True}}
    milestone = MilestoneFactory(matter=matter, **trait[state])
    found = ContentFile(word.encode(), "a.jpg")
    version = DocumentVersionFactory(
        document__matter=matter,
        document__audience="leaders" if made.row.when else "residents",
        document__name=word,
        said=word,
    )
    file = DocumentFileFactory(version=version, file=found, thumbnail=found)
    Milestone.objects.filter(pk=milestone.pk).update(
        **({"document": version} if state == "done" else {}),
        **({} if made.row.when or state == "planned" else {"said": word}),
    )
    ids = {"milestone": milestone.pk, "document": version.document_id, "version": version.pk}
    made.ids = ({"pk": matter.pk, **ids, "file": file.pk, "size": "small"},)
