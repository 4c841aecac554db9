//! What the files say, and what they do not.

use std::io::{Cursor, Read};

use claim::{Claim, Document, Kind, Measure, Source, Statement, Window};
use export::{Export, Format, Known, Part, Question, Terms};
use insta::assert_snapshot;
use jiff::civil::{Date, date};
use places::Gazetteer;
use reconcile::{ALL, By, Options, Picture, reconcile};

const TEXT: &str = "On 3 November 12,689 people returned through Torkham, 4 of them by night, and 6,584 \
    on 4 November. About 700 went by Chaman on 3 November. Some 3,000 were \u{201c}unaccounted\u{201d} for.";

struct Case {
    documents: Vec<Document>,
    statements: Vec<Statement>,
}

impl Case {
    fn new() -> Case {
        let document = Document {
            published: Some(date(2023, 11, 5)),
            publisher: Some("Frontier Wire".into()),
            title: Some("=A headline".into()),
            ..Document::text("/home/someone/secret folder/wire.txt", TEXT)
        };
        let claim = |words: &str, value: f64, via: &str, day: Date| {
            let start = TEXT.find(words).unwrap();
            Claim {
                published: document.published,
                publisher: document.publisher.clone(),
                value: Some(value),
                kind: Kind::Return,
                via: vec![via.into()],
                from: Some("PAK".into()),
                to: Some("AFG".into()),
                start: Some(day),
                end: Some(day),
                start_stated: true,
                source: Source { organisation: Some("@Border Police".into()), ..Source::default() },
                rules: vec!["number.digits".into()],
                ..Claim::new(document.id.clone(), TEXT, start..start + words.len())
            }
            .sealed()
        };
        let third = date(2023, 11, 3);
        let whole = "12,689 people returned through Torkham, 4 of them by night";
        let first = claim(whole, 12_689.0, "Torkham", third);
        let small = claim("4 of them", 4.0, "Torkham", third);
        let waiting = Claim {
            kind: Kind::Stranded,
            measure: Measure::Stock,
            same_as: Some(small.id.clone()),
            ..claim("3,000", 3000.0, "Torkham", third)
        };
        let claims = vec![
            Claim { part_of: Some(first.id.clone()), ..small },
            first,
            claim("6,584", 6584.0, "Torkham", date(2023, 11, 4)),
            claim("About 700", 700.0, "Chaman", third),
            waiting.sealed(),
        ];
        let statements = claims.into_iter().map(Statement::Claim).collect();
        Case { documents: vec![document], statements }
    }

    fn picture(&self) -> Picture {
        let claims: Vec<Claim> = self
            .statements
            .iter()
            .filter_map(|statement| match statement {
                Statement::Claim(claim) => Some(claim.clone()),
                _ => None,
            })
            .collect();
        reconcile(&claims, &[], Gazetteer::builtin(), &Options::default()).unwrap()
    }

    fn export(&self, picture: &Picture, terms: &Terms) -> Export {
        let question = Question {
            picture,
            vias: picture.crossings.iter().cloned().chain([ALL.to_owned()]).collect(),
            window: Window::new(date(2023, 11, 3), date(2023, 11, 4)).unwrap(),
            by: By::Day,
            narrow: false,
        };
        let known = Known { documents: &self.documents, statements: &self.statements };
        Export::new(&known, Some(&question), Gazetteer::builtin(), terms)
    }
}

fn terms() -> Terms {
    Terms { licence: Some("CC-BY-4.0".into()), ..Terms::default() }
}

const FORMATS: [Format; 8] = [
    Format::Csv,
    Format::Xlsx,
    Format::Parquet,
    Format::Geojson,
    Format::Jsonl,
    Format::Jsonld,
    Format::SdmxCsv,
    Format::Bundle,
];

