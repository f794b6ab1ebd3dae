import threading
import pytest
from django.db import connection
from osce_site.models import Area, User

@pytest.mark.django_db
def test_one():
    User.objects.create_user("ana")
    assert User.objects.count() == 1 and Area.objects.count() == 2, connection.vendor

@pytest.mark.django_db(transaction=True)
def test_two():
    def count():
        seen.append(User.objects.count()); connection.close()
    seen = []
    User.objects.create_user("bo")
    t = threading.Thread(target=count); t.start(); t.join()
    assert seen == [1]
