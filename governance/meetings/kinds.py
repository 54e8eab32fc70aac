"""Kinds of meeting, each with an explanation and a default agenda."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class MeetingKind(models.TextChoices):
    ORDINARY = "ordinary", _("议事会")
    HEARING = "hearing", _("听证会")
    COORDINATION = "coordination", _("协调会")
    REVIEW = "review", _("评议会")


EXPLAINED = {
    MeetingKind.ORDINARY: _("邻居们坐下来，商量楼里的事。"),
    MeetingKind.HEARING: _("做决定之前，先听听大家的意见。"),
    MeetingKind.COORDINATION: _("意见不一样的时候，把几方请到一起商量。"),
    MeetingKind.REVIEW: _("事情做完以后，大家评一评做得怎么样。"),
}


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """An item of a default agenda."""

    title: StrOrPromise
    minutes: int


TEMPLATES: dict[MeetingKind, tuple[TemplateItem, ...]] = {
    MeetingKind.ORDINARY: (TemplateItem(_("还有什么要说的"), 10),),
    MeetingKind.HEARING: (
        TemplateItem(_("介绍这件事：要做什么，花多少钱，谁来做"), 15),
        TemplateItem(_("有什么不明白的，提问"), 15),
        TemplateItem(_("各家说说意见：赞成的，担心的"), 30),
        TemplateItem(_("归纳意见，说明接下来怎么决定"), 10),
    ),
    MeetingKind.COORDINATION: (
        TemplateItem(_("各方说说情况，每人3分钟，别人不插话"), 20),
        TemplateItem(_("找一找大家都同意的地方"), 15),
        TemplateItem(_("商量办法，一条一条来"), 20),
        TemplateItem(_("说定的写下来，谁做什么、到哪天"), 10),
    ),
    MeetingKind.REVIEW: (
        TemplateItem(_("当初说好做什么"), 5),
        TemplateItem(_("现在做得怎么样，看现场、看照片"), 15),
        TemplateItem(_("大家评一评：好的，还差的"), 20),
        TemplateItem(_("还要补做什么，谁来做"), 10),
    ),
}
