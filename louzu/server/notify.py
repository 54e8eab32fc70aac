"""What systemd is told about the state of the portal, for units with Type=notify."""

from __future__ import annotations

import logging
import os

from gunicorn.systemd import sd_notify

SOCKET = os.environ.pop("NOTIFY_SOCKET", "")
"""Taken out of the environment: gunicorn would tell systemd of itself, before all is ready."""


def notify(state: str) -> None:
    """Do nothing if systemd did not start this process."""
    if SOCKET:
        os.environ["NOTIFY_SOCKET"] = SOCKET
        sd_notify(state, logging.getLogger(__name__), unset_environment=True)
