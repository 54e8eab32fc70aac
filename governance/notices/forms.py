from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.notices.actions import MOST_ATTACHMENTS
from governance.notices.models import Notice
from louzu.lib.forms import FilesField, LocalTimeInput, reason_form, stacked


class NoticeForm(forms.ModelForm[Notice]):
    attached = FilesField(label=gettext_lazy("照片和附件"), most=MOST_ATTACHMENTS)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Notice
        fields = ("title", "body", "audience", "pinned", "shows_from", "expires_at")
        widgets = {
            "title": forms.TextInput(),
            "body": forms.Textarea(attrs={"rows": 10}),
            "audience": forms.RadioSelect(),
            "shows_from": LocalTimeInput(),
            "expires_at": LocalTimeInput(),
        }
        help_texts = {
            "title": gettext_lazy("一句话说清是什么事"),
            "body": gettext_lazy(
                "空一行分段。**两边加星号**是加粗，行首加“- ”是列点，网址会变成链接。"
            ),
            "shows_from": gettext_lazy("不填就是马上张贴"),
            "expires_at": gettext_lazy("不填就一直挂着"),
            "pinned": gettext_lazy("排在公示栏最上面"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = stacked()
        self.fields["shows_from"].required = False
        if self.instance.pk:
            self.initial["version"] = self.instance.version
            if self.instance.due:
                self.fields["shows_from"].disabled = True
        else:
            self.initial["shows_from"] = None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins, ends = said.get("shows_from") or timezone.now(), said.get("expires_at")
        if ends and ends <= begins:
            self.add_error("expires_at", ValidationError(_("撤下的时间要晚于张贴的时间。")))
        return said

    def _post_clean(self) -> None:
        """The action writes, and the database holds the constraints: the instance stays as it is."""

    @property
    def text(self) -> dict[str, Any]:
        """What the action takes."""
        text = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**text, "files": self.cleaned_data["attached"]}


WithdrawForm = reason_form(gettext_lazy("为什么撤下"))
