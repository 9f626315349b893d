"""The systems of the founding documents (DOMAIN D3, Cb): each with its owner, its sources and what judges it."""

from datetime import timedelta

from domain.indicator import Bands
from domain.systems import Circle, Figure, Linked
from domain.wording import Words

OFFICE = Words("Văn phòng Sở", "Department's office")
IT = Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office")
GENERAL = Words("Phòng Giáo dục phổ thông", "General education office")
PLANNING = Words("Phòng Kế hoạch – Tài chính", "Planning and finance office")
STAFF = Words("Phòng Tổ chức cán bộ", "Personnel office")
ADULT = Words("Phòng Giáo dục thường xuyên", "Continuing education office")
HOUR, YEAR = timedelta(hours=1), timedelta(days=400)

CITIZENS = (
    Linked(key="onestop", words=Words("Một cửa điện tử", "One-stop system"), circle=Circle.CITIZENS,
           about=Words("thủ tục, biểu mẫu điện tử và mã OTP", "procedures, e-forms and one-time codes"),
           sources=("onestop", "eform"), owner=OFFICE, checks=("form_errors", "otp_delivery"),
           figures=(Figure(words=Words("quy trình nội bộ đã số hoá", "internal processes run digitally"),
                           top="onestop.processes_digital", bottom="onestop.processes"),),
           indicators=("procedures_online", "procedures_fully", "on_time", "overdue", "satisfaction")),
    Linked(key="dossiers", words=Words("Tra cứu tình trạng hồ sơ", "Dossier status"), circle=Circle.CITIZENS,
           about=Words("người dân xem hồ sơ đang ở bước nào", "citizens see where their dossier stands"),
           sources=("dossiers",), owner=OFFICE, figures=(
               Figure(words=Words("lượt tra cứu không trả lời được, 24 giờ", "queries not answered, 24 h"),
                      top="dossiers.unanswered_24h", bottom="dossiers.queries_24h",
                      bands=Bands(good=0.02, watch=0.1), believed=HOUR),
               Figure(words=Words("hồ sơ có trạng thái chậm quá 24 giờ", "dossiers whose status lags over 24 h"),
                      top="dossiers.lagging", bottom="dossiers.tracked", bands=Bands(good=0.03, watch=0.1),
                      believed=HOUR)),
           indicators=("overdue",)),
    Linked(key="identity", words=Words("Định danh tập trung", "Central identity"), circle=Circle.CITIZENS,
           about=Words("đăng nhập một lần bằng tài khoản định danh", "single sign-on with the identity account"),
           sources=("identity",), owner=IT, figures=(
               Figure(words=Words("đăng nhập lỗi trong 24 giờ", "sign-ins that failed, 24 h"),
                      top="identity.failed_24h", bottom="identity.sign_ins_24h", bands=Bands(good=0.02, watch=0.08),
                      believed=HOUR),
               Figure(words=Words("tài khoản đã gắn định danh", "accounts bound to an identity"),
                      top="identity.bound", bottom="identity.accounts", believed=HOUR))),
    Linked(key="epayment", words=Words("Liên thông thanh toán", "E-payment link"), circle=Circle.CITIZENS,
           about=Words("học phí không dùng tiền mặt", "cashless tuition"), sources=("epayment",), owner=PLANNING,
           checks=("payment_failures",),
           indicators=("epayment", "fees_cashless", "transactions", "reconciliation_lag", "payment_channels",
                       "parents_enrolled", "no_transactions_30d")),
    Linked(key="postal", words=Words("Liên thông bưu chính", "Postal link"), circle=Circle.CITIZENS,
           about=Words("trả kết quả hồ sơ tận nhà", "results of dossiers delivered at home"), sources=("postal",),
           owner=OFFICE, figures=(
               Figure(words=Words("bưu gửi trễ hẹn, 30 ngày", "parcels late, 30 days"), top="postal.late_30d",
                      bottom="postal.delivered_30d", bands=Bands(good=0.05, watch=0.15)),
               Figure(words=Words("bưu gửi đang trên đường", "parcels on their way"), top="postal.underway"))),
    Linked(key="portal", words=Words("Cổng thông tin các trường", "School websites"), circle=Circle.CITIZENS,
           about=Words("website trường và chứng thư của chúng", "websites and their certificates"),
           sources=("portal",), owner=IT, checks=("portal_uptime",)),
    Linked(key="admissions", words=Words("Tuyển sinh đầu cấp", "Admissions"), circle=Circle.CITIZENS,
           about=Words("xác nhận nhập học, chuyển trường", "confirmations and transfers"), sources=("admissions",),
           owner=IT, indicators=("admissions", "transfers")),
    Linked(key="feedback", words=Words("Tiếp nhận phản ánh", "Citizens' feedback"), circle=Circle.CITIZENS,
           about=Words("phản ánh của người dân và hạn trả lời", "what citizens report and when it is answered"),
           sources=("feedback",), owner=OFFICE, indicators=("feedback_open",)),
)
LEARNING = (
    Linked(key="lms", words=Words("Học trực tuyến (LMS)", "Learning platform (LMS)"), circle=Circle.LEARNING,
           about=Words("lớp, giáo viên, học sinh dùng trong 7 ngày", "classes, teachers, pupils of the last 7 days"),
           sources=("lms",), owner=GENERAL, indicators=("lms_active",)),
    Linked(key="repository", words=Words("Kho học liệu số", "Learning repository"), circle=Circle.LEARNING,
           about=Words("học liệu trong kho và phần dùng chung", "what is kept, and what is shared"), sources=("lms",),
           owner=GENERAL, indicators=("repository_items",), figures=(
               Figure(words=Words("học liệu dùng chung", "items shared"), top="lms.shared_items",
                      bottom="lms.repository_items"),)),
    Linked(key="gradebook", words=Words("Học bạ số, sổ điểm", "E-transcripts, gradebook"), circle=Circle.LEARNING,
           about=Words("học bạ đã ký, lớp ghi sổ điểm điện tử", "transcripts signed, classes that write"),
           sources=("gradebook",), owner=IT, indicators=("e_record", "e_gradebook")),
    Linked(key="exams", words=Words("Đăng ký dự thi", "Examination registrations"), circle=Circle.LEARNING,
           about=Words("thi tốt nghiệp THPT", "the graduation examination"), sources=("exams",), owner=IT, figures=(
               Figure(words=Words("đăng ký bị trả lại để sửa", "registrations sent back"), top="exams.faulty",
                      bottom="exams.registered", bands=Bands(good=0.05, watch=0.15)),
               Figure(words=Words("học sinh lớp 12 đã đăng ký", "pupils of grade 12 registered"),
                      top="exams.registered", bottom="exams.expected"))),
    Linked(key="steam", words=Words("Giáo dục STEM, AI", "STEM and AI lessons"), circle=Circle.LEARNING,
           about=Words("trường có bài học STEM, AI", "schools with such lessons"), sources=("steam",), owner=GENERAL,
           indicators=("stem_ai",)),
    Linked(key="clc", words=Words("Trung tâm học tập cộng đồng", "Community learning centres"),
           circle=Circle.LEARNING, about=Words("người học và mức hài lòng", "learners and their satisfaction"),
           sources=("clc",), owner=ADULT, indicators=("clc",)),
)
RECORDS = (
    Linked(key="sector", words=Words("Cơ sở dữ liệu ngành", "Sector database"), circle=Circle.RECORDS,
           about=Words("hồ sơ học sinh, giáo viên", "records of pupils and teachers"), sources=("sector",), owner=IT,
           checks=("rejected_rows",),
           indicators=("pupils_verified", "teachers_verified", "punctuality", "completeness", "duplicates")),
    Linked(key="axis", words=Words("Trục tích hợp dữ liệu", "Integration axis"), circle=Circle.RECORDS,
           about=Words("bảy phân hệ của trường trao đổi với ngành", "seven modules of a school in step"),
           sources=("axis",), owner=IT, figures=(
               Figure(words=Words("thông điệp lỗi trong 24 giờ", "messages that failed, 24 h"), top="axis.failures_24h",
                      bottom="axis.messages_24h", bands=Bands(good=0.02, watch=0.05), believed=HOUR),
               Figure(words=Words("thông điệp trong 24 giờ", "messages, 24 h"), top="axis.messages_24h",
                      believed=HOUR))),
    Linked(key="eoffice", words=Words("Văn phòng điện tử iDesk", "E-office iDesk"), circle=Circle.RECORDS,
           about=Words("văn bản 30 ngày, không kể văn bản mật", "documents of 30 days, secret ones left out"),
           sources=("eoffice",), owner=OFFICE, figures=(
               Figure(words=Words("văn bản điện tử đã ký số", "electronic documents signed"), top="eoffice.signed",
                      bottom="eoffice.electronic", bands=Bands(good=0.95, watch=0.85)),
               Figure(words=Words("văn bản là điện tử", "documents that are electronic"), top="eoffice.electronic",
                      bottom="eoffice.documents"))),
    Linked(key="signatures", words=Words("Dịch vụ chữ ký số", "Signature service"), circle=Circle.RECORDS,
           about=Words("chữ ký đã đề nghị, đã cấp", "asked for and issued"), sources=("signatures",), owner=IT,
           indicators=("signatures_issued",)),
    Linked(key="network", words=Words("Sổ trường của ngành", "School register"), circle=Circle.RECORDS,
           about=Words("trường, lớp, phòng, chuẩn quốc gia", "schools, classes, rooms, standards"),
           sources=("network",), owner=PLANNING,
           indicators=("schools_by_level", "classes", "rooms", "national_standard", "coordinates_verified")),
    Linked(key="staff", words=Words("Sổ nhân sự CNTT", "IT staff register"), circle=Circle.RECORDS,
           about=Words("người phụ trách, tập huấn, tài khoản chờ cấp", "who looks after it, training, accounts due"),
           sources=("staff",), owner=STAFF, indicators=("it_staff", "teachers_trained"), figures=(
               Figure(words=Words("đề nghị cấp tài khoản đang chờ", "account requests waiting"),
                      top="staff.account_requests", believed=YEAR),)),
    Linked(key="programme", words=Words("Theo dõi đề án", "Programme tracker"), circle=Circle.RECORDS,
           about=Words("nhiệm vụ, kinh phí, kiến nghị", "items, money, recommendations"), sources=("programme",),
           owner=PLANNING, indicators=("item_states", "allocated", "disbursed", "recommendations")),
    Linked(key="index4725", words=Words("Tự đánh giá QĐ 4725", "4725 self-assessment"), circle=Circle.RECORDS,
           about=Words("mức độ chuyển đổi số của trường", "how far a school has come"), sources=("index4725",),
           owner=IT, indicators=("level_4725", "near_next_level")),
)
LINES = (
    Linked(key="probe", words=Words("Đo kết nối trực tiếp", "Direct line probes"), circle=Circle.LINES,
           about=Words("trung tâm tự gọi từng trường", "the centre calls every school itself"),
           sources=("connectivity",), owner=IT, checks=("flaps",),
           indicators=("connectivity", "uptime_24h", "latency", "bandwidth", "last_contact")),
    Linked(key="netspeed", words=Words("Máy đo tốc độ", "Speed agents"), circle=Circle.LINES,
           about=Words("tốc độ đo từ trong trường", "speed measured inside the school"), sources=("netspeed",),
           owner=IT, indicators=("download", "upload", "loss", "rooms_online")),
    Linked(key="labs", words=Words("Kiểm kê phòng máy", "Labs inventory"), circle=Circle.LINES,
           about=Words("phòng máy, máy đang bật, thiết bị hỏng", "labs, machines online, broken devices"),
           sources=("labs",), owner=IT,
           indicators=("labs", "lab_rooms", "standard_machines", "machines_per_room", "broken_devices", "ai_labs")),
    Linked(key="helpdesk", words=Words("Hỗ trợ kỹ thuật", "Helpdesk"), circle=Circle.LINES,
           about=Words("phiếu yêu cầu của trường", "tickets of the schools"), sources=("helpdesk", "solved"), owner=IT,
           indicators=("incidents_open", "time_to_resolve")),
)
SYSTEMS = (*CITIZENS, *LEARNING, *RECORDS, *LINES)
