//! A mail: what its writer wrote, what it hands on, and what is attached.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use super::html;
use super::limits;
use super::prose::Prose;
use super::said::Said;

/// Providers of mailboxes to anybody: their name says nothing of who writes.
const MAILBOXES: [&str; 16] = [
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "icloud.com",
    "aol.com",
    "gmx.net",
    "gmx.de",
    "gmx.com",
    "proton.me",
    "protonmail.com",
    "mail.ru",
    "web.de",
    "zoho.com",
];

/// A mail that was taken apart.
pub(super) struct Mail {
    /// What its writer wrote.
    pub own: Prose,
    /// Reports that it hands on ("Forwarded message"), each with its own day.
    pub forwarded: Vec<Prose>,
    /// Files, each with its name.
    pub attached: Vec<(String, Vec<u8>)>,
}

/// Takes a mail apart.
///
/// # Errors
/// When it is none.
pub(super) fn read(bytes: &[u8]) -> Result<Mail, String> {
    let message = parse(bytes)?;
    let mut said = headers(&message);
    if let Some(language) = message.header_raw("Content-Language") {
        said.language(language, "its headers");
    }
    let (text, tables) = body(&message);
    let mut mail = Mail { own: Prose::default(), forwarded: Vec::new(), attached: Vec::new() };
    let parts = take_apart(&text);
    mail.own = with_tables(parts.own, &tables);
    if parts.quoted {
        mail.own.problems.clear();
    }
    mail.own.said = said;
    mail.forwarded = parts.forwarded;
    for (index, part) in message.attachments().enumerate() {
        let given = part.attachment_name().map(str::to_owned);
        match &part.body {
            PartType::Message(inner) => {
                let name = given.unwrap_or_else(|| format!("attached mail {}.eml", index + 1));
                let name = if name.contains('.') { name } else { name + ".eml" };
                mail.attached.push((name, inner.raw_message().to_vec()));
            }
            PartType::Multipart(_) => {}
            PartType::InlineBinary(_) if given.is_none() => {} // a picture in the text
            _ => {
                let Some(name) = given else { continue };
                mail.attached.push((name, part.contents().to_vec()));
            }
        }
    }
    Ok(mail)
}

/// The page in a web page that was saved as one file, as HTML, and where it was saved from.
///
/// # Errors
/// When there is none.
pub(super) fn saved_page(bytes: &[u8]) -> Result<(String, Option<String>), String> {
    let message = parse(bytes)?;
    let from = message
        .header_raw("Snapshot-Content-Location")
        .or_else(|| message.header_raw("Content-Location"))
        .map(|url| url.trim().to_owned());
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(text) => Some(text.to_string()),
        _ => None,
    });
    page.map(|page| (page, from)).ok_or_else(|| "a saved page without a page in it".to_owned())
}

fn parse(bytes: &[u8]) -> Result<Message<'_>, String> {
    let message = MessageParser::default()
        .parse(bytes)
        .filter(|message| !message.headers().is_empty())
        .ok_or("not a mail, whatever its name says")?;
    if message.parts.len() > limits::MEMBERS {
        return Err(format!("a mail of more than {} parts", limits::MEMBERS));
    }
    Ok(message)
}

fn headers(message: &Message<'_>) -> Said {
    let mut said = Said::default();
    if let Some(date) = message.date() {
        let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        said.date(&day, "the mail's headers");
    }
    said.title(&subject(message.subject().unwrap_or_default()), "the mail's subject");
    // An organisation is named by its domain; the name beside it is that of a person.
    let from = message.from().and_then(|from| from.first()).and_then(|from| from.address());
    if let Some(host) = from.and_then(|address| address.rsplit_once('@')).map(|(_, host)| host) {
        publisher(&mut said, host);
    }
    said
}

fn publisher(said: &mut Said, host: &str) {
    let host = host.trim_end_matches('>').trim().to_ascii_lowercase();
    if host.contains('.') && !MAILBOXES.contains(&host.as_str()) {
        said.publisher(&host, "the sender's address");
    }
}

/// A subject without what mail programs put before it.
fn subject(subject: &str) -> String {
    let mut subject = subject.trim();
    while let Some((mark, rest)) = subject.split_once(':') {
        let mark = mark.trim().to_ascii_lowercase();
        if !matches!(mark.as_str(), "re" | "fw" | "fwd" | "aw" | "wg" | "tr" | "odp" | "pd") {
            break;
        }
        subject = rest.trim();
    }
    subject.to_owned()
}

