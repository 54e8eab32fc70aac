"""Post messages for everybody into chat groups of buildings and of their committee.

A post is claimed, committed, before it leaves. What a killed worker leaves behind, or what got no
answer, is not posted again: a group rather misses a message than reads it twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from governance.inbox.links import landing_path
from governance.inbox.models import (
    CommitteePost,
    CommitteeRobot,
    GroupPost,
    GroupRobot,
    Message,
)
from governance.inbox.queries.robots import (
    committee_robots_to_serve,
    messages_to_post,
    messages_to_post_for_committee,
    robots_to_serve,
)
from governance.inbox.rendering import render_message
from louzu.lib.http_client import NotSent, Unanswered
from louzu.lib.robots import ACCEPTED
from louzu.lib.stored import stored
from residents.people.actions.content_versions import bump_building
from residents.rooms.waiting import thing_of

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
AnyRobot = GroupRobot | CommitteeRobot


def post_to_groups() -> None:
    """Call it once a minute, outside a transaction."""
    now = timezone.now()
    urgent_only = not DAY_BEGINS <= timezone.localtime(now).hour < DAY_ENDS
    with translation.override(LANGUAGE):
        for robot in robots_to_serve(now):
            _serve(robot, messages_to_post(robot, now, urgent_only=urgent_only), now)
        for committee_robot in committee_robots_to_serve(now):
            found = messages_to_post_for_committee(committee_robot, now, urgent_only=urgent_only)
            _serve(committee_robot, found, now)


def _serve(robot: AnyRobot, messages: QuerySet[Message], now: dt.datetime) -> None:
    if robot.greeted_at is None and not _greet(robot, now):
        return
    for message in messages[:MAX_POSTS]:
        post, is_ours = robot.posts.get_or_create(message=message)
        if is_ours and not _post(post, robot, now):
            return


def _greet(robot: AnyRobot, now: dt.datetime) -> bool:
    """Return whether the group was greeted, now or by another worker."""
    waiting = _row(robot).filter(greeted_at=None)
    if not waiting.update(greeted_at=now):
        return True
    if isinstance(robot, GroupRobot):
        text = stored(gettext_lazy("接上了。以后楼里的事会发到这个群。"))
        link = landing_path(robot.building, thing_of(robot.building))
        whose = f"{robot.building}"
    else:
        text = stored(gettext_lazy("接上了。以后各楼要知道的事会发到这个群。"))
        whose, link = f"{robot.neighbourhood}", "/"
    try:
        code = _send(robot, whose, text, link, now)
    except Unanswered as failure:  # a second greeting does no harm
        code = str(failure)
    if code != ACCEPTED:
        _row(robot).update(greeted_at=None)
        _pause_or_stop(robot, code, now)
        return False
    _show(robot)
    return True


def _post(post: GroupPost | CommitteePost, robot: AnyRobot, now: dt.datetime) -> bool:
    """Return whether the robot takes more."""
    message = post.message
    text = render_message(message, "long", LANGUAGE)
    building = robot.building if isinstance(robot, GroupRobot) else message.building
    if building is None:  # a digest, of which no group is told
        return True
    whose = f"{building}"
    if isinstance(robot, CommitteeRobot) and message.circular:
        words = stored(gettext_lazy("%(neighbourhood)s各楼"))
        whose = words % {"neighbourhood": robot.neighbourhood}
    link = landing_path(building, (message.thing_type, message.thing_id))
    try:
        code = _send(robot, whose, text, link, now)
    except Unanswered:
        return False
    own = type(post)._default_manager.filter(pk=post.pk)
    if code == ACCEPTED:
        own.update(sent_at=now)
        return True
    if code in BAD_TEXT:
        logger.warning("the robot %s refuses message %s: %s", robot.pk, message.pk, code)
        own.update(detail=code)
        return True
    post.delete()
    _pause_or_stop(robot, code, now)
    return False


def _send(robot: AnyRobot, whose: str, text: str, link: str, now: dt.datetime) -> str:
    """Post below the portal's name, which DingTalk's robots can ask for as their keyword. The link
    leads whoever is not signed in to the page that tells how to come in."""
    try:
        headed = f"【{settings.SITE_NAME} {whose}】{text}"
        return robot.client.post(headed, f"{settings.ROOT_URL}{link}", now=now)
    except NotSent as failure:
        return str(failure)


def _pause_or_stop(robot: AnyRobot, code: str, now: dt.datetime) -> None:
    """Stop a robot whose address, signature or keyword is refused: its page says so."""
    if code in TOO_MANY or not code.isdecimal():
        _row(robot).update(paused_until=now + PAUSE)
        _show(robot)
        return
    logger.warning("the robot %s is refused: %s", robot.pk, code)
    _row(robot).update(stopped_by=code)
    _show(robot)


def _row(robot: AnyRobot) -> QuerySet[Any]:
    return type(robot)._default_manager.filter(pk=robot.pk)


def _show(robot: AnyRobot) -> None:
    if isinstance(robot, GroupRobot):
        bump_building(robot.building)
