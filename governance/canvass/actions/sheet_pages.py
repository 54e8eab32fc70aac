"""Photos of a paper after it was brought in, and the homes and mandates that stand on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions._paper import attach_file
from governance.canvass.actions._shared import lock_canvass
from governance.canvass.actions.sheets import refuse_unless_paper_is_taken
from governance.canvass.inputs import MAX_SHEET_PAGES
from governance.canvass.models import Answer, HomeEntry, ScannedPage, Sheet, Voice
from governance.canvass.queries.sheets import is_checked
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from louzu.lib.uploads import File
from residents.models import User
from residents.people.actions.content_versions import bump_user


@transaction.atomic
def change_pages(
    sheet: Sheet, *, added: Sequence[File] = (), removed: Collection[int] = (), by: User
) -> None:
    """Add photos, and take out those with the primary keys ``removed``, which can be put back.

    Raises Refused once a second person has checked an answer against them.
    """
    now = _lock_before_the_check(sheet)
    present = sheet.pages.filter(removed_at=None)
    present.filter(pk__in=removed).update(removed_at=now)
    for file in added:
        page = ScannedPage(sheet=sheet)
        attach_file(page, "file", file)
        page.save()
    _refuse_bad_number(sheet)
    _add_journal_line(sheet, by=by)


@transaction.atomic
def put_page_back(page: ScannedPage, *, by: User) -> None:
    """Undo the removal of a photo. Raises Refused as ``change_pages`` does."""
    _lock_before_the_check(page.sheet)
    ScannedPage.objects.filter(pk=page.pk).update(removed_at=None)
    _refuse_bad_number(page.sheet)
    _add_journal_line(page.sheet, by=by)


@transaction.atomic
def add_home(sheet: Sheet, voice: Voice, *, by: User) -> None:
    """Begin the line of a home that has answered already, because it also stands on the paper."""
    lock_canvass(sheet.canvass)
    HomeEntry.objects.get_or_create(sheet=sheet, voice=voice)
    bump_user(by)


@transaction.atomic
def leave_home_out(sheet: Sheet, voice: Voice, *, by: User) -> None:
    """Delete the line of a home that does not stand on the paper, unless it was entered."""
    lock_canvass(sheet.canvass)
    sheet.lines.filter(voice=voice, entered_at=None, mandate="").delete()
    bump_user(by)


@transaction.atomic
def add_mandate(sheet: Sheet, voice: Voice, file: File, *, by: User) -> None:
    """Store the mandate of whoever signed for a home."""
    lock_canvass(sheet.canvass)
    line, _made = HomeEntry.objects.get_or_create(sheet=sheet, voice=voice)
    if line.entered_at:
        raise Refused(_("这家已经登记过了。"))
    line.relation = Answer.Relation.AUTHORISED
    attach_file(line, "mandate", file)
    line.save()
    bump_user(by)


def _lock_before_the_check(sheet: Sheet) -> dt.datetime:
    canvass, now = lock_canvass(sheet.canvass)
    refuse_unless_paper_is_taken(canvass)
    if is_checked(sheet):
        raise Refused(_("有的答复已经对着这些照片核对过了，照片要留着。新的纸请另外登记。"))
    return now


def _refuse_bad_number(sheet: Sheet) -> None:
    count = sheet.pages.filter(removed_at=None).count()
    if not count:
        raise Refused(_("至少要留一张照片。整张纸不要了，请按“拿掉这张纸”。"))
    if count > MAX_SHEET_PAGES:
        raise Refused(_("一张纸最多放%(most)s张照片。") % {"most": MAX_SHEET_PAGES})


def _add_journal_line(sheet: Sheet, *, by: User) -> None:
    """Tell helpers that the photos changed once answers rest on them."""
    if sheet.lines.filter(entered_at__isnull=False).exists():
        enter(sheet.canvass, "canvass.changed_pages", by=by, audience=Audience.HELPERS)
    else:
        bump_user(by)
