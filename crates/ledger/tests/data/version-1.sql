-- Schema 1: documents, what was read from them, and the log of who entered what when.
--
-- Nothing here is ever updated or deleted. The triggers say so to every
-- program that opens the file, not only to this one. `INSERT OR REPLACE`
-- deletes without firing a delete trigger (unless `recursive_triggers` is on,
-- which is per connection), so a trigger before the insert refuses any row
-- whose key is already there. It must look at every unique key, also the
-- integer one: a replace by row number deletes as well.

CREATE TABLE entries (
    sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
    recorded TEXT NOT NULL,           -- UTC, RFC 3339 with six decimals, so that text order is time order
    kind     TEXT NOT NULL,           -- what was entered: 'document'
    subject  TEXT NOT NULL            -- its name by content
) STRICT;

CREATE TABLE documents (
    entry     INTEGER PRIMARY KEY REFERENCES entries (sequence),
    id        TEXT NOT NULL UNIQUE CHECK (length(id) = 64),
    name      TEXT NOT NULL,
    media     TEXT NOT NULL,
    published TEXT,                   -- ISO day
    publisher TEXT,
    title     TEXT,
    url       TEXT,
    text      TEXT NOT NULL,
    original  BLOB                    -- the bytes as read, where text is not those bytes
) STRICT;

CREATE TABLE statements (
    sequence  INTEGER PRIMARY KEY CHECK (sequence > 0),
    id        TEXT NOT NULL UNIQUE CHECK (length(id) = 16),
    document  INTEGER NOT NULL REFERENCES documents (entry),
    published TEXT,                   -- ISO day: the statement's own, else the document's
    body      TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE INDEX statements_of_document ON statements (document);

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: entries are never changed'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: entries are never removed'); END;
CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: entries are never replaced'); END;

CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: documents are never changed'); END;
CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: documents are never removed'); END;
CREATE TRIGGER documents_no_replace BEFORE INSERT ON documents
WHEN EXISTS (SELECT 1 FROM documents WHERE entry = NEW.entry)
  OR EXISTS (SELECT 1 FROM documents WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: documents are never replaced'); END;

CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: statements are never changed'); END;
CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: statements are never removed'); END;
CREATE TRIGGER statements_no_replace BEFORE INSERT ON statements
WHEN EXISTS (SELECT 1 FROM statements WHERE sequence = NEW.sequence)
  OR EXISTS (SELECT 1 FROM statements WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: statements are never replaced'); END;

PRAGMA application_id = 1129467731;
PRAGMA user_version = 1;
