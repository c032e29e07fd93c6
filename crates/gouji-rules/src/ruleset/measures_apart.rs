//! Numbers of one measure in two units: a limit in 公斤 beside a column headed （吨）. What is counted is
//! compared as it is printed, so both have to be in the unit of the column. A number that stands in the
//! formula is refused there; a parameter keeps no counter. Which units are of one measure the vocabulary
//! says (`unit_scales`).

use super::rulebook::Rulebook;
use super::schema::{ParamValue, Rule};
use super::whole::Ruleset;
use crate::formula::{Binary, FormNames, Owner, Syntax, SyntaxKind, parse, parse_expectation};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::number::Decimal;
use std::ops::Range;

/// A figure of a comparison whose unit is known.
struct Measured {
    unit: String,
    /// What it is called: a column, or a number as it is written.
    called: String,
    /// The number, of one that the rule gives, and where it stands in the formula.
    number: Option<(Decimal, Range<usize>)>,
    /// The parameter that gives it.
    param: Option<usize>,
}

/// What is found in a comparison.
#[derive(Default)]
struct Compared {
    all: Vec<Measured>,
    /// Something may turn one unit into another.
    has_factor: bool,
}

impl Rulebook {
    /// Such numbers in the author's own rules.
    pub(super) fn measures_apart(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let mut out: Vec<RuleMistake> = Vec::new();
        for rule in ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule)) {
            let Owner::Form(form, _) = &rule.owner else { continue };
            let Some(form) = ruleset.names.forms.get(*form) else { continue };
            let formulas = rule.demand.formulas().iter().map(|own| own.source.as_str());
            let written = formulas.map(|source| (source, parse_expectation(source).ok()));
            let when = rule.when.as_ref().map(|(source, _)| source.as_str());
            let when = when.map(|source| (source, parse(source).ok()));
            for (source, syntax) in written.chain(when) {
                let Some(syntax) = syntax else { continue };
                comparisons(&syntax, &mut |left, right| {
                    let mut found = Compared::default();
                    gather(left, source, (self, form, ruleset), &mut found);
                    gather(right, source, (self, form, ruleset), &mut found);
                    let told = self.apart(rule, source, ruleset, &found);
                    out.extend(told.filter(|own| !out.contains(own)));
                });
            }
        }
        out
    }

    /// The first number or column that is not in the unit of the first column.
    fn apart(
        &self,
        rule: &Rule,
        source: &str,
        ruleset: &Ruleset,
        found: &Compared,
    ) -> Option<RuleMistake> {
        if found.has_factor {
            return None;
        }
        let column = found.all.iter().find(|own| own.number.is_none())?;
        let (other, times) = found
            .all
            .iter()
            .find_map(|own| Some((own, ruleset.names.scale(&own.unit, &column.unit)?)))?;
        let (number, param) = (other.number.as_ref(), other.param);
        let meant = number.and_then(|(value, _)| {
            Some(format!("{}{}", value.checked_mul(times)?.normalize(), column.unit))
        });
        let message = match number {
            Some(_) => format!(
                "“{}”一栏印的是{}，{} 照数字比，不换算",
                column.called, column.unit, other.called
            ),
            None => format!(
                "“{}”印的是{}，“{}”印的是{}：照数字比，不换算",
                column.called, column.unit, other.called, other.unit
            ),
        };
        let file = if let Some(param) = param.and_then(|at| ruleset.params.get(at)) {
            let text = self.text(&param.origin.file)?;
            let from = param.origin.span.start;
            let line = text.get(from..)?.lines().next().unwrap_or("").trim_end();
            let help = format!("写成 \"{}\" = \"{}\"", param.name, meant?);
            let (file, span) = (param.origin.file.to_string(), from..from + line.len());
            (file, text, span, help)
        } else {
            let text = self.text(&rule.origin.file)?;
            let rest = text.get(rule.origin.span.end..)?;
            let own = rest.split("\n[[").next().unwrap_or(rest);
            let from = rule.origin.span.end + own.find(source)?;
            let (span, help) = match number.zip(meant) {
                Some(((_, span), meant)) => {
                    (from + span.start..from + span.end, format!("写成 {meant}"))
                }
                None => (
                    from..from + source.len(),
                    format!(
                        "换成同一个单位：1{} 是 {}{}",
                        other.unit,
                        times.normalize(),
                        column.unit
                    ),
                ),
            };
            (rule.origin.file.to_string(), text, span, help)
        };
        let (file, text, span, help) = file;
        Some(RuleMistake {
            text,
            span,
            help: Some(help),
            is_warning: true,
            ..RuleMistake::of_file(MistakeCode::WithoutEffect, file, message)
        })
    }
}

