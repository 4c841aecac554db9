//! One line of the log: what was entered, when, and the hash that ties it to all before.
//!
//! The chain is `hash(n) = SHA-256(previous hash, and every column of entry n)`, each part
//! with its length in front, so that no two entries hash alike. Changing, removing or
//! reordering an entry breaks the chain at that entry or the one after it. Taking the newest
//! entries away leaves a chain that is whole but ends earlier: whoever noted the head can tell.

use std::cell::RefCell;

use claim::{Claim, Decision, Document, DocumentId, Event, Position, Statement};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};
use zstd::bulk::Decompressor;

/// What an entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// A document and what was read from it.
    Document,
    /// A decision.
    Decision,
}

impl EntryKind {
    pub fn name(self) -> &'static str {
        match self {
            EntryKind::Document => "document",
            EntryKind::Decision => "decision",
        }
    }

    pub fn of(name: &str) -> Option<EntryKind> {
        [EntryKind::Document, EntryKind::Decision].into_iter().find(|kind| kind.name() == name)
    }
}

/// An entry as it is stored, in any database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// 1, 2, 3 and so on, without gaps.
    pub sequence: i64,
    /// When it was entered: UTC, RFC 3339 with six decimals, so that text order is time order.
    /// Never earlier than the entry before.
    pub recorded: String,
    pub kind: EntryKind,
    /// Id of the document or the decision.
    pub subject: String,
    /// Earliest day on which any of it had been published, ISO; `None` for a decision, and for
    /// a document of which nothing is dated.
    pub known_from: Option<String>,
    /// JSON: what is known of the document, or the decision.
    pub head: String,
    /// The document's text, compressed.
    pub text: Option<Vec<u8>>,
    /// The document's bytes where the text is not those bytes, compressed.
    pub original: Option<Vec<u8>>,
    /// What was read from it, packed and compressed.
    pub statements: Option<Vec<u8>>,
    /// Hash of the entry before; of the first, 64 zeros.
    pub previous: String,
    /// Hash of all of the above.
    pub hash: String,
}

/// Where the chain ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of the last entry; 0 of an empty ledger.
    pub sequence: i64,
    /// Its hash, 64 hexadecimal digits; zeros of an empty ledger.
    pub hash: String,
    /// When it was entered.
    pub(crate) recorded: String,
}

impl Head {
    /// Of a ledger without entries.
    pub(crate) fn empty() -> Head {
        Head { sequence: 0, hash: "0".repeat(64), recorded: String::new() }
    }
}

/// A time as the ledger writes it.
pub(crate) fn written(time: Timestamp) -> String {
    format!("{time:.6}")
}

/// What a document is besides its text.
#[derive(Debug, Serialize, Deserialize)]
struct DocumentHead {
    name: String,
    media: claim::Media,
    published: Option<Date>,
    publisher: Option<String>,
    title: Option<String>,
    url: Option<String>,
    /// Where pages begin; left out where there are none, as in entries from before there were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pages: Vec<usize>,
    /// How many statements were read from it.
    statements: usize,
}

/// What was read from a document, by type: half the time to unpack of a list of mixed types.
/// Written it borrows ([`Bare`], `&Event`, `&Position`), so that large sheets are not copied.
#[derive(Debug, Serialize, Deserialize)]
struct Packed<C, E, P> {
    /// Type of each statement in order: `c`, `e` or `p`.
    order: String,
    claims: Vec<C>,
    events: Vec<E>,
    positions: Vec<P>,
}

/// A claim written without its document where that is the entry's, which names it once for all its claims.
struct Bare<'a> {
    claim: &'a Claim,
    document: &'a DocumentId,
}

impl Serialize for Bare<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.claim.document != *self.document {
            return self.claim.serialize(serializer);
        }
        Claim { document: DocumentId::unnamed(), ..self.claim.clone() }.serialize(serializer)
    }
}

/// Level 3 halves the size of level 1's output at a small cost; more gains little.
const LEVEL: i32 = 3;

/// Most bytes that an entry may unpack to: no entry that this program writes comes near.
const MOST: usize = 1 << 30;

fn pack(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, LEVEL).expect("compressing in memory cannot fail")
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let size = zstd::zstd_safe::get_frame_content_size(bytes)
        .ok()
        .flatten()
        .and_then(|size| usize::try_from(size).ok())
        .filter(|size| *size <= MOST)
        .ok_or("not compressed as this program does")?;
    UNPACK.with_borrow_mut(|unpack| {
        let unpack = match unpack {
            Some(unpack) => unpack,
            None => unpack.insert(Decompressor::new().map_err(|error| error.to_string())?),
        };
        unpack.decompress(bytes, size).map_err(|error| error.to_string())
    })
}

