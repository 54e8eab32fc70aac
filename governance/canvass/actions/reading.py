"""Mark what a household has read about its answers and objections."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.actions.objecting import record_talk
from governance.canvass.lifecycle import ObjectionState
from governance.canvass.models import Canvass, Objection, Voice, VoiceBookmark
from governance.canvass.queries.access import access_of
from governance.canvass.queries.news import has_unread_texts, unread_of
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.models import User
from residents.people.actions.content_versions import bump_user


@transaction.atomic
def mark_news_read(voice: Voice, *, by: User) -> None:
    if read := unread_of(voice, by):
        VoiceBookmark.objects.update_or_create(user=by, voice=voice, defaults=read)
        bump_user(by)


@transaction.atomic
def mark_texts_read(canvass: Canvass, homes: Collection[Voice], *, by: User) -> None:
    if has_unread_texts(canvass, homes, by):
        marks = [VoiceBookmark(user=by, voice=voice, text=canvass.version) for voice in homes]
        VoiceBookmark.objects.bulk_create(
            marks, update_conflicts=True, unique_fields=["user", "voice"], update_fields=["text"]
        )
        bump_user(by)


@transaction.atomic
def keep_objection(canvass: Canvass, objection: Objection, *, by: User) -> None:
    if objection.state != ObjectionState.OFFERED:
        raise Refused(_("现在没有等您家答复的办法。"))
    if access_of(canvass, objection.voice, by).needs_check:
        raise Refused(_("请开始征询时就能代表您家答复的人来说。"))
    sentence = stored(gettext_lazy("看了提的办法，还是有不同意见。"))
    room = str(objection.voice)
    record_talk(canvass, objection, on=timezone.localdate(), who=room, said=sentence, by=by)
    mark_news_read(objection.voice, by=by)
