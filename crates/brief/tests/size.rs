//! A ledger of a season: what is written of it stays small enough to send and to read.

use std::fs;
use std::path::Path;

use crate::common;

/// A brief with next to nothing in it is one, too; the browser's checks open it.
#[test]
fn a_page_of_a_few_claims_is_small() {
    let page = common::small().brief().html();
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("small.html"), &page).unwrap();
    // A sixth of it is the charts once more, as they are printed.
    assert!(page.len() < 110_000, "{} bytes", page.len());
}

/// Five thousand claims over four hundred days at twelve crossings. The page and its documents are left in
/// the target folder, where the browser's checks and whoever measures find them.
#[test]
fn a_page_of_five_thousand_claims_stays_under_two_megabytes() {
    let case = common::large(12, 400, 5_000);
    let brief = case.brief();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (page, markdown) = (brief.html(), brief.markdown());
    fs::write(folder.join("large.html"), &page).unwrap();
    fs::write(folder.join("large.md"), &markdown).unwrap();
    let documents = folder.join("large");
    fs::create_dir_all(&documents).unwrap();
    for document in &case.documents {
        fs::write(documents.join(&document.name), &document.text).unwrap();
    }
    // What is not on the page is said, and where it is.
    assert!(page.contains("more that tell less; all are in <strong>crossings export"));
    assert!(page.contains("mean of each week"));
    assert!(page.matches("<tr ").count() < 1_500);
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    assert!(markdown.len() < 2_000_000, "{} bytes", markdown.len());
}
