"""What waits for a person about account and roster, and news of the household."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from louzu.lib.time import format_moment
from residents.access.models import Joining
from residents.joining.queries.joining import unseen_joinings
from residents.people.models import User
from residents.people.queries.buildings import has_roster
from residents.places.models import Building
from residents.rooms.context import PageContext
from residents.rooms.waiting import NewsItem, Waiting


def duties(page: PageContext) -> Iterator[Waiting]:
    """Yield a password known to others and a missing roster."""
    if page.user.password_set_at is not None:
        yield _password_item(page.user)
    if page.standing.leads and not has_roster(page.building):
        yield _roster_item(page)


def news(page: PageContext) -> Iterator[NewsItem]:
    """Yield new members of the household."""
    if page.standing.households:
        for joining in unseen_joinings(page.user, page.standing):
            yield _joining_item(joining, page.building)


def _password_item(user: User) -> Waiting:
    note = _("%(when)s。知道这个密码的不止您，请自己另定一个。不是您请他定的，请告诉楼组长或居委")
    return Waiting(
        _("系统管理员给您定了一个密码"),
        note % {"when": format_moment(user.password_set_at)} if user.password_set_at else "",
        reverse("keys"),
        _("去改密码"),
        pinned=True,
    )


def _roster_item(page: PageContext) -> Waiting:
    what = _("这栋楼还没有名册")
    if page.standing.staff:
        upload = reverse("admin:residents_building_roster_upload", args=[page.building.pk])
        note, action = _("住户加入、征询都从名册开始"), _("先导入名册")
        return Waiting(what, note, upload, action, pinned=True)
    home = reverse("slips:choose", args=[page.building.slug])
    note = _("请居委先导入名册，再给各家印入户条")
    return Waiting(what, note, home, _("去看看"), pinned=True)


def _joining_item(joining: Joining, building: Building) -> NewsItem:
    return NewsItem(
        _("%(name)s加入了您家") % {"name": joining.user},
        _("不认识的话，请告诉楼组长或居委"),
        reverse("homes:home", args=[building.slug, joining.membership.household_id]),
        joining.at,
    )
