"""Addresses of teams, accounts and the duty roster."""

from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as passkey
from django.urls import path

from naung.teams.views import (
    accounts,
    factors,
    invitations,
    lists,
    office,
    organisations,
    profile,
    resuming,
    roles,
    roster,
    school_list,
    sessions,
    units,
)

app_name = "teams"
urlpatterns = [
    path("", units.listing, name="team"),
    path("baru/", units.new, name="team-new"),
    path("<uuid:team_id>/", units.page, name="team-page"),
    path("<uuid:team_id>/ubah/", units.change, name="team-change"),
    path("<uuid:team_id>/cuti/", units.leave, name="leave"),
    path("<uuid:team_id>/cuti/<uuid:absence_id>/selesai/", units.back, name="back"),
    path("anggota/<uuid:membership_id>/keahlian/", units.skills, name="skills"),
    path("lembaga/", organisations.listing, name="organisations"),
    path("lembaga/baru/", organisations.new, name="organisation-new"),
    path("lembaga/sekolah/", school_list.schools, name="school-list"),
    path("lembaga/sekolah/contoh/", school_list.template, name="school-list-template"),
    path("lembaga/<uuid:organisation_id>/", organisations.change, name="organisation"),
    path("piket/", roster.week, name="roster"),
    path("piket/isi/", roster.fill, name="roster-fill"),
    path("piket/salin/", roster.copy, name="roster-copy"),
    path("piket/<uuid:shift_id>/", roster.turn, name="turn"),
    path("piket/<uuid:shift_id>/hapus/", roster.remove, name="turn-remove"),
    path("daftar-kode/", lists.listing, name="lists"),
    path("daftar-kode/<slug:name>/", lists.codes, name="list"),
    path("daftar-kode/<slug:name>/<slug:code>/", lists.code, name="code"),
    path("daftar-kode/<slug:name>/<slug:code>/pensiun/", lists.retire, name="code-retire"),
    path("daftar-kode/<slug:name>/<slug:code>/pulihkan/", lists.restore, name="code-restore"),
    path("akun/", accounts.listing, name="accounts"),
    path("akun/baru/", accounts.new, name="account-new"),
    path("akun/lanjut/", resuming.resume, name="resume"),
    path("akun/masih-di-sini/", resuming.still_here, name="still-here"),
    path("akun/saya/", profile.own, name="own"),
    path("akun/saya/akun-kantor/lepas/", office.unlink, name="office-unlink"),
    path("akun/saya/perangkat/", sessions.listing, name="sessions"),
    path("akun/saya/perangkat/lain/keluar/", sessions.end_others, name="sessions-end"),
    path("akun/saya/perangkat/<int:pk>/keluar/", sessions.end, name="session-end"),
    path("akun/<uuid:user_id>/", accounts.detail, name="account"),
    path("akun/<uuid:user_id>/peran/", roles.give, name="role-give"),
    path("akun/<uuid:user_id>/undang/", invitations.invite, name="account-invite"),
    path("akun/<uuid:user_id>/undang/batal/", invitations.cancel, name="invitation-cancel"),
    path("undangan/", invitations.use, name="invitation"),
    path("akun/<uuid:user_id>/pengaman/", accounts.reset_factors, name="account-factors"),
    path("akun/<uuid:user_id>/akhiri/", accounts.end, name="account-end"),
    path("akun/<uuid:user_id>/buka-pembatasan/", accounts.lift, name="account-lift"),
    path("akun/<uuid:user_id>/hari-terakhir/", accounts.end_on, name="account-end-on"),
    path("peran/", roles.waiting, name="roles-waiting"),
    path("peran/usulan/<uuid:proposal_id>/", roles.proposal, name="role-proposal"),
    path("peran/usulan/<uuid:proposal_id>/pastikan/", roles.confirm, name="role-confirm"),
    path("peran/usulan/<uuid:proposal_id>/tolak/", roles.refuse, name="role-refuse"),
    path("peran/usulan/<uuid:proposal_id>/tarik/", roles.withdraw, name="role-withdraw"),
    path("peran/<uuid:membership_id>/hari-terakhir/", roles.end_on, name="role-end-on"),
    path("peran/<uuid:membership_id>/cabut/", roles.end, name="role-end"),
]

# The names are allauth's, which leads from one of its pages to the next by them.
second_factor = [
    path("", factor.index, name="mfa_index"),
    path("periksa/", factor.authenticate, name="mfa_authenticate"),
    path("periksa-lagi/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("aplikasi/pasang/", factors.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("aplikasi/lepas/", factors.DeactivateApp.as_view(), name="mfa_deactivate_totp"),
    path("kode-pemulihan/", factors.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("kode-pemulihan/baru/", factors.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("kode-pemulihan/unduh/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("kunci/", factor.index, name="mfa_list_webauthn"),
    path("kunci/pasang/", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("kunci/masuk/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("kunci/periksa-lagi/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("kunci/<int:pk>/lepas/", factors.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("kunci/<int:pk>/ubah/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
]

# The office's own provider; the names are allauth's again.
office_account = [
    path("<slug:provider_id>/", office.leave_for, name="openid_connect_login"),
    path("<slug:provider_id>/kembali/", office.come_back, name="openid_connect_callback"),
]
