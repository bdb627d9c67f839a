"""The columns of a table of asks, the same in every kind of file."""

from lis.doors.tables import Column

COLUMNS = (
    Column("ref", "Reference", lambda state: state.ask.ref),
    Column("area", "Area", lambda state: state.ask.area.name),
    Column("proposition", "Proposition", lambda state: state.title),
    Column("ask", "Ask", lambda state: state.text),
    Column("type", "Type", lambda state: state.type_label),
    Column("money", "Money", lambda state: state.money),
    Column("departments", "Departments named", lambda state: state.departments),
    Column("status", "Status", lambda state: state.status_label),
    Column("version", "Version", lambda state: state.words.number or None),
    Column("with", "With", lambda state: state.holders),
    Column("since", "Since", lambda state: state.since),
    Column("due_on", "Due", lambda state: state.due_on),
    Column("answers", "Answers", lambda state: [f"{code}: {stance}" for code, stance in state.stances]),
)
