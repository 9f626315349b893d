"""The nine groups of the catalogue, in the order in which every list shows them."""

from domain.wording import Words

GROUPS = {
    "network": Words("Mạng lưới trường lớp", "School network"),
    "connectivity": Words("Kết nối Internet", "Connectivity"),
    "labs": Words("Phòng máy và thiết bị", "Labs and devices"),
    "epayment": Words("Thanh toán", "Payment"),
    "services": Words("Dịch vụ công", "Public services"),
    "data": Words("Dữ liệu ngành", "Sector data"),
    "operations": Words("Vận hành", "Operations"),
    "programme": Words("Đề án", "Programme"),
    "people": Words("Con người và học tập", "People and learning"),
}
OTHER = Words("Chỉ số khác", "Other indicators")
_PLACES = {key: place for place, key in enumerate(GROUPS)}


def rank(group: str) -> int:
    """Where a group stands; an unknown one comes last."""
    return _PLACES.get(group, len(_PLACES))
