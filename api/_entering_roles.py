"""The one-click roles on the sign-in page of a simulated province: what each of them sees, in one line."""

from api._entering_forms import RoleChoice
from domain.errors import NotFound
from domain.person import Role
from domain.wording import Lang, Words, quantity
from services.centre import Centre
from services.desk import house
from services.entering import demo_area

SCHOOLS = Words("trường", "schools")
OFFER = (
    (Role.OPERATOR, "antenna", Words("Cả tỉnh, nguồn dữ liệu và màn hình lớn", "The province, sources and the wall")),
    (Role.OFFICER, "area", Words("Chỉ {area}: {schools}", "Only {area}: {schools}")),
    (Role.MANAGER, "eye", Words("Cả tỉnh, để xem và so sánh", "The province, to see and compare")),
    (Role.ADMINISTRATOR, "users", Words("Cả tỉnh, thêm người, màn hình, nhật ký", "Also people, screens and the log")),
)


def role_choices(centre: Centre, lang: Lang = "vi") -> tuple[RoleChoice, ...]:
    """None outside the simulated province, nor in an empty one."""
    code = demo_area(centre)
    register = house().viewer.picture.register
    try:
        area, count = register.area(code or "").name, len(register.within(code or ""))
    except NotFound:
        return ()
    told = {"area": area, "schools": quantity(count, SCHOOLS.say(lang), 0, lang)}
    return tuple(RoleChoice(role.value, picture, role.words.say(lang), sees.say(lang).format(**told))
                 for role, picture, sees in OFFER)
