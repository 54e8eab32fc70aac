"""``make drill-ha``: a cluster of three nodes in one namespace, broken in many ways under load.

It renders the templates of ``deploy/ha/``, so that what is shipped is what is tried
(docs/high-availability.md). It needs no root, uses no port of the machine and leaves nothing behind.
"""
