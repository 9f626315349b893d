"""What an import says back: findings as sentences, counts as tables, Vietnamese first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from domain.wording import Lang, Words, number

SHOWN = 12  # examples per kind of finding; the rest is counted


NOTHING = Words("", "")


class Weight(StrEnum):
    """How much a finding matters."""

    NOTE = "note"  # said so that nobody is surprised
    WARN = "warn"  # written, but a person should look
    REFUSED = "refused"  # this row or area was not written


_WEIGHTS = {
    Weight.REFUSED: Words("KHÔNG NHẬN", "REFUSED"),
    Weight.WARN: Words("Cần xem lại", "Please check"),
    Weight.NOTE: Words("Ghi chú", "Note"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing noticed. `kind` groups findings under one `title`; `where`: row or area; `detail`: what exactly."""

    weight: Weight
    kind: str
    title: Words
    where: str = ""
    detail: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rows of one sort an import adds, changes, leaves, closes, refuses."""

    label: Words
    new: int = 0
    changed: int = 0
    same: int = 0
    closed: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """The outcome of one import. `exit_code`: 0 all rows taken, 1 some rows refused, 2 nothing could be used."""

    title: Words
    read: Words
    digest: str
    applied: bool
    counts: list[Counts]
    findings: list[Finding] = field(default_factory=list)
    examples: list[tuple[str, str]] = field(default_factory=list)
    version: int = 0
    out: Path | None = None
    failure: Words | None = None
    codes: frozenset[str] = frozenset()

    @property
    def exit_code(self) -> int:
        """For the shell."""
        if self.failure is not None:
            return 2
        return 1 if any(f.weight is Weight.REFUSED for f in self.findings) else 0

    @property
    def changes(self) -> int:
        """Rows that are (or would be) written."""
        return sum(c.new + c.changed + c.closed for c in self.counts)

    def say(self, lang: Lang = "vi") -> str:
        """The printed report."""
        lines = [self.title.say(lang)]
        if self.failure is not None:
            return "\n".join([*lines, _WEIGHTS[Weight.REFUSED].say(lang) + ": " + self.failure.say(lang)])
        lines += [self.read.say(lang), Words("Dấu vân tay", "Digest").say(lang) + f": {self.digest}", ""]
        lines += [*_count_table(self.counts, lang), *_example_lines(self.examples, lang)]
        lines += _finding_lines(self.findings, lang)
        if self.out is not None:
            lines += [
                "",
                Words("Tệp trả lại, có cột lỗi: ", "Returned file with a column of errors: ").say(lang) + str(self.out),
            ]
        return "\n".join([*lines, "", self._ending().say(lang)])

    def _ending(self) -> Words:
        if self.applied:
            return Words(
                f"ĐÃ GHI {number(self.changes)} thay đổi trong một giao dịch; sổ đăng ký ở phiên bản {self.version}.",
                f"WRITTEN: {number(self.changes, 0, 'en')} changes in one transaction; register version "
                f"{self.version}.",
            )
        if not self.changes:
            return Words("Không có gì thay đổi.", "Nothing changes.")
        return Words(
            "CHẠY THỬ: chưa ghi gì. Thêm --apply để ghi đúng những thay đổi trên "
            f"(thêm --expect {self.digest[:8]} để chắc chắn vẫn là tệp này).",
            "DRY RUN: nothing was written. Add --apply to write exactly this "
            f"(add --expect {self.digest[:8]} to make sure it is still this file).",
        )


_HEAD = (
    Words("", ""),
    Words("mới", "new"),
    Words("thay đổi", "changed"),
    Words("giữ nguyên", "same"),
    Words("hết hiệu lực", "closed"),
    Words("không nhận", "refused"),
)


def _count_table(counts: Iterable[Counts], lang: Lang) -> list[str]:
    rows = [[words.say(lang) for words in _HEAD]]
    for c in counts:
        figures = (c.new, c.changed, c.same, c.closed, c.refused)
        rows.append([c.label.say(lang), *(number(n, 0, lang) for n in figures)])
    return table(rows)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Text columns: the first to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(r, widths, strict=True))
        ).rstrip()
        for r in rows
    ]


def _example_lines(examples: Sequence[tuple[str, str]], lang: Lang) -> list[str]:
    lines = [f"  {mark} {what}" for mark, what in examples[:SHOWN]]
    if len(examples) > SHOWN:
        lines.append("  " + _more(len(examples) - SHOWN).say(lang))
    return ["", *lines] if lines else []


def _finding_lines(findings: Sequence[Finding], lang: Lang) -> list[str]:
    lines: list[str] = []
    for weight in (Weight.REFUSED, Weight.WARN, Weight.NOTE):
        kinds: dict[tuple[str, Words], list[Finding]] = {}
        for finding in findings:
            if finding.weight is weight:
                kinds.setdefault((finding.kind, finding.title), []).append(finding)
        for (_, title), group in kinds.items():
            count = f" ({number(len(group), 0, lang)})" if group[0].where else ""
            lines += ["", f"{_WEIGHTS[weight].say(lang)}: {title.say(lang)}{count}"]
            for finding in group[:SHOWN]:
                detail = finding.detail.say(lang)
                if finding.where or detail:
                    lines.append("  - " + ": ".join(part for part in (finding.where, detail) if part))
            if len(group) > SHOWN:
                lines.append("  " + _more(len(group) - SHOWN).say(lang))
    return lines


def _more(count: int) -> Words:
    return Words(f"… và {number(count)} mục nữa", f"… and {number(count, 0, 'en')} more")
