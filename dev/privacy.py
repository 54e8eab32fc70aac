"""``python -m dev.privacy``: write the data that rooms keep into docs/privacy.md.

The section is generated from the rooms' manifests. The rest of the page is written by hand.
``--check`` writes nothing, and exits with 1 if the page is out of date.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "privacy.md"
HEADING = "## 记着的每一样，谁能看到，留多久"
ABOUT = "这张单子由程序列出来，和实际记着的一样。"
FROM_OTHERS = "别人写的、登记的，里面会有您的名字或号码"


def personal_data_section() -> str:
    from louzu.lib.stored import stored_language  # noqa: PLC0415 -- needs settings
    from residents.rooms.manifest import rooms  # noqa: PLC0415

    with stored_language():
        parts = [HEADING, ABOUT]
        for room in rooms():
            if room.data_categories:
                lines = [_line(one, _columns(one)) for one in room.data_categories]
                parts += [f"**{_title(room.name)}**", "\n".join(lines)]
        mentions = [_line(one) for room in rooms() for one in room.mentions]
        parts += [f"**{FROM_OTHERS}**", "\n".join(mentions)]
        return "\n\n".join(parts) + "\n"


def with_new_section(page: str) -> str:
    before, _heading, rest = page.partition(HEADING)
    _old, mark, after = rest.partition("\n## ")
    return before + personal_data_section() + mark + after


def main(*, check: bool) -> int:
    page = PAGE.read_text()
    fresh = with_new_section(page)
    if check:
        return int(page != fresh)
    PAGE.write_text(fresh)
    return 0


def _line(kept: object, columns: str = "") -> str:
    title, seen_by, until = (getattr(kept, name) for name in ("title", "seen_by", "until"))
    listed = f"（{columns}）" if columns else ""
    return f"- **{title}**{listed}。谁能看到：{seen_by}。留多久：{until}。"


def _columns(category: object) -> str:
    words: Iterator[object] = iter(getattr(category, "columns").values())  # noqa: B009
    return "、".join(map(str, words))


def _title(room: str) -> str:
    from django.apps import apps  # noqa: PLC0415 -- needs settings

    return str(apps.get_app_config(room).verbose_name)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    sys.exit(main(check="--check" in sys.argv))
