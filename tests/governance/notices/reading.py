"""Who may read a notice in which state; see ``tests.architecture.reading``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from governance.notices.actions import posting, writing
from governance.notices.models import Notice
from tests.architecture.cast import Cast
from tests.architecture.reading import (
    ACTS,
    EVERYBODY,
    MEMBERS,
    SOMETIMES,
    WRITERS,
    Made,
    Row,
    Say,
    Table,
    always,
)
from tests.factories import AttachmentFactory
from tests.factories.notices import make_circular_with_marker, notice_input

LATER = dt.timedelta(hours=1)
PUBLIC = {"audience": "public"}

TABLE: Table = {
    "NOTICE": (
        Row("draft", WRITERS),
        Row("discarded", WRITERS),
        Row("posted", MEMBERS),
        Row("posted", EVERYBODY, "public"),
        Row("posted", EVERYBODY, "public, ran out"),
        Row("posted", WRITERS, "public, its hour to come"),
        Row("withdrawn", WRITERS, title=MEMBERS),
        Row("withdrawn", WRITERS, "public", title=EVERYBODY),
        Row("withdrawn", WRITERS, "public, before its hour"),
        Row("withdrawn", WRITERS, "from every door", title=MEMBERS),
    ),
}
AT_THE_DESK = {"CIRCULAR": "its notices are the buildings' own, and have the states above"}
ADDRESSES = {
    "page": always("NOTICE"),
    "poster": always("NOTICE"),
    "calendar": always("NOTICE"),
    "attachment": always("NOTICE"),
    "circular_file": always("NOTICE"),
    "versions": SOMETIMES,
    "edit": SOMETIMES,
    "withdraw": ACTS,
    "acknowledge": ACTS,
    "add_paper_photo": ACTS,
    "mark_read": ACTS,
    "post": ACTS,
    "discard": ACTS,
    "remove_attachment": ACTS,
}


def make(cast: Cast, say: Say) -> None:
    leader = cast["leader"]
    _draft(cast, say("NOTICE", "draft"))
    writing.discard_notice(_draft(cast, say("NOTICE", "discarded")), by=leader)
    _posted(cast, say("NOTICE", "posted"))
    _posted(cast, say("NOTICE", "posted", "public"), **PUBLIC)
    over = _posted(cast, say("NOTICE", "posted", "public, ran out"), **PUBLIC)
    now = timezone.now()
    Notice.objects.filter(pk=over.pk).update(shows_from=now - 2 * LATER, expires_at=now - LATER)
    ahead = PUBLIC | {"shows_from": now + LATER}
    _posted(cast, say("NOTICE", "posted", "public, its hour to come"), **ahead)
    for when, more in (
        ("", {}),
        ("public", PUBLIC),
        ("public, before its hour", ahead),
        ("from every door", {"asks": True}),
    ):
        made = _posted(cast, say("NOTICE", "withdrawn", when), **more)
        made = posting.withdraw_notice(made, reason="写错了", by=leader)
        Notice.objects.filter(pk=made.pk).update(shows_from=now - LATER)


def _draft(cast: Cast, made: Made, **more: Any) -> Notice:
    """With a photo and a PDF that say the word too, and so does the photo of the circular that it came with."""
    words = made.words
    sent = make_circular_with_marker(cast.building.neighbourhood, cast["staff"], words.text)
    event = timezone.now() + 24 * LATER
    data = notice_input(title=words.title, body=words.text, happens_from=event, **more)
    notice = writing.draft_notice(cast.building, data, by=cast["leader"], circular=sent.circular)
    found = words.text.encode()
    files = [
        AttachmentFactory(
            notice=notice,
            kind=kind,
            name=f"{words.text}.{kind}",
            file=ContentFile(found, f"a.{kind}"),
            thumbnail=ContentFile(found, "b.jpg"),
        )
        for kind in ("photo", "pdf")
    ]
    sizes = ("small", "whole")
    made.ids = tuple(
        {"pk": notice.pk, "number": file.pk, "file": sent.pk, "size": size}
        for file, size in zip(files, sizes, strict=True)
    )
    return notice


def _posted(cast: Cast, made: Made, **more: Any) -> Notice:
    """Corrected once: its first text is an earlier version."""
    leader = cast["leader"]
    notice = posting.post_notice(_draft(cast, made, **more), by=leader)
    body = f"{made.words.text}，改过。"
    return writing.edit_notice(
        notice,
        notice_input(notice, body=body, shows_from=notice.shows_from),
        version=notice.version,
        by=leader,
    )
