"""What the desk's pages ask and tell while somebody writes: JSON, for who is signed in, with the rights of the desk."""

from ninja import NinjaAPI
from ninja.security import django_auth

from press.api.problems import answer_in_sentences

api = NinjaAPI(title="The desk", version="1", docs_url=None, openapi_url=None, auth=django_auth, urls_namespace="api")
answer_in_sentences(api)

api.add_router("/releases", "press.api.filing.router")
api.add_router("/releases", "press.api.carrying.router")
api.add_router("/releases", "press.api.texts.router")
api.add_router("/releases", "press.api.remarks.router")
api.add_router("/releases", "press.api.checks.router")
