-- Schema 2 on PostgreSQL: the same log as in an SQLite file (`sqlite.sql`), entry for entry.

CREATE TABLE crossings_ledger (version bigint NOT NULL);
INSERT INTO crossings_ledger VALUES (2);

CREATE TABLE crossings_entry (
    sequence   bigint PRIMARY KEY CHECK (sequence > 0),
    recorded   text COLLATE "C" NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('document', 'decision')),
    subject    text COLLATE "C" NOT NULL UNIQUE,
    known_from text COLLATE "C",
    head       text NOT NULL,  -- text, not json: the hash is of the very characters
    text       bytea,
    original   bytea,
    statements bytea,
    previous   text NOT NULL CHECK (length(previous) = 64),
    hash       text NOT NULL CHECK (length(hash) = 64)
);
-- They are compressed already.
ALTER TABLE crossings_entry ALTER COLUMN text SET STORAGE EXTERNAL;
ALTER TABLE crossings_entry ALTER COLUMN original SET STORAGE EXTERNAL;
ALTER TABLE crossings_entry ALTER COLUMN statements SET STORAGE EXTERNAL;

CREATE FUNCTION crossings_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: entries are never changed or removed';
END $$;
CREATE TRIGGER crossings_entry_append_only BEFORE UPDATE OR DELETE ON crossings_entry
    FOR EACH ROW EXECUTE FUNCTION crossings_append_only();
CREATE TRIGGER crossings_entry_no_truncate BEFORE TRUNCATE ON crossings_entry
    FOR EACH STATEMENT EXECUTE FUNCTION crossings_append_only();
