"""Addresses of emergency access, special access and data protection."""

from django.urls import path

from naung.privacy.views import access, breaches, erasing, glass, guardian, processing, requests, retention, reviewing

app_name = "privacy"
urlpatterns = [
    path("darurat/", glass.emergency, name="emergency"),
    path("tinjau/", reviewing.waiting, name="review"),
    path("tinjau/<uuid:entry_id>/<slug:rule>/", reviewing.judge, name="judge"),
    path("tinjau/tidak-biasa/", reviewing.unusual, name="unusual"),
    path("tinjau/jejak/", reviewing.trace, name="trace"),
    path("tinjau/daftar-wali/", guardian.give, name="guardian"),
    path("permintaan/", requests.listed, name="requests"),
    path("permintaan/baru/", requests.receive, name="request_new"),
    path("permintaan/<uuid:request_id>/", requests.one, name="request"),
    path("permintaan/<uuid:request_id>/salinan/", requests.copy, name="request_copy"),
    path("permintaan/<uuid:request_id>/<slug:paper>/", requests.paper, name="request_paper"),
    path("pelanggaran/", breaches.listed, name="breaches"),
    path("pelanggaran/baru/", breaches.record, name="breach_new"),
    path("pelanggaran/<uuid:breach_id>/", breaches.one, name="breach"),
    path("pelanggaran/<uuid:breach_id>/ubah/", breaches.change, name="breach_change"),
    path("pelanggaran/<uuid:breach_id>/surat/", breaches.paper, name="breach_paper"),
    path("pelanggaran/<uuid:breach_id>/orang/<uuid:person_id>/", breaches.person, name="breach_person"),
    path("pelanggaran/<uuid:breach_id>/orang/<uuid:person_id>/surat/", breaches.letter, name="breach_letter"),
    path("pemrosesan/", processing.processing, name="processing"),
    path("tinjau/akses/", access.everywhere, name="access"),
    path("hapus-data/", erasing.erasing, name="erasing"),
    path("hapus-data/<uuid:erasure_id>/hapus/", erasing.erase, name="erase"),
    path("hapus-data/<uuid:erasure_id>/tolak/", erasing.leave, name="erase_refuse"),
    path("hapus-data/masa-simpan/", retention.terms, name="terms"),
    path("hapus-data/masa-simpan/<uuid:term_id>/buka/", retention.open_again, name="term_open"),
    path("hapus-data/masa-simpan/<uuid:term_id>/ajukan/", retention.propose, name="term_erase"),
    path("hapus-data/ditahan/", erasing.held, name="holds"),
    path("hapus-data/ditahan/<uuid:hold_id>/cabut/", erasing.lift, name="hold_lift"),
    path("kasus/<uuid:case_id>/akses/", access.of_case, name="case_access"),
    path("kasus/<uuid:case_id>/akses/<uuid:grant_id>/akhiri/", access.end, name="access_end"),
]
