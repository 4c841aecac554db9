//! Any bytes as a table (.xlsx): it is read or refused, never a panic, and what is read stands where it says it
//! stands. Run with `RUSTC_BOOTSTRAP=1 cargo fuzz run xlsx` in `crates/read`; `tests/tables` is a corpus to begin with.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    common::check("x.xlsx", bytes.to_vec());
    // The bytes as the one sheet of a workbook.
    let book = br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
        <sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="rId1" Target="worksheets/sheet1.xml"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>"#;
    let root = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="rId1" Target="xl/workbook.xml"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"#;
    let packed = common::packed(&[
        ("_rels/.rels", root),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", bytes),
    ]);
    common::check("y.xlsx", packed);
});
