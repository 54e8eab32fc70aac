"""How a voice looks to a reader: neighbours see less than those who carry the question.

The looks are those of ``governance.canvass.elevation``.
"""

from __future__ import annotations

from governance.canvass.models import Choice, Visit
from governance.canvass.queries.voices import Seen


def look_of(seen: Seen, *, each: bool) -> str:
    """``each``: the reader may see every choice. To neighbours all who took part look alike; where
    only objections are heard, like all who were told.
    """
    if each:
        return "answered" if seen.voted else _said(seen) or _reached(seen)
    if seen.only_heard:
        return _reached(seen)
    said = _said(seen)
    took_part = seen.voted or (said and said != "stale")
    return "answered" if took_part else said or _reached(seen)


def _reached(seen: Seen) -> str:
    return "told" if seen.told else "waiting"


def note_of(seen: Seen, *, each: bool) -> str:
    """What more the table may say: that a voice has more flats, or that nobody was in."""
    notes = [seen.voice.label] if len(seen.places) > 1 else []
    if each and seen.last_visit and not seen.done:
        notes.append(str(Visit.Outcome(seen.last_visit).label))
    return " · ".join(notes)


def _said(seen: Seen) -> str:
    if seen.clash:
        return "clash"
    if seen.counts:
        return str(seen.counts.choice)
    if seen.unchecked:
        return "unconfirmed"
    if seen.stale and seen.answer and seen.answer.choice != Choice.TAKEN_BACK:
        return "stale"
    return ""
