"""Whether a name and a password are somebody's."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from osce_site.models import User


class PeopleBackend(ModelBackend):
    """By name or by e-mail address: one query and one hash, whether there is such a person or not."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> User | None:
        login = username or credentials.get("email")
        if not login or password is None or "\0" in login:
            return None
        # Should a name look like another person's address, the name is meant.
        person = min(User.objects.called(login), key=lambda one: one.username != login, default=None)
        if person is None:
            User().set_password(password)
            return None
        return person if person.check_password(password) and self.user_can_authenticate(person) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked at each request too: who is no longer staff is signed out at once."""
        return isinstance(user, User) and user.may_sign_in()
