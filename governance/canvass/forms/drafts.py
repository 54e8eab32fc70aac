"""Forms for drafting a canvass and for changing an open one."""

from __future__ import annotations

import datetime as dt
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.inputs import LATE_DAYS, CanvassInput
from governance.canvass.kinds import CanvassKind, kind_of
from governance.canvass.models import MAX_OPTIONS, Canvass, Electorate
from governance.canvass.option_tally import AnswerKind
from governance.canvass.queries.roster import owners_in
from governance.lounge.models import Thread, Wish
from governance.lounge.queries.moderation import wishes_in
from governance.lounge.queries.posts import post_of
from governance.lounge.queries.threads import unsettled_in
from louzu.lib.file_fields import AttachmentsField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import (
    CrispyForm,
    LocalTimeInput,
    MarkdownTextarea,
    VersionField,
    field_of,
)
from louzu.lib.markup import escape_marks
from louzu.lib.required_if import RequiredIf
from louzu.lib.time import format_moment, local_datetime
from residents.models import Building

ELECTORATE_LABELS = {
    Electorate.HOUSEHOLDS: gettext_lazy("住户：住在楼里的每一户，租户也算，一户一份"),
    Electorate.OWNERS: gettext_lazy("业主：按产权，一个产权人一份，租户不算"),
    Electorate.MEMBERS: gettext_lazy("出钱的业主：只问下面勾选的"),
}
SHARES = [
    ("2/3", gettext_lazy("三分之二以上")),
    ("3/4", gettext_lazy("四分之三以上")),
    ("4/5", gettext_lazy("五分之四以上")),
    ("1", gettext_lazy("全部")),
]


MAX_LATE_DAYS = 14
QUESTION_HELP = {
    AnswerKind.one: gettext_lazy("一句话，例如：大门刷什么颜色？"),
    AnswerKind.several: gettext_lazy("一句话，例如：自管小组，您家选哪几位？"),
    AnswerKind.each: gettext_lazy("一句话，例如：今年的三件事，您家同意吗？"),
    AnswerKind.dates: gettext_lazy("一句话，例如：哪几天您家方便一起包饺子？"),
}


