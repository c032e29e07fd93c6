//! `gouji serve`: what it answers is what the program prints; what it refuses and why; that nothing
//! holds it up; how it stops.

mod client;
mod load;
mod refused;
mod stop;

use client::{Server, audit};
use serde_json::Value;
use std::collections::BTreeSet;

const PLANTED: &str = "fixtures/archive-planted/document.txt";
const CLEAN: &str = "fixtures/archive-clean/yuan.txt";

fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// What the program prints, and what it ends with.
fn printed(args: &[&str]) -> (Vec<u8>, i32) {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("gouji");
    let out = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().unwrap();
    (out.stdout, out.status.code().unwrap())
}

#[test]
fn answers_are_what_the_program_prints() {
    let server = Server::start(&[]);
    let formats = server.get("/rules").json()["formats"].clone();
    let formats: Vec<&str> =
        formats.as_array().unwrap().iter().map(|format| format["id"].as_str().unwrap()).collect();
    assert!(formats.len() > 8);
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept.txt");
    for format in formats {
        let args = ["check", PLANTED, "--format", format, "--date", "2026-01-05"];
        let (own, status) = printed(&args);
        // an answer is kept, as a text that is written to a file
        let own = if format == "text" {
            printed(&[&args[..], &["-o", kept.to_str().unwrap()]].concat());
            std::fs::read(&kept).unwrap()
        } else {
            own
        };
        let query = format!("name={PLANTED}&format={format}&date=2026-01-05");
        let answer = server.send(&audit(&query, &bytes(PLANTED)));
        assert_eq!(answer.status, 200, "{format}");
        assert!(answer.body == own, "{format}");
        assert_eq!(answer.header("gouji-exit-status"), Some(status.to_string().as_str()));
    }
}

#[test]
fn choices_are_those_of_the_program() {
    let server = Server::start(&[]);
    for (args, query) in [
        (&["-r", "henan", "--all"][..], "ruleset=henan&all=true"),
        (&["--kind", "final-accounts", "--year", "2022"], "kind=final-accounts&year=2022"),
    ] {
        let args = [&["check", PLANTED, "--format", "json"], args].concat();
        let (own, status) = printed(&args);
        let answer = server.send(&audit(&format!("name={PLANTED}&{query}"), &bytes(PLANTED)));
        assert!(answer.body == own && answer.status == 200, "{query} {status}");
    }
}

#[test]
fn forms_of_several_files_are_a_run() {
    let server = Server::start(&[]);
    let files = [(PLANTED, bytes(PLANTED)), (CLEAN, bytes(CLEAN)), ("空.txt", b" ".to_vec())];
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    for (format, together) in [("json", false), ("html", false), ("csv", true)] {
        let mut args =
            vec!["check", PLANTED, CLEAN, "空.txt", "--format", format, "--date", "2026-01-05"];
        args.extend(together.then_some("--together"));
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("gouji");
        let own = command.current_dir(folder.path()).args(args).output().unwrap();
        let fields = [("format", format), ("date", "2026-01-05")];
        let more = [("together", "true")];
        let fields = [&fields[..], if together { &more[..] } else { &[] }].concat();
        let answer = server.send(&client::form("", &fields, &files));
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert!(answer.body == own.stdout, "{format} {together}");
        let status = own.status.code().unwrap().to_string();
        assert_eq!(answer.header("gouji-exit-status"), Some(status.as_str()));
    }
}

