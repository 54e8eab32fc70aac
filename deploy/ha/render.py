#!/usr/bin/env python3
"""render.py CLUSTER.ENV NODE FOLDER: write the configuration of one node (n1, n2 or n3).

It needs nothing but Python. ``make drill-ha`` renders the same templates.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).resolve().parent / "templates"
NODES = ("n1", "n2", "n3")


def read_cluster(path: Path) -> dict[str, str]:
    """Raises SystemExit with a sentence if a value is missing or a password would need quotes."""
    lines = (line.strip() for line in path.read_text().splitlines())
    found = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    for name, value in found.items():
        if not value:
            raise SystemExit(f"{name} is empty in {path}.")
        if name.endswith("_PASSWORD") and not re.fullmatch(r"[A-Za-z0-9]{16,}", value):
            raise SystemExit(f"{name} must be 16 or more letters and digits, and nothing else.")
    return found


def render(cluster: dict[str, str], node: str, folder: Path) -> None:
    """Write all files of the node. Those with passwords are readable by their owner only."""
    if node not in NODES:
        raise SystemExit(f"There is no node {node}: write one of {', '.join(NODES)}.")
    portals = enumerate(cluster["APPS"].split(), start=1)
    more = {
        "NODE": node,
        "ADDRESS": cluster[node.upper()],
        "PGPASS": f"{cluster['DATA']}.pgpass",
        "PORTALS": "\n".join(f"    server portal{n} {address}" for n, address in portals),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for template in sorted(TEMPLATES.iterdir()):
        path = folder / template.name
        path.touch(mode=0o600)
        path.chmod(0o700 if path.suffix == ".sh" else 0o600)
        path.write_text(Template(template.read_text()).substitute(cluster | more))


if __name__ == "__main__":
    try:
        _program, cluster_env, node, folder = sys.argv
    except ValueError:
        raise SystemExit(__doc__) from None
    render(read_cluster(Path(cluster_env)), node, Path(folder))
