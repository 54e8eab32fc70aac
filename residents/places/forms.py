"""Forms of buildings at the desk."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Unpack

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy

from louzu.lib.form_options import FieldOptions, FormData, FormFiles, FormOptions
from residents.places.models import Building, Neighbourhood
from residents.places.queries import free_slug

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TAG_SEPARATORS = re.compile(r"[,，、;；\s]+")


class TagsField(SimpleArrayField):
    """Unique words, with any separators."""

    def __init__(self, *, help_text: StrOrPromise = "", **options: Unpack[FieldOptions]) -> None:
        super().__init__(
            forms.CharField(max_length=20), required=False, help_text=help_text, **options
        )

    def to_python(self, value: Any) -> Any:
        words = TAG_SEPARATORS.split(value) if isinstance(value, str) else value or []
        return super().to_python(",".join(dict.fromkeys(word for word in words if word)))

    def prepare_value(self, value: Any) -> object:
        return value if isinstance(value, str) else "、".join(value or [])


class NeighbourhoodForm(forms.ModelForm[Neighbourhood]):
    class Meta:
        model = Neighbourhood
        fields = ("name", "committee", "phone", "hours", "address")
        help_texts = {
            "name": gettext_lazy("平时怎么叫，例如：逸仙二村三居"),
            "committee": gettext_lazy("例如：逸仙二村第三居民委员会"),
            "phone": gettext_lazy("印在入户条上，也写在每栋楼的首页上，例如：021-5555 0114"),
        }
        error_messages = {"name": {"unique": gettext_lazy("已经有叫这个名字的居民区了。")}}

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.fields["phone"].widget.attrs["inputmode"] = "tel"


class BuildingForm(forms.ModelForm[Building]):
    """``slug`` may be empty. One that is taken is replaced by a free one."""

    instead_of = ""
    """The slug that was requested but is taken."""

    slug = forms.SlugField(
        label=Building._meta.get_field("slug").verbose_name,
        max_length=Building._meta.get_field("slug").max_length,
        required=False,
        help_text=gettext_lazy("可以不填，会自动取。只用英文字母、数字和“-”，例如 114。"),
    )
    tags = TagsField(
        label=Building._meta.get_field("tags").verbose_name,
        help_text=gettext_lazy("居委给楼分类用，几个标签用顿号隔开，例如：高层、有电梯"),
    )

    class Meta:
        model = Building
        fields = "__all__"  # noqa: DJ007 -- the admin class lists the fields

    def clean_lane(self) -> str:
        return cleaned_lane(self.cleaned_data["lane"])

    def clean_door_number(self) -> str:
        return cleaned_door_number(self.cleaned_data["door_number"])

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        lane, number = data.get("lane", ""), data.get("door_number", "")
        if "slug" in self.errors:
            return data
        meant = data.get("slug") or self.instance.slug or slugify(number)
        others = Building.objects.exclude(pk=self.instance.pk)
        if not meant or others.filter(slug=meant).exists():
            data["slug"], self.instead_of = free_slug(lane, number), meant
        else:
            data["slug"] = meant
        return data


def cleaned_lane(typed: str) -> str:
    lane = _stripped(typed)
    return f"{lane}弄" if lane.isdecimal() else lane


def cleaned_door_number(typed: str) -> str:
    """Return the number; ``114号`` becomes 114. Raises ValidationError if it is empty."""
    number = _stripped(typed).removesuffix("号")
    if not number:
        raise ValidationError(gettext("请写号码，例如 114。"))
    return number


def _stripped(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
