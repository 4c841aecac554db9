//! Writes the picture up for people: in the terminal, as one page that
//! needs no network, prints, and leads from every number to its quote, and as Markdown.
//!
//! [`Brief::new`] composes what there is to say; [`Brief::terminal`], [`Brief::markdown`] and
//! [`Brief::html`] only write it down, so they never differ in content. Sections
//! choose themselves: one with nothing to say is not there. The same input gives
//! the same bytes.

pub mod answer;
mod chart;
mod compose;
mod content;
mod drawing;
mod html;
mod language;
mod map;
mod markdown;
mod opening;
#[cfg(feature = "pdf")]
mod pdf;
pub mod question;
mod table;
mod terminal;
mod text;
mod wording;

use claim::{Document, Statement};
use content::Content;
pub use html::Part;
pub use language::Language;
pub use opening::{Counted, Opening, days, opening};
#[cfg(feature = "pdf")]
pub use pdf::{Fonts, Pdf, PdfError};
pub use phrases::PhraseError;
use places::Gazetteer;
use reconcile::Picture;
#[cfg(feature = "pdf")]
pub use usvg::fontdb;

/// The style of the page, for pages around its parts.
pub const STYLE: &str = html::STYLE;

/// What lets the page's charts tell their days; nothing needs it.
pub const SCRIPT: &str = html::SCRIPT;

/// A picture written up, ready to be printed in either form.
///
/// Statements published after the picture's `as_of` are left out; numbers below
/// ten are not printed.
///
/// ```
/// use brief::Brief;
/// use claim::{Claim, Document, Kind, Statement};
/// use jiff::civil::date;
/// use places::Gazetteer;
/// use reconcile::{Options, reconcile};
///
/// let document = Document::text("note.txt", "12,689 people returned through Torkham on 3 November.");
/// let claim = Claim {
///     value: Some(12_689.0),
///     kind: Kind::Return,
///     via: vec!["Torkham".into()],
///     from: Some("PAK".into()),
///     to: Some("AFG".into()),
///     published: Some(date(2023, 11, 4)),
///     start: Some(date(2023, 11, 3)),
///     end: Some(date(2023, 11, 3)),
///     start_stated: true,
///     ..Claim::new(document.id.clone(), &document.text, 0..13)
/// }
/// .sealed();
/// let gazetteer = Gazetteer::builtin();
/// let picture = reconcile(&[claim.clone()], &[], gazetteer, &Options::default())?;
///
/// let brief = Brief::new(&picture, &[document], &[Statement::Claim(claim.clone())], gazetteer);
/// assert!(brief.terminal(80).starts_with("PAKISTAN TO AFGHANISTAN\n"));
/// assert!(brief.html().contains(&format!("href=\"#claim-{}\"", claim.id)));
/// # Ok::<(), reconcile::ReconcileError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Brief {
    content: Content,
}

impl Brief {
    /// Composes the brief of `picture`, in English, from the statements it rests on and the
    /// documents that they were read from.
    pub fn new(
        picture: &Picture,
        documents: &[Document],
        statements: &[Statement],
        gazetteer: &Gazetteer,
    ) -> Brief {
        let english = Language::english();
        Brief::worded(&english, None, picture, documents, statements, gazetteer)
    }

    /// The same, with a section on what changed since `before`, a picture of the same border as it was
    /// known on an earlier day.
    pub fn since(
        before: &Picture,
        picture: &Picture,
        documents: &[Document],
        statements: &[Statement],
        gazetteer: &Gazetteer,
    ) -> Brief {
        let english = Language::english();
        Brief::worded(&english, Some(before), picture, documents, statements, gazetteer)
    }

    /// Composes the brief in a language, with what changed since an earlier picture where one is given.
    pub fn worded(
        language: &Language,
        before: Option<&Picture>,
        picture: &Picture,
        documents: &[Document],
        statements: &[Statement],
        gazetteer: &Gazetteer,
    ) -> Brief {
        let mut desk = compose::Desk::new(picture, documents, statements, gazetteer, language);
        desk.before = before;
        Brief { content: compose::compose(&desk) }
    }

    /// The same with the office, and the number of the issue, that it is given out by: in its dateline and
    /// beneath each drawing.
    pub fn issued_by(mut self, office: &str) -> Brief {
        let office: String = office.chars().filter(|c| !c.is_control()).collect();
        let language = &self.content.language;
        self.content.dateline = language::say!(
            language,
            "dateline-by",
            office = office.trim(),
            dateline = self.content.dateline.clone(),
        );
        self
    }

    /// Writes the brief as Markdown (CommonMark with GitHub's tables and footnotes); every number
    /// has a footnote with its quotes, or the draws it is a sum of.
    pub fn markdown(&self) -> String {
        markdown::write(&self.content)
    }

    /// Draws each chart by itself as SVG with its style in it, light and at its full width: a name
    /// for a file (`flow`, `total`) and the drawing.
    pub fn drawings(&self) -> Vec<(String, String)> {
        drawing::drawings(&self.content)
    }

    /// Writes the brief as plain text without colour, no line wider than `width`
    /// columns (at least 40).
    pub fn terminal(&self, width: usize) -> String {
        terminal::write(&self.content, width.max(40))
    }

    /// Writes the brief as one self-contained page: two pages in print, and the annex behind a fold.
    pub fn html(&self) -> String {
        html::write(&self.content, false)
    }

    /// Writes the sections of the page each by itself, without the quotes at its end: `quotes` is what stands before
    /// the id of the claim that a number leads to.
    pub fn parts(&self, quotes: &str) -> Vec<Part> {
        html::parts(&self.content, quotes)
    }

    /// What stands above the page: title, subtitle and dateline.
    pub fn head(&self) -> [String; 3] {
        let Content { title, subtitle, dateline, language, .. } = &self.content;
        [title.clone(), subtitle.clone(), dateline.words(language)]
    }

    /// The same with the annex open: all of it prints.
    pub fn html_in_full(&self) -> String {
        html::write(&self.content, true)
    }

    /// Writes the brief as PDF, tagged for screen readers: the two pages that are printed, or all of it. With
    /// the same fonts the same brief gives the same bytes.
    ///
    /// # Errors
    /// When a drawing or the file cannot be written, which is a defect.
    #[cfg(feature = "pdf")]
    pub fn pdf(&self, fonts: &Fonts, full: bool) -> Result<Pdf, PdfError> {
        pdf::write(&self.content, fonts, full)
    }
}
