//! Writes a picture and the statements it rests on in the formats that other
//! tools take in: CSV with an HXL row, XLSX, Parquet, GeoJSON, JSON Lines,
//! JSON-LD, SDMX-CSV, and one zip of all of them.
//!
//! Every format says the same: what is counted, on which days, with which
//! interval, whether somebody reported those days, by which claims, as known
//! on which day, under which licence. Small cells are left out ([`Terms`]);
//! what is confidential never gets here, since a ledger's view does not hold
//! it. The same input gives the same bytes: there is no clock in any file.
//!
//! ```
//! use claim::{Claim, Document, Kind, Statement};
//! use export::{Export, Format, Known, Part, Terms};
//! use places::Gazetteer;
//!
//! let text = "12,689 people returned through Torkham on 3 November.";
//! let document = Document::text("note.txt", text);
//! let claim = Claim {
//!     value: Some(12_689.0),
//!     kind: Kind::Return,
//!     via: vec!["Torkham".into()],
//!     ..Claim::new(document.id.clone(), text, 0..13)
//! }
//! .sealed();
//! let (documents, statements) = ([document], [Statement::Claim(claim)]);
//! let known = Known { documents: &documents, statements: &statements };
//! let export = Export::new(&known, None, Gazetteer::builtin(), &Terms::default());
//!
//! let bytes = export.write(Format::Csv, Part::Claims).unwrap();
//! let csv = String::from_utf8(bytes).unwrap();
//! assert!(csv.starts_with("id,published,publisher,value,"));
//! assert!(csv.lines().nth(1).unwrap().starts_with("#meta+id,#date+published,"));
//! ```

mod annotation;
mod bundle;
mod columnar;
mod error;
mod evidence;
mod flows;
mod geojson;
mod hxl;
mod lines;
mod package;
mod sdmx;
mod statements;
mod subtract;
mod table;
mod terms;
mod withhold;
mod workbook;

use claim::{Document, Statement, Window};
use jiff::civil::Date;
use places::Gazetteer;
use reconcile::{By, Picture};

pub use error::ExportError;
pub use flows::ObsStatus;
pub use terms::{SUPPRESS_BELOW, Terms};

use flows::Flow;
use statements::Kept;
use table::Table;

/// A file format that [`Export::write`] knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values, UTF-8, with a row of HXL tags under the header.
    Csv,
    /// An Excel workbook: a sheet that explains, and one for each table.
    Xlsx,
    /// Apache Parquet, typed columns.
    Parquet,
    /// GeoJSON (RFC 7946): a feature for each row of flows at its crossing.
    Geojson,
    /// JSON Lines: a claim, event or position a line, as `statement.schema.json` says.
    Jsonl,
    /// JSON-LD 1.1: schema.org Claim, W3C PROV and Web Annotation.
    Jsonld,
    /// SDMX-CSV 2.0 with SDMX's own codes of observation status.
    SdmxCsv,
    /// A zip of all of them with `datapackage.json` (Frictionless) and SHA-256 sums.
    Bundle,
}

impl Format {
    /// Whether the file is text.
    pub fn is_text(self) -> bool {
        !matches!(self, Format::Xlsx | Format::Parquet | Format::Bundle)
    }

    /// Whether the file is of one table, which [`Part`] names.
    pub fn is_of_one_part(self) -> bool {
        matches!(self, Format::Csv | Format::Parquet)
    }
}

/// A table of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The picture: how many crossed, a crossing and a run of days a row.
    Flows,
    /// The claims it rests on, and those it does not use.
    Claims,
    /// Dated facts without a count.
    Events,
    /// Who holds which stance on what.
    Positions,
    /// Where all of it was read.
    Documents,
}

impl Part {
    /// All of them, in the order of a workbook's sheets.
    pub const ALL: [Part; 5] =
        [Part::Flows, Part::Claims, Part::Events, Part::Positions, Part::Documents];
}

/// What was asked of the picture: its rows, as `reconcile` cuts them.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The picture that answers.
    pub picture: &'a Picture,
    /// Crossings by the picture's names, [`reconcile::ALL`] for the whole route, in order.
    pub vias: Vec<String>,
    /// The days.
    pub window: Window,
    /// How the days are cut into rows.
    pub by: By,
    /// Whether statements about other days, and claims that name other crossings only, are left out.
    pub narrow: bool,
}

