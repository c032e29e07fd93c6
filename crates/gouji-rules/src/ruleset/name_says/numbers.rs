//! Numbers in the words of a rule: a limit that its name gives and its formula has otherwise (6万元, 60万元),
//! a number whose unit is that of another column than the one it is compared with (2天 beside 人数), a
//! bound whose word in the name points the other way than the condition (50人以上, `人数 <= 50人`).

use super::bounds::names;
use super::other_way::{other_way, turned_bound};
use crate::formula::{CheckRelation, Syntax, SyntaxKind};
use crate::ruleset::schema::{Form, ParamValue};
use crate::ruleset::whole::Ruleset;
use gouji_values::number::{Decimal, UnitId, Units, scan_number};
use std::ops::Range;

/// What a number is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Money,
    Ratio,
    /// What is counted.
    Things,
}

/// A number with its unit.
#[derive(Clone, Debug)]
pub(super) struct Quantity {
    pub(super) class: Class,
    /// In the unit that others of its class are told in.
    pub(super) value: Decimal,
    /// As it is written.
    pub(super) written: String,
    /// What is counted, where that is written.
    counter: String,
    /// Where it stands.
    pub(super) span: Range<usize>,
}

/// A number of a formula.
pub(super) struct Literal {
    pub(super) quantity: Quantity,
    /// The parameter that it is the value of.
    param: Option<usize>,
    /// What it is compared with, as a sign seen from that, where it is compared alone.
    pub(super) beside: Option<(String, CheckRelation)>,
    /// It is what days or a count are compared with.
    pub(super) is_length: bool,
    pub(super) is_condition: bool,
}

/// What words say otherwise than a formula.
pub(super) struct Otherwise {
    pub(super) message: String,
    pub(super) help: String,
    /// Where in the formula; nothing where a parameter gives it.
    pub(super) span: Option<Range<usize>>,
    pub(super) param: Option<usize>,
    /// The condition has it, not what must hold.
    pub(super) is_condition: bool,
    /// What the formula would then be; it is to stand.
    pub(super) meant: Option<String>,
}

/// What follows a number that is a day, an order or a name, not how many.
const NO_COUNT: &[char] =
    &['年', '月', '日', '号', '条', '款', '级', '类', '季', '期', '时', '点', '位', '张', '表'];

/// A number that is written with its unit.
fn quantity(value: Decimal, unit: Option<UnitId>, units: &Units) -> Option<(Class, Decimal)> {
    let Some(unit) = unit.map(|id| units.get(id)) else { return Some((Class::Things, value)) };
    let class = match (unit.money, unit.ratio) {
        (true, _) => Class::Money,
        (_, true) => Class::Ratio,
        _ => Class::Things,
    };
    Some((class, value.checked_mul(unit.times)?))
}

/// The numbers of a text that say how much or how many.
pub(super) fn in_text(text: &str, units: &Units) -> Vec<Quantity> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let Some(found) = scan_number(rest, units).filter(|_| is_digit) else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let span = at..at + found.len;
        let behind = text.get(span.end..).unwrap_or("");
        let before = text.get(..at).unwrap_or("");
        at = span.end;
        let is_part = before.ends_with(|c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '第' | '.' | '-' | '/' | '〔' | '[')
        });
        let Some((class, value)) = quantity(found.number.value, found.number.unit, units) else {
            continue;
        };
        let counter = match (class, found.number.unit) {
            (Class::Things, Some(unit)) => units.get(unit).name.to_string(),
            (Class::Things, None) => {
                let own = behind.trim_start().chars().next();
                own.filter(|c| !c.is_ascii() && c.is_alphabetic())
                    .map_or_else(String::new, String::from)
            }
            _ => String::new(),
        };
        let is_count = class != Class::Things
            || !counter.is_empty() && !counter.starts_with(NO_COUNT) && !behind.starts_with('-');
        if is_part || !is_count {
            continue;
        }
        let length = if found.number.unit.is_none() { counter.len() } else { 0 };
        let written = text.get(span.start..span.end + length).unwrap_or("").to_owned();
        out.push(Quantity { class, value, written, counter, span });
    }
    out
}

/// The numbers of a formula.
pub(super) struct Gathered<'r> {
    pub(super) ruleset: &'r Ruleset,
    pub(super) source: &'r str,
    pub(super) is_condition: bool,
    pub(super) all: Vec<Literal>,
    /// Tables and steps give numbers that nobody sees here.
    pub(super) has_tables: bool,
}

