"""Which column means what: Vietnamese and English headings of registers and boundary files."""

import re
from collections.abc import Iterable, Mapping

from domain.wording import fold

Aliases = Mapping[str, tuple[str, ...]]

AREA_COLUMNS: Aliases = {
    "ward_code": (
        "wardcode",
        "maphuong",
        "maxa",
        "maphuongxa",
        "maxaphuong",
        "mapx",
        "maxp",
        "xacode",
        "communecode",
        "gsowardcode",
        "wardid",
        "maphuongxadackhu",
    ),
    "ward_name": (
        "wardname",
        "tenphuong",
        "tenxa",
        "tenphuongxa",
        "tenxaphuong",
        "phuongxa",
        "xaphuong",
        "communename",
        "gsowardname",
        "tenphuongxadackhu",
    ),
    "district_code": (
        "districtcode",
        "mahuyen",
        "maquan",
        "maquanhuyen",
        "maqh",
        "huyencode",
        "gsodistrictcode",
        "districtid",
        "maquanhuyencu",
    ),
    "district_name": ("districtname", "tenhuyen", "tenquan", "tenquanhuyen", "quanhuyen", "gsodistrictname", "tenqh"),
    "province_code": ("provincecode", "matinh", "matinhtp", "matinhthanh", "provinceid", "matinhthanhpho"),
    "province_name": ("provincename", "tentinh", "tinhthanh", "tinhthanhpho", "tentinhthanhpho", "tinhtp", "tinh"),
    "code": ("code", "ma", "madvhc", "madonvi", "madonvihanhchinh", "madiaban", "unitcode", "gsocode", "maso"),
    "name": (
        "name",
        "ten",
        "tendvhc",
        "tendonvi",
        "tendonvihanhchinh",
        "tendiaban",
        "tengoi",
        "nametv",
        "tenvn",
        "unitname",
    ),
    "level": ("level", "cap", "capdonvi", "caphanhchinh", "capdvhc", "loai", "type", "loaidonvi"),
    "parent": ("parent", "parentcode", "macha", "madonvicha", "captren"),
    "valid_from": ("validfrom", "tungay", "hieulucstu", "ngayhieuluc", "hieuluctu"),
    "valid_to": ("validto", "validuntil", "denngay", "ngayhethieuluc", "hieulucden"),
    "label_lat": ("labellat", "nhanvido"),
    "label_lon": ("labellon", "labellng", "nhankinhdo"),
    "declared": (
        "officialareakm2",
        "areakm2",
        "dientich",
        "dientichkm2",
        "dtkm2",
        "dientichtunhien",
        "dientichtunhienkm2",
    ),
    "note": ("areanote", "ghichu", "note"),
}

SCHOOL_COLUMNS: Aliases = {
    "code": (
        "code",
        "ma",
        "matruong",
        "macoso",
        "macosogiaoduc",
        "macsgd",
        "madonvi",
        "schoolcode",
        "schoolid",
        "madinhdanh",
        "madinhdanhcoso",
        "matruonghoc",
        "macosogd",
        "mathtruong",
        "mamoet",
        "matruongmoet",
    ),
    "name": (
        "name",
        "ten",
        "tentruong",
        "tencoso",
        "tencosogiaoduc",
        "tencsgd",
        "tendonvi",
        "schoolname",
        "truong",
        "tentruonghoc",
        "cosogiaoduc",
        "donvi",
        "tenddaydu",
        "tendaydu",
        "tencosogd",
    ),
    "kind": (
        "kind",
        "level",
        "levelvi",
        "cap",
        "caphoc",
        "loaihinh",
        "loaitruong",
        "bachoc",
        "schoollevel",
        "schooltype",
        "capdaotao",
        "loaihinhtruong",
        "khoihoc",
        "cacphoc",
        "type",
    ),
    "lat": ("lat", "latitude", "vido", "y", "vidolat", "vtuyen", "vituyen", "toadovido", "toadoy", "schoollat"),
    "lon": (
        "lon",
        "lng",
        "long",
        "longitude",
        "kinhdo",
        "x",
        "kinhdolon",
        "kinhtuyen",
        "toadokinhdo",
        "toadox",
        "schoollon",
    ),
    "latlon": ("toado", "latlon", "latlng", "coordinates", "location", "vitri", "gps"),
    "ward": (
        "ward",
        "wardcode",
        "maphuong",
        "maxa",
        "maphuongxa",
        "maxaphuong",
        "ward2025code",
        "mapx",
        "maphuongxadackhu",
    ),
    "ward_name": (
        "wardname",
        "phuong",
        "xa",
        "phuongxa",
        "xaphuong",
        "tenphuong",
        "tenxa",
        "tenphuongxa",
        "ward2025name",
        "phuongxadackhu",
        "phuongxamoi",
    ),
    "district": ("district", "districtcode", "mahuyen", "maquan", "maquanhuyen", "formerdistrictcode", "maqh"),
    "district_name": (
        "districtname",
        "quan",
        "huyen",
        "quanhuyen",
        "tenquan",
        "tenhuyen",
        "tenquanhuyen",
        "phonggd",
        "formerdistrictname",
        "quanhuyencu",
        "phonggddt",
    ),
    "area": ("area", "diaban", "khuvuc", "areacode", "madiaban", "tendiaban"),
    "pupils": ("pupils", "sohocsinh", "hocsinh", "tongsohocsinh", "students", "sohs", "tonghocsinh"),
    "teachers": ("teachers", "sogiaovien", "giaovien", "tongsogiaovien", "sogv"),
    "classes": ("classes", "solop", "lop", "tongsolop"),
    "carrier": ("carrier", "nhamang", "isp", "nhacungcap", "nhacungcapinternet", "donvicungcapinternet"),
    "contracted_mbps": (
        "contractedmbps",
        "bangthong",
        "bangthonghopdong",
        "tocdohopdong",
        "tocdo",
        "mbps",
        "bangthongmbps",
    ),
    "phone": (
        "phone",
        "dienthoai",
        "sodienthoai",
        "dienthoaitruong",
        "sodienthoaitruong",
        "sdttruong",
        "dienthoaiban",
        "dienthoaicoquan",
        "schoolphone",
        "telephone",
    ),
    "probe": ("probe", "probeaddress", "diachido", "diachikiemtra", "diachigiamsat", "url", "ip", "diachiip"),
    "pilot": ("pilot", "thidiem"),
    "row_id": ("rowid", "stt", "tt", "sott", "no", "sothutu"),
}

_DBF_WIDTH = 10  # Shapefile cuts column names at ten bytes: "official_area_km2" arrives as "official_a"


def column_key(heading: str) -> str:
    """ "Mã phường/xã" -> "maphuongxa"."""
    return re.sub(r"[^a-z0-9]", "", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", heading)))


def recognise(headings: Iterable[str], aliases: Aliases) -> dict[str, str]:
    """Role -> heading, for each role found; the earlier alias of a role wins, each heading serves one role."""
    keys = {heading: column_key(heading) for heading in headings if heading}
    found: dict[str, str] = {}
    for exact in (True, False):
        for role, names in aliases.items():
            if role in found:
                continue
            for alias in names:
                match = next(
                    (h for h, key in keys.items() if h not in found.values() and _fits(h, key, alias, exact)), None
                )
                if match is not None:
                    found[role] = match
                    break
    return found


def _fits(heading: str, key: str, alias: str, exact: bool) -> bool:
    if exact:
        return key == alias
    return len(heading) == _DBF_WIDTH and len(key) >= 8 and alias.startswith(key)
