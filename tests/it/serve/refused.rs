//! What is refused, with which status and code.

use super::client::{Answer, Server, audit, form, request};
use super::{PLANTED, bytes};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code));
}

#[test]
fn hosts_and_sites_that_are_not_ours() {
    let server = Server::start(&[]);
    let get =
        |path: &str, headers: &[(&str, &str)]| server.send(&request("GET", path, headers, b""));
    for host in ["evil.example", "evil.example:80", "10.1.2.3"] {
        refused(&get("/rules", &[("Host", host)]), 403, "host-refused");
        refused(&get("/", &[("Host", host)]), 403, "host-refused");
    }
    refused(&get("http://evil.example/rules", &[]), 403, "host-refused");
    for origin in ["null", "http://evil.example", "http://localhost:1"] {
        refused(&get("/rules", &[("Origin", origin)]), 403, "origin-refused");
        let post = request("POST", "/audit?name=a.txt", &[("Origin", origin)], b"x");
        refused(&server.send(&post), 403, "origin-refused");
    }
    refused(&get("/rules", &[("Sec-Fetch-Site", "cross-site")]), 403, "origin-refused");
    // a link to the page is no harm
    assert_eq!(get("/", &[("Sec-Fetch-Site", "cross-site")]).status, 200);
    let own = [("Host", "localhost:9"), ("Origin", "http://localhost:9")];
    assert_eq!(get("/rules", &own).status, 200);
    // who asks whether another site may is not told that it may
    let asks = [("Origin", "http://evil.example"), ("Access-Control-Request-Method", "POST")];
    let answer = server.send(&request("OPTIONS", "/audit", &asks, b""));
    assert_eq!(answer.status, 403);
    assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control")));
}

#[test]
fn elsewhere_a_token_is_asked_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let server = Server::start_at(folder, "0.0.0.0:0", &["--host", "audit.lan"]);
    let token = server.token.clone().unwrap();
    let get =
        |path: &str, headers: &[(&str, &str)]| server.send(&request("GET", path, headers, b""));
    let bearer = format!("Bearer {token}");
    let wrong = format!("Bearer {token}0");
    for path in ["/rules", "/rules/national"] {
        let answer = get(path, &[]);
        refused(&answer, 401, "token-refused");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        refused(&get(path, &[("Authorization", &wrong)]), 401, "token-refused");
        assert_eq!(get(path, &[("Authorization", &bearer)]).status, 200);
    }
    refused(&server.send(&audit("name=a.txt", b"x")), 401, "token-refused");
    for open in ["/", "/health", "/openapi.json"] {
        assert_eq!(get(open, &[("Host", "audit.lan")]).status, 200, "{open}");
    }
    let api = get("/openapi.json", &[]).json();
    assert!(api["paths"]["/audit"]["post"]["security"].is_array());
    refused(&get("/health", &[("Host", "evil.example")]), 403, "host-refused");
}

#[test]
fn a_token_of_a_file_is_asked_for_here_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("令牌"), "correct-horse-battery\n").unwrap();
    let server = Server::start_in(folder.path(), &["--token-file", "令牌"]);
    assert_eq!(server.token, None);
    assert_eq!(server.get("/rules").status, 401);
    let own = [("Authorization", "Bearer correct-horse-battery")];
    assert_eq!(server.send(&request("GET", "/rules", &own, b"")).status, 200);
}

#[test]
fn bodies_that_are_too_large() {
    let server = Server::start(&["--max-body", "1"]);
    let large = vec![b'x'; (3 << 20) + 1];
    refused(&server.send(&audit("name=a.txt", &large)), 413, "body-too-large");
    // without a length it is told while it comes
    let chunked = [("Transfer-Encoding", "chunked")];
    let mut sent = request("POST", "/audit?name=a.txt", &chunked, b"");
    for _ in 0..5 {
        sent.extend(b"80000\r\n");
        sent.extend(vec![b'x'; 0x80000]);
        sent.extend(b"\r\n");
    }
    sent.extend(b"0\r\n\r\n");
    refused(&server.send(&sent), 413, "body-too-large");
    let files: Vec<(&str, Vec<u8>)> = (0..201).map(|_| ("a.txt", b"x".to_vec())).collect();
    refused(&server.send(&form("", &[], &files)), 413, "files-too-many");
}

