"""Read single environment variables. Raises ImproperlyConfigured with a sentence that names the variable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from louzu.lib.regular_files import read_regular

PREFIX, IN_FILE = "LOUZU_", "_FILE"
VARIABLES = frozenset(
    """
    LOUZU_BACKUPS LOUZU_BACKUP_NIGHTLY LOUZU_BACKUP_PASSPHRASE_FILE LOUZU_BACKUP_RECIPIENT
    LOUZU_CARD_FONT LOUZU_CELL LOUZU_DATABASE_OWNER_URL LOUZU_DATABASE_POOL LOUZU_DATABASE_POOLER
    LOUZU_DATABASE_URL LOUZU_DEBUG LOUZU_DEMO LOUZU_EMAIL_FROM LOUZU_EMAIL_URL LOUZU_ENV
    LOUZU_ERRORS_TO LOUZU_HEALTH_TOKEN LOUZU_HOME LOUZU_HOSTS LOUZU_HSTS_PRELOAD
    LOUZU_HSTS_SUBDOMAINS LOUZU_HTTPS LOUZU_LOG LOUZU_MEDIA LOUZU_MEDIA_ENDPOINT LOUZU_MEDIA_KEYS
    LOUZU_MEDIA_REGION LOUZU_MEDIA_STYLE LOUZU_METRICS LOUZU_PROXIES LOUZU_PUSH_CONTACT
    LOUZU_PUSH_KEY LOUZU_READY_FD LOUZU_RESTART LOUZU_ROOT LOUZU_SECRET_KEY LOUZU_SENTRY_DSN
    LOUZU_SMS LOUZU_SMS_BUDGET LOUZU_SMS_KEYS LOUZU_SMS_TEMPLATES LOUZU_SUPERVISED_HOME
    LOUZU_WEB_THREADS LOUZU_WEB_WORKERS LOUZU_WECHAT_AES_KEY LOUZU_WECHAT_API LOUZU_WECHAT_APPID
    LOUZU_WECHAT_SECRET LOUZU_WECHAT_TEMPLATES LOUZU_WECHAT_TOKEN LOUZU_WECHAT_VERIFY
    LOUZU_WORKERS
    """.split()  # noqa: SIM905 -- as a list it is four times as long
)
"""Names of all variables of louzu, also of those that it gives to its own processes."""
NEVER_IN_FILE = frozenset(
    """
    LOUZU_DEBUG LOUZU_DEMO LOUZU_ENV LOUZU_HOME LOUZU_READY_FD LOUZU_RESTART LOUZU_SUPERVISED_HOME
    LOUZU_WEB_THREADS LOUZU_WEB_WORKERS
    """.split()  # noqa: SIM905 -- as the list above
)
"""Variables that are needed before files are read, or by programs that read none. None is a secret."""
SIMILAR = 0.8
AGE_KEY = re.compile(r"AGE-SECRET-KEY-\w*", re.IGNORECASE)
SCHEME = re.compile(r"[\"'“‘(<]*[A-Za-z][\w+.-]*://")
MAY_BE_SECRET = re.compile(r"(?!:\d{1,5}(?:[/?#]|\Z))(?P<sign>[:=?#]).+", re.DOTALL)
"""Matches the first colon, ``=``, ``?`` or ``#`` that is not followed by a port, and all that comes after it."""


def shown(word: str) -> str:
    """Return a wrong value as it stands in a sentence, which may reach a log: without what may be a user,
    a password or a key.

    Of a word with @ only the scheme is left, since a password may have an @ itself.
    """
    word = AGE_KEY.sub("…", word)
    found = SCHEME.match(word)
    scheme = found[0] if found else ""
    rest = word.removeprefix(scheme)
    return scheme + ("…" if "@" in rest else MAY_BE_SECRET.sub(r"\g<sign>…", rest, count=1))


def shown_words(text: str) -> str:
    """Return a sentence that repeats words of somebody, each of them as ``shown``."""
    return re.sub(r"\S+", lambda found: shown(found[0]), text)


def unknown_names(names: Iterable[str]) -> dict[str, str]:
    """Return those that look like variables of the portal and are none, each with a similar one or ""."""
    unknown = sorted(
        name
        for name in names
        if name.startswith(PREFIX) and not {name, name.removesuffix(IN_FILE)} & VARIABLES
    )
    return {
        name: next(iter(get_close_matches(name, sorted(VARIABLES), 1, SIMILAR)), "")
        for name in unknown
    }


def require_no_files(variables: Mapping[str, str]) -> None:
    """Raises ImproperlyConfigured if one of ``NEVER_IN_FILE`` is given as a file."""
    for name in sorted(NEVER_IN_FILE):
        if variables.get(f"{name}{IN_FILE}"):
            raise ImproperlyConfigured(
                f"{name}{IN_FILE} is set, but {name} cannot be given as a file: write {name}=… itself."
            )


def with_files(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables, and for each one whose name ends with ``IN_FILE`` the text of that file as
    the variable without this ending.

    Docker, Kubernetes and systemd hand secrets over as files. A wrong path is not repeated in the
    sentence, since it may be the secret itself.
    """
    require_no_files(variables)
    found = dict(variables)
    for name, path in variables.items():
        if not (name.startswith(PREFIX) and name.endswith(IN_FILE) and path):
            continue
        target = name.removesuffix(IN_FILE)
        if variables.get(target):
            raise ImproperlyConfigured(f"{target} and {name} are both set: keep one of them.")
        try:
            found[target] = read_regular(Path(path)).strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            raise ImproperlyConfigured(
                f"{name} names a file that cannot be read ({reason})."
            ) from None
        if not found[target]:
            raise ImproperlyConfigured(f"{name} names a file that is empty.")
    return found


def boolean(variables: Mapping[str, str], name: str, *, default: bool) -> bool:
    word = variables.get(name, "").strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    if word:
        raise ImproperlyConfigured(f"{name} is “{shown(word)}”: write 1 or 0.")
    return default


def class_path(variables: Mapping[str, str], name: str, *, default: str) -> str:
    word = variables.get(name, default).strip()
    parts = word.split(".")
    if word and not (len(parts) > 1 and all(part.isidentifier() for part in parts)):
        raise ImproperlyConfigured(
            f"{name} is “{shown(word)}”: write a class like package.module.Class."
        )
    return word


def integer(variables: Mapping[str, str], name: str, *, default: int, least: int) -> int:
    word = variables.get(name, str(default))
    if not word.isdecimal() or int(word) < least:
        raise ImproperlyConfigured(f"{name} is “{shown(word)}”: write a number, {least} or more.")
    return int(word)
