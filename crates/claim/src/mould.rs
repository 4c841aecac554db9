//! Lines of JSON for claims that share all but their numbers, days and words: what they share is written once and kept
//! as bytes. A table may have a million such claims, and few kinds of them.

use jiff::civil::Date;
use serde::Serialize;

use crate::identity::Id;
use crate::{Claim, number};

/// What a claim does not share with those of its [`Mould`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cast<'a> {
    /// As [`Claim::published`].
    pub published: Option<Date>,
    /// As [`Claim::quote`].
    pub quote: &'a str,
    /// As [`Claim::span`].
    pub span: [usize; 2],
    /// [`Claim::value`], [`Claim::low`] and [`Claim::high`].
    pub numbers: [Option<f64>; 3],
    /// As [`Claim::start`].
    pub start: Option<Date>,
    /// As [`Claim::end`].
    pub end: Option<Date>,
}

impl Cast<'_> {
    /// Puts what is its own into a claim that has the rest.
    #[must_use]
    pub fn into_claim(self, shared: &Claim, id: Id, part_of: Option<Id>) -> Claim {
        let [value, low, high] = self.numbers;
        Claim {
            id,
            published: self.published,
            quote: self.quote.to_owned(),
            span: self.span,
            value,
            low,
            high,
            start: self.start,
            end: self.end,
            part_of,
            ..shared.clone()
        }
    }
}

/// No claim of a mould copies another.
const NO_COPY: &str = ",\"same_as\":null";

/// Names of fields after which a claim has something of its own, in the order of the JSON.
const OWN: [&str; 5] = ["published", "quote", "start", "end", "part_of"];

/// The JSON of what claims share, cut where each has its own.
#[derive(Debug, Clone)]
pub struct Mould {
    /// From `document` up to the value of `published`.
    document: Vec<u8>,
    /// Up to the value of `quote`.
    publisher: Vec<u8>,
    /// From `qualifier` up to the value of `start`.
    what: Vec<u8>,
    /// From `as_of` up to the value of `part_of`.
    rest: Vec<u8>,
    /// How the fields were found, and the rules.
    account: Vec<u8>,
}

/// Bytes that are used again from one claim to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    quote: Vec<u8>,
    bare: Vec<u8>,
}

impl Mould {
    /// The mould of claims like this one; its own numbers, days and words are of no account, and it is no copy of
    /// another (`same_as`).
    ///
    /// # Panics
    /// Never: a claim is plain data, and its JSON has its fields.
    pub fn of(claim: &Claim) -> Mould {
        let bare = Claim {
            id: Id::unsealed(),
            published: None,
            quote: String::new(),
            span: [0, 0],
            value: None,
            low: None,
            high: None,
            start: None,
            end: None,
            part_of: None,
            same_as: None,
            ..claim.clone()
        };
        let json = serde_json::to_string(&bare).expect("statements are plain data");
        // A quotation mark within a text has a backslash before it, so none of these stands in one.
        let mut at = 0;
        let mut cut = |to: &str| {
            let from = at;
            let end = from + json[from..].find(to).expect("a claim has this field");
            at = end + to.len();
            json.as_bytes()[from..end].to_vec()
        };
        let [published, quote, start, end, part_of] = OWN;
        let with = |mut piece: Vec<u8>, field: &str| {
            piece.extend_from_slice(format!(",\"{field}\":").as_bytes());
            piece
        };
        cut("{\"id\":\"\",");
        let document = with(cut(&format!(",\"{published}\":null")), published);
        let publisher = with(cut(&format!(",\"{quote}\":\"\"")), quote);
        cut(",\"span\":[0,0],\"value\":null,\"low\":null,\"high\":null");
        let what = with(cut(&format!(",\"{start}\":null")), start);
        cut(&format!(",\"{end}\":null"));
        let rest = with(cut(&format!(",\"{part_of}\":null")), part_of);
        cut(NO_COPY);
        let account = json.as_bytes()[at..].to_vec();
        Mould { document, publisher, what, rest, account }
    }

    /// The name of a claim by its content, as [`Claim::sealed`] gives it.
    pub fn id(&self, cast: &Cast<'_>, scratch: &mut Scratch) -> Id {
        scratch.quote.clear();
        json(&cast.quote, &mut scratch.quote);
        self.sealed(cast, scratch)
    }

    /// Writes a claim as a line of JSON behind others, as [`Statement::append_line`](crate::Statement::append_line)
    /// writes it; its name is made where it is not known.
    pub fn append_line(
        &self,
        cast: &Cast<'_>,
        id: Option<Id>,
        part_of: Option<&Id>,
        scratch: &mut Scratch,
        lines: &mut Vec<u8>,
    ) {
        scratch.quote.clear();
        json(&cast.quote, &mut scratch.quote);
        let id = id.unwrap_or_else(|| self.sealed(cast, scratch));
        lines.extend_from_slice(b"{\"type\":\"claim\",\"id\":\"");
        lines.extend_from_slice(id.as_str().as_bytes());
        lines.extend_from_slice(b"\",");
        self.fields(cast, &scratch.quote, lines);
        match part_of {
            Some(total) => json(total, lines),
            None => lines.extend_from_slice(b"null"),
        }
        lines.extend_from_slice(NO_COPY.as_bytes());
        lines.extend_from_slice(&self.account);
        lines.push(b'\n');
    }

