//! What a formula or a parameter was probably meant to be whose rule fails its cases: one sign, the
//! order of two arguments or one unit is written otherwise, and the cases are run again. Only what
//! lets all of them come out is offered.

use super::{CaseOutcome, CaseProblem, CasesRun, run_layer_of};
use gouji_audit::audit::CheckRelation;
use gouji_rules::formula::{Binary, Function, Owner, Syntax, SyntaxKind, parse};
use gouji_rules::ruleset::{ParamValue, Rule, Rulebook, Ruleset, has_turned_heads};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Ways that are tried for a rule, and rules of which that is done: each way loads the rules again.
const WAYS: usize = 8;
const RULES: usize = 3;

/// What one edit lets all cases of a rule come out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeantInstead {
    /// Id of the rule.
    pub rule: String,
    /// How many cases it has.
    pub cases: usize,
    /// How many of them fail.
    pub failed: usize,
    /// They tell both what is to be reported and what is not.
    pub is_sure: bool,
    file: String,
    /// What is marked.
    span: Range<usize>,
    /// What is written there, and what to write.
    written: String,
    meant: String,
    /// What was probably done.
    slip: &'static str,
}

/// An edit that is tried.
struct Way {
    file: String,
    /// What is replaced, and by what.
    span: Range<usize>,
    text: String,
    /// What is marked, and what it then says.
    shown: Range<usize>,
    meant: String,
    slip: &'static str,
}

/// What the rules of a layer that fail their cases were probably meant to be.
fn meant(rulebook: &Rulebook, layer: &str, run: &CasesRun) -> Vec<MeantInstead> {
    let is_of_formula = |own: &&CaseOutcome| {
        own.lacking.is_none()
            && match &own.problem {
                Some(CaseProblem::Missing { found } | CaseProblem::Verdict { found }) => {
                    !found.starts_with("none") || found.contains("条件")
                }
                Some(CaseProblem::Noisy { .. }) => true,
                _ => false,
            }
    };
    let ids: BTreeSet<&str> =
        run.failed().filter(is_of_formula).map(|own| own.rule.as_str()).collect();
    let mut out = Vec::new();
    for id in ids.into_iter().take(RULES) {
        let years = rulebook.years(layer);
        let found = years.into_iter().find_map(|year| {
            let (ruleset, _) = rulebook.compile(layer, &[], year).ok()?;
            let ways = {
                let mut rules = ruleset.rules.iter();
                let rule = rules.find(|own| own.id == id && own.origin.layer == layer)?;
                // columns that have the heads of each other are told at their form
                if let Owner::Form(form, _) = &rule.owner
                    && ruleset.forms.get(*form).is_some_and(has_turned_heads)
                {
                    return Some(Vec::new());
                }
                ways(rulebook, &ruleset, rule)
            };
            Some(ways)
        });
        out.extend(found.and_then(|ways| first(rulebook, (layer, id), run, ways)));
    }
    out
}

/// The first of some ways under which all cases of a rule come out.
fn first(
    rulebook: &Rulebook,
    (layer, id): (&str, &str),
    run: &CasesRun,
    ways: Vec<Way>,
) -> Option<MeantInstead> {
    let own: Vec<&CaseOutcome> = run.outcomes.iter().filter(|own| own.rule == id).collect();
    let is_breaking = |own: &&&CaseOutcome| own.expect == "violation";
    let breaking = own.iter().filter(is_breaking).count();
    let is_sure = breaking > 0 && breaking < own.len();
    // with one kind of case alone nearly anything comes out that asks for the contrary
    let may_be = |way: &Way| is_sure || way.slip != UNEQUAL;
    ways.into_iter().filter(may_be).take(WAYS).find_map(|way| {
        let edited = rulebook.edited(&way.file, &way.span, &way.text)?;
        let again = run_layer_of(&edited, layer, |other| other == id).ok()?;
        let comes_out = again.outcomes.len() == own.len() && again.failed().next().is_none();
        let text = rulebook.text(&way.file)?;
        comes_out.then(|| MeantInstead {
            rule: id.to_owned(),
            cases: own.len(),
            failed: own.iter().filter(|own| own.problem.is_some()).count(),
            is_sure,
            written: text.get(way.shown.clone()).unwrap_or("").to_owned(),
            file: way.file,
            span: way.shown,
            meant: way.meant,
            slip: way.slip,
        })
    })
}

