"""What the pages before the door say."""

from domain.wording import Words

CENTRE = Words("Trung tâm điều hành", "Operations centre")
SUBJECT = Words("giáo dục thông minh", "smart education")
SIMULATED = Words("DỮ LIỆU MÔ PHỎNG", "SIMULATED DATA")
PROMISE = Words(
    "Mọi trường trên một bản đồ: đường truyền, phòng máy, thanh toán, hỗ trợ. Biết sớm, biết chắc, làm ngay.",
    "Every school on one map: lines, labs, payments, support. Know early, know for sure, act at once.",
)
LEGEND = (
    ("good", Words("bình thường", "well")), ("watch", Words("cần chú ý", "needs attention")),
    ("bad", Words("báo động", "alarm")), ("unknown", Words("chưa có dữ liệu", "no data yet")),
)
SCHEMATIC = Words("Hình minh hoạ, không phải bản đồ địa giới.", "A drawing, not a map of real boundaries.")
THEME = Words("Đổi nền sáng, tối", "Light or dark")
NEEDS_SCRIPT = Words("Trang này cần JavaScript. Hãy bật rồi tải lại.",
                     "This page needs JavaScript. Turn it on and reload.")
OFFLINE = Words("Không liên lạc được với máy chủ. Hãy kiểm tra mạng rồi thử lại.",
                "The server cannot be reached. Check the network and try again.")
BUSY = Words("Đang kiểm tra…", "Checking…")
CAPS = Words("Caps Lock đang bật", "Caps Lock is on")
SHOW = Words("Hiện mật khẩu", "Show the password")
HIDE = Words("Ẩn mật khẩu", "Hide the password")
EMPTY = Words("Hãy điền ô này.", "Fill in this field.")
DIFFERENT = Words("Hai lần nhập chưa giống nhau.", "The two entries differ.")

SIGN_IN = Words("Đăng nhập", "Sign in")
SIGN_IN_LEAD = Words("Dành cho cán bộ của {title}.", "For the staff of {title}.")
LOGIN = Words("Tên đăng nhập", "Login name")
PASSWORD = Words("Mật khẩu", "Password")
ENTER = Words("Vào trung tâm", "Enter")
ENDED = Words("Phiên làm việc đã hết; hãy đăng nhập lại.", "Your session has ended; sign in again.")
LEFT = Words("Bạn đã ra khỏi trung tâm.", "You have signed out.")
CHANGED = Words("Mật khẩu đã đổi; hãy đăng nhập lại.", "The password was changed; sign in again.")
OR_DEMO = Words("Tỉnh mô phỏng: vào ngay với vai …", "Simulated province: enter at once as …")
OTHER_WAYS = Words("Lối vào khác", "Other ways in")
ELSEWHERE = Words("Đăng nhập bằng tài khoản của ngành", "Sign in with your department's account")
IS_SCREEN = Words("Đây là màn hình lớn", "This is a wall screen")
HAVE_CODE = Words("Tôi có mã dùng một lần", "I have a one-time code")
FORGOT = Words("Quên mật khẩu? Quản trị của trung tâm cấp mã mới.",
               "Lost your password? The administrator gives a new code.")

CODE = Words("Mã dùng một lần", "One-time code")
NAME = Words("Họ và tên", "Full name")
NEW_PASSWORD = Words("Mật khẩu mới", "New password")
AGAIN = Words("Nhập lại mật khẩu", "The password again")
RULE = Words("Từ {least} ký tự; một câu ngắn dễ nhớ là tốt nhất.",
             "At least {least} characters; a short sentence is best.")
FIRST = Words("Người quản trị đầu tiên", "The first administrator")
FIRST_LEAD = Words(
    "Mã in ra ở cửa sổ chạy ./run.sh, dùng được một lần trong 30 phút.",
    "The code is printed where ./run.sh runs; it works once, within 30 minutes.",
)
FIRST_DO = Words("Tạo tài khoản quản trị", "Create the administrator")
WELCOME = Words("Đặt mật khẩu của bạn", "Choose your password")
WELCOME_LEAD = Words(
    "Quản trị đã trao cho bạn một mã dùng một lần. Chỉ bạn biết mật khẩu bạn đặt ở đây.",
    "The administrator gave you a one-time code. Only you will know the password you choose here.",
)
WELCOME_DO = Words("Đặt mật khẩu và vào", "Set the password and enter")
BACK = Words("Về trang đăng nhập", "Back to sign in")

SECOND = Words("Lớp xác thực thứ hai", "The second factor")
SECOND_LEAD = Words("Nhập 6 chữ số đang hiện trong ứng dụng xác thực của bạn.",
                    "Type the 6 digits your authenticator app shows now.")
SIX_DIGITS = Words("Mã 6 chữ số", "6-digit code")
SECOND_DO = Words("Xác nhận", "Confirm")
ENROL = Words("Bật lớp xác thực thứ hai", "Turn on the second factor")
ENROL_LEAD = Words(
    "Vai {role} cần mã từ điện thoại mỗi lần vào. Chỉ làm một lần, khoảng một phút.",
    "The role {role} needs a code from a phone at each entry. This is done once and takes a minute.",
)
STEP_SCAN = Words("Mở ứng dụng xác thực (Google Authenticator, Microsoft Authenticator, FreeOTP…) và quét mã này.",
                  "Open an authenticator app (Google Authenticator, Microsoft Authenticator, FreeOTP…) and scan this.")
STEP_SECRET = Words("Không quét được? Gõ khoá này vào ứng dụng:", "Cannot scan? Type this key into the app:")
STEP_CODE = Words("Nhập 6 chữ số ứng dụng đang hiện.", "Type the 6 digits the app shows now.")
ENROL_DO = Words("Bật và vào trung tâm", "Turn on and enter")
COPY = Words("Chép khoá", "Copy the key")
COPIED = Words("Đã chép", "Copied")
QR = Words("Mã QR để thêm tài khoản vào ứng dụng xác thực", "QR code that adds the account to an authenticator app")
LEAVE = Words("Thoát, vào bằng tài khoản khác", "Leave, enter as somebody else")
