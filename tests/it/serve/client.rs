//! A server on a port of its own, and requests to it byte by byte.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running server; ended when it is dropped.
pub struct Server {
    pub process: Child,
    pub address: String,
    /// What it says, to the end.
    said: Option<std::thread::JoinHandle<String>>,
    /// The token that it made.
    pub token: Option<String>,
}

impl Server {
    pub fn start(args: &[&str]) -> Self {
        Self::start_in(Path::new(env!("CARGO_MANIFEST_DIR")), args)
    }

    pub fn start_in(folder: &Path, args: &[&str]) -> Self {
        Self::start_at(folder, "127.0.0.1:0", args)
    }

    pub fn start_at(folder: &Path, listen: &str, args: &[&str]) -> Self {
        let mut process = Command::new(assert_cmd::cargo::cargo_bin!("gouji"))
            .current_dir(folder)
            .args(["serve", "--listen", listen])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut err = BufReader::new(process.stderr.take().unwrap());
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(!address.is_empty(), "{}", {
            let mut said = String::new();
            err.read_to_string(&mut said).unwrap();
            said
        });
        let mut token = None;
        let mut first = String::new();
        // up to the line that says that it has begun
        while !first.contains("审核服务已启动") {
            first.clear();
            assert!(err.read_line(&mut first).unwrap() > 0);
            token = token.or(first.trim().strip_prefix("访问的令牌：").map(str::to_owned));
        }
        let said = std::thread::spawn(move || {
            let mut said = String::new();
            let _ = err.read_to_string(&mut said);
            said
        });
        Self { process, address: address.replace("0.0.0.0", "127.0.0.1"), said: Some(said), token }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        stream
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(&request("GET", path, &[], b""))
    }

    /// Sends a whole request and reads the whole answer.
    pub fn send(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // a server that refuses a body may stop listening
        let _ = stream.write_all(request);
        Answer::read(&mut stream)
    }

    /// Waits for the end: exit status and what was said.
    pub fn ended(mut self) -> (Option<i32>, String) {
        let status = self.process.wait().unwrap().code();
        (status, self.said.take().unwrap().join().unwrap())
    }

    /// Asks it to stop as a system does.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// Status 0: the connection ended without an answer.
    pub fn read(stream: &mut TcpStream) -> Self {
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let end = all.windows(4).position(|four| four == b"\r\n\r\n");
        let Some(end) = end else {
            return Self { status: 0, headers: Vec::new(), body: all };
        };
        let head = String::from_utf8(all[..end].to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_lowercase(), value.to_owned())
        };
        let headers: Vec<_> = lines.map(header).collect();
        let answer = Self { status, headers, body: all[end + 4..].to_vec() };
        if let Some(length) = answer.header("content-length") {
            assert_eq!(answer.body.len(), length.parse::<usize>().unwrap(), "cut off");
        }
        answer
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of a refusal, which has words, too.
    pub fn code(&self) -> String {
        let said = self.json();
        assert!(said["message"].as_str().is_some_and(|words| !words.is_empty()), "{said}");
        said["code"].as_str().unwrap().to_owned()
    }
}

/// A request with headers beside the usual ones.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut out = format!("{method} {path} HTTP/1.1\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        out.push_str("Host: localhost\r\n");
    }
    for (name, value) in headers {
        out.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        out.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    out.push_str("\r\n");
    [out.as_bytes(), body].concat()
}

/// A request for the audit of a file.
pub fn audit(query: &str, body: &[u8]) -> Vec<u8> {
    request("POST", &format!("/audit?{query}"), &[], body)
}

/// The same of a form with fields and files.
pub fn form(query: &str, fields: &[(&str, &str)], files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    form_to(&format!("/audit?{query}"), fields, files)
}

/// A form with fields and files for any path.
pub fn form_to(path: &str, fields: &[(&str, &str)], files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    const MARK: &str = "----7f3a9c";
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!(
            "--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend(part.as_bytes());
    }
    for (name, bytes) in files {
        let head = format!(
            "--{MARK}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{MARK}--\r\n").as_bytes());
    let media = format!("multipart/form-data; boundary={MARK}");
    request("POST", path, &[("Content-Type", &media)], &body)
}
