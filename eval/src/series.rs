//! Whether the picture tells the truth on the world's series, which it was never tuned to: whole
//! years from their days, days from totals and weeks, sources a factor apart, nowcasts; small tables
//! with an expert's answer; what it costs; and worlds that have what the world has.

mod apart;
mod asked;
mod bars;
mod clock;
mod daily;
mod printed;
mod score;
mod sparse;
mod speed;
mod vintages;
mod worlds;
mod years;

use std::path::Path;

use anyhow::{Context, Result};
use places::Gazetteer;

use bars::{Part, Row};
use daily::Daily;

/// What is to be measured.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Only parts or cases with one of these in their names.
    pub only: Vec<String>,
    /// A subset that takes less than a minute.
    pub quick: bool,
}

impl Asked {
    /// Whether a part or a case of this name was asked for.
    fn wants(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        let cases = self.only.iter().filter(|word| !PARTS.contains(&word.as_str()));
        let mut words = cases.peekable();
        words.peek().is_none() || words.any(|word| name.contains(&word.to_lowercase()))
    }

    fn wants_part(&self, name: &str) -> bool {
        let mut parts = self.only.iter().filter(|word| PARTS.contains(&word.as_str())).peekable();
        parts.peek().is_none() || parts.any(|word| word == name)
    }

    /// Measures one case of a part, when it was asked for; what goes wrong stands in its row.
    fn row(&self, part: &mut Part, case: String, measure: impl FnOnce(&mut Row) -> Result<()>) {
        if !self.wants(&case) {
            return;
        }
        let mut row = Row { case, ..Row::default() };
        if let Err(error) = measure(&mut row) {
            row.error = Some(format!("{error:#}"));
            row.judged = true;
        }
        self.tell(format_args!("{}", part.brief(&row)));
        part.rows.push(row);
    }

    /// Says how far it is.
    fn tell(&self, words: std::fmt::Arguments) {
        eprintln!("{words}");
    }
}

/// The names of the parts.
pub const PARTS: [&str; 9] =
    ["cases", "years", "sparse", "pairs", "triples", "vintages", "thousand", "every", "worlds"];

/// What was measured: the section of the page, the lines of JSON, and whether every bar holds.
pub struct Measured {
    pub page: String,
    pub lines: String,
    pub good: bool,
}

/// The years that are enough to see whether an engine has become better or worse.
const QUICK: [&str; 2] = ["Italy 2021", "Channel 2022"];

/// The years of Italy, the Channel and Poland, a group for each.
fn groups(shared: &Path, asked: &Asked, gazetteer: &Gazetteer) -> Result<Vec<Vec<Daily>>> {
    let mut groups = vec![
        daily::italy(shared)?.years(),
        daily::channel(shared)?.years(),
        vec![daily::poland(shared, gazetteer)?],
    ];
    if asked.quick {
        for years in &mut groups[..2] {
            years.retain(|year| QUICK.contains(&year.name.as_str()));
        }
    }
    Ok(groups)
}

/// Measures what was asked for; the list of small tables lies under `root`.
pub fn measure(
    root: &Path,
    shared: &Path,
    asked: &Asked,
    gazetteer: &Gazetteer,
) -> Result<Measured> {
    let groups = groups(shared, asked, gazetteer)?;
    let (italy, channel) = (daily::italy(shared)?, daily::channel(shared)?);
    let four = [italy.clone(), channel.clone(), groups[2][0].clone(), daily::torkham()];
    let mut parts = Vec::new();
    for name in PARTS.into_iter().filter(|name| asked.wants_part(name)) {
        parts.push(match name {
            "cases" => asked::part(root, shared, asked, gazetteer)?,
            "years" => years::part(&groups[..2].concat(), asked, gazetteer),
            "sparse" => sparse::part(&groups, asked, gazetteer)?,
            "pairs" => apart::pairs(&four, asked, gazetteer),
            "triples" => apart::triples(&four, asked, gazetteer),
            "vintages" => {
                let printed = daily::italian_reports(shared)?;
                vintages::part(&printed, &italy, asked, gazetteer)?
            }
            "thousand" => speed::thousand(&italy, &channel, asked, gazetteer),
            "every" => speed::every(shared, asked, gazetteer)?,
            _ => worlds::part(asked, gazetteer),
        });
    }
    parts.retain(|part| !part.rows.is_empty());
    let held: Vec<(usize, usize)> = parts.iter().map(Part::held).collect();
    let mut page = String::from("| part | bars that hold | of |\n|---|--:|--:|\n");
    for (part, (held, all)) in parts.iter().zip(&held) {
        page += &format!("| {} | {held} | {all} |\n", part.title);
    }
    for part in &parts {
        page += &format!("\n{}", part.markdown());
    }
    Ok(Measured {
        page,
        lines: parts.iter().map(Part::lines).collect(),
        good: held.iter().all(|(held, all)| held == all),
    })
}

/// What the peers are given, as JSON.
pub fn handed(shared: &Path, gazetteer: &Gazetteer) -> Result<String> {
    let groups = groups(shared, &Asked::default(), gazetteer)?;
    Ok(serde_json::to_string(&sparse::handed(&groups))?)
}

/// Scores what the peers gave back, as the JSON that the page keeps.
pub fn judge(shared: &Path, given: &str, gazetteer: &Gazetteer) -> Result<String> {
    let groups = groups(shared, &Asked::default(), gazetteer)?;
    let given = serde_json::from_str(given).context("estimates by case and peer, as JSON")?;
    Ok(serde_json::to_string_pretty(&sparse::judge(&groups, &given)?)? + "\n")
}
