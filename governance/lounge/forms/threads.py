"""Forms of threads, one for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

import datetime as dt
from typing import ClassVar, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.lounge.actions.joining import MAX_GUESTS
from governance.lounge.forms.posts import MAX_LENGTH
from governance.lounge.inputs import InvitationInput, ThreadInput
from governance.lounge.models import MAX_POST_PHOTOS, Invitation, Post, Thread
from governance.lounge.models.threads import MAX_INVITATION_MINUTES
from louzu.lib.file_fields import PhotosField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, LocalTimeInput

MAX_ROOM = 500


class ThreadForm(CrispyForm):
    kind: ClassVar[Thread.Kind]
    title = forms.CharField(max_length=Thread._meta.get_field("title").max_length)
    text = forms.CharField(max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 6}))
    photos = PhotosField(label=gettext_lazy("照片"), most=MAX_POST_PHOTOS)

    def to_input(self) -> ThreadInput:
        data = self.cleaned_data
        return ThreadInput(
            kind=self.kind,
            title=data["title"],
            text=data["text"],
            photos=tuple(data["photos"]),
            unnamed=data.get("unnamed", False),
            invitation=self.to_invitation(),
        )

    def to_invitation(self) -> InvitationInput | None:
        """Return time and place, for kind ``invitation`` only."""
        return None


class NeedForm(ThreadForm):
    kind = Thread.Kind.NEED

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        _word(
            self,
            title=(gettext_lazy("您需要什么"), gettext_lazy("例如：谁家有梯子借用一天？")),
            text=(gettext_lazy("说得细一点"), gettext_lazy("什么时候要用，怎么找到您")),
        )


class InvitationForm(ThreadForm):
    kind = Thread.Kind.INVITATION
    starts_at = forms.DateTimeField(label=gettext_lazy("什么时候"), widget=LocalTimeInput())
    place = forms.CharField(
        label=gettext_lazy("在哪里碰头"),
        max_length=Invitation._meta.get_field("place").max_length,
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("大约多少分钟"),
        min_value=1,
        max_value=MAX_INVITATION_MINUTES,
        initial=120,
    )
    room_for = forms.IntegerField(
        label=gettext_lazy("最多几个人"),
        help_text=gettext_lazy("连您在内；不填就不限"),
        min_value=1,
        max_value=MAX_ROOM,
        required=False,
    )
    field_order = ["title", "starts_at", "place", "minutes", "room_for", "text", "photos"]

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        _word(
            self,
            title=(gettext_lazy("约大家做什么"), gettext_lazy("例如：一起去顾村公园看菊花")),
            text=(gettext_lazy("还要说明的"), gettext_lazy("怎么去，要带什么，怎么找到您")),
        )

    def clean_starts_at(self) -> dt.datetime:
        starts_at: dt.datetime = self.cleaned_data["starts_at"]
        if starts_at <= timezone.now():
            raise ValidationError(_("约的时间要在现在以后。"))
        return starts_at

    def to_invitation(self) -> InvitationInput:
        data = self.cleaned_data
        return InvitationInput(
            starts_at=data["starts_at"],
            place=data["place"],
            minutes=data["minutes"],
            room_for=data["room_for"],
        )


class WorryForm(ThreadForm):
    kind = Thread.Kind.WORRY
    unnamed = forms.BooleanField(
        label=gettext_lazy("不写我的名字"),
        help_text=gettext_lazy(
            "邻居只看到“一位邻居”。楼组长或居委要写明原因才能查看是谁，您会看到谁看过。"
        ),
        required=False,
    )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        _word(
            self,
            title=(
                gettext_lazy("什么事让您烦恼"),
                gettext_lazy("例如：四楼转角堆了纸箱，走路要侧身"),
            ),
            text=(gettext_lazy("是怎么回事"), gettext_lazy("说事情，不说人")),
        )


class PlanForm(ThreadForm):
    kind = Thread.Kind.PLAN

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        _word(
            self,
            title=(
                gettext_lazy("您有什么打算"),
                gettext_lazy("例如：三楼客厅添两把椅子、一个书架"),
            ),
            text=(
                gettext_lazy("为什么做，怎么做"),
                gettext_lazy("要哪些人手和东西，想请谁帮忙"),
            ),
        )


FORMS: dict[str, type[ThreadForm]] = {
    form.kind: form for form in (NeedForm, InvitationForm, WorryForm, PlanForm)
}


class AttendForm(forms.Form):
    people = forms.IntegerField(min_value=0, max_value=MAX_GUESTS)


def initial_of_thread(thread: Thread, post: Post) -> dict[str, object]:
    """Return initial data for editing the first post."""
    words: dict[str, object] = {"title": thread.title, "text": post.text}
    if thread.starts_at:
        parts = ("place", "minutes", "room_for")
        words |= {name: getattr(thread.invitation, name) for name in parts}
        words["starts_at"] = thread.starts_at
    return words


def _word(form: ThreadForm, **words: tuple[StrOrPromise, StrOrPromise]) -> None:
    """Set label, example and hint of each field."""
    for name, (label, hint) in words.items():
        form.fields[name].label, form.fields[name].help_text = label, hint
