//! The statements that leave, and the tables of them. The columns of claims are named as
//! `crossings add` reads them.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Document, Event, Id, Position, Statement, Window};
use jiff::civil::Date;
use reconcile::ClaimFit;
use withhold::{Instead, Withheld};

use crate::flows::Flow;
use crate::table::{Cell, Column, Kind, TERMS, Table};
use crate::terms::Terms;
use crate::{Export, Known, Question};

/// What is left of the statements when small cells, and what was not asked for, are out.
#[derive(Debug)]
pub(crate) struct Kept {
    pub documents: Vec<Document>,
    pub claims: Vec<(Claim, Option<ClaimFit>)>,
    pub events: Vec<Event>,
    pub positions: Vec<Position>,
    /// Claims left out for being small.
    pub small: usize,
    /// Claims left out because a small one could be had by subtracting them.
    pub beside: usize,
    ids: BTreeSet<Id>,
}

/// What is not printed of what was known, and of the rows that answer beside it.
pub(crate) fn withheld<'k>(
    known: &Known<'k>,
    question: Option<&Question<'_>>,
    terms: &Terms,
) -> Withheld<'k> {
    let claims = known.statements.iter().filter_map(|statement| match statement {
        Statement::Claim(claim) => Some(claim),
        _ => None,
    });
    let mut rows = question.map(|question| question.picture.sure_rows()).unwrap_or_default();
    if let Some(question) = question {
        let vias: Vec<&str> = question.vias.iter().map(String::as_str).collect();
        let asked = question.picture.rows(&vias, question.window, question.by);
        rows.extend(asked.iter().filter_map(reconcile::sure));
    }
    Withheld::beside(known.documents, claims, &rows, terms.suppress_below)
}

impl Kept {
    pub(crate) fn of(
        known: &Known<'_>,
        question: Option<&Question<'_>>,
        flows: &[Flow],
        withheld: &Withheld<'_>,
        terms: &Terms,
    ) -> Kept {
        let Known { documents, statements } = *known;
        let covered = |document: &_, span, quote: &str| {
            let covered =
                withheld.covered(document, span, quote, &|instead| terms.instead(instead));
            let plain = covered.as_deref().unwrap_or(quote);
            // What an older ledger keeps of telephones and the like leaves all the same in no quote.
            let blacked = claim::contacts::black_out(plain);
            (blacked != quote).then(|| blacked.into_owned())
        };
        let fits: BTreeMap<&Id, &ClaimFit> = question
            .iter()
            .flat_map(|question| &question.picture.claims)
            .map(|fit| (&fit.id, fit))
            .collect();
        let evidence: BTreeSet<&Id> = flows.iter().flat_map(|flow| &flow.evidence).collect();
        let asked = question.filter(|question| question.narrow);
        let within = |start: Option<Date>, end: Option<Date>| {
            asked.is_none_or(|question| {
                let days = question.window;
                start.is_none_or(|start| start <= days.end())
                    && end.or(start).is_none_or(|end| end >= days.start())
            })
        };
        let by_the_way = |claim: &Claim| {
            asked.is_none_or(|question| {
                let all = question.vias.iter().any(|via| via == reconcile::ALL);
                all || claim.via.is_empty()
                    || claim.via.iter().any(|name| question.vias.contains(name))
            })
        };
        let mut kept = Kept {
            documents: Vec::new(),
            claims: Vec::new(),
            events: Vec::new(),
            positions: Vec::new(),
            small: 0,
            beside: 0,
            ids: BTreeSet::new(),
        };
        for statement in statements {
            match statement {
                Statement::Claim(claim) => {
                    match withheld.instead(&claim.id) {
                        None => {}
                        Some(Instead::Few) => {
                            kept.small += 1;
                            continue;
                        }
                        Some(_) => {
                            kept.beside += 1;
                            continue;
                        }
                    }
                    let wanted = evidence.contains(&claim.id)
                        || within(claim.start, claim.end) && by_the_way(claim);
                    if !wanted {
                        continue;
                    }
                    let mut claim = claim.clone();
                    if let Some(words) = covered(&claim.document, claim.span, &claim.quote) {
                        claim.quote = words;
                    }
                    kept.ids.insert(claim.id.clone());
                    let mut fit = fits.get(&claim.id).map(|fit| (*fit).clone());
                    // The reason may name the number of another claim.
                    if let Some(fit) = &mut fit {
                        let stays = |why: &reconcile::Saying| {
                            why.claims().into_iter().any(|id| withheld.has(id))
                        };
                        fit.why = fit.why.take().filter(|why| !stays(why));
                    }
                    kept.claims.push((claim, fit));
                }
                Statement::Event(event) if within(event.start, event.end) => {
                    let mut event = event.clone();
                    if let Some(words) = covered(&event.document, event.span, &event.quote) {
                        event.quote = words;
                    }
                    kept.events.push(event);
                }
                Statement::Event(_) => {}
                Statement::Position(position) => {
                    let mut position = position.clone();
                    let words = covered(&position.document, position.span, &position.quote);
                    if let Some(words) = words {
                        // What a stance is about may be the same words.
                        position.about = words.clone();
                        position.quote = words;
                    }
                    kept.positions.push(position);
                }
            }
        }
        // A link to a claim that stays in leads nowhere.
        for (claim, fit) in &mut kept.claims {
            for link in [&mut claim.part_of, &mut claim.same_as] {
                if link.as_ref().is_some_and(|id| !kept.ids.contains(id)) {
                    *link = None;
                }
            }
            if let Some(fit) = fit
                && fit.copy_of.as_ref().is_some_and(|id| !kept.ids.contains(id))
            {
                fit.copy_of = None;
            }
        }
        let quoted: BTreeSet<_> = (kept.claims.iter().map(|(claim, _)| &claim.document))
            .chain(kept.events.iter().map(|event| &event.document))
            .chain(kept.positions.iter().map(|position| &position.document))
            .collect();
        kept.documents =
            documents.iter().filter(|document| quoted.contains(&document.id)).cloned().collect();
        for document in &mut kept.documents {
            let headline = |words: &String| withheld.headline(&document.id, words);
            let (title, name) = (document.title.as_ref().map(headline), headline(&document.name));
            (document.title, document.name) = (title, name);
            document.url = document.url.as_deref().map(claim::addresses::without_persons);
        }
        kept
    }

