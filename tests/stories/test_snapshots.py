"""A figure that can be read out in a meeting and found again a year later: frozen, opened again, compared, verified."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.errors import BadInput, NotFound, NotAllowed
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.snapshot import Template, opened
from services import snapshots
from services.snapshots import Wish
from tests.promises.office import Office, stage
from tests.rig.clock import Clock

HA = Actor(kind=ActorKind.PERSON, id=7, name="Trần Thu Hà", role=Role.MANAGER, scope=Scope(parts=frozenset({Part()})))


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


@pytest.mark.parametrize("template", [one for one in Template if one is not Template.SCHOOL])
def test_every_template_freezes_what_the_screens_show(office: Office, template: Template) -> None:
    office.tick(5, down=[0, 1], unknown=[3])
    office.settle()
    made = snapshots.take(office.centre, HA, Wish(template=template))
    assert made.id.startswith("AC-")
    again = snapshots.frozen(office.centre, HA, made.id)
    assert again == made
    assert again.sha256 == made.sha256
