from django.urls import path

from taxonomy import views

app_name = "taxonomy"
urlpatterns = [
    path("<slug:slug>/", views.vocabulary, name="vocabulary"),
]
