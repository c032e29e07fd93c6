//! One cause that many places show: a blank of a template that nobody filled in, a sentence that
//! was copied with its mistake, a rate that a system printed as nothing everywhere. Such checks are
//! one finding with its places.
//!
//! Deliberately apart stay calculations with numbers of their own: each of them is to be mended by
//! itself, also where several of them print the same wrong number.

use super::cause::{CauseRun, Group};
use crate::check::FigurePlace;
use gouji_audit::audit::{Check, CheckRelation, CheckedAt, FigureRole, Severity};
use gouji_forms::form::Statement;
use gouji_rules::formula::Owner;
use gouji_rules::ruleset::{Message, PrintedSearch, Rule, SlipLook};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::BTreeMap;

/// From so many places on, a nothing that is printed where something else was to be calculated was not
/// calculated at all.
const PRINTED: usize = 3;
/// Stands for a capture or a digit in the words of a template.
const BLANK: char = '\u{FFFC}';

/// What makes checks show one cause.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    /// A hint that something must not stand there.
    Slip(String),
    /// The same words, or the same row in other columns, with the same values: the words or the row,
    /// what is stated, what it is compared with, the relation.
    Repeated(String, String, String, CheckRelation),
}

/// The same printed value at the same place of forms or templates: the place, the value.
type Printed = (String, String);

impl CauseRun<'_> {
    /// Joins causes that are one: of the same signs first, then of the same printed value.
    pub(super) fn alike(&self, groups: Vec<Group>, is_cut_short: bool) -> Vec<Group> {
        let templates = Templates::default();
        let slip = |group: &Group| -> Option<Vec<Sign>> {
            let mut signs: Vec<Sign> = group
                .checks
                .iter()
                .map(|at| self.sign(*at, &templates, is_cut_short))
                .collect::<Option<_>>()?;
            signs.sort_unstable();
            signs.dedup();
            (!signs.is_empty() && self.accuses_its_own(group)).then_some(signs)
        };
        let printed = |group: &Group| -> Option<Vec<Printed>> {
            let mut all: Vec<Printed> = group
                .checks
                .iter()
                .map(|at| self.value_printed(*at, &templates))
                .collect::<Option<_>>()?;
            all.sort_unstable();
            (!is_cut_short && !all.is_empty()).then_some(all)
        };
        // what one row alone would blame is not to blame where all rows print the same
        let acquitted = |group: &mut Group| {
            if !self.accuses_its_own(group) {
                group.forget();
            }
        };
        let groups = joined(joined(groups, 2, slip, |_| {}), PRINTED, printed, acquitted);
        joined(groups, 2, |group| self.one_figure(group), |_| {})
    }

    /// The line of a form whose only accused figure a cause accuses, with what is printed and meant
    /// there: both sides of a form print their total in one line.
    fn one_figure(&self, group: &Group) -> Option<(usize, u32, i128, Decimal, i128)> {
        let [meant] = group.meant.as_slice() else { return None };
        let cell = self.rows.cells.get(meant.cell)?;
        let (FigurePlace::Cell { paper: Paper::OWN, form, side, row, .. }, _) =
            *cell.places.first()?
        else {
            return None;
        };
        let line = self.shared.world().row(Paper::OWN, form, side, row)?.row;
        Some((form, line, cell.number, cell.ulp, meant.number))
    }

    /// Whether nothing but the stated figure of its checks is held to be wrong.
    fn accuses_its_own(&self, group: &Group) -> bool {
        let own = |cell: usize| {
            let leads = group.checks.iter().filter_map(|at| self.checks.get(*at)?.lead());
            leads
                .into_iter()
                .any(|(span, document)| self.rows.at(document, span).any(|at| at == cell))
        };
        group.meant.iter().all(|meant| own(meant.cell))
    }

    fn rule(&self, check: &Check) -> Option<&Rule> {
        self.rules.get(check.rule.as_str()).and_then(|at| self.shared.ruleset.rules.get(*at))
    }

    fn sign(&self, at: usize, templates: &Templates, is_cut_short: bool) -> Option<Sign> {
        let check = self.checks.get(at)?;
        let rule = self.rule(check)?;
        if rule.demand.forbids() && check.severity == Severity::Info {
            // of words that must not stand there each is another one
            let words = check.stated.as_deref().filter(|_| self.forbids_words(rule));
            return Some(Sign::Slip(format!("{}|{}", check.rule, words.unwrap_or_default())));
        }
        if is_cut_short {
            return None;
        }
        let words = match rule.owner {
            Owner::Claim(_) => [self.template(check, rule, templates)?, values(check)].join("|"),
            _ => row(check)?,
        };
        // what a script says in other words is another thing to be read
        let words = with_own(words, check);
        let text =
            |value: &Option<ecow::EcoString>| value.as_deref().unwrap_or_default().to_owned();
        Some(Sign::Repeated(words, text(&check.stated), text(&check.computed), check.relation))
    }

    /// Whether a rule names the words that must not stand there as they are printed, with nothing open
    /// in them, or looks for words and says in its message which they are. What a template left behind is one slip,
    /// whatever its words; so is a mark that paragraphs lack.
    fn forbids_words(&self, rule: &Rule) -> bool {
        let Owner::Claim(claim) = rule.owner else { return false };
        let claim = self.shared.ruleset.claims.get(claim);
        let message = rule.message.iter().flatten();
        let says = message.into_iter().any(|piece| matches!(piece, Message::Stated));
        claim.is_some_and(|claim| {
            let names_words = |printed: &PrintedSearch| matches!(printed.look, SlipLook::Wordings);
            let is_plain = claim.printed.as_deref().is_some_and(names_words)
                && claim.wordings.iter().all(|wording| wording.captures.is_empty());
            is_plain || says && claim.printed.as_deref().is_none_or(names_words)
        })
    }

    /// The nothing that is printed, where it should equal something else, or all the values of a sentence that was
    /// copied. Other numbers that several places print alike were calculated, or typed, one by one: no one change
    /// cures them.
    fn value_printed(&self, at: usize, templates: &Templates) -> Option<Printed> {
        let check = self.checks.get(at)?;
        let rule = self.rule(check)?;
        let stated = check.figures().find(|figure| figure.role == FigureRole::Stated)?.printed();
        let value: Decimal = stated.value.as_deref()?.parse().ok()?;
        let text: String = stated.text.split_whitespace().collect();
        if check.relation != CheckRelation::Equal {
            return None;
        }
        match rule.owner {
            Owner::Claim(_) => {
                let text = if value.is_zero() { text } else { values(check) };
                Some((with_own(self.template(check, rule, templates)?, check), text))
            }
            // rows that come to the same number are no rare thing: rows of nothing are
            _ if value.is_zero() => Some((with_own(column(&check.key()), check), text)),
            _ => None,
        }
    }

    /// The rule and the words of the sentence that a check is about, without what stands in its
    /// blanks.
    fn template(&self, check: &Check, rule: &Rule, templates: &Templates) -> Option<String> {
        let Owner::Claim(claim) = rule.owner else { return None };
        let (span, None) = check.lead()? else { return None };
        let statements = &self.shared.recognition.statements;
        let found = templates.standing(statements, claim, span.start)?;
        let key = check.key();
        let number = key.split('|').nth(1).unwrap_or_default();
        Some(format!("{}|{number}|{}", rule.id, words(found)))
    }
}

