"""Forms of flats, households and owners at the desk."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.form_options import FormData, FormFiles, ModelFormOptions
from residents.places.models import Flat, Household, Owner, Ownership
from residents.roster_parser.phones import notes_in, parse_phone
from residents.roster_parser.rooms import Unreadable
from residents.roster_parser.values import NOTE_LENGTH

R = TypeVar("R", Household, Owner)
D = TypeVar("D", Flat, Household)


class DatedRecordForm(forms.ModelForm[D]):
    """A flat or household. A new one begins today, because a closed one may have been there before.

    Dates and fixed fields take part in the validation of constraints.
    """

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[ModelFormOptions[Any]],
    ) -> None:
        super().__init__(data, files, **options)
        if self.instance.pk is None:
            self.instance.since = timezone.localdate()

    def _get_validation_exclusions(self) -> set[str]:
        fixed = {"building", "flat"} if self.instance.pk else set()
        return super()._get_validation_exclusions() - {"since", "until"} - fixed  # type: ignore[misc,no-any-return]  # not in the stubs


class FlatForm(DatedRecordForm[Flat]):
    class Meta:
        model = Flat
        fields = ("building", "floor", "room", "area", "area_source")


class RecordPhoneForm(forms.ModelForm[R]):
    """Replaces a phone number, without containing the current one or its mask. Input is parsed like
    a column of a roster."""

    new_phone = forms.CharField(
        label=gettext_lazy("电话"),
        help_text=gettext_lazy("几个号码用顿号隔开，例如 13800001234、55501234"),
        max_length=200,
        initial="",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    clear_phone = forms.BooleanField(label=gettext_lazy("清掉现在的电话"), required=False)

    number: str | None = None
    """The new number: None for unchanged, "" for none."""
    notes: list[str]
    """Notes that were typed beside the numbers."""

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[ModelFormOptions[Any]],
    ) -> None:
        super().__init__(data, files, **options)
        self.notes = []
        if self.instance.phone:
            field = self.fields["new_phone"]
            field.label = _("新的电话")
            field.help_text = _("不改就空着。%(how)s") % {"how": field.help_text}
        else:
            del self.fields["clear_phone"]

    def clean_new_phone(self) -> str:
        typed: str = self.cleaned_data["new_phone"]
        if "*" in typed or "＊" in typed:
            raise ValidationError(_("这里写的是遮住了中间的号码。请写完整的号码，不改就空着。"))
        try:
            read = parse_phone(typed)
        except Unreadable as problem:
            raise ValidationError(str(problem)) from problem
        if typed and not read:
            raise ValidationError(_("这里没有号码。不改就空着，要清掉请在下面打勾。"))
        self.notes = notes_in(typed)
        return read or ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed, clear = data.get("new_phone", ""), data.get("clear_phone", False)
        if typed and clear:
            self.add_error("clear_phone", _("写了新的电话，又打了勾。请只留一样。"))
        elif typed or clear:
            self.number = typed
        return data


def refuse_closed_flat(flat: Flat) -> Flat:
    if flat.closed or flat.building.closed:
        raise ValidationError(_("这一室已经注销了，请选别的室。"))
    return flat


class HouseholdForm(DatedRecordForm[Household], RecordPhoneForm[Household]):
    class Meta:
        model = Household
        exclude = ("phone",)  # noqa: DJ006 -- the admin class lists the fields

    def clean_flat(self) -> Flat:
        return refuse_closed_flat(self.cleaned_data["flat"])

    def clean(self) -> dict[str, object]:
        """Add notes beside the numbers to the household's note, as for a roster."""
        data = super().clean()
        building, flat = data.get("building"), data.get("flat")
        if building and flat and flat.building_id != building.pk:
            self.add_error(
                "flat", _("这一室在%(building)s，不在这栋楼组。") % {"building": flat.building}
            )
        note = data.get("note", "")
        data["note"] = "；".join([note, *(n for n in self.notes if n not in note)]).strip("；")
        if len(data["note"]) > NOTE_LENGTH:
            self.add_error("note", _("备注太长了，最多200个字。"))
        return data

    @cached_property
    def changed_data(self) -> list[str]:
        names = super().changed_data
        return [*names, "note"] if self.notes and "note" not in names else names


class OwnerForm(RecordPhoneForm[Owner]):
    class Meta:
        model = Owner
        exclude = ("phone",)  # noqa: DJ006 -- the admin class lists the fields

    def clean(self) -> dict[str, object]:
        data = super().clean()
        if self.notes:
            self.add_error(
                "new_phone", _("业主这里只记号码。是谁的号码，请写在这户的备注里，这里去掉再保存。")
            )
        return data


class OwnershipForm(forms.ModelForm[Ownership]):
    class Meta:
        model = Ownership
        fields = ("flat", "owner", "since", "until")

    def clean_flat(self) -> Flat:
        return refuse_closed_flat(self.cleaned_data["flat"])

    def clean(self) -> dict[str, object]:
        """Check the order of the days before the database does, because it cannot build such a
        range."""
        data = super().clean() or {}
        flat, owner = data.get("flat"), data.get("owner")
        if flat and owner and flat.building_id != owner.building_id:
            sentence = _("这位业主登记在%(there)s，这一室在%(here)s。请选同一栋楼组的业主。")
            self.add_error("owner", sentence % {"there": owner.building, "here": flat.building})
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("结束的日子不能早于开始的日子。"))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        fixed = {"flat"} if self.instance.pk else set()
        return super()._get_validation_exclusions() - fixed  # type: ignore[misc,no-any-return]  # not in the stubs
