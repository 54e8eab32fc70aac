"""Every setting that comes from outside, read once, typed, and refused in one sentence when wrong.

Production is the default; the demo and DEBUG are asked for.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = ["127.0.0.1", "localhost"]
CONSOLE_SMS = "residents.sms.Console"


HOLDS = {"bundles", "lock", "media", "postgres", "secret_key", "static"}
"""What the portal itself puts into its home."""


def keep_for_us(home: Path) -> None:
    """Make the folder, for its owner alone; one that was made wider by a former version too, unless
    it holds other things: what is not ours keeps its permissions.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = home.stat()
    mine = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
    ours = mine and {entry.name for entry in home.iterdir()} <= HOLDS
    if ours and found.st_mode & 0o077:
        home.chmod(0o700)
    media = home / "media"
    if media.is_dir() and media.stat().st_uid == os.geteuid():
        media.chmod(0o700)


@dataclass(frozen=True, slots=True)
class Environment:
    """What the surroundings say. ``database_url`` is None where the embedded server is meant."""

    home: Path
    """Folder of everything that is not code: data, uploads, collected static files, the key."""
    database_url: str | None
    owner_url: str | None
    """Of the role that owns the tables; None where ``database_url`` is the owner's or embedded."""
    pool_size: int
    demo: bool
    debug: bool
    https: bool
    hosts: list[str]
    secret_key: str
    proxies: int
    """How many trusted proxies stand in front and add themselves to X-Forwarded-For."""
    sms: str
    """Dotted path of the class that sends text messages (residents/sms.py); empty for none."""


def read(env: environ.Env | None = None) -> Environment:
    """Raises ImproperlyConfigured naming the variable that is missing or wrong."""
    env = env or environ.Env()
    demo = _flag(env, "LOUZU_DEMO", default=False)
    debug = _flag(env, "LOUZU_DEBUG", default=False)
    home = Path(env.str("LOUZU_HOME", default=str(ROOT / "var"))).expanduser().resolve()
    hosts = env.list("LOUZU_HOSTS", default=LOCAL_HOSTS if demo or debug else [])
    if not hosts:
        raise ImproperlyConfigured(
            "LOUZU_HOSTS is missing: name the hosts this portal answers to, separated by commas."
        )
    https = _flag(env, "LOUZU_HTTPS", default=not (demo or debug))
    return Environment(
        home=home,
        database_url=_address(env, "LOUZU_DATABASE_URL"),
        owner_url=_address(env, "LOUZU_DATABASE_OWNER_URL"),
        pool_size=_count(env, "LOUZU_DATABASE_POOL", default=8, least=1),
        demo=demo,
        debug=debug,
        https=https,
        hosts=hosts,
        secret_key=env.str("LOUZU_SECRET_KEY", default="") or _kept_key(home),
        proxies=_proxies(env, needed=https and not demo),
        sms=_class(env, "LOUZU_SMS", default=CONSOLE_SMS if demo or debug else ""),
    )


def _flag(env: environ.Env, name: str, *, default: bool) -> bool:
    word = env.str(name, default="").strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    if word:
        raise ImproperlyConfigured(f"{name} is “{word}”: write 1 or 0.")
    return default


def _address(env: environ.Env, name: str) -> str | None:
    word = str(env.str(name, default=""))
    if word and not word.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(f"{name} must be like postgres://user:password@host/database.")
    return word or None


def _class(env: environ.Env, name: str, *, default: str) -> str:
    word: str = env.str(name, default=default).strip()
    parts = word.split(".")
    if word and not (len(parts) > 1 and all(part.isidentifier() for part in parts)):
        raise ImproperlyConfigured(f"{name} is “{word}”: write a class like package.module.Class.")
    return word


def _count(env: environ.Env, name: str, *, default: int, least: int) -> int:
    word = env.str(name, default=str(default))
    if not word.isdecimal() or int(word) < least:
        raise ImproperlyConfigured(f"{name} is “{word}”: write a number, {least} or more.")
    return int(word)


def _proxies(env: environ.Env, *, needed: bool) -> int:
    """With https the number has to be given: 0 would take all visitors for one address."""
    if needed and not env.str("LOUZU_PROXIES", default=""):
        raise ImproperlyConfigured(
            "LOUZU_PROXIES is missing: write how many proxies stand in front and end https,"
            " usually 1; without it every visitor would have the proxy's address."
        )
    return _count(env, "LOUZU_PROXIES", default=0, least=0)


def _kept_key(home: Path) -> str:
    """The key made at the first start, kept readable for its owner only."""
    file = home / "secret_key"
    try:
        keep_for_us(home)
        if file.exists() and (key := file.read_text()):
            return key
        with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, mode=0o600), "r+") as kept:
            fcntl.flock(kept, fcntl.LOCK_EX)  # two that start at once agree on one key
            if not (key := kept.read()):
                key = secrets.token_urlsafe(50)
                kept.write(key)
            return key
    except OSError as error:
        raise ImproperlyConfigured(
            f"{home} cannot be written ({error.strerror}): set LOUZU_HOME to a folder that can."
        ) from error
