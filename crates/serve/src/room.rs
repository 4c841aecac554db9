//! What the server knows: the ledger as it was last read, kept until it grows, and what is reckoned from it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use ledger::{AsKnown, Ledger};
use tokio::sync::watch;

use crate::access::{Guard, Limits};
use crate::ask::Refusal;
use crate::known::Known;
use crate::metrics::Metrics;
use crate::picture::{Drawn, Pictures, Question, SOON, Slot};
use crate::settings::Settings;

/// Everything that requests share.
pub(crate) struct Room {
    pub settings: Settings,
    /// The ledger's file, or server and database without the password.
    pub name: String,
    pub guard: Guard,
    pub limits: Limits,
    pub metrics: Metrics,
    pub pictures: Pictures,
    /// The number of the newest entry, for whoever waits for it.
    pub head: watch::Sender<i64>,
    /// The last picture of which it is known what hangs on each claim.
    pub weighed: Mutex<Option<Arc<Drawn>>>,
    writer: Mutex<Ledger>,
    reader: Mutex<Ledger>,
    known: RwLock<Arc<Known>>,
}

impl std::fmt::Debug for Room {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Room").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// What a panic left is still in order: entries are whole or not there.
fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Room {
    pub fn new(settings: Settings, guard: Guard) -> Result<Room, crate::ServeError> {
        let writer = Ledger::create_or_open(&settings.ledger)?;
        let reader = Ledger::open(&settings.ledger)?;
        Ok(Room {
            name: writer.name().to_owned(),
            settings,
            guard,
            limits: Limits::default(),
            metrics: Metrics::default(),
            pictures: Pictures::default(),
            head: watch::Sender::new(0),
            weighed: Mutex::new(None),
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            known: RwLock::new(Arc::new(Known::unread())),
        })
    }

    /// The ledger as it is now: read again when it has grown.
    pub fn known(&self) -> Result<Arc<Known>, Refusal> {
        let known = self.reading(|ledger| {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner).clone();
            if known.sequence == ledger.head()?.sequence {
                return Ok(known);
            }
            let known = Arc::new(known.onward(ledger)?);
            *self.known.write().unwrap_or_else(PoisonError::into_inner) = known.clone();
            Ok(known)
        })?;
        self.head.send_if_modified(|seen| {
            std::mem::replace(seen, known.sequence.max(*seen)) < known.sequence
        });
        Ok(known)
    }

    /// Reads from the ledger.
    pub fn reading<T>(
        &self,
        work: impl FnOnce(&mut Ledger) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.with(&self.reader, work)
    }

    /// Writes to the ledger, and tells those who wait.
    pub fn writing<T>(
        &self,
        work: impl FnOnce(&mut Ledger) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let (done, head) =
            self.with(&self.writer, |ledger| Ok((work(ledger)?, ledger.head()?.sequence)))?;
        self.head.send_if_modified(|seen| std::mem::replace(seen, head.max(*seen)) != head);
        Ok(done)
    }

    /// Works with a ledger; one that failed is opened anew for the next: its server may have gone and come back.
    fn with<T>(
        &self,
        ledger: &Mutex<Ledger>,
        work: impl FnOnce(&mut Ledger) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut ledger = open(ledger);
        let done = work(&mut ledger);
        if done.as_ref().is_err_and(|refusal| refusal.status.is_server_error())
            && let Ok(fresh) = Ledger::open(&self.settings.ledger)
        {
            *ledger = fresh;
        }
        done
    }

    /// Looks whether another process has entered something.
    pub fn look(&self) -> Result<(), Refusal> {
        let head = self.reading(|ledger| Ok(ledger.head()?.sequence))?;
        self.head.send_if_modified(|seen| std::mem::replace(seen, head.max(*seen)) < head);
        Ok(())
    }

    /// The picture that a question asks for, of the ledger as it is now.
    pub fn drawn(&self, question: &Question) -> Result<Arc<Drawn>, Refusal> {
        let known = self.known()?;
        let slot = self.pictures.slot(known.drawn_from, question);
        if slot.drawn.get().is_none() {
            let draw = self.drawing(&known, question)?;
            slot.drawn.get_or_init(draw);
        }
        self.taken(&slot, &known, question)
    }

    /// The same, waited for a moment only; then the one before, where there is one: [`Drawn::is_of`] tells.
    pub fn drawn_soon(&self, question: &Question) -> Result<Arc<Drawn>, Refusal> {
        self.drawn_within(SOON, question)
    }

    /// The same, waited for so long.
    pub fn drawn_within(&self, wait: Duration, question: &Question) -> Result<Arc<Drawn>, Refusal> {
        let known = self.known()?;
        let slot = self.pictures.slot(known.drawn_from, question);
        if slot.drawn.get().is_none() && !slot.draw_soon(wait, self.drawing(&known, question)?) {
            return self.pictures.last(question).ok_or_else(Refusal::worked_out);
        }
        self.taken(&slot, &known, question)
    }

    /// What draws the picture of a question.
    fn drawing(
        &self,
        known: &Arc<Known>,
        question: &Question,
    ) -> Result<impl FnOnce() -> Result<Arc<Drawn>, Refusal> + Send + 'static, Refusal> {
        let drawn_from = known.drawn_from;
        let none = |why: &str, remedy: &str| Err(Refusal::no_picture(why, remedy));
        if known.material.documents.is_empty() {
            return none("the ledger holds no documents yet", "add some under Documents");
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
            return none("nothing had been published by that day", "give a later day as as_of");
        }
        let (question, gazetteer) = (question.clone(), self.settings.gazetteer);
        Ok(move || Ok(Arc::new(Drawn::new(question, known, drawn_from, gazetteer)?)))
    }

    /// What is in a slot, kept for the next time.
    fn taken(
        &self,
        slot: &Slot,
        known: &Known,
        question: &Question,
    ) -> Result<Arc<Drawn>, Refusal> {
        let drawn = slot.drawn.get().cloned().unwrap_or_else(|| Err(Refusal::worked_out()));
        match &drawn {
            Ok(drawn) => self.pictures.keep(drawn),
            // A ledger that is locked for a moment is asked again.
            Err(refusal) if refusal.status.is_server_error() => {
                self.pictures.forget(known.drawn_from, question);
            }
            Err(_) => {}
        }
        drawn
    }
}