#[test]
fn bodies_that_are_no_files() {
    let server = Server::start(&[]);
    refused(&server.send(&audit("name=a.txt", b"")), 400, "file-missing");
    refused(&server.send(&form("", &[("format", "csv")], &[])), 400, "file-missing");
    refused(
        &server.send(&form("", &[("colour", "red")], &[("a.txt", b"x".to_vec())])),
        400,
        "parameter-unknown",
    );
    let media = [("Content-Type", "multipart/form-data; boundary=x")];
    refused(&server.send(&request("POST", "/audit", &media, b"nothing")), 400, "body-unreadable");
    let packed = [("Content-Encoding", "gzip")];
    refused(&server.send(&request("POST", "/audit?name=a", &packed, b"x")), 415, "body-encoded");
}

#[test]
fn parameters_that_cannot_be() {
    let server = Server::start(&[]);
    for query in ["format=doc", "year=1", "kind=x", "ruleset=x", "date=x", "all=x", "name=%ff"] {
        let query =
            if query.starts_with("name") { query.into() } else { format!("name=a&{query}") };
        refused(&server.send(&audit(&query, b"x")), 400, "parameter-unusable");
    }
    refused(&server.send(&audit("title=a", b"x")), 400, "parameter-unknown");
    refused(&server.get("/rules?x=1"), 400, "parameter-unknown");
}

#[test]
fn who_sends_slowly_is_sent_away_and_holds_nobody_up() {
    let server = Server::start(&["--read-seconds", "2", "--jobs", "1", "--queue", "0"]);
    let mut slow: Vec<_> = (0..20)
        .map(|_| {
            let mut stream = server.connect();
            stream
                .write_all(b"POST /audit?name=a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nx")
                .unwrap();
            stream
        })
        .collect();
    let mut silent = server.connect();
    silent.write_all(b"GET /hea").unwrap();
    // meanwhile others are served, though one audit alone may be at work
    let began = Instant::now();
    let answer = server.send(&audit(&format!("name={PLANTED}"), &bytes(PLANTED)));
    assert_eq!(answer.status, 200);
    for stream in &mut slow {
        refused(&Answer::read(stream), 408, "body-too-slow");
    }
    assert!(began.elapsed() < Duration::from_secs(40));
    // who never ends his headers is cut off
    assert_eq!(Answer::read(&mut silent).status / 100 % 4, 0);
    assert!(began.elapsed() < Duration::from_secs(60));
}

#[test]
fn what_is_no_http_ends_nothing() {
    let server = Server::start(&[]);
    for sent in [
        &b"\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\r\n\r\n",
        b"POST /audit?name=a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /audit?name=a HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\nx",
        b"GET /rules HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n",
    ] {
        let mut stream = server.connect();
        let _ = stream.write_all(sent);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let answer = Answer::read(&mut stream);
        assert!(answer.status == 0 || (400..500).contains(&answer.status), "{answer:?}");
    }
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(100_000));
    let _ = server.send(long.as_bytes());
    assert_eq!(server.get("/health").status, 200);
}

#[test]
fn any_bytes_are_answered_or_refused() {
    let server = Server::start(&["--read-seconds", "1", "--max-body", "1"]);
    let file = ("决算.txt", b"x".to_vec());
    let kinds = [
        audit("name=a.txt&format=csv", b"x"),
        form("ruleset=henan", &[("format", "csv")], &[file]),
        request("GET", "/rules/national", &[("Origin", "http://localhost")], b""),
    ];
    // numbers that are the same in every run
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for at in 0..300 {
        let mut sent = kinds[at % kinds.len()].clone();
        for _ in 0..=next(4) {
            if sent.len() < 2 {
                break;
            }
            let place = next(sent.len());
            match next(4) {
                0 => sent[place] = u8::try_from(next(256)).unwrap(),
                1 => drop(sent.remove(place)),
                2 => sent.insert(place, b"\r\n%\0:;=\"-&"[next(10)]),
                _ => sent.truncate(place.max(1)),
            }
        }
        let mut stream = server.connect();
        let _ = stream.write_all(&sent);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let answer = Answer::read(&mut stream);
        let shown = String::from_utf8_lossy(&sent);
        assert!(answer.status < 500, "{shown} {answer:?}");
        if answer.status >= 400 && !answer.body.is_empty() {
            answer.code();
        }
    }
    // an audit whose client went away ends, too
    let ends = (0..300).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        let state = server.get("/health").json();
        state["running"] == 0 && state["waiting"] == 0
    });
    assert!(ends);
}
