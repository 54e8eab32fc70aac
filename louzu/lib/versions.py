"""Detect that a text was changed by somebody else while a person edited it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from django.utils.translation import gettext as _

from louzu.lib.errors import Stale


def version_of(*values: object) -> str:
    """Return a hash of the values. It needs no column, and changes with any of them."""
    text = json.dumps([str(value) for value in values], ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:16]


def check_version(read: str | None, newest: str, *, texts: Iterable[str]) -> None:
    """Raise Stale with the present ``texts`` if the version ``read`` is not the ``newest``.

    ``read`` is None where no form was shown, as when a command or another action writes.
    """
    if read is not None and read != newest:
        raise Stale(
            _("您写的时候，别人已经改过了。您写的都还在，请对照后再存。"),
            version=newest,
            newest=texts,
        )
