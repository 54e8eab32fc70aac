from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.lounge.models import Post, Thread
from louzu.lib.forms import Sheet

Kind = Thread.Kind

WORDS = {
    Kind.NEED: (
        _("您需要什么"),
        _("例如：谁家有梯子借用一天？"),
        _("说得细一点"),
        _("什么时候要用，怎么找到您"),
    ),
    Kind.INVITATION: (
        _("约大家做什么"),
        _("例如：一起去顾村公园看菊花"),
        _("时间、地点、怎么来"),
        _("哪天几点，在哪里碰头，要带什么"),
    ),
    Kind.WORRY: (
        _("什么事让您烦恼"),
        _("例如：四楼转角堆了纸箱，走路要侧身"),
        _("是怎么回事"),
        _("说事情，不说人"),
    ),
    Kind.PLAN: (
        _("您有什么打算"),
        _("例如：三楼客厅添两把椅子、一个书架"),
        _("为什么做，怎么做"),
        _("要哪些人手和东西，想请谁帮忙"),
    ),
}
"""For each kind: what the title asks and an example, what the text asks and a hint."""


class ThreadForm(Sheet):
    title = forms.CharField(max_length=Thread._meta.get_field("title").max_length)
    text = forms.CharField(
        max_length=Post._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, kind: Thread.Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title, text = self.fields["title"], self.fields["text"]
        title.label, title.help_text, text.label, text.help_text = WORDS[kind]


class ReplyForm(Sheet):
    text = forms.CharField(
        label=_("您的回应"),
        max_length=Post._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
