//! From paths to readings: files, folders and standard input, one after the
//! other, in an order that does not depend on the file system.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use claim::{DocumentId, Event};
use jiff::civil::Date;
use jiff::{ToSpan, tz::TimeZone};
use rayon::prelude::*;
use read::{ENDINGS, Map, Problem, Reading};

use crate::failure::Failure;
use crate::talk::{Talk, count, some_of};
use crate::whole;

/// The reader refuses files over 64 MiB unless told; no more than a byte beyond is loaded.
const LARGEST: u64 = 64 << 20;

/// How many files are read at once.
const BATCH: usize = 256;

/// What the user says of every document: its day of publication, and how large it may be.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(crate) struct Day {
    /// Day of publication of documents that do not say it
    #[arg(id = "date", long = "date", value_name = "YYYY-MM-DD", value_parser = crate::commands::day)]
    pub(crate) given: Option<Date>,
    /// Take --date also for documents that say another day
    #[arg(id = "date_anyway", long = "date-anyway", requires = "date")]
    pub(crate) anyway: bool,
    /// Read tables up to so many MiB; without it 64, so that a file given by mistake does not fill the memory
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(1..=4000))]
    pub(crate) largest: Option<u64>,
    /// Whether telephones, addresses and the like stay in what is kept.
    #[arg(skip)]
    pub(crate) keep_contacts: bool,
    /// Whether the claims of a long table are made one by one, as they are written.
    #[arg(skip)]
    pub(crate) rows: bool,
}

/// Reads the documents behind `paths` and hands each to `visit`. What cannot be
/// read is said, and the others are still read. The same bytes met again are
/// read once.
pub(crate) fn each(
    paths: &[PathBuf],
    day: Day,
    events: &[Event],
    map: Option<&Map>,
    talk: &mut Talk,
    mut visit: impl FnMut(Reading, &mut Talk) -> Result<(), Failure>,
) -> Result<(), Failure> {
    each_with(paths, day, events, map, talk, |_| (), |reading, (), talk| visit(reading, talk))
}

/// As [`each`], with `prepare` run beside the reading, on all cores; `visit` still gets
/// the documents one by one and in order.
pub(crate) fn each_with<P: Send>(
    paths: &[PathBuf],
    day: Day,
    events: &[Event],
    map: Option<&Map>,
    talk: &mut Talk,
    prepare: impl Fn(&Reading) -> P + Sync,
    mut visit: impl FnMut(Reading, P, &mut Talk) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let files = find(paths, talk);
    let Day { given: date, anyway: date_anyway, largest, keep_contacts, rows } = day;
    let largest = largest.map(|mib| mib << 20);
    let options = read::Options {
        date,
        date_anyway,
        today: Some(today()),
        events,
        map,
        keep_contacts,
        rows,
        statements: None,
        largest: largest.and_then(|bytes| usize::try_from(bytes).ok()),
    };
    let limit = largest.unwrap_or(LARGEST) + 1;
    let mut seen: BTreeMap<DocumentId, String> = BTreeMap::new();
    let mut undated = Vec::new();
    let mut passed_over = Vec::new();
    talk.begin(files.len());
    // A file may hold several documents: an archive, a feed, a mail with what is attached.
    let read_one = |path: &PathBuf| {
        let name = path.display().to_string();
        let told = || -> Result<Vec<_>, String> {
            let unread =
                |error| format!("{name}: {}\n  hint: check its permissions", reason(&error));
            let bytes = load(path, limit).map_err(unread)?;
            let beside = match map {
                Some(_) => None,
                None => map_beside(path).map_err(|problem| problem.to_string())?,
            };
            let options = read::Options { map: map.or(beside.as_ref()), ..options };
            Ok(read::read_all(&name, bytes, options, crate::gazetteer::in_use()))
        };
        match told() {
            Ok(readings) => readings
                .into_iter()
                .map(|reading| {
                    let reading = reading.map_err(|problem| problem.to_string())?;
                    let prepared = prepare(&reading);
                    Ok((reading, prepared))
                })
                .collect(),
            Err(message) => vec![Err(message)],
        }
    };
    // So many files are in hand at once: memory does not grow with the archive.
    let readings = files.chunks(BATCH).flat_map(|batch| match batch {
        [one] => vec![read_one(one)],
        several => several.par_iter().map(read_one).collect(),
    });
    for documents in readings {
        if crate::watch::ended() {
            break; // what was read before is kept
        }
        talk.step();
        for reading in documents {
            let (reading, prepared) = match reading {
                Ok(reading) => reading,
                Err(message) => {
                    talk.trouble(message);
                    continue;
                }
            };
            let name = reading.document.name.clone();
            if let Some(first) = seen.get(&reading.document.id) {
                talk.note(format_args!("{name}: the same as {first}, read once"));
                continue;
            }
            seen.insert(reading.document.id.clone(), name.clone());
            // What columns were taken for interests whoever reads or adds the table; what is
            // in doubt of it, everybody.
            let unread = !reading.problems.is_empty() && reading.count() == 0;
            for note in reading.notes.iter().filter(|note| unread || !note.remedy.is_empty()) {
                talk.note(note);
            }
            for problem in &reading.problems {
                talk.trouble(problem);
            }
            if unread {
                continue; // nothing of it was read: it is no document of the picture
            }
            if reading.passed_over {
                passed_over.push(name);
            } else if reading.document.media.is_prose() && reading.document.published.is_none() {
                undated.push(name);
            }
            visit(reading, prepared, talk)?;
        }
    }
    talk.end();
    if !passed_over.is_empty() {
        talk.note(format_args!(
            "{} with nothing about displacement: {}",
            count(passed_over.len(), "document"),
            some_of(&passed_over)
        ));
    }
    if !undated.is_empty() {
        let message = format!(
            "{} without a date, so \"on Monday\" or \"so far\" could not be placed: {}",
            count(undated.len(), "document"),
            some_of(&undated)
        );
        talk.say(&message, "give --date YYYY-MM-DD, or open each with a line `date YYYY-MM-DD`");
    }
    Ok(())
}

