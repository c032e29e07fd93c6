//! What a name says and its formula has not: a column that the name adds or multiplies, a number that it
//! adds, the day more by which both ends of a time are counted.

use super::bounds::{has_limit, names};
use super::relation::{FACTORS, SIGNS, Turned, pieces, sides};
use crate::formula::{Binary, CheckRelation, Function, Syntax, SyntaxKind};
use crate::ruleset::schema::Form;
use gouji_values::number::Decimal;

/// Words that both days of a time count, and those that one does not.
const BOTH: &[&str] = &[
    "首尾都算",
    "首尾均算",
    "首尾都计",
    "首尾均计",
    "首尾皆算",
    "头尾都算",
    "头尾均算",
    "两头都算",
    "起止日都算",
    "起止都算",
    "起止均算",
    "起止日均算",
    "首尾都包括",
    "含首尾",
    "首尾在内",
    "含起止日",
    "起止日在内",
    "含当日",
    "含当天",
    "含首日",
    "当日算一天",
    "当天算一天",
    "当天也算",
    "当日也算",
    "首日也算",
];
const ONE: &[&str] = &[
    "首日不算",
    "当日不算",
    "当天不算",
    "不含当日",
    "不含当天",
    "不算当天",
    "不算当日",
    "不含首日",
    "次日起算",
    "次日起计",
    "第二天起算",
    "算头不算尾",
    "算尾不算头",
];

/// What ends the equation of a name.
const ENDS: &[char] = &['，', ',', '；', ';', '。', '：', ':'];

/// Functions through which only what is written in them is read.
const PLAIN: &[Function] = &[
    Function::Round,
    Function::Percent,
    Function::Abs,
    Function::Or,
    Function::Min,
    Function::Max,
    Function::Days,
    Function::Lookup,
    Function::Previous,
    Function::Present,
];

/// What the name of a rule says and its formula has not.
pub(super) fn lacking(
    name: &str,
    (source, syntax): (&str, &Syntax),
    when: Option<&Syntax>,
    form: Option<&Form>,
) -> Option<Turned> {
    both_ends(name, source, syntax).or_else(|| {
        let SyntaxKind::Compare(CheckRelation::Equal, left, right) = &syntax.kind else {
            return None;
        };
        if !is_plain(left) || !is_plain(right) {
            return None;
        }
        let equation = name.split(ENDS).find(|own| own.contains('=') || own.contains('＝'))?;
        let said = sides(equation)?;
        column(said, source, (left, right), when, form?)
            .or_else(|| number(said, source, (left, right)))
    })
}

/// Whether a side of a formula reads only what it names.
fn is_plain(side: &Syntax) -> bool {
    match &side.kind {
        SyntaxKind::Call(name, _, arguments) => {
            Function::find(name).is_some_and(|own| PLAIN.contains(&own))
                && arguments.iter().all(is_plain)
        }
        SyntaxKind::Binary(_, a, b) => is_plain(a) && is_plain(b),
        SyntaxKind::Negate(inner) => is_plain(inner),
        SyntaxKind::Compare(..) | SyntaxKind::Not(_) | SyntaxKind::Index(..) => false,
        _ => true,
    }
}

/// Words and brackets around what is named.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || "（）()[]【】“”".contains(c))
}

