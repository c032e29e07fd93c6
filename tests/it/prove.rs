//! `gouji prove` says what changing the file and running again says, and what holds could have failed.

use crate::engines;
use gouji::audit::{Detection, DocumentAudit, Proved, Severity, Verdict};
use gouji::engine::Engine;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine(""));

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A violation by its rule and where its figures stand.
type Broken = (String, Vec<u32>);

fn broken(audit: &DocumentAudit) -> BTreeMap<Broken, Severity> {
    let broken = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    broken
        .map(|check| {
            let starts = check.places().map(|(span, _)| span.start).collect();
            ((check.rule.to_string(), starts), check.severity)
        })
        .collect()
}

/// The places of the digits of a number in a text, from its first that is not 0, three at most, and
/// how many digits stand behind each.
fn digits(text: &[u8], (start, end): (usize, usize)) -> Vec<(usize, usize)> {
    let mut run: Vec<usize> = Vec::new();
    for at in (start..end).filter(|at| text[*at].is_ascii_digit()) {
        let is_other = run
            .last()
            .is_some_and(|last| text[last + 1..at].iter().any(|byte| !matches!(byte, b',' | b'.')));
        if is_other {
            break;
        }
        run.push(at);
    }
    let length = run.len();
    let places = run.into_iter().enumerate().map(|(nth, at)| (at, length - 1 - nth));
    places.skip_while(|(at, _)| text[*at] == b'0').take(3).collect()
}

/// Each other digit at each place, in the order of [`gouji::audit::Changes`].
fn ways(text: &[u8], span: (usize, usize)) -> Vec<(usize, u8)> {
    let mut out = Vec::new();
    for (nth, (at, behind)) in digits(text, span).into_iter().enumerate() {
        let old = text[at];
        let first = if nth == 0 { b'1' } else { b'0' };
        let is_change = |digit: &u8| *digit != old && (behind > 0 || digit.abs_diff(old) >= 3);
        out.extend((first..=b'9').filter(is_change).map(|digit| (at, digit)));
    }
    out
}

/// How many of the drawn figures agree, and of how many.
fn agreement(path: &Path, draws: usize) -> (usize, usize) {
    let text = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let clean = gouji::prove(&ENGINE, name, &text).unwrap();
    let known = broken(&clean);
    let proved = clean.proved.as_ref().unwrap();
    let figures: Vec<_> =
        proved.figures.iter().filter(|figure| figure.told != Detection::Already).collect();
    let draws = draws.min(figures.len());
    let (mut same, mut all) = (0, 0);
    for draw in 0..draws {
        let figure = figures[draw * figures.len() / draws];
        let span = (figure.span.start as usize, figure.span.end as usize);
        let ways = ways(&text, span);
        let letters = figure.changes.letters();
        if ways.is_empty() || !(letters.is_empty() || letters.len() == ways.len()) {
            continue;
        }
        let way = (draw * 7919 + 13) % ways.len();
        let mut changed = text.clone();
        changed[ways[way].0] = ways[way].1;
        let again = ENGINE.audit(name, &changed).unwrap();
        let is_named = broken(&again)
            .keys()
            .any(|key| !known.contains_key(key) && key.1.contains(&figure.span.start));
        let is_said = matches!(letters.as_bytes().get(way), Some(b'e' | b'h'));
        all += 1;
        same += usize::from(is_named == is_said);
        if is_named != is_said {
            let line = text[..span.0].iter().filter(|byte| **byte == b'\n').count() + 1;
            println!("{name}:{line} {}: said {is_said}, told {is_named}", figure.text);
        }
    }
    (same, all)
}

/// Where they differ, reading differs: a table that is told by what adds up in it is told another
/// way, and a relation of prose or a tie that was found by its values is found elsewhere, or not at all, once a figure is another one.
/// `prove` takes what was recognised as it is.
#[test]
#[ignore = "measured with the program alone so far"]
fn it_says_what_running_again_says() {
    /// Of a hundred. Set from a run outside this test; lower it or raise it by what this test itself reaches.
    const BAR: usize = 95;
    let names = [
        "prose-library/document.txt",
        "prose-school/document.txt",
        "prose-weather/document.txt",
        "archive-clean/wan.txt",
        "archive-clean/yuan.txt",
        "self-evaluation-planted/document.txt",
    ];
    let (mut same, mut all) = (0, 0);
    for name in names {
        let path = root().join("fixtures").join(name);
        if !path.exists() {
            continue;
        }
        let (own, of) = agreement(&path, 50);
        println!("{name}: {own} of {of}");
        (same, all) = (same + own, all + of);
    }
    println!("{same} of {all}");
    assert!(all >= 200, "{all}");
    assert!(same * 100 >= BAR * all, "{same} of {all}");
}

/// The rules of checks that count as checked although no other leading digit of their stated figure
/// would be told.
fn cannot_fail(audit: &DocumentAudit, proved: &Proved, out: &mut BTreeMap<String, usize>) -> usize {
    let mut asked = 0;
    for check in audit.checks.iter().filter(|check| check.verdict.is_checked()) {
        let Some((span, None)) = check.lead() else { continue };
        let Some(figure) = proved.at(span.start) else { continue };
        let letters = figure.changes.letters();
        // a digit alone has fewer changes than eight
        let leading: Vec<char> = letters.chars().take(8).collect();
        asked += 1;
        if figure.told != Detection::Already
            && !leading.iter().any(|told| matches!(told, 'e' | 'h'))
        {
            *out.entry(check.rule.to_string()).or_default() += 1;
        }
    }
    asked
}

fn documents() -> Vec<PathBuf> {
    let mut out = Vec::new();
    let shared = root().join("../shared/documents");
    if !shared.exists() {
        println!("skipped: {} is not there", shared.display());
    }
    for folder in [root().join("fixtures"), shared] {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            let own = path.join("document.txt");
            if own.exists() {
                out.push(own);
            } else if path.extension().is_some_and(|extension| extension == "txt") {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

#[test]
#[ignore = "measured with the program alone so far"]
fn what_holds_could_have_failed() {
    let mut rules = BTreeMap::new();
    let mut asked = 0;
    for path in documents() {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.to_str().unwrap();
        let Ok(audit) = gouji::prove(&ENGINE, name, &bytes) else { continue };
        let proved = audit.proved.as_ref().unwrap();
        asked += cannot_fail(&audit, proved, &mut rules);
    }
    println!("{rules:?} of {asked}");
    let count: usize = rules.values().sum();
    assert!(asked > 100, "{asked}");
    // what is left is listed; it must not grow
    assert!(count * 100 <= MOST_OF_HUNDRED * asked, "{count} of {asked}: {rules:?}");
}

/// Of a hundred checks that hold so many at most could not have failed.
const MOST_OF_HUNDRED: usize = 2;
