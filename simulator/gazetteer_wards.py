"""The 102 wards and communes (since 2025-07-01) on the territory of the former city: a typed gazetteer.

Each line: official code, official name, former district holding most of it, approximate latitude and longitude of its
lived-in middle (degrees, 0.001), relative weight of its people within the district. Positions are typed from general
knowledge of the city and are good for a schematic map, not for finding a door.
"""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """One present ward-level unit with its lived-in middle (degrees)."""

    code: str
    name: str
    district: str
    lat: float
    lon: float
    weight: float


_LINES = """
26737 760 10.790 106.691 1.0 Phường Tân Định
26740 760 10.781 106.702 1.0 Phường Sài Gòn
26743 760 10.771 106.695 1.0 Phường Bến Thành
26758 760 10.761 106.690 1.4 Phường Cầu Ông Lãnh
26767 761 10.862 106.697 0.9 Phường An Phú Đông
26773 761 10.876 106.660 1.0 Phường Thới An
26782 761 10.868 106.640 1.1 Phường Tân Thới Hiệp
26785 761 10.857 106.617 1.2 Phường Trung Mỹ Tây
26791 761 10.841 106.624 1.2 Phường Đông Hưng Thuận
26876 764 10.836 106.689 1.0 Phường An Nhơn
26878 764 10.850 106.665 1.0 Phường An Hội Đông
26882 764 10.846 106.639 1.1 Phường An Hội Tây
26884 764 10.838 106.673 1.0 Phường Gò Vấp
26890 764 10.823 106.683 1.1 Phường Hạnh Thông
26898 764 10.842 106.654 1.1 Phường Thông Tây Hội
26905 765 10.823 106.701 1.0 Phường Bình Lợi Trung
26911 765 10.823 106.735 0.5 Phường Bình Quới
26929 765 10.811 106.706 1.2 Phường Bình Thạnh
26944 765 10.801 106.699 1.1 Phường Gia Định
26956 765 10.799 106.717 1.3 Phường Thạnh Mỹ Tây
26968 766 10.797 106.659 1.0 Phường Tân Sơn Nhất
26977 766 10.801 106.667 0.7 Phường Tân Sơn Hoà
26983 766 10.788 106.648 1.2 Phường Bảy Hiền
26995 766 10.776 106.653 0.8 Phường Tân Hoà
27004 766 10.798 106.640 0.9 Phường Tân Bình
27007 766 10.821 106.635 0.8 Phường Tân Sơn
27013 767 10.812 106.623 0.9 Phường Tây Thạnh
27019 767 10.799 106.629 1.1 Phường Tân Sơn Nhì
27022 767 10.786 106.626 1.1 Phường Phú Thọ Hoà
27028 767 10.777 106.627 1.0 Phường Phú Thạnh
27031 767 10.783 106.639 0.9 Phường Tân Phú
27043 768 10.804 106.677 1.0 Phường Đức Nhuận
27058 768 10.800 106.687 0.9 Phường Cầu Kiệu
27073 768 10.795 106.677 1.1 Phường Phú Nhuận
26800 769 10.876 106.774 1.2 Phường Linh Xuân
26803 769 10.867 106.736 1.1 Phường Tam Bình
26809 769 10.841 106.725 1.3 Phường Hiệp Bình
26824 769 10.849 106.756 1.1 Phường Thủ Đức
26833 769 10.865 106.825 0.8 Phường Long Bình
26842 769 10.842 106.786 1.4 Phường Tăng Nhơn Phú
26848 769 10.822 106.770 1.1 Phường Phước Long
26857 769 10.804 106.856 0.3 Phường Long Phước
26860 769 10.797 106.815 0.5 Phường Long Trường
27094 769 10.785 106.731 0.9 Phường An Khánh
27097 769 10.786 106.764 0.9 Phường Bình Trưng
27112 769 10.769 106.773 0.6 Phường Cát Lái
27139 770 10.783 106.688 1.0 Phường Xuân Hoà
27142 770 10.783 106.677 1.1 Phường Nhiêu Lộc
27154 770 10.772 106.682 0.9 Phường Bàn Cờ
27163 771 10.776 106.669 1.2 Phường Hoà Hưng
27169 771 10.767 106.666 1.0 Phường Diên Hồng
27190 771 10.766 106.673 0.9 Phường Vườn Lài
27211 772 10.769 106.647 1.0 Phường Hoà Bình
27226 772 10.765 106.656 1.0 Phường Phú Thọ
27232 772 10.762 106.646 1.0 Phường Bình Thới
27238 772 10.756 106.646 0.9 Phường Minh Phụng
27259 773 10.757 106.712 1.1 Phường Xóm Chiếu
27265 773 10.760 106.703 1.0 Phường Khánh Hội
27286 773 10.756 106.697 1.0 Phường Vĩnh Hội
27301 774 10.756 106.682 1.0 Phường Chợ Quán
27316 774 10.757 106.671 1.1 Phường An Đông
27343 774 10.753 106.658 1.0 Phường Chợ Lớn
27349 775 10.754 106.631 1.0 Phường Phú Lâm
27364 775 10.739 106.628 1.2 Phường Bình Phú
27367 775 10.750 106.650 0.8 Phường Bình Tây
27373 775 10.745 106.642 1.0 Phường Bình Tiên
27418 776 10.743 106.671 1.3 Phường Chánh Hưng
27424 776 10.722 106.641 1.2 Phường Bình Đông
27427 776 10.726 106.627 1.0 Phường Phú Định
27439 777 10.806 106.603 1.1 Phường Bình Hưng Hoà
27442 777 10.789 106.593 1.0 Phường Bình Tân
27448 777 10.767 106.613 1.2 Phường Bình Trị Đông
27457 777 10.755 106.588 0.9 Phường Tân Tạo
27460 777 10.735 106.612 1.1 Phường An Lạc
27475 778 10.741 106.700 1.1 Phường Tân Hưng
27478 778 10.752 106.729 1.0 Phường Tân Thuận
27484 778 10.729 106.738 0.9 Phường Phú Thuận
27487 778 10.727 106.718 1.0 Phường Tân Mỹ
27496 783 10.973 106.492 1.3 Xã Tân An Hội
27508 783 11.090 106.490 0.7 Xã An Nhơn Tây
27511 783 11.040 106.510 0.7 Xã Nhuận Đức
27526 783 10.998 106.412 0.7 Xã Thái Mỹ
27541 783 11.012 106.567 0.9 Xã Phú Hoà Đông
27544 783 10.960 106.620 0.9 Xã Bình Mỹ
27553 783 10.960 106.538 1.4 Xã Củ Chi
27559 784 10.889 106.594 1.0 Xã Hóc Môn
27568 784 10.903 106.636 1.0 Xã Đông Thạnh
27577 784 10.879 106.556 0.8 Xã Xuân Thới Sơn
27592 784 10.846 106.590 1.2 Xã Bà Điểm
27595 785 10.708 106.562 0.8 Xã Tân Nhựt
27601 785 10.825 106.563 1.4 Xã Vĩnh Lộc
27604 785 10.797 106.557 1.2 Xã Tân Vĩnh Lộc
27610 785 10.757 106.507 0.4 Xã Bình Lợi
27619 785 10.712 106.662 1.3 Xã Bình Hưng
27628 785 10.664 106.641 0.7 Xã Hưng Long
27637 785 10.670 106.588 0.8 Xã Bình Chánh
27655 786 10.697 106.728 1.3 Xã Nhà Bè
27658 786 10.638 106.748 0.6 Xã Hiệp Phước
27664 787 10.411 106.952 1.2 Xã Cần Giờ
27667 787 10.640 106.806 1.2 Xã Bình Khánh
27673 787 10.555 106.800 0.9 Xã An Thới Đông
27676 787 10.469 106.968 0.3 Xã Thạnh An
"""


def _read(line: str) -> Ward:
    code, district, lat, lon, weight, name = line.split(" ", 5)
    return Ward(code=code, name=name, district=district, lat=float(lat), lon=float(lon), weight=float(weight))


WARDS: tuple[Ward, ...] = tuple(_read(line) for line in _LINES.strip().splitlines())
