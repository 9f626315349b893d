"""How the log reads: each act, each value that an act changes, in words a person understands."""

from domain.wording import Words

ACTS = {
    "login.done": Words("đăng nhập", "signed in"),
    "login.failed": Words("đăng nhập sai", "failed to sign in"),
    "login.locked": Words("tạm khoá vì đăng nhập sai nhiều lần", "locked out for a while"),
    "logout": Words("đăng xuất", "signed out"),
    "first.code_made": Words("tạo mã quản trị đầu tiên", "made the first administrator's code"),
    "password.changed": Words("đổi mật khẩu", "changed the password"),
    "second.enrolled": Words("bật lớp xác thực thứ hai", "enrolled a second factor"),
    "second.failed": Words("sai mã xác thực thứ hai", "failed the second factor"),
    "second.proved": Words("qua lớp xác thực thứ hai", "passed the second factor"),
    "person.created": Words("tạo người dùng", "made a person"),
    "person.changed": Words("sửa người dùng", "changed a person"),
    "person.disabled": Words("khoá người dùng", "disabled a person"),
    "person.enabled": Words("mở khoá người dùng", "enabled a person"),
    "person.reset": Words("cấp lại lối vào", "gave a new entry"),
    "person.sessions_ended": Words("kết thúc mọi phiên", "ended all sessions"),
    "person.linked": Words("nối với tài khoản của Sở", "linked with a provider's account"),
    "grant.given": Words("giao phạm vi", "gave a reach"),
    "grant.revoked": Words("thu hồi phạm vi", "took a reach back"),
    "grant.delegated": Words("bàn giao khi nghỉ", "arranged leave cover"),
    "screen.paired": Words("ghép màn hình", "paired a screen"),
    "screen.entered": Words("màn hình bắt đầu chiếu", "a screen came in"),
    "screen.changed": Words("sửa màn hình", "changed a screen"),
    "screen.sent": Words("chuyển trang màn hình", "sent a screen to a page"),
    "screen.revoked": Words("ngắt màn hình", "revoked a screen"),
    "key.made": Words("tạo khoá API", "made a key"),
    "key.revoked": Words("thu hồi khoá API", "revoked a key"),
    "school.seen": Words("xem trường", "saw a school"),
    "school.created": Words("thêm trường", "added a school"),
    "school.changed": Words("sửa trường", "changed a school"),
    "schools.imported": Words("nhập danh sách trường", "imported schools"),
    "areas.imported": Words("nhập địa bàn", "imported areas"),
    "directory.seen": Words("xem danh bạ trường", "saw the directory"),
    "audit.exported": Words("tải nhật ký", "exported the log"),
    "access.refused": Words("bị từ chối", "was refused"),
    "audit.lost": Words("mất một số dòng vì cơ sở dữ liệu vắng quá lâu", "rows were lost while the database was away"),
}
WAYS = {  # by what somebody entered
    "password": Words("mật khẩu", "password"), "demo": Words("một lần bấm", "one click"),
    "code": Words("mã dùng một lần", "one-time code"), "first code": Words("mã đầu tiên", "the first code"),
    "oidc": Words("tài khoản của Sở", "the department's account"),
}

VALUES = {
    "name": Words("tên", "name"), "login": Words("tên đăng nhập", "login"), "role": Words("vai trò", "role"),
    "parts": Words("phạm vi", "reach"), "part": Words("phạm vi", "reach"), "since": Words("từ ngày", "from"),
    "until": Words("đến hết ngày", "until"), "from": Words("người giao", "from"), "days": Words("số ngày", "days"),
    "sessions": Words("số phiên", "sessions"), "page": Words("trang", "page"), "wanted": Words("trang", "page"),
    "text": Words("có chữ", "text"), "act": Words("việc", "act"), "school": Words("trường", "school"),
    "area": Words("địa bàn", "area"), "object": Words("đối tượng", "object"), "address": Words("địa chỉ", "address"),
    "actor_id": Words("người", "person"), "actor_kind": Words("loại", "kind"), "path": Words("đường dẫn", "path"),
    "by": Words("bằng", "by"), "rows": Words("số dòng", "rows"), "demo": Words("vai mô phỏng", "simulated role"),
    "login_hash": Words("dấu của tên đã gõ", "hash of the typed login"),
    "second_factor": Words("lớp xác thực thứ hai", "second factor"),
    "new": Words("mới", "new"), "changed": Words("thay đổi", "changed"), "gone": Words("hết hiệu lực", "ended"),
    "schools": Words("trường xếp lại địa bàn", "schools placed anew"), "kind": Words("cấp học", "kind of school"),
    "lat": Words("vĩ độ", "latitude"), "lon": Words("kinh độ", "longitude"),
    "approximate": Words("vị trí gần đúng", "approximate place"), "pupils": Words("số học sinh", "pupils"),
    "old_area": Words("địa bàn trước 7/2025", "area before 7/2025"), "new_area": Words("địa bàn nay", "area now"),
    "teachers": Words("số giáo viên", "teachers"), "classes": Words("số lớp", "classes"),
    "carrier": Words("nhà mạng", "carrier"), "contracted_mbps": Words("Mbps theo hợp đồng", "contracted Mbps"),
    "probe": Words("địa chỉ đo", "probe address"), "pilot": Words("trường thí điểm", "pilot school"),
    "simulated": Words("trường mô phỏng", "simulated school"),
}
INNER = frozenset({"grant", "grants"})  # numbers of rows: they say nothing to a reader

THINGS = {
    "code": Words("mã dùng một lần", "a one-time code"),
    "areas": Words("sổ địa bàn", "the areas"), "schools": Words("sổ trường", "the schools"),
    "directory": Words("danh bạ trường", "the directory"), "audit": Words("nhật ký", "the log"),
    "person": Words("người dùng số {id}", "person {id}"), "screen": Words("màn hình số {id}", "screen {id}"),
    "key": Words("khoá số {id}", "key {id}"), "area": Words("địa bàn {id}", "area {id}"),
    "school": Words("trường {id}", "school {id}"),
}
SYSTEM = Words("hệ thống", "the centre itself")
NOBODY = Words("chưa đăng nhập", "not signed in")


def act_words(act: str) -> str:
    """An act as it is read; an unknown one as it is written."""
    return ACTS[act].vi if act in ACTS else act
