//! (not kept) own sets and ordinary news
use gold::{score, sets};
use std::path::Path;
fn main() -> anyhow::Result<()> {
    let g = places::Gazetteer::builtin();
    let mut all = vec![sets::load(
        "pakistan",
        Path::new("examples/pakistan-2023"),
        Path::new("eval/gold/pakistan-2023.jsonl"),
        |_| true,
    )?];
    for n in [
        "corpus",
        "corpus-fr",
        "corpus-pl",
        "corpus-fr-held-back",
        "corpus-pl-held-back",
        "corpus-fr-fresh",
        "corpus-pl-fresh",
    ] {
        let p: &'static str = format!("eval/{n}").leak();
        if Path::new(p).is_dir() {
            all.push(sets::load_pairs(p, Path::new(p))?);
        }
    }
    for s in &all {
        let r = score::score(s, g)?;
        println!(
            "{:25} gold {} found {} F1 {:.3} fields {:.3} whole {:.3} perfect {}",
            s.name,
            r.gold,
            r.found,
            r.f1(),
            r.fields_right(),
            r.whole_right(),
            r.perfect
        );
        if std::env::args().nth(1).as_deref() == Some("--notes") {
            for n in &r.notes {
                println!("{}: {n}", s.name);
            }
        }
    }
    let mut bytes = 0;
    let mut false_ = 0;
    let t = std::time::Instant::now();
    if let Ok(dir) = std::fs::read_dir("/work/t/h20/news") {
        for f in dir.flatten() {
            let b = std::fs::read(f.path())?;
            bytes += b.len();
            let r = read::read("n.txt", b, read::Options::default(), g)
                .map_err(|p| anyhow::anyhow!("{p}"))?;
            for s in &r.statements {
                if let claim::Statement::Claim(c) = s {
                    false_ += 1;
                    println!("FALSE {:?} {} {}", c.quote, c.measure, c.kind);
                }
            }
        }
    }
    println!("news {bytes} bytes, {false_} false, {:?}", t.elapsed());
    Ok(())
}
