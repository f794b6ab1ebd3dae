"""What is left of an answer where nothing is done for it: Django, one view, 30 kB."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"a" * 30_000)


urlpatterns = [re_path("", view)]

if not settings.configured:
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="of the bare view " * 4)
application = get_wsgi_application()
