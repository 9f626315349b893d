"""What can be wrong with a source, in words for the person on duty; never with an address, a header or a token."""

from domain.errors import SourceError
from domain.wording import Words

TROUBLES: dict[str, Words] = {
    "timeout": Words("Nguồn không trả lời trọn vẹn trong 10 giây", "The source did not answer in full within 10 s"),
    "refused": Words("Không kết nối được tới nguồn", "The source cannot be reached"),
    "cut": Words("Nguồn ngắt kết nối giữa chừng", "The source cut the connection"),
    "tls": Words("Lỗi TLS: chứng thư của nguồn không hợp lệ", "TLS failure: the source's certificate does not hold"),
    "no_dns": Words("Không phân giải được tên máy của nguồn", "The source's host name cannot be resolved"),
    "forbidden": Words("Địa chỉ không có trong SOURCE_HOSTS hoặc dẫn vào chính máy này: không hỏi",
                       "The address is not in SOURCE_HOSTS or leads to this very machine: not asked"),
    "no_reader": Words("Không có nguồn mang tên này, hoặc nguồn ấy không nhận từng dòng theo trường",
                       "No source of this name, or it takes no row per school"),
    "bad_query": Words("Mỗi câu hỏi phải có tên nguồn và là một câu SELECT (dòng “-- labs” rồi SELECT …)",
                       "Each query needs the name of a source and is one SELECT (a line “-- labs”, then SELECT …)"),
    "no_folder": Words("Không có thư mục này trong CENTRE_HOME", "There is no such folder in CENTRE_HOME"),
    "bad_file": Words("Có tệp không đọc được; các tệp khác đã được đọc", "A file cannot be read; the others were"),
    "no_library": Words("Chưa cài thư viện của loại nguồn này", "The library of this kind of source is not installed"),
    "all_silent": Words("Không thiết bị nào trả lời: sai community, hoặc đường tới cổng UDP của chúng bị chặn",
                        "No device answers: a wrong community, or the way to their UDP port is barred"),
    "too_big": Words("Câu trả lời của nguồn quá lớn", "The source's answer is too big"),
    "bad_answer": Words("Câu trả lời của nguồn bị hỏng", "The source's answer is damaged"),
    "ours": Words("Trung tâm không gửi được yêu cầu tới nguồn", "The centre could not ask the source"),
    "redirect": Words("Nguồn chuyển hướng sang nơi khác: không đi theo", "The source redirects: not followed"),
    "credentials": Words("Nguồn từ chối mã truy cập", "The source refuses the access token"),
    "too_many": Words("Nguồn yêu cầu giảm tần suất truy vấn", "The source asks us to slow down"),
    "server_error": Words("Nguồn báo lỗi máy chủ", "The source reports a server error"),
    "bad_status": Words("Nguồn trả lời bằng mã trạng thái lạ", "The source answers with an unexpected status"),
    "not_json": Words("Nguồn trả lời không phải JSON (trang đăng nhập?)", "The answer is not JSON (a login page?)"),
    "empty": Words("Nguồn trả lời rỗng", "The source's answer is empty"),
    "bad_json": Words("JSON của nguồn không đọc được", "The source's JSON cannot be read"),
    "bad_shape": Words("Câu trả lời của nguồn sai cấu trúc", "The source's answer has the wrong shape"),
    "incomplete": Words("Danh sách của nguồn không đầy đủ", "The source's list is not whole"),
    "bad_sentinel": Words("Địa chỉ điểm kiểm tra đường truyền không hợp lệ", "A sentinel's address is not host:port"),
    "waiting": Words("Đang chờ đến lượt hỏi lại nguồn", "Waiting before asking the source again"),
    "many_bad_rows": Words("Quá 5 % dòng không hợp lệ: giữ lại lô số liệu", "Over 5 % invalid rows: batch held"),
    "many_gone": Words("Ít hơn lần trước quá 20 % dòng: giữ lại lô số liệu", "Over 20 % fewer rows: batch held"),
    "all_zero": Words("Mọi giá trị đều bằng 0: giữ lại lô số liệu", "All values are zero: batch held"),
}


def trouble(reason: str, *, retry_after_s: float | None = None) -> SourceError:
    """The error for one reason; `code` is the reason, for logs and the sources page."""
    words = TROUBLES[reason]
    return SourceError(words.vi, words.en, code=reason, retry_after_s=retry_after_s)
