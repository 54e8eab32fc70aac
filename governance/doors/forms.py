from __future__ import annotations

from typing import Unpack

from crispy_forms.layout import HTML, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.forms.answers import PaperAnswerForm, ProofField
from governance.canvass.inputs import PaperAnswer
from governance.canvass.models import Channel, Choice
from governance.canvass.queries.at_doors import VoiceAtDoor
from governance.doors.inputs import DoorAnswer, SheetRow
from governance.doors.models import Knock
from governance.doors.queries.round import Door
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, LocalTimeInput, field_of
from louzu.lib.past import refuse_future
from louzu.lib.required_if import RequiredIf, set_condition
from louzu.lib.stored import stored
from residents.models import Office, User
from residents.rooms.waiting import Thing

SHORT_NAME = 8
"""How many characters of a title stand beside a box."""
CHOICE, REASON, VERSION, SETTLES = "choice-{}", "reason-{}", "version-{}", "settles-{}"
"""Names of the fields of a question, by the primary key of its canvass."""


class TapForm(CrispyForm):
    """``visited_at`` is sent by phones that were offline (static/js/kept-entry.js)."""

    visited_at = forms.DateTimeField(required=False)


class ToldForm(TapForm):
    """``version`` is the number of the text on the page."""

    version = forms.IntegerField(min_value=1, required=False)


