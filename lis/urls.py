"""Which address leads where: the only module besides the settings that names the other apps."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