/// A column that the equation of the name has, and the formula nowhere.
fn column(
    (first, second): (&str, &str),
    source: &str,
    (left, right): (&Syntax, &Syntax),
    when: Option<&Syntax>,
    form: &Form,
) -> Option<Turned> {
    let mut named: Vec<&str> = Vec::new();
    for side in [Some(left), Some(right), when].into_iter().flatten() {
        names(side, &mut |name| named.push(name));
    }
    let of = |atom: &str| {
        let is_it = |own: &&crate::ruleset::schema::Column| {
            own.name == atom || own.headers.plain.iter().any(|head| head.as_str() == atom)
        };
        let mut found = form.columns.iter().filter(is_it);
        found.next().filter(|own| found.next().is_none() && own.kind.is_numeric())
    };
    let is_known = |atom: &str, column: &str| {
        // 合计 of 合计行: the same by another name
        let near = |own: &str| match form.columns.iter().any(|other| other.name == own) {
            true => own == column,
            false => own.contains(atom) || own.contains(column) || atom.contains(own),
        };
        named.iter().any(|own| near(own))
    };
    // what stands in front must be the figure of the formula
    let in_front = of(bare(first)).filter(|own| named.first() == Some(&own.name.as_str()))?;
    let all: Vec<_> = [SIGNS, FACTORS].concat();
    let mut lacking: Vec<&str> = Vec::new();
    for atom in pieces(second, &all).iter().map(|term| bare(term.text)) {
        if let Some(column) = of(atom).filter(|own| own.name != in_front.name)
            && !is_known(atom, &column.name)
            && !lacking.contains(&column.name.as_str())
        {
            lacking.push(&column.name);
        }
    }
    let (one, rest) = lacking.split_first()?;
    // another column stands where the one of the name belongs
    let is_said = |own: &crate::ruleset::schema::Column| {
        let heads = own.headers.plain.iter().map(String::as_str);
        heads.chain([own.name.as_str()]).any(|head| first.contains(head) || second.contains(head))
    };
    let kind = form.columns.iter().find(|own| own.name == *one)?.kind;
    let mut behind: Vec<&str> = Vec::new();
    names(right, &mut |name| behind.push(name));
    let mut others = form
        .columns
        .iter()
        .filter(|own| own.kind == kind && behind.contains(&own.name.as_str()) && !is_said(own));
    if let (Some(other), None, []) = (others.next(), others.next(), rest) {
        let message = format!("规则的名称说“{one}”，公式写的是 {}：像是写错了列", other.name);
        let meant = with_name(source, right, (&other.name, one));
        return Some(Turned { message, meant });
    }
    let message = format!("规则的名称说到“{}”，公式里没有：像是漏写了", lacking.join("”“"));
    let meant = rest.is_empty().then(|| with_column(second, source, right, (one, &of))).flatten();
    Some(Turned { message, meant })
}

/// The formula with another name in the place of one of the right side.
fn with_name(source: &str, right: &Syntax, (name, meant): (&str, &str)) -> Option<String> {
    let (before, own) = (source.get(..right.span.start)?, source.get(right.span.start..)?);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = own.match_indices(name).filter(|(at, _)| {
        !own.get(..*at).unwrap_or("").ends_with(is_word)
            && !own.get(at + name.len()..).unwrap_or("").starts_with(is_word)
    });
    let (at, None) = (at.next()?.0, at.next()) else { return None };
    Some(format!("{before}{}{meant}{}", own.get(..at)?, own.get(at + name.len()..)?))
}

/// The formula with a column more, where the name is one sum or one product.
fn with_column<'f>(
    second: &str,
    source: &str,
    right: &Syntax,
    (column, of): (&str, &dyn Fn(&str) -> Option<&'f crate::ruleset::schema::Column>),
) -> Option<String> {
    if second.contains(['(', '（']) {
        return None;
    }
    let is = |signs: &[(&str, bool)]| pieces(second, signs).len() > 1;
    let (signs, is_product) = match (is(SIGNS), is(FACTORS)) {
        (true, false) => (SIGNS, false),
        (false, true) => (FACTORS, true),
        _ => return None,
    };
    let said = pieces(second, signs);
    let at =
        said.iter().position(|term| of(bare(term.text)).is_some_and(|own| own.name == column))?;
    let term = said.get(at)?;
    let text = source.get(right.span.clone())?.trim();
    let before = source.get(..right.span.start)?;
    let is_sum = matches!(right.kind, SyntaxKind::Binary(Binary::Add | Binary::Subtract, ..));
    Some(match (is_product, term.is_less) {
        (true, _) if is_sum => return None,
        (true, false) if at == 0 => format!("{before}{column} * {text}"),
        (true, false) => format!("{before}{text} * {column}"),
        (true, true) => format!("{before}{text} / {column}"),
        (false, true) => format!("{before}{text} - {column}"),
        (false, false) => format!("{before}{text} + {column}"),
    })
}

/// A number that the name has, of a formula without any number.
fn number(
    (_, second): (&str, &str),
    source: &str,
    (left, right): (&Syntax, &Syntax),
) -> Option<Turned> {
    if has_limit(left) || has_limit(right) || second.contains(['(', '（']) {
        return None;
    }
    added_number(second, source).or_else(|| factor_number(second, source, right))
}

