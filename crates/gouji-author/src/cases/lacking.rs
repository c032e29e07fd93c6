//! Why the table of a case was not taken for the form that its rule is about: the title that does
//! not stand there, the columns that are not printed; and which cases a rule lacks.

use super::{CaseProblem, Lack, Untested};
use gouji_checks::check::Checked;
use gouji_rules::formula::{Owner, close};
use gouji_rules::ruleset::{Case, Form, ParamValue, Rule, Ruleset};

/// What the document of a case lacks of the form that its rule stands on.
pub(super) fn lacking(
    ruleset: &Ruleset,
    rule: &Rule,
    case: &Case,
    problem: Option<&CaseProblem>,
) -> Option<String> {
    if !matches!(problem, Some(CaseProblem::Missing { .. } | CaseProblem::Verdict { .. })) {
        return None;
    }
    if let Some(found) = param_key(ruleset, problem) {
        return Some(found);
    }
    let Owner::Form(form, _) = &rule.owner else { return None };
    let form: &Form = ruleset.forms.get(*form)?;
    let words = &ruleset.vocabulary;
    let text = words.folded(&case.given);
    let has = |names: &[String]| names.iter().any(|name| text.contains(name.as_str()));
    let mut out = Vec::new();
    let titles = &form.titles;
    if let Some(title) =
        titles.plain.first().filter(|_| titles.patterns.is_empty() && !has(&titles.plain))
    {
        out.push(format!("表的上面没有一行表题“{title}”"));
    }
    for column in form.columns.iter().filter(|column| !column.optional && !column.may_be_headless) {
        let heads = &column.headers;
        if heads.patterns.is_empty() && !heads.plain.is_empty() && !has(&heads.plain) {
            let printed = heads.plain.join("”或“");
            let listed = heads.plain.iter().find_map(|head| each_printed(head, &text));
            let listed = listed.map_or_else(String::new, |list| {
                format!("：一对引号里照整个找，几种印法写成列表 header = {list}")
            });
            out.push(format!("没有栏目 {}（印作“{printed}”{listed}）", column.name));
        }
    }
    let is_bare = out.is_empty() && !case.given.contains(['|', '\t', '\u{FF5C}']);
    if is_bare && form.columns.len() > 1 && has_nothing(problem) {
        return Some(format!(
            "{} 的栏目都在，但没有认出是一张表：小文件里各格用 | 隔开，例如 甲 | 1.00 | 2.00",
            form.id
        ));
    }
    let was_judged = found(problem).is_some_and(|found| !is_unknown(found));
    if was_judged && !out.is_empty() {
        return Some(format!(
            "{} 只能按相近认出：{}；小文件的表题、栏目照表样写，再看结论",
            form.id,
            out.join("，")
        ));
    }
    (!out.is_empty()).then(|| {
        format!("没有认出 {}：{}；印法不同的，写在表样的 title、header 里", form.id, out.join("，"))
    })
}

/// That a table of parameters lacks a name of the document, and the names that it has.
fn param_key(ruleset: &Ruleset, problem: Option<&CaseProblem>) -> Option<String> {
    let found = found(problem)?;
    ruleset.params.iter().find_map(|param| {
        let ParamValue::Table(rows) = &param.value else { return None };
        let rest = found.split_once(&format!("参数 {} 没有 ", param.name))?.1;
        let key = rest.split(['）', '，', '；']).next()?.trim();
        let names: Vec<&str> = rows.iter().map(|(name, ..)| name.as_str()).collect();
        let near = close(key, names.iter().copied()).first().copied();
        let near = near.or_else(|| {
            names.iter().copied().find(|name| name.contains(key) || key.contains(*name))
        });
        Some(match near {
            Some(near) => format!(
                "参数表 {} 里写的是“{near}”，小文件里印的是“{key}”：名称两处写成一样的，照真的文件印的写",
                param.name
            ),
            None => format!(
                "参数表 {} 里没有“{key}”（有 {}）：补上它，或者小文件里用有的",
                param.name,
                names.join("、")
            ),
        })
    })
}

