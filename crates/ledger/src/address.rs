//! Where a ledger lies: a file, or a PostgreSQL server. What is meant as an address and is not one is refused, never
//! made a file of and never repeated: it may hold a password.

use std::path::Path;

use crate::LedgerError;

/// Words of libpq's other form of address, `host=… password=…`.
const KEYWORDS: [&str; 8] =
    ["host", "hostaddr", "password", "user", "dbname", "passfile", "service", "sslmode"];

/// Names that passwords are given under, in libpq, ODBC, JDBC, environments and JSON.
const PASSWORDS: [&str; 6] = ["password", "passwd", "passphrase", "pass", "pwd", "secret"];
/// Options of psql and of its like that a password follows.
const OPTIONS: [&str; 2] = ["-W", "--password"];

/// Schemes of PostgreSQL.
const SCHEMES: [&str; 2] = ["postgres", "postgresql"];

/// Whether somebody meant the address of a database, well written or not.
pub fn looks_like_address(at: impl AsRef<Path>) -> bool {
    let lossy = at.as_ref().to_string_lossy();
    let text = lossy.trim_start_matches(|c: char| c.is_whitespace() || "\"'`".contains(c));
    let scheme: String =
        text.chars().take_while(|c| c.is_ascii_alphanumeric() || "+-.".contains(*c)).collect();
    let behind = &text[scheme.len()..];
    let lower = scheme.to_lowercase();
    let named = SCHEMES.contains(&lower.as_str()) || lower.starts_with("postg");
    behind.starts_with("://")
        || named && behind.trim_start().starts_with(':')
        || named && behind.starts_with('/') && behind.contains('@')
        || text.contains("://")
        || has_login(text)
        || has_keyword(text)
        || secret_in(text).is_some()
}

/// Where the first password stands in a text, if one is given under a name that passwords have: up to the end of its line,
/// for what ends one is not known.
pub fn secret_in(text: &str) -> Option<std::ops::Range<usize>> {
    // As long as the text, in bytes.
    let lower = text.to_ascii_lowercase();
    let end = |from: usize| text[from..].find('\n').map_or(text.len(), |length| from + length);
    let named = PASSWORDS.iter().flat_map(|name| {
        lower.match_indices(name).filter_map(|(at, name)| {
            let before = lower[..at].chars().next_back();
            let begins = before.is_none_or(|c| !c.is_alphanumeric() && c != '/' && c != '\\')
                || lower[..at].ends_with("pg");
            let behind = &lower[at + name.len()..];
            let quote = behind.trim_start_matches(['"', '\'']);
            // `"password": "x"`, `password = x`; "password: ask the desk" is said to people.
            let sign = match (quote.len() < behind.len(), quote.trim_start().chars().next()?) {
                (_, '=') | (true, ':') => quote.trim_start(),
                _ => return None,
            };
            let from = text.len() - sign.len() + 1;
            (begins && from < text.len()).then_some(from)
        })
    });
    let option = |option: &&str| {
        let mut all = text.match_indices(*option);
        all.find_map(|(at, option)| {
            let begins = text[..at].chars().next_back().is_none_or(char::is_whitespace);
            let behind = &text[at + option.len()..];
            // "-W secret", and "-Wsecret".
            let value = behind.trim_start_matches([' ', '=']);
            let given = !value.is_empty() && !value.starts_with(['-', '\'']);
            let one = option.len() > 2 && behind.len() == value.len();
            (begins && given && !one).then_some(text.len() - value.len())
        })
    };
    named.chain(OPTIONS.iter().filter_map(option)).min().map(|from| from..end(from))
}

/// Whether it has `user:password@host` in it, `user/password@host`, or the fields of libpq's file of passwords.
fn has_login(text: &str) -> bool {
    // "C:\\a@b" is a path.
    let drive = text.as_bytes().get(1) == Some(&b':') && text[2..].starts_with(['\\', '/']);
    let Some((before, host)) = text.rsplit_once('@') else {
        return !drive && text.matches(':').count() >= 4 && !text.contains(char::is_whitespace);
    };
    let host = host.split(['/', '?']).next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let number = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let port = host.split_once(':').is_some_and(|(_, port)| !port.is_empty());
    before.contains(':') && !drive || number && name.contains('.') || name == "localhost" || port
}

