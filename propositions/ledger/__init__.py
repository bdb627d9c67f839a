"""The ledger of an ask: everything that happened to it, in the order of its events, with the words that moved."""
