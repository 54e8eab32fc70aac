"""Settings from environment variables, checked and typed. Documented in docs/operations.md.

The defaults are those of a real portal; the demo and DEBUG have to be asked for.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.http import is_same_domain

from louzu.backup.keys import KEY_FILES
from louzu.backup.options import BackupOptions, read_backup_options
from louzu.health.environment import Monitoring, read_monitoring
from louzu.lib.key_files import kept_key
from louzu.lib.media import MediaPlace, read_media
from louzu.lib.postgresql.address import database_address
from louzu.lib.smtp import MailServer, mail_server
from louzu.lib.variables import boolean, class_path, integer, shown, with_files
from louzu.lib.web_push.account import PushAccount, read_push_account
from louzu.lib.wechat.account import WeChatAccount, read_wechat_account

ROOT = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = ["127.0.0.1", "localhost"]
CARD_FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
"""Debian's fonts-noto-cjk."""
MAX_CELL = 9000
"""Keys then are exact numbers in browsers as well (residents/cells/keys.py)."""
CONSOLE_SMS = "louzu.lib.sms.console.ConsoleSms"

HOST_PATTERN = re.compile(r"\*|[^\s/@:?#=]+|\[[0-9a-f:.]+\]", re.IGNORECASE)
HOME_CONTENTS = {*KEY_FILES, "backups", "bundles", "lock", "mail", "media", "postgres", "static"}
"""Names that the portal creates in its home."""


def make_private(home: Path) -> None:
    """Create the folder with permissions for its owner only.

    An existing folder with wider permissions, created by an older version, is restricted too, but
    only if it contains nothing else than the portal's files.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = home.stat()
    mine = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
    ours = mine and {entry.name for entry in home.iterdir()} <= HOME_CONTENTS
    if ours and found.st_mode & 0o077:
        home.chmod(0o700)
    media = home / "media"
    if media.is_dir() and media.stat().st_uid == os.geteuid():
        media.chmod(0o700)


@dataclass(frozen=True, slots=True)
class Environment:
    home: Path
    """Folder of all that is not code, as far as no other place is named for it."""
    database: dict[str, Any] | None
    """An entry of ``DATABASES``; None for the embedded server."""
    database_owner: dict[str, str] | None
    """USER and PASSWORD of the role that owns the tables; None if it is the one in ``database``."""
    pool_size: int
    pooler: bool
    """Whether a pooler such as PgBouncer stands before the database, in transaction mode."""
    demo: bool
    debug: bool
    https: bool
    hsts_subdomains: bool
    """Whether browsers use https for all subdomains of the portal's host, too."""
    hsts_preload: bool
    """Whether the host may be put on the list of https-only hosts that browsers come with."""
    hosts: list[str]
    root: str
    """Scheme and host of absolute addresses where there is no request, without a slash at the end."""
    card_font: Path
    """A font with Chinese characters, for pictures. The default need not exist."""
    secret_key: str
    proxies: int
    """Number of trusted proxies in front, each of which adds to X-Forwarded-For."""
    cell: int
    """Number of this installation among those of a district; 0 if it is the only one."""
    workers: bool
    """Whether workers of the job queue run beside the web server."""
    sms: str
    """Dotted path of the class that sends text messages (louzu/lib/sms/base.py); "" for none."""
    sms_keys: str
    """What the provider knows the committee's account by; for Aliyun ``AccessKeyId:AccessKeySecret``."""
    sms_templates: str
    """Path of the file with the provider's templates; "" for none."""
    sms_budget: int
    """Text messages of a building in a month, besides those for signing in."""
    wechat: WeChatAccount | None
    """The service account; None for none."""
    email: MailServer
    email_from: str
    """Sender of e-mail, such as ``楼组 <portal@example.org>``."""
    push: PushAccount | None
    """None for no push messages."""
    monitoring: Monitoring
    media: MediaPlace
    backup: BackupOptions


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """Raises ImproperlyConfigured with a sentence that names the missing or wrong variable."""
    variables = with_files(variables)
    demo = boolean(variables, "LOUZU_DEMO", default=False)
    debug = boolean(variables, "LOUZU_DEBUG", default=False)
    home = Path(variables.get("LOUZU_HOME", str(ROOT / "var"))).expanduser().resolve()
    hosts = _hosts(variables, local=demo or debug)
    https = boolean(variables, "LOUZU_HTTPS", default=not (demo or debug))
    subdomains, preload = _hsts(variables, https=https)
    owner = database_address(variables, "LOUZU_DATABASE_OWNER_URL")
    return Environment(
        home=home,
        database=database_address(variables, "LOUZU_DATABASE_URL"),
        database_owner=owner and {key: owner[key] for key in ("USER", "PASSWORD")},
        pool_size=integer(variables, "LOUZU_DATABASE_POOL", default=8, least=1),
        pooler=boolean(variables, "LOUZU_DATABASE_POOLER", default=False),
        demo=demo,
        debug=debug,
        https=https,
        hsts_subdomains=subdomains,
        hsts_preload=preload,
        hosts=hosts,
        root=_root(variables, hosts, https=https, local=demo or debug),
        card_font=_font(variables),
        secret_key=variables.get("LOUZU_SECRET_KEY", "") or _kept_key(home, "secret_key", _secret),
        proxies=_proxies(variables, needed=https and not demo),
        cell=_cell(variables),
        workers=boolean(variables, "LOUZU_WORKERS", default=True),
        sms=class_path(variables, "LOUZU_SMS", default=CONSOLE_SMS if demo or debug else ""),
        sms_keys=variables.get("LOUZU_SMS_KEYS", ""),
        sms_templates=variables.get("LOUZU_SMS_TEMPLATES", ""),
        sms_budget=integer(variables, "LOUZU_SMS_BUDGET", default=200, least=0),
        wechat=read_wechat_account(variables, demo=demo),
        email=_email(variables, console=demo or debug),
        email_from=variables.get("LOUZU_EMAIL_FROM", "portal@localhost"),
        push=read_push_account(variables, keep=partial(_kept_key, home, "push_key")),
        monitoring=read_monitoring(
            variables, can_mail=demo or debug or "LOUZU_EMAIL_URL" in variables
        ),
        media=read_media(variables, default=home / "media"),
        backup=read_backup_options(variables, home=home, nightly=not (demo or debug)),
    )


