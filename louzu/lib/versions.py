"""Which version of a shared text a person read before changing it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from django.utils.translation import gettext as _

from louzu.lib.errors import Stale


def version_of(*values: object) -> str:
    """A fingerprint of the values: whoever changes one of them, by whatever way, changes it."""
    told = json.dumps([str(value) for value in values], ensure_ascii=False)
    return sha256(told.encode()).hexdigest()[:16]


def check_version(read: str | None, newest: str, *, texts: Iterable[str]) -> None:
    """Raises Stale with ``texts`` when the version that was ``read`` is not the ``newest``.

    None: nobody read it in a form, as where a command or another action writes.
    """
    if read is not None and read != newest:
        raise Stale(
            _("您写的时候，别人已经改过了。您写的都还在，请对照后再存。"),
            version=newest,
            newest=texts,
        )
