"""Callbacks under a reading permission go on while the database is silent: so none of them may write, whatever it is told."""

from api._gate import LOOKS
from pages._callback import asked_by
from tests.gate.incident_scene import everything, planted
from tests.gate.whole import Whole, asked_as_declared

ACTS = ("make", "new", "create", "revoke", "end", "give", "write", "send", "acknowledge", "note", "resolve", "assign", "choose", "remove", "add", "change")


def test_a_callback_that_only_looks_changes_nothing(whole: Whole) -> None:
    own = planted(whole, (0,))
    fields = {"id": str(own), "incident": str(own), "reason": "bảo trì", "text": "ghi chú", "area": "760", "school": "79000001", "hours": "2", "until": "4102444800", "what": "silence"}
    before, asked = everything(whole), 0
    for name, entry in sorted(whole.dash.callback_map.items()):
        if "callback" not in entry or asked_by(name) not in LOOKS or name.startswith(".._pages_content"):
            continue
        told = [f"{one['id']}.{one['property']}" for one in (*entry["inputs"], *entry["state"])]
        for act in ACTS:
            answer = whole.ask(whole.same("administrator"), "/_dash-update-component",
                               body=asked_as_declared(entry, name, dict.fromkeys(told, {"act": act, "nonce": act, "fields": fields, **fields, "new": "1"})))
            assert answer.status in {200, 204}, (name, act, answer.status)
            asked += 1
    assert asked > 5 * len(ACTS), "nothing was tested"
    assert everything(whole) == before
