"""Every component in every state, for those who build louzu (DEBUG only)."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from louzu.lib.forms import LocalTimeInput, stacked


@dataclass(frozen=True, slots=True)
class SampleName:
    nickname: str
    door_number: str = "114"


@dataclass(frozen=True, slots=True)
class SampleLine:
    text: str
    url: str
    at_text: str


class SampleForm(forms.Form):
    title = forms.CharField(label="标题", help_text="一句话说清是什么事", max_length=10)
    body = forms.CharField(label="正文", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    when = forms.DateTimeField(label="什么时候", widget=LocalTimeInput(), required=False)
    kind = forms.ChoiceField(
        label="给谁看", choices=[("a", "本楼居民"), ("b", "对外公开")], widget=forms.RadioSelect
    )
    pinned = forms.BooleanField(label="置顶", required=False, help_text="排在最上面")

    helper = stacked()


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    for level in (messages.SUCCESS, messages.WARNING, messages.ERROR, messages.INFO):
        messages.add_message(request, level, "一句话告诉您发生了什么。")
    context = {
        "seals": [SampleName(name) for name in ("", "和", "连心", "连心楼", "邻里一家")],
        "form": SampleForm(),
        "wrong": SampleForm({"title": "这个标题长得超过了十个字", "kind": "c"}, prefix="wrong"),
        "lines": [SampleLine("楼组长 李建国张贴了通知", "#", "今天 9:12")],
        "now": timezone.now(),
        "tones": ("agree", "wait", "object", "told", "plain"),
    }
    return render(request, "styleguide/page.html", context)
