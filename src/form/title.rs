//! The title of a table, and the forms that it may be the title of.

use super::Facts;
use super::caption::Caption;
use crate::document::Span;
use crate::label::label_key;
use crate::pattern::Context;
use crate::ruleset::Ruleset;

/// The forms whose title fits the nearest caption line that is a title at all.
pub(super) fn titled(
    caption: &Caption,
    ruleset: &Ruleset,
    facts: &Facts,
    context: &Context<'_>,
) -> (Vec<usize>, Option<(String, Span)>) {
    for (key, printed, span) in &caption.lines {
        let stripped = bare_title(key, facts, context);
        let found: Vec<usize> = ruleset
            .forms
            .iter()
            .enumerate()
            .filter(|(_, form)| form.is_of(facts.kind.as_deref()))
            .filter(|(_, form)| {
                form.titles.fit(key, context)
                    || (stripped != *key && form.titles.fit(&stripped, context))
            })
            .map(|(i, _)| i)
            .collect();
        if !found.is_empty() {
            return (found, Some((printed.clone(), *span)));
        }
    }
    (Vec::new(), caption.lines.last().map(|(_, printed, span)| (printed.clone(), *span)))
}

/// A title without the agency in front, four digits of a year with what belongs to them, and a year
/// in brackets behind.
#[must_use]
pub fn bare_title(key: &str, facts: &Facts, context: &Context<'_>) -> String {
    let mut rest = key;
    if let Some(agency) = &facts.agency {
        rest = rest.strip_prefix(label_key(agency, context.vocabulary).as_str()).unwrap_or(rest);
    }
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
