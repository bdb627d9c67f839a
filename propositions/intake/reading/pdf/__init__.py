"""From the words and lines that lie on the pages of a PDF to tables and paragraphs, saying what was guessed."""