/// Groups of the same sign become one where there are so many, which stands where the first of them
/// stood. `prepare` is asked for each of them before.
fn joined<K: Ord>(
    groups: Vec<Group>,
    least: usize,
    sign: impl Fn(&Group) -> Option<K>,
    prepare: impl Fn(&mut Group),
) -> Vec<Group> {
    let signs: Vec<Option<K>> = groups.iter().map(sign).collect();
    let mut count: BTreeMap<&K, usize> = BTreeMap::new();
    for sign in signs.iter().flatten() {
        *count.entry(sign).or_default() += 1;
    }
    let mut first: BTreeMap<&K, usize> = BTreeMap::new();
    let mut out: Vec<Group> = Vec::new();
    for (mut group, sign) in groups.into_iter().zip(&signs) {
        let Some(sign) =
            sign.as_ref().filter(|sign| count.get(sign).copied().unwrap_or(0) >= least)
        else {
            out.push(group);
            continue;
        };
        prepare(&mut group);
        match first.get(sign).and_then(|at| out.get_mut(*at)) {
            Some(before) => before.join(group),
            None => {
                first.insert(sign, out.len());
                out.push(group);
            }
        }
    }
    out
}

impl Group {
    fn join(&mut self, other: Self) {
        self.checks.extend(other.checks);
        // what is known of some places alone is not said of all
        let is_known = !self.meant.is_empty()
            && !other.meant.is_empty()
            && self.stated.is_empty()
            && other.stated.is_empty();
        let is_stated = !self.stated.is_empty() && !other.stated.is_empty();
        if is_known || is_stated {
            self.meant.extend(other.meant);
            self.stated.extend(other.stated);
            self.cells = self.cells.min(other.cells);
            self.numbers = self.numbers.min(other.numbers);
            self.ties = self.ties.max(other.ties);
            self.others.clear();
            self.rivals.clear();
        } else {
            self.forget();
        }
    }

