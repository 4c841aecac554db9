//! Sentences and cells: pieces in order, each number with the trail to what it rests on.

use claim::{Id, Window};
use jiff::civil::Date;

/// Where a printed number comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trail {
    /// Statements, by id: the number is in their quotes.
    Claims(Vec<Id>),
    /// How many statements these are.
    Counted(Vec<Id>),
    /// The draws of the picture, summed over crossings (joined with `+`) and days.
    Draws { via: String, window: Window },
    /// The same, each crossing over days of its own.
    DrawsOf(Vec<(String, Window)>),
    /// What was counted or reckoned, and of what: `count:documents`, `leaning:IOM`.
    Reckoned(String),
    /// The draws of the picture as it was known on an earlier day.
    DrawsAsOf { as_of: Date, via: String, window: Window },
}

impl Trail {
    /// The machine-checkable form: ids separated by spaces, `counted:` and ids joined with `+`, `draws:via:from:to`,
    /// `draws-as-of:day:via:from:to`, or what was reckoned. Several draws are parted by `;`.
    pub(crate) fn text(&self) -> String {
        match self {
            Trail::Claims(ids) => ids.iter().map(Id::as_str).collect::<Vec<_>>().join(" "),
            Trail::Counted(ids) => {
                format!("counted:{}", ids.iter().map(Id::as_str).collect::<Vec<_>>().join("+"))
            }
            Trail::Reckoned(what) => what.clone(),
            Trail::Draws { via, window } => drawn(&[(via, *window)]),
            Trail::DrawsOf(parts) => {
                drawn(&parts.iter().map(|(via, window)| (via, *window)).collect::<Vec<_>>())
            }
            Trail::DrawsAsOf { as_of, via, window } => {
                format!("draws-as-of:{as_of}:{via}:{}:{}", window.start(), window.end())
            }
        }
    }
}

fn drawn(parts: &[(&String, Window)]) -> String {
    let part =
        |(via, window): &(&String, Window)| format!("{via}:{}:{}", window.start(), window.end());
    format!("draws:{}", parts.iter().map(part).collect::<Vec<_>>().join(";"))
}

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words.
    Plain(String),
    /// Words that carry the sentence.
    Strong(String),
    /// Words of less weight.
    Soft(String),
    /// A number of people, with its trail.
    Number(String, Trail),
    /// Words of a document, leading to their place in it.
    Quote(String, Id),
}

/// A sentence or a cell: pieces in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text(pub Vec<Piece>);

impl Text {
    pub(crate) fn new() -> Text {
        Text::default()
    }

    pub(crate) fn plain(mut self, words: impl Into<String>) -> Text {
        self.push(Piece::Plain(words.into()));
        self
    }

    pub(crate) fn number(mut self, digits: impl Into<String>, trail: Trail) -> Text {
        self.push(Piece::Number(digits.into(), trail));
        self
    }

    /// Adds a piece; words of one weight are one piece.
    pub(crate) fn push(&mut self, piece: Piece) {
        match (self.0.last_mut(), piece) {
            (Some(Piece::Plain(words)), Piece::Plain(more))
            | (Some(Piece::Strong(words)), Piece::Strong(more))
            | (Some(Piece::Soft(words)), Piece::Soft(more)) => words.push_str(&more),
            (_, piece) => self.0.push(piece),
        }
    }

    /// A count or ratio of something other than people, with what it is of.
    pub(crate) fn reckoned(self, digits: impl Into<String>, what: impl Into<String>) -> Text {
        self.number(digits, Trail::Reckoned(what.into()))
    }

    pub(crate) fn quote(mut self, words: impl Into<String>, id: &Id) -> Text {
        self.push(Piece::Quote(words.into(), id.clone()));
        self
    }

    /// Hands every statement that this leads to to `found`.
    pub(crate) fn cited<'a>(&'a self, found: &mut impl FnMut(&'a Id)) {
        for piece in &self.0 {
            match piece {
                Piece::Number(_, Trail::Claims(ids) | Trail::Counted(ids)) => {
                    ids.iter().for_each(&mut *found);
                }
                Piece::Quote(_, id) => found(id),
                _ => {}
            }
        }
    }

    /// The words that lead nowhere and are nobody else's.
    pub(crate) fn plain_words(&self) -> String {
        let plain = self.0.iter().filter_map(|piece| match piece {
            Piece::Plain(words) | Piece::Strong(words) | Piece::Soft(words) => Some(words.as_str()),
            Piece::Number(..) | Piece::Quote(..) => None,
        });
        plain.collect()
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(words: T) -> Text {
        Text::new().plain(words)
    }
}