impl Gathered<'_> {
    fn literal(&self, syntax: &Syntax) -> Option<(Quantity, Option<usize>)> {
        let units = &self.ruleset.vocabulary.units;
        let span = syntax.span.clone();
        match &syntax.kind {
            SyntaxKind::Number { value, unit } => {
                let text = format!("{value}{unit}");
                let (class, value, counter) = match scan_number(&text, units) {
                    Some(own) if own.len == text.len() => {
                        let (class, value) = quantity(own.number.value, own.number.unit, units)?;
                        (class, value, unit.clone())
                    }
                    _ => (Class::Things, *value, unit.clone()),
                };
                let written = self.source.get(span.clone())?.trim().to_owned();
                Some((Quantity { class, value, written, counter, span }, None))
            }
            SyntaxKind::Text(text) => {
                let own = scan_number(text, units).filter(|own| own.len == text.len())?;
                let (class, value) = quantity(own.number.value, own.number.unit, units)?;
                let written = text.clone();
                Some((Quantity { class, value, written, counter: String::new(), span }, None))
            }
            SyntaxKind::Member(base, name, _) if matches!(&base.kind, SyntaxKind::Name(own) if own == "param") =>
            {
                let at = self.ruleset.params.iter().position(|own| own.name == *name)?;
                let ParamValue::Number(value, unit) = &self.ruleset.params.get(at)?.value else {
                    return None;
                };
                // a parameter is kept in the base unit
                let times = unit.map_or(Decimal::ONE, |id| units.get(id).times);
                let printed = value.checked_div(times)?;
                let (class, value) = quantity(printed, *unit, units)?;
                let unit = unit.map_or_else(String::new, |id| units.get(id).name.to_string());
                let written = format!("{}{unit}", printed.normalize());
                let counter = if class == Class::Things { unit } else { String::new() };
                Some((Quantity { class, value, written, counter, span }, Some(at)))
            }
            _ => None,
        }
    }

    pub(super) fn add(&mut self, syntax: &Syntax, beside: Option<(String, CheckRelation)>) {
        if let Some((quantity, param)) = self.literal(syntax) {
            let is_condition = self.is_condition;
            self.all.push(Literal { quantity, param, beside, is_length: false, is_condition });
            return;
        }
        match &syntax.kind {
            SyntaxKind::Compare(relation, a, b) => {
                let of = |own: &Syntax| {
                    let mut last = None;
                    names(own, &mut |name| last = Some(name.to_owned()));
                    let is_plain = matches!(own.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..));
                    last.filter(|_| is_plain)
                };
                let before = self.all.len();
                self.add(a, of(b).map(|name| (name, relation.mirrored())));
                self.add(b, of(a).map(|name| (name, *relation)));
                let is_call = |own: &Syntax| {
                    matches!(&own.kind, SyntaxKind::Call(name, ..)
                        if matches!(name.as_str(), "days" | "len" | "count"))
                };
                if is_call(a) || is_call(b) {
                    self.all.iter_mut().skip(before).for_each(|own| own.is_length = true);
                }
            }
            SyntaxKind::Binary(_, a, b) | SyntaxKind::Index(a, b) => {
                self.add(a, None);
                self.add(b, None);
            }
            SyntaxKind::Negate(inner) => self.add(inner, None),
            // what is denied is the other way round
            SyntaxKind::Not(inner) => {
                let before = self.all.len();
                self.add(inner, None);
                self.all.iter_mut().skip(before).for_each(|own| own.beside = None);
            }
            SyntaxKind::Call(name, _, arguments) => {
                self.has_tables |= matches!(name.as_str(), "lookup" | "steps" | "if" | "grade");
                arguments.iter().for_each(|own| self.add(own, None));
            }
            SyntaxKind::Member(base, ..) => self.add(base, None),
            SyntaxKind::Number { .. }
            | SyntaxKind::Date(_)
            | SyntaxKind::Text(_)
            | SyntaxKind::Name(_) => {}
        }
    }
}

/// A text that is one number, with its unit or what it counts: whether it is a count, and how much.
pub(super) fn said_value(text: &str, units: &Units) -> Option<(bool, Decimal)> {
    let found =
        scan_number(text, units).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))?;
    let rest = text.get(found.len..)?;
    let (class, value) = quantity(found.number.value, found.number.unit, units)?;
    (rest.is_empty() || rest.chars().nth(1).is_none())
        .then_some((class == Class::Things, value.normalize()))
}

/// A number that a formula writes, or a parameter that is one: whether it is a count, and how much.
pub(super) fn printed_value(
    syntax: &Syntax,
    source: &str,
    ruleset: &Ruleset,
) -> Option<(bool, Decimal)> {
    let own = Gathered { ruleset, source, is_condition: false, all: Vec::new(), has_tables: false };
    let (found, _) = own.literal(syntax)?;
    Some((found.class == Class::Things, found.value.normalize()))
}

