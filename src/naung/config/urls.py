"""Which package answers which address. Every address needs a signed-in person unless its view says not."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from naung.teams.urls import office_account, second_factor
from naung.teams.views.invitations import forgotten

urlpatterns = [
    path("", include("naung.publicsite.urls")),
    path("kerja/", include("naung.desk.urls")),
    path("laporan/", include("naung.intake.urls")),
    path("kasus/", include("naung.cases.urls")),
    path("pencegahan/", include("naung.prevention.urls")),
    path("k/", include("naung.prevention.urls.quiz_phone")),
    path("berkas/", include("naung.files.urls")),
    path("pelindungan/", include("naung.privacy.urls")),
    path("tim/", include("naung.teams.urls")),
    path("akun/dari/", include(office_account)),
    path("akun/keamanan/", include(second_factor)),
    path("akun/password/reset/", forgotten, name="account_reset_password"),  # instead of allauth's letter
    path("akun/", include("allauth.account.urls")),
    path("bahasa/", login_not_required(set_language), name="set_language"),
]

handler400 = "naung.core.views.bad_request"
handler403 = "naung.core.views.forbidden"
handler404 = "naung.core.views.not_found"
handler500 = "naung.core.views.server_error"