def _cell(variables: Mapping[str, str]) -> int:
    cell = integer(variables, "LOUZU_CELL", default=0, least=0)
    if cell > MAX_CELL:
        raise ImproperlyConfigured(f"LOUZU_CELL is {cell}: write a number up to {MAX_CELL}.")
    return cell


def _email(variables: Mapping[str, str], *, console: bool) -> MailServer:
    server = mail_server(variables.get("LOUZU_EMAIL_URL", "console:" if console else ""))
    if server.host and not variables.get("LOUZU_EMAIL_FROM"):
        raise ImproperlyConfigured(
            "LOUZU_EMAIL_FROM is missing: write the address that e-mail comes from."
        )
    return server


def _hosts(variables: Mapping[str, str], *, local: bool) -> list[str]:
    hosts = [host.strip() for host in variables.get("LOUZU_HOSTS", "").split(",") if host.strip()]
    if not hosts and not local:
        raise ImproperlyConfigured(
            "LOUZU_HOSTS is missing: name the hosts this portal answers to, separated by commas."
        )
    if wrong := next((host for host in hosts if not HOST_PATTERN.fullmatch(host)), ""):
        raise ImproperlyConfigured(
            f"LOUZU_HOSTS has “{shown(wrong)}”: write hosts without scheme and port, such as"
            " portal.example.org."
        )
    return hosts or LOCAL_HOSTS


def _hsts(variables: Mapping[str, str], *, https: bool) -> tuple[bool, bool]:
    """Raises ImproperlyConfigured for preload without subdomains, which browsers require."""
    subdomains = boolean(variables, "LOUZU_HSTS_SUBDOMAINS", default=False)
    preload = boolean(variables, "LOUZU_HSTS_PRELOAD", default=False)
    if preload and not subdomains:
        raise ImproperlyConfigured(
            "LOUZU_HSTS_PRELOAD is 1 without LOUZU_HSTS_SUBDOMAINS=1:"
            " browsers list a host only together with all its subdomains."
        )
    return https and subdomains, https and preload


def _root(variables: Mapping[str, str], hosts: list[str], *, https: bool, local: bool) -> str:
    """Return the root of addresses that leave the portal: in messages, pictures and on paper.

    The default is the first host, without https with the port. Raises ImproperlyConfigured if only
    ``*`` is allowed, which names no host, or if the root leads to another host than the portal's.
    """
    word = variables.get("LOUZU_ROOT", "").strip().rstrip("/")
    if not word:
        named = [host.lstrip(".") for host in hosts if host != "*"] or LOCAL_HOSTS[: int(local)]
        if not named:
            raise ImproperlyConfigured(
                "LOUZU_ROOT is missing: LOUZU_HOSTS names no host, so write the portal's address,"
                " such as https://portal.example.org."
            )
        port = variables.get("PORT", "8000")
        return f"https://{named[0]}" if https else f"http://{named[0]}:{port}"
    scheme, host = _root_parts(word)
    if scheme not in ({"https"} if https else {"http", "https"}):
        scheme = "https" if https else "http"
        raise ImproperlyConfigured(
            f"LOUZU_ROOT is “{shown(word)}”: write {scheme}:// and a host, without a path."
        )
    if not any(pattern == "*" or is_same_domain(host, pattern.strip("[]")) for pattern in hosts):
        raise ImproperlyConfigured(
            f"LOUZU_ROOT leads to {host}, to which the portal does not answer: add it to LOUZU_HOSTS."
        )
    return word


def _font(variables: Mapping[str, str]) -> Path:
    word = variables.get("LOUZU_CARD_FONT", "")
    if word and not Path(word).is_file():
        raise ImproperlyConfigured(
            f"LOUZU_CARD_FONT is “{shown(word)}”: write the path of a font file."
        )
    return Path(word or CARD_FONT)


def _root_parts(word: str) -> tuple[str, str]:
    """Return scheme and host of an address that has nothing else but a port; else two empty words."""
    try:
        parts = urlsplit(word)
        port = parts.port
    except ValueError:
        return "", ""
    host = parts.hostname or ""
    netloc = f"[{host}]" if ":" in host else host
    plain = f"{parts.scheme}://{netloc}" + (f":{port}" if port else "")
    return (parts.scheme, host) if host and plain == word.lower() else ("", "")


def _proxies(variables: Mapping[str, str], *, needed: bool) -> int:
    """Required with HTTPS. With 0, all visitors would seem to have the address of the proxy."""
    if needed and not variables.get("LOUZU_PROXIES"):
        raise ImproperlyConfigured(
            "LOUZU_PROXIES is missing: write how many proxies stand in front and end https,"
            " usually 1; without it every visitor would have the proxy's address."
        )
    return integer(variables, "LOUZU_PROXIES", default=0, least=0)


def _secret() -> str:
    return secrets.token_urlsafe(50)


def _kept_key(home: Path, name: str, make: Callable[[], str]) -> str:
    try:
        make_private(home)
        return kept_key(home / name, make)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{home} cannot be written ({error.strerror}): set LOUZU_HOME to a folder that can."
        ) from error
