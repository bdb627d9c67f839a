"""How a reader can tell that nothing in a ledger was changed afterwards, in the words that every copy of it has."""

HOW_TO_CHECK = (
    "Every event is sealed by a figure that is worked out from all that it says and from the seal of the event "
    "before it. Whoever changed, removed or put in an event later would change every seal after it.",
    "Keep this copy. The head above is the whole seal of its last event. When you open the ledger again, that event "
    "must still have the same number and the same seal, however much has been added after it.",
    "Whoever runs this service can prove every seal at once with the command verify_ledgers, which names the first "
    "event that does not hold. Ask for it, and compare the head that it was proved to with yours.",
)
