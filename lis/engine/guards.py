"""What the database itself refuses, whoever asks: the SQL of the ledger's guards, for migrations.

A record cannot move without its event, an event cannot stand without its record moving, and what was said for good
stays. The checks of movement wait for the commit, since a step writes both in turn. Every function names the schema
that it looks in: a temporary table of the same name would otherwise stand in for the ledger.
"""

ROOT = """
CREATE FUNCTION concordat_record_root() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.root_id := coalesce(NEW.root_id, NEW.id);
    RETURN NEW;
END $$;
CREATE TRIGGER record_root BEFORE INSERT ON lis_record FOR EACH ROW EXECUTE FUNCTION concordat_record_root();
ALTER TABLE lis_record ADD CONSTRAINT record_root_is_set CHECK (root_id IS NOT NULL);
"""

LEDGER = """
CREATE FUNCTION concordat_ledger_agrees() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_record bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    stands record;
    said record;
BEGIN
    SELECT ref, status, revision INTO stands FROM lis_record WHERE id = of_record;
    SELECT number, to_status INTO said FROM lis_event WHERE record_id = of_record ORDER BY number DESC LIMIT 1;
    IF said.number IS DISTINCT FROM stands.revision OR said.to_status IS DISTINCT FROM stands.status THEN
        RAISE EXCEPTION
            'Record % stands at "%" (revision %), its last event says "%" (number %): a record moves only by a step.',
            stands.ref, stands.status, stands.revision, said.to_status, said.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_TABLE_NAME = 'lis_event' THEN
        IF (to_jsonb(NEW) ->> 'number')::bigint <> 1 AND NOT EXISTS (
            SELECT FROM lis_event WHERE record_id = of_record AND number = (to_jsonb(NEW) ->> 'number')::bigint - 1
        ) THEN
            RAISE EXCEPTION 'The events of record % have a gap.', stands.ref
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER record_agrees AFTER INSERT OR UPDATE ON lis_record
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION concordat_ledger_agrees('id');
CREATE CONSTRAINT TRIGGER event_agrees AFTER INSERT ON lis_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION concordat_ledger_agrees('record_id');
"""

IDENTITY = """
CREATE FUNCTION concordat_record_identity() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.uid, NEW.kind, NEW.ref, NEW.area_id, NEW.root_id)
        IS DISTINCT FROM (OLD.id, OLD.uid, OLD.kind, OLD.ref, OLD.area_id, OLD.root_id) THEN
        RAISE EXCEPTION 'The reference, kind, area and root of record % never change.', OLD.ref
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_identity BEFORE UPDATE ON lis_record FOR EACH ROW EXECUTE FUNCTION concordat_record_identity();
"""

# Changing a row of these is refused; an event may lose its words (both columns to NULL at once) and nothing else.
FROZEN = """
CREATE FUNCTION concordat_frozen() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS = 1 AND TG_ARGV[0] = 'erasable' THEN
        IF to_jsonb(NEW) ->> 'body' IS NULL AND to_jsonb(NEW) ->> 'salt' IS NULL
            AND (to_jsonb(NEW) - 'body' - 'salt') = (to_jsonb(OLD) - 'body' - 'salt') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'Rows of % are kept for good: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER version_frozen BEFORE UPDATE OR DELETE ON lis_version
    FOR EACH ROW EXECUTE FUNCTION concordat_frozen();
CREATE TRIGGER version_authors_frozen BEFORE UPDATE OR DELETE ON lis_version_authors
    FOR EACH ROW EXECUTE FUNCTION concordat_frozen();
CREATE TRIGGER event_frozen BEFORE UPDATE OR DELETE ON lis_event
    FOR EACH ROW EXECUTE FUNCTION concordat_frozen('erasable');
CREATE FUNCTION concordat_remark_words() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (NEW.body, NEW.salt) IS DISTINCT FROM (OLD.body, OLD.salt) AND (NEW.body IS NOT NULL OR NEW.salt IS NOT NULL)
        OR NEW.digest IS DISTINCT FROM OLD.digest THEN
        RAISE EXCEPTION 'The words of a remark can be erased, not changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER remark_words BEFORE UPDATE ON lis_remark FOR EACH ROW EXECUTE FUNCTION concordat_remark_words();
"""

# The one way to erase personal words. It runs with its owner's rights, so the web role needs none on the rows.
ERASURE = """
CREATE FUNCTION erase_words(of_table text, of_id bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF of_table = 'lis_event' THEN
        UPDATE lis_event SET body = NULL, salt = NULL WHERE id = of_id;
    ELSIF of_table = 'lis_remark' THEN
        UPDATE lis_remark SET body = NULL, salt = NULL WHERE id = of_id;
    ELSE
        RAISE EXCEPTION 'Nothing in % can be erased.', of_table;
    END IF;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION erase_words(text, bigint) FROM PUBLIC;
"""

FORWARD = [ROOT, LEDGER, IDENTITY, FROZEN, ERASURE]

REVERSE = """
DROP FUNCTION erase_words(text, bigint);
DROP TRIGGER remark_words ON lis_remark;
DROP FUNCTION concordat_remark_words();
DROP TRIGGER event_frozen ON lis_event;
DROP TRIGGER version_authors_frozen ON lis_version_authors;
DROP TRIGGER version_frozen ON lis_version;
DROP FUNCTION concordat_frozen();
DROP TRIGGER record_identity ON lis_record;
DROP FUNCTION concordat_record_identity();
DROP TRIGGER event_agrees ON lis_event;
DROP TRIGGER record_agrees ON lis_record;
DROP FUNCTION concordat_ledger_agrees();
ALTER TABLE lis_record DROP CONSTRAINT record_root_is_set;
DROP TRIGGER record_root ON lis_record;
DROP FUNCTION concordat_record_root();
"""


def insert_only(table: str, trigger: str) -> str:
    """The SQL that freezes the rows of another table: inserted once, never changed, never deleted."""
    return (
        f"CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION concordat_frozen();"
    )
