"""The committee's spreadsheet: read as people type it, compared with what is on record.

``sheet`` finds the columns in a file, ``values`` reads a cell, ``said`` a row; ``plan`` says what
would be made, changed and left alone; ``export`` writes the same columns. Nothing here touches the
database: ``residents.queries`` brings the ``Record``, ``residents.actions`` carries a plan out.
"""

from __future__ import annotations
