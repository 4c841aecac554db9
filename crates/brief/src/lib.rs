//! Writes the picture up for people: terminal, HTML, tables.
