"""Jobs of the inbox, which ask the database what is to be done. Each delivery is in one that sends it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.inbox.actions.deliveries import lose_deliveries, wake_deliveries
from governance.inbox.actions.digests import write_due_digests
from governance.inbox.actions.group_posts import post_to_groups
from governance.inbox.actions.sending import send_deliveries
from governance.inbox.actions.tidying import delete_old_messages
from louzu.lib.jobs import Queue, job, periodic_job


@job(Queue.ONCE, title=_("发邮件、短信"), max_retries=0)
def send_once(deliveries: list[int]) -> None:
    send_deliveries(deliveries)


@job(Queue.MANY, title=_("发微信、设备上的提醒"), max_retries=0)
def send_repeatable(deliveries: list[int]) -> None:
    send_deliveries(deliveries)


@periodic_job(cron="* * * * *", title=_("发出到了时间的消息"))
def send_due_deliveries() -> None:
    lose_deliveries()
    wake_deliveries()


@periodic_job(cron="*/5 * * * *", title=_("写一天一次的汇总"))
def write_digests() -> None:
    write_due_digests()


@periodic_job(cron="40 * * * *", title=_("清掉旧消息"))
def forget_messages() -> None:
    delete_old_messages()


@periodic_job(cron="* * * * *", title=_("往群里发新鲜事"), leaves_portal=True)
def post_into_groups() -> None:
    post_to_groups()
