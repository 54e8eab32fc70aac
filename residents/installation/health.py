"""Health checks of the installation's own records."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from louzu.health.registry import Finding, health_check, warn
from residents.installation.queries import backup_state


@health_check("backup")
def check_backup() -> Finding | None:
    """Warn if the last good backup is too old. Where none are made by the clock, nothing is wrong."""
    state = backup_state()
    if state is None or not state.is_late:
        return None
    why = f" The last try failed: {state.error}" if state.error else ""
    if state.good_at is None:
        return warn(f"No backup was made yet.{why}", _("还没有备份过。"))
    return warn(
        f"The last good backup is {state.hours} hours old.{why}",
        _("已经%(hours)s小时没有新的备份。"),
        hours=state.hours,
    )
