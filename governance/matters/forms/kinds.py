"""Forms of the kinds that a committee keeps at its desk."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.kinds import ALL_KINDS
from governance.matters.models import CommitteeKindMilestone, Document
from governance.matters.presets import MATTER_KINDS
from governance.matters.queries.kinds import documents_in
from governance.notices.presets import PERIODS
from louzu.lib.form_options import FormData, FormFiles, FormOptions, ModelFormOptions
from louzu.lib.forms import field_of
from residents.models import Neighbourhood

MAX_DOCUMENT_NAME = Document._meta.get_field("name").max_length or 0
MAX_NUMBER = 999
named_there = _
"""Alias of gettext that makemessages does not collect from."""


class KindMilestoneForm(forms.ModelForm[CommitteeKindMilestone]):
    number = forms.IntegerField(
        label=gettext_lazy("第几步"),
        help_text=gettext_lazy("不填就照着从上到下的次序"),
        min_value=1,
        max_value=MAX_NUMBER,
        required=False,
    )
    canvass = forms.ChoiceField(label=gettext_lazy("要先征询"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("要公示"), required=False)

    class Meta:
        model = CommitteeKindMilestone
        fields = (
            "number",
            "title",
            "days",
            "canvass",
            "period",
            "documents",
            "source",
            "law_date",
        )
        widgets = {"documents": forms.Textarea(attrs={"rows": 3, "cols": 40})}

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[ModelFormOptions[CommitteeKindMilestone]],
    ) -> None:
        super().__init__(data, files, **options)
        field_of(self, "canvass", forms.ChoiceField).choices = [
            ("", _("不用征询")),
            *((kind.key, kind.title) for kind in ALL_KINDS.values()),
        ]
        field_of(self, "period", forms.ChoiceField).choices = [
            ("", _("不用公示")),
            *((period.key, named_there(period.title)) for period in PERIODS.values()),
        ]

    def clean_documents(self) -> str:
        names = documents_in(self.cleaned_data["documents"])
        if any(len(name) > MAX_DOCUMENT_NAME for name in names):
            raise ValidationError(
                _("每份文件的名字最多%(most)s个字，一行一份。") % {"most": MAX_DOCUMENT_NAME}
            )
        return "\n".join(names)


def number_rows(formset: BaseModelFormSet[Any, Any]) -> None:
    """Give the rows without a number the next ones, from top to bottom."""
    rows = [form for form in formset.forms if form.has_changed() or form.instance.pk]
    last = max((form.instance.number or 0 for form in rows), default=0)
    for form in rows:
        if form.instance.number is None:
            last += 1
            form.instance.number = last


class CopyKindForm(forms.Form):
    """Choose a kind of the portal, and for whom to copy it."""

    kind = forms.ChoiceField(label=gettext_lazy("照着哪一类"))
    neighbourhood = forms.ModelChoiceField(
        Neighbourhood.objects.none(), label=gettext_lazy("给哪个居民区"), empty_label=None
    )

    def __init__(
        self,
        served: Collection[int],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        field_of(self, "kind", forms.ChoiceField).choices = [
            (kind.key, kind.name) for kind in MATTER_KINDS.values() if kind.milestones
        ]
        field = field_of(self, "neighbourhood", forms.ModelChoiceField)
        field.queryset = Neighbourhood.objects.filter(pk__in=served).order_by("name")