/// Whether a formula reads tables of numbers, and whether it has numbers.
pub(super) fn gathered(source: &str, syntax: &Syntax, ruleset: &Ruleset) -> (bool, bool) {
    let mut own =
        Gathered { ruleset, source, is_condition: false, all: Vec::new(), has_tables: false };
    own.add(syntax, None);
    (own.has_tables, !own.all.is_empty())
}

/// A formula of a rule and its condition, each with its text.
pub(super) struct Written<'r> {
    pub(super) source: &'r str,
    pub(super) syntax: &'r Syntax,
    pub(super) when: Option<(&'r str, &'r Syntax)>,
    pub(super) form: Option<&'r Form>,
}

/// What the words of a rule say otherwise than its formula.
pub(super) fn otherwise(texts: &[&str], own: &Written<'_>, ruleset: &Ruleset) -> Option<Otherwise> {
    let units = &ruleset.vocabulary.units;
    let said: Vec<(&str, Quantity)> = texts
        .iter()
        .flat_map(|text| in_text(text, units).into_iter().map(move |found| (*text, found)))
        .collect();
    if said.is_empty() {
        return None;
    }
    let mut found = Gathered {
        ruleset,
        source: own.source,
        is_condition: false,
        all: Vec::new(),
        has_tables: false,
    };
    found.add(own.syntax, None);
    if let Some((source, syntax)) = own.when {
        (found.source, found.is_condition) = (source, true);
        found.add(syntax, None);
    }
    let all = found.all;
    other_column(&said, &all, own)
        .or_else(|| other_way(&said, &all, own))
        .or_else(|| turned_bound(&said, &all, (own.source, own.syntax)))
        .or_else(|| if found.has_tables { None } else { other_number(&said, &all, own, ruleset) })
}

/// A formula or its condition with another text at a place.
fn replaced(
    own: &Written<'_>,
    literal: &Literal,
    span: &Range<usize>,
    text: &str,
) -> Option<String> {
    let source = if literal.is_condition { own.when?.0 } else { own.source };
    Some(format!("{}{text}{}", source.get(..span.start)?, source.get(span.end..)?))
}

/// A number whose unit is that of another column.
fn other_column(
    said: &[(&str, Quantity)],
    all: &[Literal],
    own: &Written<'_>,
) -> Option<Otherwise> {
    let form = own.form?;
    for literal in all.iter().filter(|own| own.quantity.class == Class::Things) {
        let Some((beside, _)) = &literal.beside else { continue };
        let column = form.columns.iter().find(|column| column.name == *beside);
        let Some(column) = column else { continue };
        let of = |quantity: &&(&str, Quantity)| {
            let (_, own) = quantity;
            own.class == Class::Things && own.value == literal.quantity.value
        };
        let (mut same, is_elsewhere) = (said.iter().filter(of), said.iter().filter(of).count() > 1);
        let Some((_, quantity)) = same.next().filter(|_| !is_elsewhere) else { continue };
        let counter = quantity.counter.as_str();
        let is_of = |name: &str| name.contains(counter);
        if counter.is_empty() || is_of(&column.name) || is_of(&literal.quantity.counter) {
            continue;
        }
        let is_printed = column.headers.plain.iter().any(|header| is_of(header));
        let mut others = form.columns.iter().filter(|other| {
            other.kind == column.kind && other.name != column.name && is_of(&other.name)
        });
        let Some(meant) = others.next().filter(|_| !is_printed) else { continue };
        if others.next().is_some() {
            continue;
        }
        let source = if literal.is_condition { own.when?.0 } else { own.source };
        let at = source.find(beside.as_str())?;
        let span = at..at + beside.len();
        return Some(Otherwise {
            message: format!(
                "规则的名称说“{}”，公式里与 {} 比的是 {beside}：像是应当用 {}",
                quantity.written, literal.quantity.written, meant.name
            ),
            help: String::new(),
            meant: replaced(own, literal, &span, &meant.name),
            span: Some(span),
            param: None,
            is_condition: literal.is_condition,
        });
    }
    None
}

