//! The relations that rule files declare, as reading prose wants them: slots, reach, and the formula of the rule as an
//! equation.

use super::compiler::Compiler;
use super::raw::{RawRole, RawRule};
use super::schema::{Claim, Expectation, ParamValue, Rule};
use super::whole::Ruleset;
use crate::formula::{Binary, CheckRelation, Function, Node, Reference};
use gouji_prose::prose::{
    Declared, DeclaredRelation, Equation, EquationComparison, EquationSides, EquationStep,
    Relation, RoleRow,
};
use gouji_values::error::MistakeCode;
use gouji_values::number::multiply;
use std::sync::Arc;

/// All roles and relations that a ruleset declares.
pub(super) fn declared(ruleset: &Ruleset) -> Declared {
    let claims = ruleset.claims.iter().enumerate();
    let is_declared =
        |(_, claim): &(usize, &Claim)| matches!(claim.relation, Some(Relation::Declared(_)));
    let relations = claims.filter(is_declared).filter_map(|(at, claim)| {
        let slots = claim.declared.as_deref()?;
        let rule = ruleset.rules.iter().find(|rule| rule.id == claim.id)?;
        Some(DeclaredRelation {
            claim: u16::try_from(at).ok()?,
            roles: slots.roles.clone(),
            reach: slots.reach,
            equation: Arc::new(Equation {
                rounded: slots.rounded.clone(),
                ..equation(rule, ruleset).ok()?
            }),
        })
    });
    let relations: Vec<DeclaredRelation> = relations.collect();
    Declared::new(ruleset.roles.iter().map(|role| role.row.clone()).collect(), relations)
}

/// What the formulas of a rule demand.
///
/// # Errors
/// What cannot be worked out with intervals, as it is written.
fn equation(rule: &Rule, ruleset: &Ruleset) -> Result<Equation, String> {
    let formulas = rule.demand.formulas();
    let all: Result<Vec<EquationComparison>, String> =
        formulas.iter().map(|one| comparison(one, ruleset)).collect();
    Ok(Equation { all: all?, is_choice: rule.demand.is_choice(), rounded: Vec::new() })
}

fn comparison(formula: &Expectation, ruleset: &Ruleset) -> Result<EquationComparison, String> {
    let resolved = &formula.resolved;
    let sides = match resolved.relation {
        CheckRelation::Equal => EquationSides::Equal,
        CheckRelation::AtMost | CheckRelation::Less => EquationSides::AtMost,
        CheckRelation::AtLeast | CheckRelation::Greater => EquationSides::AtLeast,
        CheckRelation::NotEqual | CheckRelation::Meets => {
            return Err(resolved.relation.sign().to_owned());
        }
    };
    let computed = resolved.computed.as_ref().ok_or_else(|| formula.source.to_string())?;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    steps(&resolved.stated, ruleset, &mut left)?;
    steps(computed, ruleset, &mut right)?;
    Ok(EquationComparison { left, sides, right })
}

