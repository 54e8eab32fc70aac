"""End what may not live on in a restored portal: sign-ins, and messages that may have left already.

Between the backup and its restoring the portal went on: it sent messages of which the restored
database does not know. So whatever it would send is held back, and the keeper decides.
"""

from __future__ import annotations

from django.db import connection, transaction

from louzu.backup.dump import WITHOUT_ROWS
from louzu.lib.jobs import catch_up
from louzu.lib.signals import after_restore


def end_what_may_not_live_on() -> None:
    """Call it before the portal starts, also after a restore by other means, such as pgBackRest.

    What the clock would write in the first minutes, such as reminders, is written first: it was due
    before the restore, so it may have left as well.
    """
    catch_up()
    with transaction.atomic(), connection.cursor() as cursor:
        after_restore.send(sender=None)
        for table in WITHOUT_ROWS:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- of our own
