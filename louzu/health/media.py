"""The check of media on S3: can a file be written, read and deleted there?"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock, Thread

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from louzu.health.registry import Finding, health_check, warn
from louzu.lib.media import try_storage

TRIED_EVERY = 60.0
"""Seconds after which the storage is tried again: each try costs three requests."""
MAX_WAIT = 1.0
"""Seconds that a check waits for a try. Its result is told by a later check, then."""


@dataclass
class _Trial:
    reason: str = ""
    """Why the storage cannot be used; "" if it can."""
    begun_at: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        try:
            try_storage(default_storage)
        except OSError as error:
            self.reason = str(error)


_lock = Lock()
_thread: Thread | None = None
_current, _finished = _Trial(begun_at=-TRIED_EVERY), _Trial()


@health_check("media", needs_database=False)
def check_media() -> Finding | None:
    """Warn only: pages without photos are answered, and another node would find the same storage."""
    if settings.MEDIA.folder:
        return None
    reason = _latest_trial().reason
    if not reason:
        return None
    return warn(
        f"Photos and PDFs cannot be kept in {settings.MEDIA}: {reason}.",
        _("存照片的地方连不上：照片看不到，也发不了。请看看那边的服务和钥匙。"),
    )


def _latest_trial() -> _Trial:
    global _thread, _current, _finished  # noqa: PLW0603 -- one trial at a time in a process
    with _lock:
        if _thread is None and time.monotonic() - _current.begun_at >= TRIED_EVERY:
            _current = _Trial()
            _thread = Thread(target=_current.run, name="media", daemon=True)
            _thread.start()
        if _thread:
            _thread.join(MAX_WAIT)
            if not _thread.is_alive():
                _thread, _finished = None, _current
        return _finished
