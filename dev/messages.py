"""``make messages``: update the 繁體 and English catalogues from the sources.

Babel extracts and compiles, so that gettext is not needed. OpenCC proposes new messages for 繁體;
English ones are left empty. ``--check`` fails if something is missing.

``louzu/locale/`` replaces sentences of Django and allauth. Its zh_Hans catalogue is written by
hand, and the 繁體 one is made from it. In English theirs are used.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from opencc import OpenCC

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("louzu", "residents", "governance")
LOCALES = ("zh_Hant", "en")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
CALL = re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\(")
LIBRARY_CATALOGS = ROOT / "louzu" / "locale"
FIXED_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # a fixed date gives reproducible files
HEADER = "# Interface texts of louzu."


def main(*, check: bool) -> int:
    wanted = collect()
    faults = [fault for locale in LOCALES for fault in update_catalog(locale, wanted, check=check)]
    faults += update_library_catalogs(check=check)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


def collect() -> Catalog:
    catalog = Catalog(fuzzy=False)
    for file in sorted(f for top in SOURCES for f in (ROOT / top).rglob("*.py")):
        _extract(catalog, file, file.read_text())
    for file in sorted(filter(Path.is_file, (ROOT / "templates").rglob("*"))):
        if "styleguide" not in file.parts:
            code = templatize(file.read_text(), origin=str(file))
            _extract(catalog, file, "\n".join(map(str.strip, code.splitlines())))
    return catalog


def _extract(catalog: Catalog, file: Path, source: str) -> None:
    if not CALL.search(source):
        return
    name = str(file.relative_to(ROOT))
    code = io.BytesIO(source.encode())
    found: Iterator[Any] = extract_python(code, KEYWORDS, (), {})
    for _line, function, texts, _comments in found:
        parts = [texts] if isinstance(texts, str) else list(texts or ())
        context = parts.pop(0) if "pgettext" in function else None
        plural = function.startswith(("ngettext", "npgettext"))
        if not parts or not all(isinstance(part, str) for part in parts[: 1 + plural]):
            continue
        message = tuple(parts[:2]) if plural else parts[0]
        if message not in {"", ("", "")}:
            catalog.add(message, locations=[(name, 0)], context=context)


def update_catalog(locale: str, wanted: Catalog, *, check: bool) -> Iterator[str]:
    """Write the catalogue and its compiled form, or yield what is missing."""
    po = ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"
    kept = read_po(io.BytesIO(po.read_bytes()), locale=locale) if po.exists() else Catalog(locale)
    fresh = Catalog(locale, header_comment=HEADER, fuzzy=False)
    for message in sorted(wanted, key=_order):
        if message.id:
            old = kept.get(_singular(message.id), message.context)
            output = old.string if old and not old.fuzzy and old.id == message.id else ""
            fresh.add(
                message.id,
                output or _initial_translation(locale, message.id),
                context=message.context,
                locations=[(name, 0) for name in sorted({n for n, _ in message.locations})],
                flags={"python-format"} & set(message.flags),
            )
    text, compiled = _serialized(fresh)
    if check:
        if not po.exists() or po.read_text() != text:
            yield f"{locale}: the catalogue is stale: run make messages"
        elif po.with_suffix(".mo").read_bytes() != compiled:
            yield f"{locale}: the compiled catalogue is stale: run make messages"
    else:
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_text(text)
        po.with_suffix(".mo").write_bytes(compiled)
    yield from (
        f"{locale}: not translated: {m.id}"
        for m in fresh
        if m.id and not all(_plural_forms(m.string))
    )


def update_library_catalogs(*, check: bool) -> Iterator[str]:
    """Update the 繁體 catalogue of the libraries' sentences, and compile both."""
    simplified = read_po(io.BytesIO(_po_of_libraries("zh_Hans").read_bytes()), locale="zh_Hans")
    traditional = Catalog("zh_Hant", header_comment="# Made from zh_Hans.", fuzzy=False)
    for message in simplified:
        if message.id:
            output = _initial_translation("zh_Hant", message.string or "")
            traditional.add(message.id, output, context=message.context)
    for catalog in (simplified, traditional):
        po = _po_of_libraries(str(catalog.locale))
        text, compiled = _serialized(catalog)
        for file, content in ((po, text.encode()), (po.with_suffix(".mo"), compiled)):
            if not check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            elif not file.exists() or file.read_bytes() != content:
                yield f"{file.relative_to(ROOT)} is stale: run make messages"


def _po_of_libraries(locale: str) -> Path:
    return LIBRARY_CATALOGS / locale / "LC_MESSAGES" / "django.po"


def _initial_translation(locale: str, text: str | Sequence[str]) -> str | tuple[str, ...]:
    if locale != "zh_Hant":
        return "" if isinstance(text, str) else ("", "")
    fold = _converter().convert
    return fold(text) if isinstance(text, str) else (fold(text[0]),)


@cache
def _converter() -> OpenCC:
    """Return the one converter: it takes half a second to read its dictionaries."""
    return OpenCC("s2tw")


def _serialized(catalog: Catalog) -> tuple[str, bytes]:
    po = io.BytesIO()
    write_po(po, catalog, width=100, omit_header=False, include_lineno=False)
    dates = re.compile(r'^"(POT-Creation|PO-Revision)-Date:.*\n|^"Generated-By:.*\n', re.MULTILINE)
    text = dates.sub("", po.getvalue().decode())
    again = io.BytesIO()
    kept = read_po(io.BytesIO(text.encode()), locale=str(catalog.locale))
    kept.creation_date = kept.revision_date = FIXED_DATE
    write_mo(again, kept)
    return text, again.getvalue()


def _plural_forms(string: str | Sequence[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or [""])


def _singular(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _order(message: Message) -> tuple[str, str]:
    return (_singular(message.id) if message.id else "", message.context or "")


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