#[test]
fn the_desk_of_rules_is_answered_as_in_the_page() {
    let server = Server::start(&[]);
    let ask = |fields: &[(&str, &str)], files: &[(&str, Vec<u8>)]| {
        server.send(&client::form_to("/desk", fields, files))
    };
    let question = r#"{"ask": "look", "rules": {}}"#;
    let answer = ask(&[("question", question)], &[("a.txt", bytes(PLANTED))]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let books = gouji::desk::DeskBooks { lean: gouji::embedded_lean, full: gouji::embedded };
    let planted = bytes(PLANTED);
    let own = gouji::desk::answer(books, question, &[("a.txt", &planted)]).unwrap();
    assert_eq!(answer.json(), own);
    assert!(own["findings"].as_array().unwrap().len() > 2);
    // no file is needed, but a question is
    let answer = ask(&[("question", r#"{"ask": "rules", "rules": {}, "cases": false}"#)], &[]);
    assert_eq!((answer.status, &answer.json()["mistakes"]), (200, &serde_json::json!([])));
    for fields in [&[("question", "{}")][..], &[("format", "json")], &[]] {
        let answer = ask(fields, &[("a.txt", bytes(PLANTED))]);
        assert_eq!(answer.status, 400, "{}", answer.text());
    }
    assert_eq!(server.get("/desk").status, 405);
}

#[cfg(feature = "formats")]
#[test]
fn the_paper_to_sign_is_that_of_the_program() {
    let server = Server::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    for extension in ["docx", "html"] {
        let paper = folder.path().join(format!("意见.{extension}"));
        let shown = paper.display().to_string();
        printed(&["check", PLANTED, "--opinion", &shown, "--date", "2026-01-05"]);
        let query = format!("name={PLANTED}&format=opinion-{extension}&date=2026-01-05");
        let answer = server.send(&audit(&query, &bytes(PLANTED)));
        assert!(answer.body == std::fs::read(&paper).unwrap(), "{extension}");
    }
}

#[test]
fn a_document_that_cannot_be_read_is_an_answer() {
    let server = Server::start(&[]);
    let answer = server.send(&audit("name=%E7%A9%BA.txt", b"  \n"));
    assert_eq!((answer.status, answer.header("gouji-exit-status")), (200, Some("3")));
    assert_eq!(answer.json()["documents"][0]["error_code"], "file-empty");
    // one without a name is known by what it holds
    let unnamed = server.send(&audit("", &bytes(PLANTED)));
    assert_eq!((unnamed.status, unnamed.header("gouji-exit-status")), (200, Some("1")));
}

#[test]
fn the_page_asks_nothing_of_elsewhere() {
    let server = Server::start(&[]);
    let page = server.get("/");
    assert!(page.text().contains("审核文件") && !page.text().contains("://"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    for (path, media) in [("/page.js", "text/javascript"), ("/page.css", "text/css")] {
        let piece = server.get(path);
        assert!(piece.header("content-type").unwrap().starts_with(media));
        assert!(!piece.text().contains("://"), "{path}");
    }
    for answer in [page, server.get("/rules"), server.get("/nothing")] {
        assert!(answer.header("access-control-allow-origin").is_none());
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
    }
    let report = server.send(&audit(&format!("name={PLANTED}&format=html"), &bytes(PLANTED)));
    assert!(report.header("content-security-policy").unwrap().contains("sandbox"));
}

#[test]
fn another_page_may_be_shown() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("gouji.html");
    std::fs::write(&page, "<!doctype html><title>own</title>").unwrap();
    let server = Server::start(&["--page", &page.display().to_string()]);
    assert!(server.get("/").text().contains("<title>own"));
    assert_eq!(server.get("/health").json()["status"], "ok");
}

#[test]
fn rulesets_are_listed() {
    let server = Server::start(&[]);
    let rulesets = server.get("/rules").json()["rulesets"].clone();
    for ruleset in rulesets.as_array().unwrap() {
        let id = ruleset["id"].as_str().unwrap();
        let own = server.get(&format!("/rules/{id}")).json();
        assert_eq!(own["id"], id);
        assert!(own["rules"].as_array().unwrap().iter().all(|rule| rule["id"].is_string()));
    }
    let missing = server.get("/rules/%E6%B2%A1%E6%9C%89");
    assert_eq!((missing.status, missing.code().as_str()), (404, "ruleset-not-found"));
}

#[test]
fn the_description_says_what_the_server_does() {
    let server = Server::start(&[]);
    let api = server.get("/openapi.json").json();
    assert_eq!(api["openapi"], "3.1.0");
    let methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"];
    for (path, operations) in api["paths"].as_object().unwrap() {
        let filled = path.replace("{id}", "national");
        for method in methods {
            let answer = server.send(&client::request(method, &filled, &[], b""));
            let status = answer.status.to_string();
            let Some(operation) = operations.get(method.to_lowercase()) else {
                assert_eq!((answer.status, answer.code().as_str()), (405, "method-not-allowed"));
                assert!(!answer.header("allow").unwrap().contains(method));
                continue;
            };
            let told = &operation["responses"][&status];
            assert!(told.is_object(), "{method} {path} {status}");
            let media = answer.header("content-type").unwrap();
            assert!(told["content"].get(media).is_some(), "{method} {path} {media}");
        }
    }
    // what is not described is not there
    assert_eq!(server.get("/audits").code(), "path-unknown");
    // each parameter that is described is one, and what is said to be allowed is
    let operation = &api["paths"]["/audit"]["post"];
    for parameter in operation["parameters"].as_array().unwrap() {
        let name = parameter["name"].as_str().unwrap();
        let refused = server.send(&audit(&format!("{name}="), b"x"));
        assert_eq!(refused.code(), "parameter-unusable", "{name}");
        for value in parameter["schema"]["enum"].as_array().into_iter().flatten() {
            let value = value.as_str().unwrap();
            let value: String = value.bytes().map(|byte| format!("%{byte:02x}")).collect();
            let query = format!("name=a.txt&{name}={value}");
            let answer = server.send(&audit(&query, b"x"));
            let media = answer.header("content-type").unwrap();
            assert_eq!(answer.status, 200, "{query}");
            assert!(operation["responses"]["200"]["content"].get(media).is_some(), "{media}");
        }
    }
    let codes = |list: &Value| -> BTreeSet<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|code| code.get("id").unwrap_or(code).as_str().unwrap().to_owned()).collect()
    };
    let (listed, _) = printed(&["explain", "--codes", "--format", "json"]);
    let listed: Value = serde_json::from_slice(&listed).unwrap();
    let room = listed["rooms"].as_array().unwrap().iter().find(|room| room["name"] == "serve");
    assert_eq!(
        codes(&room.unwrap()["codes"]),
        codes(&api["components"]["schemas"]["Refusal"]["properties"]["code"]["enum"])
    );
}

#[test]
fn what_is_kept_is_what_was_sent_and_answered() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("留存");
    let server = Server::start_in(folder.path(), &["--keep", "留存"]);
    let query = "name=..%2F..%2Fa.txt&date=2026-01-05";
    let answer = server.send(&audit(query, &bytes(PLANTED)));
    assert_eq!(answer.status, 200);
    let own = kept.join("2026-01-05-00001");
    assert_eq!(std::fs::read(own.join("1-a.txt")).unwrap(), bytes(PLANTED));
    assert_eq!(std::fs::read(own.join("a.gouji.json")).unwrap(), answer.body);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn nothing_is_written_unless_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &[]);
    assert_eq!(server.send(&audit("name=a.txt&format=html", &bytes(PLANTED))).status, 200);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn rules_that_broke_since_are_422() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("zhen");
    std::fs::create_dir(&rules).unwrap();
    let rule = |expect: &str| {
        let text = format!("[[rule]]\nid = \"甲\"\nform = \"支出决算表\"\nexpect = \"{expect}\"\n");
        std::fs::write(rules.join("a.toml"), text).unwrap();
    };
    rule("本年支出合计 >= 1万元");
    let server = Server::start_in(folder.path(), &["--rules", "zhen"]);
    rule("本年支出合计 >= 去年");
    let answer = server.send(&audit("name=a.txt&date=2024-03-01", &bytes(PLANTED)));
    assert_eq!((answer.status, answer.code().as_str()), (422, "rules-broken"));
}

#[test]
fn a_folder_of_this_machine_is_no_ruleset() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("secret")).unwrap();
    let server = Server::start_in(folder.path(), &[]);
    for name in ["secret", ".", "..", "/"] {
        let answer = server.send(&audit(&format!("name=a.txt&ruleset={name}"), b"x"));
        assert_eq!((answer.status, answer.code().as_str()), (400, "parameter-unusable"), "{name}");
    }
}