    /// What is hashed: the fields without the account of how they were read.
    fn sealed(&self, cast: &Cast<'_>, scratch: &mut Scratch) -> Id {
        let Scratch { quote, bare } = scratch;
        bare.clear();
        bare.extend_from_slice(b"{\"id\":\"\",");
        self.fields(cast, quote, bare);
        bare.extend_from_slice(b"null");
        bare.extend_from_slice(NO_COPY.as_bytes());
        bare.extend_from_slice(b",\"rules\":[]}");
        Id::of_json(bare)
    }

    /// The fields from `document` up to the value of `part_of`.
    fn fields(&self, cast: &Cast<'_>, quote: &[u8], to: &mut Vec<u8>) {
        to.extend_from_slice(&self.document);
        day(cast.published, to);
        to.extend_from_slice(&self.publisher);
        to.extend_from_slice(quote);
        to.extend_from_slice(b",\"span\":[");
        digits(cast.span[0] as u64, to);
        to.push(b',');
        digits(cast.span[1] as u64, to);
        to.push(b']');
        for (name, value) in [",\"value\":", ",\"low\":", ",\"high\":"].iter().zip(cast.numbers) {
            to.extend_from_slice(name.as_bytes());
            quantity(value, to);
        }
        to.extend_from_slice(&self.what);
        day(cast.start, to);
        to.extend_from_slice(b",\"end\":");
        day(cast.end, to);
        to.extend_from_slice(&self.rest);
    }
}

fn json(value: &impl Serialize, to: &mut Vec<u8>) {
    serde_json::to_writer(to, value).expect("plain data");
}

/// A whole number in digits.
fn digits(number: u64, to: &mut Vec<u8>) {
    let mut text = [0; 20];
    let (mut at, mut rest) = (text.len(), number);
    loop {
        at -= 1;
        text[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    to.extend_from_slice(&text[at..]);
}

fn day(day: Option<Date>, to: &mut Vec<u8>) {
    let Some(day) = day else { return to.extend_from_slice(b"null") };
    let Ok(year @ 1000..) = u64::try_from(day.year()) else { return json(&day, to) };
    to.push(b'"');
    digits(year, to);
    for part in [day.month(), day.day()] {
        to.extend_from_slice(&[
            b'-',
            b'0' + part.unsigned_abs() / 10,
            b'0' + part.unsigned_abs() % 10,
        ]);
    }
    to.push(b'"');
}

fn quantity(value: Option<f64>, to: &mut Vec<u8>) {
    match value {
        Some(number) if number >= 0.0 && number.fract() == 0.0 && number < number::EXACT => {
            digits(number as u64, to);
        }
        _ => number::serialize(&value, &mut serde_json::Serializer::new(to)).expect("plain data"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DocumentId, Found, Group, Population, Source, Statement, Unit};
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    fn days() -> impl Strategy<Value = Option<Date>> {
        proptest::option::of((-9000i16..9999, 1i8..13, 1i8..29).prop_map(|(y, m, d)| date(y, m, d)))
    }

    fn numbers() -> impl Strategy<Value = Option<f64>> {
        proptest::option::of(prop_oneof![
            (0u64..4_000_000_000).prop_map(|n| n as f64),
            -1e18f64..1e18,
            Just(0.5),
            Just(-0.0),
        ])
    }

    proptest! {
        #[test]
        fn a_cast_claim_is_written_and_named_as_a_sealed_one(
            (quote, publisher, via) in ("\\PC{0,30}|[\"\\\\,:\n\t]{0,12}|,\"start\":null|\",\"quote\":\"\"", proptest::option::of("\\PC{0,20}|,\"quote\":\"\""), "\\PC{0,9}"),
            (published, start, end) in (days(), days(), days()),
            (value, low, high) in (numbers(), numbers(), numbers()),
            (from, to) in (0usize..1 << 40, 0usize..99),
            (found, rules, tied) in (any::<bool>(), 0usize..3, any::<bool>()),
        ) {
            let claim = Claim {
                published,
                publisher,
                quote,
                span: [from, to],
                value,
                low,
                high,
                unit: Unit::Households,
                population: Population { text: via.clone(), group: Group::Women, ..Population::default() },
                via: vec![via],
                as_of: Some(time(7, 30, 0, 0)),
                start,
                end,
                source: Source { name: Some(",\"end\":null".to_owned()), ..Source::default() },
                found: if found { Found::in_row(true) } else { Found::default() },
                rules: vec!["table.row".into(); rules],
                ..Claim::new(DocumentId::of_bytes(b"x"), "", 0..0)
            };
            let total = tied.then(|| Id::of_json(b"total"));
            let sealed = Claim { part_of: total.clone(), ..claim.clone().sealed() };
            let (mould, mut scratch) = (Mould::of(&claim), Scratch::default());
            let cast = Cast {
                published: claim.published,
                quote: &claim.quote,
                span: claim.span,
                numbers: [claim.value, claim.low, claim.high],
                start: claim.start,
                end: claim.end,
            };
            prop_assert_eq!(&mould.id(&cast, &mut scratch), &sealed.id);
            let (mut wanted, mut line) = (Vec::new(), Vec::new());
            Statement::Claim(sealed.clone()).append_line(&mut wanted);
            mould.append_line(&cast, None, total.as_ref(), &mut scratch, &mut line);
            prop_assert_eq!(String::from_utf8(line).unwrap(), String::from_utf8(wanted).unwrap());
            prop_assert_eq!(cast.into_claim(&claim, sealed.id.clone(), total), sealed);
        }
    }
}
