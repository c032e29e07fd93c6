//! What became of slips that were planted.

use super::planting::{CheckedFigure, Plant, apply, hundredths, like};
use super::{ENGINE, Score, audit};
use crate::generator::random::Random;
use gouji::audit::{Confidence, DocumentAudit, Finding};
use std::collections::BTreeSet;

/// Audits a document beside last year's.
fn audit_beside(text: &str, last_year: &LastYear) -> DocumentAudit {
    let Some(before) = last_year else { return audit(text) };
    let prepare = |name: &str, text: &str| ENGINE.prepare(name, text.as_bytes()).unwrap();
    let before = prepare("before.txt", before);
    ENGINE.judge(prepare("document.txt", text), Some((0, &before)))
}

/// Where the plants begin in the changed text.
fn moved(plants: &[Plant]) -> Vec<usize> {
    let shift = |at: usize| {
        let before = plants.iter().filter(|plant| plant.start < at);
        before.fold(at as isize, |at, plant| {
            at + plant.new.len() as isize - (plant.end - plant.start) as isize
        }) as usize
    };
    plants.iter().map(|plant| shift(plant.start)).collect()
}

/// The figures that a finding says may be wrong.
fn named(document: &DocumentAudit, finding: &Finding) -> BTreeSet<usize> {
    let cause = finding.cause.iter();
    let mut out: BTreeSet<usize> = cause
        .flat_map(|cause| cause.suspects.iter().chain(&cause.others))
        .map(|suspect| suspect.printed.span.start as usize)
        .collect();
    if out.is_empty() {
        let checks = finding.checks.iter().filter_map(|at| document.checks.get(*at));
        out.extend(
            checks.flat_map(|check| check.figures()).map(|figure| figure.span().start as usize),
        );
    }
    out
}

/// Last year's document of a planted one: its text.
pub(super) type LastYear = Option<String>;

/// A figure that no number can be is no wrong one: where the identities say how it is meant a notice
/// does.
fn judge_separator(
    text: &str,
    plant: &Plant,
    after: &DocumentAudit,
    score: Score,
) -> (Score, Option<String>) {
    let said = after
        .notices
        .iter()
        .find(|notice| notice.span.is_some_and(|span| span.start as usize == plant.start));
    let read = said.and_then(|notice| {
        notice.message.split("读作 ").nth(1)?.split('，').next().map(str::to_owned)
    });
    let right = usize::from(
        read.as_deref().and_then(hundredths) == hundredths(&text[plant.start..plant.end]),
    );
    let found = usize::from(said.is_some());
    let note = said.is_none().then(|| {
        format!("separators {}→{} @{}", &text[plant.start..plant.end], plant.new, plant.start)
    });
    let counted = Score {
        broken: 1,
        in_set: found,
        one_cause: 1,
        crossed: 1,
        alone: found,
        right_value: right,
        told: right,
        ..score
    };
    (Score { right_class: right, figures: 1, causes: 1, ..counted }, note)
}

/// What is told of plants that were not found as they should be.
pub(super) fn note(
    (slip, plants): (&str, &[Plant]),
    text: &str,
    after: &DocumentAudit,
    score: Score,
    crossed: bool,
) -> String {
    let changes: Vec<String> = plants
        .iter()
        .map(|plant| format!("{}→{} @{}", &text[plant.start..plant.end], plant.new, plant.start))
        .collect();
    let findings: Vec<String> = after
        .findings
        .iter()
        .map(|finding| {
            format!("{} {:?}", after.checks[finding.checks[0]].message(), finding.suspects())
        })
        .collect();
    let sure = if score.wrong_value > 0 { "SURE " } else { "" };
    format!(
        "{sure}{slip} {}{}: {}\n    {}",
        if crossed { "crossed " } else { "" },
        changes.join(" "),
        score.in_set,
        findings.join("\n    ")
    )
}

/// The class that a planted slip should be called.
fn class_of(slip: &str) -> &str {
    match slip {
        "shifted-unit" => "shifted-point",
        "prose-digit" => "wrong-digit",
        "shifted-row" => "shifted-block",
        "subtotal-added" => "addend-counted-twice",
        "last-year" => "last-year",
        other => other,
    }
}

