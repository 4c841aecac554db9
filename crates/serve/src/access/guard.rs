//! Who asks: by a session, a token, or from one's own machine; and whether the request is of our own pages.

use std::sync::{PoisonError, RwLock};

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use super::users::{Role, Users, random};
use crate::ask::Refusal;

/// The cookie that a session is kept in.
pub(crate) const SESSION: &str = "crossings_session";

/// A session lasts so long, seconds.
const LASTS: i64 = 12 * 3600;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    /// None where nobody logs in.
    pub name: Option<String>,
    pub role: Role,
    /// What the forms of our pages carry, and those of others cannot know.
    pub token: String,
    /// Whether a program asks that named its token: no browser sends that by itself.
    pub program: bool,
}

/// How people get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// On one's own machine, without a login.
    Own,
    /// By name and password.
    Users,
    /// For everybody to read.
    Public,
}

/// Knows users, and tells who asks.
#[derive(Debug)]
pub(crate) struct Guard {
    pub door: Door,
    users: RwLock<Users>,
    /// Signs what no user's session signs; of this process alone.
    key: [u8; 32],
}

fn signed(key: &[u8], words: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key will do");
    mac.update(words.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// Compares without telling by its time how much is alike.
fn same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differ == 0
}

/// The value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

impl Guard {
    pub fn new(door: Door, users: Users) -> Guard {
        Guard { door, users: RwLock::new(users), key: random() }
    }

    /// Reads the users again: they may have been changed since.
    fn users(&self) -> Users {
        let kept = self.users.read().unwrap_or_else(PoisonError::into_inner).clone();
        match Users::open(kept.file()) {
            Ok(users) if !users.is_empty() => {
                *self.users.write().unwrap_or_else(PoisonError::into_inner) = users.clone();
                users
            }
            _ => kept,
        }
    }

    /// Makes a session; the cookie's value. What the browser had before is not part of it.
    pub fn login(&self, name: &str, password: &str, now: Timestamp) -> Option<String> {
        let users = self.users();
        users.login(name, password)?;
        let (_, bound) = users.bound(name)?;
        let (name, nonce) = (URL_SAFE_NO_PAD.encode(name), URL_SAFE_NO_PAD.encode(random::<12>()));
        let words = format!("{name}.{}.{nonce}", now.as_second());
        let sign = signed(users.key(), &format!("session {words} {bound}"));
        Some(format!("{words}.{sign}"))
    }

    /// Whose session a cookie is.
    fn session(&self, value: &str, now: Timestamp) -> Option<Who> {
        let (words, sign) = value.rsplit_once('.')?;
        let mut parts = words.split('.');
        let name = String::from_utf8(URL_SAFE_NO_PAD.decode(parts.next()?).ok()?).ok()?;
        let begun: i64 = parts.next()?.parse().ok()?;
        let users = self.users();
        let (role, bound) = users.bound(&name)?;
        let right = same(sign, &signed(users.key(), &format!("session {words} {bound}")));
        if !right || !(begun..begun + LASTS).contains(&now.as_second()) {
            return None;
        }
        let token = signed(users.key(), &format!("form {value}"));
        Some(Who { name: Some(name), role, token, program: false })
    }

    /// Who asks; `None` where somebody must log in first.
    pub fn who(&self, headers: &HeaderMap, now: Timestamp) -> Option<Who> {
        let open =
            |role| Who { name: None, role, token: signed(&self.key, "form"), program: false };
        match self.door {
            Door::Own => Some(open(Role::Admin)),
            Door::Public => Some(open(Role::Reader)),
            Door::Users => {
                let bearer =
                    headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
                if let Some(token) = bearer.and_then(|value| value.strip_prefix("Bearer ")) {
                    let users = self.users();
                    let (name, role) = users.of_token(token.trim())?;
                    let (name, token) = (Some(name.to_owned()), String::new());
                    return Some(Who { name, role, token, program: true });
                }
                self.session(cookie(headers, SESSION)?, now)
            }
        }
    }

    /// The token of a form that is filled in before there is a session.
    pub fn early_token(&self) -> String {
        signed(&self.key, "login")
    }

    /// Refuses what another site made a browser send.
    ///
    /// # Errors
    /// When the browser says that the request is another site's, or the form carries no token of ours.
    pub fn is_ours(
        &self,
        headers: &HeaderMap,
        given: Option<&str>,
        expected: &str,
    ) -> Result<(), Refusal> {
        let foreign = || {
            Refusal::forbidden(
                "the request does not come from a page of this server",
                "open the page anew and send the form again",
            )
        };
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let ours = match (text("sec-fetch-site"), text("origin")) {
            // What a browser says of itself holds behind a proxy, too, that asks under another name.
            (Some(site), _) => ["same-origin", "none"].contains(&site),
            (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) == text("host"),
            (None, None) => true,
        };
        if !ours {
            return Err(foreign());
        }
        match given {
            Some(given) if same(given, expected) => Ok(()),
            _ => Err(foreign()),
        }
    }

    /// Whether the host that is asked for is one's own machine, where nobody logs in: a name of another site that
    /// was made to lead here is not.
    pub fn is_own_host(&self, headers: &HeaderMap) -> bool {
        if self.door != Door::Own {
            return true;
        }
        let host =
            headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(folder: &std::path::Path) -> Guard {
        let mut users = Users::open(&folder.join("users.json")).unwrap();
        users.set("Noor", Role::Analyst, "a long password").unwrap();
        Guard::new(Door::Users, users)
    }

    fn with(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(axum::http::HeaderName::from_static(name), value.parse().unwrap())])
    }

    #[test]
    fn a_session_is_made_by_the_server_alone_and_ends() {
        let folder = tempfile::tempdir().unwrap();
        let guard = guard(folder.path());
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let value = guard.login("Noor", "a long password", now).unwrap();
        let asks =
            |value: &str, now| guard.who(&with("cookie", &format!("{SESSION}={value}")), now);
        assert_eq!(asks(&value, now).unwrap().name.as_deref(), Some("Noor"));
        assert_eq!(asks("chosen-by-somebody", now), None);
        assert_eq!(asks(&format!("{value}x"), now), None);
        let later = Timestamp::from_second(1_700_000_000 + LASTS).unwrap();
        assert_eq!(asks(&value, later), None);
        let mut users = Users::open(&folder.path().join("users.json")).unwrap();
        users.set("Noor", Role::Reader, "another password").unwrap();
        assert_eq!(asks(&value, now), None, "another password ends it");
    }

    #[test]
    fn what_another_site_sends_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let guard = guard(folder.path());
        let ours = |headers: HeaderMap, given| guard.is_ours(&headers, given, "t").is_ok();
        assert!(ours(with("sec-fetch-site", "same-origin"), Some("t")));
        assert!(!ours(with("sec-fetch-site", "same-origin"), None));
        assert!(!ours(with("sec-fetch-site", "same-site"), Some("t")));
        assert!(!ours(with("origin", "https://elsewhere.example"), Some("t")));
    }

    #[test]
    fn without_a_login_only_the_own_machine_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let users = Users::open(&folder.path().join("none.json")).unwrap();
        let guard = Guard::new(Door::Own, users);
        for (host, own) in [
            ("127.0.0.1:8420", true),
            ("localhost:8420", true),
            ("[::1]:8420", true),
            ("rebound.example:8420", false),
            ("127.0.0.1.example", false),
        ] {
            assert_eq!(guard.is_own_host(&with("host", host)), own, "{host}");
        }
    }
}
