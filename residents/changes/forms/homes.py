"""Forms to move, to close a flat, and to reopen what was closed by mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Unpack

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import field_of
from louzu.lib.required_if import RequiredIf
from residents.changes.forms.changes import (
    DayField,
    FlatField,
    MembersField,
    PhoneField,
    ending_sentences,
    sentence_from_day,
    sentence_past_stays,
    sentence_still_counts,
)
from residents.changes.inputs import HouseholdInput
from residents.changes.queries.closing import (
    ending_of,
    household_on,
    last_household_of,
    memberships_ended_with,
)
from residents.desk.change_forms import ChangeForm, Outcome
from residents.people.models import Membership
from residents.places.models import Flat, Household


def people_field(band: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=Household._meta.get_field(band).verbose_name,  # type: ignore[union-attr]  # a column
        min_value=0,
        max_value=99,
        initial=0,
        required=False,
    )


class NewcomersForm(ChangeForm):
    """The fields of a household that moves in."""

    contact = forms.CharField(
        label=gettext_lazy("来的是谁家"),
        help_text=gettext_lazy("户主或联系人。有人家搬来的才填，下面几样也是。"),
        max_length=100,
        required=False,
    )
    phone = PhoneField(label=gettext_lazy("联系电话"))
    occupancy = forms.ChoiceField(
        label=gettext_lazy("自住还是租住"),
        choices=[
            (kind, kind.label) for kind in (Household.Occupancy.OWNER, Household.Occupancy.LET)
        ],
        initial=Household.Occupancy.OWNER,
        required=False,
        widget=forms.RadioSelect,
    )
    aged_0_6 = people_field("aged_0_6")
    aged_7_17 = people_field("aged_7_17")
    aged_18_59 = people_field("aged_18_59")
    aged_60_up = people_field("aged_60_up")
    note = forms.CharField(label=gettext_lazy("备注"), max_length=200, required=False)

    def to_input(self) -> HouseholdInput:
        data = self.cleaned_data
        return HouseholdInput(
            occupancy=data["occupancy"] or Household.Occupancy.OWNER,
            aged_0_6=data["aged_0_6"] or 0,
            aged_7_17=data["aged_7_17"] or 0,
            aged_18_59=data["aged_18_59"] or 0,
            aged_60_up=data["aged_60_up"] or 0,
            contact=data["contact"],
            phone=data["phone"],
            note=data["note"],
        )

    def told_newcomers(self, flat: Flat, on: dt.date) -> Iterator[str]:
        new = self.to_input()
        words = {
            "flat": flat,
            "day": sentence_from_day(on),
            "who": new.contact or _("新的人家"),
            "people": new.people,
            "kind": Household.Occupancy(new.occupancy).label,
        }
        yield _("%(day)s起，%(flat)s住的是%(who)s，%(people)d人，%(kind)s。") % words
        yield _("他们还没有人加入：请给%(flat)s印一张入户条。") % words

    def ask_who_comes(self) -> None:
        if not any(self.cleaned_data.get(name) for name in self.cleaned_data if "aged_" in name):
            self.add_error("after" if "after" in self.fields else None, _("请写来了几口人。"))


class MoveForm(NewcomersForm):
    """Moves a household, and enters the next one. For an empty flat, it only enters the next one."""

    day = DayField()
    where = forms.ChoiceField(
        label=gettext_lazy("搬到哪里"),
        choices=[
            ("away", gettext_lazy("搬走，不住这栋楼了")),
            ("here", gettext_lazy("搬到这栋楼的另一室")),
        ],
        initial="away",
        widget=forms.RadioSelect,
    )
    to = FlatField(
        label=gettext_lazy("哪一室"),
        help_text=gettext_lazy("搬到另一室的要选；那一室有人住的，两家合成一户"),
        empty_label=gettext_lazy("请选一室"),
        required=False,
    )
    after = forms.ChoiceField(
        label=gettext_lazy("原来的房子"),
        choices=[("empty", gettext_lazy("先空着")), ("come", gettext_lazy("有人家搬来"))],
        initial="empty",
        widget=forms.RadioSelect,
    )
    field_order = ("day", "where", "to", "after")
    needed = {
        "to": RequiredIf(
            "where", ["here"], gettext_lazy("搬到另一室的要选"), gettext_lazy("请选搬到哪一室。")
        ),
    }

    def __init__(
        self,
        record: Flat | Household,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(record, data, files, **options)
        self.flat = record if isinstance(record, Flat) else record.flat
        home = household_on(self.flat, timezone.localdate())
        self.home = record if isinstance(record, Household) else home
        if self.home is None or self.home.occupancy == Household.Occupancy.EMPTY:
            self.home = None
            for name in ("where", "to", "after"):
                del self.fields[name]
        else:
            field_of(self, "to", FlatField).offer(self.building, but=self.flat)

    @property
    def goes_to(self) -> Flat | None:
        here = self.cleaned_data.get("where") == "here"
        return self.cleaned_data["to"] if here else None

    @property
    def somebody_comes(self) -> bool:
        return self.home is None or self.cleaned_data.get("after") == "come"

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if not self.errors and self.somebody_comes:
            self.ask_who_comes()
        return data

    def outcome(self) -> Outcome:
        on = self.cleaned_data["day"]
        if self.home is None:
            return Outcome(tuple(self.told_newcomers(self.flat, on)), stays=sentence_past_stays())
        ending = ending_of([self.flat], on, stay=self.goes_to is not None)
        happens = [*self._leaves(on)]
        if self.goes_to is None:
            happens += ending_sentences(ending, on)
        elif ending.members:
            names = "、".join(str(one.user) for one in ending.members)
            sentence = _("%(names)s还是这户的成员，职务也不变。")
            happens.append(sentence % {"names": names})
        if self.somebody_comes:
            happens += self.told_newcomers(self.flat, on)
        else:
            happens.append(_("%(flat)s记作空置，以后有人家搬来再登记。") % {"flat": self.flat})
        return Outcome(tuple(happens), ending.rolls, sentence_past_stays(), sentence_still_counts())

    def _leaves(self, on: dt.date) -> Iterator[str]:
        words = {"flat": self.flat, "day": sentence_from_day(on), "to": self.goes_to}
        if self.goes_to is None:
            yield _("%(flat)s的人家从%(day)s起不住这里了，名册、户数、人数里不再有这一户。") % words
            return
        yield _("%(flat)s的人家从%(day)s起住%(to)s。") % words
        there = household_on(self.goes_to, on)
        if there and there.occupancy != Household.Occupancy.EMPTY:
            yield _("%(to)s现在有人住，两家合成一户，以后一起算一户。") % words


class CloseFlatForm(ChangeForm):
    """Closes a flat."""

    day = DayField()

    def outcome(self) -> Outcome:
        flat, on = self.record, self.cleaned_data["day"]
        ending = ending_of([flat], on)
        words = {"flat": flat, "day": sentence_from_day(on)}
        happens = [
            _(
                "%(day)s起，%(flat)s不再是楼里的一室：名册、户数、面积、楼面图、业主的表决里都不再有它。"
            )
            % words,
            _("它的产权登记到%(day)s为止。") % words,
            *(
                _leaving_choices(home)
                for home in Household.objects.not_closed(on).filter(flat=flat)
            ),
            *ending_sentences(ending, on),
        ]
        stays = (*sentence_past_stays(), _("登记错了，可以恢复，只要这个室号还没有给别的室用。"))
        return Outcome(tuple(happens), ending.rolls, stays, sentence_still_counts())


def _leaving_choices(home: Household) -> str:
    words = {"who": home.contact or home, "n": home.people}
    return _("住在里面的%(who)s一家（%(n)d人）也从那天起不在名册里。") % words


class ReopenForm(ChangeForm):
    """Reopens a flat or household. The user chooses which of its people return."""

    members = MembersField(
        label=gettext_lazy("谁还住着"),
        help_text=gettext_lazy("那一天离开的人。以前就搬走的，请不要勾。"),
    )

    def __init__(
        self,
        record: Flat | Household,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(record, data, files, **options)
        home = self._home()
        left = memberships_ended_with(home) if home else Membership.objects.none()
        field_of(self, "members", MembersField).queryset = left
        self.initial["members"] = [one.pk for one in left]
        if not left:
            del self.fields["members"]

    def _home(self) -> Household | None:
        if isinstance(self.record, Household):
            return self.record
        return last_household_of(self.record)

    @property
    def staying(self) -> list[Membership]:
        return list(self.cleaned_data.get("members") or ())

    def outcome(self) -> Outcome:
        words = {"what": self.record, "names": "、".join(str(one.user) for one in self.staying)}
        happens = [
            _("%(what)s的注销撤销，面积、业主和住着的人家照旧。") % words
            if isinstance(self.record, Flat)
            else _("%(what)s的人家没有搬走，这户照旧。") % words
        ]
        if self.staying:
            happens.append(_("%(names)s又是这户的成员。") % words)
        stays = (_("已经结束的职务、作废的入户条不会自己恢复：职务请重新委派，入户条请重新印。"),)
        return Outcome(tuple(happens), stays=stays)
