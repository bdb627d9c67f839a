"""Which letters the bytes of a web page stand for: as they are marked, as the page says, or as they must be."""

import codecs
import re

from lis.engine.checks import Check
from propositions.intake.reading.text import MENDED, decode

_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,400}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s*=\s*["']?\s*([\w.:+-]{1,40})""", re.I
)
_HEAD = 16_000  # bytes in which a page declares its letters
_WINDOWS = frozenset(["ascii", "iso8859-1", "cp1252"])  # browsers read the first two as the third
_KNOWN = frozenset(
    [
        *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        *(f"cp{number}" for number in (866, 874, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)),
        *("koi8-r", "koi8-u", "mac-roman", "gbk", "gb2312", "gb18030", "big5", "euc_jp", "shift_jis", "euc_kr"),
    ]
)


def decode_page(content: bytes) -> tuple[str, tuple[Check, ...]]:
    """The source of the page in ``content``. What is UTF-8 is read so, whatever the page declares."""
    text, checks = decode(content)
    declared = _DECLARED.search(content[:_HEAD])
    if not checks or declared is None:
        return text, checks
    encoding = _encoding(declared[1].decode("ascii"))
    if encoding in _WINDOWS:
        return text, ()  # that is what it was read as
    if encoding not in _KNOWN:
        return text, checks
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError:
        return content.decode(encoding, "replace").replace("\ufffd", ""), (MENDED,)


def _encoding(label: str) -> str:
    """The name that Python has for ``label``, or ``""``."""
    try:
        return codecs.lookup(label).name
    except LookupError:
        return ""
