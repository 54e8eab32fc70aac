"""Find a Chromium for browser tests and screenshots, or install one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def find_chromium() -> Path | None:
    """Return ``CHROMIUM``, else a known name or path, else the one of Playwright."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named) if Path(named).exists() else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
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
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        wanted = ["chromium", "fontconfig", "fonts-noto-cjk"]
        for step in (["update", "-qq"], ["install", "-y", "-qq", *wanted]):
            subprocess.run(["apt-get", *step], env=quiet, check=False, stdout=subprocess.DEVNULL)  # noqa: S607
    if find_chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _may_apt() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists()


def _has_chinese_font() -> bool:
    lister = shutil.which("fc-list")
    return lister is not None and bool(
        subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout.strip()
    )


def main() -> int:
    if os.environ.get("CHROMIUM") and find_chromium() is None:
        sys.stderr.write(f"CHROMIUM names {os.environ['CHROMIUM']}, and there is nothing there.\n")
        return 1
    if find_chromium() is None or (_may_apt() and not _has_chinese_font()):
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
