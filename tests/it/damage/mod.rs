//! Documents that were damaged on their way: heads that lost letters or stand beside their columns,
//! titles taken away, sheets renamed, blank lines, unknown heads and columns, pages cut. What holds
//! in the undamaged document still holds, nothing right is accused, and what is lost is named.
//! `GOUJI_DOCUMENTS` makes so many, or those of `500..1000`; `GOUJI_GENERATED` names a folder for those that went wrong.

mod clean;
mod harm;
mod print;

use crate::effort::either;
use crate::engines;
use crate::generator::random::Random;
use clean::{Clean, clean};
use gouji::audit::{Check, CheckRelation, DocumentAudit, Severity, Verdict};
use gouji::engine::Engine;
use harm::{HARMS, Harm, Printed, harm, untitled};
use print::{FORMATS, Format};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static ENGINES: LazyLock<BTreeMap<&'static str, &'static Engine>> = LazyLock::new(|| {
    let engine = |name: &'static str| (name, engines::engine(name));
    ["national", "shanxi"].map(engine).into()
});

/// What a check says: rule, expression and figures. Blank cells have no place in it.
fn said(check: &Check) -> (String, String, Vec<String>) {
    let mut figures: Vec<String> = check
        .figures()
        .map(|figure| figure.printed().text.split_whitespace().collect::<String>())
        .filter(|text| text.chars().any(char::is_alphanumeric))
        .collect();
    figures.sort();
    (check.rule.to_string(), check.expression.to_string(), figures)
}

fn holds(check: &&Check) -> bool {
    matches!(check.verdict, Verdict::Holds | Verdict::Rounding)
}

/// Of the checks that hold in one audit those that hold in the other, and all of them.
fn kept(clean: &DocumentAudit, damaged: &DocumentAudit) -> (usize, usize, Vec<String>) {
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for check in damaged.checks.iter().filter(holds) {
        *counts.entry(said(check)).or_default() += 1;
    }
    let (mut same, mut all, mut lost) = (0, 0, Vec::new());
    for check in clean.checks.iter().filter(holds) {
        all += 1;
        match counts.get_mut(&said(check)).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                same += 1;
            }
            None => lost.push(named(check)),
        }
    }
    (same, all, lost)
}

fn named(check: &Check) -> String {
    format!("{} {}", check.rule, check.expression)
}

/// A bound that is kept, and whose break would not be told.
fn is_kept_bound(check: &Check) -> bool {
    check.verdict == Verdict::Corroborated && check.relation != CheckRelation::Equal
}

/// Errors and warnings.
fn accused(audit: &DocumentAudit) -> Vec<String> {
    let of = |check: &Check| format!("{:?} {}: {}", check.severity, check.rule, check.message());
    let is_loud =
        |check: &&Check| check.verdict == Verdict::Violation && check.severity > Severity::Info;
    audit.checks.iter().filter(is_loud).map(of).collect()
}

/// What became of a damaged document.
struct Outcome {
    harms: Vec<Harm>,
    format: Format,
    same: usize,
    all: usize,
    /// Figures that coverage does not know any more.
    silent: usize,
    accused: Vec<String>,
    told: String,
}

fn damaged(seed: u64) -> Option<Outcome> {
    let Clean { name, ruleset, blocks } = clean(seed);
    let random = &Random::new(seed ^ 0xDA_3A9E);
    let format = *random.pick(&FORMATS);
    let whole = Printed::default();
    let (mut harmed, mut printed, mut harms) = (blocks.clone(), Printed::default(), Vec::new());
    for _ in 0..*random.pick(&[1, 1, 1, 2, 3]) {
        let kind = *random.pick(&HARMS);
        if harm(kind, &mut harmed, &mut printed, random) {
            harms.push(kind);
        }
    }
    let engine = ENGINES.get(ruleset)?;
    let audit = |bytes: &[u8]| engine.audit(format.name(), bytes).unwrap();
    let before = audit(&format.print(&blocks, &whole));
    let bytes = format.print(&harmed, &printed);
    let after = audit(&bytes);
    let known = accused(&before);
    let mut accused = accused(&after);
    accused.retain(|words| !known.contains(words));
    let (same, all, lost) = kept(&before, &after);
    let silent = before.coverage.figures.saturating_sub(after.coverage.figures);
    let told = format!("seed {seed} {name} {format:?} {harms:?}: {same} of {all}, silent {silent}");
    if let Ok(folder) = std::env::var("GOUJI_GENERATED")
        && (!accused.is_empty() || silent > 0 || same * 100 < all * 90)
    {
        let folder = std::path::Path::new(&folder);
        std::fs::write(folder.join(format!("{seed}-{}", format.name())), bytes).unwrap();
        let clean = format.print(&blocks, &whole);
        std::fs::write(folder.join(format!("{seed}-clean-{}", format.name())), clean).unwrap();
        let words = format!("{told}\n{}\nlost:\n{}\n", accused.join("\n"), lost.join("\n"));
        std::fs::write(folder.join(format!("{seed}.told")), words).unwrap();
    }
    Some(Outcome { harms, format, same, all, silent, accused, told })
}

