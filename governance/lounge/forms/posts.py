"""Forms of replies."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.lounge.inputs import PostInput, ReplyInput
from governance.lounge.models import MAX_POST_PHOTOS, Post
from louzu.lib.file_fields import PhotosField
from louzu.lib.forms import CrispyForm

MAX_LENGTH = Post._meta.get_field("text").max_length


class PostForm(CrispyForm):
    """Edit a reply."""

    text = forms.CharField(
        label=_("说的话"), max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 6})
    )
    photos = PhotosField(label=_("再加照片"), most=MAX_POST_PHOTOS)

    def to_input(self) -> PostInput:
        return PostInput(text=self.cleaned_data["text"], photos=tuple(self.cleaned_data["photos"]))


class ReplyForm(CrispyForm):
    text = forms.CharField(
        label=_("您的回应"), max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = PhotosField(label=_("照片"), most=MAX_POST_PHOTOS)
    quotes = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def to_input(self) -> ReplyInput:
        data = self.cleaned_data
        return ReplyInput(text=data["text"], photos=tuple(data["photos"]), quotes=data["quotes"])
