"""Draft the second round between options that are tied."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.actions.drafting import draft_canvass
from governance.canvass.inputs import CanvassInput, OptionInput
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass, Count
from governance.canvass.option_tally import AnswerKind
from governance.canvass.queries.outcomes import second_round_of
from governance.journal.actions import link
from governance.journal.models import LinkKind
from louzu.lib.attachments import copy_attachment
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from louzu.lib.text import truncated
from residents.models import User

MAX_QUESTION = Canvass._meta.get_field("question").max_length or 0

WHY = gettext_lazy("上一轮这几样一样多，所以再问一次。")


@transaction.atomic
def draft_second_round(
    canvass: Canvass, *, opens_at: dt.datetime, closes_at: dt.datetime, by: User
) -> Canvass:
    """Draft a question with the tied options alone, for the seats that are left.

    It asks the same people by the same rule; its text says why it is asked. Raises Refused if nothing
    is tied, and if there is a second round already that was not withdrawn.
    """
    canvass = Canvass.objects.locked(canvass)
    counted = Count.objects.filter(canvass=canvass).first()
    tied = set(counted.result.get("tied") or ()) if counted else set()
    if canvass.state != CanvassState.PUBLISHED or not tied:
        raise Refused(_("公布的结果里没有并列，不用再问一轮。"))
    if second_round_of(canvass):
        raise Refused(_("第二轮已经拟好了。"))
    options = [option for option in canvass.present_options if option.number in tied]
    seats = counted.result["seats_left"] if counted and canvass.kind == AnswerKind.several else 1
    data = CanvassInput(
        purpose=canvass.purpose,
        preset=canvass.preset,
        kind=canvass.kind,
        seats=seats,
        options=tuple(OptionInput(one.title, one.details, one.starts_at) for one in options),
        electorate=canvass.electorate,
        threshold=canvass.threshold,
        question=truncated(
            stored(gettext_lazy("再问一轮：%(question)s"), question=canvass.question), MAX_QUESTION
        ),
        body=f"{stored(WHY)}\n\n{canvass.body}",
        opens_at=opens_at,
        closes_at=closes_at,
        secret=canvass.secret,
        phone_needs_photo=canvass.phone_needs_photo,
        late_days=canvass.late_days,
        contributors=tuple(canvass.contributors.all()),
    )
    again = draft_canvass(canvass.building, data, by=by)
    for old, new in zip(options, again.options.order_by("number"), strict=True):
        for file in old.present_files:
            copy_attachment(file, canvass=again, option=new)
    link(canvass.building, canvass, again, LinkKind.CARRIED_ON)
    return again
