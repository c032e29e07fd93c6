//! More than can be done: who is too many is told so, and no answer is lost.

use super::client::{Server, audit};
use super::{PLANTED, bytes};
use std::time::Duration;

/// A document that is at work for a while.
fn long(rows: usize) -> Vec<u8> {
    let head = "示例市甲局2023年度部门决算公开\n\n支出决算表\n单位：万元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n";
    let rows = (0..rows)
        .map(|row| format!("{} | 某项 | 3.00 | 1.00 | 2.00 | 0 | 0 | 0\n", 2_010_101 + row));
    std::iter::once(head.to_owned()).chain(rows).collect::<String>().into_bytes()
}

#[test]
fn beyond_the_queue_requests_are_sent_away() {
    let server = Server::start(&["--jobs", "1", "--queue", "1"]);
    // compiled before, so that all take alike
    assert_eq!(server.send(&audit("name=a.txt", &bytes(PLANTED))).status, 200);
    let long = audit("name=a.txt&format=csv", &long(300));
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let answer = server.send(&long);
                    if answer.status == 429 {
                        assert_eq!(answer.code(), "server-busy");
                        let after = answer.header("retry-after").unwrap();
                        assert!(after.parse::<u32>().unwrap() > 0);
                    }
                    answer.status
                })
            })
            .collect();
        // the server tells how it is meanwhile
        assert_eq!(server.get("/health").status, 200);
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let count = |wanted| statuses.iter().filter(|status| **status == wanted).count();
    assert_eq!(count(200) + count(429), 8, "{statuses:?}");
    assert!(count(200) >= 2 && count(429) >= 1, "{statuses:?}");
    // and takes up again what comes later
    assert_eq!(server.send(&audit("name=a.txt", &bytes(PLANTED))).status, 200);
    let state = server.get("/health").json();
    assert_eq!((&state["running"], &state["waiting"]), (&0.into(), &0.into()));
}

#[test]
fn an_audit_that_takes_too_long_is_told() {
    let server = Server::start(&["--jobs", "1", "--max-seconds", "1"]);
    let answer = server.send(&audit("name=a.txt&format=csv", &long(1_500)));
    assert!(matches!(answer.status, 200 | 503), "{}", answer.text());
    if answer.status == 503 {
        assert_eq!(answer.code(), "audit-too-slow");
    }
    // it ends, and others come
    let ends = (0..600).find(|_| {
        std::thread::sleep(Duration::from_millis(100));
        server.get("/health").json()["running"] == 0
    });
    assert!(ends.is_some());
    assert!(matches!(server.send(&audit("name=a.txt", &bytes(PLANTED))).status, 200 | 503));
}

#[test]
fn many_at_once_get_the_same_answer() {
    let server = Server::start(&["--queue", "100"]);
    let sent = audit("name=a.txt", &bytes(PLANTED));
    let first = server.send(&sent).body;
    std::thread::scope(|scope| {
        for _ in 0..24 {
            scope.spawn(|| {
                let answer = server.send(&sent);
                assert!(answer.status == 200 && answer.body == first);
            });
        }
    });
}
