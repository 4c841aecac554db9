//! `crossings serve` from its first byte to its last: the real program on a free port, asked over TCP.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/pakistan-2023");

fn crossings(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossings"));
    command.args(arguments).current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

fn told(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    crossings(folder, arguments).output().unwrap().stdout
}

/// A server, and where it listens; it ends with the test.
struct Served {
    child: Child,
    address: String,
    folder: TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl Served {
    fn start(folder: TempDir, arguments: &[&str]) -> Served {
        let mut all = vec!["serve", "--ledger", "l.sqlite", "--listen", "127.0.0.1:0"];
        all.extend(arguments);
        let mut child = crossings(folder.path(), &all).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("the server says where it listens").unwrap();
            if let Some((_, rest)) = line.split_once("on http://") {
                break rest.trim_end_matches('/').to_owned();
            }
        };
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Served { child, address, folder }
    }

    /// Over an empty ledger.
    fn empty() -> Served {
        Served::start(tempfile::tempdir().unwrap(), &[])
    }

    /// Over a ledger of one report.
    fn of(report: &str, arguments: &[&str]) -> Served {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("report.txt"), report).unwrap();
        told(folder.path(), &["add", "report.txt", "--ledger", "l.sqlite"]);
        Served::start(folder, arguments)
    }

    fn send(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = if body.is_empty() {
            String::new()
        } else {
            format!("Content-Length: {}\r\n", body.len())
        };
        let host = if head.contains("\r\nHost:") {
            String::new()
        } else {
            format!("Host: {}\r\n", self.address)
        };
        // A server that refuses early does not read the rest.
        let _ = stream
            .write_all(format!("{head}\r\n{host}{length}Connection: close\r\n\r\n").as_bytes());
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head, body: bytes.get(end + 4..).unwrap_or_default().to_vec() }
    }

    /// Asks, and asks again while it is being worked out, as a browser does.
    fn get(&self, path: &str) -> Answer {
        loop {
            let answer = self.send(&format!("GET {path} HTTP/1.1"), &[]);
            if answer.status != 503 {
                return answer;
            }
        }
    }

    /// The token that the forms of a page carry.
    fn token(&self, cookie: &str) -> String {
        let page = self.send(&format!("GET /documents HTTP/1.1{cookie}"), &[]).text();
        page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    /// A form as a browser sends it from one of our pages.
    fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token("");
        let mut body = format!("token={token}");
        for (name, value) in fields {
            body += &format!("&{name}={}", encoded(value));
        }
        let origin = format!("Origin: http://{}\r\nSec-Fetch-Site: same-origin", self.address);
        let kind = "Content-Type: application/x-www-form-urlencoded";
        self.send(&format!("POST {path} HTTP/1.1\r\n{kind}\r\n{origin}"), body.as_bytes())
    }

    /// JSON as a program sends it.
    fn post(&self, path: &str, body: &str) -> Answer {
        self.send(
            &format!("POST {path} HTTP/1.1\r\nContent-Type: application/json"),
            body.as_bytes(),
        )
    }

    /// A file as a browser sends it.
    fn upload(&self, name: &str, bytes: &[u8]) -> Answer {
        let token = self.token("");
        let mut body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{token}\r\n--b\r\nContent-Disposition: \
             form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n"
        )
        .into_bytes();
        body.extend(bytes);
        body.extend(b"\r\n--b--\r\n");
        self.send(
            "POST /documents HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b",
            &body,
        )
    }

    fn verified(&self) -> String {
        String::from_utf8(told(self.folder.path(), &["ledger", "verify", "l.sqlite"])).unwrap()
    }

    fn first_claim(&self) -> String {
        self.get("/api/claims?sort=document").json()["items"][0]["id"].as_str().unwrap().to_owned()
    }
}

fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

const REPORT: &str = "date 2023-11-04\n\
    Officials said 12,689 Afghans returned from Pakistan to Afghanistan through Torkham on Friday.\n\
    At Chaman 3,100 Afghans returned the same day, the Border Police said.\n";

