"""Two releases in real folders, whose portals are stand-ins: they hold the lock of the home and answer
``/readyz``, as the file ``behaviour`` in the folder of the release says."""

from __future__ import annotations

import shlex
import socket
import subprocess
import threading
import time

from louzu.command.releases import Folders
from louzu.command.restarting import Restart, portal_of
from tests.architecture.site import ROOT

STAND_IN = """
import fcntl, os, signal, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer

home, port, tree = sys.argv[1], int(sys.argv[2]), sys.argv[3]
read = lambda: open(f"{tree}/behaviour").read().split()
if read() == ["crash"]:
    sys.exit(1)
lock = open(f"{home}/lock", "r+")
fcntl.flock(lock, fcntl.LOCK_EX)
lock.truncate()
lock.write(f"{os.getpid()} serve\\n")
lock.flush()

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        what, *words = read()
        if what == "signal-when-asked":
            os.kill(*map(int, words))
        self.send_response(200 if what in ("ready", "signal-when-ended") else 503)
        self.end_headers()

    def log_message(self, *_words):
        pass

def end(*_signal):
    what, *words = read()
    if what == "signal-when-ended":
        os.kill(*map(int, words))
        time.sleep(0.5)
    os._exit(0)

signal.signal(signal.SIGTERM, end)
HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""


class Place:
    """Two releases, a home, and who starts the portal again."""

    def __init__(self, base):
        self.folders, self.home = Folders(base / "louzu"), base / "home"
        self.home.mkdir()
        (self.home / "lock").touch()
        self.former, self.tree = (self.folders.releases / v for v in ("0.1.0", "0.2.0"))
        for tree in (self.former, self.tree):
            tree.mkdir(parents=True)
            (tree / ".venv").symlink_to((ROOT / ".venv").resolve())
            (tree / "behaviour").write_text("ready")
        (base / "stand_in.py").write_text(STAND_IN)
        self.program = base / "stand_in.py"
        self.folders.switch(self.former)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = free.getsockname()
        self.stopped, self.keeps, self.process = threading.Event(), True, None

    def keep_running(self):
        while not self.stopped.is_set():
            if self.keeps:
                tree = self.folders.current.resolve()
                words = [self.home, str(self.address[1]), tree]
                python = tree / ".venv" / "bin" / "python"
                self.process = subprocess.Popen([python, "-S", "-E", self.program, *words])
                self.process.wait()
            self.stopped.wait(0.1)

    def until(self, done):
        deadline = time.monotonic() + 30
        while not done():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def restart(self, command="", wait=1.0, wait_back=30.0):
        return Restart(self.home, shlex.split(command), self.address, wait, wait_back)

    @property
    def running(self):
        portal = portal_of(self.home)
        return portal and portal.cmdline()[0].split("/")[-4]
