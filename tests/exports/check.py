"""Opens every file of an export bundle with the tools that people open them with.

    python tests/exports/check.py BUNDLE.zip [--office /usr/bin/soffice]

Any warning of any tool is an error. A check compares what two formats say of the same
thing, so that a file that opens but holds something else does not pass.
"""

import argparse
import hashlib
import io
import json
import logging
import pathlib
import subprocess
import sys
import tempfile
import warnings
import zipfile

warnings.simplefilter("error")
logging.captureWarnings(False)


class LoudHandler(logging.Handler):
    """Some tools log what they should warn of."""

    def __init__(self):
        super().__init__(level=logging.WARNING)
        self.heard = []

    def emit(self, record):
        self.heard.append(f"{record.name}: {record.getMessage()}")


LOG = LoudHandler()
logging.getLogger().addHandler(LOG)
# A warning that became an error where none can be raised (inside a C library) is heard, too.
sys.unraisablehook = lambda lost: LOG.heard.append(f"{lost.exc_value}")

import frictionless  # noqa: E402
import geopandas  # noqa: E402
import hxl  # noqa: E402
import jsonschema  # noqa: E402
import openpyxl  # noqa: E402
import pandas  # noqa: E402
import polars  # noqa: E402
import pyarrow.parquet  # noqa: E402
import pyld.jsonld  # noqa: E402
import rdflib  # noqa: E402

TABLES = ["flows", "claims", "events", "positions", "documents"]
QUANTILES = ["p025", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "p975"]


def expect(truth, message):
    if not truth:
        raise AssertionError(message)


def checksums(folder):
    """sha256sum -c, and no file that is not in the list."""
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    there = {path.name for path in folder.iterdir()} - {"SHA256SUMS"}
    expect(there == set(listed), f"listed {sorted(listed)}, there {sorted(there)}")
    for name, digest in listed.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        expect(found == digest, f"{name}: {found} is not {digest}")


def csv_in_pandas(folder):
    for table in TABLES:
        frame = pandas.read_csv(folder / f"{table}.csv", skiprows=[1], low_memory=False)
        expect(len(frame) > 0, f"{table} is empty")
    flows = pandas.read_csv(
        folder / "flows.csv", skiprows=[1], parse_dates=["start", "end", "as_known_on"]
    )
    for low, high in zip(QUANTILES, QUANTILES[1:]):
        both = flows[[low, high]].dropna()
        expect((both[low] <= both[high]).all(), f"{low} is above {high}")
    counted = flows[[*QUANTILES, "mean"]]
    small = (counted > 0) & (counted < 10)
    expect(not small.any().any(), "a small cell is in the file")
    expect((flows["suppressed"] == counted.isna().any(axis=1)).all(), "suppressed is wrong")
    days = (flows["end"] - flows["start"]).dt.days + 1
    reported = flows[["days_by_day", "days_in_totals", "days_not_observed"]].sum(axis=1)
    expect((days == reported).all(), "the days do not add up")
    claims = set(pandas.read_csv(folder / "claims.csv", skiprows=[1], low_memory=False)["id"])
    evidence = {i for cell in flows["evidence"].dropna() for i in cell.split(";")}
    expect(evidence and evidence <= claims, f"evidence without a claim: {evidence - claims}")
    for column in ["as_known_on", "licence", "definition", "obs_status"]:
        expect(flows[column].notna().all(), f"{column} is empty somewhere")


def parquet_in_three_tools(folder):
    for table in TABLES:
        path = folder / f"{table}.parquet"
        arrow = pyarrow.parquet.read_table(path)
        frame = pandas.read_parquet(path)
        polar = polars.read_parquet(path)
        expect(arrow.num_rows == len(frame) == polar.height, f"{table}: rows differ")
        expect(arrow.num_rows > 0, f"{table} is empty")
        meta = pyarrow.parquet.read_metadata(path).metadata
        for key in [b"as_known_on", b"licence", b"evidence", b"columns"]:
            expect(key in meta, f"{table}: no {key} in the metadata")
        columns = json.loads(meta[b"columns"])
        expect(list(columns) and set(columns) == set(arrow.column_names), f"{table}: dictionary")
    flows = polars.read_parquet(folder / "flows.parquet")
    expect(flows.schema["start"] == polars.Date, "start is no day")
    expect(flows.schema["p50"] == polars.Int64, "p50 is no whole number")
    expect(flows.schema["evidence"] == polars.List(polars.String), "evidence is no list")
    # The same numbers as in CSV.
    other = polars.read_csv(folder / "flows.csv", skip_rows_after_header=1)
    for column in [*QUANTILES, "mean", "lat", "lon"]:
        expect(flows[column].equals(other[column], check_dtypes=False, null_equal=True), column)
    joined = flows["evidence"].list.join(";").replace("", None)
    expect(joined.equals(other["evidence"], null_equal=True), "evidence differs from CSV")
    arrow = pyarrow.parquet.read_table(folder / "claims.parquet")
    expect(str(arrow.schema.field("as_of").type) == "time32[ms]", "as_of is no time")


