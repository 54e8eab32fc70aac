"""Forms for the key holders of a secret vote, and for opening the box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.models import Canvass, Choice, Holder
from governance.canvass.option_tally import AnswerKind
from governance.canvass.queries.option_counting import PAPERS, is_ballot, marks_on_paper
from governance.canvass.queries.options import option_question_of
from governance.canvass.queries.words import choice_words
from governance.canvass.sealing import CHOICE_BYTES, DIGITS, bare
from governance.canvass.tally import CountedChoice
from louzu.lib.form_options import FieldOptions, FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, field_of
from residents.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TWO = 2
SPOILED = "spoiled"


class PassphraseField(forms.CharField):
    """A passphrase of 24 digits, printed in groups. Cleans to the digits without separators."""

    def __init__(self, *, help_text: StrOrPromise = "", **options: Unpack[FieldOptions]) -> None:
        digits = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=60, widget=digits, help_text=help_text, **options)

    def clean(self, value: object) -> str:
        digits = bare(super().clean(value))
        if value and len(digits) != DIGITS:
            raise ValidationError(_("口令是24个数字，请对着纸再看一遍，有没有漏的、多的。"))
        return digits


class SeatField(PassphraseField):
    """The passphrase of one of three holders. A single field may be empty, but two must be filled,
    so none is marked as optional."""

    def validate(self, value: object) -> None:
        """Accept an empty value. The form checks how many are filled."""


class HoldersForm(CrispyForm):
    """Choose two helpers as holders. The committee is always the third."""

    first = forms.ChoiceField(label=gettext_lazy("第一位保管人"))
    second = forms.ChoiceField(label=gettext_lazy("第二位保管人"))

    def __init__(
        self,
        people: Sequence[User],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.people = {str(user.pk): user for user in people}
        choices = [("", _("请选一位")), *((pk, str(user)) for pk, user in self.people.items())]
        for name in ("first", "second"):
            field = field_of(self, name, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("first") and data.get("first") == data.get("second"):
            self.add_error("second", ValidationError(_("要两位不同的人，不能是同一位。")))
        return data

    @property
    def chosen(self) -> dict[str, User]:
        return {name: self.people[self.cleaned_data[name]] for name in ("first", "second")}


class HoldForm(CrispyForm):
    passphrase = PassphraseField(
        label=gettext_lazy("照纸上的口令输一遍"),
        help_text=gettext_lazy("24个数字，空格可以不打。看看抄得对不对，系统不会记下来"),
    )


class KeysForm(CrispyForm):
    """The passphrases of two of the three holders, one field per seat."""

    prefix = "passphrase"
    """``refusal_page`` recognises by this prefix that submitted passphrases must not be shown
    again."""
    use_required_attribute = False

    def __init__(
        self,
        holders: Sequence[Holder],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        for holder in holders:
            words = {"seat": holder.get_seat_display(), "who": holder.user}
            label = _("%(seat)s %(who)s 的口令") % words
            self.fields[holder.seat] = SeatField(label=label)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not self.errors and sum(map(bool, data.values())) != TWO:
            raise ValidationError(_("请填两位的口令，不多不少；第三位的空着。"))
        return data

    @property
    def passphrases(self) -> dict[str, str]:
        return {seat: digits for seat, digits in self.cleaned_data.items() if digits}


class PaperTotalsForm(CrispyForm):
    """Totals of the paper box by choice, as counted by hand."""

    def __init__(
        self,
        canvass: Canvass,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.canvass = canvass
        for name, label in self._labels().items():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=9999, initial=0
            )

    def _labels(self) -> dict[str, str]:
        words = choice_words(self.canvass)
        if not self.canvass.has_options:
            labels = {choice.value: words[choice] for choice in CountedChoice}
            return {**labels, SPOILED: _("看不清、没选或者选了两个的")}
        labels = {PAPERS: _("一共几张纸票")}
        named = {one.number: f"{one.number}. {one}" for one in self.canvass.present_options}
        for name, number, meaning in marks_on_paper(self.canvass):
            alone = self.canvass.kind != AnswerKind.each
            labels[name] = named[number] if alone else f"{named[number]}：{words[meaning.value]}"
        labels[Choice.ABSTAIN.value] = words[Choice.ABSTAIN]
        if self.canvass.kind == AnswerKind.each:
            labels[Choice.ABSTAIN.value] = _("每一件都弃权的")
        return {**labels, SPOILED: _("看不清、没选或者选多了的")}

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if self.canvass.has_options and not self.errors and not self._adds_up(data):
            raise ValidationError(_("数字对不上：几张纸票，各样几张，弃权几张，请再数一遍。"))
        return data

    def _adds_up(self, data: dict[str, int]) -> bool:
        """Return whether that many papers can carry these marks."""
        marks = marks_on_paper(self.canvass)
        filled = data[PAPERS] - data[Choice.ABSTAIN.value] - data[SPOILED]
        by_option: dict[int, int] = {}
        for name, number, _meaning in marks:
            by_option[number] = by_option.get(number, 0) + data[name]
        most = option_question_of(self.canvass, self.canvass.version).most_picks
        total = sum(by_option.values())
        return max(by_option.values()) <= filled <= total <= filled * most


class CastForm(CrispyForm):
    """Hidden fields that carry a ballot from the choice to the confirmation."""

    choice = forms.CharField(max_length=CHOICE_BYTES, widget=forms.HiddenInput)
    """A ``CountedChoice``, or the code of the options that are picked."""
    receipt = forms.CharField(max_length=200, widget=forms.HiddenInput)
    """Created and signed on the page before: see ``queries.box.sign_receipt``."""

    def __init__(self, canvass: Canvass, data: FormData) -> None:
        super().__init__(data)
        self.canvass = canvass

    def clean_choice(self) -> str:
        code: str = self.cleaned_data["choice"]
        if not is_ballot(self.canvass, code):
            raise ValidationError(_("这张票填得不对，还没有投进去。请重新选一次。"))
        return code
