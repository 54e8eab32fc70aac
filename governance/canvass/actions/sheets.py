"""Bring in papers with the answers of many homes, and check them against their photos."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.actions import answering, visiting
from governance.canvass.actions._paper import attach_file
from governance.canvass.actions._shared import lock_canvass
from governance.canvass.actions.readings import keep_reading
from governance.canvass.choices import Picked, is_given_choice, picked_by
from governance.canvass.inputs import LineInput, PaperAnswer, ReadingInput, SheetInput
from governance.canvass.models import (
    Answer,
    Canvass,
    HomeEntry,
    Purpose,
    ScannedPage,
    Sheet,
    Voice,
)
from governance.canvass.queries.access import concerns
from governance.canvass.queries.options import load_options
from governance.canvass.queries.sheets import (
    is_overtaken,
    is_untouched,
    lines_to_check,
    lines_to_enter,
)
from governance.canvass.queries.words import too_late_sentence
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.actions.content_versions import bump_user


@transaction.atomic
def begin_sheet(canvass: Canvass, data: SheetInput, *, by: User) -> Sheet:
    """Store the photos of a sheet. Nothing is answered yet."""
    canvass, _now = lock_canvass(canvass)
    refuse_unless_paper_is_taken(canvass)
    if not data.pages:
        raise Refused(_("请拍一张签了字的纸，没有照片不能算。"))
    if data.version > canvass.version:
        raise Refused(_("没有这一稿文字，请看看纸上印的是第几稿。"))
    sheet = Sheet.objects.create(
        canvass=canvass,
        channel=data.channel,
        version=data.version or canvass.version,
        signed_on=data.signed_on,
        by=by,
    )
    for file in data.pages:
        page = ScannedPage(sheet=sheet)
        attach_file(page, "file", file)
        page.save()
    bump_user(by)
    return sheet


@transaction.atomic
def discard_sheet(sheet: Sheet, *, by: User) -> None:
    """Delete a sheet with its photos and lines, as long as nothing on it was entered."""
    lock_canvass(sheet.canvass)
    lines = list(sheet.lines.all())
    if any(line.entered_at for line in lines):
        raise Refused(_("这张纸上有登记过的答复，照片要留着作凭据。"))
    files = [line.mandate for line in lines if line.mandate]
    for file in [*files, *(page.file for page in sheet.pages.all())]:
        transaction.on_commit(partial(file.storage.delete, str(file.name)), robust=True)
    sheet.lines.all().delete()
    sheet.pages.all().delete()
    sheet.delete()
    bump_user(by)


@transaction.atomic
def save_lines(sheet: Sheet, typed: Mapping[int, LineInput], *, by: User) -> dict[int, HomeEntry]:
    """Keep what was typed for voices, by primary key. Lines that were entered stay as they are, and so
    do those that somebody else changed since they were shown. Return these, by the same key."""
    lock_canvass(sheet.canvass)
    before = {line.voice_id: line for line in sheet.lines.filter(voice__in=typed)}
    overtaken: dict[int, HomeEntry] = {}
    for voice, data in typed.items():
        stored = before.get(voice)
        line = stored or HomeEntry(sheet=sheet, voice_id=voice)
        if is_overtaken(data, stored) and not is_untouched(data):
            overtaken[voice] = line
        if is_overtaken(data, stored) or line.entered_at or (not stored and data.is_empty):
            continue
        line.choice, line.reason, line.signer = data.choice, data.reason, data.signer
        line.relation, line.signed_on = data.relation, data.signed_on
        line.marks, line.illegible = list(data.marks) or None, data.illegible
        line.settles = data.settles
        line.save()
    bump_user(by)
    return overtaken


@transaction.atomic
def enter_sheet(sheet: Sheet, *, without: Collection[int] = (), by: User) -> dict[int, str]:
    """Turn each complete line into an answer that waits for a check, or for a canvass that only
    tells into the record that the household was told.

    Lines that were entered already are left alone, and those of voices ``without``, by primary key; one
    with a signer alone cannot be entered. Returns the reasons why lines cannot be entered, by the
    primary key of the voice; the others are entered.
    """
    canvass, now = lock_canvass(sheet.canvass)
    refuse_unless_paper_is_taken(canvass)
    load_options(canvass)
    lines = lines_to_enter(sheet).exclude(voice__in=without)
    problems: dict[int, str] = {}
    done: list[Voice] = []
    for line in lines.select_related("voice").order_by("voice__number"):
        try:
            with transaction.atomic():
                _enter_line(canvass, sheet, line, now=now, by=by)
        except Refused as refusal:
            problems[line.voice_id] = str(refusal)
        else:
            done.append(line.voice)
    if done:
        _add_journal_line(canvass, sheet, done, by=by)
    return problems


@transaction.atomic
def check_sheet(
    sheet: Sheet,
    *,
    confirmed: Collection[int],
    readings: Iterable[ReadingInput] = (),
    pages: Collection[int] | None = None,
    by: User,
) -> tuple[int, int]:
    """Confirm entered answers by primary key, and keep what the checker reads differently.

    Answers of the checker's own home, and those that were confirmed, corrected or read differently
    since the page was shown, are left out. Returns how many were confirmed, and how many are read
    differently. Raises Refused as ``answering.check_answer`` and ``keep_reading`` do, and if the
    photos are no more those of ``pages``, their primary keys.
    """
    canvass, _now = lock_canvass(sheet.canvass)
    load_options(canvass)
    now_there = set(sheet.pages.filter(removed_at=None).values_list("pk", flat=True))
    if pages is not None and set(pages) != now_there:
        raise Refused(_("您看的时候，照片换过了。请对着现在的照片再看一遍。"))
    waiting: dict[int, HomeEntry] = {
        line.answer.pk: line
        for line in lines_to_check(sheet)
        if line.answer and not concerns(canvass, line.answer, by)
    }
    different = 0
    for reading in readings:
        line = waiting.get(reading.answer)
        if line and line.answer and keep_reading(canvass, line.answer, reading, by=by):
            del waiting[reading.answer]
            different += 1
    found = [waiting[pk].answer for pk in dict.fromkeys(confirmed) if pk in waiting]
    for answer in filter(None, found):
        answering.add_confirmation(canvass, answer, by=by, by_household=False)
    if found:
        enter(canvass, "canvass.checked_sheet", by=by, audience=Audience.HELPERS)
    if different:
        enter(canvass, "canvass.read_differently", by=by, audience=Audience.HELPERS)
    return len(found), different


def _enter_line(
    canvass: Canvass, sheet: Sheet, line: HomeEntry, *, now: dt.datetime, by: User
) -> None:
    picked = _picked(canvass, sheet, line)
    if canvass.purpose != Purpose.TELL:
        line.answer = _answer_from(canvass, sheet, line, picked, now=now, by=by)
    line.entered_at = now
    line.save()


def _picked(canvass: Canvass, sheet: Sheet, line: HomeEntry) -> Picked:
    if canvass.has_options:
        return picked_by(canvass, line.marks or (), sheet.version)
    if not is_given_choice(canvass, line.choice):
        raise Refused(_("请看看这家勾的是哪一个。"))
    return Picked(line.choice)


def _answer_from(
    canvass: Canvass,
    sheet: Sheet,
    line: HomeEntry,
    picked: Picked,
    *,
    now: dt.datetime,
    by: User,
) -> Answer:
    if not line.signer.strip():
        raise Refused(_("请写上签名的人。"))
    said_at = _signed_at(canvass, line.signed_on or sheet.signed_on, now)
    paper = PaperAnswer(
        channel=sheet.channel,
        signer=line.signer,
        relation=line.relation,
        said_at=said_at,
        version=sheet.version,
        ballot=picked.ballot,
        sheet=str(sheet.pages.filter(removed_at=None).earliest("pk").file),
        settles=line.settles,
        stored_mandate=str(line.mandate),
    )
    answer = answering.add_paper_answer(
        canvass, line.voice, choice=picked.choice, reason=line.reason, paper=paper, now=now, by=by
    )
    if canvass.purpose == Purpose.HEAR:
        answering.record_heard(line.voice, by=by, oneself=False, at=answer.said_at)
    return answer


def _signed_at(canvass: Canvass, day: dt.date | None, now: dt.datetime) -> dt.datetime | None:
    """Return noon of the day on the paper, or the nearest time of that day at which one could
    answer."""
    if day is None:
        return None
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    first = canvass.opened_at or now
    last = min(now, canvass.deadline - dt.timedelta(seconds=1))
    fitted = max(min(noon, last), first)
    return fitted if timezone.localdate(fitted) == day else noon


def _add_journal_line(canvass: Canvass, sheet: Sheet, voices: list[Voice], *, by: User) -> None:
    if canvass.purpose == Purpose.TELL:
        visiting.record_told_together(canvass, voices, channel=sheet.channel, by=by)
    else:
        audience = answering.audience_of_answers(canvass)
        enter(canvass, "canvass.brought_sheet", by=by, audience=audience)


def refuse_unless_paper_is_taken(canvass: Canvass) -> None:
    if canvass.secret:
        raise Refused(_("这次是不记名投票，请用投票页。"))
    if not canvass.takes_paper:
        raise Refused(too_late_sentence(canvass))
