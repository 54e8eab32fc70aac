from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.meetings.actions import TEXT, Item
from governance.meetings.models import LONGEST, MOST_ITEMS, AgendaItem, Meeting, lounge_of
from louzu.lib.forms import LocalTimeInput, RowForm, RowSet, Sheet, reason_form
from residents.models import Building

format_html_lazy = lazy(format_html, str)
KINDS = [
    (kind, format_html_lazy("{}<small>{}</small>", kind.label, words))
    for kind, words in Meeting.EXPLAINED.items()
]


class MeetingForm(Sheet):
    kind = forms.ChoiceField(
        label=gettext_lazy("哪一种会"),
        choices=KINDS,
        widget=forms.RadioSelect,
        initial=Meeting.Kind.ORDINARY,
    )
    title = forms.CharField(
        label=gettext_lazy("商量什么"),
        help_text=gettext_lazy("一句话，例如：楼道的墙面和扶手怎么弄干净"),
        max_length=Meeting._meta.get_field("title").max_length,
    )
    starts_at = forms.DateTimeField(label=gettext_lazy("什么时候开始"), widget=LocalTimeInput())
    minutes = forms.IntegerField(
        label=gettext_lazy("大约开多少分钟"), min_value=1, max_value=LONGEST, initial=60
    )
    place = forms.CharField(
        label=gettext_lazy("在哪里"), max_length=Meeting._meta.get_field("place").max_length
    )
    note = forms.CharField(
        label=gettext_lazy("还要说明的"),
        help_text=gettext_lazy("例如：请带老花镜；腿脚不便的，我们上门接"),
        max_length=Meeting._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean_starts_at(self) -> dt.datetime:
        starts_at: dt.datetime = self.cleaned_data["starts_at"]
        if starts_at <= timezone.now():
            raise ValidationError(_("开会的时间要在现在以后。"))
        return starts_at

    @property
    def text(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in TEXT}

    @property
    def unjudged(self) -> MeetingForm:
        """What was typed, as it is."""
        return MeetingForm(initial={name: self[name].value() for name in self.fields})


class ItemForm(RowForm):
    """One row; an empty one is no item."""

    identity = "item"
    item = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=gettext_lazy("议题"),
        max_length=AgendaItem._meta.get_field("title").max_length,
        error_messages={"required": gettext_lazy("这一项还没有议题。不要这一项，就都清空。")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("大约几分钟"),
        min_value=1,
        max_value=LONGEST,
        required=False,
    )
    brought_by = forms.CharField(
        label=gettext_lazy("谁提的"),
        help_text=gettext_lazy("例如：302室"),
        max_length=AgendaItem._meta.get_field("brought_by").max_length,
        required=False,
    )


class ItemRows(RowSet[ItemForm]):
    @property
    def agenda(self) -> list[Item]:
        """What the action takes: the rows that say something, in their order."""
        said = (form.cleaned_data for form in self.forms)
        return [Item(**words) for words in said if words.get("title")]


Rows = cast(
    "type[ItemRows]",
    forms.formset_factory(ItemForm, formset=ItemRows, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS),
)


CancelForm = reason_form(gettext_lazy("为什么取消"))


def beginning_in(building: Building) -> tuple[MeetingForm, ItemRows]:
    """An empty sheet: in the building's lounge, with room for three items."""
    rows = Rows()
    rows.extra = 3
    return MeetingForm(initial={"place": lounge_of(building)}), rows


def beginning_with(meeting: Meeting) -> tuple[MeetingForm, ItemRows]:
    """The meeting as it stands, to be changed."""
    words = {name: getattr(meeting, name) for name in (*TEXT, "sequence")}
    agenda = [
        {
            "item": item.pk,
            "title": item.title,
            "minutes": item.minutes,
            "brought_by": item.brought_by,
        }
        for item in meeting.items.all()
    ]
    return MeetingForm(initial=words), Rows(initial=agenda)