def xlsx_in_openpyxl(folder):
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    expect(book.sheetnames == ["readme", *TABLES], book.sheetnames)
    explained = {(row[0], row[1]) for row in book["readme"].iter_rows(values_only=True)}
    for table in TABLES:
        sheet = book[table]
        expect(sheet.freeze_panes == "A2", f"{table}: header not frozen")
        header = [cell.value for cell in sheet[1]]
        for column in header:
            expect((table, column) in explained, f"{table}.{column} is not explained")
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                expect(cell.data_type != "f", f"{table}!{cell.coordinate} is a formula")
    first = dict(zip([c.value for c in book["flows"][1]], book["flows"][2]))
    expect(first["start"].is_date and first["p50"].data_type == "n", "flows are not typed")
    frames = pandas.read_excel(folder / "tables.xlsx", sheet_name=TABLES)
    for table, frame in frames.items():
        other = pandas.read_csv(folder / f"{table}.csv", skiprows=[1], low_memory=False)
        expect(list(frame.columns) == list(other.columns), f"{table}: columns")
        expect(len(frame) == len(other), f"{table}: rows")
    medians = frames["flows"]["p50"]
    other = pandas.read_csv(folder / "flows.csv", skiprows=[1])["p50"]
    expect(medians.equals(other), "medians differ between XLSX and CSV")


def hxl_row_in_libhxl(folder):
    for table in TABLES:
        with hxl.data(str(folder / f"{table}.csv"), hxl.InputOptions(allow_local=True)) as source:
            tags = [column.display_tag for column in source.columns]
            rows = list(source)
        header = (folder / f"{table}.csv").read_text().splitlines()[1].split(",")
        expect(tags == header, f"{table}: libhxl reads {tags}")
        expect(len(set(tags)) == len(tags), f"{table}: a tag twice")
        expect(len(rows) > 0, f"{table}: no rows")
    schema = hxl.schema(
        [
            ["#valid_tag", "#valid_datatype", "#valid_required", "#valid_value+list"],
            ["#country+code+origin", "", "true", ""],
            ["#date+start", "date", "true", ""],
            ["#date+end", "date", "true", ""],
            ["#affected+ind+p50", "number", "", ""],
            ["#geo+lat", "number", "", ""],
            ["#status+obs", "", "true", "observed|estimated|not_observed|suppressed|withheld"],
        ]
    )
    wrong = []
    schema.callback = wrong.append
    with hxl.data(str(folder / "flows.csv"), hxl.InputOptions(allow_local=True)) as source:
        expect(schema.validate(source), [str(error.message) for error in wrong[:3]])


def geojson_in_geopandas(folder):
    frame = geopandas.read_file(folder / "flows.geojson")
    expect(frame.crs.to_epsg() == 4326, frame.crs)
    located = frame[frame.geometry.notna()]
    expect(len(located) > 0 and (located.geom_type == "Point").all(), "no points")
    table = pandas.read_csv(folder / "flows.csv", skiprows=[1])
    rows = table[table["via"] != "all"]
    expect(len(frame) == len(rows), "features and rows differ")
    expect(len(located) == rows["lat"].notna().sum(), "a point is lost")
    torkham = located[located["via"] == "Torkham"].geometry.iloc[0]
    expect(abs(torkham.x - 71.09) < 0.1 and abs(torkham.y - 34.12) < 0.1, torkham)
    expect("all" not in set(frame["via"]), "the whole route is no place")
    for column in ["p05", "p50", "p95", "obs_status", "evidence", "licence", "as_known_on"]:
        expect(column in frame.columns, f"no {column}")


