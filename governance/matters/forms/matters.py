"""Forms for beginning and changing a matter, and for its stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.matters.inputs import MatterInput
from governance.matters.lifecycle import FORWARD, MATTER
from governance.matters.models import Matter
from governance.matters.presets import MatterKind
from governance.meetings.forms.fields import DateInput, taker_choices
from governance.meetings.queries.tasks import possible_takers_in
from louzu.lib.file_fields import PhotosField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, VersionField, field_of, reason_form
from louzu.lib.past import refuse_future
from louzu.lib.text import first_sentence, truncated
from residents.models import Building
from residents.rooms.things import ThingWords

MAX_TITLE, MAX_SENTENCE = 80, 200
MAX_PHOTOS = 6

DropForm = reason_form(gettext_lazy("为什么不办了"))


class MatterForm(CrispyForm):
    title = forms.CharField(
        label=gettext_lazy("什么事"),
        help_text=gettext_lazy("例如：给114号装一部电梯"),
        max_length=MAX_TITLE,
    )
    sentence = forms.CharField(
        label=gettext_lazy("用一句话说"),
        help_text=gettext_lazy("为什么要办，办成什么样"),
        max_length=MAX_SENTENCE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("是哪一类事"),
        help_text=gettext_lazy(
            "选一类，步骤、日子和要收的文件一下子列好，从今天排起，每一步以后都可以改"
        ),
        required=False,
        widget=forms.RadioSelect,
    )
    begun_on = forms.DateField(
        label=gettext_lazy("哪天提出的"),
        help_text=gettext_lazy("以前就有人提过的，写那一天"),
        required=False,
        widget=DateInput(),
        validators=[refuse_future],
    )
    stewards = forms.MultipleChoiceField(
        label=gettext_lazy("谁看着它"),
        help_text=gettext_lazy("先问过本人，答应了再勾。名字大家看得到。"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    photos = PhotosField(label=gettext_lazy("照片"), most=MAX_PHOTOS)
    version = VersionField()

    def __init__(
        self,
        building: Building,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        names: bool,
        kinds: Sequence[MatterKind] = (),
        **options: Unpack[FormOptions],
    ) -> None:
        """``kinds`` are those among which the kind of a new matter is chosen."""
        super().__init__(data, files, **options)
        self.kinds = {kind.key: kind for kind in kinds}
        if kinds:
            choices = [(kind.key, kind.name) for kind in kinds]
            kind_field = field_of(self, "kind", forms.ChoiceField)
            kind_field.choices = [*choices, ("", _("都不像，自己一步一步写"))]
        else:
            del self.fields["kind"]
        self.people = {str(member.user_id): member for member in possible_takers_in(building)}
        field = field_of(self, "stewards", forms.MultipleChoiceField)
        field.choices = [choice for choice in taker_choices(self.people, names=names) if choice[0]]

    def to_input(self) -> MatterInput:
        data = self.cleaned_data
        return MatterInput(
            title=data["title"],
            sentence=data["sentence"],
            begun_on=data["begun_on"],
            stewards=tuple(self.people[pk].user for pk in data["stewards"]),
            photos=tuple(data["photos"]),
            kind=self.kinds.get(data.get("kind", "")),
        )


def initial_for_matter(words: ThingWords | None) -> dict[str, object]:
    """Return what the form begins with: the title of the thing and its first sentence, if any."""
    begun: dict[str, object] = {"begun_on": timezone.localdate()}
    if words is None:
        return begun
    title = truncated(" ".join(words.title.split()), MAX_TITLE)
    sentence = truncated(first_sentence(words.text), MAX_SENTENCE)
    return {"title": title, "sentence": "" if sentence == title else sentence, **begun}


def initial_of_matter(matter: Matter) -> dict[str, object]:
    return {
        "title": matter.title,
        "sentence": matter.sentence,
        "begun_on": matter.begun_on,
        "stewards": [str(pk) for pk in matter.steward_ids],
        "version": str(matter.version),
    }


class StageForm(CrispyForm):
    """One of the next stages, and the day on which it was reached."""

    step = forms.ChoiceField(label=gettext_lazy("到什么阶段了"), widget=forms.RadioSelect)
    on = forms.DateField(
        label=gettext_lazy("哪天到的"),
        help_text=gettext_lazy("不写就是今天"),
        required=False,
        widget=DateInput(),
        validators=[refuse_future],
    )

    def __init__(
        self, matter: Matter, data: FormData | None = None, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        field = field_of(self, "step", forms.ChoiceField)
        field.choices = [
            (step, stage.label) for step, stage in FORWARD.items() if MATTER.allows(matter, step)
        ]
