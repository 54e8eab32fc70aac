"""``python -m louzu.server``: see ``run``."""

from __future__ import annotations

import sys

from louzu.server.run import main

sys.exit(main())
