-- Schema 2: one log of entries, each tied to the one before by its hash (`src/entry.rs`).
--
-- Nothing here is ever updated or deleted. The triggers say so to every
-- program that opens the file, not only to this one. `INSERT OR REPLACE`
-- deletes without firing a delete trigger (unless `recursive_triggers` is on,
-- which is per connection), so a trigger before the insert refuses any row
-- whose key is already there.

CREATE TABLE entry (
    sequence   INTEGER PRIMARY KEY CHECK (sequence > 0),
    recorded   TEXT NOT NULL,         -- UTC, RFC 3339 with six decimals, so that text order is time order
    kind       TEXT NOT NULL CHECK (kind IN ('document', 'decision')),
    subject    TEXT NOT NULL UNIQUE,  -- id of the document or the decision
    known_from TEXT,                  -- ISO day: the earliest on which any of it had been published
    head       TEXT NOT NULL CHECK (json_valid(head)),
    text       BLOB,                  -- the document's text, zstd
    original   BLOB,                  -- its bytes as read, where the text is not those bytes, zstd
    statements BLOB,                  -- what was read from it, MessagePack, zstd
    previous   TEXT NOT NULL CHECK (length(previous) = 64),
    hash       TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: entries are never changed'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: entries are never removed'); END;
CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE sequence = NEW.sequence)
  OR EXISTS (SELECT 1 FROM entry WHERE subject = NEW.subject)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: entries are never replaced'); END;
