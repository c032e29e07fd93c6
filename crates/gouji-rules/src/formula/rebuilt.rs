//! What a formula may have meant that can be read: built anew of its own parts. Each way is tried
//! before it is told.

use super::condition::opposite_sign;
use super::function::Function;
use super::names::{FormNames, FormulaMistake, Names, Owner};
use super::number_words::{digits_kept, in_figures};
use super::own_columns::own_columns;
use super::resolve::Resolver;
use super::shown::{called, shown};
use super::syntax::{Binary, Syntax, SyntaxKind};
use super::trial::FormulaWay;
use gouji_audit::audit::CheckRelation;
use gouji_values::error::MistakeSubject;
use gouji_values::kind::Kind;

/// Functions of one value, which take no several of them.
const OF_ONE: [Function; 5] = [
    Function::Present,
    Function::Previous,
    Function::Unique,
    Function::Consecutive,
    Function::Same,
];

/// All that the formula suggests around its mistake, the surest first.
pub(super) fn rebuilt(
    syntax: &Syntax,
    mistake: &FormulaMistake,
    (names, owner): (&Names, &Owner),
) -> Vec<FormulaWay> {
    let own = own_columns(syntax, mistake, (names, owner)).into_iter();
    let mut out: Vec<FormulaWay> =
        own.map(|own| FormulaWay::new(own.span, own.text).because(own.because)).collect();
    around(syntax, mistake, &mut |own| {
        out.extend(blank(own, mistake));
        out.extend(condition_itself(own, mistake));
        out.extend(in_words(own, mistake));
        out.extend(of_document(own, mistake));
        out.extend(level(own));
        out.extend(conditions(own));
        out.extend(each_for_itself(own, (names, owner)));
        out.extend(several_words(own, own.span == syntax.span));
        out.extend(digits(own));
        out.extend(rounded_to(own));
        out.extend(rows_alone(own, syntax, (names, owner)));
        out.extend(other_sign(own, mistake, names, owner));
        out.extend(of_rows(own, names, owner));
        out.extend(of_other_columns(own, mistake, names));
    });
    out
}

/// The nodes that touch the place of the mistake, the innermost last.
fn around(syntax: &Syntax, mistake: &FormulaMistake, work: &mut dyn FnMut(&Syntax)) {
    let touches = syntax.span.start <= mistake.span.end && mistake.span.start <= syntax.span.end;
    if !touches {
        return;
    }
    work(syntax);
    match &syntax.kind {
        SyntaxKind::Member(base, ..) => around(base, mistake, work),
        SyntaxKind::Index(base, key) => {
            around(base, mistake, work);
            around(key, mistake, work);
        }
        SyntaxKind::Call(_, _, arguments) => {
            arguments.iter().for_each(|own| around(own, mistake, work));
        }
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => around(inner, mistake, work),
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            around(a, mistake, work);
            around(b, mistake, work);
        }
        _ => {}
    }
}

fn whole(syntax: &Syntax, text: impl Into<String>) -> FormulaWay {
    FormulaWay::new(syntax.span.clone(), text)
}

/// Whether a node is the name that nothing bears.
fn is_unknown(syntax: &Syntax, mistake: &FormulaMistake) -> bool {
    let SyntaxKind::Name(name) = &syntax.kind else { return false };
    matches!(&mistake.about, MistakeSubject::Name(own) if own == name)
        || mistake.is_unknown_name(name)
        || mistake.span == syntax.span
}

/// `发票号 != 空` asks whether something is printed.
fn blank(syntax: &Syntax, mistake: &FormulaMistake) -> Option<FormulaWay> {
    const WORDS: [&str; 14] = [
        "空", "空白", "空值", "空格", "无", "没有", "null", "NULL", "Null", "None", "none", "nil",
        "blank", "empty",
    ];
    let SyntaxKind::Compare(relation, a, b) = &syntax.kind else { return None };
    let is_blank = |own: &Syntax| {
        matches!(&own.kind, SyntaxKind::Name(name) if WORDS.contains(&name.as_str()))
            && is_unknown(own, mistake)
    };
    let of = if is_blank(b) {
        a
    } else if is_blank(a) {
        b
    } else {
        return None;
    };
    let sign = match relation {
        CheckRelation::Equal => "!",
        CheckRelation::NotEqual => "",
        _ => return None,
    };
    let way = whole(syntax, format!("{sign}present({})", shown(of)));
    Some(way.because("空白不能拿来比：印没印用函数 present 问"))
}

