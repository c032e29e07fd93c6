//! What a script names: forms, claims, parameters and scales, by their index in the ruleset.

use crate::formula::{Mention, Names};
use gouji_values::paper::{LAST_YEAR, Paper};
use rhai::{AST, ASTNode, Expr};
use std::collections::BTreeSet;

/// What a whole script names.
pub(super) fn of_script(ast: &AST, names: &Names) -> BTreeSet<Mention> {
    let mut out = BTreeSet::new();
    ast.walk(&mut |path| {
        out.extend(named(path, names));
        true
    });
    out
}

/// What an expression of a script names.
pub fn of_expression(expression: &Expr, names: &Names) -> BTreeSet<Mention> {
    let mut out = BTreeSet::new();
    expression.walk(&mut Vec::new(), &mut |path| {
        out.extend(named(path, names));
        true
    });
    out
}

/// What the last node of a path through the syntax tree names.
fn named(path: &[ASTNode<'_>], names: &Names) -> Option<Mention> {
    let (ASTNode::Expr(node), around) = path.split_last()? else { return None };
    let owner = around.iter().rev().find_map(|node| match node {
        ASTNode::Expr(Expr::Dot(pair, ..)) => match &pair.lhs {
            Expr::Variable(variable, ..) => Some(variable.1.as_str()),
            _ => None,
        },
        _ => None,
    });
    match (node, owner) {
        (Expr::Variable(variable, ..), _) => global(names, variable.1.as_str(), Paper::OWN),
        (Expr::Property(property, _), Some("param")) => {
            let is_own = |(name, ..): &(String, _, _)| name == property.2.as_str();
            names.params.iter().position(is_own).map(Mention::Param)
        }
        (Expr::Property(property, _), Some(LAST_YEAR)) => {
            global(names, property.2.as_str(), Paper::LAST_YEAR)
        }
        // `part[key].form`
        (Expr::Property(property, _), None) => global(names, property.2.as_str(), Paper::OWN),
        _ => None,
    }
}

fn global(names: &Names, name: &str, paper: Paper) -> Option<Mention> {
    // of one name the first of these is meant, as in `globals`
    if let Some(form) = names.forms.iter().position(|form| form.id == name) {
        return Some(Mention::Form(paper, form));
    }
    if let Some(claim) = names.claims.iter().position(|claim| claim.id == name) {
        return Some(Mention::Claim(claim));
    }
    let is_part = names.parts.iter().any(|(part, _)| part == name);
    let scale = names.scales.iter().position(|scale| scale == name).filter(|_| !is_part);
    scale.map(Mention::Scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::{FormLists, FormNames};
    use gouji_values::kind::Kind;

    #[test]
    fn a_script_tells_what_it_names_and_no_part_of_a_name() {
        let form = |id: &str| {
            FormNames::new(
                id.to_owned(),
                FormLists {
                    columns: vec![("金额".to_owned(), Kind::Amount)],
                    ..FormLists::default()
                },
            )
        };
        let names = Names {
            forms: vec![form("支出表"), form("支出表明细"), form("收入表")],
            params: vec![
                ("上限".to_owned(), None, gouji_values::kind::Kind::Amount),
                ("金额".to_owned(), None, gouji_values::kind::Kind::Amount),
            ],
            ..Names::default()
        };
        let source = "expect(支出表明细.金额 <= param.上限, \"收入表\");\n\
                      expect(上年.收入表.金额 == 0, \"支出表\");";
        let program = super::super::compile(source, &names).unwrap();
        let all: Vec<Mention> = program.mentions.iter().copied().collect();
        assert_eq!(
            all,
            [Mention::Form(Paper::OWN, 1), Mention::Form(Paper::LAST_YEAR, 2), Mention::Param(0)]
        );
    }
}
