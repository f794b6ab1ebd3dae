"""The pages of the desk that belong to no model, below ``/desk/``; before the admin's own."""

from django.contrib import admin
from django.urls import path

from press.desk import pins, views

app_name = "desk"

view = admin.site.admin_view

urlpatterns = [
    path("find/", view(views.find), name="find"),
    path("keys/", view(views.keys), name="keys"),
    path("bulk/<int:pk>/", view(views.bulk), name="bulk"),
    path("home/", view(pins.pins), name="pins"),
    path("home/<int:pk>/place/", view(pins.place), name="pin_place"),
    path("home/<int:pk>/end/", view(pins.end), name="pin_end"),
    path("home/<int:pk>/removal/", view(pins.removal), name="pin_removal"),
]
