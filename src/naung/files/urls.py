"""Addresses of files: the same ones for each table of files, under the word of what they hang on."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from naung.files.models import StoredFile, tables
from naung.files.views import hanging, serving, uploads

app_name = "files"


def _of(model: type[StoredFile]) -> Iterator[URLPattern]:
    word, told = model.HANGS.word, {"word": model.HANGS.word}
    here = f"{word}/<uuid:{model.HANGS.parent}_id>/"
    one = f"{here}<uuid:{model.HANGS.parent}_file_id>/"
    if not model.HANGS.page:
        yield path(here, hanging.listing, told, name=word)
        yield path(f"{here}tambah/", hanging.add, told, name=f"{word}-add")
    yield path(one, hanging.look, told, name=f"{word}-look")
    yield path(f"{one}isi/", serving.inside, told, name=f"{word}-inside")
    yield path(f"{one}keterangan/", hanging.describe, told, name=f"{word}-describe")
    yield path(f"{one}hapus/", hanging.remove, told, name=f"{word}-remove")


urlpatterns = [
    path("unggah/", uploads.uploads, name="uploads"),
    path("unggah/<uuid:upload_id>/", uploads.upload, name="upload"),
    *(address for model in tables() for address in _of(model)),
]
