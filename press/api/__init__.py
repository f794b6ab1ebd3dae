"""What the desk's pages ask and tell while somebody writes: JSON, for who is signed in, with the rights of the desk."""

from ninja import NinjaAPI
from ninja.security import django_auth

api = NinjaAPI(title="The desk", version="1", docs_url=None, auth=django_auth, urls_namespace="api")

api.add_router("/releases", "press.api.filing.router")
