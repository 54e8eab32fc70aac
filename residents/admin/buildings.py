"""The desk's pages on which a building is closed, merged into another, split, or opened again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.time import day
from residents import actions
from residents.actions.buildings import rooms_in
from residents.admin.roster import RosterDesk
from residents.desk import asker
from residents.door import once
from residents.forms.buildings import CloseBuildingForm, MergeBuildingForm, SplitBuildingForm
from residents.models import Building, Flat
from residents.queries.closing import ending_of

NAME = "residents_building"


@dataclass(frozen=True, slots=True)
class Step:
    """What a page does: told before it is done."""

    title: str
    form: Form
    act: Callable[[dict[str, Any]], object]
    """Given what the form says."""
    tells: Callable[[], Iterable[str]]
    """Sentences about what happens, once the form is valid. Raises Refused."""


class BuildingChanges(RosterDesk):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = {
            "close": self.close_page, "merge": self.merge_page, "split": self.split_page,
            "reopen": self.reopen_page,
        }  # fmt: skip
        mine = [
            path(f"<int:pk>/{name}/", wrap(page), name=f"{NAME}_{name}")
            for name, page in pages.items()
        ]
        return [*mine, *super().get_urls()]

    def close_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        building = self._to_change(request, pk)
        form = CloseBuildingForm(request.POST if request.method == "POST" else None)

        def tells() -> Iterable[str]:
            on = form.cleaned_data["on"]
            yield _("从%(day)s起，%(building)s不再是楼组。") % {
                "day": day(on),
                "building": building,
            }
            yield from _ending(building, _flats(building), on)

        return self._step_page(request, building, Step(
            _("撤销%(building)s") % {"building": building}, form,
            lambda said: actions.close_building(building, on=said["on"], by=asker(request)), tells,
        ))  # fmt: skip

    def merge_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        building = self._to_change(request, pk)
        form = MergeBuildingForm(building, request.POST or None)

        def tells() -> Iterable[str]:
            into = form.cleaned_data["into"]
            flats = _flats(building)
            words = {"n": len(flats), "into": into}
            yield _("%(n)d室连同住户、业主和已经加入的人，从今天起归%(into)s。") % words
            called = rooms_in(building, into)
            changed = [
                f"{flat} → {called[flat.pk]}室" for flat in flats if called[flat.pk] != flat.room
            ]
            if changed:
                told = _("两栋楼都有的室号，前面加上原来的门牌号：%(rooms)s。")
                yield told % {"rooms": "、".join(changed)}
            yield from _ending(building, flats, timezone.localdate(), stay=True)

        return self._step_page(request, building, Step(
            _("把%(building)s并到别的楼组") % {"building": building}, form,
            lambda said: actions.merge_buildings(building, into=said["into"], by=asker(request)), tells,
        ))  # fmt: skip

    def split_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        building = self._to_change(request, pk)
        form = SplitBuildingForm(building, request.POST or None)

        def tells() -> Iterable[str]:
            made, flats = form.made, [*form.cleaned_data["flats"]]
            words = {"rooms": "、".join(map(str, flats)), "made": made}
            yield _("%(rooms)s连同住户、业主和已经加入的人，从今天起归新的%(made)s。") % words
            yield _("他们在这栋楼里的职务到今天为止；没有用过的入户条作废，请在新楼组里重新印。")
            yield _("以前的通知、征询、会议留在原来的楼组里。")

        return self._step_page(request, building, Step(
            _("从%(building)s分出一栋") % {"building": building}, form,
            lambda said: actions.split_building(
                building, flats=said["flats"], made=form.made, by=asker(request)
            ),
            tells,
        ))  # fmt: skip

    def reopen_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        building = self._mine(request, pk)

        def tells() -> Iterable[str]:
            yield _("%(building)s重新成为楼组，和它一起撤销的室、户和住在里面的人也恢复。") % {
                "building": building
            }
            yield _("职务和入户条不恢复，请重新委派、重新印。")

        return self._step_page(request, building, Step(
            _("恢复%(building)s") % {"building": building}, Form(request.POST if request.method == "POST" else None),
            lambda _said: actions.reopen_building(building, by=asker(request)), tells,
        ))  # fmt: skip

    def _step_page(self, request: HttpRequest, building: Building, step: Step) -> HttpResponse:
        """First what is chosen, then what will happen, then it is done."""
        back = reverse(f"admin:{NAME}_change", args=[building.pk])
        told: list[str] = []
        try:
            if step.form.is_valid():
                told = [*step.tells()]
                if request.POST.get("do") == "yes":
                    return self._do(request, step, back)
        except Refused as refusal:
            told = []
            step.form.add_error(None, str(refusal))
        context = {
            **self.admin_site.each_context(request), "title": step.title, "opts": self.opts,
            "form": step.form, "told": told, "back": back, "building": building,
        }  # fmt: skip
        return TemplateResponse(request, "admin/residents/building/step.html", context)

    def _do(self, request: HttpRequest, step: Step, back: str) -> HttpResponse:
        def act() -> HttpResponse:
            step.act(step.form.cleaned_data)
            return redirect(back)

        answer = once(request, act, otherwise=back)
        messages.success(request, _("%(what)s：办好了。") % {"what": step.title})
        return answer  # type: ignore[return-value]

    def _mine(self, request: HttpRequest, pk: int) -> Building:
        building: Building = get_object_or_404(self.get_queryset(request), pk=pk)
        return building

    def _to_change(self, request: HttpRequest, pk: int) -> Building:
        building = self._mine(request, pk)
        if building.until is not None:
            raise PermissionDenied
        return building


def _flats(building: Building) -> list[Flat]:
    return [*Flat.objects.not_closed().filter(building=building).order_by("floor", "room")]


def _ending(building: Building, flats: list[Flat], on: Any, *, stay: bool = False) -> Iterable[str]:
    """What ends with the building."""
    offices = building.offices.not_over(on).count()
    if flats and not stay:
        ending = ending_of(flats, on, stay=True)
        words = {"flats": len(flats), "people": len(ending.members)}
        yield _("%(flats)d室不再在名册里，已经加入的%(people)d人不再是这栋楼的住户。") % words
    if offices:
        yield _("楼里的%(n)d项职务到那天为止，楼组长也是。") % {"n": offices}
    yield _(
        "没有用过的入户条作废。以前的通知、征询、会议和日志都留着，居委看得到；不能再办新的事。"
    )
