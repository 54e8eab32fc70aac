"""Run all health checks within a time limit, also when the database hangs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from django.db import connections
from django.utils.translation import gettext_lazy as _

from louzu.health.registry import Check, Finding, Severity, checks, fail, warn

TIME_LIMIT = 2.5
"""Seconds that a caller waits for all checks."""
KEPT = 1.0
"""Seconds for which a result is given again, so that many requests cost little."""
KEPT_FOR_PAGES = 60.0
"""Seconds for which a result is good enough for a page that is not about health."""
ABANDONED_AFTER = 30.0
"""Seconds after which checks that hang are left alone, and begun anew."""
CONNECTION_OPTIONS = {
    "connect_timeout": 2,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
}
DATABASE = "database"
"""The check that says whether the others can use the database."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    findings: dict[str, list[Finding]]
    """By name of the check; empty lists for those that found nothing."""

    @property
    def all(self) -> list[Finding]:
        """The findings, failures first."""
        found = [finding for findings in self.findings.values() for finding in findings]
        return sorted(found, key=lambda finding: finding.severity is not Severity.FAIL)

    def without(self, *names: str) -> HealthReport:
        left = {key: found for key, found in self.findings.items() if key not in names}
        return HealthReport(left)

    @property
    def is_ready(self) -> bool:
        return all(finding.severity is not Severity.FAIL for finding in self.all)

    @property
    def word(self) -> str:
        """Return ``ok``, ``warn`` or ``fail``."""
        return str(self.all[0].severity) if self.all else "ok"


@dataclass
class _Run:
    """All checks once, in a thread of their own."""

    findings: dict[str, list[Finding]] = field(default_factory=dict)
    current: str = ""
    done: Event = field(default_factory=Event)
    started_at: float = field(default_factory=time.monotonic)

    @property
    def age(self) -> float:
        return time.monotonic() - self.started_at

    def is_usable(self, kept: float) -> bool:
        return self.age < (kept if self.done.is_set() else ABANDONED_AFTER)

    def start(self) -> None:
        Thread(target=self._run_all, name="health", daemon=True).start()

    def _run_all(self) -> None:
        try:
            with own_connection():
                for check in checks():
                    self.current = check.name
                    if not (check.needs_database and self.findings.get(DATABASE)):
                        self.findings[check.name] = _findings_of(check)
        finally:
            self.done.set()

    def report(self) -> HealthReport:
        findings = dict(self.findings)
        if not self.done.is_set():
            findings[self.current] = [
                fail(
                    f"The check “{self.current}” gave no answer within {TIME_LIMIT:g} seconds.",
                    _("检查%(name)s等不到回答。请看看服务器是不是太忙。"),
                    name=self.current,
                )
            ]
        return HealthReport(findings)


_lock = Lock()
_latest: _Run | None = None


def check_health(*, kept: float | None = None) -> HealthReport:
    """Run all checks, or return what they found less than ``kept`` seconds ago, else ``KEPT``.

    Takes at most ``TIME_LIMIT`` seconds.
    """
    global _latest  # noqa: PLW0603 -- one run at a time in a process
    with _lock:
        run = _latest
        if run is None or not run.is_usable(KEPT if kept is None else kept):
            run = _latest = _Run()
            run.start()
    run.done.wait(max(0.0, TIME_LIMIT - run.age))
    return run.report()


@contextmanager
def own_connection() -> Iterator[None]:
    """Let this thread use a database connection of its own, outside of the pool: a full pool is not a
    reason to send requests to another node. It does not wait long for a server that does not answer."""
    kept, connection = connections["default"], connections.create_connection("default")
    options = {**connection.settings_dict.get("OPTIONS", {}), **CONNECTION_OPTIONS}
    options.pop("pool", None)
    connection.settings_dict = {**connection.settings_dict, "OPTIONS": options}
    connections["default"] = connection
    try:
        yield
    finally:
        connection.close()
        connections["default"] = kept


def _findings_of(check: Check) -> list[Finding]:
    """Run one check. An error is told by its kind only, since its text may contain values of rows."""
    try:
        return check.run()
    except Exception as error:  # noqa: BLE001 -- a broken check must not hide the others
        kind = type(error).__name__
        return [
            warn(
                f"The check “{check.name}” itself failed: {kind}.",
                _("检查%(name)s出了错：%(kind)s。请告诉写程序的人。"),
                name=check.name,
                kind=kind,
            )
        ]
