"""What is said in a reply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.lounge.models import MAX_PHOTOS, Post
from louzu.lib.forms import LayoutForm, PhotosField

MAX_LENGTH = Post._meta.get_field("text").max_length


class PostForm(LayoutForm):
    """A reply that is changed."""

    text = forms.CharField(
        label=_("说的话"), max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 6})
    )
    photos = PhotosField(label=_("再加照片"), most=MAX_PHOTOS)

    @property
    def content(self) -> dict[str, Any]:
        """What the action takes."""
        return self.cleaned_data


class ReplyForm(LayoutForm):
    text = forms.CharField(
        label=_("您的回应"), max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = PhotosField(label=_("照片"), most=MAX_PHOTOS)
    quotes = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
