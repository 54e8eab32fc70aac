"""A real portal with all secrets set shows none of them to the machine's other users.

One start for all tests, on a database restored from a dump.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest
import requests
from django.core.exceptions import ImproperlyConfigured

from dev.drills.harness.portal import free_port
from louzu import env
from louzu.server.errors import StartError
from louzu.server.postgres import Server
from louzu.server.roles import APP
from louzu.server.size import web_size
from tests.architecture.site import ROOT
from tests.migrated import migrate

SECRET = "s3cr3t"
"""Part of every secret."""
SECRETS = {
    "LOUZU_SECRET_KEY": f"{SECRET}-{'0123456789' * 5}",
    "LOUZU_EMAIL_URL": f"smtp://portal:{SECRET}@127.0.0.1:9",
    "LOUZU_EMAIL_FROM": "portal@example.org",
    "LOUZU_HEALTH_TOKEN": f"{SECRET}{'0' * 32}",
    "LOUZU_SENTRY_DSN": f"http://{SECRET}@127.0.0.1:9/1",
    "LOUZU_MEDIA_KEYS": f"id:{SECRET}",
    "LOUZU_SMS": "louzu.lib.sms.aliyun.AliyunSms",
    "LOUZU_SMS_KEYS": f"id:{SECRET}",
    "LOUZU_WECHAT_APPID": "wx0123456789abcdef",
    "LOUZU_WECHAT_SECRET": f"{SECRET}{'0' * 26}",
    "LOUZU_WECHAT_TOKEN": f"{SECRET}token",
    "LOUZU_WECHAT_AES_KEY": f"{SECRET}{'a' * 37}",
    "LOUZU_PUSH_CONTACT": "mailto:post@example.org",
}
WITH_PASSWORDS = {"LOUZU_DATABASE_URL", "LOUZU_DATABASE_OWNER_URL", "LOUZU_BACKUP_RECIPIENT"}
"""Not of every portal. An operator may put the private key where the public one belongs."""
FOLDERS = {"LOUZU_HOME"}
"""Reading them would make them."""
SLIPS = (
    f"https://user:{SECRET}@host.example/a b",
    f"ftp://{SECRET}@host.example:port",
    f"s3://id:{SECRET}@bucket",
    f"AGE-SECRET-KEY-1{SECRET}",
)
"""Values with a password in them, which are wrong nearly everywhere."""
KEPT_IN_HOME = {"LOUZU_PUSH_KEY"}
NAMED = re.compile(r"`(LOUZU_\w*(?:SECRET|KEY|TOKEN|PASS|DSN)\w*)(?<!_FILE)`")
VARIABLES = set(re.findall(r"`(LOUZU_\w+)`", (ROOT / "docs/operations.md").read_text()))
SAVE = (
    "from django.core.files.storage import default_storage as s; from django.core.files.base import \
ContentFile as C; s.save('kept/photo.jpg', C(b'photo'))"
)
START_TIMEOUT = 300


@dataclass
class Portal:
    home: Path
    url: str
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def processes(self):
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("secrets")
    home, log, port = folder / "home", folder / "log", free_port()
    former = os.umask(0o077)  # as the portal, which makes these files otherwise
    with Server(home) as server:
        migrate(server)
        with psycopg.connect(server.url) as wire:  # the portal looks at it before it migrates
            wire.execute(f"GRANT SELECT ON demo_installation TO {APP}")
    os.umask(former)
    ours = {name: os.environ[name] for name in os.environ if not name.startswith("LOUZU_")}
    settings = {"LOUZU_HOME": str(home), "LOUZU_HOSTS": "127.0.0.1", "LOUZU_HTTPS": "0"}
    surroundings = ours | settings | SECRETS | {"PORT": str(port)}
    surroundings["DJANGO_SETTINGS_MODULE"] = "louzu.settings"
    options = {"cwd": ROOT, "env": surroundings, "umask": 0o022}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "louzu.server"], stdout=out, stderr=out, **options
        )
    try:
        deadline = time.monotonic() + START_TIMEOUT
        while "louzu is at" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        save = [sys.executable, "manage.py", "shell", "-v0", "-c", SAVE]
        subprocess.run(save, check=True, capture_output=True, **options)
        yield Portal(home, f"http://127.0.0.1:{port}", log, process)
    finally:
        process.terminate()
        process.wait()
        Server(home).remove()


def test_each_secret_that_the_documents_name_is_tried():
    documents = "".join(file.read_text() for file in ROOT.glob("docs/*.md"))
    assert set(NAMED.findall(documents)) - SECRETS.keys() - KEPT_IN_HOME == set()


def refusal_of(**wrong):
    """Return the sentence with which a setting is refused, or an empty one."""
    least = {"LOUZU_HOSTS": "a.example", "LOUZU_PROXIES": "1", "LOUZU_SECRET_KEY": "a key"}
    given = {} if wrong.keys() & WITH_PASSWORDS else SECRETS
    try:
        variables = least | given | wrong
        env.read({name: word for name, word in variables.items() if word is not None})
        web_size(variables)
    except (ImproperlyConfigured, StartError) as refusal:
        return str(refusal)
    return ""


def test_no_refused_setting_is_told_with_its_password(tmp_path):
    """Every variable, as far as it can be wrong, with an address or a key in place of its value."""
    names = VARIABLES | SECRETS.keys() | KEPT_IN_HOME | WITH_PASSWORDS
    home = {"LOUZU_HOME": str(tmp_path)}
    told = [
        refusal_of(**home, **{name: slip}) for name in sorted(names - FOLDERS) for slip in SLIPS
    ]
    assert len([sentence for sentence in told if sentence]) > len(names)
    assert [sentence for sentence in told if SECRET in sentence] == []


def test_no_refused_secret_is_told(tmp_path):
    """Also if it stands where the path of its file belongs."""
    home = {"LOUZU_HOME": str(tmp_path)}
    secrets = {name for name, word in SECRETS.items() if SECRET in word}
    for name in sorted(secrets | KEPT_IN_HOME | WITH_PASSWORDS | {"LOUZU_BACKUP_PASSPHRASE"}):
        word = f"{SECRET} \t"
        assert SECRET not in refusal_of(**home, **{name: word})
        sentence = refusal_of(**home, **{name: None, f"{name}_FILE": word})
        assert (
            sentence == f"{name}_FILE names a file that cannot be read (No such file or directory)."
        )


def test_no_process_and_no_log_tells_a_secret(portal):
    pages = [
        requests.get(f"{portal.url}/account/login/", timeout=60),
        requests.get(f"{portal.url}/wechat/events/?signature={'0' * 40}", timeout=60),
        requests.post(
            f"{portal.url}/account/login/", {"login": "x", "password": f"{SECRET}me"}, timeout=60
        ),
    ]
    commands = [" ".join(process.cmdline()) for process in portal.processes if process.is_running()]
    assert len(commands) >= 6  # the supervisor, gunicorn and its workers, PostgreSQL, two workers
    told = "\n".join([*commands, portal.log.read_text()])
    assert SECRET not in told
    assert (portal.home / "push_key").read_text() not in told
    assert "gunicorn" not in " ".join(page.headers.get("Server", "") for page in pages)
    assert "louzu" in pages[0].headers["Server"]


def test_nothing_in_the_home_can_be_read_by_others(portal):
    """PostgreSQL's data lie behind a link where this user is root, and are looked at as well."""
    found = [portal.home, *portal.home.rglob("*"), *(portal.home / "postgres").resolve().rglob("*")]
    open_files = []
    for path in found:
        with contextlib.suppress(FileNotFoundError):  # PostgreSQL's temporary files
            mode = path.lstat().st_mode
            if mode & 0o077 and not stat.S_ISLNK(mode):
                open_files.append(f"{stat.filemode(mode)} {path}")
    assert (portal.home / "media" / "kept" / "photo.jpg").exists()
    assert open_files == []
