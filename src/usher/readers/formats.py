"""Which format a file is in: its content says so, and its name only where the content can't."""

from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from usher.readers.problems import refuse
from usher.readers.text import check_size

_HEAD_BYTES = 4096


class Format(StrEnum):
    """The formats that can be read."""

    XML = "XML"
    JSON = "JSON"
    ICALENDAR = "iCalendar"
    YAML = "YAML"
    XLSX = "XLSX"
    CSV = "CSV"


_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0",
        _("The file is an old Excel file (XLS) or one with a password; save it as XLSX."),
    ),
    (b"%PDF", _("The file is a PDF; export the data as CSV or XLSX.")),
    (b"\x89PNG", _("The file is a picture.")),
    (b"\xff\xd8\xff", _("The file is a picture.")),
    (b"\x1f\x8b", _("The file is compressed with gzip; unpack it first.")),
    (b"Rar!", _("The file is a RAR archive; unpack it first.")),
    (b"7z\xbc\xaf", _("The file is a 7-Zip archive; unpack it first.")),
)
_BY_NAME = {".xml": Format.XML, ".json": Format.JSON, ".ics": Format.ICALENDAR}
_BY_NAME |= {".yml": Format.YAML, ".yaml": Format.YAML}
_BY_NAME |= {".xlsx": Format.XLSX, ".xlsm": Format.XLSX}


def recognise(content: bytes, name: str) -> Format:
    """The file's format; raises Unreadable for what no reader takes."""
    check_size(content)
    for signature, words in _FOREIGN:
        if content.startswith(signature):
            raise refuse(str(words))
    if content.startswith(b"PK"):
        return Format.XLSX
    found = _by_text(_head(content))
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    expected = _BY_NAME.get(ending)
    if found is Format.CSV and expected is Format.YAML:
        # Nothing in its content tells YAML from any other text.
        return Format.YAML
    if found is Format.CSV and expected is not None:
        raise refuse(
            gettext("By its name the file is {format}, by its content it is not.").format(
                format=expected
            )
        )
    return found


def _head(content: bytes) -> str:
    """The first letters, told without knowing the encoding: those that matter are ASCII in all."""
    head = content[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf\xff\xfe\0")
    return head.replace(b"\0", b"").decode("latin-1")


def _by_text(head: str) -> Format:
    start = head.lstrip()
    if start.startswith("<"):
        return Format.XML
    if start.startswith(("{", "[")):
        return Format.JSON
    if start[:15].upper() == "BEGIN:VCALENDAR":
        return Format.ICALENDAR
    return Format.CSV
