//! Reads a text given on the command line and prints what it gives: `cargo run -p crossings-gold --example try -- 2024-01-31 "text"`.
fn main() -> anyhow::Result<()> {
    let a: Vec<String> = std::env::args().collect();
    let options = read::Options { date: Some(a[1].parse()?), ..read::Options::default() };
    let text = if std::path::Path::new(&a[2]).is_file() {
        std::fs::read(&a[2])?
    } else {
        a[2].clone().into_bytes()
    };
    let r = read::read("t.txt", text, options, places::Gazetteer::builtin())
        .map_err(|p| anyhow::anyhow!("{p}"))?;
    for s in &r.statements {
        if let claim::Statement::Claim(c) = s {
            println!(
                "{:?} v={:?} {:?} {} {} via={:?} {:?}->{:?} @{:?} {:?}..{:?} cum={} src={:?} {:?} nat={:?} st={:?} {:?}",
                c.quote,
                c.value,
                c.unit,
                c.measure,
                c.kind,
                c.via,
                c.from,
                c.to,
                c.at,
                c.start,
                c.end,
                c.cumulative,
                c.source.name,
                c.found.source,
                c.population.nationality,
                c.population.status,
                c.rules
            );
        }
    }
    Ok(())
}
