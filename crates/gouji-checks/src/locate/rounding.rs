//! A second look at 尾差: what rounding can explain, but hardly by chance, and tables whose sums
//! are those of the printed numbers. What chance all but rules out becomes a violation, a warning
//! at most; the rest are notices.

use super::system::sum_of;
use crate::check::{Checked, FigurePlace, World};
use crate::check::{Doubt, lower};
use gouji_audit::audit::{
    Check, CheckDetail, CheckRelation, CheckedAt, Fault, FigureRole, Verdict,
};
use gouji_rules::ruleset::RuleKind;
use gouji_values::document::{Notice, NoticeCode};
use gouji_values::lang::{BilingualText, tell};
use gouji_values::paper::Paper;
use std::collections::BTreeMap;

/// One, in fixed point.
const ONE: u128 = 1_000_000_000_000_000_000_000_000_000_000;
/// Less likely than that among all sums of a document: worth a remark.
const SELDOM: u128 = ONE / 100;
/// Less likely than that among all sums of a document: rounding is not what happened.
const IMPROBABLE: u128 = ONE / 10_000;
/// A table shows how it was made if it has at least this many sums, at most this many of a hundred
/// are off, and chance would hardly do that.
const SUMS: usize = 8;
const OFF_OF_HUNDRED: usize = 10;
const BY_CHANCE: u128 = ONE / 1_000_000;
/// More addends than that differ by more than any sum of a form does.
const MOST_ADDENDS: usize = 200;

/// A sum of figures that were rounded each by itself.
struct Sum<'a> {
    check: &'a Check,
    /// The form that it stands in.
    form: Option<usize>,
    /// Addends that were rounded: what is not zero, and zeros among amounts as small.
    addends: usize,
    /// Stated minus added up, in units of the last printed place.
    off: u128,
}

/// A sum of rounded figures that comes out, at least by rounding.
fn sum<'a>(checked: &'a Checked, check: &'a Check) -> Option<Sum<'a>> {
    let agrees = check.relation == CheckRelation::Equal
        && matches!(check.verdict, Verdict::Holds | Verdict::Rounding);
    if !agrees || check.sides.is_none() || check.size() <= 2 {
        return None;
    }
    let (addends, off, place) = sum_of(&checked.sources, check)?;
    let form = match place {
        FigurePlace::Cell { paper: Paper::OWN, form, .. } => Some(form),
        _ => None,
    };
    (1..=MOST_ADDENDS).contains(&addends).then_some(Sum {
        check,
        form,
        addends,
        off: off.unsigned_abs(),
    })
}

/// Sums that are off by what rounding could explain, but hardly ever does, do not come out:
/// violations, of no more weight than a warning.
pub fn improbable(world: &World<'_>, checked: &mut Checked) {
    let rounded =
        checked.checks.iter().enumerate().filter(|(_, check)| check.verdict == Verdict::Rounding);
    let seldom = rounded.filter_map(|(at, check)| {
        let Sum { addends, off, .. } = sum(checked, check)?;
        (off > 1 && tail(addends, off) < IMPROBABLE && is_read_well(world, check))
            .then_some((at, addends, off))
    });
    let seldom: Vec<(usize, usize, u128)> = seldom.collect();
    if seldom.is_empty() {
        return;
    }
    let seldom = without_missing_rows(world, checked, seldom);
    let number = checked.checks.iter().filter_map(|check| sum(checked, check)).count();
    let is_seldom =
        |addends: usize, off: u128| tail(addends, off).saturating_mul(number as u128) < IMPROBABLE;
    for (at, addends, off) in
        seldom.into_iter().filter(|(_, addends, off)| is_seldom(*addends, *off))
    {
        let usual = (1..off).take_while(|off| !is_seldom(addends, *off)).last().unwrap_or(0);
        let Some(check) = checked.checks.get_mut(at) else { continue };
        let odds = tail(addends, off);
        let times = ONE.checked_div(odds).unwrap_or(0);
        let label = None;
        *check.detail_mut() = CheckDetail {
            fault: Fault::Improbable { addends, times, number },
            label,
            ..check.detail_mut().clone()
        };
        check.verdict = Verdict::Violation;
        lower(check, Doubt::Roundings);
        checked.improbable.insert(at, usual);
    }
}

