//! Formulas and the values of parameters in words.

use gouji_rules::formula::{Binary, CheckRelation, Function, Syntax, SyntaxKind, parse};
use gouji_rules::ruleset::{ParamValue, Ruleset};
use gouji_values::lang::Lang;
use gouji_values::number::{UnitId, divide};
use rust_decimal::Decimal;

/// A formula in words, its names as they are; as it stands where it cannot be read.
#[must_use]
pub fn formula(source: &str) -> String {
    match parse(source) {
        Ok(syntax) => match &syntax.kind {
            SyntaxKind::Compare(relation, left, right) => {
                format!("{} {} {}", words(left, 0), must(*relation), words(right, 0))
            }
            _ => words(&syntax, 0),
        },
        Err(_) => source.to_owned(),
    }
}

/// The value of a parameter in its own units.
#[must_use]
pub fn param_value(value: &ParamValue, ruleset: &Ruleset) -> String {
    let number = |value: &Decimal, unit: &Option<UnitId>| {
        let Some(unit) = unit.map(|unit| ruleset.vocabulary.units.get(unit)) else {
            return value.normalize().to_string();
        };
        // a value is kept in the base unit: a percentage as a share of one
        let own = divide(*value, unit.times).map_or(*value, |(own, _)| own);
        format!("{}{}", own.normalize(), unit.name)
    };
    match value {
        ParamValue::Number(value, unit) => number(value, unit),
        ParamValue::Points(value) => {
            let points = (*value * Decimal::ONE_HUNDRED).normalize();
            gouji_audit::say::difference_words(&points.to_string(), Some("%"), Lang::Chinese)
        }
        ParamValue::Text(text) => format!("“{text}”"),
        ParamValue::Date((year, month, day)) => format!("{year}-{month:02}-{day:02}"),
        ParamValue::Table(entries) => entries
            .iter()
            .map(|(name, value, unit)| format!("{name} {}", number(value, unit)))
            .collect::<Vec<_>>()
            .join("，"),
    }
}

/// A relation as a demand.
pub(super) fn must(relation: CheckRelation) -> &'static str {
    match relation {
        CheckRelation::Equal => "应等于",
        CheckRelation::NotEqual => "应不同于",
        CheckRelation::Less => "应小于",
        CheckRelation::AtMost => "应不大于",
        CheckRelation::Greater => "应大于",
        CheckRelation::AtLeast => "应不小于",
        CheckRelation::Meets => "应达到",
    }
}

/// A relation as a condition.
fn is(relation: CheckRelation) -> &'static str {
    match relation {
        CheckRelation::Equal => "等于",
        CheckRelation::NotEqual => "不等于",
        CheckRelation::Less => "小于",
        CheckRelation::AtMost => "不大于",
        CheckRelation::Greater => "大于",
        CheckRelation::AtLeast => "不小于",
        CheckRelation::Meets => "达到",
    }
}

/// `outer` is how tightly the place binds: 0 not at all, 4 as a path.
fn words(syntax: &Syntax, outer: u8) -> String {
    let (text, own) = match &syntax.kind {
        SyntaxKind::Number { value, unit } => (format!("{value}{unit}"), 5),
        SyntaxKind::Date((year, month, day)) => (format!("{year}-{month:02}-{day:02}"), 5),
        SyntaxKind::Text(text) => (format!("“{text}”"), 5),
        SyntaxKind::Name(name) => (name.clone(), 5),
        SyntaxKind::Member(base, name, _) => match &base.kind {
            SyntaxKind::Name(head) => match (head.as_str(), name.as_str()) {
                ("param", name) => (format!("参数“{name}”"), 5),
                ("doc", name) => (format!("文件的{}", field(name)), 5),
                ("table", name) => (format!("表头的{}", field(name)), 5),
                (head, name) => (format!("{head}·{name}"), 5),
            },
            _ => (format!("{}·{name}", words(base, 5)), 5),
        },
        SyntaxKind::Index(base, key) => (format!("{}［{}］", words(base, 5), words(key, 0)), 5),
        SyntaxKind::Call(name, _, arguments) => (call(name, arguments), binding(name)),
        SyntaxKind::Negate(inner) => (format!("−{}", words(inner, 4)), 4),
        SyntaxKind::Not(inner) => (format!("并非 {}", words(inner, 4)), 4),
        SyntaxKind::Binary(sign, left, right) => {
            let (word, own) = match sign {
                Binary::Add => ("＋", 2),
                Binary::Subtract => ("－", 2),
                Binary::Multiply => ("×", 3),
                Binary::Divide => ("÷", 3),
                Binary::And => ("且", 1),
                Binary::Or => ("或", 0),
            };
            let right_binds =
                if matches!(sign, Binary::Subtract | Binary::Divide) { own + 1 } else { own };
            (format!("{} {word} {}", words(left, own), words(right, right_binds)), own)
        }
        SyntaxKind::Compare(relation, left, right) => {
            (format!("{} {} {}", words(left, 2), is(*relation), words(right, 2)), 1)
        }
    };
    if own < outer { format!("（{text}）") } else { text }
}

