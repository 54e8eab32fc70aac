"""The WSGI entry point.

With ``gunicorn --preload`` this module runs once, in the main process, before the workers are
forked. Memory that is only read stays shared between them, so whatever every worker needs is
loaded here: the URL configuration with all views, and what the rooms load on ``before_fork``.
"""

from __future__ import annotations

import gc
import os

import gunicorn.http.wsgi
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louzu.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 -- after the settings

from louzu.lib.database import limit_connections  # noqa: E402
from louzu.lib.signals import before_fork  # noqa: E402

gunicorn.http.wsgi.SERVER = (
    "louzu"  # in the header Server: the program behind it is nobody's business
)
limit_connections()
get_resolver().reverse_dict  # noqa: B018 -- imports all views now instead of at the first request
before_fork.send(sender=application)
# Move every object to the permanent generation: the garbage collector writes into the objects it
# visits, and each page of memory written to would be copied for that worker.
gc.freeze()
