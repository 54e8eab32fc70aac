"""The entry for gunicorn. What is loaded here is loaded once, and workers have it in common."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louzu.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 -- after the settings

from governance.search.words import make_ready  # noqa: E402
from louzu.lib.database import limit_connections  # noqa: E402

limit_connections()
get_resolver().reverse_dict  # noqa: B018 -- reads all addresses, and with them the views
make_ready()
gc.freeze()  # the collector does not touch, and so copy, what workers have in common