/// The bytes of a file, and those of the files in it when it is a zip.
fn all_of(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    if let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(&bytes)) {
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).unwrap();
            let mut inner = Vec::new();
            file.read_to_end(&mut inner).unwrap();
            let name = file.name().unwrap().into_owned();
            files.extend(
                all_of(inner).into_iter().map(|(deep, bytes)| (format!("{name}/{deep}"), bytes)),
            );
        }
    }
    files.push((String::new(), bytes));
    files
}

fn contains(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (case, again) = (Case::new(), Case::new());
    let (picture, other) = (case.picture(), again.picture());
    for format in FORMATS {
        let bytes = case.export(&picture, &terms()).write(format, Part::Claims).unwrap();
        let same = again.export(&other, &terms()).write(format, Part::Claims).unwrap();
        assert!(bytes == same, "{format:?}");
        assert!(!bytes.is_empty(), "{format:?}");
    }
}

#[test]
fn a_small_number_is_in_no_file_nor_in_a_quote_nor_behind_a_link() {
    let case = Case::new();
    let picture = case.picture();
    let export = case.export(&picture, &terms());
    assert_eq!(export.small_claims(), 1);
    let small = case.statements[0].id().as_str();
    for part in [Part::Flows, Part::Claims, Part::Documents] {
        for format in FORMATS {
            for (name, bytes) in all_of(export.write(format, part).unwrap()) {
                for words in ["4 of them", small, "secret folder"] {
                    assert!(!contains(&bytes, words), "{words} in {format:?} {name}");
                }
            }
        }
    }
    let csv = export.write(Format::Csv, Part::Claims).unwrap();
    assert!(contains(&csv, "returned through Torkham, [fewer than 10] by night"));
    // Switched off, it is there: the test above can fail.
    let all = case.export(&picture, &Terms { suppress_below: 0, ..terms() });
    assert!(contains(&all.write(Format::Csv, Part::Claims).unwrap(), "4 of them"));
    assert!(contains(&all.write(Format::Jsonl, Part::Claims).unwrap(), small));
}

#[test]
fn a_reason_does_not_name_a_number_that_stays_in() {
    let mut case = Case::new();
    let text = "On 4 November 19 people went home by Chaman: 12 men and 7 women.";
    let document =
        Document { published: Some(date(2023, 11, 5)), ..Document::text("few.txt", text) };
    let claim = |words: &str, value: f64, group| {
        let start = text.find(words).unwrap();
        Claim {
            published: document.published,
            value: Some(value),
            kind: Kind::Return,
            via: vec!["Chaman".into()],
            from: Some("PAK".into()),
            to: Some("AFG".into()),
            start: Some(date(2023, 11, 4)),
            end: Some(date(2023, 11, 4)),
            start_stated: true,
            population: claim::Population { group, ..claim::Population::default() },
            ..Claim::new(document.id.clone(), text, start..start + words.len())
        }
    };
    let total = claim("19 people", 19.0, claim::Group::All).sealed();
    let part = |claim: Claim| Claim { part_of: Some(total.id.clone()), ..claim }.sealed();
    let parts = [
        part(claim("12 men", 12.0, claim::Group::Men)),
        part(claim("7 women", 7.0, claim::Group::Women)),
    ];
    case.statements.extend(parts.into_iter().chain([total]).map(Statement::Claim));
    case.documents.push(document);
    let picture = case.picture();
    // The women are too few, and the total less the men would give them away.
    for (below, named) in [(10, false), (0, true)] {
        let terms = Terms { suppress_below: below, ..terms() };
        let export = case.export(&picture, &terms);
        for format in [Format::Jsonl, Format::Csv, Format::Jsonld] {
            let file = self::text(export.write(format, Part::Claims).unwrap());
            assert!(file.contains("12 men"), "{format:?}");
            assert!(named || !file.contains("part of the 19") && !file.contains("19 people"));
        }
        let lines = self::text(export.write(Format::Jsonl, Part::Claims).unwrap());
        assert_eq!(lines.contains("part of the 19"), named, "{lines}");
    }
}

