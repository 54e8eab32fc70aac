from __future__ import annotations

import datetime as dt
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.notices.inputs import NoticeInput
from governance.notices.models import Notice
from governance.notices.presets import PERIODS, Period
from louzu.lib.file_fields import AttachmentsField, PhotosField
from louzu.lib.form_options import FormData, FormFiles, FormOptions, ModelFormOptions
from louzu.lib.forms import (
    CrispyForm,
    LocalTimeInput,
    MarkdownTextarea,
    default_helper,
    field_of,
    reason_form,
    replace_data,
)
from louzu.lib.markup import escape_marks
from louzu.lib.past import refuse_future
from louzu.lib.text import truncated
from louzu.lib.uploads import File
from residents.rooms.things import ThingWords

MAX_TITLE = Notice._meta.get_field("title").max_length or 0


EVENT_HELP = gettext_lazy("例如从几点开始停水；填了，邻居能看出先后，还能放进日历")
URGENT_HELP = gettext_lazy("停水、漏气这样等不得的事才勾；消息马上发，夜里也发")


def check_event(
    form: forms.BaseForm,
    start: dt.datetime | None,
    end: dt.datetime | None,
    *,
    shows_from: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
) -> None:
    """Add an error for an event that has an end only, ends before it begins, or is over before the
    notice hangs, and for a notice that is taken down before its event. A time that is not changed may
    be past."""
    over = end or start
    if end and not start and not form.has_error("happens_from"):
        error = _("写了到什么时候，也请写从什么时候开始。")
        form.add_error("happens_from", ValidationError(error))
    elif end and start and end <= start:
        form.add_error("happens_until", ValidationError(_("结束的时间要晚于开始的时间。")))
    elif over and {"happens_from", "happens_until", "shows_from"} & {*form.changed_data}:
        if over <= timezone.now():
            form.add_error("happens_from", ValidationError(_("这个时间已经过去了，请看看日子。")))
        elif shows_from and over <= shows_from:
            error = _("贴出来的时候，这件事已经过去了。")
            form.add_error("shows_from", ValidationError(error))
    if over and expires_at and expires_at < over and "expires_at" in form.changed_data:
        form.add_error("expires_at", ValidationError(_("这件事还没过去，通知就撤下了。")))


class NoticeForm(forms.ModelForm[Notice]):
    theirs: Notice | None = None
    """The current notice, if somebody else changed it since it was read."""

    attached = AttachmentsField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Notice
        fields: tuple[str, ...] = (
            "title",
            "body",
            "happens_from",
            "happens_until",
            "urgent",
            "asks",
            "audience",
            "pinned",
            "shows_from",
            "expires_at",
        )
        widgets = {
            "title": forms.TextInput(),
            "body": MarkdownTextarea(attrs={"rows": 10}),
            "happens_from": LocalTimeInput(),
            "happens_until": LocalTimeInput(),
            "audience": forms.RadioSelect(),
            "shows_from": LocalTimeInput(),
            "expires_at": LocalTimeInput(),
        }
        help_texts = {
            "title": gettext_lazy("一句话说清是什么事"),
            "body": gettext_lazy("空一行分段；网址和电话会变成链接。"),
            "shows_from": gettext_lazy("不填就是马上张贴"),
            "expires_at": gettext_lazy("不填就一直挂着"),
            "pinned": gettext_lazy("排在公示栏最上面"),
            "happens_from": EVENT_HELP,
            "urgent": URGENT_HELP,
            "asks": gettext_lazy(
                "骨干会去敲门告知，页面上看得到多少家知道了；到撤下为止，没写的到那件事开始为止，都没写的是一周"
            ),
        }

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        may_ask: bool = False,
        **options: Unpack[ModelFormOptions[Notice]],
    ) -> None:
        super().__init__(data, files, **options)
        self.helper = default_helper()
        begun = bool(self.instance.pk) and self.instance.was_shown
        if "asks" in self.fields and (begun or not may_ask):
            del self.fields["asks"]
        if self.instance.canvass_id:
            self.fields["title"].disabled = True
            self.fields["title"].help_text = _("已经在挨家告知了，标题不能改；正文可以改。")
        self.fields["shows_from"].required = False
        if self.instance.pk:
            self.initial["version"] = self.instance.version
            if self.instance.was_shown:
                self.fields["shows_from"].disabled = True
        else:
            self.initial["shows_from"] = None

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        begins, ends = data.get("shows_from") or timezone.now(), data.get("expires_at")
        if ends and ends <= begins:
            self.add_error("expires_at", ValidationError(_("撤下的时间要晚于张贴的时间。")))
        check_event(
            self,
            data.get("happens_from"),
            data.get("happens_until"),
            shows_from=data.get("shows_from"),
            expires_at=ends,
        )
        return data

    def _post_clean(self) -> None:
        """Do nothing. The instance is not changed, because an action saves the notice and the
        database checks its constraints."""

    def against(self, notice: Notice) -> None:
        """Rebase the form on the current notice after a conflict. Sending it again overwrites."""
        replace_data(self, version=str(notice.version))
        self.theirs = notice

    def to_input(self) -> NoticeInput:
        """Return the input. Fields that the form does not have keep their values."""
        data = self.cleaned_data
        kept = {
            name: data.get(name, getattr(self.instance, name))
            for name in ("happens_from", "happens_until", "urgent", "asks", "period")
        }
        return NoticeInput(
            title=data["title"],
            body=data["body"],
            audience=data["audience"],
            pinned=data["pinned"],
            shows_from=data["shows_from"],
            expires_at=data["expires_at"],
            files=tuple(data["attached"]),
            **kept,
        )


