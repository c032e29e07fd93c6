//! Budgets that nobody has seen: made ones in layouts of many places. Those that agree have no
//! finding; a leading digit that is wrong is found, and no other figure is blamed for it.

use crate::generator::budget::{Generated, generate};
use crate::generator::grid::{Block, Format, Planted, plant};
use crate::generator::random::Random;
use crate::generator::tables::{self, TRAPS};
use gouji::audit::DocumentAudit;
use gouji::engine::{Engine, Request};
use gouji::report::headline::accused;
use gouji::ruleset::Rulebook;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let request = Request { ruleset: Some("national".to_owned()), ..Request::default() };
    Engine::new(Rulebook::embedded().unwrap(), request).unwrap()
});

fn audit(format: Format, blocks: &[Block]) -> DocumentAudit {
    ENGINE.audit(format.name(), &format.print(blocks)).unwrap()
}

/// How many documents: a number from outside for long runs.
fn wanted(otherwise: u64) -> u64 {
    let outside = std::env::var("GOUJI_DOCUMENTS").ok().and_then(|text| text.parse().ok());
    outside.unwrap_or(otherwise)
}

/// Walks over seeds on two threads.
fn each<T: Send>(seeds: std::ops::Range<u64>, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..2)
            .map(|half| {
                let mine = seeds.clone().filter(move |seed| seed % 2 == half);
                scope.spawn(move || mine.map(work).collect::<Vec<_>>())
            })
            .collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    })
}

fn keep(name: &str, format: Format, blocks: &[Block]) {
    if let Ok(folder) = std::env::var("GOUJI_GENERATED") {
        let path = std::path::Path::new(&folder).join(format!("{name}-{}", format.name()));
        std::fs::write(path, format.print(blocks)).unwrap();
    }
}

/// What is said of a document.
fn said(audit: &DocumentAudit) -> Vec<String> {
    let of = |finding: &gouji::audit::Finding| {
        let check = &audit.checks[finding.checks[0]];
        format!(
            "{:?} {}: {} | {}",
            check.severity,
            check.rule,
            check.message(),
            finding.suspects.join("; ")
        )
    };
    audit.findings.iter().map(of).collect()
}

#[test]
fn clean_budgets_have_no_finding() {
    let tried = wanted(100);
    let wrong: Vec<String> = each(0..tried, |seed| {
        let Generated { blocks, style } = generate(seed);
        let audit = audit(style.format, &blocks);
        let said = said(&audit);
        (!said.is_empty()).then(|| {
            keep(&format!("clean-{seed}"), style.format, &blocks);
            format!("seed {seed} {style:?}:\n  {}", said.join("\n  "))
        })
    })
    .into_iter()
    .flatten()
    .collect();
    assert!(
        wrong.is_empty(),
        "{} of {tried}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(200)].join("\n")
    );
}

/// What became of a wrong leading digit.
#[derive(Clone, Copy, Default)]
struct Score {
    planted: usize,
    found: usize,
    /// The figure is among those that a finding names.
    named: usize,
    /// It alone is accused.
    accused: usize,
    /// Another figure is accused.
    blamed: usize,
}

/// Plants a leading digit into a document without findings.
fn judge(name: &str, format: Format, blocks: &[Block], random: &Random) -> Score {
    let Some(Planted { blocks, old, new, place }) = plant(blocks, random) else {
        return Score::default();
    };
    let audit = audit(format, &blocks);
    let mut score = Score { planted: 1, ..Score::default() };
    // a workbook prints numbers in its own way
    let bare = |text: &str| text.replace(',', "");
    let is_planted = |text: &str| bare(text) == bare(&new);
    let mut notes = Vec::new();
    for finding in &audit.findings {
        score.found = 1;
        let figures = finding.checks.iter().flat_map(|check| audit.checks[*check].figures());
        for figure in figures {
            score.named |= usize::from(is_planted(audit.document.slice(figure.span())));
        }
        let accused = accused(&audit, finding);
        if accused.is_sure && finding.cause.is_some() {
            for (span, _) in accused.places {
                let text = audit.document.slice(span);
                if is_planted(text) {
                    score.accused = 1;
                } else {
                    score.blamed = 1;
                    notes.push(format!("blamed {text}: {}", finding.suspects.join("; ")));
                }
            }
        }
    }
    if score.found == 0 || score.blamed == 1 {
        keep(&format!("planted-{name}"), format, &blocks);
        let what = if score.found == 0 { "not found" } else { "another is blamed" };
        println!("{name} {place} {old} → {new}: {what}");
        notes.iter().chain(&said(&audit)).for_each(|note| println!("  {note}"));
    }
    score
}

