//! How the server stops, and what keeps it from starting.

use super::printed;
#[cfg(unix)]
use super::{
    PLANTED, bytes,
    client::{Answer, Server, audit},
};
#[cfg(unix)]
use std::io::Write;

#[cfg(unix)]
#[test]
fn a_signal_stops_it_in_order() {
    for signal in ["-TERM", "-INT"] {
        let server = Server::start(&[]);
        assert_eq!(server.get("/health").status, 200);
        server.signal(signal);
        let (status, said) = server.ended();
        assert_eq!(status, Some(0), "{said}");
        assert!(said.contains("已停止"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_at_work_is_finished_and_what_waits_is_told() {
    let server = Server::start(&["--jobs", "1"]);
    let sent = audit("name=a.txt", &bytes(PLANTED));
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..6).map(|_| scope.spawn(|| server.send(&sent))).collect();
        while server.get("/health").json()["running"] == 0 {}
        server.signal("-TERM");
        let statuses: Vec<u16> = all
            .into_iter()
            .map(|one| {
                let answer = one.join().unwrap();
                if answer.status == 503 {
                    assert_eq!(answer.code(), "server-stopping");
                }
                answer.status
            })
            .collect();
        assert!(statuses.contains(&200), "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 200 | 503)), "{statuses:?}");
    });
    assert_eq!(server.ended().0, Some(0));
}

#[cfg(unix)]
#[test]
fn who_is_still_sending_is_not_waited_for() {
    let server = Server::start(&["--read-seconds", "600"]);
    let mut slow = server.connect();
    slow.write_all(b"POST /audit?name=a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx")
        .unwrap();
    assert_eq!(server.get("/health").status, 200);
    server.signal("-TERM");
    assert_eq!(Answer::read(&mut slow).code(), "server-stopping");
    assert_eq!(server.ended().0, Some(0));
}

#[test]
fn what_cannot_be_begun_is_told() {
    for (args, said) in [
        (&["serve", "--listen", "somewhere"][..], "IP 地址"),
        (&["serve", "--token-file", "nowhere"], "令牌文件"),
        (&["serve", "--page", "nowhere.html"], "网页"),
        (&["serve", "--rules", "nowhere"], "nowhere"),
        (&["serve", "--jobs", "0"], "--jobs"),
    ] {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("gouji");
        let out = command.args(args).output().unwrap();
        let err = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(2), "{args:?} {err}");
        assert!(err.contains(said), "{args:?} {err}");
    }
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap().to_string();
    let (out, status) = printed(&["serve", "--listen", &taken]);
    assert_eq!((out.as_slice(), status), (&b""[..], 3));
}
