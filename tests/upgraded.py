"""Upgrade the database of ``LOUZU_DATABASE_URL`` in a process of its own, and open pages on it.

Prints the status of each page as JSON. Fails if migrating fails or a journal does not hold.
"""

from __future__ import annotations

import json
import re
import sys

import django

LINK = re.compile(r'href="(/(?:b|me|admin)/[^"#?]*)')
STARTS = {"leader": "/b/114/", "staff": "/admin/"}
FILES = (".xlsx", ".ics", ".json", "/download/")


def main() -> None:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after setup, also below
    from django.test import Client  # noqa: PLC0415

    from residents.models import User  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("verify_journal", stdout=sys.stderr)
    found = {}
    for name, start in STARTS.items():
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(username=name))
        page = client.get(start)
        found[f"{name} {start}"] = page.status_code
        for link in sorted(set(LINK.findall(page.content.decode()))):
            if not link.endswith(FILES):
                found[f"{name} {link}"] = client.get(link).status_code
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
