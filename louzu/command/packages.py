"""Whether the installed packages are those of ``requirements.lock``. Nothing is ever installed here."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from packaging.requirements import Requirement

from louzu.env import ROOT

LOCK = ROOT / "requirements.lock"


def require_packages(lock: Path = LOCK) -> None:
    """Write a sentence if versions differ. Raises ImproperlyConfigured if a package is missing."""
    missing, different = compare_packages(lock)
    if missing:
        raise ImproperlyConfigured(missing_packages(missing))
    if different:
        sys.stderr.write(f"{different_packages(different)}\n")


def compare_packages(lock: Path = LOCK) -> tuple[list[str], list[str]]:
    """Return names of missing packages, and “name installed, not locked” of those that differ."""
    missing, different = [], []
    for line in lock.read_text().splitlines():
        if not line[:1].isalnum():
            continue
        wanted = Requirement(line.removesuffix("\\"))
        if wanted.marker and not wanted.marker.evaluate():
            continue
        try:
            installed = version(wanted.name)
        except PackageNotFoundError:
            missing.append(wanted.name)
            continue
        if not wanted.specifier.contains(installed, prereleases=True):
            different.append(f"{wanted.name} {installed}, not {str(wanted.specifier)[2:]}")
    return missing, different


def missing_packages(missing: list[str]) -> str:
    return f"{_listed(missing)} of requirements.lock is not installed: run make install in {ROOT}."


def different_packages(different: list[str]) -> str:
    return (
        "The installed packages are not those of requirements.lock"
        f" ({_listed(different)}): run make install in {ROOT}."
    )


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""  # noqa: PLR2004 -- named ones
    return ", ".join(names[:3]) + more
