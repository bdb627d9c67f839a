"""Which address leads where: the only module besides the settings that names the other apps."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from lis.doors.api.router import addresses

urlpatterns = [
    path("", include("lis.front.pages")),
    path("", include("lis.front.health")),
    path("", include("lis.front.metrics")),
    path("account/", include("lis.people.urls")),
    path("admin/", admin.site.urls),
    path("", include("lis.files.pages")),
    path("", include("lis.notices.pages")),
    path("", include("lis.papers.pages")),
    path("", include("lis.strategies.pages")),
    path("", include("lis.evidence.pages")),
    path("", include("propositions.drafting.pages")),
    path("", include("consultations.rounds.pages")),
    path("", include("consultations.responses.pages")),
    # Its addresses of steps take any noun's name, so it comes last.
    path("", include("propositions.queue.pages")),
    path("api/v1/", include((addresses(settings.ROOMS_WITH_API), "api"))),
]