/// What is asked of `present`.
fn asked_of(syntax: &Syntax) -> Option<&Syntax> {
    let SyntaxKind::Call(name, _, arguments) = &syntax.kind else { return None };
    (Function::find(name) == Some(Function::Present)).then(|| arguments.first()).flatten()
}

/// The condition itself in the place of `present(condition)`, its opposite in that of
/// `!present(condition)`; a number of things as more than nothing.
fn condition_itself(syntax: &Syntax, mistake: &FormulaMistake) -> Option<FormulaWay> {
    let (asked, is_denied) = match &syntax.kind {
        SyntaxKind::Not(inner) => (asked_of(inner)?, true),
        _ => (asked_of(syntax)?, false),
    };
    if asked.span != mistake.span || matches!(asked.kind, SyntaxKind::Text(_)) {
        return None;
    }
    let text = match (&asked.kind, is_denied) {
        (SyntaxKind::Compare(relation, a, b), true) => {
            format!("{} {} {}", shown(a), opposite_sign(*relation), shown(b))
        }
        (SyntaxKind::Not(inner), true) => shown(inner),
        (SyntaxKind::Binary(..), true) => format!("!({})", shown(asked)),
        (SyntaxKind::Call(name, ..), denied) if Function::find(name) == Some(Function::Count) => {
            format!("{} {} 0", shown(asked), if denied { "==" } else { ">" })
        }
        (_, true) => format!("!{}", shown(asked)),
        (_, false) => shown(asked),
    };
    Some(FormulaWay::new(syntax.span.clone(), text))
}

/// A number in words.
fn in_words(syntax: &Syntax, mistake: &FormulaMistake) -> Option<FormulaWay> {
    let words = match &syntax.kind {
        SyntaxKind::Name(name) if is_unknown(syntax, mistake) => name,
        SyntaxKind::Text(text) => text,
        _ => return None,
    };
    let way = whole(syntax, in_figures(words)?);
    Some(way.because(format!("“{words}”要用阿拉伯数字写")))
}

/// What is known of the document by the words that people have for it.
fn of_document(syntax: &Syntax, mistake: &FormulaMistake) -> Option<FormulaWay> {
    let name = match &syntax.kind {
        SyntaxKind::Name(name)
            if is_unknown(syntax, mistake)
                && !matches!(mistake.about, MistakeSubject::ColumnKind(_)) =>
        {
            name
        }
        SyntaxKind::Member(base, name, _) if matches!(&base.kind, SyntaxKind::Name(own) if own == "doc" || own == "文件") => {
            name
        }
        _ => return None,
    };
    let (field, what) = match name.as_str() {
        "agency" | "unit" | "dept" | "department" | "org" | "单位" | "单位名称" | "部门"
        | "部门名称" | "预算单位" => ("agency", "单位"),
        "year" | "年度" | "年份" | "当年" | "今年" | "本年度" => ("year", "年度"),
        "kind" | "type" | "种类" | "类型" | "文件种类" | "文件类型" => ("kind", "种类"),
        _ => return None,
    };
    let way = whole(syntax, format!("doc.{field}"));
    Some(way.because(format!("没有 {}：文件的{what}是 doc.{field}", shown(syntax))))
}

/// `level == "类"`: levels are numbers.
fn level(syntax: &Syntax) -> Option<FormulaWay> {
    let SyntaxKind::Compare(relation, a, b) = &syntax.kind else { return None };
    let is_level = |own: &Syntax| matches!(&own.kind, SyntaxKind::Name(name) if name == "level");
    let (of, is) = if is_level(a) { (a, b) } else { (b, a) };
    let (SyntaxKind::Text(word) | SyntaxKind::Name(word)) = &is.kind else { return None };
    let bare = word.trim_start_matches('第').trim_end_matches('级');
    let number = match bare {
        "类" => 1,
        "款" => 2,
        "项" => 3,
        bare => super::number_words::whole(bare)?,
    };
    let text = format!("{} {} {number}", shown(of), relation.sign());
    is_level(of).then(|| whole(syntax, text).because("level 是数：类是 1，款是 2，项是 3"))
}

