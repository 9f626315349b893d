"""Claims, the ledger of silent schools, disputes and findings as JSON, in the reader's language."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.claims import OF, Answer, Claim, DisputeState, Says
from domain.errors import BadInput
from domain.given_names import reader_name
from domain.groups import GROUPS, OTHER
from domain.person import Actor, Permission
from domain.plausibility import CHECKS, DOCUMENTS, METRICS, Check, Sort
from domain.plausibility import OF as RULES
from domain.wording import quantity
from services import claims, disputes, findings
from services._work_schools import area_name
from services.desk import Desk
from store.disputes import Dispute
from store.findings import Finding

MOST_FINDINGS = 300


class NewAnswer(BaseModel):
    """A school's record confirmed or disputed. `shown`: the figure as it was shown when somebody answered."""

    model_config = ConfigDict(strict=True, extra="ignore")

    school: str = Field("", max_length=40)
    about: str = Field("record", max_length=60)
    says: str = Field("", max_length=20)
    note: str = Field("", max_length=1000)
    shown: str = Field("", max_length=200)


class Settled(BaseModel):
    """How a dispute ends."""

    model_config = ConfigDict(strict=True, extra="ignore")

    upheld: bool
    note: str = Field("", max_length=1000)


class Why(BaseModel):
    """A reason."""

    model_config = ConfigDict(strict=True, extra="ignore")

    why: str = Field("", max_length=1000)


def overview(desk: Desk, claim: str, area: str, answer: str) -> dict[str, Any]:
    """Every claim with its counts; the areas and schools of one of them."""
    known = {one.key: one for one in Answer}
    if answer not in known:
        raise BadInput("Không có câu trả lời này.", "No such answer.", code="answer")
    found = claims.overview(desk, claim, area=area, answer=known[answer])
    return {
        "now": desk.centre.clock(), "claim": claim, "answers": {one.key: one.words.text for one in Answer},
        "claims": [{**_claim(one.claim), "counts": one.counts, "schools": one.schools, "at": one.at}
                   for one in found.tallies],
        "areas": [{"code": area.code, "name": area.name, **counts} for area, counts in found.areas],
        "rows": [row_json(row) for row in found.rows], "rows_all": found.rows_all}


def _claim(one: Claim) -> dict[str, Any]:
    return {"key": one.key, "label": one.label.text, "says": one.says.text, "document": one.document.text,
            "rule": one.rule.text, "claimed": one.claimed.text, "measured": one.measured.text, "layer": one.layer,
            "asks": one.asks.text}


def row_json(row: claims.Row) -> dict[str, Any]:
    """One school and one claim."""
    return {"claim": row.claim.key, "label": row.claim.label.text, "school": row.school, "name": row.name,
            "area": row.area, "phone": row.phone, "answer": row.answer.key, "says": row.answer.words.text,
            "claimed": row.claimed, "measured": row.measured, "taken": row.taken or None, "since": row.since or None,
            "claimed_words": row.claim.claimed.text, "measured_words": row.claim.measured.text}


def ledger(desk: Desk) -> dict[str, Any]:
    """Silent schools: what was known last of each group, what is not known now."""
    found = claims.ledger(desk)
    return {"now": desk.centre.clock(), "why": found.why.value, "all": found.all, "schools": [{
        "school": one.school, "name": one.name, "area": one.area, "phone": one.phone, "since": one.since or None,
        "never": [GROUPS.get(group, OTHER).text for group in one.never],
        "known": [{"group": GROUPS.get(last.group, OTHER).text, "label": last.indicator.label.text,
                   "value": quantity(last.value * (100 if last.indicator.unit == "%" else 1),
                                     last.indicator.unit_text, last.indicator.decimals),
                   "taken": last.taken, "lost": last.lost, "of": last.of} for last in one.known]}
        for one in found.schools]}


def board(desk: Desk, actor: Actor) -> dict[str, Any]:
    """Disputes that wait, and what was answered lately."""
    found = disputes.board(desk)
    return {"now": desk.centre.clock(), "may_answer": actor.may(Permission.RESPOND),
            "live": [dispute_json(desk, one) for one in found.live],
            "over": [dispute_json(desk, one) for one in found.over]}


def of_school(desk: Desk, actor: Actor, school: str) -> dict[str, Any]:
    """One school: each claim, and what was answered for it."""
    answered = disputes.of_school(desk, school)
    return {"now": desk.centre.clock(), "may_record": actor.may(Permission.RECORD),
            "may_answer": actor.may(Permission.RESPOND),
            "rows": [row_json(row) for row in claims.of_school(desk, school)],
            "answers": [dispute_json(desk, one) for one in answered]}


