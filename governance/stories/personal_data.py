from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.stories.queries.personal_data import appearances_of
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
