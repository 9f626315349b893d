"""Real input, areas and schools: plan, show the difference, write it in one transaction."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from domain.errors import BadInput, StoreDown
from domain.wording import Words
from services._import_area_columns import AreaOptions
from services._import_areas import plan_areas
from services._import_report import Counts, Finding, ImportResult, Weight
from services._import_school_rows import SchoolOptions
from services._import_schools import Adopt, adopted, plan_schools
from services.acting import whoever
from store.database import Database
from store.importing import Changes, RegisterMoved, Registers, commit, read_registers

__all__ = [
    "AreaOptions",
    "Counts",
    "Finding",
    "ImportResult",
    "SchoolOptions",
    "Weight",
    "area_arguments",
    "import_areas",
    "import_schools",
    "school_arguments",
]

_TRIES = 5  # another importer may be faster; the plan is then made again
Step = Callable[[str], None]
_AREAS = Words("Nhập địa bàn", "Import of areas")
_SCHOOLS = Words("Nhập trường", "Import of schools")


def _silent(_name: str) -> None:
    return None


def import_areas(
    db: Database, files: list[Path], options: AreaOptions, apply: bool, step: Step = _silent
) -> ImportResult:
    """Compare boundary files with the register and, with `apply`, write the difference. Never raises for a bad file."""
    return _run(db, _AREAS, apply, step, lambda registers: plan_areas(registers, files, options))


def import_schools(
    db: Database, file: Path, options: SchoolOptions, apply: bool, adopt: Adopt | None = None, step: Step = _silent
) -> ImportResult:
    """Compare a register file with the schools and, with `apply`, write the difference. Never raises for a bad file.

    `adopt`: schools -> {code: probe address}; asked after writing when `options.simulate`, its answer is written too.
    """
    result = _run(db, _SCHOOLS, apply, step, lambda registers: plan_schools(registers, file, options))
    if apply and options.simulate and adopt is not None and result.failure is None:
        return adopted(db, result, adopt)
    return result


def _run(
    db: Database, title: Words, apply: bool, step: Step, plan: Callable[[Registers], tuple[ImportResult, Changes]]
) -> ImportResult:
    for _ in range(_TRIES):
        try:
            registers = read_registers(db)
            result, changes = plan(registers)
            if not apply:
                return replace(result, version=registers.version)
            version = commit(db, changes, registers.version, step, actor=whoever())
            return replace(result, applied=bool(changes), version=version)
        except RegisterMoved:
            continue
        except (BadInput, StoreDown) as error:
            return ImportResult(
                title=title, read=Words("", ""), digest="", applied=False, counts=[], failure=error.words
            )
    return ImportResult(
        title=title,
        read=Words("", ""),
        digest="",
        applied=False,
        counts=[],
        failure=Words(
            "Sổ đăng ký đang được người khác ghi liên tục; chưa ghi gì, hãy thử lại.",
            "The register is being changed by others all the time; nothing was written, try again.",
        ),
    )


_HELP = {
    "expect": "vân tay của lần chạy thử (fingerprint of the dry run: refuse a file that changed since)",
    "valid-from": "ngày có hiệu lực (from when the units are valid), 2025-07-01",
    "valid-to": "ngày hết hiệu lực (until when), 2025-06-30",
    "crs": "hệ toạ độ của tệp (coordinate system of the file), EPSG:9210",
    "level": "cấp của mọi đơn vị trong tệp (level of every unit in the file)",
    "schematic": "bản đồ vẽ phỏng theo (drawn, not surveyed)",
    "apply": "ghi thật; không có thì chỉ chạy thử (write; without it a dry run)",
    "tree": "chỉ tra tên địa bàn cũ hoặc hiện nay (look areas up among old or present ones only)",
    "probe-file": "tệp địa chỉ đo (probe addresses in a second file)",
    "simulate": "bộ mô phỏng trả lời thay các trường này (the running simulator answers for them)",
    "out": "nơi ghi tệp trả lại có cột lỗi (where the returned file goes)",
}


def _column(name: str) -> str:
    return _HELP.get(name, f"tên cột (column of) {name}, khi đoán sai (where the guess is wrong)")


def area_arguments(parser: ArgumentParser) -> None:
    """The words of `import-areas`."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    for name in ("name", "code", "parent", "valid-from", "valid-to", "crs", "declared-area", "expect"):
        parser.add_argument(f"--{name}", help=_column(name))
    parser.add_argument("--level", choices=("province", "district", "ward"), help=_HELP["level"])
    parser.add_argument("--schematic", action="store_true", help=_HELP["schematic"])
    parser.add_argument("--apply", action="store_true", help=_HELP["apply"])


def area_options(given: object) -> AreaOptions:
    """Options from parsed arguments."""
    return AreaOptions(**{name: getattr(given, name) for name in AreaOptions.__slots__})


def school_arguments(parser: ArgumentParser) -> None:
    """The words of `import-schools`."""
    parser.add_argument("file", type=Path, metavar="FILE")
    for name in ("code", "name", "kind", "lat", "lon", "area", "probe", "expect"):
        parser.add_argument(f"--{name}", help=_column(name))
    parser.add_argument("--tree", choices=("old", "new"), help=_HELP["tree"])
    parser.add_argument("--probe-file", type=Path, help=_HELP["probe-file"])
    parser.add_argument("--simulate", action="store_true", help=_HELP["simulate"])
    parser.add_argument("--apply", action="store_true", help=_HELP["apply"])
    parser.add_argument("--out", type=Path, help=_HELP["out"])


def school_options(given: object, home: Path) -> SchoolOptions:
    """Options from parsed arguments; `home`: CENTRE_HOME, where returned files go."""
    names = [name for name in SchoolOptions.__slots__ if hasattr(given, name)]
    return replace(SchoolOptions(**{name: getattr(given, name) for name in names}), home=home)
