"""Jobs of the inbox, which ask the database what is to be done. Each delivery has one that sends it."""

from __future__ import annotations

from governance.inbox.actions.deliveries import lose_deliveries, wake_deliveries
from governance.inbox.actions.digests import write_due_digests
from governance.inbox.actions.group_posts import post_to_groups
from governance.inbox.actions.sending import send_delivery
from governance.inbox.actions.tidying import delete_old_messages
from louzu.lib.jobs import Queue, job, periodic_job


@job(Queue.ONCE, max_retries=0)
def send_once(delivery: int) -> None:
    send_delivery(delivery)


@job(Queue.MANY, max_retries=0)
def send_repeatable(delivery: int) -> None:
    send_delivery(delivery)


@periodic_job(cron="* * * * *")
def send_due_deliveries() -> None:
    lose_deliveries()
    wake_deliveries()


@periodic_job(cron="*/5 * * * *")
def write_digests() -> None:
    write_due_digests()


@periodic_job(cron="40 * * * *")
def forget_messages() -> None:
    delete_old_messages()


@periodic_job(cron="* * * * *")
def post_into_groups() -> None:
    post_to_groups()