/// Several conditions behind a list are one: of one name any of its values, else all of them.
fn conditions(syntax: &Syntax) -> Option<FormulaWay> {
    let SyntaxKind::Call(name, _, arguments) = &syntax.kind else { return None };
    let [list, all @ ..] = arguments.as_slice() else { return None };
    let takes =
        matches!(Function::find(name), Some(Function::Sum | Function::Count | Function::Average));
    if !takes || all.len() < 2 {
        return None;
    }
    let is_condition = |own: &Syntax| {
        matches!(
            own.kind,
            SyntaxKind::Compare(..)
                | SyntaxKind::Not(_)
                | SyntaxKind::Binary(Binary::And | Binary::Or, ..)
        ) || matches!(&own.kind, SyntaxKind::Call(name, ..) if name == "present")
    };
    if !all.iter().all(is_condition) {
        return None;
    }
    let left = |own: &Syntax| match &own.kind {
        SyntaxKind::Compare(CheckRelation::Equal, a, _) => Some(shown(a)),
        _ => None,
    };
    let first = left(all.first()?);
    let is_one = first.is_some() && all.iter().all(|own| left(own) == first);
    let join = |sign: &str| {
        let each: Vec<String> = all.iter().map(shown).collect();
        format!("{name}({}, {})", shown(list), each.join(sign))
    };
    let way = whole(syntax, join(if is_one { " || " } else { " && " }));
    let remark =
        if is_one { "各个条件只要有一个成立" } else { "各个条件都要成立" };
    Some(FormulaWay {
        remark: Some(remark.to_owned()),
        ..way.because("条件只写一个，几个条件连起来写")
    })
}

/// A function of one value that is given several: for each of them.
fn each_for_itself(syntax: &Syntax, (names, owner): (&Names, &Owner)) -> Option<FormulaWay> {
    let SyntaxKind::Call(name, _, arguments) = &syntax.kind else { return None };
    let function = Function::find(name).filter(|function| OF_ONE.contains(function))?;
    let (values, sign) = match arguments.as_slice() {
        [one] => {
            let mut values = Vec::new();
            let sign = operands(one, &mut values)?;
            (values, sign)
        }
        several => (several.iter().collect(), "+"),
    };
    if values.len() < 2 {
        return None;
    }
    let each: Vec<String> = values.iter().map(|own| called(name, &[(*own).clone()])).collect();
    let message = format!("{name} 一次只问一个");
    let way = match function {
        Function::Present => whole(syntax, each.join(" && ")).or(each),
        Function::Previous => {
            let text = each.join(&format!(" {sign} "));
            let is_sum = matches!(sign, "+" | "-");
            whole(syntax, if is_sum { format!("({text})") } else { text })
        }
        _ => FormulaWay {
            texts: each,
            remark: (function == Function::Unique)
                .then(|| unique_together(&values, Resolver::new(names, owner).own_form())),
            ..whole(syntax, "")
        },
    };
    Some(way.because(message))
}

/// How a script tells that several columns are never alike together, where the form is known.
fn unique_together(values: &[&Syntax], form: Option<&FormNames>) -> String {
    let each = "各列分别不重复；要几列合起来不重复的，公式写不了";
    let (Some(form), Some(first)) = (form, values.first()) else {
        return format!("{each}，用脚本");
    };
    let key: Vec<String> = values.iter().map(|own| format!("${{行.{}}}", shown(own))).collect();
    format!(
        "{each}，删去 form 和 expect，写脚本：script = '''let 已有 = []; for 行 in rows({}) {{ let 合起来 = `{}`; if 已有.contains(合起来) {{ report(行.{}, \"重复，前面已有\"); }} 已有.push(合起来); }}'''",
        form.id,
        key.join("／"),
        shown(first)
    )
}

/// A function that looks for words and is given several: any of them.
fn several_words(syntax: &Syntax, is_whole: bool) -> Option<FormulaWay> {
    const OF_WORDS: [Function; 3] = [Function::Contains, Function::StartsWith, Function::EndsWith];
    let SyntaxKind::Call(name, _, arguments) = &syntax.kind else { return None };
    Function::find(name).filter(|function| OF_WORDS.contains(function))?;
    let [text, words @ ..] = arguments.as_slice() else { return None };
    if words.len() < 2 {
        return None;
    }
    let each = words.iter().map(|word| called(name, &[text.clone(), word.clone()]));
    let any = each.collect::<Vec<_>>().join(" || ");
    let way = whole(syntax, if is_whole { any } else { format!("({any})") });
    Some(way.because(format!("{name} 一次只找一处字")))
}