    /// Whether a claim leaves.
    pub(crate) fn has(&self, id: &Id) -> bool {
        self.ids.contains(id)
    }

    /// The last day that something of it was published.
    pub(crate) fn last_published(&self) -> Option<Date> {
        let documents = self.documents.iter().filter_map(|document| document.published);
        let claims = self.claims.iter().filter_map(|(claim, _)| claim.published);
        documents.chain(claims).max()
    }
}

/// The last part of a path: where the folder lies on someone's disk is nobody's business.
pub(crate) fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

const EVIDENCE: [Column; 4] = [
    Column::new(
        "quote",
        Kind::Text,
        "#meta+quote",
        "The exact words; where too small a number was taken out, it says so in brackets.",
    ),
    Column::new("document", Kind::Text, "#meta+document", "SHA-256 of the document they are in."),
    Column::new(
        "span_start",
        Kind::Whole,
        "#meta+span+start",
        "First byte of the quote in the document's UTF-8 text, from 0.",
    ),
    Column::new(
        "span_end",
        Kind::Whole,
        "#meta+span+end",
        "Byte behind the last one of the quote.",
    ),
];

const ID: Column = Column::new(
    "id",
    Kind::Text,
    "#meta+id",
    "Name by content: 16 hexadecimal digits of a SHA-256 of document, span and fields.",
);

const PUBLISHED: Column =
    Column::new("published", Kind::Day, "#date+published", "Day of publication.");

