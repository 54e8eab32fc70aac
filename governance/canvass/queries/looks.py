"""The look of a voice in the elevation. Neighbours see less than helpers. The codes are those of
``governance.canvass.elevation``."""

from __future__ import annotations

from django.utils.translation import gettext as _

from governance.canvass.models import Choice, Visit
from governance.canvass.queries.voices import VoiceStatus

NEIGHBOURS_LOOKS = {"stale": "stale", "unconfirmed": "unconfirmed", "clash": "unconfirmed"}
"""The states that neighbours tell apart from ``answered``, which says that the answer counts."""


def look_of(status: VoiceStatus, *, each: bool) -> str:
    """Return a state for the elevation. ``each``: the reader may see every choice. For others, all
    whose answers count look the same, and in a consultation the same as all who were told."""
    if each:
        return "answered" if status.voted else _answer_look(status) or _reached(status)
    if status.only_heard:
        return _reached(status)
    look = "answered" if status.voted else _answer_look(status)
    return NEIGHBOURS_LOOKS.get(look, "answered") if look else _reached(status)


def _reached(status: VoiceStatus) -> str:
    return "told" if status.told else "waiting"


def note_of(status: VoiceStatus, *, each: bool) -> str:
    notes = [status.voice.label] if len(status.places) > 1 else []
    if status.delegation and status.delegated:
        notes.append(_("委托了%(home)s") % {"home": status.delegation["label"]})
    if each and status.last_visit and not status.responded:
        notes.append(str(Visit.Outcome(status.last_visit).label))
    return " · ".join(notes)


def _answer_look(status: VoiceStatus) -> str:
    if status.clash:
        return "clash"
    if status.counts and status.counts.choice == Choice.PICKED:
        return "answered"
    if status.counts:
        return str(status.counts.choice)
    if status.unchecked:
        return "unconfirmed"
    taken_back = status.answer and status.answer.choice == Choice.TAKEN_BACK
    return "stale" if status.stale and not taken_back else ""
