from __future__ import annotations

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.charters.actions import Clause
from governance.charters.models import MOST_ARTICLES, Edition, Wording
from louzu.lib.forms import RowForm, RowSet, Sheet


class EditionForm(Sheet):
    preamble = forms.CharField(
        label=gettext_lazy("前言"),
        help_text=gettext_lazy("为什么要有这份公约，用一两句话说"),
        max_length=Edition._meta.get_field("preamble").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ClauseForm(RowForm):
    """One row; an empty one is no article."""

    identity = "article"
    article = forms.IntegerField(widget=forms.HiddenInput, required=False)
    heading = forms.CharField(
        label=gettext_lazy("小标题"),
        help_text=gettext_lazy("例如：楼道整洁"),
        max_length=Wording._meta.get_field("heading").max_length,
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("内容"),
        max_length=Wording._meta.get_field("text").max_length,
        error_messages={"required": gettext_lazy("这一条还没有内容。不要这一条，就都清空。")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=gettext_lazy("为什么要有这一条"),
        max_length=Wording._meta.get_field("reason").max_length,
        required=False,
    )


class ClauseRows(RowSet[ClauseForm]):
    def clean(self) -> None:
        if not any(self.errors) and not self.clauses:
            raise ValidationError(_("至少写一条。"))

    @property
    def clauses(self) -> list[Clause]:
        """What the action takes: the rows that say something, in their order."""
        said = (form.cleaned_data for form in self.forms)
        return [Clause(**words) for words in said if words.get("text")]

    @property
    def preview(self) -> list[Wording]:
        """How the articles would stand, numbered."""
        return [
            Wording(number=number, heading=said.heading, text=said.text, reason=said.reason)
            for number, said in enumerate(self.clauses, start=1)
        ]


Rows = cast(
    "type[ClauseRows]",
    forms.formset_factory(
        ClauseForm, formset=ClauseRows, max_num=MOST_ARTICLES, absolute_max=MOST_ARTICLES
    ),
)


def rows_after(edition: Edition | None) -> ClauseRows:
    """The articles in force to start from; a few empty rows for a first edition."""
    if edition is None:
        rows = Rows()
        rows.extra = 3
        return rows
    fields = ("heading", "text", "reason")
    return Rows(
        initial=[
            {"article": words.article_id, **{name: getattr(words, name) for name in fields}}
            for words in edition.wordings.all()
        ]
    )