/// What came of a case instead.
fn found(problem: Option<&CaseProblem>) -> Option<&str> {
    match problem {
        Some(CaseProblem::Missing { found } | CaseProblem::Verdict { found }) => Some(found),
        _ => None,
    }
}

/// The ways to print a header that one text lists, as a list, where a document prints one of them.
fn each_printed(head: &str, text: &str) -> Option<String> {
    let parts: Vec<&str> =
        head.split(['、', '，', ',', '/', '；', ';', '|']).map(str::trim).collect();
    let is_list = parts.len() > 1 && parts.iter().all(|part| !part.is_empty());
    (is_list && parts.iter().any(|part| text.contains(part))).then(|| {
        let quoted: Vec<String> = parts.iter().map(|part| format!("\"{part}\"")).collect();
        format!("[{}]", quoted.join(", "))
    })
}

/// Whether a case came to nothing that is known of its table.
pub(super) fn is_unknown(found: &str) -> bool {
    found.starts_with("none") || found.starts_with("unchecked（这张表")
}

/// Whether nothing at all came of a case.
fn has_nothing(problem: Option<&CaseProblem>) -> bool {
    found(problem).is_some_and(|found| found.starts_with("none"))
}

/// Why a rule checked nothing.
pub(super) fn nothing(checked: &Checked) -> String {
    let wrong = checked.mistakes.first().map(|mistake| mistake.message.clone());
    let mut rules = checked.rules.iter();
    let why = wrong.or_else(|| rules.find_map(|rule| rule.words()));
    why.map_or_else(
        || "没有核对到什么，也没有要报告的".to_owned(),
        |why| format!("没有核对：{why}"),
    )
}

impl Untested {
    /// Which cases it lacks, in words.
    #[must_use]
    pub fn lacks(&self) -> &'static str {
        match self.lack {
            Lack::Both => "规则没有相符的用例，也没有报告问题的用例",
            Lack::Holding => "规则没有相符的用例",
            Lack::Breaking => "规则没有报告问题的用例",
            Lack::Reading => "只取数的语句，没有用例读到",
        }
    }
}

/// What to write as the place of a case, where a word of it is in no name of a figure that was
/// told: the word of such a name that is like it, else the whole name.
pub(super) fn other_place(written: &str, found: &[String]) -> String {
    let rule = "at 里的每个词都要出现在被核对的数的名称里";
    let Some(first) = found.first() else { return rule.to_owned() };
    let own: Vec<&str> = written.trim_matches(['"', '\'']).split_whitespace().collect();
    let there: Vec<&str> = first.split_whitespace().collect();
    let meant = own.iter().map(|word| {
        if first.contains(word) {
            return Some(*word);
        }
        close(word, there.iter().copied()).first().copied()
    });
    let meant: Option<Vec<&str>> = meant.collect();
    let at = meant.filter(|all| !all.is_empty()).map_or_else(|| first.clone(), |all| all.join(" "));
    format!("{rule}：写成 at = \"{at}\"")
}

/// What to write where a case comes to another verdict than it expects.
pub(super) fn other_verdict(found: &str) -> String {
    let verdict = found.split('（').next().unwrap_or(found);
    match verdict {
        // the reason says what to look at
        "unchecked" if found.contains('（') && !found.contains(['约', '近']) => format!(
            "这样的文件本来不能核对的，写 expect = \"{verdict}\"；应当能核对的，照括号里的原因改小文件或规则"
        ),
        "unchecked" => format!(
            "这样的文件本来不能核对的，写 expect = \"{verdict}\"；应当能核对的，把小文件里的数写成确数，去掉“约”“左右”“近”这样的字"
        ),
        _ => format!("结论应当如此的，写 expect = \"{verdict}\"；否则改小文件或规则"),
    }
}
