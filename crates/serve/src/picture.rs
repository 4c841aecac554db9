//! Which picture an address asks for, and the pictures that were drawn, kept until the ledger grows.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use brief::Brief;
use brief::answer::{self, Answer, Ask, Material, Numbers, Told};
use claim::{Id, Window};
use jiff::civil::Date;
use ledger::AsKnown;
use places::Gazetteer;
use reconcile::{
    By, ClaimFit, Disagreement, LeaveOut, Narrowing, Options, Picture, Unknown, reconcile,
};

use crate::ask::{Fields, Refusal};
use crate::room::{Known, Room};

/// Below this numbers of people are not printed.
pub(crate) const FEW: u32 = export::SUPPRESS_BELOW;

/// The parameters of a question.
pub(crate) const ASKED: [&str; 7] = ["from", "to", "via", "by", "as_of", "route", "population"];

/// How many pictures are kept at once.
const KEPT: usize = 48;

/// What an address asks of the picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Question {
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// As typed.
    pub vias: Vec<String>,
    /// `total`, `day` or `week`.
    pub by: &'static str,
    pub as_of: Option<Date>,
    pub route: Option<String>,
    pub population: Option<String>,
}

/// A day as an address gives it.
pub(crate) fn day(query: &Fields, name: &str) -> Result<Option<Date>, Refusal> {
    let Some(text) = query.get(name) else { return Ok(None) };
    let shaped = text.len() == 10 && !text.contains(|c: char| !c.is_ascii_digit() && c != '-');
    let day = text.parse().ok().filter(|_| shaped);
    day.map(Some).ok_or_else(|| {
        Refusal::bad(format!("{name}={text} is no day"), "give a day such as 2023-11-01")
    })
}

impl Question {
    pub fn of(query: &Fields) -> Result<Question, Refusal> {
        let by = match query.get("by") {
            None | Some("total") => "total",
            Some("day") => "day",
            Some("week") => "week",
            Some(other) => {
                return Err(Refusal::bad(
                    format!("by={other} is no cut"),
                    "give total, day or week",
                ));
            }
        };
        let question = Question {
            from: day(query, "from")?,
            to: day(query, "to")?,
            vias: query.all("via").map(str::to_owned).collect(),
            by,
            as_of: day(query, "as_of")?,
            route: query.get("route").map(str::to_owned),
            population: query.get("population").map(str::to_owned),
        };
        match (question.from, question.to) {
            (Some(from), Some(to)) if from > to => Err(Refusal::bad(
                format!("from={from} is after to={to}"),
                "give the earlier day as from",
            )),
            _ => Ok(question),
        }
    }

    /// The question of the whole border and its days, as known on the same day.
    pub fn whole(&self) -> Question {
        let (as_of, route) = (self.as_of, self.route.clone());
        Question { as_of, route, by: "total", ..Question::default() }
    }

    /// Whether nothing but the day of knowledge and the border is asked for.
    pub fn is_whole(&self) -> bool {
        self.from.is_none()
            && self.to.is_none()
            && self.vias.is_empty()
            && self.population.is_none()
    }

    pub fn cut(&self) -> By {
        match self.by {
            "day" => By::Day,
            "week" => By::Week,
            _ => By::Total,
        }
    }

    fn options(&self, gazetteer: &Gazetteer) -> Result<Options, Refusal> {
        let (from, to) = (self.from, self.to);
        let route = match &self.route {
            None => None,
            Some(text) => Some(answer::route(text, gazetteer).ok_or_else(|| {
                Refusal::bad(
                    format!("route={text} is no border"),
                    "give two countries, such as PAK:AFG",
                )
            })?),
        };
        Ok(Options {
            as_of: self.as_of,
            route,
            span: from.or(to).zip(to.or(from)).and_then(|(from, to)| Window::new(from, to)),
            population: self.population.as_deref().map(answer::class),
            ..Options::default()
        })
    }
}

/// A row as it is told.
#[derive(Debug)]
pub(crate) struct Row {
    pub numbers: Numbers,
    pub told: Told,
    /// How its days were reported.
    pub seen: String,
}

/// A picture and its answer.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub question: Question,
    /// What it was drawn from.
    pub known: Arc<Known>,
    pub picture: Picture,
    pub options: Options,
    /// The crossings asked for, by the names of the picture.
    pub vias: Vec<String>,
    pub window: Window,
    pub rows: Vec<Row>,
    /// What would narrow it, and what is nearly unknown.
    pub narrowing: Vec<Narrowing>,
    pub unknowns: Vec<Unknown>,
    pub disagreements: Vec<Disagreement>,
    fit_at: BTreeMap<Id, usize>,
    brief: OnceLock<Brief>,
    json: OnceLock<String>,
    /// What the queue is ordered by.
    pub influence: OnceLock<BTreeMap<Id, f64>>,
    /// Whether that is being reckoned.
    pub weighing: AtomicBool,
}

/// What numbers are printed from.
pub(crate) fn material(known: &Known) -> Material<'_> {
    let ledger::Material { documents, statements, secret, .. } = &known.material;
    Material { documents, statements, secret }
}

