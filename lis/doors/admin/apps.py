"""Puts our own site in the place of Django's default admin site."""

from django.contrib.admin.apps import AdminConfig


class OfficeAdminConfig(AdminConfig):
    default_site = "lis.doors.admin.site.OfficeAdminSite"
