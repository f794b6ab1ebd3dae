"""What somebody is told who may not open a page."""

import pytest
from django.test import Client

from osce_site.models import User
from tests import create

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_may_not_open_a_page_is_told_why_and_led_back(language: str) -> None:
    mission = create.term("Mission", "field-operations", kind="operation")
    writer, reader = create.officer("writer"), Client()
    create.assign(writer, "writer", mission)
    User.objects.filter(pk=writer.pk).update(language=language)
    reader.force_login(writer)
    refused = reader.get(f"/desk/press/release/{create.draft(source=[mission]).pk}/publication/")
    told = {"en": "This page is not open to you", "fr": "Cette page ne vous est pas ouverte"}[language]
    assert refused.status_code == 403
    assert f"<h1>{told}</h1>" in refused.content.decode()
    assert 'href="/desk/"' in refused.content.decode()
    anonymous = Client().post("/verify/", {"text": "words"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert anonymous.status_code == 403
    assert "This page is not open to you" in anonymous.content.decode()
    assert "/desk/" not in anonymous.content.decode()