#[test]
fn an_estimate_does_not_come_back_as_a_claim() {
    let case = Case::new();
    let picture = case.picture();
    let bytes = case.export(&picture, &terms()).write(Format::Csv, Part::Flows).unwrap();
    let read = |name: &str, bytes| {
        read::read(name, bytes, read::Options::default(), Gazetteer::builtin()).unwrap()
    };
    let reading = read("flows.csv", bytes);
    assert!(reading.statements.is_empty());
    assert_snapshot!(reading.problems[0].message.split(';').next().unwrap(), @"a table of estimates with their intervals, and no source of counts");
    // Of a workbook it is the claims that are read, whatever sheet they are on.
    let bytes = case.export(&picture, &terms()).write(Format::Xlsx, Part::Flows).unwrap();
    let reading = read("tables.xlsx", bytes);
    assert_eq!((reading.statements.len(), reading.problems.len()), (4, 0));
}

#[test]
fn without_a_picture_there_are_claims_and_no_flows() {
    let case = Case::new();
    let known = Known { documents: &case.documents, statements: &case.statements };
    let export = Export::new(&known, None, Gazetteer::builtin(), &Terms::default());
    for format in [Format::Csv, Format::Parquet, Format::Geojson, Format::SdmxCsv] {
        let error = export.write(format, Part::Flows).unwrap_err().to_string();
        assert_eq!(error, "there is no picture, so there are no flows to write");
    }
    let files = all_of(export.write(Format::Bundle, Part::Flows).unwrap());
    let names: Vec<&str> = files
        .iter()
        .map(|(name, _)| name.trim_end_matches('/'))
        .filter(|n| !n.contains('/'))
        .collect();
    assert_snapshot!(names.join(" "), @"README.md datapackage.json claims.csv claims.parquet documents.csv documents.parquet tables.xlsx statements.jsonl statements.jsonld statement.schema.json SHA256SUMS");
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn claims_as_csv() {
    let case = Case::new();
    let known = Known { documents: &case.documents, statements: &case.statements };
    let export = Export::new(&known, None, Gazetteer::builtin(), &terms());
    let csv = export.write(Format::Csv, Part::Claims).unwrap();
    assert_snapshot!(text(csv), @r#"
    id,published,publisher,value,low,high,qualifier,unit,factor,measure,per,kind,concept,population,nationality,status,group,includes,excludes,via,from,to,at,start,end,as_of,cumulative,start_stated,partial,source,organisation,role,source_kind,stance,part_of,same_as,rules,quote,document,span_start,span_end,picture_role,picture_why,picture_weight,picture_fitted,picture_residual,picture_start,picture_end,picture_copy_of,as_known_on,licence
    #meta+id,#date+published,#org+publisher,#indicator+value+num,#indicator+value+min,#indicator+value+max,#indicator+qualifier,#indicator+unit,#indicator+factor,#indicator+measure,#indicator+per,#indicator+name,#indicator+concept,#population+text,#population+nationality+code,#population+status,#population+group,#population+includes,#population+excludes,#loc+name+crossing,#loc+origin,#loc+dest,#loc+at,#date+start,#date+end,#date+hour,#indicator+cumulative,#date+start+stated,#date+partial,#contact+source,#org+source,#contact+role,#org+type,#status+stance,#meta+part_of,#meta+same_as,#meta+rules,#meta+quote,#meta+document,#meta+span+start,#meta+span+end,#status+picture,#description+picture,#indicator+weight,#indicator+fitted,#indicator+residual,#date+start+picture,#date+end+picture,#meta+copy_of,#date+known,#meta+license
    881f4dd2ac5dc8e7,2023-11-05,Frontier Wire,12689,,,exact,people,,flow,,return,unknown,,,unknown,all,,,Torkham,PAK,AFG,,2023-11-03,2023-11-03,,false,true,false,,'@Border Police,,other,asserted,,,number.digits,"12,689 people returned through Torkham, [fewer than 10] by night",a59843bd6211fcc2c526c417b47d06ede531cfa6fa7d97965a649e776aec38f9,14,72,,,,,,,,,2023-11-05,CC-BY-4.0
    e137f774d46c220a,2023-11-05,Frontier Wire,6584,,,exact,people,,flow,,return,unknown,,,unknown,all,,,Torkham,PAK,AFG,,2023-11-04,2023-11-04,,false,true,false,,'@Border Police,,other,asserted,,,number.digits,"6,584",a59843bd6211fcc2c526c417b47d06ede531cfa6fa7d97965a649e776aec38f9,78,83,,,,,,,,,2023-11-05,CC-BY-4.0
    0e7dab4d4a76278c,2023-11-05,Frontier Wire,700,,,exact,people,,flow,,return,unknown,,,unknown,all,,,Chaman,PAK,AFG,,2023-11-03,2023-11-03,,false,true,false,,'@Border Police,,other,asserted,,,number.digits,About 700,a59843bd6211fcc2c526c417b47d06ede531cfa6fa7d97965a649e776aec38f9,99,108,,,,,,,,,2023-11-05,CC-BY-4.0
    c58be62765a36926,2023-11-05,Frontier Wire,3000,,,exact,people,,stock,,stranded,unknown,,,unknown,all,,,Torkham,PAK,AFG,,2023-11-03,2023-11-03,,false,true,false,,'@Border Police,,other,asserted,,,number.digits,"3,000",a59843bd6211fcc2c526c417b47d06ede531cfa6fa7d97965a649e776aec38f9,144,149,,,,,,,,,2023-11-05,CC-BY-4.0
    "#);
    let csv = export.write(Format::Csv, Part::Documents).unwrap();
    assert_snapshot!(text(csv), @r"
    document,name,media,published,publisher,title,url,as_known_on,licence
    #meta+document,#meta+file,#meta+media,#date+published,#org+publisher,#meta+title,#meta+url,#date+known,#meta+license
    a59843bd6211fcc2c526c417b47d06ede531cfa6fa7d97965a649e776aec38f9,wire.txt,text,2023-11-05,Frontier Wire,'=A headline,,2023-11-05,CC-BY-4.0
    ");
}

#[test]
fn flows_as_sdmx_and_geojson() {
    let case = Case::new();
    let picture = case.picture();
    let export = case.export(&picture, &terms());
    // A day that was counted to the person has no interval to speak of.
    insta::with_settings!({ filters => vec![(r",\d+,\d+,\d+,", ",P50,P05,P95,")] }, {
        let sdmx = export.write(Format::SdmxCsv, Part::Flows).unwrap();
        assert_snapshot!(text(sdmx), @r#"
        STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,COUNTERPART_AREA,CROSSING,TIME_PERIOD,OBS_VALUE,LOWER_BOUND,UPPER_BOUND,OBS_STATUS,CONF_STATUS,UNIT_MEASURE,TITLE,EVIDENCE,COMMENT_OBS
        dataflow,CROSSINGS:FLOWS(1.0),I,D,PAK,AFG,TORKHAM,2023-11-03,P50,P05,P95,A,F,PS,Torkham,881f4dd2ac5dc8e7,"crossings of people from Pakistan to Afghanistan; estimate; not refugees, nor unique persons; as known on 2023-11-05; licence: CC-BY-4.0"
        dataflow,CROSSINGS:FLOWS(1.0),I,D,PAK,AFG,TORKHAM,2023-11-04,P50,P05,P95,A,F,PS,Torkham,e137f774d46c220a,"crossings of people from Pakistan to Afghanistan; estimate; not refugees, nor unique persons; as known on 2023-11-05; licence: CC-BY-4.0"
        dataflow,CROSSINGS:FLOWS(1.0),I,D,PAK,AFG,CHAMAN,2023-11-03,P50,P05,P95,A,F,PS,Chaman,0e7dab4d4a76278c,"crossings of people from Pakistan to Afghanistan; estimate; not refugees, nor unique persons; as known on 2023-11-05; licence: CC-BY-4.0"
        dataflow,CROSSINGS:FLOWS(1.0),I,D,PAK,AFG,CHAMAN,2023-11-04,P50,P05,P95,I,F,PS,Chaman,,"crossings of people from Pakistan to Afghanistan; estimate; not refugees, nor unique persons; as known on 2023-11-05; licence: CC-BY-4.0"
        dataflow,CROSSINGS:FLOWS(1.0),I,D,PAK,AFG,ELSEWHERE,2023-11-03,P50,P05,P95,I,F,PS,elsewhere,,"crossings of people from Pakistan to Afghanistan; estimate; not refugees, nor unique persons; as known on 2023-11-05; licence: CC-BY-4.0"
        dataflow,CROSSINGS:FLOWS(1.0),I,D,PAK,AFG,ELSEWHERE,2023-11-04,P50,P05,P95,I,F,PS,elsewhere,,"crossings of people from Pakistan to Afghanistan; estimate; not refugees, nor unique persons; as known on 2023-11-05; licence: CC-BY-4.0"
        dataflow,CROSSINGS:FLOWS(1.0),I,D,PAK,AFG,ALL,2023-11-03,P50,P05,P95,A,F,PS,all,881f4dd2ac5dc8e7 0e7dab4d4a76278c,"crossings of people from Pakistan to Afghanistan; estimate; not refugees, nor unique persons; as known on 2023-11-05; licence: CC-BY-4.0"
        dataflow,CROSSINGS:FLOWS(1.0),I,D,PAK,AFG,ALL,2023-11-04,P50,P05,P95,I,F,PS,all,e137f774d46c220a,"crossings of people from Pakistan to Afghanistan; estimate; not refugees, nor unique persons; as known on 2023-11-05; licence: CC-BY-4.0"
        "#);
    });
    let geojson: serde_json::Value =
        serde_json::from_slice(&export.write(Format::Geojson, Part::Flows).unwrap()).unwrap();
    let first = &geojson["features"][0];
    assert_eq!(first["geometry"]["coordinates"], serde_json::json!([71.092, 34.124]));
    assert_eq!(first["properties"]["obs_status"], "observed");
    assert_eq!(first["properties"]["evidence"], serde_json::json!([case.statements[1].id()]));
    assert_eq!(first["properties"]["sides"][1], "Torkham (AFG)");
    let p50 = first["properties"]["p50"].as_i64().unwrap();
    assert!((11_000..14_500).contains(&p50), "{p50}");
    let vias: Vec<&str> = geojson["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feature| feature["properties"]["via"].as_str().unwrap())
        .collect();
    assert_eq!(vias, ["Torkham", "Torkham", "Chaman", "Chaman", "elsewhere", "elsewhere"]);
}

#[test]
fn quotes_are_anchored_in_characters() {
    let case = Case::new();
    let start = TEXT.find("for.").unwrap(); // behind two curly quotes of three bytes
    let document = &case.documents[0];
    let claim = Claim {
        value: Some(3000.0),
        published: document.published,
        ..Claim::new(document.id.clone(), TEXT, start..start + 3)
    }
    .sealed();
    let statements = [Statement::Claim(claim)];
    let known = Known { documents: &case.documents, statements: &statements };
    let export = Export::new(&known, None, Gazetteer::builtin(), &terms());
    let file: serde_json::Value =
        serde_json::from_slice(&export.write(Format::Jsonld, Part::Claims).unwrap()).unwrap();
    let annotation = file["@graph"]
        .as_array()
        .unwrap()
        .iter()
        .find(|node| node["@type"] == "oa:Annotation")
        .unwrap();
    let selector = &annotation["oa:hasTarget"]["oa:hasSelector"][1];
    let characters: Vec<char> = TEXT.chars().collect();
    let at = |key: &str| selector[key].as_u64().unwrap() as usize;
    let words: String = characters[at("oa:start")..at("oa:end")].iter().collect();
    assert_eq!(words, "for");
}
