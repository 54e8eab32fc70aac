"""The folders of an installation that is upgraded: ``releases/<version>`` and the link ``current``."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from louzu.env import ROOT
from louzu.lib.release import release_version

TAG = re.compile(r"v(\d+(?:\.\d+)+(?:[a-z]\w*)?)")
MAX_FORMER_RELEASES = 2
"""Releases that stay beside the running one."""
PROGRAMS = ("git", "make")


class UpgradeError(ImproperlyConfigured):
    """The upgrade did not take place. The message says what the state is now."""


@dataclass(frozen=True, slots=True)
class Folders:
    base: Path

    @property
    def releases(self) -> Path:
        return self.base / "releases"

    @property
    def current(self) -> Path:
        return self.base / "current"

    def switch(self, tree: Path) -> None:
        """Let ``current`` lead to ``tree``. There is no moment without the link. Raises UpgradeError."""
        link = self.base / ".current"
        try:
            link.unlink(missing_ok=True)
            link.symlink_to(tree.relative_to(self.base))
            link.replace(self.current)
        except OSError as error:
            raise UpgradeError(
                f"{self.current} cannot lead to {tree.name} ({error.strerror})."
            ) from error

    @contextlib.contextmanager
    def only_upgrade(self) -> Iterator[None]:
        """Raises UpgradeError while another upgrade works in these folders."""
        try:
            lock = (self.base / ".upgrade").open("a")
        except OSError as error:
            raise UpgradeError(f"{self.base} cannot be written ({error.strerror}).") from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UpgradeError(
                    f"Another upgrade works in {self.base}: wait until it has ended."
                ) from None
            yield

    def remove_all_but(self, kept: Iterable[Path]) -> None:
        """Remove all releases but ``kept`` and, of the others, the newest ones up to the limit. What has
        no release's name stays. Raises OSError."""
        kept = set(kept)
        others = [
            tree for tree in self.releases.iterdir() if _is_release(tree) and tree not in kept
        ]
        others.sort(key=lambda tree: _numbers(tree.name))
        for tree in others[: max(0, len(others) + len(kept) - 1 - MAX_FORMER_RELEASES)]:
            shutil.rmtree(tree)


def folders_of(tree: Path = ROOT) -> Folders:
    """Raises UpgradeError when the running release is not in such folders."""
    folders = Folders(tree.parent.parent)
    if tree.parent != folders.releases or folders.current.resolve() != tree:
        raise UpgradeError(
            f"{tree} cannot be upgraded in place: a release is a folder releases/<version> to which the"
            " link current leads (docs/upgrade.md, “The folders”)."
        )
    return folders


def require_programs() -> None:
    """Raises UpgradeError unless what fetches and installs releases is there."""
    for program in PROGRAMS:
        if not shutil.which(program):
            raise UpgradeError(f"The program {program} is missing: install it.")


def version_of_tag(tag: str) -> str:
    found = TAG.fullmatch(tag)
    if not found:
        raise UpgradeError(f"“{tag}” is no release: write its tag, such as v0.2.0.")
    return found[1]


def source_of(tree: Path) -> str:
    """Return the address from which ``tree`` was cloned."""
    asked = ["git", "-C", str(tree), "remote", "get-url", "origin"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise UpgradeError("It is not known where releases come from: write --from and an address.")
    return done.stdout.strip()


def install(folders: Folders, tag: str, source: str, wheels: Path | None) -> Path:
    """Clone the release into a folder of its own and install its packages, unless both is done.

    Raises UpgradeError. Nothing of the running release is touched.
    """
    version = version_of_tag(tag)
    tree = folders.releases / version
    if not tree.exists():
        unfinished = folders.releases / f".{version}"
        shutil.rmtree(unfinished, ignore_errors=True)
        source = f"file://{Path(source).resolve()}" if Path(source).is_dir() else source
        clone = ["git", "-c", "advice.detachedHead=false", "clone", "-q", "--depth", "1"]
        _run([*clone, "--branch", tag, source, unfinished], f"{tag} could not be fetched.")
        if (found := release_version(unfinished)) != version:
            raise UpgradeError(
                f"{tag} calls itself {found}: it is no release. Nothing was changed."
            )
        unfinished.rename(tree)
    packages = {}
    if wheels:
        place = str(wheels.resolve())
        packages = {f"{tool}_FIND_LINKS": place for tool in ("PIP", "UV")}
        packages |= {f"{tool}_NO_INDEX": "1" for tool in ("PIP", "UV")}
    _run(["make", "-s", "-C", tree, "install"], f"The packages of {tag} are missing.", **packages)
    return tree


def copy_settings(former: Path, tree: Path) -> None:
    """Take along a ``louzu.env`` that lies in the release's folder."""
    if (former / "louzu.env").exists() and not (tree / "louzu.env").exists():
        shutil.copy2(former / "louzu.env", tree / "louzu.env")


def call(tree: Path, *arguments: str, state: str = "Nothing was changed.") -> None:
    """Run ``louzu`` of a release. Raises UpgradeError if it fails."""
    _run([tree / "bin" / "louzu", *arguments], f"“louzu {' '.join(arguments)}” failed.", state)


def _run(
    command: list[str | Path],
    failure: str,
    state: str = "Nothing was changed.",
    **environment: str,
) -> None:
    done = subprocess.run(command, check=False, env={**os.environ, **environment})  # noqa: S603
    if done.returncode:
        raise UpgradeError(f"{failure} The reason stands above. {state}")


def _is_release(tree: Path) -> bool:
    return bool(TAG.fullmatch(f"v{tree.name}")) and tree.is_dir() and not tree.is_symlink()


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
