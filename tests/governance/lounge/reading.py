"""Who may read posts in the lounge. See ``tests.architecture.reading``."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.utils import timezone

from governance.journal.actions import enter
from governance.lounge.actions import moderation, posts
from governance.lounge.lifecycle import ENDED
from governance.lounge.models import Post, PostVersion, Report, Thread
from tests.architecture.cast import Cast
from tests.architecture.reading import (
    ACTS,
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
from tests.factories.canvass import make_open_canvass
from tests.factories.lounge import PauseFactory, PhotoFactory, PostFactory, ThreadFactory

AUTHOR = frozenset({"core"})
"""The author of all posts."""
HIDDEN = LEADS | AUTHOR

TABLE: Table = {
    "NEED": (
        Row("open", MEMBERS),
        Row("open", NOBODY, "what was said deleted"),
        Row("offered", MEMBERS),
        Row("met", MEMBERS),
    ),
    "INVITATION": (Row("open", MEMBERS), Row("called_off", MEMBERS)),
    "WORRY": tuple(Row(state, MEMBERS) for state in ("open", "talking", "settled")),
    "PLAN": tuple(Row(state, MEMBERS) for state in ("idea", "talked", "taken_up", "set_aside")),
    "HIDING": (
        Row("hidden", HIDDEN),
        Row("hidden", HIDDEN, "a reply", title=MEMBERS),
        Row("hidden", HIDDEN, "asked at every door since"),
        Row("appealed", HIDDEN),
        Row("kept", HIDDEN),
        Row("restored", MEMBERS),
    ),
    "REPORT": (
        Row("open", LEADS, title=MEMBERS),
        Row("heeded", LEADS, title=MEMBERS),
        Row("dismissed", LEADS, title=MEMBERS),
    ),
}
ADDRESSES = {
    "thread": always("NEED", "INVITATION", "WORRY", "PLAN", "HIDING"),
    "photo": always("NEED", "INVITATION", "WORRY", "PLAN", "HIDING"),
    "versions": SOMETIMES,
    "calendar": SOMETIMES,
    "hide": SOMETIMES,
    "decide": ACTS,
    **acting(
        "reply mark_read meet ask_again call_off settle reopen take_up postpone lock unlock unmask "
        "offer withdraw_offer attend support unsupport follow unfollow wish drop_wish edit delete "
        "report dismiss restore appeal pause lift_pause remove_photo"
    ),
}


def make(cast: Cast, say: Say) -> None:
    for kind in ("NEED", "INVITATION", "WORRY", "PLAN"):
        for row in TABLE[kind]:
            made = say(kind, row.state, row.when)
            thread = _thread(cast, made, kind.lower(), row.state)
            if row.when:
                posts.delete_post(_first(thread), by=cast["core"])
    for state in ("hidden", "appealed", "kept", "restored"):
        _hidden(cast, say("HIDING", state))
    _asked(cast, say("HIDING", "hidden", "asked at every door since"))
    _hidden_reply(cast, say("HIDING", "hidden", "a reply"))
    for state in ("open", "heeded", "dismissed"):
        _reported(cast, say("REPORT", state))


def _thread(cast: Cast, made: Made, kind: str = "need", state: str = "open") -> Thread:
    """Create a thread with an earlier text and a photo."""
    words, core = made.words, cast["core"]
    thread = ThreadFactory(
        building=cast.building,
        author=core,
        title=words.title,
        text=words.text,
        kind=kind,
        state=state,
        ended_at=timezone.now() if state in ENDED else None,
        **({"invitation": True} if kind == "invitation" else {}),
    )
    _say_more(_first(thread), made)
    enter(thread, "lounge.edited", by=core)
    return thread


def _say_more(post: Post, made: Made) -> None:
    word = made.words.text
    PostVersion.objects.create(post=post, html=word, until=timezone.now())
    found = ContentFile(word.encode(), "a.jpg")
    photo = PhotoFactory(post=post, file=found, thumbnail=found)
    made.ids = ({"pk": post.thread_id, "number": post.number, "photo": photo.pk, "size": "small"},)


def _first(thread: Thread) -> Post:
    return Post.objects.select_related("thread").get(thread=thread, number=1)


def _hidden(cast: Cast, made: Made) -> Thread:
    thread, state = _thread(cast, made), made.row.state
    post = _first(thread)
    moderation.hide_post(post, reason="电话", by=cast["leader"])
    if state != "hidden":
        moderation.appeal_hiding(_first(thread), text=made.words.text, by=cast["core"])
    if state in {"kept", "restored"}:
        restore = state == "restored"
        moderation.decide_appeal(_first(thread), answer="看过了", restore=restore, by=cast["staff"])
    return thread


def _hidden_reply(cast: Cast, made: Made) -> None:
    """Create a hidden reply that another post quotes."""
    words, core = made.words, cast["core"]
    thread = ThreadFactory(building=cast.building, author=core, title=words.title, posts=3)
    post = PostFactory(thread=thread, author=core, text=words.text, html=words.text)
    PostFactory(thread=thread, number=3, quotes=post)
    _say_more(post, made)
    moderation.hide_post(post, reason="电话", by=cast["leader"])


def _asked(cast: Cast, made: Made) -> None:
    """Create a canvass that links to a hidden thread without its title."""
    thread = _thread(cast, made)
    canvass = make_open_canvass(cast.building, cast["leader"], thread=thread)
    moderation.hide_post(_first(thread), reason="电话", by=cast["leader"])
    made.room, made.ids = "canvass", ({"pk": canvass.pk},)


def _reported(cast: Cast, made: Made) -> None:
    """Create a report whose reason has the words. The reported reply has none."""
    words = made.words
    thread = ThreadFactory(building=cast.building, title=words.title, posts=2)
    post = PostFactory(thread=thread, author=cast["core"])
    moderation.report_post(post, reason=words.text, by=cast["volunteer"])
    if made.row.state == "heeded":
        moderation.hide_post(post, reason="电话", by=cast["leader"])
    if made.row.state == "dismissed":
        moderation.dismiss_reports(post, by=cast["leader"])
    assert Report.objects.get(post=post).state == made.row.state
    pause = PauseFactory(building=cast.building)
    made.ids = ({"pk": thread.pk, "number": 2, "pause": pause.pk},)
