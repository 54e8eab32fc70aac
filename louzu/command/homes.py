"""The home of an installation, which only ``louzu serve`` may create."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from louzu.lib.regular_files import kind_of
from louzu.lib.variables import shown

DATA = {"media", "postgres"}
"""Contents of a home that are of no use with another secret key."""


def require_home() -> Path:
    """Return ``LOUZU_HOME`` if a portal of this user is in it, and create nothing.

    Raises ImproperlyConfigured with a sentence.
    """
    home = named_home()
    if not is_home(home):
        raise ImproperlyConfigured(
            f"There is no portal in {home}: correct LOUZU_HOME, or let “louzu serve” make one there."
        )
    return home


def named_home() -> Path:
    """Return ``LOUZU_HOME``, which nobody else's portal is in. Raises ImproperlyConfigured."""
    word = os.environ.get("LOUZU_HOME", "")
    if not word:
        raise ImproperlyConfigured(
            "LOUZU_HOME is missing: write the folder of the data into louzu.env"
            " (/etc/louzu/louzu.env, or the file that LOUZU_ENV names)."
        )
    home = Path(word)
    if not home.is_absolute():
        raise ImproperlyConfigured(
            f"LOUZU_HOME is “{shown(word)}”: write a path that begins with /."
        )
    try:
        _require_owner(home)
        _require_key(home)
    except PermissionError:
        raise ImproperlyConfigured(
            f"{home} cannot be entered by {user_name(os.geteuid())}: run this as the portal's user,"
            " such as with “runuser -u louzu -- bin/louzu …”."
        ) from None
    return home


def is_home(home: Path) -> bool:
    """Return whether a portal was started in this folder before."""
    return (home / "lock").exists()


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user {uid}"


def _require_owner(home: Path) -> None:
    """An empty folder of another user that this one may write to is accepted, as volumes are."""
    present = [home / name for name in ("lock", "secret_key") if (home / name).exists()]
    owner = next((file.stat().st_uid for file in present), os.geteuid())
    if owner != os.geteuid():
        raise ImproperlyConfigured(
            f"{home} belongs to {user_name(owner)}, and this is {user_name(os.geteuid())}: run it as"
            f" that user, such as with “runuser -u {user_name(owner)} -- bin/louzu …”."
        )


def _require_key(home: Path) -> None:
    """A lost key must not be replaced silently: what was signed and encrypted with it would be void."""
    file = home / "secret_key"
    given = os.environ.get("LOUZU_SECRET_KEY") or os.environ.get("LOUZU_SECRET_KEY_FILE")
    has_key = given or (file.is_file() and file.stat().st_size)
    if not has_key and any((home / name).exists() for name in DATA):
        lost = kind_of(file) or ("empty" if file.exists() else "gone")
        raise ImproperlyConfigured(
            f"{home} has data, but its secret_key is {lost}: bring it back from a backup. Without it slips,"
            " PINs and second factors are void; to go on all the same, set LOUZU_SECRET_KEY."
        )
