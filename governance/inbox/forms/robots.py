"""Forms that add a robot of a chat group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.inbox.inputs import RobotInput
from governance.inbox.models import CommitteeTopic
from governance.inbox.queries.robots import GROUP_TOPICS
from louzu.lib.forms import CrispyForm
from louzu.lib.robots import kind_of

SECRET = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class RobotForm(CrispyForm):
    name = forms.CharField(
        label=gettext_lazy("哪个群"), help_text=gettext_lazy("例如“114号邻里群”"), max_length=40
    )
    webhook = forms.CharField(
        label=gettext_lazy("机器人的地址（Webhook）"),
        help_text=gettext_lazy("以 https:// 开头，从群机器人的设置里原样复制"),
        max_length=500,
        widget=forms.TextInput(attrs=SECRET),
    )
    secret = forms.CharField(
        label=gettext_lazy("加签密钥"),
        help_text=gettext_lazy("钉钉、飞书的机器人，安全设置选了“加签”或“签名校验”才有"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=SECRET),
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("发哪些"),
        choices=[(topic.value, topic.label) for topic in GROUP_TOPICS],
        initial=[topic.value for topic in GROUP_TOPICS],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_webhook(self) -> str:
        typed: str = self.cleaned_data["webhook"]
        if not kind_of(typed):
            raise ValidationError(
                _(
                    "这不是企业微信、钉钉或飞书群机器人的地址。请在群机器人的设置里复制，整个贴过来。"
                )
            )
        return typed

    @property
    def robot(self) -> RobotInput:
        return RobotInput(**self.cleaned_data)


class CommitteeRobotForm(RobotForm):
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("发哪些"),
        choices=CommitteeTopic.choices,
        initial=[CommitteeTopic.CIRCULARS.value, CommitteeTopic.URGENT.value],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("例如“三居楼组长群”")
