"""Whom an indicator concerns: by kind of school, as a mask over the register. Others are in no count and no list."""

import numpy as np
from numpy.typing import NDArray

from domain.indicator import Indicator
from domain.school import KINDS
from services.register import Register

Places = NDArray[np.intp]


def concerned(kind: NDArray[np.uint8], one: Indicator) -> NDArray[np.bool_] | None:
    """True where the question is asked, by each school's kind; None = of everybody."""
    if not one.kinds:
        return None
    bits = one.mask
    return np.array([bits >> place & 1 == 1 for place in range(len(KINDS))], np.bool_)[kind]


def asked(register: Register, one: Indicator, which: Places) -> Places:
    """Of these schools, those the indicator concerns."""
    inside = concerned(register.kind[which], one)
    return which if inside is None else which[inside]
