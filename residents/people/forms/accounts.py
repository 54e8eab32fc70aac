"""Forms of accounts, for the keeper of the installation."""

from __future__ import annotations

from typing import ClassVar, Unpack

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import field_of
from louzu.lib.required_if import RequiredIf, RequiredIfFields
from residents.people.models import User
from residents.places.models import Neighbourhood

HELP = {
    "username": _("用来登录，只写字母、数字和 @ . + - _"),
    "is_active": _("不打勾，这个账号就不能登录；记录都留着。"),
}
LABELS = {
    "username": _("登录名"),
    "is_active": _("能登录"),
    "date_joined": _("什么时候开的账号"),
    "forgotten_at": _("什么时候删除了个人信息"),
}


class PersonForm(UserChangeForm[User]):
    class Meta(UserChangeForm.Meta):
        model = User
        labels = LABELS
        help_texts = HELP


class NewPersonForm(RequiredIfFields, AdminUserCreationForm[User]):
    """Creates an account and an office in the chosen committee together."""

    serves = forms.ModelChoiceField(
        label=_("在哪个居民区的居委工作"),
        queryset=Neighbourhood.objects.all(),
        required=False,
        help_text=_("选了，就同时委派为居委工作人员，从今天起"),
    )
    usable_password = AdminUserCreationForm.create_usable_password_field(
        _("没有密码的人用入户条、手机验证码或者设备上的6位数字登录。")
    )

    needed = {
        name: RequiredIf("usable_password", ["true"], _("用密码登录的要写"), _("请写密码。"))
        for name in ("password1", "password2")
    }

    class Meta(AdminUserCreationForm.Meta):
        model = User
        labels = LABELS
        help_texts = HELP
        field_classes: ClassVar[dict[str, type[forms.Field]]] = (
            AdminUserCreationForm.Meta.field_classes
        )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        found = list(Neighbourhood.objects.values_list("pk", flat=True)[:2])
        self.fields["serves"].initial = found[0] if len(found) == 1 else None
        field = field_of(self, "usable_password", forms.ChoiceField)
        field.label = _("用密码登录")
        field.choices = [("true", _("可以，密码写在下面")), ("false", _("不可以"))]
