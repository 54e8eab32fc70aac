"""The committee's desk: Django admin, opened by office alone and scoped to one's neighbourhoods."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin import AdminSite, ModelAdmin, RelatedOnlyFieldListFilter
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from residents.models import Building, User


class CommitteeSite(AdminSite):
    """Open to whoever holds the office of staff today, and to the keepers of the installation."""

    site_header = _("居委工作台")
    site_title = _("居委工作台")
    index_title = _("本居民区")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """With the neighbourhood's buildings, and how far each is in the portal."""
        buildings = self._registry[Building].get_queryset(request)
        return super().index(request, {"buildings": buildings, **(extra_context or {})})

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        if not isinstance(user, User) or not user.is_active:
            return False
        return user.is_superuser or bool(user.neighbourhoods_served)


class ScopedAdmin(ModelAdmin[Any]):
    """Rows, choices, history and actions of one's own neighbourhoods, whatever the address asks.

    ``scope`` is the look-up that leads from a row to its neighbourhood.
    """

    scope: str
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return self.in_scope(rows, served_by(request))

    def in_scope(self, rows: QuerySet[Any], neighbourhoods: list[int]) -> QuerySet[Any]:
        return rows.filter(**{f"{self.scope}__in": neighbourhoods})

    def get_field_queryset(
        self, _db: str | None, db_field: models.Field[Any, Any], request: HttpRequest
    ) -> QuerySet[Any] | None:
        """What may be chosen is what the desk of that thing would list."""
        related: Any = db_field.remote_field
        desk = self.admin_site._registry.get(related.model)  # noqa: SLF001 -- no public way
        return desk.get_queryset(request) if desk else related.model._default_manager.none()

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        kwargs["queryset"] = self.get_field_queryset(None, db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        kwargs["queryset"] = self.get_field_queryset(None, db_field, request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request) and self._is_mine(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here: things end, and their past stays."""
        return False

    def _is_mine(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()


class ReadOnlyDesk(ScopedAdmin):
    """What is changed in the building itself, or never: seen here, and acted on by buttons."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class BuildingOwnedAdmin(ReadOnlyDesk):
    """Roots of the rooms: rows of the buildings which one's committee looks after."""

    scope = "building__neighbourhood"
    list_filter: ClassVar[Any] = (("building", RelatedOnlyFieldListFilter),)
    list_select_related: ClassVar[Any] = ("building",)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Straight to its page in the building."""
        return str(obj.get_absolute_url()) if obj else None


def asker(request: HttpRequest) -> User:
    """Who sits at the desk."""
    assert isinstance(request.user, User)  # noqa: S101 -- the desk let nobody else in
    return request.user


def served_by(request: HttpRequest) -> list[int]:
    return request.user.neighbourhoods_served if isinstance(request.user, User) else []
