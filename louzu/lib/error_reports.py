"""Errors to a server that speaks Sentry's protocol, such as Sentry, GlitchTip or Bugsink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sentry_sdk
from sentry_sdk.integrations.logging import LoggingIntegration

from louzu.lib.logs import without_values

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT = {
    "event_id",
    "exception",
    "level",
    "logger",
    "platform",
    "release",
    "sdk",
    "timestamp",
    "transaction",
}
"""What leaves the portal. Left out are request, user, cookies, breadcrumbs, server name, arguments of
log records, and the values of variables."""


def start_error_reports(dsn: str, *, release: str) -> None:
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=None,
        send_client_reports=False,
        auto_session_tracking=False,
        integrations=[LoggingIntegration(level=None)],
        before_send=scrub,
    )


def scrub(event: Event, hint: Hint) -> Event:
    """Keep the kind of error, where in the code it happened, and its text without values of rows."""
    kept: Any = {name: value for name, value in event.items() if name in KEPT}
    given = hint.get("exc_info") or (None, None, None)
    for error in kept.get("exception", {}).get("values", []):
        error["value"] = without_values(given[1], error.get("value") or "")
        for frame in (error.get("stacktrace") or {}).get("frames", []):
            frame.pop("vars", None)
    if log := event.get("logentry"):
        kept["message"] = log.get("message")  # without its arguments
    return kept  # type: ignore[no-any-return]
