from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.stories.queries.personal_data import appearances_of
from residents.people.mentions import Mention
from residents.rooms.personal_data import DataCategory

DATA_CATEGORIES = (
    DataCategory(
        "appearances",
        _("您同不同意登在故事里"),
        seen_by=_("楼组长、居委、帮忙问的骨干和志愿者；您同意的，发出去以后看故事的人"),
        until=_("到故事里不再有您为止；您要求删除的，马上不再登"),
        rows_of=appearances_of,
        columns={"story": _("哪篇故事"), "state": _("回话"), "said_on": _("哪天说的")},
    ),
)
MENTIONS = (
    Mention(
        "words",
        _("故事里写的字，照片下面的话，请人同意时写的称呼"),
        seen_by=_("楼组长和居委；您同意的，发出去以后看故事的人"),
        until=_("到您不同意为止；您要求删除以后，写的是“一位前住户”"),
        columns=(
            "stories.story.title",
            "stories.story.text",
            "stories.storyphoto.caption",
            "stories.storypart.heading",
            "stories.storypart.text",
            "stories.storypart.law",
            "stories.shownperson.name",
            "stories.shownperson.said_by",
        ),
        redacted=True,
    ),
)
