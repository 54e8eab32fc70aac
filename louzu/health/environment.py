"""What the environment says about monitoring: docs/monitoring.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from louzu.lib.addresses import split_address
from louzu.lib.logs import JSON, PLAIN
from louzu.lib.variables import shown

MIN_TOKEN_LENGTH = 16
HOST = re.compile(r"[\w.-]+|\[?[0-9a-fA-F:.]+\]?")
MAILBOX = re.compile(r"[^@\s,<>]+@[^@\s,<>]+")


@dataclass(frozen=True, slots=True)
class Monitoring:
    health_token: str = ""
    """Who sends it to /readyz as ``Authorization: Bearer …`` sees what is wrong; "" for nobody."""
    log: str = PLAIN
    """Form of the log's lines: ``plain`` or ``json``."""
    metrics: tuple[str, int] | None = None
    """Host and port at which the metrics can be read; None for no metrics."""
    sentry_dsn: str = ""
    errors_to: tuple[str, ...] = ()
    """Addresses to which errors are mailed."""


def read_monitoring(variables: Mapping[str, str], *, can_mail: bool) -> Monitoring:
    """Raises ImproperlyConfigured with a sentence that names the wrong variable."""
    token = variables.get("LOUZU_HEALTH_TOKEN", "").strip()
    if token and len(token) < MIN_TOKEN_LENGTH:
        raise ImproperlyConfigured(
            f"LOUZU_HEALTH_TOKEN is shorter than {MIN_TOKEN_LENGTH} characters: write a longer one."
        )
    form = variables.get("LOUZU_LOG", PLAIN).strip().lower()
    if form not in {JSON, PLAIN}:
        raise ImproperlyConfigured(f"LOUZU_LOG is “{shown(form)}”: write {JSON} or {PLAIN}.")
    return Monitoring(
        health_token=token,
        log=form,
        metrics=_metrics(variables.get("LOUZU_METRICS", "").strip()),
        sentry_dsn=_dsn(variables.get("LOUZU_SENTRY_DSN", "").strip()),
        errors_to=_mailboxes(variables.get("LOUZU_ERRORS_TO", ""), can_mail=can_mail),
    )


def _metrics(word: str) -> tuple[str, int] | None:
    if not word:
        return None
    host, _colon, port = word.rpartition(":")
    if not HOST.fullmatch(host) or not port.isdecimal() or not 0 < int(port) < 65536:  # noqa: PLR2004 -- ports end there
        raise ImproperlyConfigured(
            f"LOUZU_METRICS is “{shown(word)}”: write host and port, such as 127.0.0.1:9100."
        )
    return host.strip("[]"), int(port)


def _dsn(word: str) -> str:
    """The word is not repeated in the sentence, since it is a key."""
    if not word:
        return ""
    parts = split_address(word)
    if not (
        parts
        and parts.scheme in {"http", "https"}
        and parts.username
        and parts.hostname
        and parts.path.rpartition("/")[2]
    ):
        raise ImproperlyConfigured(
            "LOUZU_SENTRY_DSN must be like https://key@sentry.example.org/1."
        )
    return word


def _mailboxes(words: str, *, can_mail: bool) -> tuple[str, ...]:
    given = tuple(word.strip() for word in words.split(",") if word.strip())
    for number, word in enumerate(given, 1):
        if not MAILBOX.fullmatch(word):
            raise ImproperlyConfigured(
                f"LOUZU_ERRORS_TO has “{shown(word)}” as address {number}: write addresses, separated by"
                " commas."
            )
    if given and not can_mail:
        raise ImproperlyConfigured("LOUZU_ERRORS_TO needs a mail server: set LOUZU_EMAIL_URL.")
    return given
