"""Addresses of the life of a case, from registration to closure."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from naung.cases.views import life, listing, people, registration, safety, same, sharing, story

CASE = "<uuid:case_id>/"


class AroundTheChild(StringConverter):
    """Which of the people around a child an address is about."""

    regex = "pengasuh|rumah|saudara"


register_converter(AroundTheChild, "around")

urlpatterns = [
    path("", listing.index, name="list"),
    path("registrasi/<uuid:report_id>/", registration.register, name="register"),
    path("gabung/<uuid:report_id>/<uuid:case_id>/", registration.join, name="join"),
    path("serah-terima/<uuid:user_id>/", people.hand_over, name="hand_over"),
    path("anak-yang-sama/", same.queue, name="pairs"),
    path("anak-yang-sama/<uuid:pair_id>/", same.pair, name="pair"),
    path("anak-yang-sama/gabungan/<uuid:merge_id>/", same.merged, name="merged"),
    path(CASE + "tunjukkan/", same.lend, name="lend"),
    path(CASE + "anak-yang-sama/", same.propose, name="pair_propose"),
    path(CASE, story.chronology, name="file"),
    path(CASE + "orang/", people.tab, name="people"),
    path(CASE + "orang/pengasuh/<uuid:member_id>/", people.caregiver, name="caregiver"),
    path(CASE + "orang/<around:kind>/", people.add, name="people_add"),
    path(CASE + "orang/<around:kind>/<uuid:member_id>/berakhir/", people.end, name="people_end"),
    path(CASE + "berkas/", people.documents, name="documents"),
    path(CASE + "anak/", people.child, name="child"),
    path(CASE + "petugas/", people.assign, name="assign"),
    path(CASE + "catatan/", story.note, name="note"),
    path(CASE + "catatan/<uuid:narrative_id>/", story.edit_note, name="note_edit"),
    path(CASE + "kunjungan/", story.visit, name="visit"),
    path(CASE + "draf/<slug:form>/", story.keep, name="draft"),
    path(CASE + "kunjungan/<uuid:visit_id>/", story.edit_visit, name="visit_edit"),
    path(CASE + "keselamatan/", safety.safety, name="safety"),
    path(CASE + "keselamatan/kebutuhan/", safety.needs_met, name="needs_met"),
    path(CASE + "persetujuan/", safety.consent, name="consent"),
    path(CASE + "persetujuan/<uuid:consent_id>/tarik/", safety.withdraw, name="consent_withdraw"),
    path(CASE + "persetujuan/<uuid:consent_id>/tanda-terima/", sharing.receipt, name="consent_receipt"),
    path(CASE + "serahkan/", sharing.share, name="share"),
    path(CASE + "bahaya/", safety.danger, name="danger"),
    path(CASE + "bahaya/<uuid:flag_id>/akhiri/", safety.end_danger, name="danger_end"),
    path(CASE + "tingkat/", safety.level, name="level"),
    path(CASE + "tingkat/tetap/", safety.keep_level, name="level_keep"),
    path(CASE + "hukum/", safety.legal, name="legal"),
    path(CASE + "hukum/<uuid:duty_id>/", safety.legal_done, name="legal_done"),
    path(CASE + "langkah/", life.advance, name="advance"),
    path(CASE + "tahap/", life.stage, name="stage"),
    path(CASE + "tutup/", life.close, name="close"),
    path(CASE + "penutupan/", life.closure, name="closure"),
    path(CASE + "tutup/kembalikan/", life.send_back, name="close_return"),
    path(CASE + "tangguhkan/", life.suspend, name="suspend"),
    path(CASE + "lanjutkan/", life.resume, name="resume"),
    path(CASE + "buka-lagi/", life.reopen, name="reopen"),
]
