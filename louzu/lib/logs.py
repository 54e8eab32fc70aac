"""The application's log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from types import TracebackType

from psycopg import Error

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class RedactingFormatter(logging.Formatter):
    """Leave DETAIL and CONTEXT of database errors out of tracebacks: they contain values of rows."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 -- overridden
        text = super().formatException(ei)
        for detail in _details_of(ei[1]):
            text = text.replace(detail, "…")
        return text

    def format(self, record: logging.LogRecord) -> str:
        """Format the traceback again: another handler may have cached its text with the values."""
        cached, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = cached


def _details_of(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, Error):
            yield from filter(None, (one.diag.message_detail, one.diag.context))


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "louzu.lib.logs.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