def jsonl_by_its_schema(folder):
    schema = json.loads((folder / "statement.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=formats)
    lines = (folder / "statements.jsonl").read_text().splitlines()
    expect(lines, "no lines")
    kinds = set()
    for number, line in enumerate(lines, 1):
        statement = json.loads(line)
        kinds.add(statement["type"])
        wrong = [error.message for error in validator.iter_errors(statement)]
        expect(not wrong, f"line {number}: {wrong[:2]}")
        expect(statement["licence"] and statement["as_known_on"], f"line {number}: terms")
    expect(kinds == {"claim", "event", "position"}, kinds)
    broken = {**json.loads(lines[0]), "kind": "no such kind"}
    expect(not validator.is_valid(broken), "the schema lets anything pass")


def jsonld_in_rdflib_and_pyld(folder):
    text = (folder / "statements.jsonld").read_text()
    with warnings.catch_warnings():
        # rdflib's own parsers use what rdflib has deprecated: nothing the file could change.
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        graph = rdflib.Graph().parse(data=text, format="json-ld")
    normal = pyld.jsonld.normalize(
        json.loads(text), {"algorithm": "URDNA2015", "format": "application/n-quads"}
    )
    triples = len(set(normal.splitlines()))
    expect(len(graph) == triples > 1000, f"rdflib {len(graph)}, pyld {triples} triples")
    schema = rdflib.Namespace("https://schema.org/")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    claims = set(graph.subjects(rdflib.RDF.type, schema.Claim))
    annotated = set(graph.objects(None, oa.hasBody))
    expect(claims and claims == annotated, "claims and annotations differ")
    for link in [prov.wasDerivedFrom, prov.used]:
        led_to = set(graph.objects(None, link))
        expect(led_to and led_to <= claims, f"{link} leads to what is not there")
    for document in graph.objects(None, prov.wasQuotedFrom):
        expect((document, rdflib.RDF.type, prov.Entity) in graph, document)
    days = list(graph.objects(None, schema.datePublished))
    expect(all(day.datatype == rdflib.XSD.date for day in days), "days are not typed")
    count = len((folder / "claims.csv").read_text().splitlines())
    expect(len(claims) <= count, "more claims than rows")


def sdmx_in_pysdmx(folder):
    frame = pandas.read_csv(folder / "flows.sdmx.csv")
    expect(set(frame["OBS_STATUS"]) <= set("AEIQ"), set(frame["OBS_STATUS"]))
    suppressed = frame["OBS_STATUS"] == "Q"
    expect((frame["OBS_VALUE"].isna() == suppressed).all(), "Q is what has no value")
    key = ["FREQ", "REF_AREA", "COUNTERPART_AREA", "CROSSING", "TIME_PERIOD"]
    expect(not frame.duplicated(key).any(), "an observation twice")
    from pysdmx.io import read_sdmx

    message = read_sdmx(folder / "flows.sdmx.csv", validate=True)
    [dataset] = message.data
    expect(len(dataset.data) == len(frame), "pysdmx reads another number of rows")
    expect("FLOWS(1.0)" in dataset.short_urn, dataset.short_urn)


def package_in_frictionless(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    wrong = report.flatten(["name", "rowNumber", "fieldName", "type", "message"])
    expect(report.valid, wrong[:5])
    expect(not report.warnings, report.warnings)
    rows = {task.name: task.stats.get("rows") for task in report.tasks}
    for table in TABLES:
        other = pandas.read_csv(folder / f"{table}.csv", skiprows=[1], low_memory=False)
        expect(rows.get(table) == len(other), f"{table}: {rows.get(table)} rows, {len(other)}")
        expect(not any(t.warnings for t in report.tasks), [t.warnings for t in report.tasks])


def office(folder, soffice):
    """LibreOffice turns the workbook and the CSV into other formats without a word of complaint."""
    with tempfile.TemporaryDirectory() as out:
        for name, to in [("tables.xlsx", "ods"), ("claims.csv", "xlsx")]:
            done = subprocess.run(
                [
                    soffice,
                    f"-env:UserInstallation=file://{out}/profile",
                    "--headless",
                    "--convert-to",
                    to,
                    "--outdir",
                    out,
                    str(folder / name),
                ],
                capture_output=True,
                text=True,
                timeout=300,
            )
            # That it runs without Java is no complaint about the file.
            lines = (done.stdout + done.stderr).lower().splitlines()
            talk = "\n".join(line for line in lines if "javaldx" not in line)
            expect(done.returncode == 0 and "error" not in talk and "warn" not in talk, talk)
            made = pathlib.Path(out, name.rsplit(".", 1)[0] + "." + to)
            expect(made.exists() and made.stat().st_size > 1000, f"{made} was not made")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("bundle", type=pathlib.Path)
    arguments.add_argument("--office", help="LibreOffice's program")
    given = arguments.parse_args()
    checks = [
        checksums,
        csv_in_pandas,
        parquet_in_three_tools,
        xlsx_in_openpyxl,
        hxl_row_in_libhxl,
        geojson_in_geopandas,
        jsonl_by_its_schema,
        jsonld_in_rdflib_and_pyld,
        sdmx_in_pysdmx,
        package_in_frictionless,
    ]
    if given.office:
        checks.append(lambda folder: office(folder, given.office))
        checks[-1].__name__ = "office"
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        with zipfile.ZipFile(io.BytesIO(given.bundle.read_bytes())) as bundle:
            expect(bundle.testzip() is None, "a file of the zip is damaged")
            bundle.extractall(folder)
        for check in checks:
            LOG.heard.clear()
            try:
                check(folder)
                expect(not LOG.heard, LOG.heard)
                print(f"ok      {check.__name__}")
            except Exception as error:  # each check is told
                failed += 1
                print(f"FAILED  {check.__name__}: {type(error).__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
