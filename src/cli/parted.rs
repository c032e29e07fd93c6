//! The word at which the nearest sentence of a document parts from a wording that fits none.

use gouji_audit::audit::DocumentAudit;
use gouji_values::number::is_digit;

/// Signs of wordings that are more than words and captures: what follows them is not followed.
const MORE: &[char] = &['*', '(', ')', '|', '?', '+', '…', '[', ']', '<', '>'];

/// Words of fewer letters begin too many sentences.
const LETTERS: usize = 3;

/// Where a sentence parts from a wording.
pub(super) struct Parted {
    /// In the wording.
    pub(super) at: usize,
    /// The words of the wording there.
    pub(super) wanted: String,
    /// What the sentence has there.
    pub(super) found: String,
    pub(super) sentence: String,
    pub(super) line: usize,
    pub(super) path: String,
}

/// A piece of a wording: words, or the kind of a capture.
enum Piece<'w> {
    Words(&'w str),
    Capture(&'w str),
}

/// The pieces up to the first sign that is more, each with its place.
fn pieces(wording: &str) -> Vec<(usize, Piece<'_>)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = wording.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(inner) = rest.strip_prefix('{') {
            let Some((capture, _)) = inner.split_once('}') else { break };
            let kind = capture.split_once(':').map_or(capture, |(_, kind)| kind).trim();
            out.push((at, Piece::Capture(kind)));
            at += capture.len() + 2;
            continue;
        }
        let end = rest.find('{').unwrap_or(rest.len());
        let words = rest.get(..end).unwrap_or("");
        match words.find(MORE) {
            Some(more) => {
                // a sign of choice belongs to the letter before it
                let last = words.get(..more).unwrap_or("");
                let kept = last.char_indices().next_back().map_or(0, |(at, _)| at);
                out.extend(
                    last.get(..kept)
                        .filter(|own| !own.is_empty())
                        .map(|own| (at, Piece::Words(own))),
                );
                break;
            }
            None => out.push((at, Piece::Words(words))),
        }
        at += end;
    }
    out
}

/// How many bytes of a text a figure takes with its unit.
fn figure(text: &str) -> Option<usize> {
    let digits =
        text.find(|c: char| !(is_digit(c) || matches!(c, '.' | ',' | '-'))).unwrap_or(text.len());
    let unit = ["亿元", "万元", "元", "%", "％", "个百分点"];
    let behind = text.get(digits..)?;
    let length = unit.iter().find(|unit| behind.starts_with(**unit)).map_or(0, |unit| unit.len());
    (digits > 0 && text.starts_with(is_digit)).then_some(digits + length)
}

/// How far a text fits pieces, in letters of words, and where both part.
fn followed(pieces: &[(usize, Piece<'_>)], text: &str) -> (usize, Option<(usize, usize)>) {
    let (mut letters, mut at) = (0, 0);
    for (nth, (place, piece)) in pieces.iter().enumerate() {
        let rest = text.get(at..).unwrap_or("");
        match piece {
            Piece::Words(words) => {
                let same = words.chars().zip(rest.chars()).take_while(|(a, b)| a == b);
                let (count, length) =
                    same.fold((0, 0), |(count, length), (c, _)| (count + 1, length + c.len_utf8()));
                letters += count;
                at += length;
                if length < words.len() {
                    return (letters, Some((place + length, at)));
                }
            }
            Piece::Capture("amount" | "percent" | "count" | "points" | "score") => {
                match figure(rest) {
                    Some(length) => at += length,
                    None => return (letters, Some((*place, at))),
                }
            }
            Piece::Capture(_) => {
                let next = pieces.iter().skip(nth + 1).find_map(|(_, piece)| match piece {
                    Piece::Words(words) => words.chars().next(),
                    Piece::Capture(_) => None,
                });
                let Some(length) = next.and_then(|next| rest.find(next)) else {
                    return (letters, Some((*place, at)));
                };
                at += length;
            }
        }
    }
    (letters, None)
}

/// The sentence that fits a wording furthest, and where it parts from it.
pub(super) fn parted(wording: &str, documents: &[&DocumentAudit]) -> Option<Parted> {
    let pieces = pieces(wording);
    let Some((_, Piece::Words(first))) = pieces.first() else { return None };
    if first.chars().count() < LETTERS {
        return None;
    }
    let whole: usize = pieces
        .iter()
        .map(|(_, piece)| match piece {
            Piece::Words(words) => words.chars().count(),
            Piece::Capture(_) => 0,
        })
        .sum();
    let mut best: Option<(usize, Parted)> = None;
    for document in documents {
        for (_, paragraph) in document.document.paragraphs() {
            let text = paragraph.text.text.as_str();
            for (start, _) in text.match_indices(first) {
                let rest = text.get(start..).unwrap_or("");
                let (letters, Some((at, there))) = followed(&pieces, rest) else { continue };
                if best.as_ref().is_some_and(|(known, _)| *known >= letters) {
                    continue;
                }
                let some = |text: &str| -> String { text.trim_start().chars().take(8).collect() };
                let begin =
                    text.get(..start).and_then(|own| own.rfind(['。', '\n'])).map_or(0, |at| {
                        at + text
                            .get(at..)
                            .and_then(|own| own.chars().next())
                            .map_or(0, char::len_utf8)
                    });
                let whole = text.get(begin..).unwrap_or(rest);
                let sentence: String = whole
                    .split_inclusive('。')
                    .next()
                    .unwrap_or(whole)
                    .trim()
                    .chars()
                    .take(60)
                    .collect();
                let all = &document.document.text;
                let line = all
                    .find(text)
                    .and_then(|at| all.get(..at + start))
                    .map_or(1, |own| own.matches('\n').count() + 1);
                best = Some((
                    letters,
                    Parted {
                        at,
                        wanted: some(
                            wording.get(at..).and_then(|own| own.split('{').next()).unwrap_or(""),
                        ),
                        found: some(rest.get(there..).unwrap_or("")),
                        sentence,
                        line,
                        path: document.path.clone(),
                    },
                ));
            }
        }
    }
    // of a few letters in common it is another sentence
    best.filter(|(letters, _)| *letters > LETTERS && letters * 4 >= whole).map(|(_, own)| own)
}
