//! Ordinary news without claims, put together from sentences of our own by a fixed seed:
//! every claim read from it is a false one.

use anyhow::Result;
use jiff::civil::date;
use places::Gazetteer;
use serde::Deserialize;

/// Bytes of news that are read.
pub const BYTES: usize = 200_000;

/// The bar: at most one false claim in so many bytes.
pub const BYTES_PER_CLAIM: usize = 10_000;

#[derive(Debug, Deserialize)]
struct Topic {
    headline: Vec<String>,
    sentences: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Topics {
    topic: Vec<Topic>,
}

/// What reading the news gave.
#[derive(Debug)]
pub struct Outcome {
    /// Bytes read.
    pub bytes: usize,
    /// Claims that are none, as they were quoted.
    pub claims: Vec<String>,
}

/// Writes the news as articles of 6 to 12 sentences.
pub fn articles(frames: &str, bytes: usize) -> Result<Vec<String>> {
    let topics: Topics = toml::from_str(frames)?;
    let mut chance = Chance(0x5eed);
    let mut articles = Vec::new();
    let mut written = 0;
    while written < bytes {
        let topic = &topics.topic[chance.below(topics.topic.len())];
        let mut text = format!("date 2023-11-{:02}\n\n", 1 + chance.below(28));
        text += &chance.fill(&topic.headline[chance.0 as usize % topic.headline.len()]);
        text += "\n\n";
        let mut order: Vec<usize> = (0..topic.sentences.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at + 1));
        }
        for (at, sentence) in order.iter().enumerate() {
            text += &chance.fill(&topic.sentences[*sentence]);
            text += if at % 3 == 2 { "\n\n" } else { " " };
        }
        written += text.len();
        articles.push(text);
    }
    Ok(articles)
}

/// Reads the news and keeps what was taken for a claim.
///
/// # Errors
/// When the frames are no topics, or an article is refused.
pub fn read(frames: &str, gazetteer: &Gazetteer) -> Result<Outcome> {
    let mut outcome = Outcome { bytes: 0, claims: Vec::new() };
    let options = read::Options { date: Some(date(2023, 11, 28)), ..read::Options::default() };
    for article in articles(frames, BYTES)? {
        outcome.bytes += article.len();
        let reading = read::read("news.txt", article.into_bytes(), options, gazetteer)
            .map_err(|problem| anyhow::anyhow!("{problem}"))?;
        outcome.claims.extend(reading.statements.iter().filter_map(|s| match s {
            claim::Statement::Claim(claim) => {
                Some(format!("{} ({} {})", claim.quote, claim.measure, claim.kind))
            }
            _ => None,
        }));
    }
    Ok(outcome)
}

/// A small linear congruential generator (Knuth's constants): the news must be the same
/// everywhere, and no more random than that.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// Fills the slots of a frame.
    fn fill(&mut self, frame: &str) -> String {
        let mut text = String::new();
        let mut rest = frame;
        while let Some((before, behind)) = rest.split_once('{') {
            text += before;
            let (slot, after) = behind.split_once('}').unwrap_or((behind, ""));
            text += &self.slot(slot);
            rest = after;
        }
        text + rest
    }

    fn slot(&mut self, slot: &str) -> String {
        let thousands = |n: usize| format!("{},{:03}", n / 1000, n % 1000);
        match slot {
            "n" => (2 + self.below(18)).to_string(),
            "h" => (20 + self.below(970)).to_string(),
            "k" => match self.below(3) {
                0 => thousands(1000 * (1 + self.below(99))),
                1 => thousands(1000 + self.below(98_000)),
                _ => thousands(100 * (11 + self.below(900))),
            },
            "m" => format!("{}.{}", 1 + self.below(9), 1 + self.below(9)),
            "p" => match self.below(2) {
                0 => format!("{} percent", 1 + self.below(90)),
                _ => format!("{}.{}%", 1 + self.below(90), self.below(10)),
            },
            "city" => self
                .pick(&[
                    "Lyon",
                    "Manchester",
                    "Nairobi",
                    "Lahore",
                    "Kyoto",
                    "Denver",
                    "Lima",
                    "Gdansk",
                    "Valencia",
                    "Accra",
                    "Izmir",
                    "Perth",
                    "Graz",
                    "Hanoi",
                    "Porto",
                ])
                .into(),
            "country" => self
                .pick(&[
                    "France", "Kenya", "Japan", "Poland", "Pakistan", "Peru", "Turkey", "Ghana",
                    "Mexico", "Vietnam", "Spain", "Germany", "Egypt", "Ukraine", "Chile",
                ])
                .into(),
            "demonym" => self.pick(&["French", "Kenyan", "Polish", "Turkish", "Mexican"]).into(),
            "person" => self
                .pick(&[
                    "Ana Duarte",
                    "Tom Whitfield",
                    "Keiko Mori",
                    "Samuel Osei",
                    "Rana Malik",
                    "Piotr Zielinski",
                    "Lucy Hargreaves",
                    "Marco Ferri",
                    "Grace Wanjiru",
                    "Erik Lund",
                ])
                .into(),
            "team" => self
                .pick(&[
                    "Rovers",
                    "United",
                    "City",
                    "Athletic",
                    "Rangers",
                    "Wanderers",
                    "Dynamo",
                    "Olympique",
                ])
                .into(),
            "day" => self
                .pick(&[
                    "Monday",
                    "Tuesday",
                    "Wednesday",
                    "Thursday",
                    "Friday",
                    "Saturday",
                    "Sunday",
                ])
                .into(),
            "month" => {
                self.pick(&["January", "March", "May", "July", "September", "November"]).into()
            }
            "year" => (2008 + self.below(15)).to_string(),
            other => format!("{{{other}}}"),
        }
    }
}
