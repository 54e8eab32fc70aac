"""The fields in which options are picked, on the web and for an answer on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.canvass.choices import GIVEN_CHOICES, Picked
from governance.canvass.models import Canvass, Choice, Option
from governance.canvass.option_tally import AnswerKind, OptionBallot
from governance.canvass.queries.option_words import most_sentence
from governance.canvass.queries.options import option_question_of
from governance.canvass.queries.words import choice_words
from louzu.lib.form_options import FormData

ITEM = "item_{}"
_NOT_ALONE = gettext_lazy("选了弃权，就不能再选别的。请去掉一样。")


def pick_fields(canvass: Canvass) -> dict[str, forms.Field]:
    """Return one field with all options and abstention, or a field for each item."""
    words = choice_words(canvass)
    options = canvass.present_options
    if canvass.kind == AnswerKind.each:
        choices = [(choice.value, words[choice]) for choice in GIVEN_CHOICES]
        return {
            ITEM.format(one.number): forms.ChoiceField(
                label=f"{one.number}. {one}",
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("这一件还没有答。")},
            )
            for one in options
        }
    offered = [(str(one.number), f"{one.number}. {one}") for one in options]
    offered.append((Choice.ABSTAIN.value, words[Choice.ABSTAIN]))
    one_alone = canvass.kind == AnswerKind.one
    kind = forms.ChoiceField if one_alone else forms.MultipleChoiceField
    field = kind(
        label=_("这家怎么答的：%(most)s") % {"most": most_sentence(canvass)},
        choices=offered,
        widget=forms.RadioSelect if one_alone else forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("还没有选。不想选的，请选弃权。")},
    )
    if not one_alone:
        field.widget.attrs |= _checks_on_phone(canvass, str(field.error_messages["required"]))
    return {"pick": field}


def _checks_on_phone(canvass: Canvass, nothing_picked: str) -> dict[str, str | int]:
    """Return what a phone checks before it keeps an answer (static/js/kept-form.js)."""
    most = option_question_of(canvass, canvass.version).most_picks
    return {
        "data-most-picks": most,
        "data-most-error": _too_many(most) % {"picked": "%(picked)s", "over": "%(over)s"},
        "data-alone": Choice.ABSTAIN.value,
        "data-alone-error": str(_NOT_ALONE),
        "data-none-error": nothing_picked,
    }


def _too_many(most: int) -> str:
    """Return a format for how many are ``picked``, and how many are ``over`` the most."""
    sentence = ngettext(
        "最多选%(most)s位，现在选了%(picked)s位，请去掉%(over)s位。",
        "最多选%(most)s位，现在选了%(picked)s位，请去掉%(over)s位。",
        most,
    )
    return sentence.replace("%(most)s", str(most))


def picked_from(canvass: Canvass, data: dict[str, Any]) -> Picked | None:
    """Return what the valid values of the fields say, or None if a field is missing.

    Raises ValidationError if options are picked together with abstention, or too many.
    """
    if canvass.kind == AnswerKind.each:
        return _picked_items(canvass, data)
    if not data.get("pick"):
        return None
    picks = [data["pick"]] if isinstance(data["pick"], str) else data["pick"]
    abstains = Choice.ABSTAIN.value in picks
    if abstains and len(picks) > 1:
        raise ValidationError(_NOT_ALONE)
    if abstains:
        return Picked(Choice.ABSTAIN)
    most = option_question_of(canvass, canvass.version).most_picks
    if len(picks) > most:
        words = {"picked": len(picks), "over": len(picks) - most}
        raise ValidationError(_too_many(most) % words)
    return Picked(Choice.PICKED, OptionBallot(frozenset(map(int, picks))))


def _picked_items(canvass: Canvass, data: dict[str, Any]) -> Picked | None:
    said = {one.number: data.get(ITEM.format(one.number)) for one in canvass.present_options}
    if not all(said.values()):
        return None
    picked, against = (
        frozenset(number for number, choice in said.items() if choice == wanted)
        for wanted in (Choice.AGREE, Choice.OBJECT)
    )
    if not picked | against:
        return Picked(Choice.ABSTAIN)
    return Picked(Choice.PICKED, OptionBallot(picked, against))


class PicksForm(forms.Form):
    """The options that a household picks on the web. The template lays out the fields, with photos
    and files."""

    def __init__(self, canvass: Canvass, data: FormData | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.canvass = canvass
        self.fields.update(pick_fields(canvass))
        if "pick" in self.fields:
            self.fields["pick"].label = most_sentence(canvass)
        self.picked: Picked | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.picked = picked_from(self.canvass, data)
        return data

    @property
    def items(self) -> list[tuple[Option, forms.BoundField]]:
        return [(one, self[ITEM.format(one.number)]) for one in self.canvass.present_options]

    @property
    def chosen(self) -> set[str]:
        """The numbers that are picked now, for the boxes of the page."""
        value = self["pick"].value() if "pick" in self.fields else None
        return {value} if isinstance(value, str) else set(map(str, value or ()))


def initial_of_ballot(canvass: Canvass, ballot: OptionBallot) -> dict[str, Any]:
    """Return the values of the fields for an answer that was given before."""
    if canvass.kind != AnswerKind.each:
        picks = [str(number) for number in sorted(ballot.picked)]
        return {"pick": picks[0] if canvass.kind == AnswerKind.one else picks} if picks else {}
    numbers = {one.number for one in canvass.present_options}
    said = dict.fromkeys(numbers, Choice.ABSTAIN.value)
    said |= dict.fromkeys(ballot.picked, Choice.AGREE.value)
    said |= dict.fromkeys(ballot.against, Choice.OBJECT.value)
    return {ITEM.format(number): choice for number, choice in said.items()}
