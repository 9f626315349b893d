"""What a source may need to be told, in the words of the form that asks for it."""

from dataclasses import dataclass

from domain.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One field of a source's form. `secret`: kept under seal and never shown again; `long`: more than one line."""

    key: str
    label: Words
    hint: Words = Words("", "")
    secret: bool = False
    long: bool = False


_NEEDS = (
    Need(key="url", label=Words("Địa chỉ", "Address"),
         hint=Words("https://máy/đường-dẫn của danh sách, trả JSON theo trang",
                    "https://host/path of the list, answering paged JSON")),
    Need(key="token", label=Words("Mã truy cập", "Access token"), secret=True,
         hint=Words("hệ thống nguồn cấp; chỉ gửi tới địa chỉ trên", "given by the system; sent to that address only")),
    Need(key="api", label=Words("Địa chỉ API Zabbix", "Address of the Zabbix API"),
         hint=Words("https://máy/zabbix/api_jsonrpc.php", "https://host/zabbix/api_jsonrpc.php")),
    Need(key="database", label=Words("Địa chỉ cơ sở dữ liệu", "Address of the database"), secret=True,
         hint=Words("postgresql://người-chỉ-đọc:mật-khẩu@máy/tên", "postgresql://reader:password@host/name")),
    Need(key="query", label=Words("Các câu hỏi có tên", "Named queries"), long=True,
         hint=Words("-- labs rồi SELECT … AS school, … ; mỗi câu mang tên nguồn nó nuôi",
                    "-- labs then SELECT … AS school, … ; each is named after the source it feeds")),
    Need(key="folder", label=Words("Thư mục", "Folder"),
         hint=Words("tên thư mục trong CENTRE_HOME; bên trong mỗi nguồn một thư mục: labs/, epayment/…",
                    "a folder inside CENTRE_HOME; one folder for each source within: labs/, epayment/…")),
    Need(key="community", label=Words("Chuỗi community chỉ đọc", "Read-only community"), secret=True),
    Need(key="hosts", label=Words("Thiết bị của trường", "Devices of schools"), long=True,
         hint=Words("mỗi dòng: mã trường = địa chỉ IP hoặc IP:cổng",
                    "one line each: school code = IP address or IP:port")),
)
NEEDS = {need.key: need for need in _NEEDS}


def need(key: str) -> Need:
    """The field of this name; an unknown one is asked for by its name and kept under seal."""
    return NEEDS.get(key, Need(key=key, label=Words(key, key), secret=True))