class KnockForm(TapForm):
    """A button at a door, with what the household said."""

    outcome = forms.ChoiceField(
        choices=[
            (outcome.value, outcome.label)
            for outcome in (
                Knock.Outcome.NOT_IN,
                Knock.Outcome.NOT_NOW,
                Knock.Outcome.REFUSED,
                Knock.Outcome.WELCOME,
                Knock.Outcome.NOTE,
                Knock.Outcome.HANDED,
            )
        ]
    )
    note = forms.CharField(
        label=gettext_lazy("他家说了什么"),
        max_length=Knock._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DoorAnswersForm(CrispyForm):
    """The answers of the people of a flat to several questions, on one signed paper."""

    needed = {"mandate": PaperAnswerForm.needed["mandate"]}
    signer = PaperAnswerForm.base_fields["signer"]
    relation = PaperAnswerForm.base_fields["relation"]
    evidence = ProofField(label=gettext_lazy("签了字的纸，拍一张"))
    mandate = ProofField(label=gettext_lazy("委托书，拍一张"))
    said_at = PaperAnswerForm.base_fields["said_at"]

    def __init__(
        self,
        asked: list[VoiceAtDoor],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.fields["evidence"].required = True
        self.asked = {one.canvass.pk: one for one in asked}
        for one in asked:
            self._add_question(one)
        self.order_fields([name for name in self.fields if "-" in name])
        self._lay_out()

    def _lay_out(self) -> None:
        """Fold away the questions that have an answer, but the one that was pressed at the door."""
        pressed = {name.partition("-")[2] for name in self.initial}
        done = {str(pk) for pk, one in self.asked.items() if one.done} - pressed
        if not done:
            return
        folded = [name for name in self.fields if name.partition("-")[2] in done]
        top = [name for name in self.fields if "-" in name and name not in folded]
        rest = [name for name in self.fields if "-" not in name]
        opened = not top or any(self.data.get(CHOICE.format(key)) for key in done)
        fold = '<details class="answered"{}><summary>{}</summary>'
        begin = format_html(fold, " open" if opened else "", _("已经有答复的，要改才打开"))
        self.helper.layout = Layout(*top, HTML(begin), *folded, HTML("</details>"), *rest)

    def _add_question(self, one: VoiceAtDoor) -> None:
        pk = one.canvass.pk
        self.fields[CHOICE.format(pk)] = forms.ChoiceField(
            label=one.canvass.question,
            choices=[*one.choices, ("", _("不改") if one.done else _("还没答"))],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields[REASON.format(pk)] = forms.CharField(
            label=_("为什么"),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[VERSION.format(pk)] = forms.IntegerField(
            initial=one.canvass.version, min_value=1, required=False, widget=forms.HiddenInput
        )
        if one.clash:
            self.fields[SETTLES.format(pk)] = forms.BooleanField(
                label=PaperAnswerForm.base_fields["settles"].label, required=False
            )
        reason = PaperAnswerForm.needed["reason"]
        need = RequiredIf(CHOICE.format(pk), {Choice.OBJECT}, reason.words, reason.error)
        set_condition(self, REASON.format(pk), need)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not (self.closed or any(data.get(CHOICE.format(pk)) for pk in self.asked)):
            raise ValidationError(_("请选他家答了的是哪一件。"))
        return data

    @property
    def closed(self) -> set[int]:
        """The primary keys of canvasses that were answered when they had ended."""
        begin = CHOICE.format("")
        named = (name[len(begin) :] for name in self.data if name.startswith(begin))
        answered = {int(pk) for pk in named if pk.isdecimal() and self.data[begin + pk]}
        return answered - set(self.asked)

    @property
    def answers(self) -> list[DoorAnswer]:
        data = self.cleaned_data
        return [
            DoorAnswer(
                one.canvass,
                one.voice,
                choice=data[CHOICE.format(pk)],
                reason=data[REASON.format(pk)],
                version=data[VERSION.format(pk)] or 0,
                settles=data.get(SETTLES.format(pk), False),
            )
            for pk, one in self.asked.items()
            if data[CHOICE.format(pk)]
        ]

    @property
    def paper(self) -> PaperAnswer:
        names = ("signer", "relation", "evidence", "mandate", "said_at")
        return PaperAnswer(channel=Channel.DOOR, **{one: self.cleaned_data[one] for one in names})


class ShareForm(CrispyForm):
    """Assign single doors or whole floors to a helper. The template lays out the rows."""

    who = forms.ChoiceField(label=gettext_lazy("请谁去"), widget=forms.RadioSelect)
    flats = forms.TypedMultipleChoiceField(coerce=int, required=False)
    whole = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(
        self,
        helpers: list[Office],
        doors: list[Door],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.doors = doors
        self.helpers = {str(office.user_id): office.user for office in helpers}
        named = [(str(office.user_id), str(office)) for office in helpers]
        self._choose("who", [*dict(named).items(), ("0", _("先不分给谁"))])
        self._choose("flats", [(door.flat.pk, door.room) for door in doors])
        self._choose("whole", [(floor, "") for floor in {door.flat.floor for door in doors}])

    def _choose(self, name: str, choices: list[tuple[str | int, str]]) -> None:
        field_of(self, name, forms.ChoiceField).choices = choices

    @property
    def person(self) -> User | None:
        return self.helpers.get(self.cleaned_data["who"])

    @property
    def chosen(self) -> set[int]:
        """The primary keys of the flats."""
        flats, whole = self.cleaned_data["flats"], self.cleaned_data["whole"]
        return {d.flat.pk for d in self.doors if d.flat.pk in flats or d.flat.floor in whole}


class SheetTimeForm(CrispyForm):
    said_at = forms.DateTimeField(
        label=gettext_lazy("什么时候敲的"),
        help_text=gettext_lazy("不填就是现在"),
        widget=LocalTimeInput(),
        validators=[refuse_future],
        required=False,
    )


class SheetRowForm(CrispyForm):
    """A row of the round sheet, for one door. Left empty, it records nothing."""

    MAX_NOTE, MAX_NEXT = 240, 40
    """Both are stored in the note of one knock."""

    state = forms.ChoiceField(
        label=gettext_lazy("在不在"),
        choices=[
            ("", gettext_lazy("没敲")),
            ("in", gettext_lazy("在")),
            (Knock.Outcome.NOT_IN.value, gettext_lazy("不在")),
            (Knock.Outcome.NOT_NOW.value, gettext_lazy("这次不愿谈")),
            (Knock.Outcome.REFUSED.value, gettext_lazy("以后少打扰")),
        ],
        widget=forms.Select(attrs={"data-said": ""}),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("说了什么"),
        max_length=MAX_NOTE,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("说了什么")}),
    )
    next_time = forms.CharField(
        label=gettext_lazy("下次"),
        max_length=MAX_NEXT,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("下次")}),
    )
    told = forms.TypedMultipleChoiceField(
        label=gettext_lazy("告诉了"),
        coerce=int,
        error_messages={
            "invalid_choice": gettext_lazy("勾了的有一件截止了，或者别人告诉过了，不用再勾。")
        },
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        door: Door,
        columns: dict[Thing, str],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        """``columns`` are the titles of the sheet, in the order in which the boxes stand here, too."""
        options["prefix"] = f"door-{door.flat.pk}"
        super().__init__(data, files, **options)
        self.door = door
        self.canvasses = {one.canvass.pk: one.canvass for one in door.to_tell}
        told = [
            (pk, f"{n} {Truncator(title).chars(SHORT_NAME)}")
            for n, ((_label, pk), title) in enumerate(columns.items(), start=1)
            if pk in self.canvasses
        ]
        field_of(self, "told", forms.ChoiceField).choices = told

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("told") and data.get("state") not in {"", "in"}:
            raise ValidationError(_("没见到人，怎么告诉的？请改一处。"))
        return data

    @property
    def row(self) -> SheetRow:
        data = self.cleaned_data
        return SheetRow(
            self.door.flat,
            self.door.household,
            outcome="" if data["state"] == "in" else data["state"],
            note=self._note(data["note"], data["next_time"]),
            told=tuple(self.canvasses[pk] for pk in data["told"]),
        )

    def _note(self, said: str, next_time: str) -> str:
        """Add when to come again, which the page of the door shows with what was said."""
        if not next_time:
            return said
        again = f"{stored(gettext_lazy('下次'))}：{next_time}"
        return f"{said}。{again}" if said else again