class DraftForm(CrispyForm):
    needed = {
        "contributors": RequiredIf(
            "electorate",
            {Electorate.MEMBERS},
            gettext_lazy("只问出钱的业主时要勾"),
            gettext_lazy("请勾选出钱的业主。"),
        )
    }
    question = forms.CharField(
        label=gettext_lazy("问什么"),
        help_text=gettext_lazy("一句话，答得出同意还是不同意，例如：同意给楼里装电梯吗？"),
        max_length=Canvass._meta.get_field("question").max_length,
    )
    body = forms.CharField(
        label=gettext_lazy("要大家看的全文"),
        help_text=gettext_lazy("写清楚怎么办、花多少钱、谁负责。空一行分段。"),
        max_length=20_000,
        widget=MarkdownTextarea(attrs={"rows": 8}),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("选几位"),
        help_text=gettext_lazy("每家最多也选这么多位"),
        min_value=1,
        max_value=MAX_OPTIONS,
        initial=1,
    )
    electorate = forms.ChoiceField(label=gettext_lazy("问谁"), widget=forms.RadioSelect)
    threshold = forms.ChoiceField(
        label=gettext_lazy("多少户同意才算数"),
        help_text=gettext_lazy("法律没有规定，本楼自己约定；争取家家同意"),
        choices=SHARES,
    )
    opens_at = forms.DateTimeField(
        label=gettext_lazy("哪天开始征询"),
        help_text=gettext_lazy("在那以前大家先看文字，还不能答。不填就是马上开始"),
        widget=LocalTimeInput(),
        required=False,
    )
    closes_at = forms.DateTimeField(label=gettext_lazy("什么时候截止"), widget=LocalTimeInput())
    secret = forms.BooleanField(
        label=gettext_lazy("不记名投票"),
        help_text=gettext_lazy(
            "谁投了票有名单，投了什么不记名。要先请三位保管人收好开票箱的口令；网上、纸上都可以投"
        ),
        required=False,
    )
    phone_needs_photo = forms.BooleanField(
        label=gettext_lazy("电话里答复的也要补照片"), required=False
    )
    late_days = forms.IntegerField(
        label=gettext_lazy("截止以后，还收几天截止前签好的纸"),
        help_text=gettext_lazy(
            "签了字、没来得及登记的。不填就是3天，写0就是不收。清点要等过了这几天"
        ),
        min_value=0,
        max_value=MAX_LATE_DAYS,
        initial=LATE_DAYS,
        required=False,
    )
    attached = AttachmentsField()
    thread = forms.ChoiceField(label=gettext_lazy("是从客厅的哪个话题来的"), required=False)
    thread_photos = forms.BooleanField(
        label=gettext_lazy("那个话题开头的照片，一起放上"), initial=True, required=False
    )
    contributors = forms.MultipleChoiceField(
        label=gettext_lazy("出钱的业主"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    version = VersionField()

    def __init__(
        self,
        kind: CanvassKind,
        building: Building,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        new: bool = True,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.kind = kind
        if not new:
            del self.fields["thread_photos"]
        if days := kind.preset.notice_days:
            self.fields["opens_at"].help_text = _help_on_opening(kind, days, new=new)
        self._choose_electorate(building)
        if kind.answers != AnswerKind.several:
            del self.fields["seats"]
        if kind.answers != AnswerKind.yes_no:
            self.fields["question"].help_text = QUESTION_HELP[kind.answers]
        if not kind.preset.own_threshold:
            del self.fields["threshold"]
        if not kind.may_be_secret:
            del self.fields["secret"]
        if kind.key == "tell":
            del self.fields["phone_needs_photo"]
            del self.fields["late_days"]
        self.threads = {str(thread.pk): thread for thread in _threads_in(building)}
        choices = [("", _("不是")), *((pk, str(thread)) for pk, thread in self.threads.items())]
        field_of(self, "thread", forms.ChoiceField).choices = choices

    def leaves_seats_to(self, candidates: int) -> bool:
        """Return whether there are candidates for all seats, and add an error if not."""
        few = candidates < (self.cleaned_data.get("seats") or 1)
        if few:
            words = {"few": candidates}
            self.add_error("seats", _("下面只写了%(few)s位，请多写几位，或者少选几位。") % words)
        return not few

    def _choose_electorate(self, building: Building) -> None:
        offered = self.kind.preset.electorates
        field_of(self, "electorate", forms.ChoiceField).choices = [
            (e, ELECTORATE_LABELS[Electorate(e)]) for e in offered
        ]
        self.owners = {}
        if Electorate.MEMBERS in offered:
            self.owners = {str(owner.pk): owner for owner in owners_in(building)}
        field_of(self, "contributors", forms.ChoiceField).choices = [
            (pk, f"{owner.rooms} {owner.name}") for pk, owner in self.owners.items()
        ]
        if not self.owners:
            del self.fields["contributors"]

    def unvalidated(self, building: Building) -> DraftForm:
        """Return the form with the typed values, without errors."""
        typed = {name: self[name].value() for name in self.fields}
        return DraftForm(self.kind, building, new="thread_photos" in self.fields, initial=typed)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        opens, closes = data.get("opens_at") or timezone.now(), data.get("closes_at")
        if closes and closes <= opens:
            self.add_error("closes_at", ValidationError(self._too_early(data.get("opens_at"))))
        return data

    def _too_early(self, opens: dt.datetime | None) -> str:
        if opens is None:
            return _("截止的时间已经过了。")
        words = {"opens": format_moment(opens)}
        if Electorate.HOUSEHOLDS in self.kind.preset.electorates:
            return (
                _("“哪天开始征询”那一格是%(opens)s，截止要比它晚。清空那一格，就是马上开始。")
                % words
            )
        return _("“哪天开始征询”那一格是%(opens)s，截止要比它晚。") % words

    def to_input(self) -> CanvassInput:
        data = self.cleaned_data
        chosen = data.get("contributors") if data["electorate"] == Electorate.MEMBERS else ()
        return CanvassInput(
            purpose=self.kind.purpose,
            preset=self.kind.preset.key,
            kind=self.kind.answers,
            seats=data.get("seats", 1),
            electorate=data["electorate"],
            question=data["question"],
            body=data["body"],
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            threshold=data.get("threshold", ""),
            secret=data.get("secret", False),
            phone_needs_photo=data.get("phone_needs_photo", False),
            late_days=LATE_DAYS if data.get("late_days") is None else data["late_days"],
            thread=self.threads.get(data["thread"]),
            thread_photos=data.get("thread_photos", False),
            contributors=tuple(self.owners[pk] for pk in chosen or ()),
            files=tuple(data["attached"]),
        )


def _help_on_opening(kind: CanvassKind, days: int, *, new: bool) -> str:
    """Say what the field was filled with, and when it may be empty."""
    filled = _("先替您填了%(n)s天以后。") % {"n": days} if new else ""
    before = _("在那以前大家先看文字，还不能答。")
    may = [_("问住户的可以改早，清空就是马上开始。")]
    if Electorate.HOUSEHOLDS not in kind.preset.electorates:
        may = []
    if Electorate.OWNERS in kind.preset.electorates:
        may.append(_("问业主的要先公示满%(n)s天。") % {"n": days})
    return "".join([filled, before, *may])


def proposed_times(days_ahead: int, lasts: dt.timedelta) -> tuple[dt.datetime, dt.datetime]:
    """Return a morning, and the first evening that is not earlier than ``lasts`` after it."""
    opens = local_datetime(timezone.localdate() + dt.timedelta(days=days_ahead), 9)
    closes = local_datetime(timezone.localdate(opens + lasts), 20)
    return opens, closes if closes >= opens + lasts else closes + dt.timedelta(days=1)


def initial_for_kind(kind: CanvassKind, building: Building, thread: str = "") -> DraftForm:
    """Return an empty draft form with dates that fit the notice period of the kind.

    ``thread`` is the primary key of the lounge thread that it comes from. Its title becomes the
    question, its first post the text.
    """
    opens, closes = proposed_times(kind.preset.notice_days, dt.timedelta(days=kind.days_open))
    at_once = kind.preset.notice_days == 0
    initial = {
        "electorate": kind.preset.electorate,
        "opens_at": None if at_once else opens,
        "closes_at": closes,
        "threshold": "2/3",
    }
    form = DraftForm(kind, building, initial=initial)
    if thread in form.threads:
        form.initial.update(thread=thread, question=form.threads[thread].title)
        if post := post_of(form.threads[thread], 1):
            form.initial["body"] = escape_marks(post.text) if post.readable else ""
    return form


def initial_of_canvass(canvass: Canvass) -> DraftForm:
    kind = kind_of(canvass.purpose, canvass.preset, canvass.kind)
    names = (
        "seats",
        "question",
        "body",
        "electorate",
        "threshold",
        "opens_at",
        "closes_at",
        "secret",
        "phone_needs_photo",
        "late_days",
    )
    initial = {name: getattr(canvass, name) for name in names}
    initial["version"] = canvass.draft_version
    initial["thread"] = str(canvass.thread_id or "")
    initial["contributors"] = [str(pk) for pk in canvass.contributors.values_list("pk", flat=True)]
    return DraftForm(kind, canvass.building, new=False, initial=initial)


def _threads_in(building: Building) -> list[Thread]:
    """Return threads for the choice of a source: first those that the leader marked for a canvass,
    then other unsettled ones."""
    wished = [wish.thread for wish in wishes_in(building, 10) if wish.kind == Wish.Kind.CANVASS]
    return list(dict.fromkeys([*wished, *unsettled_in(building, 10)]))
