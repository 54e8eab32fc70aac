"""Write the options of a draft, with their files."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from governance.canvass.inputs import OptionInput
from governance.canvass.models import MAX_OPTIONS, MIN_OPTIONS, Canvass, Option
from louzu.lib.attachments import attach, detach
from louzu.lib.errors import Refused

ASIDE = 1000
"""Added to the numbers of present options while they get new ones."""


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


def refuse_bad_options(canvass: Canvass) -> None:
    """Raises Refused unless there is a choice, without anything said twice."""
    if not canvass.has_options:
        return
    options = canvass.present_options
    if len(options) < MIN_OPTIONS:
        raise Refused(_("至少要写两样，才有得选。"))
    if len(options) > MAX_OPTIONS:
        raise Refused(_("最多写%(most)s样。") % {"most": MAX_OPTIONS})
    if len({str(option) for option in options}) < len(options):
        raise Refused(_("有两样写得一模一样，请分清楚。"))


def _remove(option: Option) -> None:
    for file in option.files.all():
        detach(file)
    option.delete()