#[test]
fn the_pages_say_what_the_commands_say() {
    let folder = tempfile::tempdir().unwrap();
    told(folder.path(), &["add", EXAMPLE, "--ledger", "l.sqlite"]);
    let served = Served::start(folder, &[]);
    let command = |arguments: &[&str]| told(served.folder.path(), arguments);
    let question =
        ["--from", "2023-10-18", "--to", "2023-11-01", "--via", "Torkham", "--by", "week"];
    let mut asked = vec!["picture", "l.sqlite", "--format", "json"];
    assert_eq!(served.get("/api/picture").body, command(&asked));
    asked.extend(question);
    let address = "/api/picture?from=2023-10-18&to=2023-11-01&via=torkham&by=week";
    assert_eq!(served.get(address).body, command(&asked));
    let early = served.get("/api/picture?as_of=2023-11-02").body;
    assert_eq!(
        early,
        command(&["picture", "l.sqlite", "--format", "json", "--as-of", "2023-11-02"])
    );

    let findings: Value =
        serde_json::from_slice(&command(&["audit", "l.sqlite", "--format", "json"])).unwrap();
    let shown = served.get("/api/findings").json();
    let all = shown["items"].as_array().unwrap();
    assert!(
        findings.as_array().unwrap().iter().all(|one| all.contains(one)),
        "all that the audit prints"
    );

    command(&["brief", "l.sqlite", "-o", "brief.html"]);
    let brief = fs::read(served.folder.path().join("brief.html")).unwrap();
    assert_eq!(served.get("/brief").body, brief);
    command(&["export", "l.sqlite", "--by", "day", "-o", "flows.csv"]);
    let flows = fs::read(served.folder.path().join("flows.csv")).unwrap();
    assert_eq!(served.get("/export/flows.csv?by=day").body, flows);

    // The number that leads the page is the one that leads the JSON.
    let leads =
        served.get("/api/picture").json()["headline"]["figure"].as_str().unwrap().to_owned();
    assert!(served.get("/").text().contains(&leads), "{leads}");
}

