"""Health checks of the installation's own records."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from louzu.backup.unfinished import UNFINISHED, is_unfinished
from louzu.health.registry import Finding, fail, health_check, warn
from residents.access.missing_files import missing_files
from residents.installation.queries import backup_state


@health_check("backup")
def check_backup() -> Finding | None:
    """Warn if the last good backup is too old. Where none are made by the clock, nothing is wrong."""
    state = backup_state()
    if state is None or not state.is_late:
        return None
    why = f" The last try failed: {state.error}" if state.error else ""
    if state.good_at is None:
        return warn(f"No backup was made yet.{why}", _("还没有备份过。请备份一次，看它说什么。"))
    return warn(
        f"The last good backup is {state.hours} hours old.{why}",
        _("已经%(hours)s小时没有新的备份。请备份一次，看它说什么。"),
        hours=state.hours,
    )


@health_check("restore")
def check_restore() -> Finding | None:
    """Fail while database, files and keys may be of two portals."""
    if not is_unfinished():
        return None
    return fail(
        UNFINISHED,
        _("上一次恢复没有做完，数据、照片和密钥可能对不上。请先别用，用同一份备份再恢复一次。"),
    )


@health_check("files")
def check_files() -> Finding | None:
    """Warn of photos and PDFs that somebody wanted to see and that are gone."""
    names = missing_files()
    if not names:
        return None
    return warn(
        f"{len(names)} files are missing, the first is {names[0]}: put them back from a backup.",
        _("%(number)d张照片或者文件找不到了。请从备份里放回去。"),
        number=len(names),
    )
