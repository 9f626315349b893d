"""What is typed behind a verb of ./run.sh: a word that does not fit is said in Vietnamese first."""

import re
from argparse import ArgumentParser
from typing import NoReturn

from domain.wording import Words

WRONG = Words("Tham số chưa đúng: {said}", "Wrong arguments: {said}")
USAGE = Words("Cách dùng: {usage}", "Usage: {usage}")
SAID = (  # as Python's own parser says it -> as it is said here
    (r"the following arguments are required: (.+)", "thiếu {}"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "{}: không có lựa chọn {}; hãy chọn một trong {}"),
    (r"argument (.+?): invalid int value: (.+)", "{}: {} không phải số nguyên"),
    (r"argument (.+?): invalid \w+ value: (.+)", "{}: không hiểu {}"),
    (r"argument (.+?): expected .+", "{}: thiếu giá trị"),
    (r"argument (.+?): not allowed with argument (.+)", "{}: không dùng cùng {}"),
    (r"unrecognized arguments: (.+)", "không có tham số {}"),
)


def in_vietnamese(message: str) -> str:
    """The parser's sentence in Vietnamese; one that is not known stays as it is."""
    for pattern, told in SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return told.format(*found.groups())
    return message


class Arguments(ArgumentParser):
    """A parser whose refusals people can read. It ends the program with 2."""

    def error(self, message: str) -> NoReturn:
        """How it is used, what is wrong, and the same in English."""
        usage = " ".join(self.format_usage().removeprefix("usage: ").split())
        self.exit(2, f"{WRONG.vi.format(said=in_vietnamese(message))}\n{WRONG.en.format(said=message)}\n"
                     f"{USAGE.vi.format(usage=usage)}\n")
