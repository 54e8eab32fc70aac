"""Who may read the minutes of a meeting. See ``tests.architecture.reading``."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from governance.journal.actions import enter
from governance.meetings.lifecycle import WRITTEN_IN
from governance.meetings.models import Meeting, Minutes
from tests.architecture.cast import Cast
from tests.architecture.reading import (
    LEADS,
    MEMBERS,
    SOMETIMES,
    Made,
    Row,
    Say,
    Table,
    acting,
)
from tests.factories.meetings import (
    AgendaItemFactory,
    CorrectionFactory,
    MeetingAttachmentFactory,
    MeetingFactory,
    ProposalFactory,
    ResolutionAttachmentFactory,
    ResolutionFactory,
    SheetPhotoFactory,
    TaskAttachmentFactory,
    TaskFactory,
)

WRITES = LEADS | {"volunteer"}
"""The volunteer writes the minutes."""
TOOK_IT_ON = frozenset({"core"})

TABLE: Table = {
    "MEETING": (
        Row("planned", MEMBERS),
        Row("invited", MEMBERS),
        Row("cancelled", MEMBERS),
        Row("held", WRITES, title=MEMBERS),
        Row("drafted", WRITES, title=MEMBERS),
        Row("open", MEMBERS),
        Row("published", MEMBERS),
        Row("published", WRITES, "its sheet of signatures", title=MEMBERS),
    ),
    "TASK": (
        Row("open", MEMBERS),
        Row("open", WRITES | TOOK_IT_ON, "of minutes that are not read yet", title=MEMBERS),
        Row("open", MEMBERS, "without a meeting"),
        Row("done", MEMBERS),
        Row("dropped", MEMBERS),
    ),
    "PROPOSAL": (
        Row("proposed", MEMBERS),
        Row("accepted", MEMBERS),
        Row("declined", MEMBERS),
        Row("taken_back", LEADS),
    ),
    "CORRECTION": tuple(Row(state, MEMBERS) for state in ("asked", "accepted", "answered")),
}
ADDRESSES = {
    "page": SOMETIMES,
    "minutes": SOMETIMES,
    "print_minutes": SOMETIMES,
    "edition": SOMETIMES,
    "print": SOMETIMES,
    "calendar": SOMETIMES,
    "photo": SOMETIMES,
    "attachment": SOMETIMES,
    "resolution_attachment": SOMETIMES,
    "note": SOMETIMES,
    "decide": SOMETIMES,
    "correct": SOMETIMES,
    "task": SOMETIMES,
    "task_file": SOMETIMES,
    "settle": SOMETIMES,
    **acting(
        "edit invite cancel propose take_back take_up come invitation hold attendance sign_in "
        "remove_attachment remove_resolution_attachment keep_sheet add_item resolve change remove ask_everybody close open publish ask reopen change_task remove_task_file"
    ),
}


def make(cast: Cast, say: Say) -> None:
    for row in TABLE["MEETING"]:
        made = say("MEETING", row.state, row.when)
        if row.when:
            _sheet(cast, made)
        else:
            _meeting(cast, made)
    for row in TABLE["TASK"]:
        _task(cast, say("TASK", row.state, row.when))
    for row in TABLE["PROPOSAL"]:
        _proposal(cast, say("PROPOSAL", row.state))
    for row in TABLE["CORRECTION"]:
        made = say("CORRECTION", row.state)
        meeting = _held(cast, made, "read")
        correction = CorrectionFactory(
            meeting=meeting, state=row.state, text=made.words.text, answer="看过了"
        )
        made.ids = ({"pk": meeting.pk, "correction": correction.pk},)


def _held(cast: Cast, made: Made, *traits: str, **more: Any) -> Meeting:
    meeting = MeetingFactory(
        building=cast.building,
        host=cast["leader"],
        note_taker=cast["volunteer"],
        title=made.words.title,
        **dict.fromkeys(traits, True),
        **more,
    )
    enter(meeting, "meetings.invited", by=cast["leader"])
    return meeting


def _meeting(cast: Cast, made: Made) -> None:
    """Put the word into the note before the meeting, and into minutes and resolutions afterwards."""
    state, word = made.row.state, made.words.text
    trait = {"invited": (), "open": ("read",)}.get(state, (state,))
    took_place = state in WRITTEN_IN
    meeting = _held(cast, made, *trait, note="" if took_place else word)
    item = AgendaItemFactory(meeting=meeting, number=1, points=word if took_place else "")
    ids = {"pk": meeting.pk, "item": item.pk, "number": 1, "size": "whole"}
    made.ids = (ids,)
    if took_place:
        resolution = ResolutionFactory(item=item, text=word, way="canvass")
        file = ResolutionAttachmentFactory(resolution=resolution, **_says(word))
        ids |= {"resolution": resolution.pk, "result": file.pk}
    else:
        ids["file"] = MeetingAttachmentFactory(meeting=meeting, **_says(word)).pk
    if state == "published":
        data = {"pk": item.pk, "number": 1, "title": "议题", "points": [word], "resolutions": []}
        content = {"present": [], "items": [data]}
        Minutes.objects.create(meeting=meeting, number=1, content=content, by=cast["leader"])


def _says(word: str) -> dict[str, Any]:
    """Return a file that contains the word in its content and its name."""
    found = ContentFile(word.encode(), "a.jpg")
    return {"name": f"{word}.jpg", "file": found, "thumbnail": found}


def _sheet(cast: Cast, made: Made) -> None:
    meeting = _held(cast, made, "published")
    found = ContentFile(made.words.text.encode(), "a.jpg")
    photo = SheetPhotoFactory(meeting=meeting, by=cast["leader"], file=found, thumbnail=found)
    made.ids = ({"pk": meeting.pk, "photo": photo.pk, "size": "small"},)


def _task(cast: Cast, made: Made) -> None:
    state, word = made.row.state, made.words.text
    if made.row.when == "without a meeting":
        task = TaskFactory(
            building=cast.building, resolution=None, text=word, taken_by=cast["core"]
        )
        report = TaskAttachmentFactory(task=task, **_says(word))
        enter(task, "meetings.asked_to_do", by=cast["leader"])
        made.ids = ({"pk": task.pk, "file": report.pk, "size": "small"},)
        return
    meeting = _held(cast, made, "drafted" if made.row.when else "read")
    item = AgendaItemFactory(meeting=meeting, number=1)
    settled = {} if state == "open" else {"settled_at": timezone.now(), "said": word}
    task = TaskFactory(
        resolution__item=item, resolution__text=word, taken_by=cast["core"], state=state, **settled
    )
    file = ResolutionAttachmentFactory(resolution=task.resolution, reports=True, **_says(word))
    made.ids = (
        {"pk": meeting.pk, "result": file.pk, "size": "small"},
        {"pk": task.pk, "file": file.pk, "size": "small"},
    )


def _proposal(cast: Cast, made: Made) -> None:
    state, words = made.row.state, made.words
    meeting = MeetingFactory(building=cast.building, host=cast["leader"])
    item = AgendaItemFactory(meeting=meeting, number=1) if state == "accepted" else None
    proposal = ProposalFactory(
        meeting=meeting,
        author=cast["core"],
        title=words.title,
        why=words.text,
        state=state,
        item=item,
        answer="下次" if state == "declined" else "",
    )
    made.ids = ({"pk": meeting.pk, "proposal": proposal.pk},)