/// What one sign joins, and the sign.
fn operands<'s>(syntax: &'s Syntax, out: &mut Vec<&'s Syntax>) -> Option<&'static str> {
    let SyntaxKind::Binary(operator, a, b) = &syntax.kind else { return None };
    let sign = match operator {
        Binary::Add => "+",
        Binary::Subtract => "-",
        Binary::And | Binary::Or => "&&",
        _ => return None,
    };
    match &a.kind {
        SyntaxKind::Binary(inner, ..) if inner == operator => {
            operands(a, out);
        }
        _ => out.push(a),
    }
    out.push(b);
    Some(sign)
}

/// `round(x, "两位")`: how many digits is a number.
fn digits(syntax: &Syntax) -> Option<FormulaWay> {
    let SyntaxKind::Call(name, _, arguments) = &syntax.kind else { return None };
    let [of, digits] = arguments.as_slice() else { return None };
    let (SyntaxKind::Text(words) | SyntaxKind::Name(words)) = &digits.kind else { return None };
    let is_it = Function::find(name) == Some(Function::Round);
    let kept = digits_kept(words).filter(|_| is_it)?;
    Some(whole(syntax, format!("{name}({}, {kept})", shown(of))).because("保留几位小数写成数"))
}

/// `floor(x, 2)`: what is cut off is a whole number.
fn rounded_to(syntax: &Syntax) -> Option<FormulaWay> {
    let SyntaxKind::Call(name, _, arguments) = &syntax.kind else { return None };
    let other = match Function::find(name)? {
        Function::Floor => "ROUNDDOWN",
        Function::Ceil => "ROUNDUP",
        _ => return None,
    };
    let [_, _] = arguments.as_slice() else { return None };
    let help = super::foreign::call(other, arguments)?;
    let text = help.strip_prefix("写成 ")?;
    Some(whole(syntax, text).because(format!("{name} 取整，只写要取整的数")))
}

/// `above(合计行)` outside of a sum: its sum, of the column at hand or of the one that is compared.
fn rows_alone(
    syntax: &Syntax,
    formula: &Syntax,
    (names, owner): (&Names, &Owner),
) -> Option<FormulaWay> {
    let SyntaxKind::Call(name, _, arguments) = &syntax.kind else { return None };
    let function = Function::find(name)?;
    let [Syntax { kind: SyntaxKind::Name(row), .. }] = arguments.as_slice() else { return None };
    let (Function::Above | Function::Below, Owner::Form(form, _)) = (function, owner) else {
        return None;
    };
    let form = names.forms.get(*form)?;
    let mut columns = Vec::new();
    stated(formula, &mut |own| {
        columns.extend(form.columns.iter().find(|(column, _)| column == own).map(|(own, _)| own));
    });
    let column = columns.first()?;
    Some(whole(syntax, format!("sum({name}({}.{row}.{column}))", form.id)))
}

/// The names that a formula compares.
fn stated(syntax: &Syntax, work: &mut dyn FnMut(&str)) {
    match &syntax.kind {
        SyntaxKind::Name(name) => work(name),
        SyntaxKind::Compare(_, a, b) | SyntaxKind::Binary(_, a, b) => {
            stated(a, work);
            stated(b, work);
        }
        _ => {}
    }
}

/// Whether a name is that of what one of something costs.
pub(super) fn is_price(name: &str) -> bool {
    ["每", "单价", "标准", "定额", "均"].iter().any(|word| name.contains(word))
}