thread_local! {
    /// Its tables are large: making them for each small entry would cost more than unpacking it.
    static UNPACK: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// The day a statement was published, when it says so itself.
pub(crate) fn published(statement: &Statement) -> Option<Date> {
    match statement {
        Statement::Claim(claim) => claim.published,
        Statement::Event(event) => event.published,
        Statement::Position(position) => position.published,
    }
}

impl Entry {
    /// The entry of a document behind `head`, with its statements; of two with one id the
    /// first counts. Returns how many there are.
    pub fn document(
        head: &Head,
        document: &Document,
        statements: &[Statement],
        recorded: Timestamp,
    ) -> (Entry, usize) {
        let mut packed =
            Packed { order: String::new(), claims: vec![], events: vec![], positions: vec![] };
        let mut seen = std::collections::HashSet::new();
        let mut earliest = document.published;
        for statement in statements.iter().filter(|s| seen.insert(s.id())) {
            earliest = [earliest, published(statement)].into_iter().flatten().min();
            match statement {
                Statement::Claim(claim) => {
                    packed.order.push('c');
                    packed.claims.push(Bare { claim, document: &document.id });
                }
                Statement::Event(event) => {
                    packed.order.push('e');
                    packed.events.push(event);
                }
                Statement::Position(position) => {
                    packed.order.push('p');
                    packed.positions.push(position);
                }
            }
        }
        let count = packed.order.len();
        let about = DocumentHead {
            name: document.name.clone(),
            media: document.media,
            published: document.published,
            publisher: document.publisher.clone(),
            title: document.title.clone(),
            url: document.url.clone(),
            pages: document.pages.clone(),
            statements: count,
        };
        let body = rmp_serde::to_vec_named(&packed).expect("statements are plain data");
        let entry = Entry {
            sequence: head.sequence + 1,
            recorded: written(recorded).max(head.recorded.clone()),
            kind: EntryKind::Document,
            subject: document.id.to_string(),
            known_from: earliest.map(|day| day.to_string()),
            head: serde_json::to_string(&about).expect("plain data"),
            text: Some(pack(document.text.as_bytes())),
            original: document.original.as_deref().map(pack),
            statements: Some(pack(&body)),
            previous: head.hash.clone(),
            hash: String::new(),
        };
        (entry.sealed(), count)
    }

    /// The entry of a decision behind `head`.
    pub fn decision(head: &Head, decision: &Decision) -> Entry {
        let entry = Entry {
            sequence: head.sequence + 1,
            recorded: written(decision.recorded).max(head.recorded.clone()),
            kind: EntryKind::Decision,
            subject: decision.id.to_string(),
            known_from: None,
            head: serde_json::to_string(decision).expect("plain data"),
            text: None,
            original: None,
            statements: None,
            previous: head.hash.clone(),
            hash: String::new(),
        };
        entry.sealed()
    }

    fn sealed(mut self) -> Entry {
        self.hash = self.digest();
        self
    }

    /// The hash that this entry should have.
    pub fn digest(&self) -> String {
        let mut sum = Sha256::new();
        let sequence = self.sequence.to_string();
        let parts: [Option<&[u8]>; 10] = [
            Some(b"crossings ledger entry 1"),
            Some(self.previous.as_bytes()),
            Some(sequence.as_bytes()),
            Some(self.recorded.as_bytes()),
            Some(self.kind.name().as_bytes()),
            Some(self.subject.as_bytes()),
            self.known_from.as_deref().map(str::as_bytes),
            Some(self.head.as_bytes()),
            self.text.as_deref(),
            self.original.as_deref(),
        ];
        for part in parts.into_iter().chain([self.statements.as_deref()]) {
            // A length, so that bytes cannot move from one part to the next unseen; an absent
            // part is not an empty one.
            let length = part.map_or(u64::MAX, |part| part.len() as u64);
            sum.update(length.to_be_bytes());
            sum.update(part.unwrap_or_default());
        }
        sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Where the chain ends with this entry.
    pub fn as_head(&self) -> Head {
        Head { sequence: self.sequence, hash: self.hash.clone(), recorded: self.recorded.clone() }
    }

    /// The document, with its text when the entry was loaded with it.
    ///
    /// # Errors
    /// What is wrong with the entry, when it does not hold a document.
    pub fn to_document(&self) -> Result<Document, String> {
        let head: DocumentHead =
            serde_json::from_str(&self.head).map_err(|error| error.to_string())?;
        let text = match &self.text {
            Some(packed) => String::from_utf8(unpack(packed)?).map_err(|e| e.to_string())?,
            None => String::new(),
        };
        Ok(Document {
            id: self.subject.parse().map_err(|error| format!("{error}"))?,
            name: head.name,
            media: head.media,
            published: head.published,
            publisher: head.publisher,
            title: head.title,
            url: head.url,
            text,
            pages: head.pages,
            original: self.original.as_deref().map(unpack).transpose()?,
        })
    }

    /// The statements, in the order in which they were given.
    ///
    /// # Errors
    /// What is wrong with the entry, when it does not hold statements.
    pub fn to_statements(&self) -> Result<Vec<Statement>, String> {
        let Some(packed) = &self.statements else { return Ok(Vec::new()) };
        let packed: Packed<Claim, Event, Position> =
            rmp_serde::from_slice(&unpack(packed)?).map_err(|error| error.to_string())?;
        let count = packed.order.len();
        let document: DocumentId = self.subject.parse().map_err(|error| format!("{error}"))?;
        let named = |mut claim: Claim| {
            if claim.document.is_unnamed() {
                claim.document = document.clone();
            }
            Statement::Claim(claim)
        };
        let mut statements = Vec::with_capacity(count);
        let mut claims = packed.claims.into_iter();
        let mut events = packed.events.into_iter();
        let mut positions = packed.positions.into_iter();
        for kind in packed.order.chars() {
            statements.extend(match kind {
                'c' => claims.next().map(named),
                'e' => events.next().map(Statement::Event),
                _ => positions.next().map(Statement::Position),
            });
        }
        if statements.len() != count {
            return Err("holds fewer statements than it says".into());
        }
        Ok(statements)
    }

    /// The decision.
    ///
    /// # Errors
    /// What is wrong with the entry, when it does not hold a decision.
    pub fn to_decision(&self) -> Result<Decision, String> {
        serde_json::from_str(&self.head).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_document_comes_back_whole() {
        let text = "About 104,000 people left.";
        let document = Document {
            published: Some(date(2023, 11, 1)),
            original: Some(b"PK".to_vec()),
            media: claim::Media::Pdf,
            pages: vec![0, 6],
            ..Document::text("a.txt", text)
        };
        let claim = Claim {
            value: Some(104_000.0),
            low: Some(0.5),
            start: Some(date(2023, 10, 18)),
            as_of: Some(jiff::civil::time(7, 0, 0, 0)),
            via: vec!["Torkham".into()],
            ..Claim::new(document.id.clone(), text, 0..13)
        }
        .sealed();
        let event = Event::new(document.id.clone(), text, 0..5).sealed();
        let position = Position::new(document.id.clone(), text, 0..5).sealed();
        let statements = [
            Statement::Event(event),
            Statement::Claim(claim.clone()),
            Statement::Position(position),
            Statement::Claim(claim),
        ];
        let (entry, count) =
            Entry::document(&Head::empty(), &document, &statements, Timestamp::UNIX_EPOCH);
        assert_eq!(count, 3);
        assert_eq!(entry.to_document().unwrap(), document);
        assert_eq!(entry.to_statements().unwrap(), statements[..3]);
        assert_eq!(entry.known_from.as_deref(), Some("2023-11-01"));
    }

    #[test]
    fn an_entry_from_before_there_were_pages_is_what_it_was() {
        let (entry, _) = Entry::document(
            &Head::empty(),
            &Document::text("a.txt", "text"),
            &[],
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!(
            entry.head,
            r#"{"name":"a.txt","media":"text","published":null,"publisher":null,"title":null,"url":null,"statements":0}"#
        );
        assert!(entry.to_document().unwrap().pages.is_empty());
    }

    #[test]
    fn every_column_is_in_the_hash() {
        let document = Document::text("a.txt", "text");
        let (entry, _) = Entry::document(&Head::empty(), &document, &[], Timestamp::UNIX_EPOCH);
        type Change = fn(&mut Entry);
        let changes: [Change; 10] = [
            |e| e.sequence += 1,
            |e| e.recorded.push('0'),
            |e| e.kind = EntryKind::Decision,
            |e| e.subject.push('0'),
            |e| e.known_from = Some(String::new()),
            |e| e.head.push(' '),
            |e| e.text = None,
            |e| e.original = Some(Vec::new()),
            |e| e.statements.as_mut().unwrap().push(0),
            |e| e.previous.push('0'),
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut changed = entry.clone();
            change(&mut changed);
            assert_ne!(changed.digest(), entry.hash, "change {index}");
        }
    }

    #[test]
    fn time_never_runs_backwards() {
        let later =
            Head { recorded: written(Timestamp::from_second(1000).unwrap()), ..Head::empty() };
        let decision = Decision::new(claim::Verdict::Flag, "x", "a", "b", Timestamp::UNIX_EPOCH);
        assert_eq!(Entry::decision(&later, &decision.sealed()).recorded, later.recorded);
    }
}
