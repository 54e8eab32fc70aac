from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from governance.doors.models import Assignment, Knock
from residents.models import User
from residents.people.mentions import Mention
from residents.rooms.personal_data import DataCategory

FOR_GOOD = _("一直保留，是大家作过决定的凭据；您要求删除以后，写的是“一位前住户”")
HELPERS = _("楼组长、骨干、志愿者和居委")


def knocks_by(user: User) -> QuerySet[Knock]:
    return Knock.objects.filter(by=user).select_related("flat").order_by("-pk")


def assignments_of(user: User) -> QuerySet[Assignment]:
    shared = Assignment.objects.filter(Q(helper=user) | Q(by=user))
    return shared.select_related("flat").order_by("-at")


DATA_CATEGORIES = (
    DataCategory(
        "knocks",
        _("敲过的门"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=knocks_by,
        columns={
            "flat": _("哪一室"),
            "outcome": _("怎么样"),
            "note": _("说了什么"),
            "at": _("时间"),
        },
    ),
    DataCategory(
        "assignments",
        _("分到的、分出去的门"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=assignments_of,
        columns={"flat": _("哪一室"), "at": _("时间")},
    ),
)

MENTIONS = (
    Mention(
        "knocks",
        _("敲门时记的话"),
        seen_by=HELPERS,
        until=_("一直保留；里面写了谁的称呼、手机号，这个人要求删除以后就没有了"),
        columns=("doors.knock.note",),
        redacted=True,
    ),
)
