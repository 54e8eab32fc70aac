"""Forms for the words of a story, for the people in it, and for what they said to a helper."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.meetings.forms.fields import DateInput, taker_choices
from governance.meetings.queries.tasks import possible_takers_in
from governance.stories.inputs import HeardInput, PeopleInput, StoryInput
from governance.stories.models import FIGURES, ShownPerson, Story, StoryPart, StoryPhoto
from governance.stories.queries.asked import version_of_people
from governance.stories.queries.facts import Figures
from louzu.lib.form_options import FormData, FormOptions
from louzu.lib.forms import CrispyForm, VersionField, field_of
from louzu.lib.past import refuse_future

FIELDS = {
    StoryPart.Kind.STEP.value: "steps",
    StoryPart.Kind.DOCUMENT.value: "documents",
    StoryPart.Kind.ARTICLE.value: "articles",
}
"""The field of each kind of what others get."""
MAX_NAMES = 20
MAX_NAME = 30


class StoryForm(CrispyForm):
    title = forms.CharField(label=gettext_lazy("标题"), max_length=80)
    text = forms.CharField(
        label=gettext_lazy("正文"),
        help_text=gettext_lazy(
            "空一行就是另起一段。不写是哪一家不同意、哪一家出了多少钱，也不写室号。"
        ),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("给谁看"),
        choices=Story.Audience.choices,
        widget=forms.RadioSelect,
    )
    figures = forms.MultipleChoiceField(
        label=gettext_lazy("这几个数，要登的勾上"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    steps = forms.MultipleChoiceField(
        label=gettext_lazy("别的楼照着做，得到这几步"),
        help_text=gettext_lazy(
            "照您存的时候的样子登出去，事项里后来改了什么，故事不跟着变。写着哪一家的，不要勾。"
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    documents = forms.MultipleChoiceField(
        label=gettext_lazy("还有这几份文件的名字"),
        help_text=gettext_lazy("只登名字，不登文件。写着哪一家的，不要勾。"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    articles = forms.MultipleChoiceField(
        label=gettext_lazy("公约里和这件事有关的，让别的楼也能照着写"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = VersionField()

    def __init__(
        self,
        story: Story,
        figures: Figures,
        offered: list[StoryPart],
        data: FormData | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        options.setdefault("initial", initial_of_story(story))
        super().__init__(data, **options)
        if not story.building.public_page:
            field_of(self, "audience", forms.ChoiceField).help_text = _(
                "这栋楼没有对外公开的首页，故事只能给整个居民区看。"
            )
        names = [name for name in FIGURES if getattr(figures, name) is not None]
        shown = zip(names, figures.rows, strict=True)
        choices = [
            (name, _("%(what)s：%(number)s") % {"what": what, "number": number})
            for name, (number, what) in shown
        ]
        self._offer("figures", choices)
        self.offered = {(FIELDS[one.kind], str(one.source)): one for one in offered}
        for field in FIELDS.values():
            rows = [(pk, one) for (name, pk), one in self.offered.items() if name == field]
            self._offer(field, [(pk, one.heading or one.text) for pk, one in rows])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer the choices, or no field if there are none."""
        if choices:
            field_of(self, name, forms.MultipleChoiceField).choices = choices
        else:
            del self.fields[name]

    def to_input(self) -> StoryInput:
        data = self.cleaned_data
        told = data.get("figures", [])
        return StoryInput(
            title=data["title"],
            text=data["text"],
            audience=data["audience"],
            left_out=tuple(name for name in FIGURES if name not in told)
            if "figures" in self.fields
            else (),
            parts=tuple(
                one for (name, pk), one in self.offered.items() if pk in data.get(name, [])
            ),
        )


def initial_of_story(story: Story) -> dict[str, object]:
    parts = list(story.parts.all())
    return {
        "title": story.title,
        "text": story.text,
        "audience": story.audience,
        "figures": [name for name in FIGURES if name not in story.left_out],
        **{
            field: [str(one.source) for one in parts if one.kind == kind]
            for kind, field in FIELDS.items()
        },
        "version": str(story.version),
    }


