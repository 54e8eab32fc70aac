"""Change the text of an open canvass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions._delegations import end_delegations
from governance.canvass.actions._shared import lock_canvass
from governance.canvass.actions.options import (
    offers_the_same,
    refuse_bad_options,
    reword_options,
)
from governance.canvass.inputs import OptionInput, RewordInput
from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import Canvass, Option, Purpose, TextVersion, Voice
from governance.canvass.queries.options import options_of
from governance.canvass.queries.standing import has_answered
from governance.canvass.rewording import why_material
from governance.canvass.signals import canvass_reworded
from governance.journal.actions import enter
from louzu.lib.attachments import attach
from louzu.lib.errors import Refused, Stale
from louzu.lib.text import from_markdown
from residents.models import User

MIN_TIME_TO_ANSWER_AGAIN = dt.timedelta(days=3)


@transaction.atomic
def reword_canvass(canvass: Canvass, data: RewordInput, *, by: User) -> Canvass:
    """Replace the text and its options. After a material change, all voices have to answer again, and
    delegations end.

    Raises Stale if ``data.version`` is not the current version, and Refused if the change is
    declared immaterial but is more than a correction of the text that was answered: see
    ``rewording``.
    """
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "reword")
    options = canvass.present_options
    if canvass.secret:
        raise Refused(_("不记名的表决，开始后文字不能再改。"))
    if canvass.closes_at <= now:
        raise Refused(_("已经截止，文字不能再改。"))
    if canvass.version != data.version:
        raise Stale(
            _("您改的时候，别人已经改过文字了。请对照后再保存。"),
            version=canvass.version,
            newest=[canvass.body, *(f"{one.number}. {one} {one.details}" for one in options)],
        )
    if data.material:
        _refuse_too_late_to_ask_again(canvass, now)
    else:
        _refuse_other_files(canvass, data)
        _refuse_other_options(canvass, data.options)
        _refuse_more_than_a_correction(canvass, data)
    answered = Voice.objects.filter(has_answered(), canvass=canvass).count()
    canvass.version += 1
    canvass.body, canvass.html = data.body, from_markdown(data.body)
    if data.material:
        canvass.material_version = canvass.version
        end_delegations(canvass, at=now)
    canvass.save(update_fields=["version", "body", "html", "material_version"])
    _replace_files_and_options(canvass, data)
    TextVersion.objects.create(
        canvass=canvass,
        number=canvass.version,
        body=data.body,
        html=canvass.html,
        material=data.material,
        reason=data.reason,
        answered=answered,
        by=by,
    )
    enter(canvass, "canvass.reworded", by=by)
    canvass_reworded.send(sender=Canvass, canvass=canvass, by=by)
    return canvass


def _replace_files_and_options(canvass: Canvass, data: RewordInput) -> None:
    present = canvass.attachments.filter(until=None)
    present.filter(pk__in=data.dropped).update(until=canvass.version)
    attach(present.filter(option=None), data.files, canvass=canvass, since=canvass.version)
    if canvass.has_options and data.options is not None:
        reword_options(canvass, data.options)
        refuse_bad_options(canvass)


def _refuse_too_late_to_ask_again(canvass: Canvass, now: dt.datetime) -> None:
    """Raises Refused shortly before the deadline. A material change voids all answers, so it could
    be used at the last minute to discard unwanted ones."""
    if canvass.purpose != Purpose.TELL and canvass.closes_at - now < MIN_TIME_TO_ANSWER_AGAIN:
        raise Refused(
            _("离截止不到三天，来不及请大家再答一次。请先延长截止时间，或者截止以后另外再问。")
        )


def _refuse_other_files(canvass: Canvass, data: RewordInput) -> None:
    """Raises Refused if files change without asking again: people answer to them as to the text."""
    if canvass.purpose != Purpose.TELL and (data.files or data.dropped):
        raise Refused(_("附件变了，答过的要再答一次。请勾上“意思变了”，或者附件先不动。"))


def _refuse_other_options(canvass: Canvass, options: Sequence[OptionInput] | None) -> None:
    """Raises Refused if there are other options, or if one has another name, date or file. Another
    letter in a name may be another candidate."""
    if not canvass.has_options or options is None:
        return
    before = canvass.present_options
    kept = [one.number for one in options] == [option.number for option in before]
    same = kept and all(map(offers_the_same, before, options))
    if not same or any(one.files for one in options):
        raise Refused(_("选项变了，答过的要再答一次。请勾上“意思变了”，或者选项先不动。"))


def _refuse_more_than_a_correction(canvass: Canvass, data: RewordInput) -> None:
    """Raises Refused if an immaterial change is more than a correction.

    The text is compared with the last one that all were asked to answer, so that small changes do
    not add up. A canvass that only tells has no answers to keep, so it is not checked.
    """
    if canvass.purpose == Purpose.TELL:
        return
    asked = TextVersion.objects.get(canvass=canvass, number=canvass.material_version)
    options = canvass.present_options if data.options is None else data.options
    before = _with_details(asked.body, options_of(canvass, canvass.material_version))
    if why := why_material(before, _with_details(data.body, options)):
        raise Refused(
            _("%(why)s，这不算改错字，答过的要再答一次。请勾上“意思变了”，或者把这一处改回去。")
            % {"why": why.label}
        )


def _with_details(body: str, options: Iterable[Option | OptionInput]) -> str:
    """Return the text with the details of its options, each behind its number."""
    return "\n".join([body, *(f"（{one.number}）{one.details}" for one in options)])
