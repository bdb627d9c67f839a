"""A spreadsheet goes out, is filled offline and comes back: positions drafted for many asks, row by row."""
