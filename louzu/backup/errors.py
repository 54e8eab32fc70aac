"""Errors of all backups and restores."""

from __future__ import annotations


class BackupError(Exception):
    """A backup or a restore cannot be done. The message is one English sentence for the operator."""


class HalfRestoredError(BackupError):
    """A restore failed when the former portal was replaced in part already."""
