"""The pages of responses: the journey of whoever answers, and what the area reads."""

from django.urls import path

from . import journey, reading, sending

urlpatterns = [
    path("consultations/<str:ref>/respond/", journey.begin, name="respond_begin"),
    path("consultations/<str:ref>/respond/<int:number>/", journey.questions, name="respond_page"),
    path("consultations/<str:ref>/respond/about/", journey.about, name="respond_about"),
    path("consultations/<str:ref>/respond/check/", sending.check, name="respond_check"),
    path("consultations/<str:ref>/respond/sent/<str:response>/", sending.sent, name="respond_sent"),
    path("consultations/<str:ref>/respond/forget/", sending.forget, name="respond_forget"),
    path("consultations/<str:ref>/responses/", reading.response_list, name="response_list"),
    path("consultations/<str:ref>/responses/export/<slug:kind>/", reading.response_export, name="response_export"),
    path("consultations/<str:ref>/responses/<str:response>/", reading.response_detail, name="response_detail"),
]