/// Whether it is written as `keyword=value`.
fn has_keyword(text: &str) -> bool {
    let lower = text.to_lowercase();
    KEYWORDS.iter().any(|keyword| {
        lower.match_indices(keyword).any(|(at, _)| {
            let before = lower[..at].chars().next_back();
            let begins = before.is_none_or(|c| c.is_whitespace() || ";?&,'\"-".contains(c))
                || lower[..at].ends_with("pg");
            begins && lower[at + keyword.len()..].trim_start().starts_with('=')
        })
    })
}

/// The address of a PostgreSQL database, cleaned of what is easily mistyped; `None` for a file's path.
///
/// # Errors
/// When it is meant as an address and none of PostgreSQL's; nothing of it is in the message.
pub(crate) fn of(at: &Path) -> Result<Option<String>, LedgerError> {
    if !looks_like_address(at) {
        return Ok(None);
    }
    let bad = |detail: &str| Err(LedgerError::BadAddress { detail: detail.to_owned() });
    let Some(text) = at.to_str().map(str::trim) else {
        return bad("it is not UTF-8");
    };
    let Some((scheme, rest)) = text.split_once("://") else {
        return bad("it does not begin with postgres://");
    };
    let scheme = scheme.to_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) {
        return bad(
            "ledgers lie in SQLite files and on PostgreSQL servers, and this is another scheme",
        );
    }
    let (authority, path) = match rest.find(['/', '?', '#']) {
        Some(end) => rest.split_at(end),
        None => (rest, ""),
    };
    if authority.matches('@').count() > 1 || path.contains('@') {
        return bad("there is an @, / or ? within user or password: write %40, %2F or %3F for it");
    }
    if rest.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return bad("there is white space in it: write %20 for a blank within a password");
    }
    Ok(Some(format!("{scheme}://{rest}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_as_an_address_is_known_and_paths_are_paths() {
        for meant in [
            "postgres://desk@db/border",
            "Postgres://desk:secret@db/border",
            " postgres://desk:secret@db/border",
            "postgresql://db/x",
            "mysql://root:secret@db/x",
            "postgres:desk:secret@db",
            "postgres:/desk:secret@db",
            "postgres//desk:secret@db/x",
            "host=127.0.0.1 password=secret",
            "HOST = db user = x",
            "dbname=border",
            "'postgres://desk:secret@db/x'",
            "postgre://desk:secret@db/x",
            "jdbc:postgresql://db/x?password=secret",
            "desk:secret@db",
            "u:secret@127.0.0.1:5432/x",
            "//u:secret@db/x",
            "u/secret@127.0.0.1",
            "127.0.0.1:5432:border:u:secret",
            "Server=db;User Id=u;Password=secret;",
            "PGPASSWORD=secret postgres://u@db/x",
            "--password=secret",
            "psql -h db -U u -W secret",
            "-Wsecret",
            "{\"host\": \"db\", \"password\": \"secret\"}",
            "pwd=secret",
            "Pass = secret",
            "PGPASSWORD=secret",
        ] {
            assert!(looks_like_address(meant), "{meant}");
        }
        for path in [
            "border.sqlite",
            "/home/desk@office/border.sqlite",
            "C:\\ledgers\\border.sqlite",
            "./postgres/border.sqlite",
            "postgres.sqlite",
            "reports/user=2.txt",
            "a:b.sqlite",
            "passwords.sqlite",
            "pass-over.txt",
            "North-West.csv",
            "a -W",
        ] {
            assert!(!looks_like_address(path), "{path}");
            assert!(of(Path::new(path)).unwrap().is_none());
        }
    }

    #[test]
    fn a_mistaken_address_is_refused_and_nothing_of_it_repeated() {
        for mistaken in [
            "postgres://desk:sekret@word@db/x",
            "postgres://desk:sek/ret@db/x",
            "postgres://desk:sek?ret@db/x",
            "postgres://desk:sek ret@db/x",
            "mysql://desk:sekret@db/x",
            "postgres:desk:sekret@db",
            "host=db password=sekret",
            "jdbc:postgresql://db/x?password=sekret",
        ] {
            let error = of(Path::new(mistaken)).unwrap_err();
            let said = format!("{error} {} {error:?}", error.remedy());
            assert!(!said.contains("sek") && !said.contains("ret@"), "{said}");
        }
        let cleaned = of(Path::new(" PostgreSQL://desk@db/x ")).unwrap();
        assert_eq!(cleaned.as_deref(), Some("postgresql://desk@db/x"));
    }
}