fn sum(scores: &[Score]) -> Score {
    scores.iter().fold(Score::default(), |all, one| Score {
        planted: all.planted + one.planted,
        found: all.found + one.found,
        named: all.named + one.named,
        accused: all.accused + one.accused,
        blamed: all.blamed + one.blamed,
    })
}

fn told(what: &str, score: &Score) {
    let share = |part: usize| {
        format!("{}.{}", part * 100 / score.planted.max(1), {
            part * 1000 / score.planted.max(1) % 10
        })
    };
    println!(
        "{what}: {} planted; found {} %, named {} %, accused {} %; right figures blamed {}",
        score.planted,
        share(score.found),
        share(score.named),
        share(score.accused),
        score.blamed
    );
}

#[test]
fn wrong_leading_digits_of_budgets_are_found_and_nothing_else_is_blamed() {
    let scores = each(0..wanted(60), |seed| {
        let Generated { blocks, style } = generate(seed);
        // what is found in the clean one is the matter of the test above
        if !audit(style.format, &blocks).findings.is_empty() {
            return Score::default();
        }
        let random = Random::new(seed ^ 0x1EAD);
        let parts: Vec<Score> = (0..4)
            .map(|at| judge(&format!("{seed}-{at}"), style.format, &blocks, &random))
            .collect();
        sum(&parts)
    });
    let score = sum(&scores);
    told("budgets", &score);
    assert!(score.found * 100 >= score.planted * 95, "{} of {}", score.found, score.planted);
    assert_eq!(score.blamed, 0);
}

#[test]
fn the_figures_of_clean_budgets_are_checked() {
    let parts = each(0..wanted(100), |seed| {
        let Generated { blocks, style } = generate(seed);
        let audit = audit(style.format, &blocks);
        let (checked, all) = (audit.coverage.checked, audit.coverage.figures);
        if checked * 10 < all * 8 {
            println!("{checked} of {all}: seed {seed} {style:?}");
        }
        if seed % 10 == 0 {
            keep(&format!("seen-{seed}"), style.format, &blocks);
        }
        (checked, all)
    });
    let (checked, all) = parts.iter().fold((0, 0), |(a, b), (x, y)| (a + x, b + y));
    println!("{checked} of {all} figures are checked");
    assert!(checked * 100 >= all * 85, "{checked} of {all}");
}

#[test]
fn clean_tables_that_no_form_knows_have_no_finding() {
    let tried = wanted(100);
    let wrong: Vec<String> = each(0..tried, |seed| {
        let tables::Generated { blocks, format, kinds } = tables::generate(seed);
        let said = said(&audit(format, &blocks));
        (!said.is_empty()).then(|| {
            keep(&format!("table-{seed}"), format, &blocks);
            format!("seed {seed} {kinds:?} {format:?}:\n  {}", said.join("\n  "))
        })
    })
    .into_iter()
    .flatten()
    .collect();
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn wrong_leading_digits_of_tables_that_no_form_knows_blame_nothing_else() {
    let scores = each(0..wanted(100), |seed| {
        let tables::Generated { blocks, format, kinds } = tables::generate(seed);
        let random = Random::new(seed ^ 0x1EAD);
        let parts: Vec<Score> = (0..4)
            .map(|at| judge(&format!("table-{seed}-{at}-{kinds:?}"), format, &blocks, &random))
            .collect();
        sum(&parts)
    });
    let score = sum(&scores);
    told("tables that no form knows", &score);
    assert_eq!(score.blamed, 0);
}

#[test]
fn tables_that_only_look_like_sums_are_never_accused() {
    let mut wrong = Vec::new();
    for trap in TRAPS {
        let tried = wanted(60);
        let found: Vec<String> = each(0..tried, |seed| {
            let tables::Generated { blocks, format, kinds } = tables::trap(seed, trap);
            let said = said(&audit(format, &blocks));
            (!said.is_empty()).then(|| {
                keep(&format!("trap-{trap:?}-{seed}"), format, &blocks);
                format!("{trap:?} seed {seed} {kinds:?} {format:?}:\n  {}", said.join("\n  "))
            })
        })
        .into_iter()
        .flatten()
        .collect();
        println!("{trap:?}: {} of {tried}", found.len());
        wrong.extend(found);
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