/// What was known, as a ledger's view or a reading has it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// The documents with their texts.
    pub documents: &'a [Document],
    /// What was read from them, decisions applied and links to near-copies set; nothing that is confidential.
    pub statements: &'a [Statement],
}

/// All that leaves, small cells already out of it, ready to be written in any format.
#[derive(Debug)]
pub struct Export {
    terms: Terms,
    /// As known on this day: the picture's, else the last day that something was published.
    as_known_on: Option<Date>,
    /// ISO codes and names of the countries of the border.
    route: Option<Border>,
    flows: Vec<Flow>,
    kept: Kept,
    places: Vec<flows::Spot>,
    tables: Vec<Table>,
}

/// The border that flows are of.
#[derive(Debug, Clone)]
struct Border {
    from: String,
    to: String,
    from_name: String,
    to_name: String,
}

impl Export {
    /// Gathers what leaves; without a `question` there are no flows.
    pub fn new(
        known: &Known<'_>,
        question: Option<&Question<'_>>,
        gazetteer: &Gazetteer,
        terms: &Terms,
    ) -> Export {
        let withheld = statements::withheld(known, question, terms);
        let flows = question
            .map(|question| flows::flows(question, known.statements, terms, &withheld))
            .unwrap_or_default();
        let kept = Kept::of(known, question, &flows, &withheld, terms);
        let flows = flows.into_iter().map(|flow| flow.resting_on(&kept)).collect::<Vec<_>>();
        let route = question.map(|question| {
            let route = &question.picture.route;
            let name = |code: &str| gazetteer.country_name(code).unwrap_or(code).to_owned();
            Border {
                from: route.from.clone(),
                to: route.to.clone(),
                from_name: name(&route.from),
                to_name: name(&route.to),
            }
        });
        let as_known_on = match question {
            Some(question) => Some(question.picture.as_of),
            None => kept.last_published(),
        };
        let mut export = Export {
            terms: terms.clone(),
            as_known_on,
            route,
            places: flows::spots(&flows, gazetteer),
            flows,
            kept,
            tables: Vec::new(),
        };
        export.tables = Part::ALL.iter().map(|part| export.tabulate(*part)).collect();
        export
    }

    /// How many claims were left out because they count too few people.
    pub fn small_claims(&self) -> usize {
        self.kept.small
    }

    /// How many claims were left out because a smaller one could be had by subtracting them from a total.
    pub fn claims_beside(&self) -> usize {
        self.kept.beside
    }

    /// How many rows of flows have their numbers left out: those that say so in the file.
    pub fn empty_flows(&self) -> usize {
        self.flows.iter().filter(|flow| flow.suppressed || flow.beside).count()
    }

    /// The file, whole. `part` tells which table of a format of one; others have all of them.
    ///
    /// # Errors
    /// When the format cannot hold it: more rows than a sheet has, flows asked for and no
    /// picture there.
    pub fn write(&self, format: Format, part: Part) -> Result<Vec<u8>, ExportError> {
        let of_flows = match format {
            Format::Csv | Format::Parquet => part == Part::Flows,
            Format::Geojson | Format::SdmxCsv => true,
            Format::Xlsx | Format::Jsonl | Format::Jsonld | Format::Bundle => false,
        };
        if of_flows && self.route.is_none() {
            return Err(ExportError::NoPicture);
        }
        match format {
            Format::Csv => hxl::write(self.table(part)),
            Format::Xlsx => workbook::write(self),
            Format::Parquet => columnar::write(self, self.table(part)),
            Format::Geojson => geojson::write(self),
            Format::Jsonl => lines::write(self),
            Format::Jsonld => annotation::write(self),
            Format::SdmxCsv => sdmx::write(self),
            Format::Bundle => bundle::write(self),
        }
    }

    fn table(&self, part: Part) -> &Table {
        let at = Part::ALL.iter().position(|one| *one == part).expect("all parts are there");
        &self.tables[at]
    }

    fn tabulate(&self, part: Part) -> Table {
        match part {
            Part::Flows => flows::table(self),
            Part::Claims => statements::claims(self),
            Part::Events => statements::events(self),
            Part::Positions => statements::positions(self),
            Part::Documents => statements::documents(self),
        }
    }

    /// "Pakistan to Afghanistan, as known on 2023-11-20".
    fn title(&self) -> String {
        let known = self.as_known_on.map(|day| format!(", as known on {day}")).unwrap_or_default();
        match &self.route {
            Some(route) => format!("{} to {}{known}", route.from_name, route.to_name),
            None => format!("Claims{known}"),
        }
    }
}
