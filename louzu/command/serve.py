"""``louzu serve``: run the real portal. It never installs anything, and never starts the demo."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured

from louzu.backup.arguments import VerbParser
from louzu.command.homes import is_home, named_home
from louzu.command.packages import require_packages

FORBIDDEN = {
    "LOUZU_DEMO": "the demo, which everybody can sign in to, is started with make run",
    "LOUZU_DEBUG": "pages would show settings and code to everybody",
}


def run(arguments: list[str]) -> int:
    parser = VerbParser("louzu serve", description=__doc__)
    parser.parse_args(arguments)
    for name, reason in FORBIDDEN.items():
        if os.environ.get(name, "").strip().lower() not in {"", "0", "false", "no", "off"}:
            raise ImproperlyConfigured(f"{name} is set: {reason}. Take it away for louzu serve.")
        os.environ[name] = "0"
    require_packages()
    home = named_home()
    from louzu.server.run import main  # noqa: PLC0415 -- after the packages are checked

    if not is_home(home):
        sys.stdout.write(f"There is no portal in {home} yet: a new one is made.\n")
    return main()
