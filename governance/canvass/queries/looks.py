"""How a voice looks to a reader: neighbours see less than those who carry the question.

The looks are those of ``governance.canvass.elevation``.
"""

from __future__ import annotations

from governance.canvass.models import Choice, Visit
from governance.canvass.queries.voices import VoiceStatus


def look_of(status: VoiceStatus, *, each: bool) -> str:
    """``each``: the reader may see every choice. To neighbours all who took part look alike; where
    only objections are heard, like all who were told.
    """
    if each:
        return "answered" if status.voted else _said(status) or _reached(status)
    if status.only_heard:
        return _reached(status)
    said = _said(status)
    took_part = status.voted or (said and said != "stale")
    return "answered" if took_part else said or _reached(status)


def _reached(status: VoiceStatus) -> str:
    return "told" if status.told else "waiting"


def note_of(status: VoiceStatus, *, each: bool) -> str:
    """What more the table may say: that a voice has more flats, or that nobody was in."""
    notes = [status.voice.label] if len(status.places) > 1 else []
    if each and status.last_visit and not status.responded:
        notes.append(str(Visit.Outcome(status.last_visit).label))
    return " · ".join(notes)


def _said(status: VoiceStatus) -> str:
    if status.clash:
        return "clash"
    if status.counts:
        return str(status.counts.choice)
    if status.unchecked:
        return "unconfirmed"
    if status.stale and status.answer and status.answer.choice != Choice.TAKEN_BACK:
        return "stale"
    return ""