/// Without the sums of one row that a table alone says: where several columns of it are off a row may
/// not be printed.
fn without_missing_rows(
    world: &World<'_>,
    checked: &Checked,
    seldom: Vec<(usize, usize, u128)>,
) -> Vec<(usize, usize, u128)> {
    let is_of_table = |check: &Check| {
        let mut rules = world.ruleset.rules.iter();
        rules.any(|rule| rule.id == check.rule && rule.demand.kind() == RuleKind::Structure)
    };
    let row = |at: usize| match checked.checks.get(at) {
        Some(Check { at: CheckedAt::Branch([form, side, row, _], _), rule, .. }) => {
            Some((rule, form, side, row))
        }
        _ => None,
    };
    let is_one = |at: usize| {
        let same = seldom.iter().filter(|(other, ..)| row(*other) == row(at)).count() > 1;
        !(same && checked.checks.get(at).is_some_and(is_of_table))
    };
    let kept = seldom.iter().filter(|(at, ..)| row(*at).is_none() || is_one(*at));
    kept.copied().collect()
}

/// Whether all figures of a check were read without doubt.
fn is_read_well(world: &World<'_>, check: &Check) -> bool {
    let places: Vec<_> =
        check.places().filter(|(_, document)| document.is_none()).map(|(span, _)| span).collect();
    !check.figures().any(|figure| figure.is_doubtful())
        && !world.doubtful_areas().any(|(area, ..)| places.iter().any(|span| area.covers(*span)))
}

/// What is remarkable about the sums of a document.
#[must_use]
pub fn remarks(world: &World<'_>, checked: &Checked) -> Vec<Notice> {
    // equal figures are off by nothing: where nothing differs by rounding there is nothing to
    // remark
    if !checked.checks.iter().any(|check| check.verdict == Verdict::Rounding) {
        return Vec::new();
    }
    let sums: Vec<Sum<'_>> = checked
        .checks
        .iter()
        .filter_map(|check| sum(checked, check))
        .filter(|sum| sum.addends > 1)
        .collect();
    let mut known: BTreeMap<(usize, u128), u128> = BTreeMap::new();
    let mut chance = |sum: &Sum<'_>, off: u128| {
        *known.entry((sum.addends, off)).or_insert_with(|| tail(sum.addends, off))
    };
    let number = sums.len() as u128;
    let mut seldom: BTreeMap<&str, Vec<(&Check, u128)>> = BTreeMap::new();
    for sum in sums.iter().filter(|sum| sum.check.verdict == Verdict::Rounding && sum.off > 1) {
        let chance = chance(sum, sum.off);
        if chance.saturating_mul(number) < SELDOM {
            seldom.entry(&sum.check.rule).or_default().push((sum.check, chance));
        }
    }
    let mut out: Vec<Notice> =
        seldom.into_iter().filter_map(|(rule, list)| seldom_words(rule, &list)).collect();
    let mut forms: BTreeMap<usize, Vec<&Sum<'_>>> = BTreeMap::new();
    for sum in &sums {
        forms.entry(sum.form.unwrap_or(usize::MAX)).or_default().push(sum);
    }
    forms.remove(&usize::MAX);
    for (form, sums) in forms {
        let off = sums.iter().filter(|sum| sum.off > 0).count();
        if off == 0 || sums.len() < SUMS || off * 100 > sums.len() * OFF_OF_HUNDRED {
            continue;
        }
        let odds: Vec<u128> = sums.iter().map(|sum| chance(sum, 1)).collect();
        if at_most(&odds, off) < BY_CHANCE {
            out.extend(printed_sums(world, form, &sums, off));
        }
    }
    out
}

fn seldom_words(rule: &str, list: &[(&Check, u128)]) -> Option<Notice> {
    let (check, chance) = list.iter().min_by_key(|(_, chance)| *chance)?;
    let figure = check.figures().find(|figure| figure.role == FigureRole::Stated)?;
    let difference = check.difference.as_deref().unwrap_or("");
    let unit = check.unit.as_deref().unwrap_or("");
    let message = BilingualText::each(|lang| {
        let label = figure.label_in(lang);
        let odds = match ONE.checked_div(*chance) {
            None => lang.of("几乎为 0", "nearly 0").to_owned(),
            Some(times) => tell!(lang, "约为 1/{times}", "about 1/{times}"),
        };
        let more = match list.len() {
            0 | 1 => String::new(),
            count => tell!(lang, "，同一规则共 {count} 处", " ({count} places of this rule)"),
        };
        tell!(
            lang,
            "“{rule}”的尾差 {difference}{unit} 可能但不太像四舍五入：偶然出现的概率{odds}{more}，请核对（{label}）",
            "“{rule}”: the rounding difference {difference}{unit} is possible, but hardly comes of rounding: the odds are {odds}{more}; please check ({label})"
        )
    });
    let span = figure.document().is_none().then_some(figure.span());
    Some(Notice { code: NoticeCode::RoundingOdd, message, span })
}

