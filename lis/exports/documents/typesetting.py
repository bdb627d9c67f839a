"""The child process that sets one document: its words as JSON in, a PDF out, with limits on memory, time and files."""

import re
import resource
import sys
from pathlib import Path

import typst

_MEMORY = 1024 * 1024 * 1024
_SECONDS = 30
_TEMPLATE = Path(__file__).with_name("document.typ")
# How often characters that no font has are looked for: each round finds all that its pages hold.
_ROUNDS = 5
_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def main() -> None:
    """Read a document as ``as_data`` says it on standard input and write the PDF to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(typeset(sys.stdin.buffer.read().decode()))


def typeset(words: str) -> bytes:
    """The PDF of a document in JSON; a character that no font here has is shown by its number, as [U+1F600]."""
    template = _TEMPLATE.read_bytes()
    for _ in range(_ROUNDS):
        try:
            return typst.compile(
                template, format="pdf", sys_inputs={"document": words}, pdf_standards=["ua-1"],
                ignore_system_fonts=True,
            )  # fmt: skip
        except typst.TypstError as error:
            unshown = {_plain(found) for found in _UNSHOWN.findall(str(error))}
            if not unshown:
                raise
            words = numbered(words, set("".join(unshown)))
    raise RuntimeError("There are characters that cannot be shown, whatever stands for them.")


def _plain(text: str) -> str:
    """A text as the typesetter quotes it, without its quoting."""
    return re.sub(r"\\(.)", r"\1", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def numbered(words: str, characters: set[str]) -> str:
    """``words`` (JSON) with each of ``characters`` by its number; what JSON itself is made of stays."""
    for character in sorted(characters):
        if ord(character) > 0x7E:
            words = words.replace(character, f"[U+{ord(character):04X}]")
    return words


if __name__ == "__main__":
    main()