#[test]
fn every_page_answers_and_carries_its_policy() {
    let served = Served::of(REPORT, &[]);
    let claim = served.first_claim();
    for path in [
        "/",
        "/claims",
        "/claims?q=torkham&sort=number",
        &format!("/claims/{claim}"),
        "/queue",
        "/disagreements",
        "/findings",
        "/documents",
        "/sources",
        "/events",
        "/map",
        "/export",
        "/log",
        "/api/claims",
        "/api/queue",
        "/api/log",
        "/api/documents",
        "/api/sources",
        "/api/events",
        "/api/disagreements",
        "/api/openapi.json",
        "/metrics",
        "/healthz",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    let mark = served.get("/claims").header("etag").unwrap().to_owned();
    let again = served.send(&format!("GET /claims HTTP/1.1\r\nIf-None-Match: {mark}"), &[]);
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[test]
fn what_cannot_be_asked_is_a_problem_with_a_remedy() {
    let served = Served::of(REPORT, &[]);
    for (path, status, words) in [
        ("/api/picture?form=2023-11-01", 400, "there is no parameter form"),
        ("/api/picture?from=yesterday", 400, "is no day"),
        ("/api/picture?via=Nowhere", 400, "no crossing of that name"),
        ("/claims?as_of=yesterday", 400, "is no day"),
        ("/api/claims?as_of=1999-01-01", 422, "nothing had been published"),
        ("/disagreements?as_of=1999-01-01", 422, "nothing had been published"),
        ("/api/claims?per=100000", 400, "will not do"),
        ("/api/claims/0123456789abcdef", 404, "no claim"),
        ("/api/nothing", 404, "no page"),
        ("/assets/0/../../../../etc/passwd", 404, "no page"),
        ("/export/..%2f..%2fetc%2fpasswd", 404, "no file"),
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert!(answer.text().to_lowercase().contains(words), "{path}: {}", answer.text());
    }
    let problem = served.get("/api/picture?form=1");
    assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    assert!(problem.json()["remedy"].as_str().unwrap().contains("from, to, via"));
}

#[test]
fn an_uploaded_report_is_read_kept_and_never_markup() {
    let served = Served::empty();
    assert!(served.get("/").text().contains("Nothing has been added yet"));
    let hostile = REPORT.replace("Officials", "<script>alert(1)</script> Officials");
    let answer = served.upload("../../<img src=x onerror=alert(1)>.txt", hostile.as_bytes());
    assert_eq!(answer.status, 200);
    let page = answer.text();
    assert!(page.contains("1 document added") && page.contains("2 claims"), "{page}");
    assert!(!page.contains("<img src=x") && !page.contains(".."), "{page}");
    let claim = served.first_claim();
    for path in ["/documents", "/claims", &format!("/claims/{claim}"), "/queue", "/"] {
        let page = served.get(path).text();
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{path}");
    }
    assert!(served.get(&format!("/claims/{claim}")).text().contains("&lt;script&gt;"));
    // The same again changes nothing; a text without a day is not kept, and says why.
    assert!(served.upload("again.txt", hostile.as_bytes()).text().contains("was there already"));
    let undated = served
        .upload("undated.txt", b"Officials said 900 Afghans returned through Torkham on Friday.");
    assert!(undated.text().contains("oes not say when it was published"), "{}", undated.text());
    assert!(served.verified().contains("all is well"));
}

#[test]
fn a_text_is_read_without_being_kept() {
    let served = Served::empty();
    let body = serde_json::json!({ "text": REPORT }).to_string();
    let answer = served.post("/api/read", &body).json();
    assert_eq!(answer["items"][0]["statements"].as_array().unwrap().len(), 2);
    assert_eq!(served.get("/api/claims").json()["total"], 0);
}

#[test]
fn what_is_too_large_or_a_bomb_is_refused_and_the_server_goes_on() {
    let served = Served::empty();
    let head = format!(
        "POST /documents HTTP/1.1\r\nContent-Type: text/plain\r\nHost: {}\r\nContent-Length: 99999999",
        served.address
    );
    assert_eq!(served.send(&head, &[]).status, 413);
    let form = "x".repeat(3 << 20);
    let kind = "Content-Type: application/x-www-form-urlencoded";
    let answer = served.send(&format!("POST /name HTTP/1.1\r\n{kind}"), form.as_bytes());
    assert!(answer.status == 413 || answer.status == 0, "{}", answer.status);
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    bomb.start_file("word/document.xml", options).unwrap();
    for _ in 0..300 {
        bomb.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = bomb.finish().unwrap().into_inner();
    let answer = served.upload("bomb.docx", &bomb);
    assert!(answer.text().contains("not kept"), "{}", answer.text());
    assert_eq!(served.get("/healthz").status, 200);
}

#[test]
fn another_site_cannot_decide_and_cannot_pass_for_this_machine() {
    let served = Served::of(REPORT, &[]);
    let path = format!("/claims/{}/decisions", served.first_claim());
    let kind = "Content-Type: application/x-www-form-urlencoded";
    let token = served.token("");
    let body = format!("verdict=reject&token={token}");
    for head in [
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Origin: https://elsewhere.example",
        "Origin: null",
    ] {
        let answer =
            served.send(&format!("POST {path} HTTP/1.1\r\n{kind}\r\n{head}"), body.as_bytes());
        assert_eq!(answer.status, 403, "{head}");
    }
    let bare = served.send(&format!("POST {path} HTTP/1.1\r\n{kind}"), b"verdict=reject");
    assert_eq!(bare.status, 403, "no token");
    let json = format!(
        "POST /api{path} HTTP/1.1\r\nContent-Type: application/json\r\nOrigin: http://evil.example"
    );
    assert_eq!(served.send(&json, b"{\"verdict\":\"reject\"}").status, 403);
    assert_eq!(served.send("GET / HTTP/1.1\r\nHost: rebound.example", &[]).status, 403);
    assert_eq!(served.get("/api/log").json()["total"], 0);
}

#[test]
fn a_decision_is_taken_and_taken_back() {
    let served = Served::of(REPORT, &[]);
    let claim = served.first_claim();
    let path = format!("/claims/{claim}/decisions");
    let fields = [
        ("verdict", "correct"),
        ("set.value", "12698"),
        ("was.value", "12689"),
        ("why", "two digits"),
        ("version", "0"),
    ];
    assert_eq!(served.form(&path, &fields).status, 303);
    let now = served.get(&format!("/api/claims/{claim}")).json();
    assert_eq!((&now["value"], &now["as_read"]["value"]), (&12698.into(), &12689.into()));
    let decision = now["decisions"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(served.form(&format!("/decisions/{decision}/undo"), &[]).status, 303);
    assert_eq!(served.get(&format!("/api/claims/{claim}")).json()["value"], 12689);
    // Back to a page of ours, and to no other.
    let away = served.form(&path, &[("verdict", "flag"), ("back", "//elsewhere.example")]);
    assert!(away.header("location").unwrap().starts_with("/claims/"));
    assert!(served.verified().contains("3 decisions"));
}

#[test]
fn two_who_decide_at_once_are_both_heard() {
    let served = Served::of(REPORT, &[]);
    let claim = served.first_claim();
    let path = format!("/claims/{claim}/decisions");
    served.form(&path, &[("verdict", "correct"), ("set", "value=12698"), ("version", "0")]);
    let second = served.form(
        &path,
        &[("verdict", "correct"), ("set", "value=12869"), ("version", "0"), ("back", "/queue")],
    );
    assert_eq!(
        second.header("location"),
        Some(format!("/claims/{claim}#decisions").as_str()),
        "shown, not passed over"
    );
    let page = served.get(&format!("/claims/{claim}")).text();
    assert!(page.contains("Two people decided without knowing of each other"));
    assert!(page.contains("value = 12698") && page.contains("value = 12869"));
    let now = served.get(&format!("/api/claims/{claim}")).json();
    assert_eq!((&now["value"], &now["conflict"]), (&12869.into(), &true.into()));
    let last = now["decisions"][1]["id"].as_str().unwrap().to_owned();
    served.form(&format!("/decisions/{last}/undo"), &[]);
    let now = served.get(&format!("/api/claims/{claim}")).json();
    assert_eq!((&now["value"], &now["conflict"]), (&12698.into(), &false.into()));
}

#[test]
fn the_queue_shrinks_with_every_decision_and_proofs_come_first() {
    let folder = tempfile::tempdir().unwrap();
    told(folder.path(), &["add", EXAMPLE, "--ledger", "l.sqlite"]);
    let served = Served::start(folder, &[]);
    // While the picture is drawn the queue is there without it.
    served.get("/");
    let queue = served.get("/api/queue").json();
    let items = queue["items"].as_array().unwrap();
    let proved = |item: &Value| item["detail"]["severity"] == "proved";
    assert!(proved(&items[0]), "{}", items[0]);
    let first_other = items.iter().position(|item| !proved(item)).unwrap();
    assert!(items[first_other..].iter().all(|item| !proved(item)));
    assert_eq!(items[first_other]["reason"], "moves");
    let id = items[0]["claim"].as_str().unwrap();
    assert_eq!(
        served
            .form(&format!("/claims/{id}/decisions"), &[("verdict", "accept"), ("version", "0")])
            .status,
        303
    );
    let after = served.get("/api/queue").json();
    assert_eq!(after["total"].as_u64().unwrap(), queue["total"].as_u64().unwrap() - 1);
    assert!(after["items"].as_array().unwrap().iter().all(|item| item["claim"] != id));
}

#[test]
fn killed_in_the_middle_of_an_upload_it_starts_again_with_what_was_there() {
    let mut served = Served::of(REPORT, &[]);
    let mut half = TcpStream::connect(&served.address).unwrap();
    let head = format!(
        "POST /documents HTTP/1.1\r\nHost: {}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n--b\r\nContent",
        served.address
    );
    half.write_all(head.as_bytes()).unwrap();
    served.child.kill().unwrap();
    served.child.wait().unwrap();
    assert!(served.verified().contains("all is well"));
    let folder = std::mem::replace(&mut served.folder, tempfile::tempdir().unwrap());
    let again = Served::start(folder, &[]);
    assert_eq!(again.get("/api/claims").json()["total"], 2);
}

/// A stream of events, open.
fn follow(served: &Served, last: &str) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(&served.address).unwrap();
    let head =
        format!("GET /live HTTP/1.1\r\nHost: {}\r\nLast-Event-ID: {last}\r\n\r\n", served.address);
    stream.write_all(head.as_bytes()).unwrap();
    BufReader::new(stream)
}

fn until(stream: &mut BufReader<TcpStream>, words: &str) -> String {
    let mut all = String::new();
    while !all.contains(words) {
        let mut line = String::new();
        assert!(stream.read_line(&mut line).unwrap() > 0, "ended before {words}: {all}");
        all += &line;
    }
    all
}

#[test]
fn whoever_comes_back_to_the_events_misses_none() {
    let served = Served::of(REPORT, &[]);
    let claim = served.first_claim();
    let mut stream = follow(&served, "1");
    let head = until(&mut stream, "event: at");
    assert!(head.contains("text/event-stream") && head.contains("x-accel-buffering: no"), "{head}");
    served.form(&format!("/claims/{claim}/decisions"), &[("verdict", "flag")]);
    assert!(until(&mut stream, "\"sort\":\"decision\"").contains("id: 2\n"));
    drop(stream);
    served.form(&format!("/claims/{claim}/decisions"), &[("verdict", "accept")]);
    let mut back = follow(&served, "1");
    let missed = until(&mut back, "id: 3\n");
    assert!(missed.contains("id: 2\n"), "{missed}");
}

#[test]
fn it_ends_when_told_with_streams_open() {
    let mut served = Served::of(REPORT, &[]);
    let mut streams: Vec<_> = (0..20).map(|_| follow(&served, "0")).collect();
    for stream in &mut streams {
        until(stream, "event: at");
    }
    let told =
        Command::new("kill").args(["-TERM", &served.child.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
    for mut stream in streams {
        let mut rest = String::new();
        let _ = stream.read_to_string(&mut rest);
    }
}

#[test]
fn a_head_that_never_ends_is_not_waited_for() {
    let served = Served::empty();
    let mut stream = TcpStream::connect(&served.address).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ").unwrap();
    let mut rest = Vec::new();
    // Ends because the server closes, or never.
    let _ = stream.read_to_end(&mut rest);
    assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
    assert_eq!(served.get("/healthz").status, 200);
}

#[test]
fn beyond_this_machine_it_asks_for_users() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        crossings(folder.path(), &["serve", "--ledger", "l.sqlite", "--listen", "0.0.0.0:0"])
            .output()
            .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(
        words.contains("there are no users") && words.contains("crossings serve add-user"),
        "{words}"
    );
}

#[test]
fn no_password_of_a_database_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let address = "postgres://desk:hunter2secret@127.0.0.1:1/border";
    let output = crossings(folder.path(), &["serve", "--ledger", address]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("hunter2secret"));
}

/// Makes a user; the token for programs.
fn user(folder: &Path, name: &str, role: &str) -> String {
    let arguments = ["serve", "add-user", name, "--role", role, "--users", "l.sqlite.users"];
    let mut child =
        crossings(folder, &arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"a long password\n").unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap().trim().to_owned()
}

#[test]
fn a_team_logs_in_and_each_may_what_the_role_may() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.txt"), REPORT).unwrap();
    told(folder.path(), &["add", "report.txt", "--ledger", "l.sqlite"]);
    let reader = user(folder.path(), "Rana", "reader");
    let analyst = user(folder.path(), "Noor", "analyst");
    let served = Served::start(folder, &[]);
    assert_eq!(served.get("/").header("location"), Some("/login"));
    assert_eq!(served.get("/api/claims").status, 401);

    let page = served.get("/login").text();
    let early =
        page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let login = |password: &str, cookie: &str| {
        let body = format!("token={early}&name=Noor&password={}", encoded(password));
        let kind = "Content-Type: application/x-www-form-urlencoded";
        served.send(&format!("POST /login HTTP/1.1\r\n{kind}{cookie}"), body.as_bytes())
    };
    assert_eq!(login("a wrong password", "").status, 422);
    // A session that somebody else chose before is not the one that comes of logging in.
    let fixed = "\r\nCookie: crossings_session=chosen.1.2.3";
    let entered = login("a long password", fixed);
    let cookie = entered.header("set-cookie").unwrap().to_owned();
    assert!(
        cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Strict")
            && !cookie.contains("chosen"),
        "{cookie}"
    );
    assert_eq!(
        served.send(&format!("GET /queue HTTP/1.1{fixed}"), &[]).header("location"),
        Some("/login")
    );
    let session = format!("\r\nCookie: {}", cookie.split(';').next().unwrap());
    assert_eq!(served.send(&format!("GET /queue HTTP/1.1{session}"), &[]).status, 200);

    let bearer = |token: &str| format!("\r\nAuthorization: Bearer {token}");
    let claims = served.send(&format!("GET /api/claims HTTP/1.1{}", bearer(&reader)), &[]);
    let claim = claims.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let decide = |token: &str, verdict: &str| {
        let head = format!(
            "POST /api/claims/{claim}/decisions HTTP/1.1\r\nContent-Type: application/json{}",
            bearer(token)
        );
        served.send(&head, format!("{{\"verdict\":\"{verdict}\"}}").as_bytes())
    };
    assert_eq!(decide(&reader, "accept").status, 403);
    assert_eq!(served.send(&format!("GET /queue HTTP/1.1{}", bearer(&reader)), &[]).status, 403);
    assert_eq!(decide(&analyst, "confidential").status, 403, "for an admin");
    let taken = decide(&analyst, "accept");
    assert_eq!(
        (taken.status, &taken.json()["decision"]["by"]),
        (200, &"Noor".into()),
        "{}",
        taken.text()
    );
    // The session's own token, and no other's, goes with its forms.
    let kind = "Content-Type: application/x-www-form-urlencoded";
    let foreign = served.send(
        &format!("POST /claims/{claim}/decisions HTTP/1.1\r\n{kind}{session}"),
        format!("verdict=reject&token={early}").as_bytes(),
    );
    assert_eq!(foreign.status, 403);
    let own = served.token(&session);
    let good = served.send(
        &format!("POST /claims/{claim}/decisions HTTP/1.1\r\n{kind}{session}"),
        format!("verdict=reject&token={own}").as_bytes(),
    );
    assert_eq!(good.status, 303);
}

#[test]
fn passwords_cannot_be_tried_without_end() {
    let folder = tempfile::tempdir().unwrap();
    user(folder.path(), "Noor", "analyst");
    let served = Served::start(folder, &[]);
    let page = served.get("/login").text();
    let early =
        page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let kind = "Content-Type: application/x-www-form-urlencoded";
    let body = format!("token={early}&name=Noor&password=x");
    let tries: Vec<u16> = (0..25)
        .map(|_| served.send(&format!("POST /login HTTP/1.1\r\n{kind}"), body.as_bytes()).status)
        .collect();
    assert!(tries.contains(&429), "{tries:?}");
}

const FEW: &str = "date 2023-11-04\n\
    On Friday 7 Afghans returned from Pakistan to Afghanistan through Torkham, the Border Police said.\n\
    On Thursday 12,689 Afghans returned from Pakistan to Afghanistan through Torkham, the Border Police said.\n";

#[test]
fn in_public_nothing_is_taken_and_small_numbers_are_not_told() {
    let served = Served::of(FEW, &["--public"]);
    let home = served.get("/");
    assert_eq!(home.status, 200);
    for path in
        ["/queue", "/documents", "/log", "/api/documents", "/api/log", "/api/queue", "/live"]
    {
        assert_eq!(served.get(path).status, 403, "{path}");
    }
    assert_eq!(served.post("/api/read", "{\"text\":\"x\"}").status, 403);
    let few = served.get("/api/claims?sort=document").json();
    let small =
        few["items"].as_array().unwrap().iter().find(|item| item["suppressed"] == true).unwrap();
    assert_eq!(small["value"], Value::Null);
    for path in ["/claims", "/findings", &format!("/claims/{}", small["id"].as_str().unwrap())] {
        let page = served.get(path).text();
        assert!(!page.contains("7 Afghans"), "{path}");
    }
}

#[test]
fn what_is_confidential_is_on_no_page() {
    let served = Served::of(REPORT, &[]);
    let document =
        served.get("/api/documents").json()["items"][0]["id"].as_str().unwrap().to_owned();
    let other = "date 2023-11-05\nThe Border Police said 4,400 Afghans returned from Pakistan to Afghanistan through Torkham on Saturday.\n";
    served.upload("other.txt", other.as_bytes());
    let arguments = [
        "decide",
        "confidential",
        &document,
        "--ledger",
        "l.sqlite",
        "--by",
        "Noor",
        "--why",
        "a source at risk",
    ];
    told(served.folder.path(), &arguments);
    for path in [
        "/",
        "/claims",
        "/documents",
        "/log",
        "/api/claims",
        "/api/documents",
        "/api/log",
        "/queue",
        "/export/claims.csv",
    ] {
        let page = served.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        for secret in ["12,689", "12689", "3,100", "3100"] {
            assert!(!page.text().contains(secret), "{path} tells {secret}");
        }
    }
    assert_eq!(served.get(&format!("/documents/{document}")).status, 404);
}
