#!/usr/bin/env python3
"""Tells of each example what the tests found: how it deployed, and what was asked of its
policies. Fails where an example was left out.

usage: summary.py TARGET-FOLDER
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).parent.parent
#: What is deployed and proven besides the examples.
MORE = ["large"]
HEADS = ["example", "stacks", "resources", "passes", "deployed with", "requests", "strangers", "alike", "owners'"]


def main():
    parts = pathlib.Path(sys.argv[1]) / "tmp" / "summary"
    examples = sorted(path.name for path in (ROOT / "examples").iterdir() if (path / "Cargo.toml").exists())
    rows = [row(parts, name) for name in examples + MORE]
    widths = [max(len(cells[at]) for cells in [HEADS, *rows]) for at in range(len(HEADS))]
    for cells in [HEADS, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip())
    print(
        "\nEach was deployed into a mock AWS, in one pass, and read back. `requests` are those that its\n"
        "actions need, `strangers` must be denied; `alike` is how many of both iam-simulate decides as the\n"
        "proof does, and `owners'` how many only the owner of something imported can decide."
    )


def row(parts, name):
    deployed, asked = (told(parts / f"{name}.{part}.json") for part in ("deployed", "access"))
    return [
        name,
        *(str(deployed[key]) for key in ("stacks", "resources", "passes")),
        " and ".join(deployed["clients"]),
        *(str(asked[key]) for key in ("requests", "strangers", "alike", "owners")),
    ]


def told(path):
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        sys.exit(f"summary: no test wrote {path}")


main()
