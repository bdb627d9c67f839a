"""What the database itself refuses of consultations, whoever asks: the SQL of its guards, for migrations.

What a round is about, what it asks and which documents it shows stand still once it has left its draft: people answer
what they were asked, and a second person approved it. The row of the record is locked while that is looked up, so no
change slips in beside a step.
"""

PREPARED = """
CREATE FUNCTION concordat_round_is_draft(of_round bigint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    stands record;
BEGIN
    SELECT ref, status INTO stands FROM lis_record WHERE id = of_round FOR SHARE;
    IF stands.status <> 'draft' THEN
        RAISE EXCEPTION 'Round % is past its draft (%): what it asks and shows stays.', stands.ref, stands.status
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;
CREATE FUNCTION concordat_round_of(of_table text, of_row jsonb) RETURNS bigint LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    IF of_row ? 'round_id' THEN
        RETURN (of_row ->> 'round_id')::bigint;
    ELSIF of_table = 'consultations_option' THEN
        SELECT q.round_id INTO found FROM consultations_question o
            JOIN consultations_questionnaire q ON q.record_id = o.questionnaire_id
            WHERE o.id = (of_row ->> 'question_id')::bigint;
    ELSE
        SELECT q.round_id INTO found FROM consultations_questionnaire q
            WHERE q.record_id = (of_row ->> 'questionnaire_id')::bigint;
    END IF;
    RETURN found;
END $$;
CREATE FUNCTION concordat_prepared() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM concordat_round_is_draft(concordat_round_of(TG_TABLE_NAME, to_jsonb(OLD)));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM concordat_round_is_draft(concordat_round_of(TG_TABLE_NAME, to_jsonb(NEW)));
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;
"""

TABLES = ("element", "supportingdocument", "questionpage", "question", "option")

# The opening is fixed with the words; the closing may move, and only to a later moment.
DATES = """
CREATE FUNCTION concordat_round_dates() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (NEW.opens_at, NEW.grace_minutes, NEW.strategy_id) IS DISTINCT FROM
        (OLD.opens_at, OLD.grace_minutes, OLD.strategy_id) OR NEW.closes_at < OLD.closes_at
        OR (NEW.closes_at IS NULL) <> (OLD.closes_at IS NULL) THEN
        PERFORM concordat_round_is_draft(OLD.record_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_dates BEFORE UPDATE ON consultations_round
    FOR EACH ROW EXECUTE FUNCTION concordat_round_dates();
"""

FORWARD = [
    PREPARED,
    *(
        f"CREATE TRIGGER {table}_prepared BEFORE INSERT OR UPDATE OR DELETE ON consultations_{table} "
        "FOR EACH ROW EXECUTE FUNCTION concordat_prepared();"
        for table in TABLES
    ),
    DATES,
]

REVERSE = [
    "DROP TRIGGER round_dates ON consultations_round; DROP FUNCTION concordat_round_dates();",
    *(f"DROP TRIGGER {table}_prepared ON consultations_{table};" for table in TABLES),
    "DROP FUNCTION concordat_prepared(); DROP FUNCTION concordat_round_of(text, jsonb);"
    " DROP FUNCTION concordat_round_is_draft(bigint);",
]
