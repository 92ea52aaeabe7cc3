"""Addresses of this package."""

from django.urls import path, re_path

from naung.intake.views import entry, junk, lists, triage

app_name = "intake"
REPORT = "<uuid:report_id>/"
UUID = r"(?P<report_id>[0-9a-f-]{36})"
urlpatterns = [
    path("", lists.queue, name="queue"),
    path("selesai/", lists.ended, name="ended"),
    path("serupa/" + REPORT, junk.together, name="together"),
    path("serupa/" + REPORT + "pisah/", junk.take_apart, name="take_apart"),
    path("serupa/" + REPORT + "tutup/", junk.close, name="close_junk"),
    path("bukan-laporan/<uuid:junk_id>/", junk.closed, name="junk"),
    path("bukan-laporan/<uuid:junk_id>/batal/", junk.undo, name="undo_junk"),
    path("baru/", entry.begin, name="begin"),
    path("baru/<uuid:draft_id>/", entry.entry, name="entry"),
    path("baru/<uuid:draft_id>/simpan/", entry.autosave, name="entry_autosave"),
    path("baru/<uuid:draft_id>/kenal/", entry.known, name="entry_known"),
    path("baru/<uuid:draft_id>/buang/", entry.discard, name="entry_discard"),
    path(REPORT, triage.triage, name="triage"),
    path(REPORT + "simpan/", triage.save, name="save"),
    path(REPORT + "pisah/", junk.set_apart, name="set_apart"),
    path(REPORT + "kembali/", junk.take_back, name="take_back"),
    path(REPORT + "akhiri/", triage.end, name="end"),
    path(REPORT + "tingkat/", triage.level, name="level"),
    path(REPORT + "putusan/", triage.decide, name="decide"),
    path(REPORT + "tim/", triage.send_on, name="send_on"),
    path(REPORT + "cari-anak/", triage.known_children, name="known_children"),
    path(REPORT + "kabar/", triage.told, name="told"),
    path(REPORT + "pesan/", triage.say, name="say"),
    path(REPORT + "frasa/", triage.phrase, name="phrase"),
    re_path(rf"^{UUID}/buka/(?P<part>alleged|reporter|nik|kk)/$", triage.reveal, name="reveal"),
    re_path(rf"^{UUID}/cetak/(?P<document>fpp|trg)/$", triage.printed, name="print"),
]
