"""From the bytes of a paper to its tables and blocks of text, without trusting any of them."""