/// The text of a mail, and the rows of tables in it: the plain part, unless the other says more.
fn body(message: &Message<'_>) -> (String, Vec<String>) {
    let plain = message.body_text(0).filter(|_| {
        message.text_part(0).is_some_and(|part| matches!(part.body, PartType::Text(_)))
    });
    let formatted = message
        .html_part(0)
        .and_then(|part| match &part.body {
            PartType::Html(text) => Some(text.as_ref()),
            _ => None,
        })
        .and_then(|text| html::piece(text).ok());
    match (plain, formatted) {
        (plain, Some(page)) => {
            let plain = plain.unwrap_or_default();
            let better = !page.tables.is_empty()
                || plain.split_whitespace().count() * 2 < page.text.split_whitespace().count();
            if better {
                let tables = page.tables.iter().map(|t| page.text[t.clone()].to_owned());
                let tables = tables.collect();
                (page.text, tables)
            } else {
                (plain.into_owned(), Vec::new())
            }
        }
        (Some(plain), None) => (plain.into_owned(), Vec::new()),
        (None, None) => (String::new(), Vec::new()),
    }
}

/// Prose in which the rows of tables are known again.
fn with_tables(text: String, tables: &[String]) -> Prose {
    let mut prose = Prose { text, ..Prose::default() };
    let mut from = 0;
    for table in tables {
        if let Some(at) = prose.text[from..].find(table.as_str()) {
            prose.tables.push(from + at..from + at + table.len());
            from += at + table.len();
        }
    }
    prose
}

struct Parts {
    own: String,
    forwarded: Vec<Prose>,
    quoted: bool,
}

/// Parts what the writer wrote from what he quotes and what he hands on.
fn take_apart(text: &str) -> Parts {
    let lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches('\r')).collect();
    let mut own: Vec<&str> = Vec::new();
    let mut forwarded = Vec::new();
    let mut quoted = false;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim_end();
        if is_forward(line) {
            let (prose, end) = handed_on(&lines, at + 1);
            forwarded.extend(prose);
            at = end;
            continue;
        }
        if line == "--" || line == "-- " || lines[at] == "-- " {
            break; // a signature
        }
        if is_reply(&lines, at) {
            quoted = true;
            // What is quoted line by line may be answered in between; the rest is the older mail.
            let marked = lines[at + 1..]
                .iter()
                .find(|l| !l.trim().is_empty() && !l.trim_end().ends_with(':'));
            if marked.is_some_and(|l| l.trim_start().starts_with('>')) {
                at += 1;
                continue;
            }
            break;
        }
        if line.trim_start().starts_with('>') {
            quoted = true;
        } else {
            own.push(lines[at]);
        }
        at += 1;
    }
    Parts { own: own.join("\n").trim().to_owned(), forwarded, quoted }
}

fn is_forward(line: &str) -> bool {
    let bare = line.trim().trim_matches(['-', '_', ' ']).trim_end_matches(':').to_ascii_lowercase();
    let dashed = line.trim_start().starts_with("---");
    (dashed
        && matches!(
            bare.as_str(),
            "forwarded message" | "forwarded by" | "weitergeleitete nachricht"
        ))
        || bare == "begin forwarded message"
}

/// Whether an older mail that is answered begins here.
fn is_reply(lines: &[&str], at: usize) -> bool {
    let line = lines[at].trim();
    let lower = line.to_ascii_lowercase();
    if lower.trim_matches(['-', ' ', '_']) == "original message" && line.starts_with('-') {
        return true;
    }
    let next = lines.get(at + 1).map_or("", |line| line.trim());
    let opens = lower.starts_with("on ") && line.len() < 300;
    if opens && (lower.ends_with("wrote:") || (next.ends_with("wrote:") && next.len() < 120)) {
        return true;
    }
    // A block of headers, as Outlook puts it before what is answered.
    lower.starts_with("from: ")
        && lines[at + 1..].iter().take(4).any(|line| {
            let line = line.trim().to_ascii_lowercase();
            line.starts_with("sent: ") || line.starts_with("date: ")
        })
        && lines[at + 1..]
            .iter()
            .take(6)
            .any(|line| line.trim().to_ascii_lowercase().starts_with("subject: "))
}