impl MeantInstead {
    /// It as a mistake of the rule file, where the cases say it.
    fn mistake(&self, text: Arc<str>) -> RuleMistake {
        RuleMistake {
            text,
            span: self.span.clone(),
            help: Some(format!("写成 {}；用例不必改", self.meant)),
            ..RuleMistake::of_file(
                MistakeCode::CaseFails,
                self.file.clone(),
                format!(
                    "{} 的 {} 个用例{}不符，{} 写成 {} 就都相符：多半是{}",
                    self.rule,
                    self.cases,
                    match self.failed == self.cases {
                        true => "都".to_owned(),
                        false => format!("里有 {} 个", self.failed),
                    },
                    self.written,
                    self.meant,
                    self.slip
                ),
            )
        }
    }

    /// What is said beside the advice of the only case.
    fn beside(&self) -> String {
        format!("{} 写成 {} 时用例也相符：看是不是{}", self.written, self.meant, self.slip)
    }
}

impl CasesRun {
    /// Looks for what the rules of the layer that fail were meant to be: the rules are loaded again a few
    /// times.
    #[must_use]
    pub fn tried(mut self, rulebook: &Rulebook, layer: &str) -> Self {
        self.meant = meant(rulebook, layer, &self);
        self
    }

    /// What went wrong, as mistakes of the rule files, whose texts `text` gives: the formula where one
    /// sign of it explains all that fails of its rule, else each case.
    pub fn mistakes(&self, text: impl Fn(&str) -> Arc<str>) -> Vec<RuleMistake> {
        let mut out = Vec::new();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for outcome in self.failed() {
            let meant = self.meant.iter().find(|own| own.rule == outcome.rule);
            if let Some(meant) = meant.filter(|own| own.is_sure) {
                if told.insert(&meant.rule) {
                    out.push(meant.mistake(text(&meant.file)));
                }
                continue;
            }
            let Some(mut mistake) = outcome.mistake(text(&outcome.origin.file)) else { continue };
            if let Some(meant) = meant {
                let before = mistake.help.take().map_or_else(String::new, |help| help + "。");
                mistake.help = Some(format!("{before}{}", meant.beside()));
            }
            out.push(mistake);
        }
        out
    }
}

/// The ways to write the formulas, the condition and the parameters of a rule otherwise.
fn ways(rulebook: &Rulebook, ruleset: &Ruleset, rule: &Rule) -> Vec<Way> {
    let file = rule.origin.file.to_string();
    let Some(text) = rulebook.text(&file) else { return Vec::new() };
    let from = rule.origin.span.start;
    let rest = text.get(from..).unwrap_or("");
    let end = rest.get(1..).and_then(|rest| rest.find("\n[[")).map_or(text.len(), |at| from + at);
    let formulas = rule.demand.formulas().iter().map(|own| own.source.to_string());
    let sources: Vec<String> =
        formulas.chain(rule.when.iter().map(|(source, _)| source.clone())).collect();
    let mut out = Vec::new();
    for source in &sources {
        let Some(at) = text.get(from..end).and_then(|own| own.find(source.as_str())) else {
            continue;
        };
        let place = from + at..from + at + source.len();
        for (meant, slip) in otherwise(source) {
            out.push(Way {
                file: file.clone(),
                span: place.clone(),
                text: meant.clone(),
                shown: place.clone(),
                meant,
                slip,
            });
        }
    }
    let mut units: Vec<Way> = Vec::new();
    for param in &ruleset.params {
        let is_named = sources.iter().any(|own| names(own, &param.name));
        if let (true, ParamValue::Number(..)) = (is_named, &param.value) {
            units.extend(other_unit(
                rulebook,
                (&param.origin.file, param.origin.span.start, &param.name),
            ));
        }
    }
    // what is less often meant comes last
    let at = out.iter().position(|way| way.slip == STRICT).unwrap_or(out.len());
    out.splice(at..at, units);
    out
}

/// Whether a formula names something, as a whole word.
fn names(source: &str, name: &str) -> bool {
    source.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name)
}

/// A parameter in the other unit of money.
fn other_unit(rulebook: &Rulebook, (file, at, name): (&str, usize, &str)) -> Option<Way> {
    let text = rulebook.text(file)?;
    let line = text.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let own = text.get(line..)?.lines().next()?;
    let sign = own.find(name)? + name.len();
    let start = own.get(sign..)?.find('=')? + sign + 1;
    let open = own.get(start..)?.find('"')? + start;
    let close = own.get(open + 1..)?.find('"')? + open + 1;
    let written = own.get(open + 1..close)?;
    let meant = match written.strip_suffix("万元") {
        Some(number) => format!("{number}元"),
        None => format!("{}万元", written.strip_suffix('元')?),
    };
    let span = line + open..line + close + 1;
    Some(Way {
        file: file.to_owned(),
        span: span.clone(),
        text: format!("\"{meant}\""),
        shown: span,
        meant: format!("\"{meant}\""),
        slip: "单位写错了",
    })
}

