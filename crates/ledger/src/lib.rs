//! The append-only record of documents and what was read from them, in one SQLite file.
