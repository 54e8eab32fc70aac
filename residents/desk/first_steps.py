"""First steps at a desk without data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from residents.desk.queries.first_steps import SetUpState, set_up_state_of
from residents.desk.requests import neighbourhoods_served_by, staff_user
from residents.places.models import Building


@dataclass(frozen=True, slots=True)
class FirstStep:
    """``url`` is empty if somebody else does the step."""

    text: str
    note: str
    url: str
    done: bool


def buildings_for(request: HttpRequest) -> QuerySet[Building]:
    """Return open buildings of the user's neighbourhoods; for a keeper, all open buildings."""
    found = Building.objects.current()
    if request.user.is_superuser:
        return found
    return found.filter(neighbourhood__in=neighbourhoods_served_by(request))


def first_steps(request: HttpRequest) -> list[FirstStep]:
    """Return the steps up to the first printed slips, or nothing if all are done."""
    begun = set_up_state_of(staff_user(request), buildings_for(request))
    steps = [
        *(_keeper_steps(begun) if request.user.is_superuser else ()),
        *_building_steps(request, begun),
    ]
    return [] if all(step.done for step in steps) else steps


def next_step(request: HttpRequest) -> FirstStep | None:
    return next((step for step in first_steps(request) if not step.done), None)


def _keeper_steps(begun: SetUpState) -> Iterator[FirstStep]:
    yield FirstStep(
        _("加一个居民区"),
        _("名字、居委全名、电话和办公时间"),
        reverse("admin:residents_neighbourhood_add"),
        begun.neighbourhood,
    )
    yield FirstStep(
        _("请居委同志来"),
        _("一人一个账号，选好在哪个居民区工作"),
        reverse("admin:residents_user_add"),
        begun.staff,
    )


def _building_steps(request: HttpRequest, begun: SetUpState) -> Iterator[FirstStep]:
    yield FirstStep(
        _("加楼"),
        _("门牌号和楼层数；楼多的，可以按清单一次建好，或者导入整个居民区的名册"),
        reverse("admin:residents_building_add"),
        begun.building,
    )
    yield FirstStep(
        _("导入名册"),
        _("用居委手里的表格就行，先看再写入"),
        _admin_url("admin:residents_building_roster_upload", begun.without_roster),
        begun.roster,
    )
    prints = bool(neighbourhoods_served_by(request))
    yield FirstStep(
        _("打印入户条"),
        _("一户一张，住户凭它加入") if prints else _("居委同志登录以后来打印"),
        _admin_url("slips:choose", begun.with_roster) if prints else "",
        begun.slips,
    )


def _admin_url(name: str, key: int | str | None) -> str:
    return reverse(name, args=[key]) if key else reverse("admin:residents_building_changelist")


class FirstStepsMixin(ModelAdmin[Any]):
    """Links empty lists, and forms with an empty choice, to the step that comes before."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        page = super().changelist_view(request, extra_context)
        context = getattr(page, "context_data", None) or {}
        listed = context.get("cl")
        if listed is not None and not listed.result_list and not listed.get_filters_params():
            context["first"] = None if listed.query else next_step(request)
            context["nothing"] = not listed.query
        return page

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        page = super().add_view(request, form_url, extra_context)
        context = getattr(page, "context_data", None) or {}
        form = context["adminform"].form if "adminform" in context else None
        if missing := [*_empty_choice_labels(form)] if form else []:
            message = _("还没有%(what)s可以选。") % {"what": "、".join(missing)}
            messages.warning(request, _with_link(message, next_step(request)))
        return page


def _empty_choice_labels(form: forms.BaseForm) -> Iterator[str]:
    for field in form.fields.values():
        rows = field.queryset if isinstance(field, ModelChoiceField) else None
        if rows is not None and not rows.exists():
            yield str(field.label)


def _with_link(message: str, step: FirstStep | None) -> str:
    if step is None or not step.url:
        return message
    first = _("先%(step)s") % {"step": step.text}
    return format_html('{} <a href="{}">{}</a>', message, step.url, first)
