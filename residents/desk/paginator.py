"""Pagination of lists at the desk."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property


class NearPaginator(Paginator[Model]):
    """A paginator that counts only a few pages beyond the current one, so that long lists cost no
    more."""

    ahead = 9
    page_shown = 1

    @cached_property
    def count(self) -> int:
        found = cast("QuerySet[Model]", self.object_list).order_by()
        return found[: self._furthest].count()

    @property
    def unfinished(self) -> bool:
        return self.count == self._furthest

    @property
    def _furthest(self) -> int:
        return (self.page_shown + self.ahead) * self.per_page