/// A report that is handed on: its headers, then its text, to the end or the next one.
fn handed_on(lines: &[&str], from: usize) -> (Option<Prose>, usize) {
    let mut said = Said::default();
    let mut at = from;
    while at < lines.len() {
        let line = lines[at].trim().trim_matches('*');
        let Some((key, value)) = line.split_once(':').filter(|(key, _)| key.len() <= 10) else {
            if line.is_empty() && said.published.is_none() && said.title.is_none() && at < from + 3
            {
                at += 1;
                continue;
            }
            break;
        };
        let value = value.trim().trim_matches('*').trim();
        match key.trim_matches(['*', ' ']).to_ascii_lowercase().as_str() {
            "date" | "sent" => said.date(without_weekday(value), "the mail that is handed on"),
            "subject" => said.title(&subject(value), "the mail that is handed on"),
            "from" => {
                if let Some((_, host)) = value.rsplit_once('@') {
                    publisher(&mut said, host);
                }
            }
            "to" | "cc" | "reply-to" => {}
            _ => break,
        }
        at += 1;
    }
    let start = at;
    while at < lines.len() && !is_forward(lines[at]) {
        at += 1;
    }
    let text: Vec<&str> = lines[start..at]
        .iter()
        .map(|line| line.strip_prefix("> ").or(line.strip_prefix('>')).unwrap_or(line))
        .collect();
    let text = text.join("\n").trim().to_owned();
    let prose = (!text.is_empty()).then(|| Prose { text, said, ..Prose::default() });
    (prose, at)
}

/// "Tue, 14 Nov 2023 at 09:30" is read from its day on.
fn without_weekday(value: &str) -> &str {
    match value.split_once(", ") {
        Some((weekday, rest)) if weekday.chars().all(char::is_alphabetic) => rest,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const HEAD: &str = "From: A Person <a.person@desk.example>\r\nSubject: Re: Fwd: Gate shut\r\n\
                        Date: Wed, 1 Nov 2023 23:30:00 +0500\r\n";

    fn mail(rest: &str) -> Mail {
        read(format!("{HEAD}{rest}").as_bytes()).unwrap()
    }

    #[test]
    fn headers_say_when_and_from_where_but_not_who() {
        let said = mail("\r\nAbout 300 left.\r\n").own.said;
        assert_eq!(said.published, Some((date(2023, 11, 1), "the mail's headers")));
        assert_eq!(said.publisher.unwrap().0, "desk.example");
        assert_eq!(said.title.unwrap().0, "Gate shut");
    }

    #[test]
    fn quoted_printable_and_html_are_decoded() {
        let plain = mail(
            "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             About 104,000=20left =96 =\r\nmore than before.\r\n",
        );
        assert_eq!(plain.own.text, "About 104,000 left – more than before.");
        let table = mail(
            "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\
             Content-Type: text/plain\r\n\r\nReturns. Torkham 104,000 Chaman 36,322\r\n--b\r\n\
             Content-Type: text/html\r\n\r\n<p>Returns.<table><tr><th>A<th>B<tr><td>Torkham<td>104,000\
             </table>\r\n--b--\r\n",
        );
        assert_eq!(table.own.text, "Returns.\n\nA\tB\nTorkham\t104,000");
        assert_eq!(table.own.tables.len(), 1);
    }

    #[test]
    fn an_older_mail_is_not_of_today() {
        for quoted in [
            "On Tue, 10 Oct 2023 at 09:00, B wrote:\r\n> 99,000 left.\r\n",
            "-----Original Message-----\r\nFrom: B\r\n99,000 left.\r\n",
            "From: B <b@c.example>\r\nSent: Tuesday\r\nTo: A\r\nSubject: x\r\n\r\n99,000 left.\r\n",
            "> 99,000 left.\r\n",
            "-- \r\nA Person\r\n99,000\r\n",
        ] {
            let own = mail(&format!("\r\nAbout 300 left.\r\n\r\n{quoted}")).own;
            assert_eq!(own.text, "About 300 left.", "{quoted}");
        }
        let between =
            mail("\r\nOn 10 Oct, B wrote:\r\n> 99,000 left?\r\n\r\nNo: 300 left.\r\n").own;
        assert_eq!(between.text, "No: 300 left.");
    }

    #[test]
    fn what_is_handed_on_has_its_own_day() {
        let mail = mail(
            "\r\nFor your information.\r\n\r\n---------- Forwarded message ---------\r\n\
             From: Unit <unit@border.example>\r\nDate: Tue, Oct 10, 2023 at 9:00 AM\r\nSubject: Daily count\r\n\
             To: desk\r\n\r\nSome 1,200 people crossed.\r\n",
        );
        assert_eq!(mail.own.text, "For your information.");
        let [forwarded] = &mail.forwarded[..] else { panic!() };
        assert_eq!(forwarded.text, "Some 1,200 people crossed.");
        assert_eq!(forwarded.said.published.unwrap().0, date(2023, 10, 10));
        assert_eq!(forwarded.said.publisher.as_ref().unwrap().0, "border.example");
    }
}
