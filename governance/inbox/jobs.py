"""Jobs of the inbox, which ask the database what is to be done."""

from __future__ import annotations

from governance.inbox.actions.group_posts import post_to_groups
from louzu.lib.jobs import periodic_job


@periodic_job(cron="* * * * *")
def post_into_groups() -> None:
    post_to_groups()
