"""Import and export of the committee's spreadsheets.

``residents.roster_parser`` reads files and compares them with the record, without using the
database. ``queries`` load the record, and ``actions`` carry out a plan.
"""

from __future__ import annotations
