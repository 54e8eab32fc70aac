"""The application's log: one line a record, as text or JSON, without personal data.

A line names the view and not the path of a request, because paths contain tokens. ``request_id`` or
``job`` belongs to everything that is logged meanwhile (docs/monitoring.md).
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Any

from psycopg import Error
from structlog.contextvars import bind_contextvars, merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name

if TYPE_CHECKING:
    from procrastinate import JobContext

JSON, PLAIN = "json", "plain"
ACCESS = "louzu.access"
"""The logger of the access log."""
REQUEST_ID = "request_id"
"""Variable of each request, and an argument that the queue keeps beside those of a job."""
ACCESS_FIELDS = ("method", "view", "status", "ms", "statements")
MAX_FOREIGN_TEXT = 200
"""Characters of what a stranger's request puts into the log."""

Event = MutableMapping[str, Any]


def logging_settings(form: str, *, mail_errors_to: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return Django's ``LOGGING``."""
    handlers: dict[str, dict[str, Any]] = {"console": {"class": "logging.StreamHandler"}}
    if mail_errors_to:
        handlers["mail"] = {"()": "louzu.lib.error_mail.ErrorMailHandler", "to": mail_errors_to}
    for name, handler in handlers.items():
        handler |= {"filters": ["requests"], "formatter": "line" if name == "console" else PLAIN}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"requests": {"()": "louzu.lib.logs.RequestFilter"}},
        "formatters": {
            "line": {"()": "louzu.lib.logs.line_formatter", "form": form},
            PLAIN: {"()": "louzu.lib.logs.line_formatter", "form": PLAIN},
        },
        "handlers": handlers,
        "loggers": {"django": {"handlers": [], "level": "WARNING"}, ACCESS: {"level": "INFO"}},
        "root": {"handlers": [*handlers], "level": "WARNING"},
    }


def line_formatter(form: str) -> ProcessorFormatter:
    as_json = form == JSON
    return ProcessorFormatter(
        foreign_pre_chain=[
            merge_contextvars,
            add_log_level,
            add_logger_name,
            ExtraAdder(allow=ACCESS_FIELDS),
            TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            _render_exception,
            JSONRenderer(json.dumps, ensure_ascii=False, default=str) if as_json else _plain_line,
        ],
    )


class RequestFilter(logging.Filter):
    """Shorten what Django logs about requests, and drop what the access log has already."""

    def filter(self, record: logging.LogRecord) -> bool:
        request: Any = getattr(record, "request", None)
        if record.name == "django.request" and not record.exc_info:
            return False
        if isinstance(record.args, tuple) and hasattr(request, "path"):
            view = view_of(request)
            record.args = tuple(view if word == request.path else word for word in record.args)
        if record.name.startswith("django.security"):
            self._shorten(record)
        return True

    @staticmethod
    def _shorten(record: logging.LogRecord) -> None:
        """A scanner is not worth a traceback. The reason of a refused form may hold an address."""
        if record.name == "django.security.csrf" and isinstance(record.args, tuple):
            record.args = tuple(str(word).split(" - ")[0] for word in record.args)
        record.msg, record.args = record.getMessage()[:MAX_FOREIGN_TEXT], ()
        record.exc_info = record.exc_text = None
        if record.levelno > logging.WARNING:
            record.levelno, record.levelname = logging.WARNING, "WARNING"


def view_of(request: Any) -> str:
    """Return the name of a request's view, such as ``notices:page``; "-" if there is none."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "-"


async def log_with_job(
    call_next: Callable[[], Awaitable[Any]],
    context: JobContext,
    worker: object,  # noqa: ARG001 -- procrastinate's
) -> Any:
    """Worker middleware: lines of a job have its number and name, and the id of the request that asked
    for it.

    They stay bound for the line that says how the job ended, which follows outside of the middleware.
    Each job is an asyncio task, with variables of its own.
    """
    bind_contextvars(job=context.job.id, task=context.job.task_name)
    if request_id := context.job.task_kwargs.get(REQUEST_ID):
        bind_contextvars(**{REQUEST_ID: request_id})
    return await call_next()


def redacted_traceback(error: BaseException) -> str:
    """Leave DETAIL and CONTEXT of database errors out of the traceback: they contain values of rows."""
    return without_values(error, "".join(traceback.format_exception(error)).rstrip("\n"))


def without_values(error: BaseException | None, text: str) -> str:
    for detail in _details_of(error):
        text = text.replace(detail, "…")
    return text


def _render_exception(_logger: object, _name: str, event: Event) -> Event:
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = redacted_traceback(error)
        event["event"] = without_values(error, str(event["event"]))
    return event


def _plain_line(_logger: object, _name: str, event: Event) -> str:
    begin = [str(event.pop(name, "")) for name in ("timestamp", "level", "logger", "event")]
    error = event.pop("exception", "")
    line = " ".join([*begin, *(f"{name}={value}" for name, value in event.items())])
    return line.replace("\r", "\\r").replace("\n", "\\n") + (f"\n{error}" if error else "")


def _details_of(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
        if isinstance(one, Error):
            yield from filter(None, (one.diag.message_detail, one.diag.context))
