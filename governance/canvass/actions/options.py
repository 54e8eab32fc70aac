"""Write the options of a draft or of a new text, with their files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from governance.canvass.inputs import OptionInput
from governance.canvass.models import MAX_OPTIONS, MIN_OPTIONS, Canvass, Option
from louzu.lib.attachments import attach, copy_attachment, detach
from louzu.lib.errors import Refused
from louzu.lib.time import format_moment

ASIDE = 1000
"""Added to the numbers of present options while they get new ones."""


def refuse_early_dates(options: Iterable[OptionInput | Option], closes_at: dt.datetime) -> None:
    """Raises Refused if a date that can be chosen is over before everybody has answered."""
    early = [one.starts_at for one in options if one.starts_at and one.starts_at <= closes_at]
    if early:
        words = {"days": "、".join(map(format_moment, early)), "closes": format_moment(closes_at)}
        raise Refused(
            _("%(closes)s才截止，这些日子那时已经过了：%(days)s。请换晚一点的，或者早一点截止。")
            % words
        )


def write_options(canvass: Canvass, options: Sequence[OptionInput]) -> None:
    """Make the options of a draft these, numbered in this order. The files of those that go are
    deleted."""
    present = {option.number: option for option in canvass.options.all()}
    kept = {one.number for one in options}
    for number, option in present.items():
        if number not in kept:
            _remove(option)
        else:
            option.number += ASIDE
            option.save(update_fields=["number"])
    for number, one in enumerate(options, start=1):
        option = present.get(one.number) or Option(canvass=canvass)
        option.number = number
        option.title, option.details, option.starts_at = one.title, one.details, one.starts_at
        option.save()
        attach(canvass.attachments.filter(option=option), one.files, canvass=canvass, option=option)
    canvass.__dict__.pop("present_options", None)


def reword_options(canvass: Canvass, options: Sequence[OptionInput]) -> None:
    """Make the options of the new text these, numbered in this order, with the files that they have.

    The texts before keep theirs: an option that changes or moves ends, and its successor begins.
    """
    refuse_early_dates(options, canvass.closes_at)
    version = canvass.version
    present = {option.number: option for option in canvass.present_options}
    for number, one in enumerate(options, start=1):
        before = present.get(one.number)
        if before and before.number == number and says_the_same(before, one):
            option = before
            del present[one.number]
        else:
            option = _successor(canvass, number, one, before)
        attach(
            option.files.filter(until=None),
            one.files,
            canvass=canvass,
            option=option,
            since=version,
        )
    for option in present.values():
        option.files.filter(until=None).update(until=version)
        Option.objects.filter(pk=option.pk).update(until=version)
    canvass.__dict__.pop("present_options", None)


def says_the_same(option: Option, one: OptionInput) -> bool:
    return offers_the_same(option, one) and option.details.splitlines() == one.details.splitlines()


def offers_the_same(option: Option, one: OptionInput) -> bool:
    """Return whether the name and the date, to the minute, are the same."""
    return option.title == one.title and _minute(option.starts_at) == _minute(one.starts_at)


def refuse_bad_options(canvass: Canvass) -> None:
    """Raises Refused unless there is a choice, without anything said twice."""
    if not canvass.has_options:
        return
    options = canvass.present_options
    if len(options) < MIN_OPTIONS:
        raise Refused(_("至少要写两样，才有得选。"))
    if len(options) > MAX_OPTIONS:
        raise Refused(_("最多写%(most)s样。") % {"most": MAX_OPTIONS})
    refuse_early_dates(options, canvass.closes_at)
    if canvass.seats > len(options):
        words = {"few": len(options), "seats": canvass.seats}
        raise Refused(
            _("候选的只有%(few)s位，选不出%(seats)s位。请多写几位，或者少选几位。") % words
        )
    if len({str(option) for option in options}) < len(options):
        raise Refused(_("有两样写得一模一样，请分清楚。"))


def _successor(canvass: Canvass, number: int, one: OptionInput, before: Option | None) -> Option:
    """Create an option of the new text, with copies of the files that it had before."""
    option = Option.objects.create(
        canvass=canvass,
        number=number,
        title=one.title,
        details=one.details,
        starts_at=one.starts_at,
        since=canvass.version,
    )
    for file in before.files.filter(until=None) if before else ():
        copy_attachment(file, canvass=canvass, option=option, since=canvass.version)
    return option


def _minute(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.replace(second=0, microsecond=0) if moment else None


def _remove(option: Option) -> None:
    for file in option.files.all():
        detach(file)
    option.delete()
