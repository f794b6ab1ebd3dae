from django.urls import path

from tests.load.naive import views

urlpatterns = [
    path("", views.home),
    path("releases/<int:pk>/", views.release, name="release"),
    path("terms/<int:pk>/", views.term, name="term"),
    path("filter/", views.filtered),
    path("search/", views.search),
    path("feed.atom", views.Latest()),
    path("sitemap.xml", views.sitemap_index),
    path("sitemap-<slug:section>.xml", views.sitemap_part, name="django.contrib.sitemaps.views.sitemap"),
]
