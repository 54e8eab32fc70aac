"""Buildings, as the committee's desk writes them down."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy

from residents.models import Building

BETWEEN = re.compile(r"[,，、;；\s]+")


class TagsField(SimpleArrayField):
    """Words one after the other, whatever stands between them; each once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(forms.CharField(max_length=20), required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        words = BETWEEN.split(value) if isinstance(value, str) else value or []
        return super().to_python(",".join(dict.fromkeys(word for word in words if word)))

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "、".join(value or [])


class BuildingForm(forms.ModelForm[Building]):
    tags = TagsField(
        label=Building._meta.get_field("tags").verbose_name,
        help_text=gettext_lazy("居委给楼分类用，几个标签用顿号隔开，例如：高层、有电梯"),
    )

    class Meta:
        model = Building
        fields = "__all__"  # noqa: DJ007 -- what the desk shows, its class says
