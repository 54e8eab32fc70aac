"""Keep the account in which the money of a matter is recorded."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from governance.ledger.models import Account
from governance.matters.lifecycle import Stage
from governance.matters.models import Matter
from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted


@transaction.atomic
def keep_account(pk: int, account: Account) -> None:
    """Keep an account that was opened from the page of a matter. The ledger enters the line.

    Raises Refused if it was given up, or if it has one already, since sums of two accounts would be
    told apart by nobody.
    """
    matter = Matter.objects.select_for_update().get(pk=pk)
    if matter.stage == Stage.DROPPED:
        raise Refused(_("这件事不办了，不用再给它开账。"))
    if matter.account:
        words = {"name": quoted(matter.account.name)}
        raise Refused(_("这件事已经有一本“%(name)s”了，请记在那里。") % words)
    matter.account = account
    matter.save(update_fields=["account"])
