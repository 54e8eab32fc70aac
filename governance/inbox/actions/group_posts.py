"""Post messages for everybody into a building's chat groups.

A post is claimed, committed, before it leaves. What a killed worker leaves behind, or what got no
answer, is not posted again: a group rather misses a message than reads it twice.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from governance.inbox.links import landing_path
from governance.inbox.models import GroupPost, GroupRobot
from governance.inbox.queries.robots import messages_to_post, robots_to_serve
from governance.inbox.rendering import render_message
from louzu.lib.http_client import NotSent, Unanswered
from louzu.lib.robots import ACCEPTED
from louzu.lib.stored import stored
from residents.people.actions.content_versions import bump_building
from residents.rooms.waiting import Thing, thing_of

logger = logging.getLogger(__name__)

MAX_POSTS = 5
"""Posts of a robot a minute. WeCom and DingTalk take 20."""
DAY_BEGINS, DAY_ENDS = 8, 21
"""Hours between which groups are told of what is not urgent."""
LANGUAGE = "zh-hans"
PAUSE = dt.timedelta(minutes=10)
"""DingTalk takes nothing for so long after too many posts."""
TOO_MANY = {"45009", "130101", "11232"}
BAD_TEXT = {"40008", "9499"}


def post_to_groups() -> None:
    """Call it once a minute, outside a transaction."""
    now = timezone.now()
    urgent_only = not DAY_BEGINS <= timezone.localtime(now).hour < DAY_ENDS
    for robot in robots_to_serve(now):
        _serve(robot, now, urgent_only=urgent_only)


def _serve(robot: GroupRobot, now: dt.datetime, *, urgent_only: bool) -> None:
    if robot.greeted_at is None and not _greet(robot, now):
        return
    for message in messages_to_post(robot, now, urgent_only=urgent_only)[:MAX_POSTS]:
        post, is_ours = GroupPost.objects.get_or_create(message=message, robot=robot)
        if is_ours and not _post(post, robot, now):
            return


def _greet(robot: GroupRobot, now: dt.datetime) -> bool:
    """Return whether the group was greeted, now or by another worker."""
    waiting = GroupRobot.objects.filter(pk=robot.pk, greeted_at=None)
    if not waiting.update(greeted_at=now):
        return True
    text = stored(gettext_lazy("接上了。以后楼里的事会发到这个群。"))
    code = _send(robot, text, thing_of(robot.building), now)
    if code != ACCEPTED:
        GroupRobot.objects.filter(pk=robot.pk).update(greeted_at=None)
        _pause_or_stop(robot, code, now)
        return False
    bump_building(robot.building)
    return True


def _post(post: GroupPost, robot: GroupRobot, now: dt.datetime) -> bool:
    """Return whether the robot takes more."""
    message = post.message
    text = render_message(message, "long", LANGUAGE)
    try:
        code = _send(robot, text, (message.thing_type, message.thing_id), now)
    except Unanswered:
        return False
    if code == ACCEPTED:
        GroupPost.objects.filter(pk=post.pk).update(sent_at=now)
        return True
    if code in BAD_TEXT:
        logger.warning("the robot %s refuses message %s: %s", robot.pk, post.message_id, code)
        GroupPost.objects.filter(pk=post.pk).update(detail=code)
        return True
    post.delete()
    _pause_or_stop(robot, code, now)
    return False


def _send(robot: GroupRobot, text: str, thing: Thing, now: dt.datetime) -> str:
    """Post below the portal's name, which DingTalk's robots can ask for as their keyword. The link
    leads whoever is not signed in to the page that tells how to come in."""
    with translation.override(LANGUAGE):
        headed = f"【{settings.SITE_NAME} {robot.building}】{text}"
    try:
        link = f"{settings.ROOT_URL}{landing_path(robot.building, thing)}"
        return robot.client.post(headed, link, now=now)
    except NotSent as failure:
        return str(failure)


def _pause_or_stop(robot: GroupRobot, code: str, now: dt.datetime) -> None:
    """Stop a robot whose address, signature or keyword is refused: the leader sees it on its page."""
    found = GroupRobot.objects.filter(pk=robot.pk)
    if code in TOO_MANY or not code.isdecimal():
        found.update(paused_until=now + PAUSE)
        return
    logger.warning("the robot %s is refused: %s", robot.pk, code)
    found.update(stopped_by=code)
    bump_building(robot.building)
