"""Everything that changes files."""

from naung.files.operations.checking import check_next, sweep
from naung.files.operations.keeping import add_file, describe_file, list_files, open_file, remove_file
from naung.files.operations.uploads import begin_upload, drop_upload, take_piece

__all__ = [
    "add_file",
    "begin_upload",
    "check_next",
    "describe_file",
    "drop_upload",
    "list_files",
    "open_file",
    "remove_file",
    "sweep",
    "take_piece",
]