def initial_from(words: ThingWords) -> dict[str, str]:
    """Return initial data of a notice that tells of something else."""
    title = truncated(words.headline or words.title, MAX_TITLE)
    return {"title": title, "body": escape_marks(words.text)}


class PostingForm(NoticeForm):
    """公示: a public posting, whose period depends on the chosen rule."""

    period = forms.ChoiceField(
        label=gettext_lazy("公示什么，多少天"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("张贴的那天不算；开始以后只能延长，不能缩短"),
    )

    class Meta(NoticeForm.Meta):
        fields = ("title", "body", "audience", "pinned", "shows_from", "expires_at")
        help_texts = {
            **NoticeForm.Meta.help_texts,
            "shows_from": gettext_lazy("不填就是马上公示"),
            "expires_at": gettext_lazy("不填就按上面的天数算；可以更长"),
        }
        labels = {
            "shows_from": gettext_lazy("从何时起公示"),
            "expires_at": gettext_lazy("公示到何时"),
        }

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        may_ask: bool = False,
        **options: Unpack[ModelFormOptions[Notice]],
    ) -> None:
        super().__init__(data, files, may_ask=may_ask, **options)
        field = field_of(self, "period", forms.ChoiceField)
        field.choices = [(period.key, _told(period)) for period in PERIODS.values()]
        proposed = self.initial.get("period")
        first = proposed if proposed in PERIODS else next(iter(PERIODS))
        self.initial["period"] = self.instance.period or first
        self.order_fields(["title", "body", "period"])
        if self.instance.pk and self.instance.frozen:
            for name in ("title", "body", "period", "expires_at"):
                self.fields[name].disabled = True


said_here = _
"""Alias of gettext that makemessages does not collect from."""


def _told(period: Period) -> str:
    """Format a period with its source: ``加装电梯的方案：10天，再加7天收意见``."""
    words = {
        "what": said_here(period.title),
        "days": period.days,
        "more": period.comment_days,
        "source": said_here(period.source),
    }
    if period.comment_days:
        return _("%(what)s：%(days)s天，再加%(more)s天收意见（%(source)s）") % words
    return _("%(what)s：%(days)s天（%(source)s）") % words


class PaperPhotoForm(CrispyForm):
    photo = PhotosField(
        label=gettext_lazy("墙上贴着的纸，拍一张"),
        most=1,
        required=True,
        error_messages={"required": gettext_lazy("请放一张照片，拍下墙上贴着的纸。")},
    )
    seen_on = forms.DateField(
        label=gettext_lazy("哪天拍的"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[refuse_future],
    )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.fields["seen_on"].initial = timezone.localdate

    def clean_photo(self) -> File:
        files: list[File] = self.cleaned_data["photo"]
        return files[0]


WithdrawNoticeForm = reason_form(gettext_lazy("为什么撤下"))
