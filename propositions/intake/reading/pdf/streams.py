"""Whether the packed parts of a PDF may be unpacked, told before anything that trusts them opens it."""

import re
import zlib

from propositions.intake.reading.packages import MAX_UNPACKED
from propositions.intake.reading.paper import TRAP, UnreadablePaper

_STREAM = re.compile(rb"stream\r?\n")
_FILTERS = re.compile(rb"/Filter\s*\[([^\]]{0,400})\]")
_PACKERS = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b")
_PIECE = 64 * 1024


def check_streams(content: bytes) -> None:
    """Refuse a PDF whose parts unpack to far more than a paper, or are packed more than once."""
    if any(len(_PACKERS.findall(filters[1])) > 1 for filters in _FILTERS.finditer(content)):
        raise UnreadablePaper(TRAP)
    unpacked = 0
    for stream in _STREAM.finditer(content):
        unpacked += _unpacked(content, stream.end(), MAX_UNPACKED - unpacked)
        if unpacked >= MAX_UNPACKED:
            raise UnreadablePaper(TRAP)


def _unpacked(content: bytes, start: int, most: int) -> int:
    """How many bytes the packed part at ``start`` holds, counted up to ``most``; none if it is not packed."""
    unpacker, size, at = zlib.decompressobj(), 0, start
    try:
        while not unpacker.eof and at < len(content) and size < most:
            piece = unpacker.unconsumed_tail or content[at : at + _PIECE]
            at += 0 if unpacker.unconsumed_tail else len(piece)
            size += len(unpacker.decompress(piece, min(_PIECE * 16, most - size)))
    except zlib.error:
        return size
    return size
