"""One-line summaries of imports."""

from __future__ import annotations

from django.utils.translation import gettext as _


def changes_in_words(made: int, changed: int) -> str:
    """Return ``新增2户，改动1户``, leaving out zeros."""
    if made and changed:
        return _("新增%(made)d户，改动%(changed)d户") % {"made": made, "changed": changed}
    if made:
        return _("新增%(made)d户") % {"made": made}
    if changed:
        return _("改动%(changed)d户") % {"changed": changed}
    return _("没有变化")


def restored_in_words(made: int, changed: int) -> str:
    """Return the effect of undoing the import: ``去掉2户，恢复1户``, leaving out zeros."""
    if made and changed:
        return _("去掉%(made)d户，恢复%(changed)d户") % {"made": made, "changed": changed}
    if made:
        return _("去掉%(made)d户") % {"made": made}
    if changed:
        return _("恢复%(changed)d户") % {"changed": changed}
    return _("没有变化")
