//! What a picture does not print: numbers of too few people, and what would give them away.

use claim::wording::number;
use claim::{Claim, Document, DocumentId, Id, Statement, Window};
use reconcile::{ALL, Basis, Form, Picture, Row, Said, Saying};
use withhold::Withheld;

/// The words that numbers are printed from, and the figures that are confidential.
#[derive(Debug, Clone, Copy)]
pub struct Material<'s> {
    /// The documents.
    pub documents: &'s [Document],
    /// What was read from them.
    pub statements: &'s [Statement],
    /// Confidential figures of several digits.
    pub secret: &'s [f64],
}

/// Which numbers are of too few people to print.
#[derive(Debug)]
pub struct Few<'s> {
    below: u32,
    withheld: Withheld<'s>,
    /// Figures of several digits that are confidential.
    secret: &'s [f64],
}

impl<'s> Few<'s> {
    /// Of a picture, if there is one, of which these rows are printed.
    pub fn of(
        below: u32,
        material: Material<'s>,
        picture: Option<&Picture>,
        rows: &[Row],
    ) -> Few<'s> {
        let claims = material.statements.iter().filter_map(|statement| match statement {
            Statement::Claim(claim) => Some(claim),
            _ => None,
        });
        let mut sure = picture.map(Picture::sure_rows).unwrap_or_default();
        sure.extend(rows.iter().filter_map(reconcile::sure));
        let withheld = Withheld::beside(material.documents, claims, &sure, below);
        Few { below, withheld, secret: material.secret }
    }

    /// Whether a row is left out, for a number of too few people that could be had from it.
    pub fn hides(&self, row: &Row) -> bool {
        let via = (row.via != ALL).then_some(row.via.as_str());
        Window::new(row.from, row.to).is_some_and(|days| self.withheld.has_row(via, days))
    }

    /// The same of days at a crossing.
    pub fn hides_days(&self, via: &str, days: Window) -> bool {
        self.withheld.has_row(Some(via), days)
    }

    /// Whether a claim is not printed.
    pub fn withholds(&self, id: &Id) -> bool {
        self.withheld.has(id)
    }

    /// The quote of a claim as it may be printed.
    pub fn quote(&self, claim: &Claim) -> String {
        self.quoted(&claim.document, claim.span, &claim.quote)
    }

    /// Words of a document as they may be printed; `span` is where in its text they stand.
    pub fn quoted(&self, document: &DocumentId, span: [usize; 2], quote: &str) -> String {
        let covered = self.withheld.covered(document, span, quote, &|_| "…".to_owned());
        claim::contacts::black_out(covered.as_deref().unwrap_or(quote)).into_owned()
    }

    /// Whether a finding tells a number that is not printed.
    pub fn is_found_by(&self, finding: &audit::Finding) -> bool {
        let proposed = finding.hypothesis.as_ref().and_then(|hypothesis| hypothesis.value);
        finding.claims.iter().any(|id| self.withheld.has(id))
            || self.is_told_by(&finding.message)
            || self.is_told_by(&finding.proof)
            || proposed.is_some_and(|value| self.has(value))
            || [finding.message.to_string(), finding.proof.to_string()]
                .iter()
                .chain(&finding.proposal)
                .any(|words| self.tells_secret(words))
    }

    /// Whether words tell a confidential figure.
    fn tells_secret(&self, words: &str) -> bool {
        let numbers = claim::mention::numbers(words);
        numbers.iter().any(|mention| self.secret.contains(&mention.value))
    }

    /// The title or the name of a document as it may be printed.
    pub fn title(&self, document: &Document) -> String {
        let words = document.title.as_deref().unwrap_or(&document.name);
        self.withheld.headline(&document.id, words)
    }

    /// The name of a document as it may be printed.
    pub fn name(&self, document: &Document) -> String {
        self.withheld.headline(&document.id, &document.name)
    }

    /// Whether a number is of too few people.
    pub fn has(&self, people: f64) -> bool {
        let whole = people.round();
        whole >= 1.0 && whole < f64::from(self.below)
    }

    /// A number as people read it.
    pub fn number(&self, people: f64) -> String {
        if self.has(people) { format!("<{}", self.below) } else { number(people) }
    }

    /// A number as programs read it.
    pub fn whole(&self, people: f64) -> Option<u64> {
        (!self.has(people)).then_some(people.round() as u64) // flows are never negative
    }

    /// Those of some sayings that tell no number which is not printed.
    pub fn told<T>(&self, all: Vec<T>, saying: impl Fn(&T) -> &Saying) -> Vec<T> {
        all.into_iter().filter(|one| !self.is_told_by(saying(one))).collect()
    }

    /// Whether a saying tells a number that is not printed.
    pub fn is_told_by(&self, saying: &Saying) -> bool {
        let tells = |said: &Said| self.tells(said);
        saying.claims().into_iter().any(|id| self.withheld.has(id))
            || saying.values.iter().any(|(_, said)| tells(said))
    }

    fn tells(&self, said: &Said) -> bool {
        match said {
            Said::Number { value, form: Form::Whole | Form::ThreeDigits, of } => {
                !matches!(of, Basis::Reckoned) && self.has(*value)
            }
            Said::Saying(inner) => self.is_told_by(inner),
            Said::Sayings(all) => all.iter().any(|one| self.is_told_by(one)),
            Said::Sum(all) => all.iter().any(|one| self.tells(one)),
            _ => false,
        }
    }
}
