//! Digits and words by which a person can be reached or found: telephones and faxes, messengers, e-mail addresses,
//! accounts, numbers of papers, plates and cases, houses in streets. They are never numbers of people, and they are
//! blacked out of whatever leaves.
//!
//! A telephone is told by a + or a nought before it, by a word such as "tel.", or by the telephone before it ("… or 051
//! 2201234"). What could as well be a count of people is left alone: a count is parted by thousands or by nothing.

mod mail;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use crate::cells;
use crate::mention::digit;
use words::{
    BETWEEN, BOX, HOUSE, NETWORKS, NEVER_COUNT, NO, NUMBERED, OF_PAPER, OR, PROFILES, REACHED,
    REACHED_AT, REACHING, RUE, STREET, TELEPHONE, ULICA, VEHICLES,
};

/// What sort of contact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Telephone, fax or messenger.
    Telephone,
    /// E-mail address.
    Email,
    /// Name or address in a messenger.
    Messenger,
    /// Bank account.
    Account,
    /// Number of a book or a journal.
    Book,
    /// Plate of a vehicle.
    Plate,
    /// Number of a case, a file or a letter.
    Case,
    /// Number of a paper that says who somebody is.
    Identity,
    /// House in a street, or box at a post office.
    Address,
}

impl Sort {
    /// What stands in its place.
    pub fn label(self) -> &'static str {
        match self {
            Sort::Telephone => "[telephone]",
            Sort::Email => "[e-mail]",
            Sort::Messenger => "[messenger]",
            Sort::Account => "[account]",
            Sort::Book => "[book number]",
            Sort::Plate => "[plate]",
            Sort::Case => "[case number]",
            Sort::Identity => "[identity number]",
            Sort::Address => "[address]",
        }
    }
}

/// All that stands in the place of contacts.
pub const LABELS: [&str; 9] = [
    "[telephone]",
    "[e-mail]",
    "[messenger]",
    "[account]",
    "[book number]",
    "[plate]",
    "[case number]",
    "[identity number]",
    "[address]",
];

/// A contact and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Where.
    pub span: Range<usize>,
    /// Of what sort.
    pub sort: Sort,
}

/// Fewer digits than this are no telephone but after a word that says so.
const TELEPHONE_DIGITS: usize = 7;
/// More digits than this are no telephone.
const TELEPHONE_MOST: usize = 20;
/// So many digits in one piece count nobody.
const TOO_MANY: usize = 10;

/// A word, a run of digits, or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Digits,
    Sign,
    Space,
}

/// A piece of a text.
#[derive(Debug, Clone)]
struct Piece<'t> {
    kind: Kind,
    text: &'t str,
    start: usize,
}

impl Piece<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn word(&self) -> String {
        self.text.to_lowercase()
    }

    fn is_sign(&self, of: &str) -> bool {
        self.kind == Kind::Sign && of.contains(self.text)
    }

    /// A space within a line.
    fn is_blank(&self) -> bool {
        self.kind == Kind::Space && !self.text.contains(['\n', '\t'])
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let kind = |c: char| match c {
        _ if digit(c).is_some() => Kind::Digits,
        _ if c.is_alphabetic() => Kind::Word,
        _ if c.is_whitespace() => Kind::Space,
        _ => Kind::Sign,
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, c) in text.char_indices() {
        let (of, end) = (kind(c), at + c.len_utf8());
        match pieces.last_mut() {
            Some(last) if last.kind == of && of != Kind::Sign => last.text = &text[last.start..end],
            _ => pieces.push(Piece { kind: of, text: &text[at..end], start: at }),
        }
    }
    pieces
}

/// Digits with signs between them, as telephones are written.
struct Run {
    /// The pieces it is made of.
    pieces: Range<usize>,
    /// How many digits each group has.
    groups: Vec<usize>,
    plus: bool,
    zero: bool,
    dashed: bool,
    spaced: bool,
}

impl Run {
    fn digits(&self) -> usize {
        self.groups.iter().sum()
    }

    /// Reads one from piece `at` on.
    fn at(pieces: &[Piece], at: usize) -> Option<Run> {
        Run::up_to(pieces, at, usize::MAX)
    }

    /// The same, and no further than to the group with which it has more than so many digits: of a long row of numbers
    /// each is looked at again.
    fn up_to(pieces: &[Piece], at: usize, most: usize) -> Option<Run> {
        let mut run = Run {
            pieces: at..at,
            groups: Vec::new(),
            plus: false,
            zero: false,
            dashed: false,
            spaced: false,
        };
        let mut next = at;
        let mut signs = 0;
        while let Some(piece) = pieces.get(next) {
            match piece.kind {
                Kind::Digits => {
                    if run.groups.is_empty() {
                        run.zero = piece.text.chars().next().and_then(digit) == Some(0);
                    }
                    run.groups.push(piece.text.chars().count());
                    run.pieces.end = next + 1;
                    signs = 0;
                    if run.digits() > most {
                        break;
                    }
                }
                Kind::Sign if piece.text == "+" && run.groups.is_empty() && !run.plus => {
                    run.plus = true
                }
                Kind::Sign if piece.is_sign("(") => signs += 1,
                Kind::Sign if piece.is_sign(")-–./") && !run.groups.is_empty() => {
                    run.dashed |= piece.is_sign("-–");
                    signs += 1;
                }
                Kind::Space if piece.is_blank() && piece.text.chars().count() == 1 => {
                    if run.groups.is_empty() && !run.plus {
                        break;
                    }
                    run.spaced = true;
                    signs += 1;
                }
                _ => break,
            }
            if signs > 3 {
                break;
            }
            next += 1;
        }
        (!run.groups.is_empty()).then_some(run)
    }

    /// A day in digits: three groups, one of them a year.
    fn is_day(&self, pieces: &[Piece]) -> bool {
        let years = pieces[self.pieces.clone()].iter().filter(|piece| {
            piece.kind == Kind::Digits
                && piece.text.parse::<u32>().is_ok_and(|year| (1900..=2100).contains(&year))
        });
        years.count() > 0 && !self.plus && self.groups.iter().all(|group| *group <= 4)
    }

    /// Whether a word follows that it may count.
    fn is_counted(&self, pieces: &[Piece]) -> bool {
        pieces.get(self.pieces.end).is_some_and(Piece::is_blank)
            && pieces
                .get(self.pieces.end + 1)
                .is_some_and(|next| next.kind == Kind::Word && !OR.contains(&next.word().as_str()))
    }

    /// Parted by thousands.
    fn is_grouped(&self) -> bool {
        self.groups.len() > 1
            && self.groups[0] <= 3
            && !self.zero
            && self.groups[1..].iter().all(|n| *n == 3)
    }

    /// "818560 (780539-853678)": a number and the interval that it lies in.
    fn is_with_interval(&self, pieces: &[Piece]) -> bool {
        let own = &pieces[self.pieces.clone()];
        let numbers: Vec<u64> = own
            .iter()
            .filter(|piece| piece.kind == Kind::Digits)
            .filter_map(|piece| piece.text.parse().ok())
            .collect();
        let opened = own.iter().any(|piece| piece.is_sign("("));
        let [value, low, high] = numbers[..] else { return false };
        let apart = own.iter().any(|piece| piece.is_sign("-–"));
        opened && apart && !self.zero && !self.plus && low <= value && value <= high && low < high
    }

