"""The site with an admin of the tests' own: real nouns under the plainest desk that a room could give them."""

from django.contrib import admin
from django.urls import path

from lis.doors.admin.filters import AreaFilter, StatusFilter, TurnFilter
from lis.doors.admin.office import OfficeAdmin
from lis.doors.admin.site import OfficeAdminSite
from lis.engine.registry import workflows
from lis.papers.models import PolicyPositionPaper
from lis.urls import urlpatterns as service
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition

site = OfficeAdminSite()


@admin.register(Proposition, site=site)
class PropositionDesk(OfficeAdmin):
    workflow = workflows["proposition"]
    list_filter = (StatusFilter, AreaFilter, TurnFilter)
    readonly_fields = ("strategy", "body")
    bulk_verbs = ("ready", "submit")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("body", "strategy__record")


@admin.register(Ask, site=site)
class AskDesk(OfficeAdmin):
    workflow = workflows["ask"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("proposition__record", "proposition__body")


@admin.register(PolicyPositionPaper, site=site)
class PaperDesk(OfficeAdmin):
    workflow = workflows["paper"]


# Ours stands in the place of the site's own; everything else is where it always is.
urlpatterns = [
    path("admin/", site.urls),
    *(pattern for pattern in service if getattr(pattern, "app_name", "") != "admin"),
]
