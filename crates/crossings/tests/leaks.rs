//! What must not leave, and what must end: every case that once leaked or hung, and others of its kind. Names, numbers
//! and addresses are invented. `CROSSINGS_LONG` asks all columns and texts of all outputs.
//!
//! | case | what it was | tests |
//! |---|---|---|
//! | D1 | telephones read as people | `digits_of_contacts_…`, `contacts_that_are_kept_…`, `a_hundred_texts_…`, `a_number_that_names_…`, `claim::contacts` |
//! | D2 | columns about persons | `a_quote_holds_the_cells_…`, `personal_columns_…`, `tables::persons` |
//! | D3 | the second mention of a confidential figure | `every_mention_…`, `a_confidential_figure_is_told_in_no_other_form`, `withhold::retold` |
//! | D4 | a copy of a confidential document | `a_copy_of_…`, `our_own_export_…` |
//! | D5 | a small number by difference | `no_small_number_is_…`, `the_picture_prints_…`, `claim` tests: `small_numbers`, `small_numbers_leave_in_no_output` |
//! | D6 | a password in errors | `a_password_is_never_printed`, `a_password_in_an_address_…`, `ledger::address` |
//! | D7 | control characters | `no_control_character_…`, `screen` |
//! | D8 | Markdown's footnotes | `a_footnote_in_markdown_…` |
//! | D9 | attributes | `many_attributes_…` |
//! | D10 | `ledger verify` of a file cut short | `verifying_a_ledger_cut_short_…`, `a_ledger_whose_end_…` |
//! | D11 | a small zip | `a_small_archive_…` of crate `read` and of `bad_inputs` |
//! | D12 | pipes, odd days and numbers, few people in words | `pipes_and_devices_…`, `days_and_numbers_…`, `few_people_in_words_…`, `read::odd` |
//! | D13 | a confidential figure by difference | `what_a_confidential_figure_follows_from_…`, `headlines_…` |
//! | D14 | names in texts | `private_persons_…`, `persons_who_count_…`, `claim::persons`, `claim::addresses`, `claim::head` |

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crossings"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command.output().unwrap()
    }

    /// Both outputs, as they are.
    fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments);
        assert!(output.status.code().is_some(), "{arguments:?} was ended by a signal");
        let all = [output.stdout, output.stderr].concat();
        let all = String::from_utf8_lossy(&all).into_owned();
        assert!(!all.contains("panicked"), "{all}");
        all
    }

    fn claims(&self, file: &str) -> Vec<serde_json::Value> {
        let output = self.command(&["read", file, "--format", "jsonl"]);
        let text = String::from_utf8(output.stdout).unwrap();
        let all = text.lines().map(|line| serde_json::from_str(line).unwrap());
        all.filter(|one: &serde_json::Value| one["type"] == "claim").collect()
    }

    fn values(&self, file: &str) -> Vec<f64> {
        self.claims(file).iter().filter_map(|claim| claim["value"].as_f64()).collect()
    }

    /// What leaves a ledger, or files: in short the brief, the page, Markdown, the package, JSON, the picture and the audit;
    /// everything with `CROSSINGS_LONG`.
    fn outputs(&self, source: &str) -> String {
        if is_long() {
            return self.all_outputs(source);
        }
        let mut all = self.run(&["brief", source, "-o", "brief.html"]);
        all += &self.run(&["brief", source, "-o", "brief.md"]);
        self.run(&["export", source, "-o", "all.zip"]);
        all += &unpacked(&self.path("all.zip"));
        all += &self.run(&["export", source, "--format", "jsonl"]);
        all += &self.run(&["picture", source, "--format", "json"]);
        all += &self.run(&["audit", source]);
        for name in ["brief.html", "brief.md"] {
            all += &fs::read_to_string(self.path(name)).unwrap_or_default();
        }
        all
    }

    /// Everything that leaves: brief, page, Markdown, charts, exports, picture, audit.
    fn all_outputs(&self, source: &str) -> String {
        let mut all = String::new();
        all += &self.run(&["brief", source, "-o", "brief.html"]);
        all += &self.run(&["brief", source, "-o", "brief.md"]);
        all += &self.run(&["brief", source]);
        all += &self.run(&["chart", source, "-o", "charts", "--format", "svg"]);
        for format in ["csv", "geojson", "jsonl", "jsonld", "sdmx-csv"] {
            all += &self.run(&["export", source, "--format", format]);
        }
        for table in ["claims", "events", "positions", "documents"] {
            all += &self.run(&["export", source, "--format", "csv", "--table", table]);
        }
        self.run(&["export", source, "-o", "all.zip"]);
        self.run(&["export", source, "-o", "all.xlsx"]);
        self.run(&["export", source, "-o", "claims.parquet", "--table", "claims"]);
        all += &unpacked(&self.path("all.zip"));
        all += &unpacked(&self.path("all.xlsx"));
        if let Ok(bytes) = fs::read(self.path("claims.parquet")) {
            all += &String::from_utf8_lossy(&bytes);
        }
        for format in ["table", "json", "csv"] {
            all += &self.run(&["picture", source, "--format", format]);
        }
        all += &self.run(&["picture", source, "--history"]);
        for format in ["table", "json"] {
            all += &self.run(&["outlook", source, "--days", "2", "--format", format]);
        }
        all += &self.run(&["audit", source]);
        all += &self.run(&["audit", source, "--format", "json"]);
        for name in ["brief.html", "brief.md"] {
            all += &fs::read_to_string(self.path(name)).unwrap_or_default();
        }
        for chart in fs::read_dir(self.path("charts")).into_iter().flatten().flatten() {
            all += &fs::read_to_string(chart.path()).unwrap_or_default();
        }
        all
    }

    fn add(&self, file: &str) -> String {
        self.run(&["add", file, "--ledger", "l.sqlite", "--date", "2023-11-10"])
    }

    fn confidential(&self, id: &str) -> String {
        self.run(&[
            "decide",
            "confidential",
            id,
            "--ledger",
            "l.sqlite",
            "--by",
            "A. Noor",
            "--why",
            "given in confidence",
        ])
    }

    /// The ids of the claims of a ledger with this value, in order.
    fn ids(&self, value: f64) -> Vec<String> {
        let output =
            self.command(&["export", "l.sqlite", "--format", "jsonl", "--suppress-below", "0"]);
        let text = String::from_utf8(output.stdout).unwrap();
        let all = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        all.filter(|one| one["type"] == "claim" && one["value"].as_f64() == Some(value))
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// Whether the long form of these tests was asked for: all outputs, all columns and texts.
fn is_long() -> bool {
    std::env::var_os("CROSSINGS_LONG").is_some()
}

fn unpacked(path: &Path) -> String {
    let Ok(file) = fs::File::open(path) else { return String::new() };
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut all = String::new();
    for index in 0..archive.len() {
        let mut bytes = Vec::new();
        std::io::copy(&mut archive.by_index(index).unwrap(), &mut bytes).unwrap();
        all += &String::from_utf8_lossy(&bytes);
    }
    all
}

/// Whether a number stands in an output.
fn tells(text: &str, number: u64) -> bool {
    where_told(text, number).is_some()
}

/// Where a number stands in an output, in the forms in which it may.
fn where_told(text: &str, number: u64) -> Option<String> {
    let plain = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && (plain.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    // Not within a longer number or a hash.
    let found = [plain, grouped].iter().find_map(|form| {
        let mut all = text.match_indices(form.as_str()).map(|(at, _)| at..at + form.len());
        all.find(|at| {
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '.');
            let before = text[..at.start].chars().next_back();
            let within = before == Some(',')
                && text[..at.start - 1].chars().next_back().is_some_and(|c| c.is_ascii_digit());
            edge(before) && !within && edge(text[at.end..].chars().next().filter(|c| *c != '.'))
        })
    })?;
    let edge = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (from, to) = (found.start.saturating_sub(80), (found.end + 40).min(text.len()));
    Some(text[edge(from)..edge(to)].to_owned())
}

// D1: telephones and the like are no people, and leave nowhere.

const CONTACTS: [(&str, &[&str]); 12] = [
    ("the KP Home Department (tel. +92 300 7654321) said", &["7654321"]),
    (
        "the KP Home Department, reached by telephone at +92 300 7654321 or 051 2201234, said",
        &["7654321", "2201234"],
    ),
    ("the KP Home Department said. Call +48 22 536 00 00 for more", &["536 00 00"]),
    ("the KP Home Department said. Its hotline is 1800 555 999", &["1800 555 999"]),
    (
        "the KP Home Department said. Fax: 051-9207777, WhatsApp 0300 7654321",
        &["9207777", "7654321"],
    ),
    ("the KP Home Department said in its yearbook (ISBN 978-83-01-00000-1)", &["978-83-01"]),
    (
        "the KP Home Department said. Donations: IBAN PL61 1090 1014 0000 0712 1981 2874",
        &["1090 1014", "2874"],
    ),
    ("the KP Home Department said in its letter, ref. 2023/11/445", &["2023/11/445"]),
    ("the KP Home Department said. Write to anna.nowak@example.org", &["anna.nowak"]),
    ("the KP Home Department said of a man with passport no. AB1234567", &["AB1234567"]),
    ("the KP Home Department said of a lorry with number plate no. LEA-1234", &["LEA-1234"]),
    ("the KP Home Department, House No. 77, Street 15, Peshawar, said", &["House No. 77"]),
];

#[test]
fn digits_of_contacts_count_nobody_and_leave_nowhere() {
    for (words, private) in CONTACTS {
        let desk = Desk::new();
        desk.file(
            "note.txt",
            format!("date 2023-11-04\nSome 1,234 Afghans returned from Pakistan through Torkham on 3 November 2023, {words}.\n"),
        );
        assert_eq!(desk.values("note.txt"), [1_234.0], "{words}");
        desk.add("note.txt");
        let all = desk.outputs("l.sqlite")
            + &desk.run(&["read", "note.txt"])
            + &desk.run(&["log", "l.sqlite"]);
        for one in private {
            assert!(!all.contains(one), "{one} of {words}");
        }
        let ledger = fs::read(desk.path("l.sqlite")).unwrap();
        assert!(!private.iter().any(|one| String::from_utf8_lossy(&ledger).contains(one)));
    }
}

#[test]
fn contacts_that_are_kept_leave_nowhere_all_the_same() {
    let desk = Desk::new();
    let (words, private) = CONTACTS[1]; // of which all outputs are looked at
    desk.file(
        "note.txt",
        format!("date 2023-11-04\nSome 1,234 Afghans returned from Pakistan through Torkham on 3 November 2023, {words}.\n"),
    );
    desk.run(&["add", "note.txt", "--ledger", "l.sqlite", "--keep-contacts"]);
    assert_eq!(desk.ids(1_234.0).len(), 1);
    let all = desk.all_outputs("l.sqlite");
    assert!(!private.iter().any(|one| all.contains(one)));
}

/// How people are reached and papers are numbered, as texts have it, and what of it must not leave.
#[rustfmt::skip]
const TEXTS: [(&str, &str); 78] = [
    ("tel.: (+92) 300 765 43 21", "765 43 21"), ("phone 091-9210234 ext. 12", "9210234"),
    ("mobile no. 0300 765 4321", "765 4321"), ("cell: 0300.765.4321", "765.4321"),
    ("telephone +93(0)700 123 456", "700 123 456"), ("Tel 0092 51 8439 8439", "8439 8439"),
    ("helpline 1093-7712", "1093-7712"), ("dial 0800-11-22-33", "11-22-33"),
    ("Viber: +380 44 123 45 67", "123 45 67"), ("chat on https://wa.me/923007654321", "923007654321"),
    ("tél. : 01 42 34 56 78", "42 34 56"), ("teléfono 915 55 66 77", "55 66 77"),
    ("kom. 600 123 456", "600 123 456"), ("тел.: 8 (495) 123-45-67", "123-45-67"),
    ("هاتف ۰۷۰۰۱۲۳۴۵۶", "۰۷۰۰۱۲۳۴۵۶"), ("fax +48-22-628-00-00", "628-00-00"),
    ("press@border-desk.example.org", "press@"), ("anna.nowak [at] example.org", "anna.nowak"),
    ("IBAN GB29 NWBK 6016 1331 9268 19", "6016 1331"), ("account no. 1234567890", "1234567890"),
    ("ISBN 83-01-00000-1", "83-01-00000"), ("ISSN 1234-5679", "1234-5679"),
    ("case no. 4512/2023", "4512/2023"), ("FIR No. 345/23", "345/23"), ("Ref: SHA/2023/1234", "2023/1234"),
    ("CNIC 17301-1234567-1", "1234567"), ("passport AB1234567", "AB1234567"), ("PESEL 44051401359", "44051401359"),
    ("number plate LEA-1234", "LEA-1234"), ("House 77, Street 15", "House 77"),
    ("contact number 7654321", "7654321"), ("the emergency line 112-233", "112-233"),
    ("00 92 300 7654321", "7654321"), ("text 404040", "404040"), ("our number is 765 43 21", "765 43 21"),
    ("Skype: kp.media.desk", "kp.media"), ("Telegram: t.me/kp_media", "kp_media"), ("Twitter @kp_media_99", "kp_media"),
    ("Instagram: @mirwais.p99", "mirwais"), ("numéro vert 0 800 05 95 95", "05 95 95"), ("plaque AB-123-CD", "AB-123-CD"),
    ("pod numerem 600 123 456", "600 123 456"), ("zadzwoń 22 625 12 12", "625 12 12"),
    ("sygn. akt II K 451/23", "451/23"), ("nr dowodu ABC 123456", "123456"), ("nr rej. WA 12345", "WA 12345"),
    ("Tlf: 915 55 66 77", "55 66 77"), ("cédula de ciudadanía 1.023.456.789", "023.456"), ("DNI 12345678Z", "12345678"),
    ("паспорт 4509 123456", "123456"), ("anna.nowak (at) example (dot) org", "anna.nowak"),
    ("anna.nowak AT example DOT org", "anna.nowak"), ("at 34°07'05\"N 71°05'13\"E", "34°07"), ("GPS 34.0837, 71.0957", "34.0837"),
    ("reach the desk on 7654321", "7654321"), ("he can be reached on 765-4321", "765-4321"), ("enquiries on 7654321", "7654321"),
    ("joignable au 7654321", "7654321"), ("on peut joindre le bureau au 7654321", "7654321"),
    ("contacte la oficina en el 7654321", "7654321"), ("comuníquese al 7654321", "7654321"),
    ("kontakt pod 7654321", "7654321"), ("prosimy dzwonić na 7654321", "7654321"), ("numer 7654321", "7654321"),
    ("registration TLA 331", "TLA 331"), ("a truck (KBL-4512)", "KBL-4512"), ("un camion immatriculé TLA 331", "TLA 331"),
    ("un camión con matrícula TLA-331", "TLA-331"), ("o rejestracji TLA 331", "TLA 331"), ("ciężarówka TLA 331", "TLA 331"),
    ("complaint 45123", "45123"), ("dossier 45123", "45123"), ("expediente 45123", "45123"), ("wniosek nr 45123", "45123"),
    ("permit 45123", "45123"), ("titre de séjour 45123", "45123"), ("cédula 7654321", "7654321"), ("karta pobytu 45123", "45123"),
];

#[test]
fn a_hundred_texts_with_ways_to_reach_somebody_tell_none() {
    // Some at a time: a ledger of all that come together, of which every output is looked at.
    for (batch, texts) in TEXTS.chunks(if is_long() { 9 } else { 27 }).enumerate() {
        let desk = Desk::new();
        fs::create_dir(desk.path("in")).unwrap();
        let mut expected = Vec::new();
        for (index, (words, _)) in texts.iter().enumerate() {
            let said = "Afghans returned from Pakistan through Torkham on 3 November 2023, the KP Home Department";
            let numbers = [1_001 + 2 * index, 1_002 + 2 * index];
            let [before, within] =
                numbers.map(|number| format!("Some 1,{:03} {said}", number - 1_000));
            desk.file(
                &format!("in/{index:02}a.txt"),
                format!("date 2023-11-04\nFor more: {words}. {before} said.\n"),
            );
            desk.file(
                &format!("in/{index:02}b.txt"),
                format!("date 2023-11-04\n{within} ({words}) said.\n"),
            );
            expected.extend(numbers.map(|number| number as f64));
        }
        let mut values = desk.values("in");
        values.sort_by(f64::total_cmp);
        assert_eq!(values, expected, "batch {batch}: {texts:?}");
        let mut all = desk.run(&["read", "in", "--format", "jsonl"]) + &desk.run(&["read", "in"]);
        desk.add("in");
        all += &(desk.outputs("l.sqlite") + &desk.run(&["log", "l.sqlite"]));
        let ledger = fs::read(desk.path("l.sqlite")).unwrap();
        let ledger = String::from_utf8_lossy(&ledger);
        for (words, private) in texts {
            assert!(!ledger.contains(private), "{words}: kept");
            assert!(!all.contains(private), "{words}: {private} left");
        }
    }
}

/// Words that name one thing by its digits, in the languages that are read: none is in a list of ours.
#[rustfmt::skip]
const NUMBERED: [(&str, &str, [&str; 8]); 4] = [
    ("Some {n} Afghans returned from Pakistan through Torkham on 3 November 2023, the KP Home Department said", ",", [
        "short code 8583", "convoy 4512", "tail 4512", "workbook 45123", "Easyload 7654321", "wagon TLX 4512", "carton 331", "protocol no. 331",
    ]),
    ("Quelque {n} Afghans sont rentrés du Pakistan par Torkham le 3 novembre 2023, a déclaré le ministère de l'Intérieur", " ", [
        "bordereau 4512", "matricule 331", "wagon 4512", "casier 4512", "feuillet n° 331", "guichet 4512", "borne 331", "quittance 45123",
    ]),
    ("Unos {n} afganos regresaron de Pakistán por Torkham el 3 de noviembre de 2023, dijo el Ministerio del Interior", ".", [
        "albarán 45123", "vagón 4512", "casillero 331", "boleta 4512", "acta nº 331", "ventanilla 331", "planilla 4512", "talón 45123",
    ]),
    ("Około {n} Afgańczyków wróciło z Pakistanu przez Torkham 3 listopada 2023 r., podało ministerstwo spraw wewnętrznych", " ", [
        "wagon 4512", "skrytka 331", "protokół nr 331", "szafka 4512", "okienko 331", "druczek 4512", "rejestr 45123", "kwitek 45123",
    ]),
];

#[test]
fn a_number_that_names_one_thing_counts_nobody() {
    let desk = Desk::new();
    fs::create_dir(desk.path("in")).unwrap();
    let mut expected = Vec::new();
    for (said, mark, things) in NUMBERED {
        for thing in things {
            for (open, close) in [(" (", ")"), (", ", "")] {
                let number = 20_001 + expected.len();
                let told = said.replace("{n}", &format!("20{mark}{:03}", number - 20_000));
                let text = format!("date 2023-11-04\n{told}{open}{thing}{close}.\n");
                desk.file(&format!("in/{number}.txt"), text);
                expected.push(number as f64);
            }
        }
    }
    let mut values = desk.values("in");
    values.sort_by(f64::total_cmp);
    assert_eq!(values, expected);
}

#[test]
fn a_number_without_a_noun_is_read_behind_whatever_counts() {
    for (text, value) in [
        ("On 3 November 2023 Torkham saw 4512 Afghans return, Chaman 1311.", 1_311.0),
        (
            "Returns of Afghans from Pakistan on 3 November 2023: Torkham 4512, Chaman 1311.",
            4_512.0,
        ),
        (
            "The number of Afghans who returned through Torkham reached 45123 on 3 November 2023.",
            45_123.0,
        ),
        (
            "Desde Pakistán volvieron el 3 de noviembre de 2023 por Torkham 4512, de los cuales 700 eran mujeres.",
            4_512.0,
        ),
        ("El 3 de noviembre de 2023 regresaron 4512 afganos por Torkham.", 4_512.0),
        ("3 listopada 2023 r. przez Torkham wróciło 4512 Afgańczyków.", 4_512.0),
    ] {
        let desk = Desk::new();
        desk.file("a.txt", format!("date 2023-11-04\n{text}\n"));
        assert!(desk.values("a.txt").contains(&value), "{text}: {:?}", desk.values("a.txt"));
    }
}

// D2: columns about persons.

#[test]
fn a_quote_holds_the_cells_that_were_read_and_no_others() {
    let desk = Desk::new();
    desk.file(
        "table.csv",
        "Date,Crossing,Tel,Returnees,Remark\n\
         2023-11-01,Torkham,0300-7654321,1200,ask Anna Nowak\n\
         2023-11-02,Torkham,0300-7654322,1311,seen by Jan\n",
    );
    desk.add("table.csv");
    let all = desk.outputs("l.sqlite");
    assert!(
        all.contains("Returnees: 1200"),
        "{}",
        desk.run(&["export", "l.sqlite", "--format", "jsonl"])
    );
    for private in ["7654321", "7654322", "Anna Nowak", "seen by"] {
        assert!(!all.contains(private), "{private}");
    }
}

/// Heads of twenty kinds in ten languages or spellings, with two cells of their kind.
#[rustfmt::skip]
const COLUMNS: [(&str, [&str; 10], [&str; 2]); 20] = [
    ("names", ["Name", "Person", "Interviewed", "Nom et prénom", "Nombre", "Imię i nazwisko", "الاسم", "نام", "ФИО", "X1"], ["Anna Nowakowska", "Mirwais Popalzai"]),
    ("heads of household", ["Head of Household", "HoH", "Chef de famille", "Jefe de familia", "Głowa rodziny", "رب الأسرة", "سرپرست خانوار", "سربراہ خانہ", "Глава семьи", "Голова родини"], ["Zabihullah Khan Wazirzai", "Zahra Bibi Mangal"]),
    ("enumerators", ["Enumerator", "Registered by", "Recorded by", "Enquêteur", "Encuestador", "Ankieter", "العداد", "آمارگیر", "Интервьюер", "Обліковець"], ["Tomasz Wrona-Lis", "Karim Stanekzai"]),
    ("telephones", ["Tel", "Tel.", "Phone no.", "N° de téléphone", "Teléfono", "Komórka", "هاتف", "شماره تلفن", "телефон", "X1"], ["0300-7654321", "0301-7654399"]),
    ("international", ["Mobile #", "Cell", "Contact no", "Portable", "Celular", "Telefon", "جوال", "موبائل", "Моб.", "Col 3"], ["+92 300 7650001", "+92 300 7650002"]),
    ("plain telephones", ["msisdn", "WhatsApp", "Phone", "GSM", "Móvil", "Nr telefonu", "الهاتف", "تلیفون", "Сотовый", "Q12"], ["923007650001", "923007650002"]),
    ("national telephones", ["Contact", "SIM", "Viber", "Tél.", "Tel", "Tel", "رقم الهاتف", "فون نمبر", "тел", "field_7"], ["051 2201234", "051 2209999"]),
    ("e-mail", ["Mail", "E-mail", "Email address", "Courriel", "Correo", "E-mail", "البريد الإلكتروني", "ایمیل", "Эл. почта", "X2"], ["anna.nowak@example.org", "j.k@example.net"]),
    ("identity", ["ID", "ID No.", "NIC", "N° CNI", "DNI", "Dowód", "رقم الهوية", "کد ملی", "Удостоверение", "X3"], ["17301-1234567-1", "17301-7654321-3"]),
    ("passports", ["Passport #", "PP No", "Passport", "Passeport", "Pasaporte", "Nr paszportu", "رقم الجواز", "پاسپورٹ نمبر", "Паспорт", "X4"], ["AB1234567", "CD7654321"]),
    ("cards", ["PoR", "ACC No", "Tazkera No", "Carte d'identité", "Cédula", "PESEL", "هوية", "تذکره", "Номер удостоверения", "X5"], ["POR-7712345", "POR-7754321"]),
    ("cases", ["ProGres ID", "Case no", "File no", "N° dossier", "Expediente", "Nr sprawy", "رقم الملف", "شماره پرونده", "Номер дела", "X6"], ["862-23C00123", "862-23C00456"]),
    ("visas", ["Visa no", "Visa", "Visa number", "Titre de séjour", "Visa", "Nr wizy", "تأشيرة", "ویزا نمبر", "Номер визы", "X7"], ["VZ 778812", "VZ 991122"]),
    ("plates", ["Plate no", "Number plate", "Vehicle no", "Immatriculation", "Placa", "Nr rejestracyjny", "رقم اللوحة", "پلاک", "Госномер", "X8"], ["LEA-1234", "PSH-9876"]),
    ("births", ["DOB", "Date of birth", "Born", "Date de naissance", "Fecha de nacimiento", "Data urodzenia", "تاريخ الميلاد", "تاریخ تولد", "Дата рождения", "X9"], ["1987-03-04", "1999-12-31"]),
    ("coordinates", ["GPS", "Location", "Position", "Coordonnées", "Coordenadas", "Współrzędne", "الإحداثيات", "مختصات", "Координаты", "X10"], ["34.12345, 71.54321", "34.54321, 71.12345"]),
    ("latitudes", ["Lat", "Latitude", "GPS lat", "Latitude", "Latitud", "Szerokość", "خط العرض", "عرض جغرافیایی", "Широта", "X11"], ["34.123456", "34.654321"]),
    ("addresses", ["Address", "Home address", "Residence", "Adresse", "Dirección", "Adres", "العنوان", "آدرس", "Адрес", "پتہ"], ["House 12, Street 77, Hayatabad", "ul. Zimna 99, Gdynia"]),
    ("fathers", ["Father name", "Son of", "S/O", "Père", "Padre", "Ojciec", "اسم الأب", "نام پدر", "Отец", "Батько"], ["Sher Ali Momandzai", "Piotr Kwiatkowicz"]),
    ("accounts", ["IBAN", "Bank account", "Account no", "IBAN", "IBAN", "IBAN", "IBAN", "IBAN", "IBAN", "X12"], ["PL61109010140000071219812874", "GB29NWBK60161331926819"]),
];

#[test]
fn personal_columns_in_ten_languages_leave_nowhere() {
    // The two hundred tables come together in ledgers: of a kind each in the long form, of five kinds in short.
    for kinds in COLUMNS.chunks(if is_long() { 1 } else { 5 }) {
        let desk = Desk::new();
        fs::create_dir(desk.path("in")).unwrap();
        let mut tables = 0;
        for (kind, heads, cells) in kinds {
            let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            for (at, head) in heads.iter().enumerate() {
                tables += 1;
                desk.file(
                    &format!("in/{kind} {at}.csv"),
                    format!(
                        "Date,Crossing,{},Returnees\n2023-11-01,Torkham,{},{}\n2023-11-02,Torkham,{},1311\n",
                        quoted(head), quoted(cells[0]), 1_200 + tables, quoted(cells[1])
                    ),
                );
            }
        }
        let mut told = desk.add("in");
        told += &desk.run(&["read", "in", "--date", "2023-11-10"]);
        told += &desk.run(&["read", "in", "--date", "2023-11-10", "--format", "jsonl"]);
        told += &desk.run(&["log", "l.sqlite"]);
        told += &desk.outputs("l.sqlite");
        let ledger = fs::read(desk.path("l.sqlite")).unwrap();
        let ledger = String::from_utf8_lossy(&ledger);
        for (kind, heads, cells) in kinds {
            for cell in cells {
                assert!(!told.contains(cell), "{kind}, one of {heads:?}: {cell} left");
                assert!(!ledger.contains(cell), "{kind}, one of {heads:?}: {cell} was kept");
            }
        }
        // What was counted stays: a table or two may be asked about, with a date of birth beside a day.
        let output = desk.command(&["read", "in", "--date", "2023-11-10", "--format", "jsonl"]);
        let claims = String::from_utf8(output.stdout).unwrap().lines().count();
        assert!(claims >= 2 * tables * 9 / 10, "{claims} claims of {tables} tables");
    }
}

// D3, D4, D13: confidential figures.

const TWICE: &str = "date 2023-11-06\n\
    Some 77,431 Afghans returned from Pakistan through Chaman between 1 and 5 November 2023, the Balochistan Home Department said.\n\n\
    The weather was cold. The figure of 77,431 Afghans who returned from Pakistan through Chaman between 1 and 5 November 2023 was confirmed by the Balochistan Home Department.\n";

const OTHER: &str = "date 2023-11-06\nSome 12,689 Afghans returned from Pakistan through Torkham on 3 November 2023, the KP Home Department said.\n";

#[test]
fn every_mention_of_a_confidential_figure_stays_in() {
    for mention in [0, 1] {
        let desk = Desk::new();
        desk.file("a.txt", TWICE);
        desk.file("b.txt", OTHER);
        desk.add("a.txt");
        desk.add("b.txt");
        let ids = desk.ids(77_431.0);
        assert!(!ids.is_empty());
        let said = desk.confidential(&ids[mention.min(ids.len() - 1)]);
        assert!(ids.len() < 2 || said.contains("other mention"), "{said}");
        let all = desk.all_outputs("l.sqlite");
        assert!(!tells(&all, 77_431), "mention {mention}");
        assert!(tells(&all, 12_689));
    }
}

#[test]
fn a_confidential_figure_is_told_in_no_other_form() {
    let head = "---\ndate: 2023-11-06\ntitle: Nearly 77,500 at Chaman\nnote: 77,431 in all\n---\n";
    for (more, figure, mark) in [
        (
            "Pakistan closed the Chaman crossing on 6 November 2023 after 77,431 people had passed.",
            77_431,
            "77,431",
        ),
        (
            "Nearly 77,500 people arrived in Afghanistan, IOM said on 6 November 2023.",
            77_500,
            "77,500",
        ),
        ("Some 77,400 Afghans arrived in Kandahar by 6 November 2023, IOM said.", 77_400, "77,400"),
        ("That is an average of 15,486 Afghans a day.", 15_486, "15,486"),
        ("Half of them, 38,716, were children.", 38_716, "38,716"),
        ("They were 12,905 families.", 12_905, "12,905"),
    ] {
        let desk = Desk::new();
        let body = TWICE.lines().nth(1).unwrap();
        desk.file("a.txt", format!("{head}{body}\n\n{more}\n"));
        desk.file("b.txt", OTHER);
        desk.add("a.txt");
        desk.add("b.txt");
        desk.confidential(&desk.ids(77_431.0)[0]);
        let mut all = desk.outputs("l.sqlite");
        let id = desk.run(&["log", "l.sqlite"]);
        all += &id;
        assert_eq!(where_told(&all, 77_431), None, "{more}");
        assert_eq!(where_told(&all, figure), None, "{more}");
        assert!(!all.contains(mark) && !all.contains("77,500"), "{more}");
        assert!(tells(&all, 12_689));
    }
}

#[test]
fn a_copy_of_a_confidential_document_is_marked_and_stays_in() {
    let spaced = TWICE.replace("Some 77,431", "Some  77,431");
    let page = format!(
        "<html><head><title>Returns</title></head><body><p>{}</p></body></html>",
        TWICE.replace("date 2023-11-06\n", "").replace("\n\n", "</p><p>")
    );
    let retold = TWICE.replace("The weather was cold. ", "");
    let added = format!("{TWICE}\nThe price of a lorry to Quetta rose as well, traders said.\n");
    for (name, copy) in [("b.txt", spaced), ("b.html", page), ("c.txt", retold), ("d.txt", added)] {
        for before in [true, false] {
            let desk = Desk::new();
            desk.file("a.txt", TWICE);
            desk.file("other.txt", OTHER);
            desk.file(name, &copy);
            desk.add("other.txt");
            if before {
                desk.add(name);
            }
            desk.add("a.txt");
            let output =
                desk.command(&["export", "l.sqlite", "--format", "csv", "--table", "documents"]);
            let documents = String::from_utf8(output.stdout).unwrap();
            let row = documents.lines().find(|line| line.contains("a.txt")).unwrap();
            let said = desk.confidential(row.split(',').next().unwrap());
            if before {
                assert!(said.contains("near-copy"), "{name}: {said}");
            } else {
                let said = desk.add(name);
                assert!(said.contains("near-copy of the confidential document"), "{name}: {said}");
            }
            let all = desk.outputs("l.sqlite");
            assert!(!tells(&all, 77_431), "{name}, before {before}");
            assert!(tells(&all, 12_689));
            assert!(desk.run(&["ledger", "origins", "l.sqlite"]).contains("confidential"));
        }
    }
}

fn table(rows: &[(&str, &str, &str, f64, bool)]) -> String {
    let mut text = "reported,who,via,from,to,start,end,value,kind,cumulative,source\n".to_owned();
    for (via, start, end, value, cumulative) in rows {
        text += &format!(
            "2023-11-20,Afghans,{via},PAK,AFG,{start},{end},{value},return,{},KP Home Department\n",
            if *cumulative { "yes" } else { "no" }
        );
    }
    text
}

#[test]
fn what_a_confidential_figure_follows_from_stays_in() {
    let day = |n: u32| format!("2023-11-{n:02}");
    // Running totals around a day; a period and its other part; crossings and the whole border; a day of a week.
    let cases: [(&str, u64, Vec<[u64; 2]>); 4] = [
        (
            &table(&[
                // Not round: the marks of an axis are.
                ("Torkham", "2023-10-01", &day(2), 100_017.0, true),
                ("Torkham", "2023-10-01", &day(3), 112_362.0, true),
                ("Torkham", &day(3), &day(3), 12_345.0, false),
            ]),
            12_345,
            vec![[100_017, 112_362]],
        ),
        (
            &table(&[
                ("Torkham", &day(1), &day(7), 7_111.0, false),
                ("Torkham", &day(8), &day(14), 9_222.0, false),
                ("Torkham", &day(1), &day(14), 16_333.0, false),
            ]),
            9_222,
            vec![[7_111, 16_333]],
        ),
        (
            &table(&[
                ("", &day(3), &day(3), 30_303.0, false),
                ("Torkham", &day(3), &day(3), 20_101.0, false),
                ("Chaman", &day(3), &day(3), 10_202.0, false),
            ]),
            10_202,
            vec![[30_303, 20_101]],
        ),
        (
            &table(&[
                ("Torkham", &day(1), &day(1), 1_101.0, false),
                ("Torkham", &day(2), &day(2), 2_202.0, false),
                ("Torkham", &day(3), &day(3), 3_304.0, false),
                ("Torkham", &day(1), &day(3), 6_607.0, false),
            ]),
            2_202,
            vec![[6_607, 1_101], [6_607, 3_304]],
        ),
    ];
    for (text, secret, pairs) in cases {
        let desk = Desk::new();
        desk.file("t.csv", text);
        desk.file("b.txt", OTHER);
        desk.add("t.csv");
        desk.add("b.txt");
        let said = desk.confidential(&desk.ids(secret as f64)[0]);
        assert!(said.contains("by subtraction"), "{said}");
        let all = desk.outputs("l.sqlite");
        assert_eq!(where_told(&all, secret), None);
        // One of the numbers that it is the difference of is missing.
        assert!(pairs.iter().any(|pair| pair.iter().any(|one| !tells(&all, *one))), "{secret}");
    }
}

#[test]
fn a_percentage_of_a_confidential_figure_leaves_not_beside_the_number_that_it_comes_to() {
    let desk = Desk::new();
    desk.file("a.txt", "date 2023-11-07\nSome 77,431 Afghans returned from Pakistan through Chaman between 1 and 5 November 2023, IOM said. Of them 40 percent, or 30,972, were children.\n");
    desk.file("b.txt", OTHER);
    desk.add("a.txt");
    desk.add("b.txt");
    desk.confidential(&desk.ids(77_431.0)[0]);
    let all = desk.outputs("l.sqlite");
    assert!(!tells(&all, 77_431));
    assert!(!all.contains("40 percent") || !tells(&all, 30_972));
}

#[test]
fn headlines_and_file_names_that_tell_a_confidential_figure_are_struck() {
    for (name, title) in [
        ("a.txt", "Nearly 77,500 return through Chaman"),
        ("a.txt", "77.4 thousand cross at Chaman"),
        ("77431-return.txt", "Returns through Chaman"),
        ("a.txt", "Chaman: seventy-seven thousand go home"),
    ] {
        let desk = Desk::new();
        desk.file(
            name,
            format!(
                "---\ndate: 2023-11-06\ntitle: {title}\n---\n{}",
                TWICE.split_once('\n').unwrap().1
            ),
        );
        desk.file("b.txt", OTHER);
        desk.add(name);
        desk.add("b.txt");
        desk.confidential(&desk.ids(77_431.0)[0]);
        let all = desk.outputs("l.sqlite");
        for told in ["77,500", "77.4 thousand", "77431", "seventy-seven"] {
            assert!(!all.contains(told), "{title}: {told}");
        }
    }
}

#[test]
fn our_own_export_brings_no_confidential_figure_back() {
    let desk = Desk::new();
    desk.file("a.txt", TWICE);
    desk.file("b.txt", OTHER);
    desk.add("a.txt");
    desk.add("b.txt");
    for format in ["claims.csv", "claims.jsonl"] {
        self::export_to(&desk, format);
    }
    desk.confidential(&desk.ids(77_431.0)[0]);
    for format in ["claims.csv", "claims.jsonl"] {
        let said = desk.add(format);
        assert!(!tells(&desk.outputs("l.sqlite"), 77_431), "{format}: {said}");
    }
}

fn export_to(desk: &Desk, name: &str) {
    match name.ends_with(".csv") {
        true => desk.run(&["export", "l.sqlite", "--table", "claims", "-o", name]),
        false => desk.run(&["export", "l.sqlite", "-o", name]),
    };
}

// D5 and others: small numbers.

#[test]
fn no_small_number_is_the_difference_of_two_that_leave() {
    let day = |n: u32| format!("2023-11-{n:02}");
    let cases = [
        (
            table(&[
                // Not round: the page rounds its estimates, and those may be anything round.
                ("Torkham", &day(1), &day(7), 7_013.0, false),
                ("Torkham", &day(1), &day(14), 7_018.0, false),
                ("Torkham", &day(8), &day(14), 5.0, false),
            ]),
            [7_013, 7_018],
        ),
        (
            table(&[
                ("Torkham", &day(1), &day(7), 8_153.0, false),
                ("Torkham", &day(1), &day(14), 8_159.0, false),
            ]),
            [8_153, 8_159],
        ),
        (
            table(&[
                ("Torkham", "2023-10-01", &day(2), 50_311.0, true),
                ("Torkham", "2023-10-01", &day(3), 50_318.0, true),
            ]),
            [50_311, 50_318],
        ),
        (
            table(&[
                ("", &day(3), &day(3), 2_206.0, false),
                ("Torkham", &day(3), &day(3), 2_203.0, false),
                ("Chaman", &day(3), &day(3), 3.0, false),
            ]),
            [2_206, 2_203],
        ),
    ];
    for (text, pair) in cases {
        let desk = Desk::new();
        desk.file("t.csv", &text);
        desk.add("t.csv");
        let all = desk.run(&["export", "l.sqlite", "--format", "csv", "--table", "claims"])
            + &desk.run(&["export", "l.sqlite", "--format", "jsonl"]);
        assert!(pair.iter().any(|one| !tells(&all, *one)), "{pair:?}");
        desk.run(&["brief", "l.sqlite", "-o", "b.html"]);
        let page = fs::read_to_string(desk.path("b.html")).unwrap_or_default();
        let told: Vec<_> = pair.iter().filter_map(|one| where_told(&page, *one)).collect();
        assert!(page.is_empty() || told.len() < pair.len(), "page: {told:?}");
        for format in ["table", "json", "csv"] {
            for by in ["total", "day"] {
                let all = desk.run(&["picture", "l.sqlite", "--format", format, "--by", by]);
                assert!(pair.iter().any(|one| !tells(&all, *one)), "{format} by {by}: {all}");
            }
        }
    }
}

#[test]
fn the_picture_prints_no_number_of_too_few_people() {
    let desk = Desk::new();
    desk.file(
        "t.csv",
        table(&[
            ("Torkham", "2023-11-03", "2023-11-03", 5.0, false),
            ("Chaman", "2023-11-03", "2023-11-03", 3_100.0, false),
        ]),
    );
    let table = desk.run(&["picture", "t.csv"]);
    assert!(table.contains("<10"), "{table}");
    let output = desk.command(&["picture", "t.csv", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let row = json["rows"].as_array().unwrap().iter().find(|row| row["via"] == "Torkham").unwrap();
    assert!(row["p50"].is_null() && row["suppressed"] == true, "{row}");
    let all = desk.command(&["picture", "t.csv", "--format", "json", "--suppress-below", "0"]);
    let json: serde_json::Value = serde_json::from_slice(&all.stdout).unwrap();
    let row = json["rows"].as_array().unwrap().iter().find(|row| row["via"] == "Torkham").unwrap();
    assert!(row["p50"].is_number());
}

#[test]
fn few_people_in_words_that_no_claim_was_made_of_are_not_shown() {
    for words in [
        "of whom seven were deported",
        "including 4 children",
        "of them 3 were arrested",
        "among them six women",
    ] {
        let desk = Desk::new();
        desk.file("a.txt", format!("date 2023-11-04\nSome 1,234 Afghans returned from Pakistan through Torkham on 3 November 2023, {words}, the KP Home Department said.\n"));
        desk.add("a.txt");
        desk.run(&["brief", "l.sqlite", "-o", "b.html"]);
        let page = fs::read_to_string(desk.path("b.html")).unwrap();
        assert!(!page.contains(words), "{words}");
    }
}

#[test]
fn the_audit_and_the_log_tell_no_small_number() {
    let desk = Desk::new();
    desk.file("a.txt", "date 2023-11-04\nSome 1,234 Afghans, or 2 families, returned from Pakistan through Torkham on 3 November 2023, the KP Home Department said. Of them 5 were deported.\n");
    desk.add("a.txt");
    for format in ["table", "json"] {
        let all = desk.run(&["audit", "l.sqlite", "--format", format]);
        assert!(!all.contains("2 families") && !all.contains("617"), "{all}");
    }
    for id in desk.ids(2.0).into_iter().chain(desk.ids(5.0)) {
        let all = desk.run(&["log", "l.sqlite", &id]);
        assert!(!all.contains("2 families") && !all.contains("5 were"), "{all}");
    }
}

// D6: passwords.

#[test]
fn a_password_is_never_printed() {
    for address in [
        "postgres://postgres:WRONG@sekret@127.0.0.1/x",
        "Postgres://postgres:sekret@127.0.0.1:1/x",
        " postgres://postgres:sekret@127.0.0.1:1/x",
        "mysql://root:sekret@127.0.0.1/x",
        "postgres:user:sekret@127.0.0.1",
        "host=127.0.0.1 password=sekret",
        "postgres://u:se/kret@127.0.0.1/x",
        "postgres://u:sekret@127.0.0.1:port/x",
        "u:sekret@127.0.0.1",
        "127.0.0.1:5432:x:u:sekret",
    ] {
        let desk = Desk::new();
        desk.file("a.txt", OTHER);
        let before = fs::read_dir(desk.path(".")).unwrap().count();
        let by = ["--by", "A", "--why", "b"];
        let commands: [Vec<&str>; 12] = [
            vec!["picture", address],
            vec!["brief", address],
            vec!["chart", address, "-o", "c"],
            vec!["export", address, "--format", "csv"],
            vec!["audit", address],
            vec!["log", address],
            vec!["read", address],
            vec!["add", address, "--ledger", "l.sqlite"],
            vec!["add", "a.txt", "--ledger", address],
            [vec!["decide", "reject", "abcd", "--ledger", address], by.to_vec()].concat(),
            vec!["ledger", "verify", address],
            vec!["ledger", "copy", address, address],
        ];
        for command in commands {
            let output = desk.command(&command);
            let said =
                String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
            assert!(!said.contains("kret"), "{command:?}: {said}");
            assert!(!output.status.success(), "{command:?}");
        }
        let _ = fs::remove_file(desk.path("l.sqlite"));
        let after = fs::read_dir(desk.path(".")).unwrap().count();
        assert_eq!(before, after, "{address}: nothing is made of that name");
    }
}

#[test]
fn a_password_in_an_address_that_is_none_is_not_repeated() {
    for address in [
        "postgresql://u:sekret@127.0.0.1:1/x",
        "\"postgres://u:sekret@127.0.0.1:1/x\"",
        "postgres:/u:sekret@127.0.0.1:1/x",
        "postgres//u:sekret@127.0.0.1:1/x",
        "postgre://u:sekret@127.0.0.1/x",
        "pg://u:sekret@127.0.0.1/x",
        "jdbc:postgresql://127.0.0.1:1/x?user=u&password=sekret",
        "postgres://127.0.0.1:1/x?password=sekret&sslmode=bogus",
        "postgres://127.0.0.1:1/x password=sekret",
        "HOST=127.0.0.1 PASSWORD=sekret",
        "password = sekret host = 127.0.0.1",
        "u:sekret@127.0.0.1:5432/x",
        "u/sekret@127.0.0.1",
        "//u:sekret@127.0.0.1/x",
        "postgres://u:sekret#1@127.0.0.1:1/x",
        "postgres://u:%zzsekret@127.0.0.1:1/x",
        "postgres://u:sekret@[::1/x",
        "postgres://u:sekret@127.0.0.1:99999/x",
        "postgres://u:sekret",
        "Server=127.0.0.1;User Id=u;Password=sekret;",
        "PGPASSWORD=sekret postgres://u@127.0.0.1/x",
        "mongodb+srv://u:sekret@127.0.0.1/x",
        "--password=sekret",
        "psql -h 127.0.0.1 -U u -W sekret",
        "{\"host\": \"127.0.0.1\", \"password\": \"sekret\"}",
        "pwd=sekret",
        "pass = sekret",
    ] {
        let desk = Desk::new();
        desk.file("a.txt", OTHER);
        for command in [
            vec!["log", address],
            vec!["add", "a.txt", "--ledger", address],
            vec!["brief", "a.txt", "-o", address],
            vec!["chart", "a.txt", "-o", address],
        ] {
            let output = desk.command(&command);
            let said =
                String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
            assert!(!output.status.success(), "{command:?}");
            assert!(!said.contains("kret"), "{command:?}: {said}");
        }
        assert_eq!(fs::read_dir(desk.path(".")).unwrap().count(), 1, "{address}");
    }
}

// D7: the terminal.

fn is_clean(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
}

#[test]
fn no_control_character_reaches_the_terminal() {
    let desk = Desk::new();
    let escape = "\u{1b}[31mred \u{1b}[2J";
    fs::create_dir(desk.path("in")).unwrap();
    desk.file(&format!("in/{escape}.bin"), b"x");
    desk.file(&format!("in/{escape}.txt"), OTHER);
    desk.file(
        "in/t.csv",
        table(&[
            ("Tor\u{1b}[31mkham", "2023-11-03", "2023-11-03", 12_345.0, false),
            ("\u{9b}2JGate", "2023-11-03", "2023-11-03", 2_345.0, false),
        ]),
    );
    desk.file(
        "in/h.csv",
        format!("Date,Crossing,{escape},Returnees{escape}\n2023-11-01,Torkham,{escape},1200\n"),
    );
    let member = |archive: &str, name: &str, bytes: &[u8]| {
        let mut archive = zip::ZipWriter::new(fs::File::create(desk.path(archive)).unwrap());
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
        archive.finish().unwrap();
    };
    member("in/z.zip", &format!("{escape}.txt"), OTHER.as_bytes());
    member("in/y.zip", &format!("\u{9b}2J{escape}.bin"), b"\0");
    desk.file(
        "in/t.txt",
        format!(
            "---\ndate: 2023-11-06\ntitle: a{escape}\npublisher: b{escape}\n---\n{}",
            OTHER.split_once('\n').unwrap().1
        ),
    );
    let name = format!("{escape}.txt");
    let by = ["--by", "A", "--why", "b"];
    let commands: Vec<Vec<&str>> = vec![
        vec!["read", "in", "--map", &name],
        vec!["read", "in", "--explain"],
        vec!["audit", "in", "--format", "json"],
        vec!["ledger", "verify", escape],
        vec!["ledger", "copy", escape, &name],
        vec!["chart", "in", "-o", escape],
        vec!["brief", "in", "--by-count-of", escape],
        vec!["picture", "in", "--route", escape],
        vec!["read", "in"],
        vec!["read", "in", "--format", "jsonl"],
        vec!["read", &name],
        vec!["add", "in", "--ledger", "l.sqlite", "--date", "2023-11-10"],
        vec!["picture", "l.sqlite"],
        vec!["picture", "l.sqlite", "--format", "json"],
        vec!["picture", "l.sqlite", "--via", escape],
        vec!["brief", "l.sqlite"],
        vec!["brief", "l.sqlite", "-o", escape],
        vec!["audit", "l.sqlite"],
        vec!["export", "l.sqlite", "-o", escape],
        vec!["add", "in", "--ledger", &name],
        vec![escape],
        vec!["picture", "l.sqlite", "--from", escape],
        [vec!["decide", "reject", escape, "--ledger", "l.sqlite"], by.to_vec()].concat(),
        vec!["log", "l.sqlite", escape],
    ];
    for command in commands {
        let output = desk.command(&command);
        assert!(
            is_clean(&output.stdout),
            "{command:?}: {:?}",
            String::from_utf8_lossy(&output.stdout)
        );
        assert!(
            is_clean(&output.stderr),
            "{command:?}: {:?}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn no_sign_that_turns_the_order_of_what_is_read_is_exported() {
    let desk = Desk::new();
    let turned = "\u{202e}mahkroT\u{2066}\u{1b}[31m";
    desk.file("t.csv", table(&[(turned, "2023-11-03", "2023-11-03", 12_345.0, false)]));
    for part in ["flows", "claims", "documents"] {
        let licence = format!("CC{turned}");
        let arguments =
            ["export", "t.csv", "--format", "csv", "--table", part, "--licence", &licence];
        let output = desk.command(&arguments);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(is_clean(&output.stdout) && !text.contains(['\u{202e}', '\u{2066}']), "{text}");
        assert!(output.status.success() && text.contains("CC"), "{part}");
    }
}

// D8: Markdown.

#[test]
fn a_footnote_in_markdown_is_not_left() {
    for via in [
        "a` ![p](http://127.0.0.1:9/i.png) <script>PWN</script> `b",
        "a``` <img src=x> ```b",
        "`<script>x</script>",
        "a\n\n<script>PWN</script>\n",
    ] {
        let desk = Desk::new();
        desk.file("t.csv", format!("reported,who,via,from,to,start,end,value,kind\n2023-11-04,Afghans,\"{via}\",PAK,AFG,2023-11-03,2023-11-03,12345,return\n"));
        desk.run(&["brief", "t.csv", "-o", "a.md"]);
        let text = fs::read_to_string(desk.path("a.md")).unwrap();
        for line in text.lines() {
            // Outside of code, what opens an element or a picture is escaped.
            let mut outside = String::new();
            let mut rest = line;
            while let Some(at) = rest.find('`') {
                if at > 0 && rest[..at].ends_with('\\') {
                    outside += &rest[..=at];
                    rest = &rest[at + 1..];
                    continue;
                }
                outside += &rest[..at];
                let marks = rest[at..].chars().take_while(|c| *c == '`').count();
                let behind = &rest[at + marks..];
                let fence = "`".repeat(marks);
                let close = behind.match_indices(&fence).map(|(at, _)| at).find(|end| {
                    !behind[..*end].ends_with('`') && !behind[end + marks..].starts_with('`')
                });
                let Some(close) = close else { panic!("code is not closed: {line}") };
                rest = &behind[close + marks..];
            }
            outside += rest;
            let outside = outside.replace("\\<", "").replace("<br>", "").replace("\\[", "");
            assert!(
                !outside.contains("<script")
                    && !outside.contains("<img")
                    && !outside.contains("!["),
                "{line}"
            );
        }
    }
}

// D9 to D12: limits.

#[test]
fn many_attributes_are_no_more_work_than_their_bytes() {
    let spread = |count: usize, piece: &dyn Fn(usize) -> String| {
        (0..count).map(piece).collect::<Vec<_>>().join(" ")
    };
    for page in [
        format!("<p {}>x", spread(100_000, &|i| format!("a{i}=1"))),
        format!(
            "<p>Some 300 people left.<div {}>x</div>",
            spread(100_000, &|i| format!("b{i}=\"v > {i}\""))
        ),
        format!("<html><body {}><p>Some 300 people left.", spread(100_000, &|i| format!("c{i}"))),
        format!(
            "<table><tr {}><td>Some 300 people left.",
            spread(100_000, &|i| format!("d{i}='>'"))
        ),
        format!(
            "<img {}/><a {}>x</a>",
            spread(50_000, &|i| format!("e{i}")),
            spread(50_000, &|_| "f=1".to_owned())
        ),
    ] {
        let desk = Desk::new();
        desk.file("a.html", page);
        // It ends; how fast is not asserted: a test asserts no time. The quadratic took minutes of a test's patience.
        desk.run(&["read", "a.html"]);
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_wherever_a_path_is_taken() {
    let desk = Desk::new();
    desk.file("a.txt", OTHER);
    for name in ["fifo.txt", "fifo.csv", "fifo.sqlite"] {
        assert!(Command::new("mkfifo").arg(desk.path(name)).status().unwrap().success());
    }
    desk.run(&["add", "a.txt", "--ledger", "l.sqlite"]);
    // The head that was seen last, and the journal, lie beside a ledger.
    fs::copy(desk.path("l.sqlite"), desk.path("j.sqlite")).unwrap();
    for name in ["j.sqlite-journal", "charts.svg"] {
        assert!(Command::new("mkfifo").arg(desk.path(name)).status().unwrap().success());
    }
    std::os::unix::fs::symlink("fifo.txt", desk.path("link.txt")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", desk.path("zero.txt")).unwrap();
    fs::create_dir(desk.path("c")).unwrap();
    assert!(Command::new("mkfifo").arg(desk.path("c/flow.svg")).status().unwrap().success());
    let tls = "postgres://u@127.0.0.1:1/x?sslmode=verify-full&sslrootcert=/dev/zero";
    let commands: Vec<Vec<&str>> = vec![
        vec!["check", "5", "fifo.txt"],
        vec!["read", "link.txt"],
        vec!["read", "zero.txt"],
        vec!["read", "/dev/stdin"],
        vec!["chart", "l.sqlite", "-o", "c", "--format", "svg"],
        vec!["brief", tls],
        vec!["log", "j.sqlite"],
        vec!["add", "a.txt", "--ledger", "l.sqlite", "--map", "fifo.txt"],
        vec!["add", "a.txt", "--ledger", "/dev/null"],
        vec!["read", "a.txt", "--explain", "-o", "fifo.txt"],
        vec!["brief", "fifo.txt"],
        vec!["brief", "l.sqlite", "-o", "/dev/full"],
        vec!["chart", "fifo.sqlite", "-o", "c"],
        vec!["chart", "l.sqlite", "-o", "fifo.txt"],
        vec!["export", "fifo.csv", "--format", "csv"],
        vec!["export", "l.sqlite", "--format", "bundle", "-o", "fifo.csv"],
        vec!["audit", "fifo.txt"],
        vec!["audit", "/dev/random"],
        vec!["decide", "reject", "ab", "--ledger", "fifo.sqlite", "--by", "A", "--why", "b"],
        vec!["ledger", "origins", "fifo.sqlite"],
        vec!["ledger", "copy", "fifo.sqlite", "n.sqlite"],
        vec!["read", "fifo.txt"],
        vec!["read", "/dev/zero"],
        vec!["read", "a.txt", "--map", "fifo.txt"],
        vec!["read", "a.txt", "--gazetteer", "fifo.csv"],
        vec!["add", "a.txt", "--ledger", "fifo.sqlite"],
        vec!["add", "fifo.txt", "--ledger", "l.sqlite"],
        vec!["picture", "fifo.sqlite"],
        vec!["ledger", "verify", "fifo.sqlite"],
        vec!["ledger", "copy", "l.sqlite", "fifo.sqlite"],
        vec!["log", "fifo.sqlite"],
        vec!["brief", "l.sqlite", "-o", "fifo.txt"],
        vec!["export", "l.sqlite", "--format", "csv", "-o", "fifo.csv"],
    ];
    for command in commands {
        let output = desk.command(&command);
        assert!(!output.status.success(), "{command:?}");
    }
}

#[test]
fn verifying_a_ledger_cut_short_ends_and_names_the_damage() {
    let desk = Desk::new();
    for number in 0..6 {
        desk.file(
            &format!("{number}.txt"),
            OTHER.replace("12,689", &format!("12,{}", 500 + number)),
        );
        desk.add(&format!("{number}.txt"));
    }
    let id = desk.ids(12_500.0)[0].clone();
    for verdict in ["accept", "flag", "reject", "accept"] {
        desk.run(&["decide", verdict, &id, "--ledger", "l.sqlite", "--by", "A", "--why", verdict]);
    }
    let whole = fs::read(desk.path("l.sqlite")).unwrap();
    assert!(desk.run(&["ledger", "verify", "l.sqlite"]).contains("all is well"));
    let _ = fs::remove_file(desk.path("l.sqlite.head"));
    let step = whole.len().div_ceil(if is_long() { 400 } else { 40 }).max(1);
    for length in (512..whole.len()).step_by(step).chain([
        whole.len() - 1,
        whole.len() - 100,
        whole.len() - 3_936,
    ]) {
        fs::write(desk.path("cut.sqlite"), &whole[..length]).unwrap();
        let output = desk.command(&["ledger", "verify", "cut.sqlite"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!output.status.success() && !said.contains("all is well"), "{length}: {said}");
    }
}

#[test]
fn a_ledger_whose_end_was_taken_away_is_found_by_the_head_seen_last() {
    let desk = Desk::new();
    desk.file("a.txt", OTHER);
    desk.add("a.txt");
    fs::copy(desk.path("l.sqlite"), desk.path("earlier.sqlite")).unwrap();
    desk.file("b.txt", TWICE);
    desk.add("b.txt");
    let first = desk.run(&["ledger", "verify", "l.sqlite"]);
    assert!(first.contains("cannot be told"), "{first}");
    let again = desk.run(&["ledger", "verify", "l.sqlite"]);
    assert!(again.contains("seen last") && again.contains("all is well"), "{again}");
    fs::copy(desk.path("earlier.sqlite"), desk.path("l.sqlite")).unwrap();
    let cut = desk.command(&["ledger", "verify", "l.sqlite"]);
    assert!(!cut.status.success(), "{}", String::from_utf8_lossy(&cut.stdout));
}

#[test]
fn days_and_numbers_that_cannot_be_meant_are_named_as_not_read() {
    for (text, odd) in [
        (
            "Some 5,000 Afghans returned through Torkham between 29 February 2023 and 4 November 2023.",
            "29 February 2023",
        ),
        ("Some 5,000 Afghans returned through Torkham on 3 November 9999.", "9999"),
        ("Some 5,000 Afghans have returned through Torkham since 1 January 0001.", "0001"),
        (
            "Some 5,000 Afghans returned through Torkham between 3 November and 1 November.",
            "3 November",
        ),
        (
            "Some 5,000 Afghans returned through Torkham between 3 and 1 November.",
            "3 and 1 November",
        ),
        ("Some 5,000 Afghans returned through Torkham on 31 November 2023.", "31 November 2023"),
        ("Officials said that -5,000 Afghans returned through Torkham on 3 November.", "-5,000"),
        (
            "Officials said that 1/0 million Afghans returned through Torkham on 3 November.",
            "1/0 million",
        ),
        ("Some 5,000 Afghans returned through Torkham on 30 February 2024.", "30 February 2024"),
        ("Some 5,000 Afghans returned through Torkham on 2023-02-30.", "2023-02-30"),
        ("Some 5,000 Afghans returned through Torkham from 9 to 4 November.", "9 to 4 November"),
        ("Some 5,000 Afghans have returned through Torkham since 15 September 3023.", "3023"),
        (
            "Officials said that \u{2212}3,100 Afghans returned through Torkham on 3 November.",
            "-3,100",
        ),
        (
            "Officials said that minus 4,200 Afghans returned through Torkham on 3 November.",
            "minus 4",
        ),
        (
            "Officials said that 5/0 thousand Afghans returned through Torkham on 3 November.",
            "5/0 thousand",
        ),
        ("Officials said that 3/0 Afghans returned through Torkham on 3 November.", "3/0"),
        ("Officials said that (-7,250 Afghans) returned through Torkham on 3 November.", "-7,250"),
    ] {
        let desk = Desk::new();
        desk.file("a.txt", format!("date 2023-11-10\n{text} On 2 November 1,234 Afghans returned through Torkham, the KP Home Department said.\n"));
        let output = desk.command(&["read", "a.txt", "--format", "jsonl"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(odd) && said.contains("not read"), "{text}: {said}");
        assert_eq!(desk.values("a.txt"), [1_234.0], "{text}");
    }
}

// D14: names of private persons.

#[test]
fn private_persons_stand_in_no_quote() {
    for (text, name) in [
        (
            "Police arrested Mirwais Popalzai as Pakistan closed the Torkham crossing on 3 November 2023.",
            "Mirwais Popalzai",
        ),
        (
            "Pakistan closed the Torkham crossing on 3 November 2023 after Anna Nowakowska fell there.",
            "Anna Nowakowska",
        ),
        (
            "Mohammad Stanekzai was waiting when Pakistan closed the Torkham crossing on 3 November 2023.",
            "Mohammad Stanekzai",
        ),
        (
            "The government set a deadline of 1 November 2023, said Karim Wazirzai, a shopkeeper.",
            "Karim Wazirzai",
        ),
    ] {
        let desk = Desk::new();
        desk.file("a.txt", format!("date 2023-11-04\n{text} Some 1,234 Afghans returned from Pakistan through Torkham on 2 November 2023, the KP Home Department said.\n"));
        desk.add("a.txt");
        let all = desk.outputs("l.sqlite");
        assert!(!all.contains(name), "{name}");
    }
    for publisher in ["Mirwais Popalzai", "Anna Nowakowska", "Jean Dupontel", "Сергей Иваненков"]
    {
        let desk = Desk::new();
        desk.file("a.txt", format!("---\ndate: 2023-11-04\npublisher: {publisher}\n---\nSome 1,234 Afghans returned from Pakistan through Torkham on 2 November 2023.\n"));
        desk.add("a.txt");
        let all = desk.outputs("l.sqlite");
        assert!(!all.contains(publisher), "{publisher}");
    }
}

#[test]
fn persons_who_count_publish_or_write_are_not_named() {
    let rows = |head: &str, who: [&str; 2]| {
        format!(
            "Date,Crossing,{head},Returnees\n2023-11-01,Torkham,{},1200\n2023-11-02,Torkham,{},1311\n",
            who[0], who[1]
        )
    };
    let claims = |source: &str| {
        table(&[("Torkham (Mirwais Popalzai)", "2023-11-03", "2023-11-03", 12_345.0, false)])
            .replace("KP Home Department", source)
    };
    let text = |head: &str| {
        format!(
            "---\ndate: 2023-11-04\n{head}\n---\nSome 1,234 Afghans returned from Pakistan through Torkham on 2 November 2023.\n"
        )
    };
    for (name, bytes) in [
        ("a.csv", rows("Publisher", ["Mirwais Popalzai", "Zalmay Wazirzai"])),
        ("a.csv", rows("Office", ["Mirwais Popalzai", "wazirzai zalmay"])),
        ("a.csv", rows("Year of birth", ["1987", "1991"])),
        ("a.csv", rows("rok urodzenia", ["1987", "1991"])),
        ("a.csv", claims("Zalmay Wazirzai")),
        ("Mirwais_Popalzai-0300-7654321.csv", claims("@mirwais_p77")),
        ("a.txt", text("publisher: wazirzai zalmay\ntitle: Mirwais Popalzai tells of Torkham")),
        (
            "a.txt",
            text(
                "publisher: @mirwais_p77\nurl: https://x.com/mirwais_p77/status/7654321?u=popalzai",
            ),
        ),
        ("a.txt", text("publisher: Popalzai Blog\nurl: https://a.example/b?user=mirwais_p77")),
    ] {
        let desk = Desk::new();
        desk.file(name, &bytes);
        desk.add(name);
        let all = desk.outputs("l.sqlite").to_lowercase();
        for one in ["mirwais", "popalzai", "wazirzai", "zalmay", "1987", "7654321"] {
            let at = all.find(one).unwrap_or(0);
            assert!(at == 0, "{name}, {bytes}: {:?}", all.get(at.saturating_sub(60)..at + 60));
        }
        assert!(all.contains("torkham"), "{bytes}");
    }
}