    /// Whether it is a telephone whatever stands before it.
    fn is_telephone(&self, pieces: &[Piece]) -> bool {
        let digits = self.digits();
        if self.is_day(pieces) || digits > TELEPHONE_MOST || self.is_with_interval(pieces) {
            return false;
        }
        let whole = self.groups.iter().any(|group| *group >= TOO_MANY);
        // "01 1200 1311" may be a row of counts, "01 42 34 56 78" is none.
        let row = self.spaced
            && !self.dashed
            && self.groups[0] == 2
            && !self.groups.iter().all(|group| *group == 2);
        // What begins with two noughts leads abroad.
        let abroad = self.zero
            && digits >= TELEPHONE_DIGITS + 2
            && pieces[self.pieces.clone()]
                .iter()
                .find(|piece| piece.kind == Kind::Digits)
                .is_some_and(|first| first.text.chars().take(2).all(|c| digit(c) == Some(0)));
        let local = self.zero && digits > TELEPHONE_DIGITS && self.groups[0] >= 2 && !row;
        let dashed = self.dashed
            && !self.is_grouped()
            && digits >= TELEPHONE_DIGITS + 2
            && (self.groups.len() >= 3 || self.groups.last() >= Some(&7));
        self.plus && digits >= TELEPHONE_DIGITS || abroad || local || dashed || whole
    }
}

/// So many pieces behind a word stand the digits that it is about.
const REACH: usize = 16;

/// Finds all contacts in a text, in order; none overlaps another, none runs over a line's end.
pub fn find(text: &str) -> Vec<Contact> {
    find_in(text, false)
}

/// The same in the cells of a table, each by itself: nothing that is found spans two of them. "AF010203" is the code of a
/// district there as well as the number of a paper: heads and whole columns tell. `workbook`: cells are apart by commas,
/// as sheets are rendered.
pub fn find_in_cells(text: &str, workbook: bool) -> Vec<Contact> {
    let (delimiter, from) = match workbook {
        true => (b',', 0),
        false => cells::delimiter(text),
    };
    let mut found = Vec::new();
    // Places and sources stand in hundreds of thousands of cells: what reaches nobody is looked at once.
    let mut nobody: HashSet<&str> = HashSet::new();
    for cell in cells::all(text, delimiter, from) {
        let words = &text[cell.clone()];
        if is_plain(words) || nobody.contains(words) {
            continue;
        }
        let before = found.len();
        if !is_with_interval(words) {
            find_at(words, cell.start, true, &mut found);
        }
        if found.len() == before && nobody.len() < REMEMBERED {
            nobody.insert(words);
        }
    }
    found
}

/// So many different cells that reach nobody are remembered.
const REMEMBERED: usize = 20_000;

/// Whether a cell is a number and the interval that it lies in: "818560 (780539-853678)".
fn is_with_interval(cell: &str) -> bool {
    let number = |text: &str| -> Option<u64> {
        let text = text.trim();
        let fine = text.starts_with(|c: char| ('1'..='9').contains(&c));
        text.parse().ok().filter(|_| fine || text == "0")
    };
    let parts = || {
        let (value, rest) = cell.trim().split_once('(')?;
        let (low, high) = rest.strip_suffix(')')?.split_once(['-', '–'])?;
        Some((number(value)?, number(low)?, number(high)?))
    };
    parts().is_some_and(|(value, low, high)| low <= value && value <= high && low < high)
}

/// Whether a cell is a plain number or day, as most are, which reaches nobody.
fn is_plain(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let marks = bytes.len() - digits;
    let day = || {
        digits == 8 && bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[0] != b'0'
    };
    let number = || marks == 0 || marks == 1 && cell.contains(['.', ','].as_slice());
    digits < TELEPHONE_DIGITS && number() || day()
}

fn find_in(text: &str, cells: bool) -> Vec<Contact> {
    let mut found = Vec::new();
    find_at(text, 0, cells, &mut found);
    found
}

/// Finds those of a text that begins at `start`.
fn find_at(text: &str, mut start: usize, cells: bool, found: &mut Vec<Contact>) {
    for line in text.split_inclusive('\n') {
        let signs = ["@", "＠", "at", "AT", "arroba", "arobase", "małpa", ":"];
        let told = signs.iter().chain(PROFILES).any(|sign| line.contains(sign));
        if told || line.chars().any(|c| digit(c).is_some()) {
            in_line(line, start, cells, found);
        }
        start += line.len();
    }
}

fn in_line(line: &str, start: usize, cells: bool, found: &mut Vec<Contact>) {
    let pieces = pieces(line);
    let whole = wholes(line);
    let in_whole = |at: usize| {
        let before = whole.partition_point(|(span, _)| span.start <= at);
        whole[..before].last().filter(|(span, _)| at < span.end)
    };
    let first = found.len();
    let mut at = 0;
    while at < pieces.len() {
        if let Some((span, sort)) = in_whole(pieces[at].start) {
            if let Some(sort) = sort {
                found.push(Contact { span: start + span.start..start + span.end, sort: *sort });
            }
            at = next_piece(&pieces, at, span.end);
            continue;
        }
        let apart = |span: &Range<usize>| {
            let before = whole.partition_point(|(one, _)| one.start < span.end);
            whole[..before].last().is_none_or(|(one, _)| one.end <= span.start)
        };
        let Some((sort, span, next)) =
            of_piece(line, &pieces, at, cells).filter(|(_, span, _)| apart(span))
        else {
            at += 1;
            continue;
        };
        if found[first..].last().is_none_or(|last| last.span.end <= start + span.start) {
            found.push(Contact { span: start + span.start..start + span.end, sort });
        }
        at = next.max(at + 1);
        while sort == Sort::Telephone
            && let Some((span, next)) = another(&pieces, at).filter(|(span, _)| apart(span))
        {
            found.push(Contact { span: start + span.start..start + span.end, sort });
            at = next;
        }
    }
}

