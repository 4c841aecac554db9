//! Prints what is read from a file, one statement a line: for working on the reader.
use claim::Statement;
fn main() {
    for name in std::env::args().skip(1) {
        let bytes = std::fs::read(&name).unwrap();
        let options = read::Options { date: None, today: None };
        let reading = match read::read(&name, bytes, options, places::Gazetteer::builtin()) { Ok(r) => r, Err(e) => { println!("{e}"); continue } };
        println!("=== {name}");
        for s in &reading.statements {
            match s {
                Statement::Claim(c) => println!("C {:?} v={:?} [{:?},{:?}] {} {} {} {}{} pop={:?}/{:?}/{}/{} +{:?} -{:?} via={:?} {:?}->{:?} @{:?} {:?}..{:?} cum={} ss={} src={:?}/{:?}/{:?}/{} {} part={} same={} {:?}", c.quote, c.value, c.low, c.high, c.qualifier, c.unit, c.measure, c.kind, c.per.map(|p| format!("/{p}")).unwrap_or_default(), c.population.text, c.population.nationality, c.population.status, c.population.group, c.population.includes, c.population.excludes, c.via, c.from, c.to, c.at, c.start.map(|d| d.to_string()), c.end.map(|d| d.to_string()), c.cumulative, c.start_stated, c.source.name, c.source.role, c.source.organisation, c.source.kind, c.stance, c.part_of.is_some(), c.same_as.is_some(), c.rules),
                Statement::Event(e) => println!("E {} {:?} actor={:?} place={:?} {:?}..{:?} {}", e.kind, e.quote, e.actor, e.place, e.start.map(|d| d.to_string()), e.end.map(|d| d.to_string()), e.stance),
                Statement::Position(p) => println!("P {} {:?} about {:?}", p.stance, p.holder, p.about),
            }
        }
    }
}
