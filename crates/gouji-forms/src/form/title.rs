//! The title of a table, and the forms that it may be the title of.

use super::Facts;
use super::caption::Caption;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{Form, Ruleset};
use gouji_values::document::Span;
use gouji_values::label::label_key;

/// The forms whose title fits the nearest caption line that is a title at all.
pub(super) fn titled(
    caption: &Caption,
    ruleset: &Ruleset,
    facts: &Facts,
    context: &Context<'_>,
) -> (Vec<usize>, Option<(String, Span)>) {
    for (key, printed, span) in &caption.lines {
        let stripped = bare_title(key, facts, context);
        let fitting = |names: &[&str]| -> Vec<usize> {
            let forms = ruleset.forms.iter().enumerate();
            forms
                .filter(|(_, form)| form.is_of(facts.kind.as_deref()))
                .filter(|(_, form)| names.iter().any(|name| form.titles.fit(name, context)))
                .map(|(i, _)| i)
                .collect()
        };
        let mut found = if stripped == *key { fitting(&[key]) } else { fitting(&[key, &stripped]) };
        if found.is_empty() {
            let behind: Vec<String> =
                behind_bodies(key, context).map(|rest| without_year(rest, context)).collect();
            let behind: Vec<&str> = behind.iter().map(String::as_str).collect();
            found = fitting(&behind);
        }
        if !found.is_empty() {
            return (found, Some((printed.clone(), *span)));
        }
    }
    (Vec::new(), caption.lines.last().map(|(_, printed, span)| (printed.clone(), *span)))
}

/// The forms whose title fits what stands behind a year in a caption line, whoever is named before
/// it: 青岗县一中2024年‖采购台账. Whose table it is no list of bodies has to know; the columns have to
/// be those of the form.
pub(super) fn titled_behind_year(
    caption: &Caption,
    ruleset: &Ruleset,
    facts: &Facts,
    context: &Context<'_>,
) -> Option<(Vec<usize>, (String, Span))> {
    caption.lines.iter().find_map(|(key, printed, span)| {
        let names: Vec<String> = behind_years(key, context).collect();
        let fits = |own: &(usize, &Form)| {
            own.1.is_of(facts.kind.as_deref())
                && names.iter().any(|name| own.1.titles.fit(name, context))
        };
        let forms = ruleset.forms.iter().enumerate().filter(|_| !names.is_empty());
        let found: Vec<usize> = forms.filter(fits).map(|(at, _)| at).collect();
        (!found.is_empty()).then(|| (found, (printed.clone(), *span)))
    })
}

/// What stands in a title behind four digits of a year and what belongs to them, with something in
/// front.
fn behind_years<'k>(key: &'k str, context: &'k Context<'_>) -> impl Iterator<Item = String> + 'k {
    let starts = key.char_indices().skip(1).filter(|(at, c)| {
        let before = key.get(..*at).and_then(|before| before.chars().next_back());
        c.is_ascii_digit() && !before.is_some_and(|c| c.is_ascii_digit())
    });
    starts.filter_map(|(at, _)| {
        let from = key.get(at..)?;
        let rest = without_year(from, context);
        (rest.len() < from.len() && !rest.is_empty()).then_some(rest)
    })
}

/// What stands in a title behind words that may be the end of an agency: 青岗县教育局‖采购台账.
fn behind_bodies<'k>(key: &'k str, context: &'k Context<'_>) -> impl Iterator<Item = &'k str> {
    let words = context.vocabulary.prose.get("bodies").map_or(&[][..], Vec::as_slice);
    key.char_indices().map(|(at, _)| key.split_at(at)).filter_map(move |(before, rest)| {
        words.iter().any(|word| before.len() > word.len() && before.ends_with(word)).then_some(rest)
    })
}

/// A title without the agency in front, four digits of a year with what belongs to them, and a year
/// in brackets behind.
#[must_use]
pub fn bare_title(key: &str, facts: &Facts, context: &Context<'_>) -> String {
    let mut rest = key;
    if let Some(agency) = &facts.agency {
        rest = rest.strip_prefix(label_key(agency, context.vocabulary).as_str()).unwrap_or(rest);
    }
    without_year(rest, context)
}

fn without_year(title: &str, context: &Context<'_>) -> String {
    let mut rest = title;
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    if digits == 4 {
        rest = rest.get(4..).unwrap_or(rest);
        for unit in &context.vocabulary.year_units {
            if let Some(behind) = rest.strip_prefix(unit.as_str()) {
                rest = behind;
                break;
            }
        }
    }
    if let Some((before, behind)) = rest.rsplit_once('(')
        && behind.chars().filter(char::is_ascii_digit).count() == 4
        && behind.ends_with(')')
    {
        rest = before;
    }
    rest.to_owned()
}
