"""What the list of incidents says: words for the browser's side, which writes every line itself."""

import json

from domain.incident import Cause, Kind, State
from domain.indicator import Severity
from domain.wording import Words

SEVERITIES = {
    Severity.CRITICAL: Words("Nghiêm trọng", "Critical"), Severity.HIGH: Words("Cao", "High"),
    Severity.MEDIUM: Words("Trung bình", "Medium"), Severity.LOW: Words("Thấp", "Low"),
}  # worst first
CAUSES = tuple(cause for cause in Cause if cause is not Cause.ITSELF)
ACKNOWLEDGE = Words("Tiếp nhận", "Acknowledge")
ASSIGN = Words("Giao việc", "Assign")
NOTE = Words("Ghi chú", "Note")
RESOLVE = Words("Khắc phục xong", "Resolve")
CALL = Words("Gọi điện", "Call")
ACTS = {"acknowledge": ACKNOWLEDGE, "assign": ASSIGN, "note": NOTE, "resolve": RESOLVE, "call": CALL}
SAID = {
    "reopened": Words("mở lại", "reopened"), "escalated": Words("đã báo lên", "escalated"),
    "symptom": Words("do sự cố số {id}", "because of {id}"), "quiet": Words("không báo động", "quiet"),
    "hours": Words("không phát tiếng", "without a sound"),
    "schools": Words("{n} trường", "{n} schools"), "sure": Words("tin cậy {p}", "confidence {p}"),
    "sending": Words("đang gửi…", "sending…"), "unsent": Words("chưa gửi", "not sent"),
    "started": Words("Từ {time}, {date}", "Since {time}, {date}"), "nobody": Words("chưa giao ai", "nobody's"),
    "me": Words("tôi", "me"), "over": Words("quá hạn {span}", "{span} late"),
    "to_acknowledge": Words("còn {span} để tiếp nhận", "{span} to acknowledge"),
    "to_resolve": Words("còn {span} để khắc phục", "{span} to resolve"),
    "acknowledged": Words("Đã tiếp nhận: {what}", "Acknowledged: {what}"),
    "acknowledged_many": Words("Đã tiếp nhận {n} sự cố.", "{n} incidents acknowledged."),
    "acknowledged_some": Words("Đã tiếp nhận {n} sự cố; {m} sự cố không được.", "{n} acknowledged, {m} refused."),
    "assigned": Words("Đã giao cho {who}: {what}", "Assigned to {who}: {what}"),
    "noted": Words("Đã ghi chú: {what}", "Noted: {what}"),
    "resolved": Words("Đã ghi nhận khắc phục: {what}", "Resolved: {what}"),
    "none_fresh": Words("Trong số đã chọn không có sự cố nào chưa tiếp nhận.", "None of the chosen is unacknowledged."),
    "not_fresh": Words("Sự cố này đã được tiếp nhận.", "This one is acknowledged already."),
    "not_live": Words("Sự cố này đã khắc phục.", "This one is over."),
    "choose_first": Words("Hãy chọn một dòng trước (j, k).", "Stand on a line first (j, k)."),
    "results": Words("{n} sự cố", "{n} incidents"),
    "summary": Words("{n} sự cố: {fresh} chưa tiếp nhận, {quiet} không báo động",
                     "{n} incidents: {fresh} unacknowledged, {quiet} quiet"),
    "chosen": Words("{n} đã chọn", "{n} chosen"),
    "reach": Words("Không nối được máy chủ từ {time}: danh sách đang hiện là của lúc đó.",
                   "The server does not answer since {time}: the list is of that moment."),
    "calm": Words("Không có sự cố nào chưa khắc phục", "No open incidents"),
    "calm_why": Words("Mọi trường trong phạm vi của bạn đang yên ổn. Trang tự cập nhật khi có việc.",
                      "All is well within your reach. This page tells by itself when something happens."),
    "no_match": Words("Không có sự cố nào khớp", "No incident fits"),
    "no_match_why": Words("Các bộ lọc đang giấu {n} sự cố.", "The filters hide {n} incidents."),
    "none_past": Words("Chưa có sự cố nào ở mục này", "Nothing here yet"),
    "none_past_why": Words("Sự cố đã khắc phục và đã đóng sẽ nằm ở đây.", "What is over will stand here."),
    "any_area": Words("Mọi địa bàn", "Any area"), "any_carrier": Words("Mọi nhà mạng", "Any carrier"),
    "nobody_found": Words("Không tìm thấy ai", "Nobody found"), "to_me": Words("Giao cho tôi", "To me"),
    "people_away": Words("Chưa lấy được danh sách người trực.", "The list of people did not come."),
    "more": Words("Xem thêm {n} sự cố", "{n} more"),
    "refused_many": Words("{n} sự cố không được: {why}", "{n} refused: {why}"),
}
GRID = {  # AG Grid's own texts, by its keys
    "loadingOoo": Words("Đang tải…", "Loading…"), "noRowsToShow": Words("Không có dòng nào", "No rows"),
    "noMatchingRows": Words("Không có dòng nào khớp", "No matching rows"),
    "exportingOoo": Words("Đang xuất…", "Exporting…"), "loadingError": Words("Lỗi", "ERR"),
    "ariaChecked": Words("đã chọn", "checked"), "ariaUnchecked": Words("chưa chọn", "unchecked"),
    "ariaIndeterminate": Words("chọn một phần", "partly chosen"),
    "ariaRowSelect": Words("Bấm phím cách để chọn dòng này", "Press SPACE to select this row"),
    "ariaRowDeselect": Words("Bấm phím cách để bỏ chọn dòng này", "Press SPACE to deselect this row"),
    "ariaRowToggleSelection": Words("Bấm phím cách để chọn hoặc bỏ chọn", "Press SPACE to toggle"),
    "ariaRowSelectAll": Words("Bấm phím cách để chọn mọi dòng", "Press SPACE to toggle all rows"),
    "ariaSelectAllRows": Words("Chọn mọi dòng đang hiện", "Select all rows"),
    "ariaToggleSelection": Words("Chọn dòng", "Toggle selection"),
    "ariaHeaderSelection": Words("Cột chọn dòng", "Column with header selection"),
    "ariaSortableColumn": Words("Bấm Enter để sắp xếp", "Press ENTER to sort"),
    "ariaColumn": Words("Cột", "Column"), "ariaLabelColumnMenu": Words("Trình đơn cột", "Column menu"),
    "ariaLabelTooltip": Words("Chú giải", "Tooltip"), "ariaColumnFiltered": Words("Cột đang lọc", "Column filtered"),
    "ariaFilterColumn": Words("Bấm Ctrl Enter để lọc", "Press CTRL ENTER to open filter"),
    "ariaMenuColumn": Words("Bấm Alt mũi tên xuống để mở trình đơn cột", "Press ALT DOWN to open column menu"),
    "ariaSkeletonCellLoading": Words("Đang tải dòng", "Row data is loading"),
    "ariaSkeletonCellLoadingFailed": Words("Chưa tải được dòng", "Row failed to load"),
    "ariaDeferSkeletonCellLoading": Words("Đang tải ô", "Cell is loading"),
}


def browser_words() -> str:
    """JSON for `data-incidents`: every group of words the scripts write with."""
    return json.dumps({
        "severities": {severity.value: words.text for severity, words in SEVERITIES.items()},
        "kinds": {kind.value: kind.words.text for kind in Kind},
        "states": {state.value: state.words.text for state in State},
        "causes": {cause.value: cause.words.text for cause in CAUSES},
        "acts": {key: words.text for key, words in ACTS.items()},
        "said": {key: words.text for key, words in SAID.items()},
    }, ensure_ascii=False)
