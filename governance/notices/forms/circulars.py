"""Forms for circulars."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.notices.forms.notices import EVENT_HELP, URGENT_HELP, check_event
from governance.notices.inputs import CircularInput
from governance.notices.models import Notice
from louzu.lib.file_fields import AttachmentsField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import LocalTimeInput, MarkdownTextarea, field_of, reason_form
from residents.models import Building, Neighbourhood, User
from residents.people.queries.buildings import tags_of

EVERY, TAGGED, LISTED = "every", "tagged", "listed"


class CircularForm(forms.Form):
    """Write a circular. Only buildings in the neighbourhoods of ``by`` can be chosen."""

    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=Notice._meta.get_field("title").max_length,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    body = forms.CharField(
        label=gettext_lazy("正文"),
        max_length=20_000,
        help_text=gettext_lazy("空一行分段；网址和电话会变成链接。"),
        widget=MarkdownTextarea(attrs={"rows": 10, "class": "vLargeTextField"}),
    )
    attached = AttachmentsField()
    audience = forms.ChoiceField(label=gettext_lazy("给谁看"), choices=Notice.Audience.choices)
    expires_at = forms.DateTimeField(
        label=gettext_lazy("到何时撤下"),
        help_text=gettext_lazy("不填就一直挂着"),
        widget=LocalTimeInput(),
        required=False,
    )
    happens_from = forms.DateTimeField(
        label=gettext_lazy("什么时候的事"),
        help_text=EVENT_HELP,
        widget=LocalTimeInput(),
        required=False,
    )
    happens_until = forms.DateTimeField(
        label=gettext_lazy("到什么时候"), widget=LocalTimeInput(), required=False
    )
    urgent = forms.BooleanField(label=gettext_lazy("急事"), help_text=URGENT_HELP, required=False)
    asks = forms.BooleanField(
        label=gettext_lazy("请每家说一声“我家知道了”"),
        help_text=gettext_lazy("每栋楼的骨干会去敲门告知，您看得到每栋楼多少家知道了"),
        required=False,
    )
    neighbourhood = forms.ModelChoiceField(
        label=gettext_lazy("居民区"), queryset=Neighbourhood.objects.none(), empty_label=None
    )
    whom = forms.ChoiceField(
        label=gettext_lazy("发给哪些楼"),
        choices=[
            (EVERY, gettext_lazy("全部")),
            (TAGGED, gettext_lazy("有这些标签的")),
            (LISTED, gettext_lazy("下面勾选的")),
        ],
        initial=LISTED,
        widget=forms.RadioSelect,
    )
    tags = forms.MultipleChoiceField(
        label=gettext_lazy("标签"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("标签在“楼组”里写，例如：高层、有电梯"),
    )
    buildings = forms.ModelMultipleChoiceField(
        label=gettext_lazy("楼"),
        queryset=Building.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    """Digest of the recipients that the preview showed."""

    def __init__(
        self,
        by: User,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.served = Building.objects.current().in_neighbourhoods(by.neighbourhoods_served)
        ours = Neighbourhood.objects.filter(pk__in=by.neighbourhoods_served)
        field_of(self, "neighbourhood", forms.ModelChoiceField).queryset = ours
        field_of(self, "buildings", forms.ModelMultipleChoiceField).queryset = self.served
        field_of(self, "tags", forms.MultipleChoiceField).choices = [
            (tag, tag) for tag in tags_of(self.served)
        ]
        self.fields["neighbourhood"].initial = by.neighbourhoods_served[:1] or None

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if (ends := data.get("expires_at")) and ends <= timezone.now():
            self.add_error("expires_at", ValidationError(_("撤下的时间要晚于张贴的时间。")))
        check_event(
            self,
            data.get("happens_from"),
            data.get("happens_until"),
            expires_at=data.get("expires_at"),
        )
        if data.get("whom") and data.get("neighbourhood") and not self.errors:
            data["addressed"] = self._addressed()
            if not data["addressed"]:
                self.add_error("whom", ValidationError(_("请至少选一栋楼。")))
        return data

    def _addressed(self) -> list[Building]:
        data = self.cleaned_data
        served = self.served.filter(neighbourhood=data["neighbourhood"])
        if data["whom"] == TAGGED:
            served = served.filter(tags__overlap=data["tags"] or [""])
        elif data["whom"] == LISTED:
            served = served.filter(pk__in=[building.pk for building in data["buildings"]])
        return list(served)

    @property
    def addressed(self) -> list[Building]:
        found: list[Building] = self.cleaned_data["addressed"]
        return found

    @property
    def digest(self) -> str:
        """Hash of the addressed buildings. A difference shows that they changed before the
        confirmation."""
        keys = ",".join(str(building.pk) for building in self.addressed)
        return hashlib.sha256(keys.encode()).hexdigest()[:16]

    def to_input(self) -> CircularInput:
        names = [field.name for field in fields(CircularInput) if field.name != "files"]
        data = {name: self.cleaned_data[name] for name in names}
        return CircularInput(**data, files=tuple(self.cleaned_data["attached"]))


WithdrawCircularForm = reason_form(gettext_lazy("为什么全部撤回"))
