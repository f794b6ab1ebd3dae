"""Persons with passwords and second factors, for tests that sign in."""

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from osce_site.models import User

PASSWORD = "as long as it takes"
SECRET = "JBSWY3DPEHPK3PXP" * 2


def person(name: str = "ana", **more: Any) -> User:
    fields = {"email": f"{name}@example.org", "is_staff": True} | more
    return User.objects.create_user(name, password=fields.pop("password", PASSWORD), **fields)


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/desk/login/", {"login": login, "password": password}, **extra)


def code(secret: str = SECRET, step: int = 0) -> str:
    """What an authenticator app shows (RFC 6238), ``step`` half minutes from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def with_app(user: User) -> list[str]:
    """Gives the person an app as second factor; the recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).generate_codes()


def link_in(body: str) -> str:
    """The path of the one link in a mail."""
    (link,) = re.findall(r"http://testserver(/\S+)", body)
    return str(link)
