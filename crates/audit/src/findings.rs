//! Where findings are made. A rule says what it found of claims by their places in the book; here
//! it becomes a finding with the ids of its claims, and with what would put it right in words for
//! people and in fields for machines.

use jiff::civil::Date;
use phrases::Saying;

use claim::wording::number;

use crate::finding::{Finding, Hypothesis, Rule, Severity, Since};
use crate::series::book::Book;
use crate::series::item::UNSAID;

/// What a rule found.
pub(crate) struct Found {
    pub rule: Rule,
    pub severity: Severity,
    /// The claims it is about, by their places in the book, the one most likely wrong first.
    pub claims: Vec<usize>,
    pub message: Saying,
    pub remedy: Remedy,
    pub proof: Saying,
}

/// What would put the first claim right, when the arithmetic says.
pub(crate) enum Remedy {
    None,
    /// Other fields, as `crossings decide correct` takes them.
    Fields(String),
    /// It is a running total, since then.
    TotalSince(Date),
    /// Its number is another.
    Value(f64),
}

impl Remedy {
    fn in_words(&self) -> Option<String> {
        match self {
            Remedy::None => None,
            Remedy::Fields(fields) => Some(fields.clone()),
            Remedy::TotalSince(UNSAID) => Some("cumulative=true".to_owned()),
            Remedy::TotalSince(start) => Some(format!("start={start}, cumulative=true")),
            Remedy::Value(value) => Some(format!("value={}", number(*value).replace(',', ""))),
        }
    }

    fn hypothesis(&self, claim: claim::Id) -> Option<Hypothesis> {
        match self {
            Remedy::None | Remedy::Fields(_) => None,
            Remedy::TotalSince(start) => {
                let since = if *start == UNSAID { Since::Unsaid } else { Since::Day(*start) };
                Some(Hypothesis { claim, total: Some(since), value: None })
            }
            Remedy::Value(value) => Some(Hypothesis { claim, total: None, value: Some(*value) }),
        }
    }
}

/// The findings so far, in the order of the rules.
#[derive(Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Found {
    /// How sure it may be called. What is proved of a body rests on numbers whose source and days
    /// are stated for them. What one report says of itself, in figures that it ties together, and
    /// sums that agree to the last person hold whoever said it, and their sentences name nobody
    /// whose number it is not stated to be.
    fn severity(&self, book: &Book) -> Severity {
        let document = |item: &usize| &book.items[*item].claim.document;
        let one_report =
            self.claims.windows(2).all(|pair| document(&pair[0]) == document(&pair[1]));
        let whoever = match self.rule {
            Rule::Misprint | Rule::DefinitionChange | Rule::RunningTotalAsPeriod => true,
            Rule::PartsTotal
            | Rule::PartOverWhole
            | Rule::ShareOverHundred
            | Rule::ScaleSlip
            | Rule::HouseholdSize => one_report,
            _ => false,
        };
        let stated = self.claims.iter().all(|item| book.items[*item].is_stated());
        if stated || whoever { self.severity } else { self.severity.max(Severity::Likely) }
    }
}

impl Findings {
    /// Makes a finding of what a rule found.
    pub fn add(&mut self, book: &Book, found: Found) {
        let claims = book.ids(&found.claims);
        self.0.push(Finding {
            rule: found.rule,
            severity: found.severity(book),
            message: found.message,
            proposal: found.remedy.in_words(),
            proof: found.proof,
            hypothesis: claims.first().and_then(|id| found.remedy.hypothesis(id.clone())),
            claims,
        });
    }

    /// Those of a rule.
    pub fn of(&self, rule: Rule) -> impl Iterator<Item = &Finding> {
        self.0.iter().filter(move |finding| finding.rule == rule)
    }

    /// The surest first, then by rule, then by what is said; each once.
    pub fn in_order(self) -> Vec<Finding> {
        let mut list = self.0;
        list.sort_by_cached_key(|one| {
            let said = (one.message.to_string(), one.proof.to_string());
            (one.severity, one.rule, said, one.claims.clone())
        });
        list.dedup();
        list
    }
}
