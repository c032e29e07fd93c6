//! A name that says for which rows the rule is, by a number, where the rule has no condition: 执行率低于90%的，
//! 写明原因 without `when`.

use super::numbers::{Class, Quantity, gathered, in_text};
use crate::formula::{Syntax, resolve_condition};
use crate::ruleset::schema::{Column, Form, ParamValue, Rule};
use crate::ruleset::whole::Ruleset;
use gouji_values::number::Decimal;

/// What is told, and the condition as the name has it.
pub(super) struct Unconditioned {
    pub(super) message: String,
    pub(super) meant: Option<String>,
    /// Where the name does not say which column it is of: the condition of the first that it can be of, that
    /// column, and the others.
    pub(super) example: Option<(String, Vec<String>)>,
}

/// Words before a number and behind it, with the sign that they stand for.
const BEFORE: &[(&str, &str)] = &[
    ("不低于", ">="),
    ("不少于", ">="),
    ("不小于", ">="),
    ("不超过", "<="),
    ("不高于", "<="),
    ("不大于", "<="),
    ("不足", "<"),
    ("不到", "<"),
    ("不满", "<"),
    ("未达到", "<"),
    ("未达", "<"),
    ("低于", "<"),
    ("少于", "<"),
    ("小于", "<"),
    ("达到", ">="),
    ("超过", ">"),
    ("超出", ">"),
    ("高于", ">"),
    ("大于", ">"),
    ("多于", ">"),
    ("满", ">="),
    ("达", ">="),
];
const BEHIND: &[(&str, &str)] = &[
    ("及以上", ">="),
    ("（含）以上", ">="),
    ("以上", ">="),
    ("及以下", "<="),
    ("（含）以下", "<="),
    ("以下", "<"),
    ("以内", "<="),
];

/// Letters between the number and the end of what it is a condition of: 5万元以上的设备，
const LETTERS: usize = 8;

/// Words that make of the number one of an exception, or one of several.
const BUT: &[&str] = &["除外", "不含", "不包括", "或", "至", "—", "～", "分别"];

/// The name of a rule for each row of a form, whose number nothing in the rule has.
pub(super) fn unconditioned(
    rule: &Rule,
    formulas: &[(&str, Syntax)],
    when: Option<(&str, &Syntax)>,
    form: &Form,
    ruleset: &Ruleset,
) -> Option<Unconditioned> {
    let name = rule.name.as_deref()?;
    let said = in_text(name, &ruleset.vocabulary.units);
    let found = said.iter().find_map(|own| Some((own, condition(name, own)?)));
    let (quantity, (sign, written, column_text)) = found?;
    if said.iter().any(|own| own.span != quantity.span && own.class == quantity.class)
        || BUT.iter().any(|word| name.contains(word))
    {
        return None;
    }
    // a number of any kind may be what is meant, however it is written
    for (source, syntax) in formulas.iter().map(|(source, own)| (*source, own)).chain(when) {
        let (has_tables, has_numbers) = gathered(source, syntax, ruleset);
        if has_tables || has_numbers {
            return None;
        }
    }
    let is_of_form =
        form.titles.plain.iter().chain([&form.id]).any(|title| title.contains(&*quantity.written));
    if is_of_form {
        return None;
    }
    let value = param(quantity, ruleset).unwrap_or_else(|| quantity.written.clone());
    let columns = form.columns.iter().filter(|column| column.kind.is_numeric());
    let named = columns.filter_map(|column| {
        let names = column.headers.plain.iter().map(String::as_str).chain([column.name.as_str()]);
        let at = names.filter_map(|name| Some(column_text.rfind(name)? + name.len())).max()?;
        Some((at, column))
    });
    let column = named.max_by_key(|(at, column)| (*at, column.name.len())).map(|(_, own)| own);
    let whole = |column: &Column| {
        let own = format!("{} {sign} {value}", column.name);
        let whole = match when {
            Some((source, _)) => format!("{} && {own}", source.trim()),
            None => own,
        };
        resolve_condition(&whole, &ruleset.names, &rule.owner).is_ok().then_some(whole)
    };
    let meant = column.and_then(whole);
    let mut fitting = form.columns.iter().filter(|own| own.kind.is_numeric());
    let first = fitting.find_map(|own| Some((whole(own)?, own.name.clone())));
    let example = first.map(|(whole_one, name)| {
        let others = fitting.filter(|own| whole(own).is_some()).map(|own| own.name.clone());
        (whole_one, std::iter::once(name).chain(others).collect())
    });
    let (message, more) = match when {
        Some(_) => ("条件（when）和公式里都没有这个数", "不合的行也核对"),
        None => ("规则没有条件（when），公式里也没有这个数", "每一行都核对"),
    };
    Some(Unconditioned {
        message: format!("规则的名称说“{written}”，{message}：{more}"),
        meant,
        example,
    })
}

/// The sign of a number of a name that says for which rows the rule is, the words that say it, and what stands
/// before them.
fn condition<'n>(name: &'n str, own: &Quantity) -> Option<(&'static str, &'n str, &'n str)> {
    let (before, behind) =
        (name.get(..own.span.start)?, name.get(own.span.start..)?.get(own.written.len()..)?);
    let clause = before.rsplit(['，', ',', '：', ':', '；']).next()?;
    let word = BEFORE.iter().find_map(|(word, sign)| {
        let rest = clause.trim_end().strip_suffix(word)?;
        // 不应低于 demands it
        let is_demand = rest.ends_with(['应', '得', '须', '要', '能', '可', '当', '不', '者']);
        (!is_demand).then_some((rest, *sign))
    });
    let after = BEHIND.iter().find_map(|(word, sign)| Some((behind.strip_prefix(word)?, *sign)));
    let (rest, sign, begin) = match (word, after) {
        (Some((rest, sign)), None) => (behind, sign, rest),
        (None, Some((rest, sign))) => (rest, sign, clause),
        _ => return None,
    };
    // …的，: what follows is what is to hold of these
    let end = rest.find('的')?;
    let between = rest.get(..end)?;
    let behind = rest.get(end + '的'.len_utf8()..)?;
    let tail: usize =
        behind.chars().take_while(|c| !"，,：:".contains(*c)).map(char::len_utf8).sum();
    let is_end = behind.get(tail..)?.starts_with(['，', ',', '：', ':']);
    let is_short =
        |text: &str| text.chars().count() <= LETTERS && !text.contains(['，', ',', '。']);
    // 不超过合同金额95%的部分
    if !is_end || !is_short(between) || tail > 0 && !is_short(behind.get(..tail)?) {
        return None;
    }
    let from = before.len() - clause.len() + begin.len();
    let from = if word.is_some() { from } else { own.span.start };
    let end = name.len() - behind.len();
    Some((sign, name.get(from..end)?, begin))
}

/// The parameter whose value is that of a number.
fn param(own: &Quantity, ruleset: &Ruleset) -> Option<String> {
    let units = &ruleset.vocabulary.units;
    let mut all = ruleset.params.iter().filter(|param| {
        let ParamValue::Number(value, unit) = &param.value else { return false };
        let unit = unit.map(|id| units.get(id));
        let class = match unit.map(|unit| (unit.money, unit.ratio)) {
            Some((true, _)) => Class::Money,
            Some((_, true)) => Class::Ratio,
            _ => Class::Things,
        };
        ruleset.is_authored(&param.origin)
            && class == own.class
            && value.normalize() == Decimal::normalize(&own.value)
    });
    let one = all.next()?;
    all.next().is_none().then(|| format!("param.{}", one.name))
}