/// A number that the name adds or takes away.
fn added_number(second: &str, source: &str) -> Option<Turned> {
    if pieces(second, FACTORS).len() > 1 {
        return None;
    }
    let said = pieces(second, SIGNS);
    let number = said.iter().skip(1).find_map(|term| {
        let value: Decimal = term.text.trim().parse().ok()?;
        Some((if term.is_less { "-" } else { "+" }, value))
    });
    let (sign, value) = number.filter(|(_, value)| !value.is_zero())?;
    Some(Turned {
        message: format!("规则的名称说“{sign} {value}”，公式里没有：像是漏写了"),
        meant: Some(format!("{} {sign} {value}", source.trim_end())),
    })
}

/// A number by which the name multiplies or divides, where the other factors of the formula are those of the name:
/// 原值 × 折旧率 × 月数 ÷ 12.
fn factor_number(second: &str, source: &str, right: &Syntax) -> Option<Turned> {
    // a rate and what is so many times a hundred are one
    let said = pieces(second, FACTORS);
    let is_plain = pieces(second, SIGNS).len() == 1 && is_product(right);
    let of = |term: &super::relation::Term<'_>| -> Option<Decimal> { term.text.parse().ok() };
    let mut numbers = said.iter().skip(1).filter(|term| of(term).is_some());
    let term = numbers.next().filter(|_| is_plain && numbers.next().is_none())?;
    let value = of(term).filter(|own| *own > Decimal::ONE && *own != Decimal::ONE_HUNDRED)?;
    let mut named: Vec<&str> = Vec::new();
    names(right, &mut |name| named.push(name));
    let others = || said.iter().filter(|term| of(term).is_none());
    // what is called otherwise may hold the number
    let is_named = |text: &str| named.iter().any(|own| text.contains(own) || own.contains(text));
    if others().count() < 2 || !others().all(|term| is_named(bare(term.text))) {
        return None;
    }
    let (sign, written) = if term.is_less { ("/", "÷") } else { ("*", "×") };
    Some(Turned {
        message: format!("规则的名称说“{written} {value}”，公式里没有：像是漏写了"),
        meant: Some(format!("{} {sign} {value}", source.trim_end())),
    })
}

/// Whether a side is figures that are multiplied or divided, and no number.
fn is_product(side: &Syntax) -> bool {
    match &side.kind {
        SyntaxKind::Binary(Binary::Multiply | Binary::Divide, a, b) => {
            is_product(a) && is_product(b)
        }
        SyntaxKind::Name(_) => true,
        SyntaxKind::Member(base, ..) => {
            !matches!(&base.kind, SyntaxKind::Name(own) if own == "param")
        }
        _ => false,
    }
}

/// Days whose ends the name counts otherwise than the formula.
fn both_ends(name: &str, source: &str, syntax: &Syntax) -> Option<Turned> {
    let SyntaxKind::Compare(CheckRelation::Equal, left, right) = &syntax.kind else { return None };
    if name.contains("工作日") {
        return None;
    }
    let one = ONE.iter().find(|word| name.contains(**word));
    let both = BOTH.iter().find(|word| {
        let found = name.find(**word);
        found.is_some_and(|at| !name.get(..at).unwrap_or("").ends_with(['不', '未', '非']))
    });
    let is_days = |own: &Syntax| {
        matches!(&own.kind, SyntaxKind::Call(name, _, arguments)
            if Function::find(name) == Some(Function::Days) && arguments.len() == 2)
    };
    let is_column = |own: &Syntax| matches!(own.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..));
    let (days, span) = match (is_column(left), is_column(right)) {
        (true, _) => (right, right.span.clone()),
        (_, true) => (left, left.span.clone()),
        _ => return None,
    };
    let with = |text: String| {
        Some(format!("{}{text}{}", source.get(..span.start)?, source.get(span.end..)?))
    };
    match (both, one, &days.kind) {
        (Some(word), None, _) if is_days(days) => Some(Turned {
            message: format!("规则的名称说“{word}”，days 从起日数到止日，少算一天：公式里没有 + 1"),
            meant: with(format!("{} + 1", source.get(span.clone())?.trim())),
        }),
        (None, Some(word), SyntaxKind::Binary(Binary::Add, own, more))
            if is_days(own) && is_one_day(more) =>
        {
            Some(Turned {
                message: format!("规则的名称说“{word}”，公式里 + 1 把它也算进去了"),
                meant: with(source.get(own.span.clone())?.trim().to_owned()),
            })
        }
        _ => None,
    }
}

fn is_one_day(own: &Syntax) -> bool {
    matches!(&own.kind, SyntaxKind::Number { value, .. } if *value == Decimal::ONE)
}