impl Drawn {
    fn new(question: Question, known: Arc<Known>, gazetteer: &Gazetteer) -> Result<Drawn, Refusal> {
        let options = question.options(gazetteer)?;
        let reported = known.material.crossings();
        let vias = question.vias.iter().map(|name| answer::crossing(name, &reported, gazetteer));
        let vias = vias.collect::<Result<Vec<String>, _>>()?;
        let picture = reconcile(&known.claims, &known.events, gazetteer, &options)?;
        let fits = picture.claims.iter().enumerate();
        let fit_at = fits.map(|(at, fit)| (fit.id.clone(), at)).collect();
        let drawn = Drawn {
            window: answer::asked_days(question.from, question.to, &picture, &known.claims),
            question,
            picture,
            options,
            vias,
            rows: Vec::new(),
            narrowing: Vec::new(),
            unknowns: Vec::new(),
            disagreements: Vec::new(),
            fit_at,
            brief: OnceLock::new(),
            json: OnceLock::new(),
            influence: OnceLock::new(),
            weighing: AtomicBool::new(false),
            known,
        };
        let answer = drawn.answer(gazetteer)?;
        let row = |at| Row {
            numbers: Numbers::of(&answer, at),
            told: answer.told(at),
            seen: answer.seen(at).replace('_', " "),
        };
        let rows = (0..answer.rows.len()).map(row).collect();
        let Answer { narrowing, unknowns, disagreements, .. } = answer;
        Ok(Drawn { rows, narrowing, unknowns, disagreements, ..drawn })
    }

    fn answer(&self, gazetteer: &Gazetteer) -> Result<Answer<'_>, Refusal> {
        let ask = Ask {
            vias: &self.vias,
            from: self.question.from,
            to: self.question.to,
            by: self.question.cut(),
            everybody: self.question.population.is_none(),
            below: FEW,
        };
        Ok(Answer::of(&self.picture, material(&self.known), &self.known.claims, &ask, gazetteer)?)
    }

    /// How a claim fits.
    pub fn fit(&self, id: &Id) -> Option<&ClaimFit> {
        self.fit_at.get(id).map(|at| &self.picture.claims[*at])
    }

    /// The brief of the same picture.
    pub fn brief(&self, gazetteer: &Gazetteer) -> &Brief {
        self.brief.get_or_init(|| {
            let ledger::Material { documents, statements, .. } = &self.known.material;
            Brief::new(&self.picture, documents, statements, gazetteer)
        })
    }

    /// To draw it again without some of its claims.
    pub fn leave_out<'a>(&'a self, options: &'a Options, gazetteer: &'a Gazetteer) -> LeaveOut<'a> {
        LeaveOut { claims: &self.known.claims, events: &self.known.events, gazetteer, options }
    }

    /// What was asked of the engine, with the route that it chose.
    pub fn same_route(&self) -> Options {
        Options { route: Some(self.picture.route.clone()), ..self.options.clone() }
    }

    /// The answer as JSON: the bytes of `crossings picture --format json`.
    pub fn json(&self, gazetteer: &Gazetteer) -> Result<&str, Refusal> {
        if let Some(json) = self.json.get() {
            return Ok(json);
        }
        let answer = self.answer(gazetteer)?;
        let options = self.same_route();
        let leave = self.leave_out(&options, gazetteer);
        let asked: Vec<&str> = self.vias.iter().map(String::as_str).collect();
        let without = answer::without(&self.picture, &leave, &asked, self.window);
        let json =
            serde_json::to_string_pretty(&answer.report(&without)).expect("plain data") + "\n";
        Ok(self.json.get_or_init(|| json))
    }
}

type Slot = Arc<OnceLock<Result<Arc<Drawn>, Refusal>>>;

/// The pictures drawn of what the ledger says now, each drawn once however many ask.
#[derive(Debug, Default)]
pub(crate) struct Pictures(Mutex<BTreeMap<(i64, Question), Slot>>);

impl Pictures {
    fn slot(&self, sequence: i64, question: &Question) -> Slot {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(at, _), _| *at >= sequence);
        if kept.len() >= KEPT {
            kept.pop_first();
        }
        kept.entry((sequence, question.clone())).or_default().clone()
    }
}

impl Room {
    /// The picture that a question asks for.
    pub fn drawn(&self, question: &Question) -> Result<Arc<Drawn>, Refusal> {
        let known = self.known()?;
        let slot = self.pictures.slot(known.drawn_from, question);
        let draw = || -> Result<Arc<Drawn>, Refusal> {
            if known.material.documents.is_empty() {
                return Err(Refusal::no_picture(
                    "the ledger holds no documents yet",
                    "add some under Documents",
                ));
            }
            let known = match question.as_of {
                None => known.clone(),
                Some(day) => {
                    let as_known = AsKnown { published_by: Some(day), ..AsKnown::default() };
                    let view = self.reading(|ledger| Ok(ledger.view(as_known)?))?;
                    Arc::new(Known::of(ledger::Material::of(view)))
                }
            };
            if known.material.documents.is_empty() {
                return Err(Refusal::no_picture(
                    "nothing had been published by that day",
                    "give a later day as as_of",
                ));
            }
            Ok(Arc::new(Drawn::new(question.clone(), known, self.settings.gazetteer)?))
        };
        slot.get_or_init(draw).clone()
    }
}
