"""`python -m reports pdf`: a frozen snapshot on standard input, its paper on standard output;
`preview`: page one as PNG.

Run by services/papers.py under limits.
"""

import sys

from domain.paper import Paper
from domain.registry import discover
from domain.snapshot import opened

if __name__ == "__main__":
    chosen = {name: int(value) for name, _, value in (word.partition("=") for word in sys.argv[2:])}
    snapshot = opened(sys.stdin.buffer.read())
    if sys.argv[1] == "preview":
        from reports._preview import preview

        sys.stdout.buffer.write(preview(snapshot, **chosen))
    else:
        paper = discover("reports", "PAPER", Paper)[sys.argv[1]]
        sys.stdout.buffer.write(paper.render(snapshot, **chosen))