/// The map of a table that lies beside it, under its name and `.toml`.
fn map_beside(path: &Path) -> Result<Option<Map>, Problem> {
    let is_table = path.extension().is_some_and(|ending| {
        let ending = ending.to_ascii_lowercase();
        ["csv", "tsv", "xlsx", "xlsm", "ods"].iter().any(|table| ending == *table)
    });
    let mut name = path.as_os_str().to_owned();
    name.push(".toml");
    if !is_table || !Path::new(&name).is_file() {
        return Ok(None);
    }
    load_map(Path::new(&name)).map(Some)
}

/// Reads a map of a table.
pub(crate) fn load_map(path: &Path) -> Result<Map, Problem> {
    let name = path.display().to_string();
    let text = whole::read_text(path).map_err(|error| Problem {
        file: name.clone(),
        line: None,
        message: reason(&error),
        remedy: "give a map of a table: a small TOML file".to_owned(),
    })?;
    Map::parse(&name, &text)
}

/// Says what the columns of a table were taken for.
pub(crate) fn tell_columns(reading: &Reading, talk: &Talk) {
    for note in reading.notes.iter().filter(|note| note.remedy.is_empty()) {
        talk.note(note);
    }
}

/// The day that it is already somewhere on Earth (UTC+14): a report published
/// there this morning is not from the future.
fn today() -> Date {
    let somewhere = crate::clock::now() + 14.hours();
    somewhere.to_zoned(TimeZone::UTC).date()
}

fn load(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    if !is_stdin(path) {
        return whole::read(path, limit);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The system's words, without its number.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read".to_owned(),
        _ => error.to_string(),
    }
}

/// The files behind `paths`, folders walked in order of names. What is missing is said.
fn find(paths: &[PathBuf], talk: &mut Talk) -> Vec<PathBuf> {
    let (files, empty) = search(paths, talk);
    for folder in empty {
        talk.trouble(format_args!(
            "{}: nothing to read in this folder\n  hint: it is searched for {}",
            folder.display(),
            ENDINGS.map(|ending| format!(".{ending}")).join(", ")
        ));
    }
    files
}

/// The files behind `paths` as they are now; a folder may be empty yet.
pub(crate) fn walk(paths: &[PathBuf], talk: &mut Talk) -> Vec<PathBuf> {
    search(paths, talk).0
}

/// The files, and the folders with nothing to read in them.
fn search<'p>(paths: &'p [PathBuf], talk: &mut Talk) -> (Vec<PathBuf>, Vec<&'p Path>) {
    let mut walk = Walk::default();
    let mut empty = Vec::new();
    for path in paths {
        if is_stdin(path) {
            walk.files.push(path.clone());
            continue;
        }
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                let before = walk.files.len();
                walk.folder(path, talk);
                if walk.files.len() == before {
                    empty.push(path.as_path());
                }
            }
            Ok(found) if !found.is_file() => talk.trouble(format_args!(
                "{}: {}\n  hint: give a file, or - and the data on standard input",
                path.display(),
                whole::NO_FILE
            )),
            Ok(_) => walk.files.push(path.clone()),
            Err(_) if ledger::looks_like_address(path) => talk.trouble(
                "the address of a database is no PATH\n  hint: give it as SOURCE alone, or as --ledger",
            ),
            Err(error) => talk.trouble(format_args!(
                "{}: {}\n  hint: check the name; a PATH is a file, a folder or -",
                path.display(),
                match error.kind() {
                    io::ErrorKind::NotFound => "no such file or folder".to_owned(),
                    _ => reason(&error),
                }
            )),
        }
    }
    if !walk.skipped.is_empty() {
        talk.note(format_args!(
            "skipped {} that {} neither text nor a table: {}",
            count(walk.skipped.len(), "file"),
            if walk.skipped.len() == 1 { "is" } else { "are" },
            some_of(&walk.skipped)
        ));
    }
    (walk.files, empty)
}

#[derive(Default)]
struct Walk {
    files: Vec<PathBuf>,
    skipped: Vec<String>,
    /// Folders that were entered, by their real path: a link back up ends here.
    entered: BTreeSet<PathBuf>,
}

impl Walk {
    fn folder(&mut self, folder: &Path, talk: &mut Talk) {
        let entries = fs::canonicalize(folder).and_then(|real| {
            if !self.entered.insert(real) {
                return Ok(Vec::new());
            }
            fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
        });
        let mut entries: Vec<PathBuf> = match entries {
            Ok(entries) => entries,
            Err(error) => {
                let name = folder.display();
                let message = format!("{name}: {}\n  hint: check its permissions", reason(&error));
                return talk.trouble(message);
            }
        };
        entries.sort();
        let names: Vec<String> = entries
            .iter()
            .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
            .collect();
        for path in entries {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // A page saved from the web brings a folder of pictures and scripts.
            let furniture = names.iter().any(|page| read::is_furniture_of(&name, page));
            if read::is_beside(&name) || furniture {
                continue;
            }
            match fs::metadata(&path) {
                Ok(found) if found.is_dir() => self.folder(&path, talk),
                Ok(found) if found.is_file() && read::is_readable(&name) => self.files.push(path),
                Ok(_) => self.skipped.push(name),
                Err(error) => talk.trouble(format_args!(
                    "{}: {}\n  hint: a link that leads nowhere can be removed",
                    path.display(),
                    reason(&error)
                )),
            }
        }
    }
}
