"""The page of a screen that waits at the door: one code, large enough for the far end of the room."""

from fastapi import Request
from fastapi.responses import Response

from api._entering_page import language, page, tools
from api._markup import icon, tag
from domain.wording import Words

TITLE = Words("Ghép màn hình", "Pair a screen")
HEADING = Words("Ghép màn hình này với trung tâm", "Pair this screen with the centre")
CODE = Words("Mã ghép của màn hình này", "This screen's pairing code")
STEPS = (
    Words("Quản trị viên mở Quản trị, rồi Màn hình trên máy của mình.",
          "An administrator opens Administration, then Screens, on their own machine."),
    Words("Chọn hoặc gõ mã trên, đặt tên và phạm vi cho màn hình.",
          "They pick or type the code above and give the screen a name and a reach."),
    Words("Màn hình tự vào, không cần mật khẩu, và ở lại sau mỗi lần khởi động.",
          "The screen enters by itself, without a password, and stays after every restart."),
)
WAITING = Words("Đang chờ quản trị viên chấp nhận mã này", "Waiting for an administrator to accept this code")
FETCHING = Words("Đang lấy mã mới", "Fetching a new code")
ACCEPTED = Words("Đã được chấp nhận, đang mở màn hình", "Accepted, opening the screen")
RENEWS = Words("Mã tự đổi sau {left}", "A new code in {left}")
INSTEAD = Words("Vào bằng tài khoản của một người", "Enter with a person's account")
NO_SCRIPT = Words("Trang này cần JavaScript. Hãy bật rồi tải lại.",
                  "This page needs JavaScript. Turn it on and reload.")


def pairing_page(request: Request, *, house: str, simulated: bool) -> Response:
    """`house`: the department's name. assets/entering/pairing.js fetches the code and waits."""
    lang = language(request)
    code = tag("p", tag("span", CODE.say(lang), class_="sr-only"), tag("span", "····", data_pair_half=True),
               tag("span", "–", class_="pair-dash"), tag("span", "····", data_pair_half=True), class_="pair-code",
               data_pair_code=True)
    life = tag("div", tag("div", tag("i", data_pair_bar=True), class_="pair-bar", aria_hidden="true"),
               tag("p", "", data_pair_left=True, data_text=RENEWS.say(lang)), class_="pair-life")
    said = tag("p", tag("i", class_="pair-pulse", aria_hidden="true"),
               tag("span", FETCHING.say(lang), data_pair_said=True), class_="pair-said", role="status")
    steps = tag("ol", *[tag("li", step.say(lang)) for step in STEPS], class_="pair-steps")
    foot = tag("div", tag("a", icon("user"), INSTEAD.say(lang), href="/login"), tools(request), class_="pair-foot")
    card = tag(
        "section", tag("h1", HEADING.say(lang)), tag("div", code, life, class_="pair-plate"), said, steps,
        tag("noscript", tag("p", NO_SCRIPT.say(lang), class_="gate-problem")), foot, class_="pair",
        data_pair="/api/v1/pair", data_waiting=WAITING.say(lang), data_fetching=FETCHING.say(lang),
        data_accepted=ACCEPTED.say(lang),
    )
    return page(request, TITLE, card, house=house, simulated=simulated)
