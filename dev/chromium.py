"""Find a Chromium for browser tests and screenshots, or install one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
"""Chromium without the program around its pages, in a package of its own. Nobody sees that program in
tests, and it takes more than half of the processor time."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium(*, whole: bool = False) -> Path | None:
    """Return ``CHROMIUM``, else a known name or path, else the one of Playwright.

    ``whole`` asks for one that also shows notifications and installs pages.
    """
    if named := os.environ.get("CHROMIUM"):
        return Path(named) if Path(named).exists() else None
    names = NAMES if whole else (SHELL, *NAMES)
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found:
        return Path(found)
    if MAC.exists():
        return MAC
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- slow, and seldom needed

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def install_chromium() -> None:
    """Install Debian's package and a Chinese font as root on Debian, else the one of Playwright."""
    if _may_apt():
        _apt("update")
        _apt("install", "fontconfig", "fonts-noto-cjk")
        _apt("install", "chromium")
        _apt("install", SHELL)  # alone, because not every Debian has it
    if find_chromium(whole=True) is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _apt(step: str, *packages: str) -> None:
    options = ["-qq"] if step == "update" else ["-y", "-qq", "--no-install-recommends"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", step, *options, *packages]
    subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL)


def _may_apt() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists()


def _has_chinese_font() -> bool:
    lister = shutil.which("fc-list")
    return lister is not None and bool(
        subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout.strip()
    )


def _has_shell() -> bool:
    """Return whether ``chromium-headless-shell`` is installed, or ``CHROMIUM`` names another browser."""
    return "CHROMIUM" in os.environ or shutil.which(SHELL) is not None


def main() -> int:
    if os.environ.get("CHROMIUM") and find_chromium() is None:
        sys.stderr.write(f"CHROMIUM names {os.environ['CHROMIUM']}, and there is nothing there.\n")
        return 1
    missing = find_chromium(whole=True) is None
    if missing or (_may_apt() and not (_has_chinese_font() and _has_shell())):
        install_chromium()
    if (path := find_chromium()) is None:
        sys.stderr.write(
            "No Chromium was found and none could be installed: install one, or set CHROMIUM to it.\n"
        )
        return 1
    sys.stdout.write(f"Chromium: {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
