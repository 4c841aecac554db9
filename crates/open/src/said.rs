//! What a document says of itself, and where it says it.

use jiff::civil::Date;

use calendar::written as day;

/// A fact and where it was found.
type Fact<T> = Option<(T, &'static str)>;

/// What is known of a document before its text is read: what comes first counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    /// Day of publication.
    pub published: Fact<Date>,
    /// Who published it.
    pub publisher: Fact<String>,
    /// Headline.
    pub title: Fact<String>,
    /// Address on the web.
    pub url: Fact<String>,
    /// Language, as a tag.
    pub language: Fact<String>,
}

impl Said {
    /// Fills in the day when there is none yet and `text` is one.
    pub fn date(&mut self, text: &str, from: &'static str) {
        if self.published.is_none() {
            self.published = day::of_metadata(text).map(|day| (day, from));
        }
    }

    pub fn publisher(&mut self, text: &str, from: &'static str) {
        fill(&mut self.publisher, text, from);
    }

    pub fn title(&mut self, text: &str, from: &'static str) {
        fill(&mut self.title, text, from);
    }

    /// Fills in the address, when it is one of the web.
    pub fn url(&mut self, text: &str, from: &'static str) {
        let text = text.trim();
        if text.starts_with("https://") || text.starts_with("http://") {
            fill(&mut self.url, text, from);
        }
    }

    pub fn language(&mut self, text: &str, from: &'static str) {
        fill(&mut self.language, text, from);
    }

    /// Fills in what is missing from another account.
    pub fn or(self, other: Said) -> Said {
        Said {
            published: self.published.or(other.published),
            publisher: self.publisher.or(other.publisher),
            title: self.title.or(other.title),
            url: self.url.or(other.url),
            language: self.language.or(other.language),
        }
    }
}

/// The longest name, headline or address that is believed.
const LONGEST: usize = 400;

fn fill(fact: &mut Fact<String>, text: &str, from: &'static str) {
    if fact.is_none() {
        let told = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !told.is_empty() && told.len() <= LONGEST {
            *fact = Some((told, from));
        }
    }
}

/// The host of an address, without `www.`: who publishes when nothing else says so.
pub(super) fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)))
        .then_some(host)
}