fn comparisons<'s>(syntax: &'s Syntax, work: &mut dyn FnMut(&'s Syntax, &'s Syntax)) {
    match &syntax.kind {
        SyntaxKind::Compare(_, left, right) => work(left, right),
        SyntaxKind::Binary(_, a, b) => {
            comparisons(a, work);
            comparisons(b, work);
        }
        SyntaxKind::Not(inner) => comparisons(inner, work),
        _ => {}
    }
}

/// The figures of a side whose units are known.
fn gather(side: &Syntax, source: &str, of: (&Rulebook, &FormNames, &Ruleset), out: &mut Compared) {
    let (rulebook, form, ruleset) = of;
    let mut column = |name: &str| {
        let at = form.columns.iter().position(|(own, _)| own == name);
        let heads = at.and_then(|at| form.heads.get(at)).into_iter().flatten();
        let mut all = heads.map(String::as_str).chain(at.map(|_| name));
        if let Some(unit) = all.find_map(|text| ruleset.names.counter_in(text)) {
            let (unit, called) = (unit.to_owned(), name.to_owned());
            out.all.push(Measured { unit, called, number: None, param: None });
        }
    };
    match &side.kind {
        SyntaxKind::Name(name) => column(name),
        SyntaxKind::Member(base, name, _) => match &base.kind {
            SyntaxKind::Name(own) if own == "param" => {
                let Some(at) = ruleset.params.iter().position(|own| own.name == *name) else {
                    return;
                };
                // what is counted is kept without its counter
                let written = ruleset.params.get(at).and_then(|own| {
                    let ParamValue::Number(value, None) = &own.value else { return None };
                    let text = rulebook.text(&own.origin.file)?;
                    let line = text.get(own.origin.span.start..)?.lines().next()?;
                    let called = line.split_once('=')?.1.split('"').nth(1)?.trim().to_owned();
                    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
                    Some((called.trim_start_matches(is_number).trim().to_owned(), called, *value))
                });
                if let Some((unit, called, value)) = written.filter(|(unit, ..)| !unit.is_empty()) {
                    let number = Some((value, side.span.clone()));
                    out.all.push(Measured { unit, called, number, param: Some(at) });
                }
            }
            SyntaxKind::Name(own) if ruleset.forms.iter().any(|form| form.id == *own) => {}
            _ => column(name),
        },
        SyntaxKind::Number { value, unit } if !unit.is_empty() => {
            let called = source.get(side.span.clone()).unwrap_or("").trim().to_owned();
            let number = Some((*value, side.span.clone()));
            out.all.push(Measured { unit: unit.clone(), called, number, param: None });
        }
        SyntaxKind::Binary(operator, a, b) => {
            out.has_factor |= matches!(operator, Binary::Multiply | Binary::Divide);
            gather(a, source, of, out);
            gather(b, source, of, out);
        }
        SyntaxKind::Call(_, _, arguments) => {
            arguments.iter().for_each(|own| gather(own, source, of, out));
        }
        SyntaxKind::Negate(inner) => gather(inner, source, of, out),
        _ => {}
    }
}
