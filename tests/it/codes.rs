//! Codes: all of them are listed, what a report holds is among them, and findings and notices are
//! chosen by them.

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use std::collections::BTreeSet;

const PLANTED: &str = "fixtures/archive-planted/document.txt";

/// Standard output, standard error and the exit status.
fn gouji(args: &[&str]) -> (String, String, i32) {
    let mut command = cargo_bin_cmd!("gouji");
    let out = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(out.stdout), text(out.stderr), out.status.code().unwrap())
}

fn json(args: &[&str]) -> Value {
    let (out, err, _) = gouji(args);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error} {err}"))
}

/// The codes of one kind.
fn listed(list: &Value, kind: &str) -> BTreeSet<String> {
    let rooms = list["rooms"].as_array().unwrap();
    let room = rooms.iter().find(|room| room["name"] == kind).unwrap();
    room["codes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_code_is_listed_with_its_meaning() {
    let list = json(&["explain", "--codes", "--format", "json"]);
    let (text, _, status) = gouji(&["explain", "--codes"]);
    assert_eq!(status, 0);
    let mut count = 0;
    for room in list["rooms"].as_array().unwrap() {
        let mut seen = BTreeSet::new();
        for code in room["codes"].as_array().unwrap() {
            let (id, words) = (code["id"].as_str().unwrap(), code["words"].as_str().unwrap());
            assert!(seen.insert(id), "{id} stands twice");
            assert!(text.contains(id) && !words.is_empty(), "{id}");
            count += 1;
        }
    }
    assert!(count > 150, "{count}");
}

#[test]
fn the_codes_of_a_report_are_listed() {
    let list = json(&["explain", "--codes", "--format", "json"]);
    let report =
        json(&["check", PLANTED, "没有.txt", "--format", "json", "--all", "--fail-on", "never"]);
    let mut seen = BTreeSet::new();
    let mut see = |kind: &'static str, code: &Value| {
        if let Some(code) = code.as_str() {
            assert!(listed(&list, kind).contains(code), "{kind} {code}");
            seen.insert(kind);
        }
    };
    for document in report["documents"].as_array().unwrap() {
        see("unreadable", &document["error_code"]);
        for check in document["checks"].as_array().unwrap() {
            see("nature", &check["nature"]);
            see("fault", &check["fault"]);
            see("reason", &check["reason"]);
        }
        for rule in document["rules"].as_array().unwrap() {
            rule["reasons"].as_array().into_iter().flatten().for_each(|code| see("reason", code));
        }
        for notice in document["notices"].as_array().unwrap() {
            assert!(notice["code"].is_string());
            see("notice", &notice["code"]);
        }
        for finding in document["findings"].as_array().unwrap() {
            for suspect in finding["cause"]["suspects"].as_array().into_iter().flatten() {
                see("slip", &suspect["slip"]);
            }
        }
    }
    assert!(["unreadable", "nature", "fault", "reason"].iter().all(|kind| seen.contains(kind)));
}

#[test]
fn findings_and_notices_are_chosen_by_code() {
    let findings = |args: &[&str]| {
        let report = json(&[&["check", PLANTED, "--format", "json"], args].concat());
        let document = report["documents"][0].clone();
        (
            document["findings"].as_array().unwrap().len(),
            document["notices"][0]["code"].as_str().map(str::to_owned),
        )
    };
    let (all, _) = findings(&[]);
    let (series, _) = findings(&["--only", "tree"]);
    let (rest, told) = findings(&["--without", "tree"]);
    assert!(all > 1 && series < all);
    assert_eq!(series + rest, all);
    assert_eq!(told.as_deref(), (series > 0).then_some("left-out-by-code"));
    let (none, told) = findings(&["--without", "sides-apart", "--without", "words-unwanted"]);
    assert_eq!((none, told.as_deref()), (0, Some("left-out-by-code")));
}

#[test]
fn what_was_left_out_is_never_nothing_found() {
    let (text, _, _) = gouji(&["check", PLANTED, "--without", "sides-apart"]);
    assert!(!text.contains("✓ 没有发现问题"), "{text}");
    assert!(text.contains("按代码没有列出"), "{text}");
}

#[test]
fn a_code_that_is_none_is_a_mistake_of_the_command() {
    let (_, said, status) = gouji(&["check", PLANTED, "--only", "side-apart"]);
    assert_eq!(status, 2);
    assert!(said.contains("sides-apart"), "{said}");
    // a ledger needs all findings
    let (_, said, status) =
        gouji(&["check", PLANTED, "--only", "sides-apart", "--ledger", "台账.xlsx"]);
    assert_eq!(status, 2);
    assert!(said.contains("--ledger"), "{said}");
}