const CLAIM: [Column; 37] = [
    ID,
    PUBLISHED,
    Column::new("publisher", Kind::Text, "#org+publisher", "Who published it."),
    Column::new(
        "value",
        Kind::Number,
        "#indicator+value+num",
        "The number as said: people, households or vehicles (see unit); for a share, per cent.",
    ),
    Column::new(
        "low",
        Kind::Number,
        "#indicator+value+min",
        "Lower bound, where the words give one.",
    ),
    Column::new(
        "high",
        Kind::Number,
        "#indicator+value+max",
        "Upper bound, where the words give one.",
    ),
    Column::new(
        "qualifier",
        Kind::Text,
        "#indicator+qualifier",
        "How the number was hedged: exact, about, more_than, less_than, up_to, nearly, range, vague, undetermined.",
    ),
    Column::new("unit", Kind::Text, "#indicator+unit", "people, households or vehicles."),
    Column::new("factor", Kind::Number, "#indicator+factor", "People per household, where stated."),
    Column::new(
        "measure",
        Kind::Text,
        "#indicator+measure",
        "flow (in a window), stock (at a moment), share (per cent), rate (a flow per day, week or month).",
    ),
    Column::new("per", Kind::Text, "#indicator+per", "Period of a rate: day, week, month."),
    Column::new(
        "kind",
        Kind::Text,
        "#indicator+name",
        "What happened or is true: return, departure, arrival, deportation, population …",
    ),
    Column::new(
        "concept",
        Kind::Text,
        "#indicator+concept",
        "What one unit stands for: crossing_event, person, registered_person, assisted_person, estimate, unknown.",
    ),
    Column::new(
        "population",
        Kind::Text,
        "#population+text",
        "Who was counted, in the words of the text.",
    ),
    Column::new(
        "nationality",
        Kind::Text,
        "#population+nationality+code",
        "Their nationality, ISO 3166-1 alpha-3.",
    ),
    Column::new(
        "status",
        Kind::Text,
        "#population+status",
        "undocumented, registered_refugee, card_holder, asylum_seeker, national, third_country, unknown.",
    ),
    Column::new("group", Kind::Text, "#population+group", "all, adults, children, women, men."),
    Column::new(
        "includes",
        Kind::List,
        "#population+includes",
        "Who the text says is in the count.",
    ),
    Column::new(
        "excludes",
        Kind::List,
        "#population+excludes",
        "Who the text says is not in the count.",
    ),
    Column::new(
        "via",
        Kind::List,
        "#loc+name+crossing",
        "Crossings; empty when the text names none.",
    ),
    Column::new("from", Kind::Text, "#loc+origin", "Where from: ISO 3166-1 alpha-3 or a place."),
    Column::new("to", Kind::Text, "#loc+dest", "Where to: ISO 3166-1 alpha-3 or a place."),
    Column::new("at", Kind::Text, "#loc+at", "Where, for a stock or a movement inside a place."),
    Column::new(
        "start",
        Kind::Day,
        "#date+start",
        "First day of the window; empty when not known.",
    ),
    Column::new(
        "end",
        Kind::Day,
        "#date+end",
        "Last day of the window, or the day a stock was true.",
    ),
    Column::new("as_of", Kind::Hour, "#date+hour", "Hour of the last day up to which was counted."),
    Column::new(
        "cumulative",
        Kind::Truth,
        "#indicator+cumulative",
        "Whether it is a running total.",
    ),
    Column::new(
        "start_stated",
        Kind::Truth,
        "#date+start+stated",
        "Whether the start is in the text.",
    ),
    Column::new(
        "partial",
        Kind::Truth,
        "#date+partial",
        "Whether it covers only a part of its last day.",
    ),
    Column::new(
        "source",
        Kind::Text,
        "#contact+source",
        "The speaker as named: an official or an organisation.",
    ),
    Column::new("organisation", Kind::Text, "#org+source", "The organisation behind the speaker."),
    Column::new("role", Kind::Text, "#contact+role", "The speaker's office."),
    Column::new(
        "source_kind",
        Kind::Text,
        "#org+type",
        "border_authority, government, de_facto_authority, un, ngo, media, anonymous_official, other.",
    ),
    Column::new(
        "stance",
        Kind::Text,
        "#status+stance",
        "How the source stands to it: asserted, estimated, planned, expected, denied, conditional, alleged.",
    ),
    Column::new("part_of", Kind::Text, "#meta+part_of", "Id of the claim that it is a part of."),
    Column::new(
        "same_as",
        Kind::Text,
        "#meta+same_as",
        "Id of the earlier mention of the same figure.",
    ),
    Column::new("rules", Kind::List, "#meta+rules", "The reader's rules that fired."),
];

