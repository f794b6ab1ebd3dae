"""The pages of the desk that belong to no model, below ``/desk/``; before the admin's own."""

from django.contrib import admin
from django.urls import path

from press.desk import views

app_name = "desk"

view = admin.site.admin_view

urlpatterns = [
    path("find/", view(views.find), name="find"),
    path("keys/", view(views.keys), name="keys"),
    path("bulk/<int:pk>/", view(views.bulk), name="bulk"),
]
