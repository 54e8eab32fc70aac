"""What comes first, in an installation or a neighbourhood where nothing is yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from residents.desk.asker import asker, served_by
from residents.desk.queries.beginning import Begun, begun_by
from residents.places.models import Building


@dataclass(frozen=True, slots=True)
class Step:
    """``url`` is empty where somebody else takes it."""

    text: str
    note: str
    url: str
    done: bool


def buildings_for(request: HttpRequest) -> QuerySet[Building]:
    """Those of one's own neighbourhoods that are not closed; all such, for a keeper."""
    found = Building.objects.current()
    if request.user.is_superuser:
        return found
    return found.filter(neighbourhood__in=served_by(request))


def first_steps(request: HttpRequest) -> list[Step]:
    """From nothing to the first printed slips; empty where all is done."""
    begun = begun_by(asker(request), buildings_for(request))
    steps = [
        *(_of_the_keeper(begun) if request.user.is_superuser else ()),
        *_of_all(request, begun),
    ]
    return [] if all(step.done for step in steps) else steps


def next_step(request: HttpRequest) -> Step | None:
    return next((step for step in first_steps(request) if not step.done), None)


def _of_the_keeper(begun: Begun) -> Iterator[Step]:
    yield Step(
        _("加一个居民区"),
        _("名字、居委全名、电话和办公时间"),
        reverse("admin:residents_neighbourhood_add"),
        begun.neighbourhood,
    )
    yield Step(
        _("请居委同志来"),
        _("一人一个账号，选好在哪个居民区工作"),
        reverse("admin:residents_user_add"),
        begun.staff,
    )


def _of_all(request: HttpRequest, begun: Begun) -> Iterator[Step]:
    yield Step(
        _("加楼"),
        _("门牌号和楼层数；楼多的，可以按清单一次建好，或者导入整个居民区的名册"),
        reverse("admin:residents_building_add"),
        begun.building,
    )
    yield Step(
        _("导入名册"),
        _("用居委手里的表格就行，先看再写入"),
        _page_of("admin:residents_building_roster_upload", begun.without_roster),
        begun.roster,
    )
    prints = bool(served_by(request))
    yield Step(
        _("打印入户条"),
        _("一户一张，住户凭它加入") if prints else _("居委同志登录以后来打印"),
        _page_of("slips:choose", begun.with_roster) if prints else "",
        begun.slips,
    )


def _page_of(name: str, key: int | str | None) -> str:
    return reverse(name, args=[key]) if key else reverse("admin:residents_building_changelist")


class SaysWhatComesFirst(ModelAdmin[Any]):
    """An empty list, and a form whose box to choose from is empty, lead to what has to come before."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = super().changelist_view(request, extra_context)
        context = getattr(page, "context_data", None) or {}
        listed = context.get("cl")
        if listed is not None and not listed.result_list and not listed.get_filters_params():
            context["first"] = None if listed.query else next_step(request)
            context["nothing"] = not listed.query
        return page

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = super().add_view(request, form_url, extra_context)
        context = getattr(page, "context_data", None) or {}
        form = context["adminform"].form if "adminform" in context else None
        if missing := [*_nothing_to_choose(form)] if form else []:
            said = _("还没有%(what)s可以选。") % {"what": "、".join(missing)}
            messages.warning(request, _with_the_way(said, next_step(request)))
        return page


def _nothing_to_choose(form: Any) -> Iterator[str]:
    """What the boxes are called in which nothing is."""
    for field in form.fields.values():
        rows = field.queryset if isinstance(field, ModelChoiceField) else None
        if rows is not None and not rows.exists():
            yield str(field.label)


def _with_the_way(said: str, step: Step | None) -> str:
    if step is None or not step.url:
        return said
    first = _("先%(step)s") % {"step": step.text}
    return format_html('{} <a href="{}">{}</a>', said, step.url, first)
