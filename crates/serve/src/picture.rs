//! Which picture an address asks for, and the pictures that were drawn, kept until the ledger grows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use brief::answer::{self, Answer, Ask, Numbers, Told};
use brief::{Brief, Part};
use claim::{Id, Window};
use jiff::civil::Date;
use places::Gazetteer;
use reconcile::{
    By, ClaimFit, Disagreement, LeaveOut, Narrowing, Options, Picture, Unknown, reconcile,
};

use crate::ask::{Fields, Refusal};
use crate::known::Known;
use crate::printed::FEW;

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
    /// What it was drawn from, and since which entry the ledger says so.
    pub known: Arc<Known>,
    drawn_from: i64,
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
    /// The claims of which the reason for their part would tell a number that is not printed.
    pub silent: BTreeSet<Id>,
    fit_at: BTreeMap<Id, usize>,
    brief: OnceLock<Brief>,
    parts: OnceLock<Vec<Part>>,
    json: OnceLock<String>,
    /// What the queue is ordered by.
    pub influence: OnceLock<BTreeMap<Id, f64>>,
    /// Whether that is being reckoned.
    pub weighing: AtomicBool,
}

impl Drawn {
    /// Draws a picture of what the ledger says since an entry.
    pub fn new(
        question: Question,
        known: Arc<Known>,
        drawn_from: i64,
        gazetteer: &Gazetteer,
    ) -> Result<Drawn, Refusal> {
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
            drawn_from,
            picture,
            options,
            vias,
            rows: Vec::new(),
            narrowing: Vec::new(),
            unknowns: Vec::new(),
            disagreements: Vec::new(),
            silent: BTreeSet::new(),
            fit_at,
            brief: OnceLock::new(),
            parts: OnceLock::new(),
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
        let fits = drawn.picture.claims.iter();
        let silent =
            fits.filter(|fit| fit.why.as_ref().is_some_and(|why| answer.few.is_told_by(why)));
        let silent = silent.map(|fit| fit.id.clone()).collect();
        let Answer { narrowing, unknowns, disagreements, .. } = answer;
        Ok(Drawn { rows, silent, narrowing, unknowns, disagreements, ..drawn })
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
        Ok(Answer::of(&self.picture, self.known.words(), &self.known.claims, &ask, gazetteer)?)
    }

    /// Whether it is of what the ledger says now.
    pub fn is_of(&self, newest: &Known) -> bool {
        self.drawn_from == newest.drawn_from
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

    /// The sections of the brief's page, numbers leading to the pages of their claims.
    pub fn parts(&self, gazetteer: &Gazetteer) -> &[Part] {
        self.parts.get_or_init(|| self.brief(gazetteer).parts("/claims/"))
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

/// A picture that is drawn once, however many ask.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    pub drawn: OnceLock<Result<Arc<Drawn>, Refusal>>,
    /// Whether somebody draws it.
    begun: AtomicBool,
}

/// The pictures drawn of what the ledger says now, and the last of each question, to look at meanwhile.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    slots: Mutex<BTreeMap<(i64, Question), Arc<Slot>>>,
    last: Mutex<BTreeMap<Question, Arc<Drawn>>>,
}

/// So long a new picture is waited for by those that show nothing else.
pub(crate) const SOON: Duration = Duration::from_secs(4);
/// And by those that have something to show without it.
pub(crate) const MOMENT: Duration = Duration::from_secs(1);
/// So often it is looked whether it is there.
const LOOK: Duration = Duration::from_millis(10);

impl Pictures {
    /// Where the picture of a question is kept, of the ledger since an entry.
    pub fn slot(&self, sequence: i64, question: &Question) -> Arc<Slot> {
        let mut kept = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(at, _), _| *at >= sequence);
        if kept.len() >= KEPT {
            kept.pop_last();
        }
        kept.entry((sequence, question.clone())).or_default().clone()
    }

    /// Forgets a question that could not be answered for a reason that passes.
    pub fn forget(&self, sequence: i64, question: &Question) {
        let mut kept = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(&(sequence, question.clone()));
    }

    /// The last picture that was drawn for a question.
    pub fn last(&self, question: &Question) -> Option<Arc<Drawn>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).get(question).cloned()
    }

    /// Keeps a picture to look at while the next is drawn.
    pub fn keep(&self, drawn: &Arc<Drawn>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.len() >= KEPT {
            last.pop_last();
        }
        last.insert(drawn.question.clone(), drawn.clone());
    }
}

impl Slot {
    /// Draws beside the caller, who waits a little; whether it is there then.
    pub fn draw_soon(
        self: &Arc<Slot>,
        wait: Duration,
        draw: impl FnOnce() -> Result<Arc<Drawn>, Refusal> + Send + 'static,
    ) -> bool {
        if !self.begun.swap(true, Ordering::Relaxed) {
            let slot = self.clone();
            std::thread::spawn(move || _ = slot.drawn.get_or_init(draw));
        }
        let mut waited = Duration::ZERO;
        while self.drawn.get().is_none() && waited < wait {
            std::thread::sleep(LOOK);
            waited += LOOK;
        }
        self.drawn.get().is_some()
    }
}
