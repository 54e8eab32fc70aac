"""The page ``/styleguide/``: every component in every state. It exists only with LOUZU_DEBUG=1."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from governance.canvass.elevation import LOOKS, Elevation, ElevationCell, elevation_of
from louzu.lib.forms import LocalTimeInput, MarkdownTextarea, default_helper


@dataclass(frozen=True, slots=True)
class SampleName:
    nickname: str
    door_number: str = "114"


@dataclass(frozen=True, slots=True)
class SampleLine:
    text: str
    url: str
    at_text: str


@dataclass(frozen=True, slots=True)
class SamplePerson:
    pk: int
    name: str
    what: str
    office: bool

    def __str__(self) -> str:
        return self.name


BADGES = [
    ("做好了", "agree"),
    ("还差9家", "wait"),
    ("待送出", "unsent"),
    ("有异议", "object"),
    ("上次敲门，只有您家看得到", "told"),
    ("未读", "new"),
    ("通知", ""),
]


class SampleForm(forms.Form):
    title = forms.CharField(label="标题", help_text="一句话说清是什么事", max_length=10)
    body = forms.CharField(label="正文", widget=MarkdownTextarea(attrs={"rows": 3}), required=False)
    when = forms.DateTimeField(label="什么时候", widget=LocalTimeInput(), required=False)
    kind = forms.ChoiceField(
        label="给谁看", choices=[("a", "本楼居民"), ("b", "对外公开")], widget=forms.RadioSelect
    )
    pinned = forms.BooleanField(label="置顶", required=False, help_text="排在最上面")

    helper = default_helper()


def _stairwell() -> Elevation:
    flats = {1: 3, 2: 3, 3: 3, 4: 4, 5: 4, 6: 4}
    rooms = [f"{floor}0{n + 1}" for floor, number in flats.items() for n in range(number)]
    said = [*LOOKS, *["agree"] * len(rooms)]
    cells = [
        ElevationCell(room, int(room[0]), state) for room, state in zip(rooms, said, strict=False)
    ]
    return elevation_of(cells, floors=6, lounge_floor=3)


def _slab() -> Elevation:
    states = list(LOOKS)
    cells = [
        ElevationCell(f"{f}0{n}", f, states[(f * n) % len(states)])
        for f in range(2, 34)
        for n in range(1, 9)
    ]
    return elevation_of(cells, floors=33)


def _odd() -> Elevation:
    cells = [
        ElevationCell("底楼东", 1, "agree"),
        ElevationCell("阁楼", 3, "object"),
        ElevationCell("二楼亭子间", 2, "told", "和 2A 是一位业主"),
        ElevationCell("2A", 2, "told"),
    ]
    return elevation_of(cells, lounge_floor=2)


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    for level in (messages.SUCCESS, messages.WARNING, messages.ERROR, messages.INFO):
        messages.add_message(request, level, "一句话告诉您发生了什么。")
    context = {
        "seals": [SampleName(name) for name in ("", "和", "连心", "连心楼", "邻里一家")],
        "form": SampleForm(),
        "wrong": SampleForm({"title": "这个标题长得超过了十个字", "kind": "c"}, prefix="wrong"),
        "lines": [SampleLine("楼组长 李建国张贴了通知", "#", "今天 9:12")],
        "elevations": {"六层": _stairwell(), "老房子": _odd(), "三十三层": _slab()},
        "now": timezone.now(),
        "badges": BADGES,
        "states": [(words, tone) for words, tone in BADGES if tone not in {"", "new"}],
        "people": [
            SamplePerson(1, "王阿姨", "", office=False),
            SamplePerson(2, "李建国", "楼组长", office=True),
        ],
    }
    return render(request, "styleguide/page.html", context)


urlpatterns = [path("", page, name="styleguide")]
