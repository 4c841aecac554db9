//! Prints what a file is read as: notes, problems, claims. For looking at tables by hand.

#![allow(clippy::disallowed_methods)] // it measures how long something takes

use places::Gazetteer;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("a path");
    let mut options = read::Options::default();
    let mut map = None;
    for argument in arguments {
        if argument.ends_with(".toml") {
            let text = std::fs::read_to_string(&argument).expect("a map");
            map = Some(read::Map::parse(&argument, &text).unwrap_or_else(|e| panic!("{e}")));
        } else {
            options.date = argument.parse().ok();
        }
    }
    options.map = map.as_ref();
    let bytes = std::fs::read(&path).expect("a file");
    let start = std::time::Instant::now();
    let name = path.rsplit('/').next().unwrap_or_default();
    match read::read(name, bytes, options, Gazetteer::builtin()) {
        Err(problem) => println!("{problem}"),
        Ok(reading) => {
            println!("{:?}, {} statements", start.elapsed(), reading.statements.len());
            reading.notes.iter().for_each(|note| println!("note {note}"));
            reading.problems.iter().for_each(|problem| println!("problem {problem}"));
            for statement in reading.statements.iter().take(40) {
                let claim::Statement::Claim(c) = statement else { continue };
                println!(
                    "{:?} {:?} {} {} {} {:?} {:?} {:?}>{:?} @{:?} {:?}..{:?} {} {} pub {:?} {:?} {:?} ”{}”",
                    c.value,
                    c.qualifier,
                    c.unit,
                    c.kind,
                    c.population.group,
                    c.population.nationality,
                    c.via,
                    c.from,
                    c.to,
                    c.at,
                    c.start,
                    c.end,
                    if c.cumulative { "cum" } else { "" },
                    if c.part_of.is_some() { "part" } else { "-" },
                    c.published,
                    c.source.organisation,
                    c.rules,
                    c.quote.chars().take(60).collect::<String>()
                );
            }
        }
    }
}