/// Another sign between a value and a percentage or price that do not go together: what is added may be
/// meant times.
fn other_sign(
    syntax: &Syntax,
    mistake: &FormulaMistake,
    names: &Names,
    owner: &Owner,
) -> Option<FormulaWay> {
    let SyntaxKind::Binary(Binary::Add | Binary::Subtract, a, b) = &syntax.kind else {
        return None;
    };
    let is_name = |own: &Syntax| matches!(own.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..));
    let mut resolver = Resolver::new(names, owner);
    let mut is_share = |own: &Syntax| {
        resolver.typed(own).is_ok_and(|(_, kind)| matches!(kind, Kind::Percent | Kind::Ratio))
    };
    let is_here = mistake.span == syntax.span && is_name(a) && is_name(b);
    let is_here =
        is_here && (is_share(a) || is_share(b) || is_price(&shown(a)) || is_price(&shown(b)));
    let way = whole(syntax, format!("{} * {}", shown(a), shown(b)));
    is_here.then_some(FormulaWay { is_guess: true, ..way })
}

/// `合计行 == sum(金额)`: a row beside the sum of one column is that column's cell of it.
fn of_rows(syntax: &Syntax, names: &Names, owner: &Owner) -> Option<FormulaWay> {
    let SyntaxKind::Compare(relation, a, b) = &syntax.kind else { return None };
    let Owner::Form(form, _) = owner else { return None };
    let form = names.forms.get(*form)?;
    let row = |own: &Syntax| match &own.kind {
        SyntaxKind::Name(name) if form.rows.contains(name) => Some(name.clone()),
        _ => None,
    };
    let (row, sum, is_turned) = match (row(a), row(b)) {
        (Some(row), None) => (row, b, false),
        (None, Some(row)) => (row, a, true),
        _ => return None,
    };
    let mut columns = Vec::new();
    summed(sum, &mut |column| {
        let is_column = form.columns.iter().any(|(name, _)| name == column);
        if is_column && !columns.iter().any(|known| known == column) {
            columns.push(column.to_owned());
        }
    });
    let [column] = columns.as_slice() else { return None };
    let (cell, sum, sign) = (format!("{row}.{column}"), shown(sum), relation.sign());
    let text =
        if is_turned { format!("{sum} {sign} {cell}") } else { format!("{cell} {sign} {sum}") };
    let way = whole(syntax, text);
    let remark = format!("每一列都核对的，写成 {row} {sign} sum(above({row}))");
    Some(FormulaWay { remark: Some(remark), ..way })
}

/// The columns that a formula adds up.
fn summed(syntax: &Syntax, work: &mut dyn FnMut(&str)) {
    match &syntax.kind {
        SyntaxKind::Call(_, _, arguments) => {
            if let Some(Syntax { kind: SyntaxKind::Name(name), .. }) = arguments.first() {
                work(name);
            }
            arguments.iter().for_each(|own| summed(own, work));
        }
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            summed(a, work);
            summed(b, work);
        }
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => summed(inner, work),
        _ => {}
    }
}

/// `表样.金额 >= 50` beside a column of another kind: the columns that such a number may be held against.
fn of_other_columns(syntax: &Syntax, mistake: &FormulaMistake, names: &Names) -> Vec<FormulaWay> {
    let SyntaxKind::Compare(relation, a, b) = &syntax.kind else { return Vec::new() };
    let SyntaxKind::Member(base, column, _) = &a.kind else { return Vec::new() };
    let (SyntaxKind::Name(form), SyntaxKind::Number { unit, .. }) = (&base.kind, &b.kind) else {
        return Vec::new();
    };
    let is_here = mistake.span.start < syntax.span.end && syntax.span.start < mistake.span.end;
    let Some(form) = names.forms.iter().find(|own| own.id == *form).filter(|_| is_here) else {
        return Vec::new();
    };
    let is_counted = |kind: Kind| matches!(kind, Kind::Count | Kind::Number);
    let columns: Vec<&str> = form
        .columns
        .iter()
        .filter(|(name, kind)| name != column && unit.is_empty() && is_counted(*kind))
        .map(|(name, _)| name.as_str())
        .collect();
    let remark = match columns.as_slice() {
        [_, others @ ..] if !others.is_empty() => {
            format!("问的是 {} 的，换成那一列；问 {column} 的，数后面写单位", others.join("、"))
        }
        _ => format!("问 {column} 的，数后面写单位"),
    };
    let way = |name: &&str| {
        let text = format!("{}.{name} {} {}", form.id, relation.sign(), shown(b));
        let way = whole(syntax, text);
        FormulaWay { remark: Some(remark.clone()), is_guess: true, ..way }
    };
    columns.iter().map(way).collect()
}
