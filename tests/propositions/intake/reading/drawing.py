"""PDFs drawn mark by mark for the tests: letters of one width, lines, and what else may hang on a page."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 400, 300
SIZE, LETTER, LEADING = 10, 6, 12  # points; every letter of Courier is 0.6 of its size


@dataclass
class Sheet:
    """One page, measured from its top left."""

    marks: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)

    def write(self, x: float, y: float, *lines: str, turned: bool = False) -> Sheet:
        """``lines`` below each other, the first with its upper edge at ``y``."""
        for number, line in enumerate(lines):
            words = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            matrix = "0 1 -1 0" if turned else "1 0 0 1"
            base = HEIGHT - y - SIZE - number * LEADING
            self.marks.append(f"BT /F1 {SIZE} Tf {matrix} {x} {base} Tm ({words}) Tj ET")
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.marks.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def boxes(self, columns: Sequence[float], rows: Sequence[float]) -> Sheet:
        """All lines of a table."""
        for y in rows:
            self.rule(columns[0], y, columns[-1], y)
        for x in columns:
            self.rule(x, rows[0], x, rows[-1])
        return self

    def table(self, columns: Sequence[float], rows: Sequence[float], cells: Sequence[Sequence[Sequence[str]]]) -> Sheet:
        """Boxes with the lines of each cell in them."""
        for y, row in zip(rows, cells, strict=False):
            for x, lines in zip(columns, row, strict=False):
                self.write(x + 3, y + 2, *lines)
        return self.boxes(columns, rows)


def drawn(*sheets: Sheet, catalog: str = "", objects: Sequence[str] = (), font: str = "", packed: int = 0) -> bytes:
    """The PDF of ``sheets``. ``objects`` are numbered from 4 on; ``packed`` says how often its marks are packed."""
    font = font or "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
    first = 4 + len(objects)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(sheets)))
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        font.encode(),
        *(one.encode() for one in objects),
    ]
    for number, sheet in enumerate(sheets):
        marks = "\n".join(sheet.marks).encode("cp1252")
        for _ in range(packed):
            marks = zlib.compress(marks)
        filters = f"/Filter [{' '.join(['/FlateDecode'] * packed)}]" if packed else ""
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {first + 2 * number + 1} 0 R /Annots [{' '.join(sheet.annotations)}] >>".encode()
        )
        bodies.append(b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(marks), filters.encode(), marks))
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, count = len(content), len(bodies) + 1
    content += b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
