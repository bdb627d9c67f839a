"""What the database itself refuses of responses, whoever asks: the SQL of their guards, for migrations."""

from lis.engine.guards import ERASURE

# An answer stays as it was given; it may lose its words (both columns to NULL at once) and nothing else.
FROZEN = """
CREATE TRIGGER given_answer_frozen BEFORE UPDATE OR DELETE ON consultations_givenanswer
    FOR EACH ROW EXECUTE FUNCTION concordat_frozen('erasable');
"""
THAW = "DROP TRIGGER given_answer_frozen ON consultations_givenanswer;"

_FIRST = "    IF of_table = 'lis_event' THEN"
_OF_ANSWERS = """    IF of_table = 'consultations_givenanswer' THEN
        UPDATE consultations_givenanswer SET body = NULL, salt = NULL WHERE id = of_id;
    ELSIF of_table = 'lis_event' THEN"""

ERASURE_BEFORE = ERASURE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
ERASURE_OF_ANSWERS = ERASURE_BEFORE.replace(_FIRST, _OF_ANSWERS)

FORWARD = [FROZEN, ERASURE_OF_ANSWERS]
REVERSE = [ERASURE_BEFORE, THAW]
