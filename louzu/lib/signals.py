"""Signals sent by the project itself."""

from __future__ import annotations

from django.dispatch import Signal

before_fork = Signal()
"""Sent once by ``louzu.wsgi`` in gunicorn's main process, before it forks the workers.

What a receiver loads here is kept in memory that all workers share. ``manage.py`` commands and tests
don't send it, so they start without loading it.
"""

after_restore = Signal()
"""Sent in a transaction when a backup was restored, before the portal starts on it.

Receivers end what may not live on: what happened between the backup and its restoring is not known
here, so that nothing may be done for a second time.
"""
