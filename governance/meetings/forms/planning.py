"""Forms for planning a meeting and its agenda."""

from __future__ import annotations

import datetime as dt
from operator import itemgetter
from typing import Unpack, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.meetings.actions.agenda import AgendaItemInput
from governance.meetings.inputs import MeetingInput
from governance.meetings.models import (
    EXPLAINED,
    MAX_ITEMS,
    MAX_LENGTH,
    TEMPLATES,
    AgendaItem,
    Meeting,
    MeetingKind,
    lounge_of,
)
from governance.meetings.queries.tasks import possible_takers_in
from louzu.lib.file_fields import AttachmentsField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import (
    CrispyForm,
    LocalTimeInput,
    RowForm,
    RowSet,
    field_of,
    reason_form,
    replace_data,
)
from louzu.lib.stored import stored
from louzu.lib.text import truncated
from residents.models import Building

format_html_lazy = lazy(format_html, str)
KINDS = [
    (kind, format_html_lazy("{}<small>{}</small>", kind.label, words))
    for kind, words in EXPLAINED.items()
]


class MeetingForm(CrispyForm):
    theirs: Meeting | None = None
    """The current meeting, if somebody else changed it since it was read."""

    kind = forms.ChoiceField(
        label=gettext_lazy("哪一种会"),
        choices=KINDS,
        widget=forms.RadioSelect,
        initial=MeetingKind.ORDINARY,
    )
    title = forms.CharField(
        label=gettext_lazy("商量什么"),
        help_text=gettext_lazy("一句话，例如：楼道的墙面和扶手怎么弄干净"),
        max_length=Meeting._meta.get_field("title").max_length,
    )
    starts_at = forms.DateTimeField(label=gettext_lazy("什么时候开始"), widget=LocalTimeInput())
    minutes = forms.IntegerField(
        label=gettext_lazy("大约开多少分钟"), min_value=1, max_value=MAX_LENGTH, initial=60
    )
    place = forms.CharField(
        label=gettext_lazy("在哪里"), max_length=Meeting._meta.get_field("place").max_length
    )
    proposals_until = forms.DateTimeField(
        label=gettext_lazy("邻居可以提议题，提到什么时候"),
        help_text=gettext_lazy("不写，就一直到开会前"),
        widget=LocalTimeInput(),
        required=False,
    )
    note_taker = forms.ChoiceField(
        label=gettext_lazy("请谁记录"),
        help_text=gettext_lazy("记录人可以登记到会、写记录；不选，就由召集人记"),
        required=False,
    )
    online = forms.URLField(
        label=gettext_lazy("来不了的人在线上参加的网址"),
        max_length=Meeting._meta.get_field("online").max_length,
        assume_scheme="https",
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("还要说明的"),
        help_text=gettext_lazy("例如：请带老花镜；腿脚不便的，我们上门接"),
        max_length=Meeting._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    attached = AttachmentsField()
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        building: Building,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.building = building
        self.people = {str(member.user_id): member for member in possible_takers_in(building)}
        taker = field_of(self, "note_taker", forms.ChoiceField)
        named = [(pk, f"{one.user} {one.household}") for pk, one in self.people.items()]
        taker.choices = [("", _("召集人自己")), *named]

    def clean_starts_at(self) -> dt.datetime:
        starts_at: dt.datetime = self.cleaned_data["starts_at"]
        if starts_at <= timezone.now():
            raise ValidationError(_("开会的时间要在现在以后。"))
        return starts_at

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        until, starts_at = data.get("proposals_until"), data.get("starts_at")
        if until and starts_at and until > starts_at:
            self.add_error("proposals_until", ValidationError(_("提议题的日子要在开会以前。")))
        return data

    def to_input(self) -> MeetingInput:
        data = self.cleaned_data
        taker = self.people.get(data["note_taker"])
        return MeetingInput(
            kind=data["kind"],
            title=data["title"],
            starts_at=data["starts_at"],
            minutes=data["minutes"],
            place=data["place"],
            online=data["online"],
            note=data["note"],
            note_taker=taker.user if taker else None,
            proposals_until=data["proposals_until"],
            files=tuple(data["attached"]),
        )

    def against(self, meeting: Meeting) -> None:
        """Rebase the form on the current meeting after a conflict. Sending it again overwrites."""
        replace_data(self, sequence=str(meeting.sequence))
        self.theirs = meeting

    @property
    def unvalidated(self) -> MeetingForm:
        """Return the form with the typed values, without errors."""
        typed = {name: self[name].value() for name in self.fields}
        return MeetingForm(self.building, initial=typed)


class ItemForm(RowForm):
    """A row of the agenda. An empty row is ignored."""

    identity = "item"
    place = forms.IntegerField(
        label=gettext_lazy("排第几"),
        help_text=gettext_lazy("改数字就换位置；空着按这里的顺序"),
        min_value=1,
        max_value=99,
        required=False,
    )
    item = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=gettext_lazy("议题"),
        max_length=AgendaItem._meta.get_field("title").max_length,
        error_messages={"required": gettext_lazy("这一项还没有议题。不要这一项，就都清空。")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("大约几分钟"),
        min_value=1,
        max_value=MAX_LENGTH,
        required=False,
    )
    brought_by = forms.CharField(
        label=gettext_lazy("谁提的"),
        help_text=gettext_lazy("例如：302室"),
        max_length=AgendaItem._meta.get_field("brought_by").max_length,
        required=False,
    )

    def has_changed(self) -> bool:
        """Whether the row contains an item. A position alone does not count."""
        return bool(set(self.changed_data) - {self.identity, "place"})


class ItemRows(RowSet[ItemForm]):
    @property
    def agenda(self) -> list[AgendaItemInput]:
        data = [form.cleaned_data for form in self.forms]
        rows = [
            (*_position(words["place"] or at, at), words)
            for at, words in enumerate(data, start=1)
            if words.get("title")
        ]
        return [
            AgendaItemInput(
                **{name: words[name] for name in ("title", "minutes", "brought_by", "item")}
            )
            for *_position_of_row, words in sorted(rows, key=itemgetter(0, 1, 2))
        ]


def _position(place: int, at: int) -> tuple[int, int, int]:
    """Return the sort key of row ``at`` that is to stand at ``place``: before the row that stands
    there if it moves up, and after it if it moves down."""
    return place, (place > at) - (place < at), at


Rows = cast(
    "type[ItemRows]",
    forms.formset_factory(ItemForm, formset=ItemRows, max_num=MAX_ITEMS, absolute_max=MAX_ITEMS),
)


MAX_ITEM_TITLE = AgendaItem._meta.get_field("title").max_length or 0
CancelForm = reason_form(gettext_lazy("为什么取消"))


def item_title(about: str) -> str:
    """Return the title of a thing as that of an item and of a meeting, which may be as long."""
    return truncated(about, MAX_ITEM_TITLE)


def initial_for_meeting(
    building: Building, kind: MeetingKind, *, about: str = ""
) -> tuple[MeetingForm, ItemRows]:
    """Return forms with the building's lounge and the usual items of this kind, first of all an item
    with the title ``about``.

    Items are in the site's language, because all residents will read them.
    """
    usual = [{"title": stored(line.title), "minutes": line.minutes} for line in TEMPLATES[kind]]
    first = [{"title": item_title(about), "minutes": None}] if about else []
    rows = Rows(initial=[*first, *usual])
    rows.extra = 2
    words = {"title": item_title(about), "place": lounge_of(building), "kind": kind}
    form = MeetingForm(building, initial=words)
    return with_kind_known(form), rows


def with_kind_known(form: MeetingForm) -> MeetingForm:
    form.fields["kind"].widget = forms.HiddenInput()
    return form


def initial_of_meeting(meeting: Meeting) -> tuple[MeetingForm, ItemRows]:
    names = (
        "kind",
        "title",
        "starts_at",
        "minutes",
        "place",
        "online",
        "note",
        "proposals_until",
        "sequence",
    )
    words = {name: getattr(meeting, name) for name in names}
    words["note_taker"] = str(meeting.note_taker_id or "")
    agenda = [
        {
            "item": item.pk,
            "place": item.number,
            "title": item.title,
            "minutes": item.minutes,
            "brought_by": item.brought_by,
        }
        for item in meeting.items.all()
    ]
    return MeetingForm(meeting.building, initial=words), Rows(initial=agenda)
