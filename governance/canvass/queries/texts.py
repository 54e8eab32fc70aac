"""The texts of a canvass and their changes after the opening."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from governance.canvass.models import (
    Attachment,
    Canvass,
    Option,
    Purpose,
    TextVersion,
    Voice,
    VoiceFlat,
)
from governance.canvass.queries.options import of_version, options_of
from governance.canvass.queries.words import heads
from louzu.lib.time import format_day
from residents.models import Standing


@dataclass(frozen=True, slots=True)
class Rewording:
    """A text that replaced another one after the opening."""

    text: TextVersion
    before: TextVersion
    sentence: str


@dataclass(frozen=True, slots=True)
class WholeVersion:
    """A text with the options and the files that belonged to it."""

    text: TextVersion
    options: list[tuple[Option, list[Attachment]]]
    documents: list[Attachment]


def versions_of(canvass: Canvass) -> list[WholeVersion]:
    """Return all versions, newest first, in two statements, or in three if there are options."""
    files = list(canvass.attachments.all())
    return [
        WholeVersion(
            text,
            [
                (option, [file for file in there if file.option_id == option.pk])
                for option in options_of(canvass, text.number)
            ],
            [file for file in there if file.option_id is None],
        )
        for text in texts_of(canvass)
        for there in [of_version(files, text.number)]
    ]


def texts_of(canvass: Canvass) -> list[TextVersion]:
    return list(TextVersion.objects.filter(canvass=canvass).order_by("-number"))


def rewordings_of(canvass: Canvass) -> list[Rewording]:
    texts = texts_of(canvass)[::-1] if canvass.version > 1 else []
    return [Rewording(text, before, _sentence(canvass, text)) for before, text in pairwise(texts)]


def voices_at_home(canvass: Canvass, standing: Standing) -> list[Voice]:
    homes = VoiceFlat.objects.filter(canvass=canvass, answering__in=standing.households)
    return list(Voice.objects.filter(pk__in=homes.values("voice")))


def _sentence(canvass: Canvass, text: TextVersion) -> str:
    """Describe a change of text. For consultations the number of answers is left out, because it
    equals the number of objections."""
    words = {"day": format_day(text.at), "n": text.number, "why": text.reason}
    if text.answered is None or canvass.purpose in {Purpose.HEAR, Purpose.TELL}:
        return _("%(day)s改成第%(n)s稿：%(why)s") % words
    words["answered"] = heads(text.answered, canvass)
    if text.material:
        message = _("%(day)s改成第%(n)s稿，当时%(answered)s已经答复，都请再答一次：%(why)s")
    else:
        message = _("%(day)s改成第%(n)s稿，当时%(answered)s已经答复，照旧算：%(why)s")
    return message % words
