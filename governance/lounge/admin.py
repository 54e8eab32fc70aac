from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from governance.lounge.models import Thread
from residents.desk import BuildingOwnedAdmin


@admin.register(Thread)
class ThreadAdmin(BuildingOwnedAdmin):
    list_display = ("title", "building", "kind", "state", "author", "posts", "last_post_at")
    list_select_related = ("building", "author")
    list_filter = (("building", RelatedOnlyFieldListFilter), "kind", "state")
    search_fields = ("title",)
    fields = ("building", "kind", "state", "title", "author", "posts", "last_post_at", "settled_at")