/// Whether numbers of a formula give one of its name when they are worked out.
fn comes_of(value: Decimal, all: &[&Literal]) -> bool {
    let one = Decimal::ONE;
    let values: Vec<Decimal> = all.iter().map(|own| own.quantity.value).collect();
    let is_it = |own: Option<Decimal>| own.is_some_and(|own| own.normalize() == value.normalize());
    values.iter().enumerate().any(|(at, first)| {
        let alone = [Some(*first), Some(one + *first), Some(one - *first), Some(*first - one)];
        alone.into_iter().any(is_it)
            || values.iter().enumerate().any(|(other, second)| {
                at != other
                    && [
                        first.checked_add(*second),
                        first.checked_sub(*second),
                        first.checked_mul(*second),
                        first.checked_div(*second),
                    ]
                    .into_iter()
                    .any(is_it)
            })
    })
}

/// Of numbers of a name that say one thing in two ways, 90%（留10%）, the one that is nearer to a number.
fn one_of_each(mut all: Vec<&Quantity>, near: Decimal) -> Vec<&Quantity> {
    all.dedup_by(|one, other| one.class == other.class && one.value == other.value);
    if let [first, second] = all.as_slice()
        && first.class == Class::Ratio
        && second.class == Class::Ratio
        && first.value + second.value == Decimal::ONE
    {
        all.sort_by_key(|own| (own.value - near).abs());
        all.truncate(1);
    }
    all
}

/// A number of the name that the formula has otherwise.
pub(super) fn other_number(
    said: &[(&str, Quantity)],
    all: &[Literal],
    own: &Written<'_>,
    ruleset: &Ruleset,
) -> Option<Otherwise> {
    // what a setting changes is meant to differ from what the rule is called
    let is_set = |at: usize| {
        let name = ruleset.params.get(at).map(|own| own.name.as_str()).unwrap_or("");
        ruleset.settings.iter().any(|own| own.params.iter().any(|text| text.contains(name)))
    };
    let everything: Vec<&Literal> = all.iter().collect();
    for class in [Class::Money, Class::Ratio, Class::Things] {
        let of = |own: &&Literal| {
            let is_fraction = class == Class::Ratio
                && own.quantity.class == Class::Things
                && own.quantity.value > Decimal::ZERO
                && own.quantity.value < Decimal::ONE;
            // of what is counted only what a column is compared with is a limit
            let is_limit = class != Class::Things || own.beside.is_some() || own.is_length;
            is_fraction || own.quantity.class == class && is_limit
        };
        let written: Vec<&Literal> = all.iter().filter(of).collect();
        let named: Vec<&Quantity> =
            said.iter().map(|(_, own)| own).filter(|own| own.class == class).collect();
        let lacking = named.iter().filter(|own| !comes_of(own.value, &everything));
        let is_named = |own: &Literal| named.iter().any(|said| comes_of(said.value, &[own]));
        let mut strange = written.iter().filter(|own| !is_named(own));
        let Some(literal) = strange.next() else { continue };
        let lacking = one_of_each(lacking.copied().collect(), literal.quantity.value);
        let mut lacking = lacking.iter();
        let Some(meant) = lacking.next() else { continue };
        let is_other_length = class == Class::Things
            && literal.is_length
            && literal.quantity.counter != meant.counter
            && !literal.quantity.counter.is_empty();
        let is_other_thing = class == Class::Things
            && literal.beside.as_ref().is_some_and(|(beside, _)| {
                !meant.counter.is_empty()
                    && !beside.contains(&meant.counter)
                    && literal.quantity.counter != meant.counter
            });
        let is_clear = lacking.next().is_none() && strange.next().is_none();
        if !is_clear || is_other_thing || is_other_length || literal.param.is_some_and(is_set) {
            continue;
        }
        let mut text = meant.written.clone();
        if class == Class::Things && literal.quantity.counter.is_empty() {
            text = meant.value.normalize().to_string();
        }
        let source = if literal.is_condition { "条件" } else { "公式" };
        let (message, help) = match literal.param.and_then(|at| ruleset.params.get(at)) {
            Some(param) => (
                format!(
                    "规则的名称说“{}”，公式用的参数 {} 是 {}",
                    meant.written, param.name, literal.quantity.written
                ),
                format!(
                    "名称说得对的，参数写成 \"{}\" = \"{text}\"；参数对的，改 name，不然看结果的人不明白",
                    param.name
                ),
            ),
            None => (
                format!(
                    "规则的名称说“{}”，{source}写的是 {}",
                    meant.written, literal.quantity.written
                ),
                String::new(),
            ),
        };
        let span = literal.quantity.span.clone();
        return Some(Otherwise {
            message,
            help,
            meant: literal.param.is_none().then(|| replaced(own, literal, &span, &text)).flatten(),
            span: literal.param.is_none().then_some(span),
            param: literal.param,
            is_condition: literal.is_condition,
        });
    }
    None
}