    /// Leaves the checks alone, without a guess at what is wrong.
    fn forget(&mut self) {
        *self = Self { checks: std::mem::take(&mut self.checks), ..Self::default() };
    }
}

/// The statements of each claim by where they stand, worked out when the first is asked for.
#[derive(Default)]
struct Templates(std::cell::OnceCell<BTreeMap<usize, Vec<(u32, u32, usize)>>>);

impl Templates {
    /// The statement of a claim that a place of the text stands in.
    fn standing<'s>(
        &self,
        statements: &'s [Statement],
        claim: usize,
        at: u32,
    ) -> Option<&'s Statement> {
        let all = self.0.get_or_init(|| {
            let mut out: BTreeMap<usize, Vec<(u32, u32, usize)>> = BTreeMap::new();
            for (index, found) in statements.iter().enumerate() {
                let (start, end) = (
                    found.text.canonical(found.range.start),
                    found.text.canonical(found.range.end),
                );
                out.entry(found.claim).or_default().push((start, end, index));
            }
            out.values_mut().for_each(|standing| standing.sort_unstable());
            out
        });
        let own = all.get(&claim)?;
        let next = own.partition_point(|(start, _, _)| *start <= at);
        // a statement may stand in another one of its claim
        let near = own.get(next.saturating_sub(NEAR)..next)?;
        let (_, _, index) = near.iter().rev().find(|(_, end, _)| at < *end)?;
        statements.get(*index)
    }
}

/// At most this many statements of a claim before a place are looked at.
const NEAR: usize = 4;

/// The words of a statement with its captures and all digits blanked out.
fn words(found: &Statement) -> String {
    let captures =
        found.captures.iter().chain(found.items.iter().flatten().flat_map(|item| item.iter()));
    let mut blanks: Vec<(usize, usize)> =
        captures.map(|(_, captured)| (captured.range.start, captured.range.end)).collect();
    blanks.sort_unstable();
    let mut out = String::new();
    let mut blanks = blanks.into_iter().peekable();
    let mut until = 0;
    let put = |out: &mut String, c: char| {
        if !(c == BLANK && out.ends_with(BLANK)) {
            out.push(c);
        }
    };
    for (at, c) in found.text.text.get(found.range.clone()).unwrap_or("").char_indices() {
        let at = at + found.range.start;
        while let Some((_, end)) = blanks.next_if(|(start, _)| *start <= at) {
            until = until.max(end);
        }
        match c {
            _ if at < until => put(&mut out, BLANK),
            c if c.is_numeric() => put(&mut out, BLANK),
            c if c.is_whitespace() => {}
            c => put(&mut out, c),
        }
    }
    out
}

/// All that a check prints.
fn values(check: &Check) -> String {
    let printed = check.figures().map(|figure| figure.printed().text.clone());
    printed.collect::<Vec<_>>().join("|")
}

/// With the words that a script gave the check.
fn with_own(mut words: String, check: &Check) -> String {
    if let Some(own) = check.own() {
        words.push('|');
        words.push_str(own);
    }
    words
}

/// The rule and the row of a check on a form, without its column: several columns may print the same
/// figures.
fn row(check: &Check) -> Option<String> {
    let CheckedAt::Branch([form, side, row, _], further) = check.at else { return None };
    Some(format!("{}|{}|{form}|{side}|{row}|{further:?}", check.rule, check.number))
}

/// The key of a check on a form without its part and its row: rule, expectation, form, side,
/// column.
fn column(key: &str) -> String {
    let fields: Vec<&str> = key.split('|').collect();
    match fields.as_slice() {
        [rule, number, _, .., form, side, _, column] => {
            [rule, number, form, side, column].map(|field| *field).join("|")
        }
        [rule, number, .., form] => [rule, number, form].map(|field| *field).join("|"),
        _ => key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_of_a_check_has_no_row_and_no_part() {
        assert_eq!(column("执行率|0|甲项目|资金表|0|年度资金|"), "执行率|0|资金表|0|");
        assert_eq!(column("执行率|0||资金表|0||全年"), "执行率|0|资金表|0|全年");
        assert_eq!(column("执行率|1|甲项目|资金表"), "执行率|1|资金表");
    }

    #[test]
    fn groups_of_one_sign_become_one_where_the_first_stood() {
        let group = |check: usize| Group { checks: vec![check], ..Group::default() };
        let sign = |group: &Group| {
            group.checks.first().filter(|check| **check != 7).map(|check| check % 2)
        };
        let all = joined((0..8).map(group).collect(), 4, sign, |_| {});
        let checks: Vec<Vec<usize>> = all.into_iter().map(|group| group.checks).collect();
        assert_eq!(checks, [vec![0, 2, 4, 6], vec![1], vec![3], vec![5], vec![7]]);
    }
}