/// A share for people.
fn share(list: &[&Outcome]) -> String {
    let (same, all) = list.iter().fold((0, 0), |(a, b), one| (a + one.same, b + one.all));
    format!("{} documents, {same} of {all}: {} %", list.len(), 100 * same / all.max(1))
}

fn tell(outcomes: &[Outcome]) {
    for kind in HARMS {
        let only: Vec<_> = outcomes.iter().filter(|one| one.harms == [kind]).collect();
        println!("{kind:?}: {}", share(&only));
    }
    for format in FORMATS {
        let only: Vec<_> = outcomes.iter().filter(|one| one.format == format).collect();
        println!("{format:?}: {}", share(&only));
    }
    println!("all: {}", share(&outcomes.iter().collect::<Vec<_>>()));
}

/// Documents that were accused, or lost figures in silence, until it was mended.
const MENDED: [u64; 29] = [
    48, 121, 181, 272, 303, 314, 468, 486, 588, 596, 701, 782, 926, 1027, 1056, 1083, 1140, 1157,
    1194, 1239, 1383, 1409, 1575, 1591, 1827, 2013, 2017, 2178, 2466,
];

#[test]
fn what_was_mended_stays_so() {
    for seed in MENDED {
        let Some(outcome) = damaged(seed) else { continue };
        assert!(
            outcome.accused.is_empty() && outcome.silent == 0,
            "{}\n{}",
            outcome.told,
            outcome.accused.join("\n")
        );
    }
}

/// A workbook of which no sheet says what it shows: no title, a name of the program; the number of
/// the form may stand there, or not even that.
#[cfg(feature = "formats")]
#[test]
fn a_workbook_without_titles_keeps_its_checks() {
    let Clean { ruleset, blocks, .. } = clean::fixture(0);
    let engine = &ENGINES[ruleset];
    let audit = |blocks: &[_], printed: &Printed| {
        engine.audit("a.xlsx", &Format::Xlsx.print(blocks, printed)).unwrap()
    };
    let before = audit(&blocks, &Printed::default());
    for is_numbered in [true, false] {
        let mut harmed = blocks.clone();
        untitled(&mut harmed, is_numbered);
        let after = audit(&harmed, &Printed { is_renamed: true, ..Printed::default() });
        assert_eq!(accused(&after), accused(&before));
        let (_, all, mut lost) = kept(&before, &after);
        // what is asked of a caption with a number
        lost.retain(|check| is_numbered || !check.starts_with("表头-"));
        // in a form told by likeness no broken bound would be told: bounds that are kept prove nothing
        let bounds = after.checks.iter().filter(|check| is_kept_bound(check)).map(named);
        let bounds: Vec<String> = bounds.collect();
        lost.retain(|check| !bounds.contains(check));
        assert!(all > 300 && lost.len() * 100 <= all * 5, "{} of {all}: {lost:#?}", lost.len());
    }
}

#[test]
fn what_is_damaged_keeps_its_checks_and_accuses_nothing() {
    let outside = std::env::var("GOUJI_DOCUMENTS").unwrap_or_default();
    let (from, to) = outside.split_once("..").unwrap_or(("0", &outside));
    let from: u64 = from.parse().unwrap_or(0);
    let to: u64 = to.parse().unwrap_or(either(24, 2000));
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..2)
            .map(|half| {
                let mine = (from..to).filter(move |seed| seed % 2 == half);
                scope.spawn(move || mine.filter_map(damaged).collect::<Vec<_>>())
            })
            .collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    tell(&outcomes);
    let wrong: Vec<String> = outcomes
        .iter()
        .filter(|one| !one.accused.is_empty() || one.silent > 0)
        .map(|one| format!("{}\n  {}", one.told, one.accused.join("\n  ")))
        .collect();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    let (same, all) = outcomes.iter().fold((0, 0), |(a, b), one| (a + one.same, b + one.all));
    assert!(same * 100 >= all * 90, "{same} of {all}");
}
