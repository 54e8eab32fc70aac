"""Forms of milestones and of the kind of a matter."""

from __future__ import annotations

import datetime as dt
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.models import Canvass
from governance.matters.inputs import MilestoneInput, ReachedInput
from governance.matters.models import DocumentVersion, Milestone
from governance.matters.queries.milestones import Evidence
from governance.meetings.forms.fields import DateInput
from governance.notices.models import Notice
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, VersionField, field_of, reason_form
from louzu.lib.past import refuse_future
from louzu.lib.quoting import quoted
from louzu.lib.time import format_day
from residents.rooms.waiting import thing_of

FIRST_DAY = dt.date(1990, 1, 1)
MAX_YEARS_AHEAD = 30


def refuse_impossible_day(value: dt.date) -> None:
    """Validator of a day that may be past or to come: catches a mistyped year."""
    if not FIRST_DAY <= value <= timezone.localdate() + dt.timedelta(days=366 * MAX_YEARS_AHEAD):
        raise ValidationError(_("请看看年份，这一天太远了。"))


class StartForm(CrispyForm):
    """The day from which the days of a kind are counted."""

    starts_on = forms.DateField(
        label=gettext_lazy("从哪天算起"),
        help_text=gettext_lazy("下面的日子照这一天排，排好了还可以一步一步改"),
        widget=DateInput(),
        validators=[refuse_impossible_day],
    )


class MilestoneForm(CrispyForm):
    title = forms.CharField(
        label=gettext_lazy("做到哪一步"),
        help_text=gettext_lazy("一句话，例如：三家报价拿到"),
        max_length=Milestone._meta.get_field("title").max_length,
    )
    planned_on = forms.DateField(
        label=gettext_lazy("打算哪天做到"),
        help_text=gettext_lazy("日子没定就空着"),
        required=False,
        widget=DateInput(),
        validators=[refuse_impossible_day],
    )
    version = VersionField()

    def to_input(self) -> MilestoneInput:
        data = self.cleaned_data
        return MilestoneInput(data["title"], data["planned_on"])


def initial_of_milestone(milestone: Milestone) -> dict[str, object]:
    return {
        "title": milestone.title,
        "planned_on": milestone.planned_on,
        "version": milestone.version,
    }


class ReachedForm(CrispyForm):
    done_on = forms.DateField(
        label=gettext_lazy("哪天做到的"),
        widget=DateInput(),
        validators=[refuse_impossible_day, refuse_future],
    )
    evidence = forms.ChoiceField(
        label=gettext_lazy("有什么可以看"),
        help_text=gettext_lazy("是哪次征询、哪份公示、哪份文件；没有就不选"),
        required=False,
    )
    said = forms.CharField(
        label=gettext_lazy("说一句"),
        help_text=gettext_lazy("邻居们会看到"),
        max_length=Milestone._meta.get_field("said").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        evidence: Evidence,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.found: dict[str, Canvass | Notice | DocumentVersion] = {
            **{f"canvass:{one.pk}": one for one in evidence.canvasses},
            **{f"notice:{one.pk}": one for one in evidence.notices},
            **{f"document:{one.pk}": one for one in evidence.versions},
        }
        field_of(self, "evidence", forms.ChoiceField).choices = _choices(evidence)

    def to_input(self) -> ReachedInput:
        data = self.cleaned_data
        return ReachedInput(data["done_on"], data["said"], self.found.get(data["evidence"]))


def _choices(evidence: Evidence) -> list[tuple[str, object]]:
    """Return those of the matter first, and what else the building has below."""
    canvasses = [(one, _canvass_choice(one)) for one in evidence.canvasses]
    notices = [(one, _notice_choice(one)) for one in evidence.notices]
    mine = [
        [choice for thing, choice in found if thing_of(thing) in evidence.tied]
        for found in (canvasses, notices)
    ]
    others = [
        choice for thing, choice in [*canvasses, *notices] if thing_of(thing) not in evidence.tied
    ]
    versions = [(f"document:{one.pk}", _version_words(one)) for one in evidence.versions]
    groups = [
        (_("征询"), mine[0]),
        (_("贴出来的"), mine[1]),
        (_("文件"), versions),
        (_("别的"), others),
    ]
    return [("", _("没有")), *((label, rows) for label, rows in groups if rows)]


def _canvass_choice(canvass: Canvass) -> tuple[str, str]:
    return f"canvass:{canvass.pk}", f"{canvass.question}（{canvass.get_state_display()}）"


def _notice_choice(notice: Notice) -> tuple[str, str]:
    words = f"{notice.title}（{notice.get_kind_display()}，{format_day(notice.shows_from)}）"
    return f"notice:{notice.pk}", words


def _version_words(version: DocumentVersion) -> str:
    words = {"name": quoted(version.document.name), "number": version.number}
    return _("%(name)s，第%(number)s版") % words


DropMilestoneForm = reason_form(gettext_lazy("为什么不用做了"))
