"""Forms for points and resolutions."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.meetings.actions.noting import ResolutionInput
from governance.meetings.forms.fields import DateInput, taker_choices
from governance.meetings.forms.tasks import DEFAULT_DAYS
from governance.meetings.models import AgendaItem, Meeting, Resolution, Task
from governance.meetings.queries.tasks import possible_takers_in
from louzu.lib.file_fields import AttachmentsField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, VersionField, field_of
from louzu.lib.required_if import RequiredIf

MAX_HANDS = 999


class MinutesForm(CrispyForm):
    """Base for changes of minutes. Published ones need a reason, for which there is a field."""

    def __init__(
        self,
        meeting: Meeting,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        if meeting.published_at:
            self.fields["reason"] = forms.CharField(
                label=_("改了什么、为什么"),
                help_text=_("记录已经公布了：保存以后是新的一版，以前的版本也留着"),
                max_length=300,
            )


class PointsForm(MinutesForm):
    points = forms.CharField(
        label=gettext_lazy("说了什么"),
        help_text=gettext_lazy("一行一条，记意思，不记是谁说的"),
        max_length=AgendaItem._meta.get_field("points").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    version = VersionField()


class AddItemForm(CrispyForm):
    title = forms.CharField(
        label=gettext_lazy("会上临时加一项"),
        max_length=AgendaItem._meta.get_field("title").max_length,
    )


class ResolveForm(MinutesForm):
    needed = {
        "who": RequiredIf(
            "way",
            {Resolution.Way.TASK},
            gettext_lazy("有人去办的要选"),
            gettext_lazy("请选谁去办。"),
        ),
        "due_on": RequiredIf(
            "way",
            {Resolution.Way.TASK},
            gettext_lazy("有人去办的要写"),
            gettext_lazy("请写到哪天办好。"),
        ),
    }
    text = forms.CharField(
        label=gettext_lazy("说定了什么"),
        help_text=gettext_lazy("例如：周六上午爷叔们一起把楼道的墙刷白"),
        max_length=Resolution._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[
            (Resolution.Kind.AGREED, gettext_lazy("大家说定了")),
            (Resolution.Kind.REFERRED, gettext_lazy("这里定不了，转给别人或下次再说")),
        ],
        widget=forms.RadioSelect,
        initial=Resolution.Kind.AGREED,
    )
    way = forms.ChoiceField(
        label=gettext_lazy("接下来怎么办"),
        choices=Resolution.Way,
        widget=forms.RadioSelect,
        initial=Resolution.Way.TASK,
    )
    who = forms.ChoiceField(label=gettext_lazy("谁去办"), required=False)
    due_on = forms.DateField(label=gettext_lazy("到哪天办好"), widget=DateInput(), required=False)
    hands_for = forms.IntegerField(
        label=gettext_lazy("举手赞成的"),
        help_text=gettext_lazy("举过手的才写。这只是当场的样子，不是正式表决"),
        min_value=0,
        max_value=MAX_HANDS,
        required=False,
    )
    hands_against = forms.IntegerField(
        label=gettext_lazy("举手反对的"), min_value=0, max_value=MAX_HANDS, required=False
    )
    hands_abstain = forms.IntegerField(
        label=gettext_lazy("没举手的"), min_value=0, max_value=MAX_HANDS, required=False
    )
    attached = AttachmentsField()
    version = VersionField()

    def __init__(
        self,
        meeting: Meeting,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        names: bool,
        **options: Unpack[FormOptions],
    ) -> None:
        """``names``: the reader may see full names of residents, otherwise only as far as they
        consented."""
        super().__init__(meeting, data, files, **options)
        self.people = {
            str(member.user_id): member for member in possible_takers_in(meeting.building)
        }
        field = field_of(self, "who", forms.ChoiceField)
        field.choices = taker_choices(self.people, names=names)

    def to_input(self) -> ResolutionInput:
        data = self.cleaned_data
        member = self.people.get(data["who"])
        counted = [data[name] for name in ("hands_for", "hands_against", "hands_abstain")]
        raised = any(count is not None for count in counted)
        hands = (counted[0] or 0, counted[1] or 0, counted[2] or 0)
        return ResolutionInput(
            kind=data["kind"],
            text=data["text"],
            way=data["way"],
            hands=hands if raised else None,
            who=member.user if member else None,
            due_on=data["due_on"],
        )


def initial_for_resolution(meeting: Meeting, *, names: bool) -> ResolveForm:
    return ResolveForm(
        meeting, names=names, initial={"due_on": timezone.localdate() + DEFAULT_DAYS}
    )


def initial_of_resolution(meeting: Meeting, resolution: Resolution, *, names: bool) -> ResolveForm:
    words = ("text", "kind", "way", "hands_for", "hands_against", "hands_abstain")
    initial = {name: getattr(resolution, name) for name in (*words, "version")}
    task: Task | None = getattr(resolution, "task", None)
    if task:
        initial |= {"who": str(task.taken_by_id), "due_on": task.due_on}
    return ResolveForm(meeting, names=names, initial=initial)


class DaysForm(CrispyForm):
    days = forms.TypedChoiceField(
        label=gettext_lazy("请大家核对几天"),
        coerce=int,
        choices=[
            (3, gettext_lazy("3天")),
            (5, gettext_lazy("5天")),
            (7, gettext_lazy("7天")),
            (14, gettext_lazy("14天")),
        ],
        initial=3,
        widget=forms.RadioSelect,
    )
