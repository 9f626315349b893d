"""What others send us: how a signature is made, why a row is held back, and what a person reads of it."""

import hmac
from hashlib import sha256

from domain.wording import Words

SCHEME = "Centre-HMAC"
WINDOW_S = 300.0  # a signature is good for so long before and after its own time

REASONS: dict[str, Words] = {
    "not_a_row": Words("Không phải một dòng số liệu", "Not a row"),
    "many_fields": Words("Quá nhiều trường", "Too many fields"),
    "bad_field_name": Words("Tên trường không hợp lệ (phần đó không được giữ)",
                            "A field's name is not valid (not kept)"),
    "nested": Words("Trường chứa danh sách hoặc nhóm con (không được giữ)",
                    "A field holds a list or a group (not kept)"),
    "text_not_kept": Words("Trường chữ không phải mã (không được giữ)", "A text that is no code (not kept)"),
    "personal": Words("Có thể là dữ liệu của một người (không được giữ)", "May be somebody's personal data (not kept)"),
    "not_yours": Words("Bên gửi này chỉ gửi cho một trường khác", "This sender sends for another school only"),
    "unknown_school": Words("Mã trường không có trong danh bạ", "No such school in the register"),
    "conflict": Words("Hai dòng của một trường, cùng thời điểm, khác giá trị",
                      "Two rows of one school and moment with different values"),
    "batch_held": Words("Lô có quá nhiều dòng hỏng: cả lô chờ một người xem",
                        "Too many bad rows: the whole batch waits"),
    "no_reader": Words("Nguồn này chưa nhận số liệu gửi đến", "This source takes nothing that is sent"),
    "bad_school": Words("Mã trường không đọc được", "The school's code cannot be read"),
    "bad_as_of": Words("Thời điểm của số liệu không đọc được", "The moment of the figure cannot be read"),
}
BAD_FIELD = Words("Trường {field} thiếu hoặc sai kiểu, sai khoảng",
                  "Field {field} is missing, of the wrong type or range")
NO_SENSE = Words("Các số trong dòng không khớp nhau", "The figures of the row do not fit together")


def reason_words(reason: str) -> Words:
    """Why a row is held, as a person reads it; an unknown code is named."""
    if reason in REASONS:
        return REASONS[reason]
    field, words = reason.removeprefix("bad_"), BAD_FIELD if reason.startswith("bad_") else NO_SENSE
    told = {"field": field, "code": reason}
    return Words(words.vi.format(**told), words.en.format(**told))


def signature(secret: str, *, method: str, path: str, at: str, nonce: str, key: str, body: bytes) -> str:
    """64 hex digits over everything that gives the request its meaning."""
    told = "\n".join((method, path, at, nonce, key, sha256(body).hexdigest()))
    return hmac.new(secret.encode(), told.encode("utf-8", "replace"), sha256).hexdigest()