fn printed_sums(world: &World<'_>, form: usize, sums: &[&Sum<'_>], off: usize) -> Option<Notice> {
    let filled = world.filled(Paper::OWN, form)?;
    let name = world.schema(filled).map_or("", |schema| schema.id.as_str());
    let figures: Vec<_> = sums
        .iter()
        .filter(|sum| sum.off > 0)
        .filter_map(|sum| sum.check.figure(0))
        .take(3)
        .collect();
    let (all, equal) = (sums.len(), sums.len() - off);
    let message = BilingualText::each(|lang| {
        let labels: Vec<_> = figures.iter().map(|figure| figure.label_in(lang)).collect();
        let labels = labels.join(lang.comma());
        let more = if off > figures.len() { lang.of(" 等", " and more") } else { "" };
        tell!(
            lang,
            "{name}的合计几乎都正好等于各列示数之和（{all} 项中 {equal} 项），可见合计是用列示数加出来的；不相等的 {off} 处请核对：{labels}{more}",
            "of {all} totals of {name} {equal} are just the sums of the printed figures, so the totals were added up of these; please check the {off} that are not: {labels}{more}"
        )
    });
    Some(Notice { code: NoticeCode::SumsOfPrinted, message, span: Some(filled.span) })
}

/// How likely the printed sum of `n` rounded addends is off by `off` units of the last place or
/// more (Irwin–Hall): the errors are uniform and independent, and the sum itself is rounded, too.
fn tail(n: usize, off: u128) -> u128 {
    if off == 0 {
        return ONE;
    }
    // P(|r| ≥ t) = 2 F(n/2 − t + 1/2), F being the distribution of the sum of n uniform numbers;
    // twice the place is whole
    let Some(twice) = (n as u128 + 1).checked_sub(2 * off).filter(|twice| *twice > 0) else {
        return 0;
    };
    2 * distribution(n, twice)
}

/// The distribution of the sum of `n` uniform numbers at half of `twice`: n·F(n, x) = x·F(n−1, x) +
/// (n−x)·F(n−1, x−1). All terms are positive, so that nothing is lost.
fn distribution(n: usize, twice: u128) -> u128 {
    // the places twice, twice − 2, …, above zero
    let places: Vec<u128> = (0..)
        .map_while(|step: u128| twice.checked_sub(2 * step))
        .take_while(|place| *place > 0)
        .collect();
    let mut row: Vec<u128> = places.iter().map(|place| ONE.min(ONE / 2 * place)).collect();
    for size in 2..=n as u128 {
        let next = places.iter().enumerate().map(|(at, place)| {
            let (here, before) =
                (row.get(at).copied().unwrap_or(0), row.get(at + 1).copied().unwrap_or(0));
            if *place >= 2 * size {
                ONE
            } else {
                (here * place + before * (2 * size - place)) / (2 * size)
            }
        });
        row = next.collect();
    }
    row.first().copied().unwrap_or(0)
}

/// How likely at most so many of independent events come about.
fn at_most(odds: &[u128], most: usize) -> u128 {
    /// Half the digits, so that products fit.
    const HALF: u128 = 1_000_000_000_000_000;
    let mut of: Vec<u128> = std::iter::once(ONE).chain(std::iter::repeat_n(0, most)).collect();
    for chance in odds {
        let (yes, no) = (chance / HALF, HALF - chance / HALF);
        for at in (0..=most).rev() {
            let before = at.checked_sub(1).and_then(|at| of.get(at)).copied().unwrap_or(0);
            if let Some(slot) = of.get_mut(at) {
                *slot = *slot / HALF * no + before / HALF * yes;
            }
        }
    }
    of.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In thousandths, rounded.
    fn thousandths(chance: u128) -> u128 {
        (chance * 1000 + ONE / 2) / ONE
    }

    #[test]
    fn tails_are_those_of_the_published_table() {
        let all = [
            (4, 1, 400),
            (4, 2, 5),
            (9, 1, 570),
            (9, 2, 83),
            (9, 3, 3),
            (19, 2, 240),
            (19, 3, 46),
            (30, 1, 750),
            (30, 4, 26),
        ];
        for (n, off, wanted) in all {
            let got = thousandths(tail(n, off));
            assert!(got.abs_diff(wanted) <= 5, "{n} {off}: {got} for {wanted}");
        }
        assert_eq!(tail(4, 3), 0);
        // 9 units on 19 addends: 1.6e-17
        let far = tail(19, 9);
        assert!(
            (ONE / 100_000_000_000_000_000..ONE / 10_000_000_000_000_000).contains(&far),
            "{far}"
        );
    }

    #[test]
    fn few_of_many_likely_events_are_unlikely() {
        assert_eq!(thousandths(at_most(&[ONE / 2, ONE / 2], 0)), 250);
        assert_eq!(thousandths(at_most(&[ONE / 2, ONE / 2], 1)), 750);
        assert!(at_most(&[ONE / 2; 40], 0) < BY_CHANCE);
    }
}