const IN_THE_PICTURE: [Column; 8] = [
    Column::new(
        "picture_role",
        Kind::Text,
        "#status+picture",
        "Part in the picture: used, bound, copy, superseded, set_aside, out_of_scope.",
    ),
    Column::new("picture_why", Kind::Text, "#description+picture", "Why it is not simply used."),
    Column::new(
        "picture_weight",
        Kind::Number,
        "#indicator+weight",
        "From 0 (ignored) to 1 (taken at its word).",
    ),
    Column::new(
        "picture_fitted",
        Kind::Whole,
        "#indicator+fitted",
        "Median, in the picture, of what the claim counts.",
    ),
    Column::new(
        "picture_residual",
        Kind::Number,
        "#indicator+residual",
        "Natural logarithm of claimed over fitted.",
    ),
    Column::new(
        "picture_start",
        Kind::Day,
        "#date+start+picture",
        "First day that it seems to cover, where that is not what it states.",
    ),
    Column::new("picture_end", Kind::Day, "#date+end+picture", "Last day that it seems to cover."),
    Column::new("picture_copy_of", Kind::Text, "#meta+copy_of", "Id of the claim that it copies."),
];

fn table(
    export: &Export,
    name: &'static str,
    about: &str,
    columns: impl IntoIterator<Item = Column>,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Table {
    let terms = [Cell::from(export.as_known_on), export.terms.licence().into()];
    Table {
        name,
        about: about.to_owned(),
        columns: columns.into_iter().chain(TERMS).collect(),
        rows: rows.map(|row| row.into_iter().chain(terms.clone()).collect()).collect(),
    }
}

fn evidence(quote: &str, document: &claim::DocumentId, span: [usize; 2]) -> [Cell; 4] {
    [quote.into(), document.as_str().into(), (span[0] as i64).into(), (span[1] as i64).into()]
}

fn id(id: Option<&Id>) -> Cell {
    id.map(Id::as_str).into()
}

/// Four digits are more than anybody can use of a weight, and the same on every machine.
fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

/// The table of claims.
pub(crate) fn claims(export: &Export) -> Table {
    let row = |(claim, fit): &(Claim, Option<ClaimFit>)| -> Vec<Cell> {
        let c = claim;
        let text = |text: &Option<String>| Cell::from(text.clone());
        let mut cells: Vec<Cell> = vec![
            id(Some(&c.id)),
            c.published.into(),
            text(&c.publisher),
            c.value.into(),
            c.low.into(),
            c.high.into(),
            c.qualifier.to_string().into(),
            c.unit.to_string().into(),
            c.factor.into(),
            c.measure.to_string().into(),
            c.per.map(|per| per.to_string()).into(),
            c.kind.to_string().into(),
            c.concept.to_string().into(),
            c.population.text.clone().into(),
            text(&c.population.nationality),
            c.population.status.to_string().into(),
            c.population.group.to_string().into(),
            c.population.includes.clone().into(),
            c.population.excludes.clone().into(),
            c.via.clone().into(),
            text(&c.from),
            text(&c.to),
            text(&c.at),
            c.start.into(),
            c.end.into(),
            c.as_of.into(),
            c.cumulative.into(),
            c.start_stated.into(),
            c.partial.into(),
            text(&c.source.name),
            text(&c.source.organisation),
            text(&c.source.role),
            c.source.kind.to_string().into(),
            c.stance.to_string().into(),
            id(c.part_of.as_ref()),
            id(c.same_as.as_ref()),
            c.rules.iter().map(ToString::to_string).collect::<Vec<_>>().into(),
        ];
        cells.extend(evidence(&c.quote, &c.document, c.span));
        let fit = fit.as_ref();
        let read = fit.and_then(|fit| fit.reading.as_ref());
        let read: Option<Window> =
            read.filter(|reading| reading.probability > 0.5).map(|reading| reading.window);
        cells.extend([
            fit.map(|fit| word(&fit.role)).into(),
            fit.and_then(|fit| fit.why.as_ref()).map(ToString::to_string).into(),
            fit.map(|fit| rounded(fit.weight)).into(),
            fit.and_then(|fit| export.terms.fitted(fit)).into(),
            fit.and_then(|fit| fit.residual).map(rounded).into(),
            read.map(|window| window.start()).into(),
            read.map(|window| window.end()).into(),
            id(fit.and_then(|fit| fit.copy_of.as_ref())),
        ]);
        cells
    };
    table(
        export,
        "claims",
        "A statement in a document of a quantity of people: who says how many did what, where and when. \
         `crossings add` reads this table.",
        CLAIM.into_iter().chain(EVIDENCE).chain(IN_THE_PICTURE),
        export.kept.claims.iter().map(row),
    )
}

/// A word of a closed list as JSON spells it.
pub(crate) fn word<T: serde::Serialize>(of: &T) -> String {
    match serde_json::to_value(of) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The table of events.
pub(crate) fn events(export: &Export) -> Table {
    let columns = [
        ID,
        PUBLISHED,
        Column::new(
            "kind",
            Kind::Text,
            "#event+type",
            "deadline_announced, deadline, operation_start, border_closed, border_opened, policy …",
        ),
        Column::new("actor", Kind::Text, "#org+actor", "Who acts, as named."),
        Column::new("place", Kind::Text, "#loc+event", "ISO 3166-1 alpha-3 or a place."),
        Column::new("start", Kind::Day, "#date+start", "First day it applies to."),
        Column::new("end", Kind::Day, "#date+end", "Last day it applies to."),
        Column::new("stance", Kind::Text, "#status+stance", "How the text stands to it."),
    ];
    let row = |event: &Event| -> Vec<Cell> {
        let mut cells = vec![
            id(Some(&event.id)),
            event.published.into(),
            event.kind.to_string().into(),
            event.actor.clone().into(),
            event.place.clone().into(),
            event.start.into(),
            event.end.into(),
            event.stance.to_string().into(),
        ];
        cells.extend(evidence(&event.quote, &event.document, event.span));
        cells
    };
    table(
        export,
        "events",
        "A dated fact about a policy or the situation, without a count.",
        columns.into_iter().chain(EVIDENCE),
        export.kept.events.iter().map(row),
    )
}

/// The table of positions.
pub(crate) fn positions(export: &Export) -> Table {
    let columns = [
        ID,
        PUBLISHED,
        Column::new(
            "holder",
            Kind::Text,
            "#org+holder",
            "An official, an organisation, or a group of them.",
        ),
        Column::new(
            "stance",
            Kind::Text,
            "#status+stance",
            "supports, opposes, dismisses, requests, assures, accuses, urges.",
        ),
        Column::new(
            "about",
            Kind::Text,
            "#description+about",
            "On what, in the words of the text.",
        ),
    ];
    let row = |position: &Position| -> Vec<Cell> {
        let mut cells = vec![
            id(Some(&position.id)),
            position.published.into(),
            position.holder.as_str().into(),
            position.stance.to_string().into(),
            position.about.as_str().into(),
        ];
        cells.extend(evidence(&position.quote, &position.document, position.span));
        cells
    };
    table(
        export,
        "positions",
        "Who holds which stance on what.",
        columns.into_iter().chain(EVIDENCE),
        export.kept.positions.iter().map(row),
    )
}

/// The table of documents.
pub(crate) fn documents(export: &Export) -> Table {
    let columns = [
        Column::new(
            "document",
            Kind::Text,
            "#meta+document",
            "SHA-256 of its bytes as they were read.",
        ),
        Column::new("name", Kind::Text, "#meta+file", "Name of the file it was read from."),
        Column::new("media", Kind::Text, "#meta+media", "text, csv, xlsx or jsonl."),
        PUBLISHED,
        Column::new("publisher", Kind::Text, "#org+publisher", "Who published it."),
        Column::new("title", Kind::Text, "#meta+title", "Headline."),
        Column::new("url", Kind::Text, "#meta+url", "Address on the web."),
    ];
    let row = |document: &Document| -> Vec<Cell> {
        vec![
            document.id.as_str().into(),
            file_name(&document.name).into(),
            document.media.to_string().into(),
            document.published.into(),
            document.publisher.clone().into(),
            document.title.clone().into(),
            document.url.clone().into(),
        ]
    };
    table(
        export,
        "documents",
        "A dated text or table that was read. Its words stay its publisher's: only what is quoted is here.",
        columns,
        export.kept.documents.iter().map(row),
    )
}
