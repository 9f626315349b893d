"""Official names and codes of today's units (after 2025-07-01), from the vietnam-provinces library; offline."""

from functools import cache

from vietnam_provinces import Province, Ward

WIDTH = {"province": 2, "district": 3, "ward": 5}


@cache
def provinces() -> dict[str, str]:
    """Code ("01") -> name."""
    return {f"{int(province.code.value):02d}": province.name for province in Province.iter_all()}


@cache
def wards() -> dict[str, tuple[str, str]]:
    """Code ("00004") -> (name, province code)."""
    return {
        f"{int(ward.code.value):05d}": (ward.name, f"{int(ward.province_code.value):02d}") for ward in Ward.iter_all()
    }


def ward_names(province: str | None) -> dict[str, str]:
    """Code -> name of the wards of one province, or of the country."""
    return {code: name for code, (name, parent) in wards().items() if province in (None, parent)}
