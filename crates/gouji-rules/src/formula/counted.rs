//! That numbers with counters stand beside what is counted in them: `天数 > 3人` compares days with
//! people, `days(起, 止) <= 1个月` with something that is no number of days.

use super::function::Function;
use super::kinds::Typed;
use super::names::{FormulaMistake, Names, Owner};
use super::node::{ColumnSelector, Node, Reference};
use super::resolve::Resolver;
use super::syntax::{Binary, Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;
use gouji_values::kind::{Kind, Operation};
use gouji_values::number::Decimal;

impl Names {
    /// Whether a counter is that of everything: `人数 > 3个` says what it means.
    fn counts_anything(&self, counter: &str) -> bool {
        self.of_anything.iter().any(|own| own == counter)
    }

    /// Whether two counters count the same: 天 and 日, 人 and 名, 月 and 个月.
    fn are_alike(&self, one: &str, other: &str) -> bool {
        let both = |group: &Vec<String>| {
            group.iter().any(|own| own == one) && group.iter().any(|own| own == other)
        };
        let span = |of: &str| self.spans.iter().find(|(own, _)| own == of).map(|(_, span)| span);
        one == other
            || self.alike.iter().any(both)
            || span(one).is_some_and(|own| span(other) == Some(own))
    }

    /// How many of another unit one of a unit is, where both measure the same.
    #[must_use]
    pub fn scale(&self, from: &str, to: &str) -> Option<Decimal> {
        self.unit_scales.iter().find_map(|entry| {
            let mut parts = entry.split('=');
            let (large, small) = (parts.next()?.trim(), parts.next()?.trim());
            let times: Decimal = parts.next()?.trim().parse().ok()?;
            match (from, to) {
                pair if pair == (small, large) => Some(times),
                pair if pair == (large, small) => Decimal::ONE.checked_div(times),
                _ => None,
            }
        })
    }

    /// What a text above a column counts: what stands in its brackets, or before the word of a number: 天数.
    pub(crate) fn counter_in(&self, text: &str) -> Option<&str> {
        let bracket = text.split(['（', '(']).nth(1).map(|own| own.trim_end_matches(['）', ')']));
        let whole = |own: &str| self.counters.iter().find(|known| known.as_str() == own);
        if let Some(found) = bracket.and_then(whole) {
            return Some(found);
        }
        let name = text.split(['（', '(']).next()?;
        let before = self.number_words.iter().find_map(|end| name.strip_suffix(end.as_str()))?;
        let ends = self.counters.iter().filter(|known| before.ends_with(known.as_str()));
        ends.max_by_key(|known| known.len()).map(String::as_str)
    }
}

impl Resolver<'_> {
    /// That what is added or compared is counted in the same, as far as names tell.
    pub(super) fn counted_alike(
        &self,
        operation: Operation,
        left: Typed<'_>,
        right: Typed<'_>,
    ) -> Result<(), FormulaMistake> {
        if !matches!(operation, Operation::Add | Operation::Equal | Operation::Order) {
            return Ok(());
        }
        for (one, other) in [(left, right), (right, left)] {
            let SyntaxKind::Number { value, unit } = &one.0.kind else { continue };
            let is_counter = self.names.counters.contains(unit);
            if one.2 != Kind::Count || !is_counter || self.names.counts_anything(unit) {
                continue;
            }
            let counts = self.counters_of(other.1);
            let Some(first) = counts.first() else { continue };
            // days of the calendar are no working days
            let is_exact = matches!(other.1, Node::Call(Function::Days, _));
            let fits = |own: &&str| match is_exact {
                true => *own == unit,
                false => self.names.counts_anything(own) || self.names.are_alike(own, unit),
            };
            if counts.iter().any(fits) {
                continue;
            }
            let written = format!("{value}{unit}");
            let name = self.written(other.0);
            let scaled = self.names.scale(unit, first).and_then(|times| value.checked_mul(times));
            let message = match &name {
                Some(name) => format!("{name} 数的是{first}，{written} 数的是{unit}，不能放在一起"),
                None => format!("这里数的是{first}，{written} 数的是{unit}，不能放在一起"),
            };
            let help = match (self.as_days(*value, unit, first), self.column_counting(unit)) {
                _ if let Some(value) = scaled => format!("写成 {}{first}", value.normalize()),
                (None, _) if is_exact && self.names.are_alike(first, unit) => format!(
                    "days 数的是日历上的天数，不除去休息日：写成 {value}{first}，几天照自己的办法改"
                ),
                (Some(days), _) => {
                    let named = self
                        .names
                        .of_anything
                        .iter()
                        .find_map(|own| unit.strip_prefix(own.as_str()));
                    let most = self.with_leap_days(*value, unit);
                    let is_limit = self.is_upper(one.0, left.0);
                    let (days, leap) = match most {
                        Some(most) if is_limit == Some(true) => {
                            (most, format!("（{value}{unit}里遇闰年最多这些天）"))
                        }
                        Some(most) if is_limit.is_none() => {
                            (days, format!("（遇闰年要多，不得超过的写 {most}{first}）"))
                        }
                        _ => (days, String::new()),
                    };
                    format!(
                        "写成 {days}{first}{leap}；一个{}按几天算，照自己的办法改",
                        named.unwrap_or(unit)
                    )
                }
                (None, Some(column)) => {
                    format!("写成 {value}{first}；要比{unit}的，换成数{unit}的列：{column}")
                }
                (None, None) => format!("写成 {value}{first}"),
            };
            return Err(FormulaMistake::new(one.0.span.clone(), message).help(help));
        }
        Ok(())
    }

    /// Whether a side of the comparison at hand is what the other must not pass; `None` where it is
    /// neither the most nor the least.
    fn is_upper(&self, side: &Syntax, left: &Syntax) -> Option<bool> {
        let relation = match side.span == left.span {
            true => self.relation.mirrored(),
            false => self.relation,
        };
        match relation {
            CheckRelation::AtMost | CheckRelation::Less => Some(true),
            CheckRelation::AtLeast | CheckRelation::Greater => Some(false),
            _ => None,
        }
    }

    /// What a value is counted in, by the names of its column and what is printed above it; nothing
    /// where these do not say.
    fn counters_of(&self, node: &Node) -> Vec<&str> {
        match node {
            Node::Call(Function::Days, _) => {
                let days = self.names.spans.iter().filter(|(_, span)| *span == (1, false));
                days.map(|(own, _)| own.as_str()).collect()
            }
            Node::Binary(Binary::Add | Binary::Subtract, a, b) => {
                let first = self.counters_of(a);
                if first.is_empty() { self.counters_of(b) } else { first }
            }
            Node::Call(Function::Previous | Function::Abs | Function::Round, arguments) => {
                arguments.first().map_or_else(Vec::new, |of| self.counters_of(of))
            }
            Node::Read(Reference::Column { depth, column }) => match self.scope(*depth) {
                Owner::Form(form, _) => self.counters_in(*form, *column),
                _ => Vec::new(),
            },
            Node::Form(path) => match path.column {
                ColumnSelector::Column(column) => self.counters_in(path.form, column),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn counters_in(&self, form: usize, column: usize) -> Vec<&str> {
        let Some(form) = self.names.forms.get(form) else { return Vec::new() };
        let name = form.columns.get(column).map(|(name, _)| name);
        let heads = form.heads.get(column).into_iter().flatten();
        name.into_iter().chain(heads).filter_map(|text| self.names.counter_in(text)).collect()
    }

    /// A column of the own form that counts in such a counter.
    fn column_counting(&self, unit: &str) -> Option<&str> {
        let Owner::Form(form, _) = self.scope(0) else { return None };
        let columns = self.names.forms.get(*form)?.columns.iter().enumerate();
        let counts = |at: usize| {
            self.counters_in(*form, at).iter().any(|own| self.names.are_alike(own, unit))
        };
        columns.filter(|(at, _)| counts(*at)).map(|(_, (name, _))| name.as_str()).next()
    }

    /// The days that so many whole years have at most.
    fn with_leap_days(&self, value: Decimal, unit: &str) -> Option<String> {
        let (_, span) = self.names.spans.iter().find(|(own, _)| own == unit)?;
        let is_years = matches!(span, (12, true)) && value.fract().is_zero();
        let four = Decimal::from(4);
        let leaps = value.checked_div(four)?.ceil();
        let days = value.checked_mul(Decimal::from(365))?.checked_add(leaps)?;
        is_years.then(|| days.normalize().to_string())
    }

    /// Of weeks, months and years beside days how many days they are, a month taken for thirty, a
    /// year for 365.
    fn as_days(&self, value: Decimal, unit: &str, beside: &str) -> Option<String> {
        let span = |of: &str| self.names.spans.iter().find(|(own, _)| own == of);
        let (_, (times, of_months)) = span(unit)?;
        let days = span(beside).is_some_and(|(_, own)| *own == (1, false));
        let each = match (of_months, times % 12) {
            (true, 0) => times / 12 * 365,
            (true, _) => times * 30,
            (false, _) => *times,
        };
        let all = value.checked_mul(Decimal::from(each))?;
        days.then(|| all.normalize().to_string())
    }
}