/// What is told by its shape alone: e-mail addresses, and addresses of pages. Numbers of pages are in these; those of
/// somebody in a network of people lead to a person.
fn wholes(line: &str) -> Vec<(Range<usize>, Option<Sort>)> {
    let links = links(line);
    let mut found: Vec<(Range<usize>, Option<Sort>)> = links
        .iter()
        .cloned()
        .map(|link| {
            let profile = PROFILES.iter().any(|begin| line[link.clone()].contains(begin));
            (link, profile.then_some(Sort::Messenger))
        })
        .collect();
    for span in mail::find(line) {
        let before = links.partition_point(|link| link.start < span.end);
        if links[..before].last().is_none_or(|link| link.end <= span.start) {
            found.push((span, Some(Sort::Email)));
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

/// Where addresses of pages stand in a line.
fn links(line: &str) -> Vec<Range<usize>> {
    let begins = ["https://", "http://", "www."].iter().chain(PROFILES);
    let mut starts: Vec<usize> =
        begins.flat_map(|word| line.match_indices(word).map(|(at, _)| at)).collect();
    // "chat.me/" begins nowhere within a word.
    let page = |from: usize| line[from..].starts_with("http") || line[from..].starts_with("www.");
    starts.retain(|from| page(*from) || !line[..*from].ends_with(char::is_alphanumeric));
    starts.sort_unstable();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for from in starts {
        if from < at {
            continue;
        }
        let length = line[from..].find(|c: char| c.is_whitespace() || "\"'<>,;|".contains(c));
        at = length.map_or(line.len(), |length| from + length);
        let end = from + line[from..at].trim_end_matches(['.', ')', ':']).len();
        found.push(from..end.max(from + 1));
    }
    found
}

type Found = (Sort, Range<usize>, usize);

fn of_piece(text: &str, pieces: &[Piece], at: usize, cells: bool) -> Option<Found> {
    let piece = &pieces[at];
    match piece.kind {
        Kind::Word => {
            let reach = &pieces[at + 1..pieces.len().min(at + REACH)];
            let numbered = reach.iter().any(|p| p.kind == Kind::Digits || p.text == "@");
            let word = piece.word();
            if let Some(found) = profile(pieces, at, &word) {
                return Some(found);
            }
            if !numbered {
                return None;
            }
            by_word(pieces, at, &word, cells)
                .or_else(|| by_number(pieces, at, &word))
                .or_else(|| by_reach(pieces, at, &word).filter(|_| !cells))
                .or_else(|| by_vehicle(pieces, at, &word).filter(|_| !cells))
                .or_else(|| account(text, pieces, at))
                .or_else(|| paper(pieces, at).filter(|_| !cells))
                .or_else(|| address(pieces, at, &word))
        }
        Kind::Digits | Kind::Sign => {
            let begins = piece.kind == Kind::Digits || piece.is_sign("+(");
            let parted = at.checked_sub(1).map(|before| &pieces[before]);
            // Within a number ("1,234 567"), a word or a decimal it does not begin.
            // A comma between cells parts no thousands.
            let thousands = piece.text.chars().count() == 3;
            let within = parted.is_some_and(|before| {
                before.is_sign(",.'’٬٫")
                    && at >= 2
                    && pieces[at - 2].kind == Kind::Digits
                    && (thousands || before.text != ",")
            });
            if !begins || within {
                return None;
            }
            if let Some(found) = position(text, pieces, at).or_else(|| lettered(pieces, at)) {
                return Some(found);
            }
            let run = Run::up_to(pieces, at, TELEPHONE_MOST)?;
            // A part of a name or of a hash, or a decimal.
            let joined = parted.is_some_and(|before| before.kind == Kind::Word)
                || pieces.get(run.pieces.end).is_some_and(|next| next.kind == Kind::Word);
            let decimal = run.groups.len() == 2 && pieces[run.pieces.start + 1].text == ".";
            if (joined || decimal) && !run.plus {
                return None;
            }
            let comma = pieces.get(run.pieces.end).is_some_and(|next| next.is_sign(",٬"))
                && pieces.get(run.pieces.end + 1).is_some_and(|next| {
                    next.kind == Kind::Digits && next.text.chars().count() == 3
                })
                && run.groups.last().is_some_and(|last| *last <= 3)
                && !run.plus;
            // "+1 200 000 people": more of them.
            let more = run.plus && run.is_grouped() && run.digits() <= 9 && run.is_counted(pieces);
            // Sixteen digits of a cell are longer than a telephone and as long as the name of a statement in our own
            // exports; numbers of papers are known by their column.
            let named = cells && !run.plus && run.groups == [16];
            if !comma && !more && !named && run.is_telephone(pieces) {
                return Some((Sort::Telephone, span(pieces, &run.pieces), run.pieces.end));
            }
            house(pieces, at)
        }
        Kind::Space => None,
    }
}

fn span(pieces: &[Piece], range: &Range<usize>) -> Range<usize> {
    pieces[range.start].start..pieces[range.end - 1].end()
}

/// A number behind a word that says what it is.
fn by_word(pieces: &[Piece], at: usize, word: &str, cells: bool) -> Option<Found> {
    let before = word_before(pieces, at);
    // "The emergency line 1122".
    let line = matches!(
        (before.as_str(), word),
        ("emergency" | "help" | "hot" | "free" | "crisis" | "information", "line")
            | ("ligne" | "numéro", "verte" | "vert" | "gratuit" | "gratuite")
            | ("línea" | "número", "gratuita" | "gratuito")
            | ("numer", "alarmowy")
    );
    let telephone = TELEPHONE.contains(&word) || line;
    let numbered = NUMBERED.iter().find(|(known, ..)| *known == word);
    if !telephone && numbered.is_none() {
        return None;
    }
    // A telephone is no verb of a sentence that begins with it ("call on 300 families").
    let verb = matches!(
        word,
        "call"
            | "calls"
            | "dial"
            | "ring"
            | "telephoned"
            | "phoned"
            | "signal"
            | "mobile"
            | "cell"
            | "text"
            | "cel"
    );
    // "Text 40404", "appelez le 3919": who is to do so.
    let told_to = matches!(
        word,
        "call"
            | "dial"
            | "text"
            | "sms"
            | "appelez"
            | "appeler"
            | "llame"
            | "marque"
            | "zadzwoń"
            | "dzwoń"
            | "звоните"
    );
    let (mut next, mut words, mut no, mut colon) = (at + 1, 0, false, false);
    while let Some(piece) = pieces.get(next) {
        match piece.kind {
            Kind::Space if piece.is_blank() => {}
            Kind::Sign if piece.is_sign(":#№°º.") => {
                no |= piece.is_sign("#№°º");
                colon |= piece.is_sign(":");
            }
            Kind::Sign if piece.is_sign("(-–/") => {}
            Kind::Sign if piece.text == "@" && telephone => return handle(pieces, next),
            Kind::Word if words < 4 => {
                let between = piece.word();
                let is_no = NO.contains(&between.as_str());
                let same = TELEPHONE.contains(&between.as_str());
                let joins = if telephone { BETWEEN } else { OF_PAPER };
                let goes_on = is_no || same || joins.contains(&between.as_str());
                if !goes_on {
                    break;
                }
                no |= is_no;
                words += 1;
            }
            _ => break,
        }
        next += 1;
    }
    if telephone {
        let from = if next > 0 && pieces[next - 1].is_sign("(") { next - 1 } else { next };
        let run = Run::at(pieces, from)?;
        let behind = pieces.get(run.pieces.end);
        let grouped = behind.is_some_and(|next| next.is_sign(",٬"))
            && pieces.get(run.pieces.end + 1).is_some_and(|next| next.kind == Kind::Digits);
        // "By telephone 300 families": what a word follows is a count.
        let counted = run.is_counted(pieces);
        let enough = match run.digits() {
            digits if digits >= TELEPHONE_DIGITS => !run.is_grouped() || !counted,
            digits if digits >= 5 => (!verb || no || colon || told_to) && !counted,
            digits => digits >= 3 && !counted && (words > 0 || no || colon || told_to || !verb),
        };
        return (enough && !grouped && !run.is_day(pieces))
            .then(|| (Sort::Telephone, span(pieces, &run.pieces), run.pieces.end));
    }
    let (_, strict, sort) = numbered?;
    let range = token(pieces, next)?;
    // "FIR 345 of 2023"
    let range = match pieces[range.end..]
        .iter()
        .filter(|p| !p.is_blank())
        .take(2)
        .collect::<Vec<_>>()[..]
    {
        [of, year]
            if matches!(of.text, "of" | "/")
                && year.text.len() == 4
                && year.kind == Kind::Digits
                && *sort == Sort::Case =>
        {
            let end = next_piece(pieces, range.end, year.start) + 1;
            range.start..end
        }
        _ => range,
    };
    let digits: usize = pieces[range.clone()]
        .iter()
        .filter(|piece| piece.kind == Kind::Digits)
        .map(|piece| piece.text.chars().count())
        .sum();
    let mixed = pieces[range.clone()].iter().any(|piece| piece.kind == Kind::Word)
        || pieces[range.clone()].iter().any(|piece| piece.is_sign("/"));
    // "Cases: 4512" counts them, "Case: 2023/4512" and "Passport: 87654321" do not.
    let long = digits >= TELEPHONE_DIGITS && range.len() <= 5;
    let told = no
        || !cells && is_named_by(pieces, at, &range)
        || mixed && (!strict || digits >= 4 || *sort == Sort::Plate)
        || !strict && digits >= 5
        || *sort == Sort::Identity && digits >= TELEPHONE_DIGITS && !is_count(pieces, next);
    let enough = digits >= 3
        && (told || long && (colon || pieces[range.clone()].iter().any(|p| p.is_sign("-"))));
    enough.then(|| (*sort, span(pieces, &range), range.end))
}

/// The word before a piece, in small letters.
fn word_before(pieces: &[Piece], at: usize) -> String {
    let near = pieces[..at].iter().rev().take(3);
    near.take_while(|p| p.kind != Kind::Digits)
        .find(|p| p.kind == Kind::Word)
        .map_or_else(String::new, Piece::word)
}

/// Whether digits are written as a count of less than a thousand million is, or a word follows that they count.
fn is_count(pieces: &[Piece], at: usize) -> bool {
    let parted = pieces.get(at + 1).is_some_and(|p| p.is_sign(",٬"));
    Run::at(pieces, at).is_none_or(|run| {
        parted || run.is_counted(pieces) || run.is_grouped() && run.digits() < TOO_MANY
    })
}

/// "Case 4512", "permit 4512331.": one thing, its number directly behind it, and nothing that the number could count.
fn is_named_by(pieces: &[Piece], at: usize, range: &Range<usize>) -> bool {
    let several = pieces[at].text.ends_with(['s', 'S']);
    let direct = range.start == at + 2 && pieces[at + 1].is_blank();
    direct && !several && Run::at(pieces, range.start).is_some_and(|run| is_a_name(pieces, &run))
}

/// Whether digits are written as no count is: plain, nothing behind them that they count, and no year.
fn is_a_name(pieces: &[Piece], run: &Run) -> bool {
    let year = || {
        let text = pieces[run.pieces.clone()].iter().find(|piece| piece.kind == Kind::Digits);
        text.and_then(|piece| piece.text.parse::<u32>().ok())
            .is_some_and(|year| (1900..=2100).contains(&year))
    };
    let behind = pieces.get(run.pieces.end);
    let more = pieces.get(run.pieces.end + 1).is_some_and(|piece| piece.kind == Kind::Digits);
    let goes_on = more && behind.is_some_and(|piece| piece.is_sign(",.٬٫"));
    let share = behind.is_some_and(|piece| piece.is_sign("%٪"));
    !run.is_grouped() && !run.is_counted(pieces) && !goes_on && !share && !year()
}

/// "Reach the desk on 7654321": digits behind a word for reaching and who is reached.
fn by_reach(pieces: &[Piece], at: usize, word: &str) -> Option<Found> {
    if !REACHING.contains(&word) {
        return None;
    }
    // The words of who is reached, and the last of them or the colon before the digits.
    let (mut next, mut words, mut last, mut colon) = (at + 1, 0, String::new(), false);
    while let Some(piece) = pieces.get(next) {
        match piece.kind {
            Kind::Space if piece.is_blank() => {}
            Kind::Word if words < REACHED_BEHIND => {
                (last, colon) = (piece.word(), false);
                words += 1;
            }
            Kind::Sign if piece.text == ":" => colon = true,
            _ => break,
        }
        next += 1;
    }
    let run = Run::at(pieces, next).filter(|run| is_a_name(pieces, run) && !run.is_day(pieces))?;
    // "People reached: 7654321" counts them.
    let counts = word.starts_with("reach");
    let led = REACHED_AT.contains(&last.as_str()) || !counts && (colon || words == 0);
    let least = match last.as_str() {
        last if NEVER_COUNT.contains(&last) => 3,
        _ => TELEPHONE_DIGITS - 1,
    };
    (led && run.digits() >= least)
        .then(|| (Sort::Telephone, span(pieces, &run.pieces), run.pieces.end))
}

/// So many words may tell who is reached.
const REACHED_BEHIND: usize = 6;

/// "A truck (TLA 331)", "registration TLA-331": letters and digits behind what drives with a plate.
fn by_vehicle(pieces: &[Piece], at: usize, word: &str) -> Option<Found> {
    if !VEHICLES.contains(&word) {
        return None;
    }
    let from = (at + 1..pieces.len())
        .find(|next| !pieces[*next].is_blank() && !pieces[*next].is_sign("("))?;
    let letters = &pieces[from];
    let code = letters.kind == Kind::Word
        && letters.text.chars().count() <= 4
        && letters.text.chars().all(char::is_uppercase);
    let digits = (from + 1..pieces.len())
        .find(|next| !pieces[*next].is_blank() && !pieces[*next].is_sign("-–"))
        .filter(|next| code && *next <= from + 2 && pieces[*next].kind == Kind::Digits)?;
    let run = Run::at(pieces, digits)?;
    let number = pieces[digits].text.chars().count();
    ((2..=5).contains(&number) && run.groups.len() == 1 && is_a_name(pieces, &run))
        .then(|| (Sort::Plate, span(pieces, &(from..digits + 1)), digits + 1))
}

/// "Our number is 765 43 21": digits behind a word for a number that somebody is reached by.
fn by_number(pieces: &[Piece], at: usize, word: &str) -> Option<Found> {
    let before = word_before(pieces, at);
    let inflected = matches!(word, "numer" | "numerem" | "numeru" | "номеру");
    if !NO.contains(&word) || !inflected && !REACHED.contains(&before.as_str()) {
        return None;
    }
    let mut next = at + 1;
    while let Some(piece) = pieces.get(next) {
        let joins = piece.is_blank()
            || piece.is_sign(":.")
            || piece.kind == Kind::Word
                && matches!(
                    piece.word().as_str(),
                    "is" | "to" | "est" | "es" | "of" | "tel" | "telefonu" | "ring" | "el" | "le"
                );
        if !joins {
            break;
        }
        next += 1;
    }
    let from = if next > 0 && pieces[next - 1].is_sign("(") { next - 1 } else { next };
    let run = Run::at(pieces, from)?;
    let weak = matches!(
        before.as_str(),
        "the" | "at" | "on" | "son" | "su" | "office" | "desk" | "el" | "le"
    ) || word == "numer";
    let enough = run.digits() >= if weak { TELEPHONE_DIGITS } else { 5 };
    let parted = pieces.get(run.pieces.end).is_some_and(|p| p.is_sign(",٬"))
        && pieces.get(run.pieces.end + 1).is_some_and(|p| p.kind == Kind::Digits);
    let count = run.is_counted(pieces) || parted || weak && run.is_grouped();
    let fine = enough && !count && !run.is_day(pieces);
    fine.then(|| (Sort::Telephone, span(pieces, &run.pieces), run.pieces.end))
}

/// "Skype: kp.desk", "Twitter (@kp_desk)": the name of somebody behind that of a network of people.
fn profile(pieces: &[Piece], at: usize, word: &str) -> Option<Found> {
    if !NETWORKS.contains(&word) {
        return None;
    }
    let (mut next, mut colon, mut words) = (at + 1, false, 0);
    while let Some(piece) = pieces.get(next) {
        match piece.kind {
            _ if piece.text == "@" => return handle(pieces, next),
            Kind::Space if piece.is_blank() => {}
            Kind::Sign if piece.is_sign(":") => colon = true,
            Kind::Sign if piece.is_sign("(") => {}
            Kind::Word
                if words < 2
                    && matches!(
                        piece.word().as_str(),
                        "handle" | "account" | "id" | "user" | "at" | "channel" | "is"
                    ) =>
            {
                words += 1;
            }
            _ => break,
        }
        next += 1;
    }
    let (sort, span, end) = handle(pieces, next.checked_sub(1)?)?;
    let name = &pieces[next..end];
    let word = name.iter().any(|p| p.kind == Kind::Word);
    let made = name.iter().any(|p| p.kind == Kind::Digits || p.is_sign("._"));
    (colon && word && made).then(|| (sort, pieces[next].start..span.end, end))
}

/// "12345678Z", "X-1234567-L": numbers of papers that a letter checks.
fn lettered(pieces: &[Piece], at: usize) -> Option<Found> {
    let digits = pieces[at].text.chars().count();
    let dash = usize::from(pieces.get(at + 1).is_some_and(|p| p.text == "-"));
    let end = at + 1 + dash;
    let letter = pieces
        .get(end)
        .is_some_and(|p| p.text.len() == 1 && p.text.bytes().all(|b| b.is_ascii_uppercase()));
    let first = pieces[..at]
        .iter()
        .rev()
        .take_while(|p| p.text == "-" || p.text.len() == 1 && p.kind == Kind::Word);
    let from = at - first.count();
    (pieces[at].kind == Kind::Digits && (7..=8).contains(&digits) && letter)
        .then(|| (Sort::Identity, span(pieces, &(from..end + 1)), end + 1))
}

/// "34.0837, 71.0957", "34°07'05\"N 71°05'13\"E": where somebody is, as a device tells it.
fn position(text: &str, pieces: &[Piece], at: usize) -> Option<Found> {
    let start = pieces[at].start;
    let (length, marked) = degrees(&text[start..])?;
    let mut end = start + length;
    let rest = text[end..].trim_start_matches([' ', ',', ';', '/', ':']);
    let rest = ["longitude", "long", "lon"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let rest = rest.trim_start_matches([' ', ':', '.']);
    let second = degrees(rest.strip_prefix('-').unwrap_or(rest));
    let word = word_before(pieces, at);
    let named = matches!(
        word.as_str(),
        "lat" | "latitude" | "long" | "lon" | "longitude" | "gps" | "coordinates"
    );
    if second.is_none() && !marked && !named {
        return None;
    }
    if let Some((length, _)) = second {
        end = text.len() - rest.len() + usize::from(rest.starts_with('-')) + length;
    }
    Some((Sort::Address, start..end, next_piece(pieces, at, end)))
}

/// How long degrees are at the beginning of a text, and whether a sign or a letter says that they are.
fn degrees(text: &str) -> Option<(usize, bool)> {
    let count = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = count(text);
    let value: u32 = text[..whole].parse().ok().filter(|value| *value <= 180)?;
    let rest = &text[whole..];
    let (mut end, mut marked) = if let Some(fraction) = rest.strip_prefix('.') {
        let places = count(fraction);
        ((4..=10).contains(&places) && value > 0).then_some((whole + 1 + places, false))?
    } else {
        // Minutes and seconds behind the sign.
        rest.strip_prefix('°')?;
        let fine = |c: char| c.is_ascii_digit() || "°.' ’′\"”″".contains(c);
        let length = rest.find(|c| !fine(c)).unwrap_or(rest.len());
        let told = rest[..length].trim_end();
        (count(told.trim_start_matches('°').trim_start()) > 0)
            .then_some((whole + told.len(), true))?
    };
    let behind = text[end..].strip_prefix('°').unwrap_or(&text[end..]);
    let letter = behind.trim_start_matches(' ');
    if letter.starts_with(['N', 'S', 'E', 'W']) && !letter[1..].starts_with(char::is_alphanumeric) {
        end = text.len() - letter.len() + 1;
        marked = true;
    }
    Some((end, marked))
}

/// A number with letters, dashes and strokes, and blanks between its groups of digits.
fn token(pieces: &[Piece], at: usize) -> Option<Range<usize>> {
    let mut end = at;
    let mut next = at;
    while let Some(piece) = pieces.get(next) {
        match piece.kind {
            Kind::Digits => end = next + 1,
            Kind::Word
                if piece.text.chars().count() <= 6
                    && !piece.text.chars().any(char::is_lowercase) =>
            {
                // "ISBN 978 …, AFGHANS": letters belong to it only next to its digits.
                let touches = next == at || pieces[next - 1].kind != Kind::Space || next == at + 2;
                if !touches {
                    break;
                }
                end = next + 1;
            }
            Kind::Sign if piece.is_sign("-–/().") => {}
            // "4509 № 123456"
            Kind::Sign if piece.is_sign("№#") && next > at => {}
            Kind::Space if pieces.get(next + 1).is_some_and(|p| p.is_sign("№#")) => {}
            Kind::Space if pieces[next - 1].is_sign("№#") => {}
            Kind::Space if piece.is_blank() => {
                let more = pieces.get(next + 1).is_some_and(|p| p.kind == Kind::Digits);
                let first = next == at + 1;
                if !more && !first {
                    break;
                }
            }
            _ => break,
        }
        next += 1;
    }
    (end > at && pieces[at..end].iter().any(|piece| piece.kind == Kind::Digits)).then_some(at..end)
}

/// A telephone that follows another.
fn another(pieces: &[Piece], at: usize) -> Option<(Range<usize>, usize)> {
    let mut next = at;
    let mut joined = false;
    while let Some(piece) = pieces.get(next) {
        match piece.kind {
            Kind::Space if piece.is_blank() => {}
            Kind::Sign if piece.is_sign(",;/|") => joined = true,
            Kind::Word if OR.contains(&piece.word().as_str()) => joined = true,
            _ => break,
        }
        next += 1;
    }
    let run = Run::at(pieces, next).filter(|_| joined)?;
    let grouped = pieces.get(run.pieces.end).is_some_and(|next| next.is_sign(",٬"))
        && pieces.get(run.pieces.end + 1).is_some_and(|next| next.kind == Kind::Digits);
    let enough = run.digits() >= 6 && !grouped && !run.is_grouped() && !run.is_day(pieces);
    enough.then(|| (span(pieces, &run.pieces), run.pieces.end))
}

/// `@name` behind the word for a messenger.
fn handle(pieces: &[Piece], at: usize) -> Option<Found> {
    let mut end = at + 1;
    while let Some(piece) = pieces.get(end) {
        let goes_on =
            pieces.get(end + 1).is_some_and(|p| matches!(p.kind, Kind::Word | Kind::Digits));
        if !(matches!(piece.kind, Kind::Word | Kind::Digits)
            || piece.text == "_"
            || piece.is_sign(".-") && goes_on)
        {
            break;
        }
        end += 1;
    }
    (end > at + 1).then(|| (Sort::Messenger, span(pieces, &(at..end)), end))
}

fn next_piece(pieces: &[Piece], at: usize, end: usize) -> usize {
    (at..pieces.len()).find(|next| pieces[*next].start >= end).unwrap_or(pieces.len())
}

/// An international bank account number, told by its check digits (ISO 13616).
fn account(text: &str, pieces: &[Piece], at: usize) -> Option<Found> {
    let start = pieces[at].start;
    if pieces[at].text.len() != 2 || !pieces[at].text.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let mut letters = String::new();
    let mut ends = Vec::new();
    for (offset, c) in text[start..].char_indices() {
        match c {
            'A'..='Z' | '0'..='9' => letters.push(c),
            ' ' => continue,
            _ => break,
        }
        ends.push((letters.len(), start + offset + 1));
        if letters.len() == 34 {
            break;
        }
    }
    if !letters.get(2..4).is_some_and(|check| check.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let is_valid = |length: usize| {
        let moved = [&letters[4..length], &letters[..4]].concat();
        let rest = moved.bytes().fold(0u32, |rest, b| match b {
            b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
            _ => (rest * 100 + u32::from(b - b'A') + 10) % 97,
        });
        rest == 1
    };
    let (_, end) = ends.into_iter().rev().find(|(length, _)| *length >= 15 && is_valid(*length))?;
    Some((Sort::Account, start..end, next_piece(pieces, at, end)))
}

/// "AB1234567": the number of a passport or a card.
fn paper(pieces: &[Piece], at: usize) -> Option<Found> {
    let [word, number] = pieces.get(at..at + 2)? else { return None };
    let before = at.checked_sub(1).map(|before| &pieces[before]);
    let apart = before.is_none_or(|b| b.kind == Kind::Space || b.is_sign("(\"'“,:;"));
    let letters = word.text.len() <= 3 && word.text.bytes().all(|b| b.is_ascii_uppercase());
    let digits = number.kind == Kind::Digits && (6..=9).contains(&number.text.chars().count());
    (apart && letters && digits).then(|| (Sort::Identity, span(pieces, &(at..at + 2)), at + 2))
}

/// The next piece behind blanks and full stops.
fn behind(pieces: &[Piece], at: usize) -> usize {
    (at..pieces.len())
        .find(|next| !pieces[*next].is_blank() && !pieces[*next].is_sign(".,#№"))
        .unwrap_or(pieces.len())
}

/// "House 12, Street 5", "P.O. Box 1234", "ul. Długa 12".
fn address(pieces: &[Piece], at: usize, word: &str) -> Option<Found> {
    let capital = pieces[at].text.starts_with(char::is_uppercase);
    let mut next = behind(pieces, at + 1);
    if pieces.get(next).is_some_and(|p| p.kind == Kind::Word && NO.contains(&p.word().as_str())) {
        next = behind(pieces, next + 1);
    }
    // "Downing Street, 7,477 people": no house has a number in groups.
    let grouped = |at: usize| {
        pieces.get(at + 1).is_some_and(|p| matches!(p.text, "," | "."))
            && pieces.get(at + 2).is_some_and(|p| p.kind == Kind::Digits && p.text.len() == 3)
    };
    let number = |at: usize| {
        pieces.get(at).is_some_and(|p| p.kind == Kind::Digits && p.text.chars().count() <= 5)
            && !grouped(at)
    };
    // "House 12", "house no. 12"; "house 45 families" counts them.
    let no = behind(pieces, at + 1) != next || pieces.get(at + 1).is_some_and(|p| p.is_sign("#"));
    let alone = pieces
        .get(next)
        .is_some_and(|_| !Run::at(pieces, next).is_some_and(|run| run.is_counted(pieces)))
        || pieces.get(next + 2).is_some_and(|p| matches!(p.text, "in" | "on" | "of"));
    let housed = HOUSE.contains(&word) && (capital || no || word == "house" && alone)
        || capital && BOX.contains(&word);
    let short = capital && word == "h" && no;
    if (housed || short) && number(next) {
        let mut end = next + 1;
        // The street of the house belongs to it.
        let street = behind(pieces, end);
        if pieces
            .get(street)
            .is_some_and(|p| p.kind == Kind::Word && STREET.contains(&p.word().as_str()))
        {
            let mut of = behind(pieces, street + 1);
            if pieces.get(of).is_some_and(|p| NO.contains(&p.word().as_str())) {
                of = behind(pieces, of + 1);
            }
            if number(of) {
                end = of + 1;
            }
        }
        return Some((Sort::Address, span(pieces, &(at..end)), end));
    }
    if capital && STREET[..1].contains(&word) && number(next) {
        return Some((Sort::Address, span(pieces, &(at..next + 1)), next + 1));
    }
    // "1200 os. Ukraina 300": people, no estate.
    let counts =
        pieces[..at].iter().rev().find(|p| !p.is_blank()).is_some_and(|p| p.kind == Kind::Digits);
    if ULICA.contains(&word)
        && !counts
        && pieces.get(at + 1).is_some_and(|p| p.text == "." || p.is_blank())
    {
        // Up to three words of its name, then the number.
        let mut end = behind(pieces, at + 1);
        for _ in 0..3 {
            let named = pieces.get(end).is_some_and(|p| {
                p.kind == Kind::Word && p.text.chars().next().is_some_and(char::is_uppercase)
            });
            if !named {
                break;
            }
            end = behind(pieces, end + 1);
            if number(end) {
                return Some((Sort::Address, span(pieces, &(at..end + 1)), end + 1));
            }
        }
    }
    None
}

/// "12, rue de la Paix", "221 Baker Street".
fn house(pieces: &[Piece], at: usize) -> Option<Found> {
    let number = &pieces[at];
    if number.kind != Kind::Digits || number.text.chars().count() > 4 {
        return None;
    }
    let mut next = at + 1;
    while pieces.get(next).is_some_and(|p| p.is_blank() || p.text == ",") {
        next += 1;
    }
    if pieces.get(next).is_some_and(|p| p.kind == Kind::Word && RUE.contains(&p.text)) {
        return Some((Sort::Address, span(pieces, &(at..next + 1)), next + 1));
    }
    for _ in 0..2 {
        let named = pieces.get(next).is_some_and(|p| {
            p.kind == Kind::Word
                && p.text.chars().next().is_some_and(char::is_uppercase)
                && p.text.chars().count() > 1
        });
        if !named {
            return None;
        }
        next += 1;
        while pieces.get(next).is_some_and(Piece::is_blank) {
            next += 1;
        }
        if pieces.get(next).is_some_and(|p| {
            p.kind == Kind::Word
                && p.text.starts_with(char::is_uppercase)
                && matches!(p.word().as_str(), "street" | "avenue" | "lane" | "boulevard")
        }) {
            return Some((Sort::Address, span(pieces, &(at..next + 1)), next + 1));
        }
    }
    None
}

/// A text with its contacts blacked out, and how places in it moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blacked {
    /// The text.
    pub text: String,
    contacts: Vec<Contact>,
}

impl Blacked {
    /// Blacks out a text; `None` when there is nothing to black out.
    pub fn of(text: &str) -> Option<Blacked> {
        Blacked::without(text, find(text))
    }

    /// Blacks out the contacts found in a text.
    pub fn without(text: &str, contacts: Vec<Contact>) -> Option<Blacked> {
        if contacts.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for contact in &contacts {
            out.push_str(&text[at..contact.span.start]);
            out.push_str(contact.sort.label());
            at = contact.span.end;
        }
        out.push_str(&text[at..]);
        Some(Blacked { text: out, contacts })
    }

    /// Where a place of the text before is now; within a contact, before what stands for it.
    pub fn moved(&self, place: usize) -> usize {
        let mut now = place;
        for contact in self.contacts.iter().take_while(|contact| contact.span.start < place) {
            let inside = contact.span.end.min(place) - contact.span.start;
            now -= inside;
            if contact.span.end <= place {
                now += contact.sort.label().len();
            }
        }
        now
    }
}

/// A text with its contacts blacked out.
pub fn black_out(text: &str) -> Cow<'_, str> {
    Blacked::of(text).map_or(Cow::Borrowed(text), |blacked| Cow::Owned(blacked.text))
}

/// A text in which the digits of contacts stand for nothing; as many bytes stay.
pub fn masked(text: &str) -> Cow<'_, str> {
    let contacts = find(text);
    if contacts.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for contact in &contacts {
        out.push_str(&text[at..contact.span.start]);
        for c in text[contact.span.clone()].chars() {
            match digit(c) {
                Some(_) => out.push_str(&"_".repeat(c.len_utf8())),
                None => out.push(c),
            }
        }
        at = contact.span.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_blacked_out() {
        let mut wrong: Vec<String> = Vec::new();
        for (text, expected) in [
            (
                "the KP Home Department (tel. +92 300 7654321) said.",
                "the KP Home Department (tel. [telephone]) said.",
            ),
            (
                "reached by telephone at +92 300 7654321 or 051 2201234",
                "reached by telephone at [telephone] or [telephone]",
            ),
            ("call +48 22 536 00 00 for more", "call [telephone] for more"),
            ("hotline 1800 555 999.", "hotline [telephone]."),
            ("Fax: 051-2201234, WhatsApp 0300 7654321", "Fax: [telephone], WhatsApp [telephone]"),
            ("Phone: (022) 536-00-00", "Phone: [telephone]"),
            ("ISBN 978-83-01-00000-1", "ISBN [book number]"),
            ("IBAN PL61 1090 1014 0000 0712 1981 2874", "IBAN [account]"),
            ("to GB29NWBK60161331926819 today", "to [account] today"),
            ("ref. 2023/11/445", "ref. [case number]"),
            ("(Ref: SHA/2023/1234)", "(Ref: [case number])"),
            ("case no. 4512 of 2023", "case no. [case number]"),
            ("FIR 345 of 2023", "FIR [case number]"),
            ("plot no. 144 there", "[address] there"),
            ("H# 12, St# 77, Phase 4", "[address], Phase 4"),
            ("in house 45 in street 12", "in [address] in street 12"),
            ("NADRA token 451278 expired", "NADRA token [case number] expired"),
            ("lat 34.12345 long 71.54321", "lat [address]"),
            ("passport number AB1234567", "passport number [identity number]"),
            ("with CNIC 17301-1234567-1", "with CNIC [identity number]"),
            ("a car with plate no LEA-1234", "a car with plate no [plate]"),
            ("write to anna.nowak@example.org.", "write to [e-mail]."),
            ("anna (at) example.org", "[e-mail]"),
            ("anna.nowak [at] example [dot] org", "[e-mail]"),
            ("00 92 300 7654321", "[telephone]"),
            ("contact number 7654321", "contact number [telephone]"),
            ("our number is 765 43 21.", "our number is [telephone]."),
            ("text 40404 or SMS to 8583", "text [telephone] or SMS to [telephone]"),
            ("the emergency line 1122", "the emergency line [telephone]"),
            ("Skype: kp.media.desk", "Skype: [messenger]"),
            ("on t.me/kp_media.", "on [messenger]."),
            ("Twitter (@kp_media_99)", "Twitter ([messenger])"),
            ("Instagram: mirwais.p99", "Instagram: [messenger]"),
            ("facebook.com/mirwais.p, see", "[messenger], see"),
            ("appelez le 3919", "appelez le [telephone]"),
            ("numéro vert 0 800 05 95 95", "numéro vert [telephone]"),
            ("plaque AB-123-CD", "plaque [plate]"),
            ("pod numerem 600 123 456", "pod numerem [telephone]"),
            ("zadzwoń 22 625 12 12", "zadzwoń [telephone]"),
            ("sygn. akt II K 451/23", "sygn. akt [case number]"),
            ("nr dowodu ABC 123456", "nr dowodu [identity number]"),
            ("nr rej. WA 12345", "nr rej. [plate]"),
            ("o numerze rejestracyjnym WA 1234K", "o numerze rejestracyjnym [plate]"),
            ("REGON 123456785", "REGON [identity number]"),
            ("Tfno. 915556677", "Tfno. [telephone]"),
            ("Tlf: 915 55 66 77", "Tlf: [telephone]"),
            ("línea gratuita 01 8000 915 555", "línea gratuita [telephone]"),
            ("cel. 310 555 1234", "cel. [telephone]"),
            ("NIE X-1234567-L", "NIE [identity number]"),
            ("con 12345678Z", "con [identity number]"),
            ("cédula de ciudadanía 1.023.456.789", "cédula de ciudadanía [identity number]"),
            ("placa ABC-123", "placa [plate]"),
            ("паспорт 4509 123456", "паспорт [identity number]"),
            ("паспорт серии 4509 № 123456", "паспорт серии [identity number]"),
            ("GPS 34.0837, 71.0957", "GPS [address]"),
            ("at 34°07'05\"N 71°05'13\"E there", "at [address] there"),
            ("at 34.12345N", "at [address]"),
            ("Telegram @borderdesk", "Telegram [messenger]"),
            ("House No. 12, Street 5, Islamabad", "[address], Islamabad"),
            ("P.O. Box 1234", "P.O. [address]"),
            ("ul. Długa 12, Warszawa", "[address], Warszawa"),
            ("12, rue de la Paix", "[address] de la Paix"),
            ("tél. : 01 42 34 56 78", "tél. : [telephone]"),
            ("тел. +7 495 123-45-67", "тел. [telephone]"),
            ("هاتف: ٠٥١٢٢٠١٢٣٤", "هاتف: [telephone]"),
            ("شماره تلفن 0700123456", "شماره تلفن [telephone]"),
            ("infolinia 800 123 456", "infolinia [telephone]"),
            ("WhatsApp: 923001234567", "WhatsApp: [telephone]"),
            ("chat at https://wa.me/923001234567 or so", "chat at [messenger] or so"),
            ("Passport: 87654321", "Passport: [identity number]"),
            ("case: 2023/4512", "case: [case number]"),
            ("ProGres ID 801-00012345", "ProGres [case number]"),
            ("+92 300 765 43 21 or 0300-765-4321", "[telephone] or [telephone]"),
            ("reach the desk on 7654321.", "reach the desk on [telephone]."),
            ("contact the office on 33145,", "contact the office on [telephone],"),
            ("reach us on 1122.", "reach us on [telephone]."),
            (
                "joindre la cellule de crise au 33145.",
                "joindre la cellule de crise au [telephone].",
            ),
            ("kontakt z biurem: 7654321", "kontakt z biurem: [telephone]"),
            ("связаться по 7654321", "связаться по [telephone]"),
            ("dzwonić na 7654321", "dzwonić na [telephone]"),
            ("with registration TLA 331", "with registration [plate]"),
            ("a lorry (TLA-331)", "a lorry ([plate])"),
            ("ciężarówka TLA 331", "ciężarówka [plate]"),
            ("expediente 4512.", "expediente [case number]."),
            ("permit 4512331", "permit [identity number]"),
            ("facture 451233", "facture [account]"),
            ("code postal 75012", "code postal [address]"),
        ] {
            if black_out(text) != expected {
                wrong.push(format!("{text}: {}", black_out(text)));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn numbers_of_people_and_days_stay() {
        for text in [
            "Some 1,234 Afghans returned through Torkham on 3 November 2023",
            "1 234 567 people and 140 322 others",
            "between 10,000 and 20,000; 10000-20000 people",
            "on 2023-11-04, 04/11/2023 and 04.11.2023",
            "from 1 to 7 November 2023 140,322 left",
            "they called for 300 families to leave",
            "reached 300 families by phone",
            "by telephone 300 families were asked",
            "UNHCR has 2,500 cases; 120 cases were closed",
            "some 50 passports and 300 visas",
            "Resolution 2593 (2021)",
            "the total reached 7654321 on 3 November",
            "the total reached 7654321.",
            "people reached: 7654321",
            "they reached the border at 300 families a day",
            "arrivals reached at Torkham 1,234",
            "Agreement was reached on 2023-11-04 or in 2023",
            "contact with 300 families",
            "UNHCR reached 12300 people on 3 November",
            "registration IOM: 1200",
            "a bus for 300 people hired by IOM",
            "the case load 4512 of them",
            "in file 2023",
            "code 300 families",
            "the room for 300 people, card 1,200",
            "the number is at 140322",
            "the permit 1.200 people got",
            "24/7",
            "0.5 per cent of 7,000",
            "the crossing at kilometre 12, 300 families",
            "1.234.567 osób",
            "at 07:00 on 3 November",
            "1200\t1311\t1450",
            "2019-2023",
            "families: 2,352 (18,816 people)",
            "12 000 réfugiés",
            "in camp 4, block 12",
            "300 men, 200 women and 100 children",
            "Cases: 4512",
            "Registration: 12300",
            "Visas: 1200; passports: 340",
            "w ciągu 7 dni 12300 osób",
            "1200 os. Ukraina 300",
            "+1 200 000 people since June",
            "01 1200 1311 1450",
            "the number is 140322",
            "a number of 12300 people",
            "number of returnees: 1234567",
            "the total number 1 234 567",
            "they call 300 families each day",
            "passports 1 200 300 were issued",
            "34.5 and 71.2 per cent, 0.4512, 0.5432",
            "Facebook: 1,200 groups",
            "at Chaman, 12.5 thousand",
            "the document says 140322 left",
            "3 buses 300 people; bus 12 left",
            "Signal that 300 left",
            "at 35° in the shade 300 left",
            "ProGres: 12300 persons",
            "818560 (780539-853678)",
            "see https://news.example.org/208734099-returns-0300-7654321.html, 1,234 left",
        ] {
            assert_eq!(black_out(text), text);
        }
    }

    #[test]
    fn a_line_of_nothing_but_signs_is_gone_through_once() {
        for piece in [
            "www.a ",
            "https://a.b ",
            "t.me/a ",
            "+1",
            "FIR 345 of 2023 ",
            "1°",
            "x-",
            "a@b.org www.c ",
        ] {
            find(&piece.repeat(30_000));
        }
    }

    #[test]
    fn a_code_in_a_cell_is_no_paper() {
        let text = "AF010203,1200,0300-7654321";
        let found: Vec<&str> =
            find_in_cells(text, false).into_iter().map(|c| &text[c.span]).collect();
        assert_eq!(found, ["0300-7654321"]);
        assert_eq!(find_in_cells("4931801475002210,a,12\n", false).len(), 0);
        assert_eq!(find("with AF010203").len(), 1);
    }

    #[test]
    fn nothing_that_is_found_spans_two_cells() {
        for (text, wanted) in [
            ("2023-11-01,Torkham,34.1226,71.0924,3100,17000\n", &[][..]),
            ("2023-11-01;Torkham;34.1226;71.0924;3100;17000\n", &[]),
            ("Torkham,53.7057,46.2943,3100\n", &[]),
            ("Torkham\t12\true Longue\t3100\n", &[]),
            ("12,rue,5\n", &[]),
            ("House,12,Street,5\n", &[]),
            ("ul.,Dluga,12\n", &[]),
            ("Torkham,1117500 (1020000-1210000),5\n", &[]),
            ("0300-7654321,140322,1200000\n", &["0300-7654321"]),
            ("a,anna,at,example.org,5\n", &[]),
            ("Torkham,\"34.1226, 71.0924\",3100\n", &["34.1226, 71.0924"]),
            ("Torkham;34.1226, 71.0924;3100\n", &["34.1226, 71.0924"]),
        ] {
            let found = find_in_cells(text, false);
            let words: Vec<&str> = found.iter().map(|c| &text[c.span.clone()]).collect();
            assert_eq!(words, wanted, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn blacking_out_never_changes_the_cells(
            rows in proptest::collection::vec(proptest::collection::vec(0usize..24, 5), 2..5),
            mark in 0usize..4,
            joined in proptest::bool::ANY,
        ) {
            const CELLS: [&str; 24] = [
                "34.1226", "71.0924", "-71.5", "0300-7654321", "2201234", "tel.", "House", "12", "rue",
                "anna", "at", "example.org", "anna@example.org", "34°07'05\"N", "71°05'13\"E", "FIR", "345",
                "of 2023", "GB29NWBK60161331926819", "www.a.org", "53.70571", "", "Skype: kp.desk", "t.me/kp",
            ];
            let mark = [',', ';', '\t', '|'][mark];
            let quoted = |cell: String| match cell.contains([mark, '"']) {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell,
            };
            // Also cells that hold two of them, with the mark between.
            let cell = |at: &usize| match joined && at.is_multiple_of(3) {
                true => format!("{}{mark} {}", CELLS[*at], CELLS[(at + 7) % CELLS.len()]),
                false => CELLS[*at].to_owned(),
            };
            let text: String = rows
                .iter()
                .map(|row| {
                    let cells: Vec<String> = row.iter().map(|at| quoted(cell(at))).collect();
                    cells.join(&mark.to_string()) + "\n"
                })
                .collect();
            proptest::prop_assume!(cells::delimiter(&text).0 == mark as u8);
            if let Some(blacked) = Blacked::without(&text, find_in_cells(&text, false)) {
                let (_, from) = cells::delimiter(&text);
                let marks = |text: &str| -> Vec<Option<u8>> {
                    let behind = |cell: Range<usize>| {
                        text.as_bytes()[cell.end..].iter().find(|byte| **byte != b'"').copied()
                    };
                    cells::all(text, mark as u8, from).map(behind).collect()
                };
                proptest::prop_assert_eq!(marks(&text), marks(&blacked.text), "{} {}", text, blacked.text);
            }
        }
    }

    #[test]
    fn places_move_with_what_was_blacked_out() {
        let text = "tel. +92 300 7654321 and 1,234 left";
        let blacked = Blacked::of(text).unwrap();
        let at = text.find("1,234").unwrap();
        assert_eq!(&blacked.text[blacked.moved(at)..][..5], "1,234");
        assert_eq!(blacked.moved(0), 0);
        assert_eq!(blacked.moved(text.len()), blacked.text.len());
        assert_eq!(masked(text).len(), text.len());
        assert!(!masked(text).contains('9'));
    }
}
