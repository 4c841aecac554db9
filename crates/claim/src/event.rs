//! Dated facts without a count, and who holds which stance on what.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

use crate::vocabulary::words;
use crate::{DocumentId, Evidence, Id, Stance};

words! {
    /// What sort of thing happened.
    EventKind {
        /// An authority said that a deadline will apply.
        DeadlineAnnounced,
        /// The day a deadline runs out.
        Deadline,
        /// A round-up, expulsion or evacuation begins.
        OperationStart,
        /// It ends.
        OperationEnd,
        /// A border or crossing closed.
        BorderClosed,
        /// A border or crossing opened.
        BorderOpened,
        /// A rule changed.
        #[default]
        Policy,
        /// Parties agreed.
        Agreement,
        /// An armed attack.
        Attack,
        /// Flood, earthquake, fire.
        Disaster,
        /// Counting changed: figures before and after do not compare.
        MethodChange,
    }
}

words! {
    /// The stance that a holder takes.
    PositionStance {
        /// Is for it.
        Supports,
        /// Is against it, protests.
        #[default]
        Opposes,
        /// Says it is not so.
        Dismisses,
        /// Asks for something.
        Requests,
        /// Promises something.
        Assures,
        /// Blames someone.
        Accuses,
        /// Presses someone to act.
        Urges,
    }
}

/// A dated policy or situation fact without a count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Hash of document, span and fields.
    pub id: Id,
    /// The document it is stated in.
    pub document: DocumentId,
    /// Day of publication, when known.
    pub published: Option<Date>,
    /// The exact words.
    pub quote: String,
    /// Byte span `[start, end)` of the quote in the document's text.
    pub span: [usize; 2],
    /// What sort of thing.
    pub kind: EventKind,
    /// Who acts, as named.
    pub actor: Option<String>,
    /// Country code or place name.
    pub place: Option<String>,
    /// First day it applies to.
    pub start: Option<Date>,
    /// Last day it applies to.
    pub end: Option<Date>,
    /// How the text stands to it.
    pub stance: Stance,
}

/// Who holds which stance on what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// Hash of document, span and fields.
    pub id: Id,
    /// The document it is stated in.
    pub document: DocumentId,
    /// Day of publication, when known.
    pub published: Option<Date>,
    /// The exact words.
    pub quote: String,
    /// Byte span `[start, end)` of the quote in the document's text.
    pub span: [usize; 2],
    /// Who holds it: an official, an organisation, or a group of them.
    pub holder: String,
    /// The stance.
    pub stance: PositionStance,
    /// On what, in the words of the text.
    pub about: String,
}

impl Event {
    /// Computes the id from the fields; call it when they are final.
    pub fn sealed(mut self) -> Event {
        self.id = Id::unsealed();
        self.id = crate::statement::seal(&self);
        self
    }

    /// Makes an event at `span` of `text`, everything else unknown.
    pub fn new(document: DocumentId, text: &str, span: std::ops::Range<usize>) -> Event {
        let Evidence { quote, span } = Evidence::of(text, span);
        Event {
            id: Id::unsealed(),
            document,
            published: None,
            quote,
            span,
            kind: EventKind::default(),
            actor: None,
            place: None,
            start: None,
            end: None,
            stance: Stance::default(),
        }
    }
}

impl Position {
    /// Computes the id from the fields; call it when they are final.
    pub fn sealed(mut self) -> Position {
        self.id = Id::unsealed();
        self.id = crate::statement::seal(&self);
        self
    }

    /// Makes a position at `span` of `text`; holder and matter still to be filled in.
    pub fn new(document: DocumentId, text: &str, span: std::ops::Range<usize>) -> Position {
        let Evidence { quote, span } = Evidence::of(text, span);
        Position {
            id: Id::unsealed(),
            document,
            published: None,
            quote,
            span,
            holder: String::new(),
            stance: PositionStance::default(),
            about: String::new(),
        }
    }
}
