"""The pages of a desk's list."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class NearPaginator(Paginator[Any]):
    """Counts no further than a few pages beyond the one that is shown: however long a list is, its page
    costs the same."""

    ahead = 9
    page_shown = 1

    @cached_property
    def count(self) -> int:
        found = cast("QuerySet[Any]", self.object_list).order_by()
        return found[: self._furthest].count()

    @property
    def unfinished(self) -> bool:
        """More may stand behind the last page that is named."""
        return self.count == self._furthest

    @property
    def _furthest(self) -> int:
        return (self.page_shown + self.ahead) * self.per_page
