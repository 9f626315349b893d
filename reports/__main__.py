"""`python -m reports pdf`: a frozen snapshot on standard input, its paper on standard output.

Run by services/papers.py under limits.
"""

import sys

from domain.paper import Paper
from domain.registry import discover
from domain.snapshot import opened

if __name__ == "__main__":
    paper = discover("reports", "PAPER", Paper)[sys.argv[1]]
    chosen = {name: int(value) for name, _, value in (word.partition("=") for word in sys.argv[2:])}
    sys.stdout.buffer.write(paper.render(opened(sys.stdin.buffer.read()), **chosen))
