"""``python -m louzu.command``, which ``bin/louzu`` calls: see ``verbs``."""

from __future__ import annotations

import sys

from louzu.command.verbs import main

sys.exit(main(sys.argv[1:]))