def made(desk: Desk, actor: Actor, asked: NewAnswer) -> dict[str, Any]:
    """Answer for a school. Raises BadInput, NotFound, NotAllowed."""
    if asked.says not in set(Says):
        raise BadInput("Hãy chọn xác nhận hay không đồng ý.", "Confirm or dispute.", code="says")
    return dispute_json(desk, disputes.answer(desk, actor, school=asked.school, about=asked.about, note=asked.note,
                                              says=Says(asked.says), shown=asked.shown))


def taken(desk: Desk, actor: Actor, dispute: int) -> dict[str, Any]:
    """It is theirs now."""
    return dispute_json(desk, disputes.take(desk, actor, dispute))


def settled(desk: Desk, actor: Actor, dispute: int, asked: Settled) -> dict[str, Any]:
    """It is answered."""
    return dispute_json(desk, disputes.settle(desk, actor, dispute, upheld=asked.upheld, note=asked.note))


def dispute_json(desk: Desk, one: Dispute) -> dict[str, Any]:
    """One of them. Persons by the names that readers see."""
    register = desk.viewer.picture.register
    i = register.index.get(one.school)
    names = {"name": one.school, "area": "", "phone": ""} if i is None else {
        "name": register.schools[i].name, "area": area_name(register, i), "phone": register.schools[i].phone}
    return {**one._asdict(), **names, "about_words": disputes.about_words(desk, one.about).text,
            "state_words": DisputeState(one.state).words.text, "made_name": reader_name(one.made_name),
            "owner_name": reader_name(one.owner_name), "ended_name": reader_name(one.ended_name)}


def found(desk: Desk, actor: Actor, rule: str, dismissed: bool) -> dict[str, Any]:
    """Findings with their evidence, by sort and rule."""
    told = findings.standing(desk, dismissed=dismissed)
    checked: dict[str, int] = json.loads(told.checked)
    of_rule = [one for one in told.found if not rule or one.rule == rule]
    return {
        "now": desk.centre.clock(), "at": told.at, "may_dismiss": actor.may(Permission.RESPOND), "all": len(of_rule),
        "whole": desk.scope.everything,
        "sorts": [[sort.value, sort.words.text] for sort in Sort],
        "checks": [_check(one, sum(row.rule == one.key for row in told.found),
                          checked.get(one.key) if desk.scope.everything else None) for one in CHECKS],
        "findings": [finding_json(desk, one) for one in of_rule[:MOST_FINDINGS]]}


def _check(one: Check, count: int, judged: int | None) -> dict[str, Any]:
    return {"key": one.key, "sort": one.sort.value, "label": one.label.text, "says": one.says.text, "found": count,
            "judged": judged, "unit": one.unit.text, "decimals": one.decimals}


def dismissed(desk: Desk, actor: Actor, finding: int, why: str) -> dict[str, Any]:
    """It is no fault."""
    return finding_json(desk, findings.dismiss(desk, actor, finding, why))


def restored(desk: Desk, actor: Actor, finding: int) -> dict[str, Any]:
    """It stands again."""
    return finding_json(desk, findings.restore(desk, actor, finding))


def finding_json(desk: Desk, one: Finding) -> dict[str, Any]:
    """One of them, its evidence in words."""
    sort, _, code = one.subject.partition(":")
    check = RULES.get(one.rule)
    decimals = next((doc.decimals for doc in DOCUMENTS if doc.parts and one.subject == f"document:{doc.key}"),
                    check.decimals if check else 2)
    return {"id": one.id, "rule": one.rule, "label": check.label.text if check else one.rule,
            "says": check.says.text if check else "", "what": sort, "code": code, "name": _name(desk, sort, code),
            "value": quantity(one.value, check.unit.text if check else "", decimals),
            "evidence": [{"label": METRICS[what].text if what in METRICS else what, "value": value, "taken": at}
                         for what, value, at in one.evidence],
            "first_at": one.first_at, "last_at": one.last_at, "dismissed_at": one.dismissed_at,
            "dismissed_name": reader_name(one.dismissed_name), "dismissed_why": one.dismissed_why}


def _name(desk: Desk, sort: str, code: str) -> str:
    register = desk.viewer.picture.register
    if sort == "school":
        return register.schools[register.index[code]].name if code in register.index else code
    if sort == "document":
        return next((f"{code} · {one.says.text}" for one in DOCUMENTS if one.key == code), code)
    return next((area.name for areas in register.trees.values() for area in areas if area.code == code), code)


def for_work(desk: Desk, most: int) -> dict[str, Any]:
    """What the work list says of gaps and disputes."""
    rows, count = claims.gaps(desk, claims.columns(desk), most)
    live = disputes.board(desk).live
    return {"gaps": {"rows": [{**row_json(row), "asks": OF[row.claim.key].asks.text} for row in rows], "all": count},
            "disputes": {"rows": [dispute_json(desk, one) for one in live[:most]], "all": len(live)}}


__all__ = ["NewAnswer", "Settled", "Why", "board", "dismissed", "for_work", "found", "ledger", "made",
           "of_school", "overview", "restored", "settled", "taken"]
