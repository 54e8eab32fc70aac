"""Forms for suggestions. A helper also chooses the household."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.charters.forms.words import HEADING, REASON, TEXT, text_area
from governance.charters.library import LIBRARY
from governance.charters.queries.suggestions import GatheredWishes
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, field_of
from residents.models import Household


class ContributionForm(CrispyForm):
    """``homes``: households for which this person may enter a suggestion. Empty for others than
    helpers."""

    household = forms.ChoiceField(
        label=_("替哪一家登记"),
        help_text=_("纸条上写的、当面说的、电话里说的，替他家记下来；不选就是您自己家"),
        required=False,
    )

    def __init__(
        self,
        homes: Iterable[Household],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.homes = {str(home.pk): home for home in homes}
        if self.homes:
            choices = [(pk, str(home)) for pk, home in self.homes.items()]
            field = field_of(self, "household", forms.ChoiceField)
            field.choices = [("", _("我自己家")), *choices]
        else:
            del self.fields["household"]

    @property
    def chosen(self) -> Household | None:
        return self.homes.get(self.cleaned_data.get("household") or "")


class WishForm(ContributionForm):
    typical = forms.MultipleChoiceField(
        label=_("常见的，勾上就行"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    heading = forms.CharField(label=_("自己写：小标题"), max_length=HEADING, required=False)
    text = forms.CharField(
        label=_("自己写：内容"), max_length=TEXT, required=False, widget=text_area(3)
    )
    reason = forms.CharField(label=_("为什么要有这一条"), max_length=REASON, required=False)
    field_order = ["household", "typical", "heading", "text", "reason"]

    def __init__(
        self,
        homes: Iterable[Household],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(homes, data, files, **options)
        field_of(self, "typical", forms.MultipleChoiceField).choices = [
            (
                one.key,
                format_html(
                    "<span>{}<small>{}</small><small>{}</small></span>",
                    one.heading,
                    one.text,
                    one.reason,
                ),
            )
            for one in LIBRARY.values()
        ]

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if not data.get("typical") and not data.get("text"):
            raise ValidationError(gettext("勾一条，或者自己写一条。"))
        return data


class WordsForm(ContributionForm):
    heading = forms.CharField(label=_("小标题"), max_length=HEADING, required=False)
    text = forms.CharField(
        label=_("您想改成什么样"),
        help_text=_("直接在原文上改，改了哪里会标出来"),
        max_length=TEXT,
        widget=text_area(),
    )
    reason = forms.CharField(label=_("为什么这样改"), max_length=REASON, required=False)


class CommentForm(ContributionForm):
    text = forms.CharField(
        label=_("说说您的意见"), help_text=_("邻居们都会看到"), max_length=TEXT, widget=text_area(3)
    )


class BeginDraftForm(CrispyForm):
    """Choose which of the typical articles that households asked for go into the first draft."""

    typical = forms.MultipleChoiceField(
        label=_("先写进第一稿的"),
        help_text=_("有人要的都勾上了；写进去以后还能改、能拿掉"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        gathered: GatheredWishes,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        wished = [one.typical for one in gathered.typical]
        options.setdefault("initial", {"typical": [one.key for one in wished]})
        super().__init__(data, files, **options)
        homes = {one.typical.key: one.households for one in gathered.typical}
        field_of(self, "typical", forms.MultipleChoiceField).choices = [
            (
                one.key,
                gettext("%(heading)s（%(n)s户）") % {"heading": one.heading, "n": homes[one.key]},
            )
            for one in wished
        ]
        if not wished:
            del self.fields["typical"]
