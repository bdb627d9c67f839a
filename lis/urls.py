"""Which address leads where: the only module besides the settings that names the other apps."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("account/", include("lis.people.urls")),
    path("admin/", admin.site.urls),
]
