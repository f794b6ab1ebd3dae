from django.urls import path

from press import feeds
from press.views import newsroom, release

app_name = "press"
urlpatterns = [
    path("press-releases/", newsroom.release_list, name="release_list"),
    path("press-releases/<int:number>/", release.release, {"slug": ""}, name="release_by_number"),
    path("press-releases/<int:number>/<slug:slug>/", release.release, name="release"),
    path("press-releases/<int:number>/<slug:slug>/history/", release.release_history, name="release_history"),
    path("search/", newsroom.search, name="search"),
    path("feeds/press-releases.atom", feeds.newsroom, name="feed"),
    path("feeds/<slug:vocabulary>/<slug:slug>.atom", feeds.term, name="term_feed"),
]