const UNEQUAL: &str = "等于、不等于写反了";
const TURNED: &str = "两个数的先后写倒了";
const STRICT: &str = "正好相等的算不算没有写对";

/// A formula with one sign, or the order of two arguments, written otherwise, and what was then
/// done; what is done more often first.
fn otherwise(source: &str) -> Vec<(String, &'static str)> {
    let Ok(syntax) = parse(source) else { return Vec::new() };
    let mut out: Vec<(u8, String, &'static str)> = Vec::new();
    each(&syntax, &mut |own| {
        let mut put = |order: u8, place: Range<usize>, text: &str, slip: &'static str| {
            let mut meant = source.to_owned();
            meant.replace_range(place, text);
            out.push((order, meant, slip));
        };
        match &own.kind {
            SyntaxKind::Compare(relation, a, b) => {
                let place = |sign: &str| sign_between(source, a, b, sign);
                let (sign, turned, strict) = match relation {
                    CheckRelation::AtMost => ("<=", ">=", "<"),
                    CheckRelation::AtLeast => (">=", "<=", ">"),
                    CheckRelation::Less => ("<", ">", "<="),
                    CheckRelation::Greater => (">", "<", ">="),
                    CheckRelation::Equal => ("==", "!=", ""),
                    CheckRelation::NotEqual => ("!=", "==", ""),
                    _ => return,
                };
                let Some(place) = place(sign) else { return };
                let slip = if strict.is_empty() { UNEQUAL } else { "大于、小于写反了" };
                put(0, place.clone(), turned, slip);
                if strict.is_empty() {
                    for bound in ["<=", ">="] {
                        put(3, place.clone(), bound, "相等与大小写混了");
                    }
                } else {
                    put(4, place, strict, STRICT);
                }
            }
            SyntaxKind::Binary(sign, a, b) => {
                let (written, meant, slip) = match sign {
                    Binary::And => ("&&", "||", "“都要”“有一个就行”写反了"),
                    Binary::Or => ("||", "&&", "“都要”“有一个就行”写反了"),
                    Binary::Add => ("+", "-", "加、减写反了"),
                    Binary::Subtract => ("-", "+", "加、减写反了"),
                    Binary::Multiply => ("*", "/", "乘、除写反了"),
                    Binary::Divide => ("/", "*", "乘、除写反了"),
                };
                if let Some(place) = sign_between(source, a, b, written) {
                    put(2, place, meant, slip);
                }
                let has_order = matches!(sign, Binary::Subtract | Binary::Divide);
                if let Some((place, text)) = exchanged(source, a, b).filter(|_| has_order) {
                    put(1, place, &text, TURNED);
                }
            }
            SyntaxKind::Call(name, _, arguments) => {
                if let (Some(Function::Percent | Function::Days), [a, b]) =
                    (Function::find(name), arguments.as_slice())
                    && let Some((place, text)) = exchanged(source, a, b)
                {
                    put(1, place, &text, TURNED);
                }
            }
            SyntaxKind::Not(inner) => {
                let place = own.span.start..inner.span.start;
                if source.get(place.clone()) == Some("!") {
                    put(3, place, "", "多写了 !");
                }
            }
            _ => {}
        }
    });
    out.sort_by_key(|(order, ..)| *order);
    out.into_iter().map(|(_, meant, slip)| (meant, slip)).collect()
}

/// Two operands in the other order: where they stand, and what to write there.
fn exchanged(source: &str, a: &Syntax, b: &Syntax) -> Option<(Range<usize>, String)> {
    let of = |syntax: &Syntax| source.get(syntax.span.clone());
    let between = source.get(a.span.end..b.span.start)?;
    Some((a.span.start..b.span.end, format!("{}{between}{}", of(b)?, of(a)?)))
}

/// Where the sign between two operands stands.
fn sign_between(source: &str, a: &Syntax, b: &Syntax, sign: &str) -> Option<Range<usize>> {
    let at = a.span.end + source.get(a.span.end..b.span.start)?.find(sign)?;
    Some(at..at + sign.len())
}

/// Each node of a formula.
fn each(syntax: &Syntax, look: &mut impl FnMut(&Syntax)) {
    look(syntax);
    match &syntax.kind {
        SyntaxKind::Member(base, ..) | SyntaxKind::Negate(base) | SyntaxKind::Not(base) => {
            each(base, look);
        }
        SyntaxKind::Index(a, b) | SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            each(a, look);
            each(b, look);
        }
        SyntaxKind::Call(_, _, arguments) => arguments.iter().for_each(|own| each(own, look)),
        SyntaxKind::Number { .. }
        | SyntaxKind::Date(_)
        | SyntaxKind::Text(_)
        | SyntaxKind::Name(_) => {}
    }
}