class PeopleForm(CrispyForm):
    """The people on a picture with its caption, or those named in the words."""

    caption = forms.CharField(label=gettext_lazy("照片下面的话"), max_length=100, required=False)
    shows_nobody = forms.BooleanField(
        label=gettext_lazy("照片上没有人，或者认不出是谁"), required=False
    )
    users = forms.MultipleChoiceField(
        label=gettext_lazy("有哪几位"),
        help_text=gettext_lazy("勾上以后，再按“去问写到的人”，他们手机上才收到，问同不同意"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names = forms.CharField(
        label=gettext_lazy("还有没有账号的，和孩子"),
        help_text=gettext_lazy("一行一位。由人上门去问；孩子由家里的大人答"),
        max_length=700,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = VersionField()

    def __init__(
        self,
        story: Story,
        photo: StoryPhoto | None,
        data: FormData | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        options.setdefault("initial", initial_of_people(story, photo))
        super().__init__(data, **options)
        self.people = {str(member.user_id): member for member in possible_takers_in(story.building)}
        field = field_of(self, "users", forms.MultipleChoiceField)
        field.choices = [choice for choice in taker_choices(self.people, names=True) if choice[0]]
        if not field.choices:
            del self.fields["users"]
        if photo is None:
            del self.fields["caption"], self.fields["shows_nobody"]

    def clean_names(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.cleaned_data["names"].splitlines())
        names = tuple(dict.fromkeys(line for line in lines if line))
        if len(names) > MAX_NAMES or any(len(name) > MAX_NAME for name in names):
            raise ValidationError(
                _("最多写%(most)s位，每位最多%(longest)s个字。")
                % {"most": MAX_NAMES, "longest": MAX_NAME}
            )
        return names

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if data.get("shows_nobody") and (data.get("users") or data.get("names")):
            self.add_error("shows_nobody", _("勾了“认不出是谁”，又写了有谁。请留一样。"))
        return data

    def to_input(self) -> PeopleInput:
        data = self.cleaned_data
        return PeopleInput(
            users=tuple(self.people[pk].user for pk in data.get("users", [])),
            names=data["names"],
            shows_nobody=data.get("shows_nobody", False),
            caption=data.get("caption", ""),
        )


def initial_of_people(story: Story, photo: StoryPhoto | None) -> dict[str, object]:
    people = story.people.filter(photo=photo)
    return {
        "caption": photo.caption if photo else "",
        "shows_nobody": photo.shows_nobody if photo else False,
        "users": [str(one.user_id) for one in people if one.user_id],
        "names": "\n".join(one.name for one in people if one.name),
        "version": version_of_people(story, photo),
    }


class HeardForm(CrispyForm):
    """What a person said to a helper."""

    agrees = forms.ChoiceField(
        label=gettext_lazy("怎么说的"),
        choices=(("yes", gettext_lazy("同意")), ("no", gettext_lazy("不同意"))),
        widget=forms.RadioSelect,
    )
    heard = forms.ChoiceField(
        label=gettext_lazy("怎么问到的"),
        choices=[one for one in ShownPerson.Heard.choices if one[0] != ShownPerson.Heard.APP],
        initial=ShownPerson.Heard.DOOR,
        widget=forms.RadioSelect,
    )
    said_by = forms.CharField(
        label=gettext_lazy("谁说的"),
        help_text=gettext_lazy("本人说的不用写。孩子的，写是家里哪位大人，例如：妈妈"),
        max_length=30,
        required=False,
    )
    said_on = forms.DateField(
        label=gettext_lazy("哪天说的"),
        help_text=gettext_lazy("不写就是今天"),
        required=False,
        widget=DateInput(),
        validators=[refuse_future],
    )

    def to_input(self) -> HeardInput:
        data = self.cleaned_data
        return HeardInput(data["agrees"] == "yes", data["heard"], data["said_by"], data["said_on"])