/// The steps that work a node out.
fn steps(node: &Node, ruleset: &Ruleset, out: &mut Vec<EquationStep>) -> Result<(), String> {
    match node {
        Node::Number { value, .. } => out.push(EquationStep::Number(*value)),
        Node::Param(param, None) => {
            let param = ruleset.params.get(*param);
            let value = match param.map(|param| &param.value) {
                Some(ParamValue::Number(value, unit)) => {
                    let times = unit.map(|unit| ruleset.vocabulary.units.get(unit).times);
                    times.map_or(Some(*value), |times| multiply(*value, times))
                }
                _ => None,
            };
            let name = || param.map_or_else(String::new, |own| format!("param.{}", own.name));
            out.push(EquationStep::Number(value.ok_or_else(name)?));
        }
        Node::Read(Reference::Capture { depth: 0, capture }) => {
            let slot = u8::try_from(*capture).map_err(|_| capture.to_string())?;
            out.push(EquationStep::Slot(slot));
        }
        Node::Negate(inner) => {
            steps(inner, ruleset, out)?;
            out.push(EquationStep::Negate);
        }
        Node::Binary(operator, left, right) => {
            let step = match operator {
                Binary::Add => EquationStep::Add,
                Binary::Subtract => EquationStep::Subtract,
                Binary::Multiply => EquationStep::Multiply,
                Binary::Divide => EquationStep::Divide,
                Binary::And => return Err("&&".to_owned()),
                Binary::Or => return Err("||".to_owned()),
            };
            steps(left, ruleset, out)?;
            steps(right, ruleset, out)?;
            out.push(step);
        }
        Node::Call(function, arguments) => {
            let step = match function {
                Function::Percent => EquationStep::Divide,
                Function::Min => EquationStep::Lesser,
                Function::Max => EquationStep::Greater,
                other => return Err(other.name().to_owned()),
            };
            for (nth, argument) in arguments.iter().enumerate() {
                steps(argument, ruleset, out)?;
                if nth > 0 {
                    out.push(step);
                }
            }
        }
        Node::Form(_) | Node::Claim(_) => return Err("表格、别的语句里的数".to_owned()),
        Node::Aggregate(function, ..) => return Err(function.name().to_owned()),
        _ => return Err("这样的写法".to_owned()),
    }
    Ok(())
}

impl Compiler<'_> {
    /// That the formulas of declared relations can be worked out, and speak of each role.
    pub(super) fn equations(&mut self, raw: &[&RawRule], ruleset: &Ruleset) {
        let is_misread =
            self.mistakes.found.iter().any(|mistake| mistake.code == MistakeCode::Formula);
        for (raw, claim) in raw.iter().zip(&ruleset.claims) {
            let Some(slots) = claim.declared.as_deref() else { continue };
            let Some(rule) = ruleset.rules.iter().find(|rule| rule.id == claim.id) else {
                self.without_formula(raw, claim);
                continue;
            };
            match equation(rule, ruleset) {
                Err(what) => self.at(
                    &raw.head.id,
                    MistakeCode::Formula,
                    format!("关系 {} 的公式里不能用 {what}", claim.id),
                    Some(
                        "按 roles 认数的关系，公式只用角色的名字、常数、+ - * /、percent、min、max"
                            .to_owned(),
                    ),
                ),
                // what is missing in a formula that was not understood is told already
                Ok(_) if is_misread => {}
                Ok(equation) => self.unused_slots(raw, &slots.roles, &equation),
            }
        }
    }

    fn unused_slots(&mut self, raw: &RawRule, roles: &[String], equation: &Equation) {
        let steps = || equation.all.iter().flat_map(|one| one.left.iter().chain(&one.right));
        for (slot, role) in (0_u8..).zip(roles) {
            let text = raw.roles.iter().flatten().find(|text| text.value == *role);
            let is_used = steps().any(|step| *step == EquationStep::Slot(slot));
            if let (Some(text), false) = (text, is_used) {
                self.at(
                    text,
                    MistakeCode::RoleUnused,
                    format!("角色 {role} 没有写进公式"),
                    Some("roles 里的每个角色都要写进 expect；用不到的，从 roles 里删去".to_owned()),
                );
            }
        }
    }

    fn without_formula(&mut self, raw: &RawRule, claim: &Claim) {
        // a formula that was not understood is told already
        if raw.demands.is_empty() {
            let example = raw.roles.iter().flatten().map(|text| text.value.as_str());
            let help = format!("写 expect，用到 {}", example.collect::<Vec<_>>().join("、"));
            let message = format!("关系 {} 没有写 expect", claim.id);
            self.at(&raw.head.id, MistakeCode::DemandMissing, message, Some(help));
        }
    }

    /// What is wrong with roles and the relations that name them, once all is compiled.
    pub(super) fn roles_checked(&mut self, roles: &[RawRole], raw: &[&RawRule], ruleset: &Ruleset) {
        self.equations(raw, ruleset);
        self.idle_roles(roles, &ruleset.claims);
        let rows: Vec<RoleRow> = ruleset.roles.iter().map(|role| role.row.clone()).collect();
        self.role_examples(roles, &rows);
    }
}
