"""The shares as the page of a matter shows them."""

from __future__ import annotations

from dataclasses import dataclass

from governance.ledger.queries.sight import keeps_accounts
from governance.matters.models import Matter
from governance.matters.queries.share_versions import current_table, tables_of
from governance.matters.queries.shares import (
    OwnShare,
    SharePage,
    own_shares_of,
    share_page_for,
)
from residents.models import Standing, User


@dataclass(frozen=True, slots=True)
class ShareSection:
    """The shares on the page of a matter. ``page`` is None if none were proposed."""

    page: SharePage | None
    own: list[OwnShare]
    expected: bool = False
    """Whether the kind of the matter has shares, or somebody drafted some."""


def share_section_for(matter: Matter, user: User, standing: Standing) -> ShareSection:
    tables = list(tables_of(matter)) if matter.has_share_tables else []
    table = current_table(tables)
    if table is None:
        return ShareSection(None, [], expected=matter.has_shares or bool(tables))
    full = keeps_accounts(standing)
    page = share_page_for(table, tables, sees_each=False, answers=False, full_sums=full)
    return ShareSection(page, own_shares_of(page, user, standing))
