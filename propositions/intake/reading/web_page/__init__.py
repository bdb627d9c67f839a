"""From the bytes of a saved web page to its tables and paragraphs; nothing that it names is fetched or run."""
