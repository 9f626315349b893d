"""What stories of the administration pages may ask for besides the rig: at("people?new=1"), house."""

from tests.rig.administration import at, house  # noqa: F401
