"""Where people are reached, sealed under a key that is not in the database."""

import base64
from hashlib import blake2b

from cryptography.fernet import Fernet, InvalidToken

from services._notify_post import NotSent
from services.centre import Centre, secret


def sealed(centre: Centre, target: str) -> str:
    """What is stored."""
    return _vault(centre).encrypt(target.encode()).decode()


def unsealed(centre: Centre, kept: str) -> str:
    """What was typed. Raises NotSent when the key is another one now."""
    try:
        return _vault(centre).decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise NotSent("Khoá gate.key của trung tâm đã đổi: hãy thêm lại kênh này.",
                      "The centre's gate.key has changed: add this way again.") from error


def _vault(centre: Centre) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(
        blake2b(b"ways people are reached", digest_size=32, key=secret(centre.home, "gate.key")).digest()))
