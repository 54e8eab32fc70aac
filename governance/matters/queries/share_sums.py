"""The shares that a typed table comes to, or the sentence why it cannot be divided."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.matters.apportionment import Apportionment, ShareFault, Unsound, apportion
from governance.matters.inputs import ShareTableInput
from louzu.lib.errors import Refused
from louzu.lib.money import yuan_of

SENTENCES = {
    ShareFault.no_total: gettext_lazy("一共要花多少，要大于0。"),
    ShareFault.subsidy_above_total: gettext_lazy("补贴比总价还多%(yuan)s元，请对一对。"),
    ShareFault.no_flats: gettext_lazy("这栋楼还没有登记室号，请居委先补上。"),
    ShareFault.negative: gettext_lazy("%(room)s的数不能小于0。"),
    ShareFault.no_weight: gettext_lazy("各户的数全是0，没法分。请至少给一户写一个大于0的数。"),
    ShareFault.fixed_above_rest: gettext_lazy("各户先出的加起来，比要分的还多%(yuan)s元。"),
}


def apportionment_of(data: ShareTableInput, rooms: Mapping[int, str]) -> Apportionment:
    """Divide a typed table. ``rooms`` maps primary keys of flats to their names.

    Raises Refused with a sentence.
    """
    amounts = [subsidy.amount_of(data.total) for subsidy in data.subsidies]
    try:
        return apportion(data.total, amounts, [share.part for share in data.shares], data.method)
    except Unsound as unsound:
        raise Refused(_sentence_of(unsound, rooms)) from unsound


def _sentence_of(unsound: Unsound, rooms: Mapping[int, str]) -> str:
    words = {"yuan": yuan_of(abs(unsound.fen)), "room": rooms.get(unsound.key, _("补贴"))}
    if unsound.fault == ShareFault.fixed_differs and unsound.fen > 0:
        return _("各户的数加起来，还差%(yuan)s元没有人出。") % words
    if unsound.fault == ShareFault.fixed_differs:
        return _("各户的数加起来，比要分的多了%(yuan)s元。") % words
    return SENTENCES[unsound.fault] % words