fn field(name: &str) -> &str {
    match name {
        "year" => "年度",
        "agency" => "单位名称",
        "kind" => "种类",
        "title" => "表题",
        "number" => "表号",
        "unit" => "金额单位",
        other => other,
    }
}

/// How close the words of a function stand: those that end in something open go in brackets beside
/// signs.
fn binding(name: &str) -> u8 {
    match Function::find(name) {
        Some(Function::If) => 0,
        Some(Function::Min | Function::Max | Function::Round) => 2,
        _ => 4,
    }
}

fn call(name: &str, arguments: &[Syntax]) -> String {
    let Some(function) = Function::find(name) else {
        return name.to_owned();
    };
    let at = |i: usize| arguments.get(i).map_or(String::new(), |own| words(own, 0));
    let tight = |i: usize| arguments.get(i).map_or(String::new(), |own| words(own, 4));
    let listed = || arguments.iter().map(|own| words(own, 2)).collect::<Vec<_>>().join("、");
    let where_ = || {
        arguments
            .get(1)
            .map_or(String::new(), |condition| format!("（只取 {} 的）", words(condition, 0)))
    };
    match function {
        Function::Sum => format!("{}{}之和", tight(0), where_()),
        Function::Count => format!("{}{}的个数", tight(0), where_()),
        Function::Above => format!("{}以上各行", tight(0)),
        Function::Below => format!("{}以下各行", tight(0)),
        Function::Percent => format!("{}占 {} 的百分比", tight(0), tight(1)),
        Function::Min => format!("{}中最小的", listed()),
        Function::Max => format!("{}中最大的", listed()),
        Function::Abs => format!("{}的绝对值", tight(0)),
        Function::Round => format!("{}四舍五入到 {} 位小数", tight(0), at(1)),
        Function::Floor => format!("{}去掉小数", tight(0)),
        Function::Ceil => format!("{}有小数的进一", tight(0)),
        Function::Power => format!("{}的 {} 次方", tight(0), at(1)),
        Function::Sign => format!("{}的增减方向", tight(0)),
        Function::Grade => format!("{}按“{}”评定的等级", tight(1), at(0)),
        Function::Meets => format!("{}达到 {}", tight(0), tight(1)),
        Function::Present => match arguments {
            [Syntax { kind: SyntaxKind::Call(name, _, own), .. }]
                if Function::find(name) == Some(Function::Lookup) && own.len() == 2 =>
            {
                let part = |at: usize| own.get(at).map_or(String::new(), |own| words(own, 0));
                format!("参数表“{}”里有 {}", part(0), part(1))
            }
            _ => format!("{}有数", tight(0)),
        },
        Function::Or => format!("{}（没有时用 {}）", tight(0), at(1)),
        Function::Row => format!(
            "{}中依次为 {} 的那一行",
            at(0),
            arguments
                .get(1..)
                .unwrap_or(&[])
                .iter()
                .map(|own| words(own, 4))
                .collect::<Vec<_>>()
                .join("、")
        ),
        Function::Like => format!("名称以 {} 结尾的那一行", tight(0)),
        Function::Line => format!("行次 {}", tight(0)),
        Function::Column => format!("第 {} 栏", tight(0)),
        Function::Consecutive => format!("{}应连续", tight(0)),
        Function::Same => format!("{}应处处相同", tight(0)),
        Function::Days => format!("{}到 {} 的天数", tight(0), tight(1)),
        Function::Previous => format!("上一行（上一处）的{}", tight(0)),
        Function::Contains => format!("{}里有 {}", tight(0), tight(1)),
        Function::StartsWith => format!("{}以 {} 开头", tight(0), tight(1)),
        Function::EndsWith => format!("{}以 {} 结尾", tight(0), tight(1)),
        Function::Len => format!("{}的字数", tight(0)),
        Function::Unique => format!("{}不应重复", tight(0)),
        Function::Within => format!("本行在 {} 之中", tight(0)),
        Function::Average => format!("{}{}的平均数", tight(0), where_()),
        Function::If => format!("{} 时是 {}，否则是 {}", at(0), at(1), at(2)),
        Function::Lookup => format!("参数表“{}”里 {} 的数", at(0), at(1)),
        Function::Steps => format!("{} 按“{}”分档累进所得", at(1), at(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_in_words() {
        let said = |source: &str| formula(source);
        assert_eq!(said("合计 == 基本支出 + 项目支出"), "合计 应等于 基本支出 ＋ 项目支出");
        assert_eq!(said("得分 == 分值 * (执行率 - 60%)"), "得分 应等于 分值 × （执行率 － 60%）");
        assert_eq!(said("合计行 == sum(above(合计行))"), "合计行 应等于 合计行以上各行之和");
        assert_eq!(
            said("占比 <= percent(甲.乙, 丙[名] - 1)"),
            "占比 应不大于 甲·乙占 （丙［名］ － 1） 的百分比"
        );
        assert_eq!(
            said("or(甲, 0) == 0 && !present(乙)"),
            "甲（没有时用 0） 等于 0 且 并非 乙有数"
        );
        assert_eq!(said("等级 == grade(四级, 得分)"), "等级 应等于 得分按“四级”评定的等级");
        assert_eq!(said("金额 >= param.上限"), "金额 应不小于 参数“上限”");
    }
}