pub(super) fn judge(
    slip: &str,
    clean: &DocumentAudit,
    spots: &[CheckedFigure],
    plants: &[Plant],
    last_year: &LastYear,
) -> (Score, Option<String>) {
    let text = &clean.document.text;
    let after = audit_beside(&apply(text, plants), last_year);
    let mut score = Score { planted: 1, ..Score::default() };
    if let ("separators", [plant], true) = (slip, plants, after.findings.is_empty()) {
        return judge_separator(text, plant, &after, score);
    }
    if after.findings.is_empty() {
        return (score, None);
    }
    score.broken = 1;
    let places = moved(plants);
    // a figure with a wrong separator may be read from behind it
    let home = |start: usize| {
        let stands_in = |(place, plant): &(&usize, &Plant)| {
            (**place..**place + plant.new.len()).contains(&start)
        };
        places.iter().zip(plants).find(stands_in).map_or(start, |(place, _)| *place)
    };
    let all: BTreeSet<usize> =
        after.findings.iter().flat_map(|finding| named(&after, finding)).map(home).collect();
    score.in_set = usize::from(places.iter().all(|place| all.contains(place)));
    score.one_cause = usize::from(after.findings.len() == 1);
    score.causes = after.findings.len();
    score.figures = after.findings.iter().map(|finding| named(&after, finding).len()).sum();
    let crossed = plants
        .iter()
        .all(|plant| spots.iter().any(|spot| spot.start == plant.start && spot.is_crossed));
    let causes: Vec<&gouji::audit::Cause> =
        after.findings.iter().filter_map(|finding| finding.cause.as_ref()).collect();
    let suspects: Vec<&gouji::audit::Suspect> =
        causes.iter().flat_map(|cause| &cause.suspects).collect();
    let alone = suspects
        .iter()
        .map(|suspect| home(suspect.printed.span.start as usize))
        .collect::<BTreeSet<_>>()
        == places.iter().copied().collect()
        && causes.len() == after.findings.len()
        && after.findings.len() <= plants.len();
    let is_right = |suspect: &gouji::audit::Suspect| {
        let at =
            places.iter().position(|place| *place == home(suspect.printed.span.start as usize));
        let old = at.and_then(|at| hundredths(&text[plants[at].start..plants[at].end]));
        old.is_some() && suspect.suggested.as_deref().and_then(hundredths) == old
    };
    let right = alone && suspects.iter().all(|suspect| is_right(suspect));
    if crossed {
        score.crossed = 1;
        score.alone = usize::from(alone);
        score.right_value = usize::from(right);
    }
    if right {
        score.told = 1;
        let wanted = class_of(slip);
        let class = suspects.first().and_then(|suspect| suspect.slip.as_ref());
        let class = class.map(|told| told.slip.id());
        score.right_class = usize::from(class == Some(wanted));
        if class != Some(wanted) && slip != "several" {
            let changes: Vec<String> = plants
                .iter()
                .map(|plant| format!("{}→{}", &text[plant.start..plant.end], plant.new))
                .collect();
            if let Some(folder) = std::env::var_os("GOUJI_GENERATED") {
                let name = format!("{wanted}-{}.txt", plants[0].start);
                std::fs::write(std::path::Path::new(&folder).join(name), apply(text, plants))
                    .unwrap();
            }
            return (
                score,
                Some(format!(
                    "class: {wanted} is called {class:?}: {} @{}",
                    changes.join(" "),
                    plants[0].start
                )),
            );
        }
    }
    // a figure that is right, or a number that was not meant, although it is said to be sure
    let sure = causes
        .iter()
        .filter(|cause| cause.confidence == Confidence::High)
        .flat_map(|cause| &cause.suspects);
    let is_wrong = |suspect: &gouji::audit::Suspect| {
        let is_plant = places.contains(&home(suspect.printed.span.start as usize));
        !is_plant || (suspect.suggested.is_some() && !is_right(suspect))
    };
    score.wrong_value = usize::from(sure.into_iter().any(is_wrong));
    let is_worth_a_note =
        score.in_set == 0 || score.one_cause == 0 || score.wrong_value > 0 || (crossed && !right);
    let note = is_worth_a_note.then(|| note((slip, plants), text, &after, score, crossed));
    (score, note)
}

/// Last year's 支出决算表: the rows of this year's with other figures, and a slip that takes one of
/// them over.
pub(super) fn of_last_year(
    document: &DocumentAudit,
    spots: &[CheckedFigure],
    random: &Random,
) -> Option<(Vec<Plant>, LastYear)> {
    let text = &document.document.text;
    let year = document.year?;
    let table = document
        .understanding
        .iter()
        .find(|table| table.forms.iter().any(|form| form.form == "支出决算表"))?;
    let (from, to) = (table.span.start as usize, table.span.end as usize);
    let inside: Vec<&CheckedFigure> =
        spots.iter().filter(|spot| (from..to).contains(&spot.start)).collect();
    let before =
        |spot: &CheckedFigure| Some(hundredths(&text[spot.start..spot.end])? * 13 / 15 + 7);
    let plants = inside.iter().map(|spot| {
        Some(Plant {
            start: spot.start - from,
            end: spot.end - from,
            new: like(&text[spot.start..spot.end], before(spot)?),
        })
    });
    let rows = apply(&text[from..to], &plants.collect::<Option<Vec<_>>>()?);
    let unit = document
        .understanding
        .iter()
        .flat_map(|table| &table.forms)
        .find_map(|form| form.unit.clone())?;
    let agency = document.agency.as_deref().unwrap_or("某局");
    let title = if rows.contains("支出决算表") { "" } else { "支出决算表\n" };
    let last_year = format!("{agency}\n{}年度部门决算\n\n{title}单位：{unit}\n{rows}\n", year - 1);
    let is_read = |audit: &DocumentAudit| {
        audit
            .understanding
            .iter()
            .flat_map(|table| &table.forms)
            .any(|form| form.form == "支出决算表")
    };
    if inside.is_empty() || !is_read(&audit(&last_year)) {
        return None;
    }
    let spot: &CheckedFigure = inside[random.below(inside.len())];
    Some((
        vec![Plant {
            start: spot.start,
            end: spot.end,
            new: like(&text[spot.start..spot.end], before(spot)?),
        }],
        Some(last_year),
    ))
}
