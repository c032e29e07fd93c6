//! The program as somebody calls it in a folder.

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use std::path::Path;

/// Exit status, standard output and standard error of a run in a folder.
pub fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = cargo_bin_cmd!("gouji").current_dir(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// All that a command says, without blanks.
pub fn words(folder: &Path, args: &[&str]) -> String {
    let (_, out, err) = run(folder, args);
    format!("{err}{out}").split_whitespace().collect()
}

/// The report for programs of a run in a folder.
pub fn json(folder: &Path, args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&run(folder, &args).1).unwrap()
}
