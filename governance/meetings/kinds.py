"""The kinds of meeting: what each is for, and the agenda one begins with."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Kind(models.TextChoices):
    ORDINARY = "ordinary", _("议事会")
    HEARING = "hearing", _("听证会")
    COORDINATION = "coordination", _("协调会")
    REVIEW = "review", _("评议会")


EXPLAINED = {
    Kind.ORDINARY: _("邻居们坐下来，商量楼里的事。"),
    Kind.HEARING: _("做决定之前，先听听大家的意见。"),
    Kind.COORDINATION: _("意见不一样的时候，把几方请到一起商量。"),
    Kind.REVIEW: _("事情做完以后，大家评一评做得怎么样。"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An item that a kind of meeting usually has."""

    title: StrOrPromise
    minutes: int


TEMPLATES: dict[Kind, tuple[Line, ...]] = {
    Kind.ORDINARY: (Line(_("还有什么要说的"), 10),),
    Kind.HEARING: (
        Line(_("介绍这件事：要做什么，花多少钱，谁来做"), 15),
        Line(_("有什么不明白的，提问"), 15),
        Line(_("各家说说意见：赞成的，担心的"), 30),
        Line(_("归纳意见，说明接下来怎么决定"), 10),
    ),
    Kind.COORDINATION: (
        Line(_("各方说说情况，每人3分钟，别人不插话"), 20),
        Line(_("找一找大家都同意的地方"), 15),
        Line(_("商量办法，一条一条来"), 20),
        Line(_("说定的写下来，谁做什么、到哪天"), 10),
    ),
    Kind.REVIEW: (
        Line(_("当初说好做什么"), 5),
        Line(_("现在做得怎么样，看现场、看照片"), 15),
        Line(_("大家评一评：好的，还差的"), 20),
        Line(_("还要补做什么，谁来做"), 10),
    ),
}
