//! What a message says that is not printed as it is meant: words for which side is wrong, where
//! either may be, and units behind values that bring their own.

use super::compiler::Compiler;
use super::schema::Expectation;
use super::walk::RuleText;
use crate::formula::{CheckRelation, Names, Owner, kind_of};
use gouji_values::error::MistakeCode;
use gouji_values::kind::Kind;
use std::ops::Range;

/// What may be said where nobody knows which side is wrong.
const WORKED_OUT: &str = "按规则算得";
/// The values that bring their unit.
const VALUES: [&str; 3] = ["{stated}", "{computed}", "{difference}"];

/// Tells what of a message has no effect, or another one; the advice mends all of it at once.
pub(super) fn told(
    compiler: &mut Compiler<'_>,
    text: &RuleText,
    formulas: &[Expectation],
    (names, owner): (&Names, &Owner),
) {
    let is_equality = |own: &Expectation| {
        own.resolved.relation == CheckRelation::Equal && own.resolved.computed.is_some()
    };
    let are_equalities = !formulas.is_empty() && formulas.iter().all(is_equality);
    let accuses = accusing(compiler, &text.value).filter(|_| are_equalities);
    let kinds: Vec<Kind> =
        formulas.iter().map(|own| kind_of(&own.resolved.stated, names, owner)).collect();
    let mut doubled = doubled_units(&text.value, names, &kinds);
    doubled.extend(behind_captures(&text.value, (names, owner)));
    let mut meant = text.value.clone();
    let mut changes: Vec<(Range<usize>, &str)> =
        doubled.iter().map(|(place, _)| (place.clone(), "")).collect();
    changes.extend(accuses.clone().map(|place| (place, WORKED_OUT)));
    changes.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    for (place, words) in changes {
        meant.replace_range(place, words);
    }
    let help = Some(format!("写成 message = \"{meant}\""));
    let mut warn = |place: &Range<usize>, message: String| {
        let own = compiler.place(text, place);
        if let Some(source) = compiler.sources.get(text.file) {
            let code = MistakeCode::WithoutEffect;
            compiler.mistakes.warn(source, own, code, message, help.clone());
        }
    };
    if let Some(place) = accuses {
        let word = text.value.get(place.clone()).unwrap_or("");
        warn(
            &place,
            format!(
                "== 的两边都可能印错，message 写“{word}”就是说定了错的是哪一边：这样的 message 不印，改印通常的一句"
            ),
        );
    }
    if let Some((place, value)) = doubled.first() {
        let unit = text.value.get(place.clone()).unwrap_or("");
        warn(place, format!("{value} 印出来已经带单位，后面再写“{unit}”就印两次"));
    }
}

/// Where a message says which side of a comparison is wrong.
fn accusing(compiler: &Compiler<'_>, message: &str) -> Option<Range<usize>> {
    compiler.words.should_be.iter().find_map(|word| {
        let at = message.find(word.as_str())?;
        Some(at..at + word.len())
    })
}

/// Where units stand behind values that are amounts, or percentages, and behind which.
fn doubled_units(message: &str, names: &Names, kinds: &[Kind]) -> Vec<(Range<usize>, String)> {
    let all = |kind: Kind| !kinds.is_empty() && kinds.iter().all(|own| *own == kind);
    let (are_amounts, are_rates) = (all(Kind::Amount), all(Kind::Percent));
    let units: Vec<&str> = names
        .units
        .iter()
        .filter(|(_, unit)| unit.money && are_amounts || unit.ratio && are_rates)
        .map(|(_, unit)| unit.name.as_str())
        .collect();
    let mut out = Vec::new();
    for value in VALUES {
        for (at, _) in message.match_indices(value) {
            let start = at + value.len();
            let behind = message.get(start..).unwrap_or("");
            let lengths = units.iter().filter(|unit| behind.starts_with(**unit)).map(|u| u.len());
            out.extend(lengths.max().map(|len| (start..start + len, value.to_owned())));
        }
    }
    out
}

/// Where units stand behind what a sentence says with its unit, as it is printed there.
fn behind_captures(message: &str, (names, owner): (&Names, &Owner)) -> Vec<(Range<usize>, String)> {
    let captures = match owner {
        Owner::Claim(claim) => names.claims.get(*claim).map(|claim| &claim.captures),
        _ => None,
    };
    let mut out = Vec::new();
    for (name, kind, _) in captures.into_iter().flat_map(|captures| captures.iter()) {
        let piece = format!("{{{name}}}");
        let of_kind = names.units.iter().map(|(_, unit)| unit).filter(|unit| match kind {
            Kind::Amount => unit.money,
            Kind::Percent => unit.ratio,
            _ => false,
        });
        let counters = names.counters.iter().filter(|_| *kind == Kind::Count);
        let units: Vec<&str> =
            of_kind.map(|unit| unit.name.as_str()).chain(counters.map(String::as_str)).collect();
        for (at, _) in message.match_indices(&piece) {
            let start = at + piece.len();
            let behind = message.get(start..).unwrap_or("");
            let found = units.iter().filter(|unit| behind.starts_with(**unit)).map(|own| own.len());
            out.extend(found.max().map(|length| (start..start + length, piece.clone())));
        }
    }
    out
}
