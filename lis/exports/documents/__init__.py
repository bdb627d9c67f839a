"""Documents that leave the service: headings, paragraphs and tables, written as Word and as PDF with the same words."""

from .contents import ADDED, REMOVED, STRONG, Document, Heading, Paragraph, Run, Table
from .pdf import NotMade, write_pdf
from .word import write_word

__all__ = [
    "ADDED",
    "REMOVED",
    "STRONG",
    "Document",
    "Heading",
    "NotMade",
    "Paragraph",
    "Run",
    "Table",
    "write_pdf",
    "write_word",
]
