"""Who may read a matter and its promises. See ``tests.architecture.reading``."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.utils import timezone

from governance.journal.actions import enter
from governance.journal.models import Audience
from tests.architecture.cast import Cast
from tests.architecture.reading import MEMBERS, NOBODY, Made, Row, Say, Table, acting, always
from tests.factories.matters import MatterFactory, MatterPhotoFactory, PromiseFactory

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
}
ADDRESSES = {
    "page": always("MATTER", "PROMISE"),
    "timeline": acting("x")["x"],
    "photo": always("MATTER"),
    **acting(
        "follow unfollow edit remove_photo tie untie tie_again go_on go_back drop make_promise "
        "word_promise keep_promise waive_promise reopen_promise"
    ),
}


def make(cast: Cast, say: Say) -> None:
    for row in TABLE["MATTER"]:
        _matter(cast, say("MATTER", row.state))
    for row in TABLE["PROMISE"]:
        _promise(cast, say("PROMISE", row.state, row.when))


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
