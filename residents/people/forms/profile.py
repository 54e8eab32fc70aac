"""Forms about the person themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm
from residents.people.models import Office, User
from residents.people.models.users import Language, TextSize


class ProfileForm(CrispyForm):
    """Name and introduction, and a phone number for each office held."""

    shown_name = forms.CharField(label=_("称呼"), help_text=_("邻居平时怎么叫您"), max_length=30)
    introduction = forms.CharField(
        label=_("自我介绍"),
        help_text=_(
            "想让邻居知道的，比如做什么、爱什么。同意显示称呼以后，邻居在“邻里之家”看得到。"
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    skills = forms.CharField(
        label=_("会做的、愿意帮忙的"),
        help_text=_("比如：修灯、量血压、带孩子"),
        max_length=100,
        required=False,
    )

    def __init__(
        self,
        user: User,
        offices: Iterable[Office],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        self.offices = {f"contact_{office.pk}": office for office in offices}
        now = {name: getattr(user, name) for name in ("shown_name", "introduction", "skills")}
        contacts = {name: office.contact for name, office in self.offices.items()}
        options["initial"] = {**now, **contacts}
        super().__init__(data, files, **options)
        for name, office in self.offices.items():
            self.fields[name] = forms.CharField(
                label=_("%(office)s：愿意让邻居拨打的电话") % {"office": office.get_kind_display()},
                help_text=_("写在“找人帮忙”里；不写就不显示"),
                max_length=30,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "tel"}),
            )

    @property
    def profile(self) -> dict[str, Any]:
        return {
            name: value for name, value in self.cleaned_data.items() if name not in self.offices
        }

    @property
    def contacts(self) -> list[tuple[Office, str]]:
        contacts = [(office, self.cleaned_data[name]) for name, office in self.offices.items()]
        return [(office, contact) for office, contact in contacts if contact != office.contact]


class ForgetForm(CrispyForm):
    """Confirms a deletion that cannot be undone."""

    sure = forms.BooleanField(label=_("我明白：删除以后不能恢复，也不能再登录"))


class PreferencesForm(forms.Form):
    text_size = forms.ChoiceField(label=_("字号"), choices=TextSize.choices, required=False)
    language = forms.ChoiceField(label=_("文字"), choices=Language.choices, required=False)
