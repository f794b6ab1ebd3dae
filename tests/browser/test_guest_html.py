"""The pages of guests, of signing in and of the own account: the Nu HTML checker finds nothing, in two languages."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from osce_site.models import User
from tests import nu_checker
from tests.browser import desk_pages, desk_world
from tests.browser.public_world import LANGUAGES


@pytest.mark.django_db
def test_the_checker_finds_nothing_on_the_pages_of_guests_and_accounts(settings: Any, tmp_path: Path) -> None:
    settings.SECOND_FACTOR = "offered"
    world, pages = desk_world.build(), {}
    for comer, ways in [*desk_pages.BY_WHOM.items(), ("nobody", desk_pages.GUESTS)]:
        client = desk_world.COMERS[comer](world)
        for language in LANGUAGES:
            User.objects.update(language=language)
            for name, way in ways.items():
                answer = client.get(str(way(world)), headers={"accept-language": language})
                assert answer.status_code == 200, name
                pages[f"{name} ({language})"] = answer.content.decode()
    for language in LANGUAGES:
        client = Client(headers={"accept-language": language})
        for name, (address, said, times) in desk_pages.TOO_OFTEN.items():
            answers = [client.post(reverse(address), said) for _time in range(times)]
            assert answers[-1].status_code == 429, name
            pages[f"{name} ({language})"] = answers[-1].content.decode()
    found = nu_checker.findings(pages, tmp_path / "pages")
    assert found == [], "\n".join(found)
