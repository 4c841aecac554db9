//! The contract for programs: a change of it shows.

#[test]
fn the_openapi_document_is_as_agreed() {
    let mut document = serve::openapi();
    // The schema of statements has a snapshot of its own (docs/statement.schema.json).
    document["components"]["schemas"]["Statement"] = "docs/statement.schema.json".into();
    insta::assert_json_snapshot!(document);
}

#[test]
fn every_slot_of_a_path_is_a_parameter() {
    let document = serve::openapi();
    for (path, ways) in document["paths"].as_object().unwrap() {
        for (method, way) in ways.as_object().unwrap() {
            let parameters = way["parameters"].as_array().unwrap();
            let slots = path.matches('{').count();
            let told = parameters.iter().filter(|one| one["in"] == "path").count();
            assert_eq!(slots, told, "{method} {path}");
        }
    }
}
