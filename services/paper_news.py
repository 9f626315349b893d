"""Who is told that a paper is ready: whoever waited longer than a moment and has gone on to something else."""

from store import paper_post, papers
from store.database import Connection

LONG_S = 30.0


def lay(conn: Connection, paper_id: int, at: float) -> int:
    """In the transaction that makes it ready: a line for everybody who waited long; how many."""
    people = sorted({int(actor.partition(":")[2]) for actor, asked in papers.askers(conn, paper_id)
                     if actor.startswith("person:") and at - asked > LONG_S})
    for person in people:
        paper_post.add(conn, what="ready", paper_id=paper_id, person_id=person, at=at)
    return len(people)
