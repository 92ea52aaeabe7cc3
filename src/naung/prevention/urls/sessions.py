"""Addresses of awareness sessions."""

from django.urls import path
from django.urls.resolvers import URLPattern

from naung.prevention.views import sessions, sessions_day, sessions_feed, sessions_files, sessions_papers

urlpatterns: list[URLPattern] = [
    path("", sessions.listing, name="sessions"),
    path("kalender/", sessions.month, name="month"),
    path("kalender/langganan/", sessions_feed.key, name="feed-key"),
    path("kalender/langganan/akhiri/", sessions_feed.end, name="feed-end"),
    path("kalender/<str:token>.ics", sessions_feed.feed, name="feed"),
    path("kegiatan/baru/", sessions.new, name="session-new"),
    path("kegiatan/sudah-berlangsung/", sessions.record, name="session-record"),
    path("kegiatan/<uuid:session_id>/", sessions.page, name="session"),
    path("kegiatan/<uuid:session_id>/ubah/", sessions.change, name="session-change"),
    path("kegiatan/<uuid:session_id>/tunda/", sessions.postpone, name="session-postpone"),
    path("kegiatan/<uuid:session_id>/batal/", sessions.cancel, name="session-cancel"),
    path("kegiatan/<uuid:session_id>/hari-h/", sessions_day.day, name="session-day"),
    path("kegiatan/<uuid:session_id>/hari-h/simpan/", sessions_day.keep, name="session-keep"),
    path("kegiatan/<uuid:session_id>/hari-h/cerita/", sessions_day.story, name="session-story"),
    path("kegiatan/<uuid:session_id>/komitmen/", sessions_day.promise, name="commitment-new"),
    path("komitmen/<uuid:commitment_id>/selesai/", sessions_day.promise_kept, name="commitment-kept"),
    path("kegiatan/<uuid:session_id>/tindak-lanjut/", sessions_day.follow_up, name="session-follow-up"),
    path("kegiatan/<uuid:session_id>/berkas/", sessions_files.files, name="session-files"),
    path("kegiatan/<uuid:session_id>/surat/<slug:letter>/", sessions_papers.letter, name="session-letter"),
]
