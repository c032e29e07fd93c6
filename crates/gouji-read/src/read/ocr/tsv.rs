//! Words in lines of fields that tabs part, as tesseract writes them.

use super::words::RecognisedWord;
use std::collections::BTreeMap;

/// The words, by the names that the head gives to the fields.
pub(super) fn words(written: &str) -> Result<Vec<RecognisedWord>, String> {
    let mut lines = written.lines();
    let head = lines.find(|line| !line.trim().is_empty()).unwrap_or("");
    let at: BTreeMap<&str, usize> =
        head.split('\t').enumerate().map(|(at, name)| (name.trim(), at)).collect();
    let field = |name: &str| at.get(name).copied();
    let (Some(left), Some(top), Some(width), Some(height), Some(text)) =
        (field("left"), field("top"), field("width"), field("height"), field("text"))
    else {
        return Err(
            "写出的不是 TSV（首行要有 left、top、width、height、text），也不是 hOCR".to_owned()
        );
    };
    let line_of = ["block_num", "par_num", "line_num"].map(field);
    let mut out: Vec<RecognisedWord> = Vec::new();
    let mut before = None;
    let mut line = 0;
    for row in lines {
        let fields: Vec<&str> = row.split('\t').collect();
        let get = |at: usize| fields.get(at).copied().unwrap_or("").trim();
        let number = |at: usize| whole(get(at));
        let (Some(left), Some(top), Some(width), Some(height)) =
            (number(left), number(top), number(width), number(height))
        else {
            continue;
        };
        let own = line_of.map(|at| at.map(get).unwrap_or("").to_owned());
        if before.as_ref() != Some(&own) {
            line += 1;
            before = Some(own);
        }
        out.push(RecognisedWord {
            text: get(text).to_owned(),
            area: [left, top, left.saturating_add(width), top.saturating_add(height)],
            confidence: field("conf").and_then(|at| whole(get(at))).filter(|sure| *sure >= 0),
            line: if line_of[2].is_some() { line } else { out.len() },
        });
    }
    Ok(out)
}

/// A number without what stands behind its point.
fn whole(text: &str) -> Option<i32> {
    text.split('.').next()?.parse().ok()
}
