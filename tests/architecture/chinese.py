"""Chinese in sources."""

from __future__ import annotations

import re

CHINESE = re.compile(r"[\u4e00-\u9fff]")
