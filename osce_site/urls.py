"""The map of the site, in the order a reader meets it. Old addresses are looked up where nothing else answers."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from osce_site import views
from press.api import api
from press.views import files, sitemaps
from taxonomy import views as taxonomy_views

urlpatterns = [
    path("desk/", include("osce_site.people.urls")),  # before the admin: its ways in and out are these
    path("desk/", include("press.desk.urls")),
    path("desk/", admin.site.urls),
    path("api/", api.urls),
    path("files/<slug:token>/<str:name>", files.file, name="file"),
    path("preview/<slug:word>/", include("press.views.showing")),
    path("id/<uuid:identity>", taxonomy_views.concept, name="concept"),
    path("id/<uuid:identity>.ttl", taxonomy_views.concept, {"form": "turtle"}, name="concept_turtle"),
    path("id/<uuid:identity>.jsonld", taxonomy_views.concept, {"form": "json-ld"}, name="concept_json_ld"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("", include("press.urls")),
        path("<slug:vocabulary>/<slug:slug>/", views.term, name="term"),
        path("", include("taxonomy.urls")),
        prefix_default_language=False,
    ),
]

handler404 = "osce_site.views.page_not_found"
handler500 = "osce_site.views.server_error"
