"""Tenants of a household, who become its contact."""

from __future__ import annotations

from residents.roster_parser import names
from residents.roster_parser.columns import TITLES, normalized_text

NO_TENANT = frozenset(
    (
        "无租客",
        "没有租客",
        "无租户",
        "没有租户",
        "未租",
        "没租",
        "没出租",
        "未出租",
        "不出租",
        "没有",
        "无人",
        "0",
        "×",
        "x",
        "✕",
        "✗",
        "否",
        "不是",
        "本人",
        "自住",
        "自用",
        "业主",
        "业主本人",
        "业主自住",
        "空置",
        "空关",
        "空",
    )
)
"""Values in a column of tenants that mean that there is none."""


def prefer_tenants_as_contact(cells: dict[str, str]) -> None:
    tenant = cells.pop("tenant", "")
    if normalized_text(tenant).lower() in NO_TENANT:
        tenant = ""
    if names.party_key(tenant):
        if cells.setdefault("contact", tenant) != tenant:
            _add(cells, "note", f"{TITLES['tenant']}：{tenant}")
        cells.setdefault("occupancy", "出租")
    if phone := cells.pop("tenant_phone", ""):
        cells["phone"] = "\n".join(filter(None, (phone, cells.get("phone"))))


def _add(cells: dict[str, str], name: str, text: str) -> None:
    cells[name] = f"{cells[name]}；{text}" if cells.get(name) else text
