//! Roles of sentences, explained: by which words a figure is known, and the slots of a relation.

use super::ExplainedLine;
use gouji_prose::prose::{Kind, RoleReach, RoleRow};
use gouji_rules::ruleset::{Claim, Origin, RoleItem, Ruleset};

/// A row of the table of roles.
pub(super) fn role(
    ruleset: &Ruleset,
    id: &str,
    from: &dyn Fn(&Origin) -> String,
) -> Vec<ExplainedLine> {
    let Some(role) = ruleset.roles.iter().find(|role| role.row.id == id) else {
        return Vec::new();
    };
    let asks = |claim: &&Claim| {
        claim.declared.as_ref().is_some_and(|own| own.roles.contains(&role.row.role))
    };
    let relations = ruleset.claims.iter().filter(asks).map(|claim| claim.id.as_str());
    let relations: Vec<&str> = relations.collect();
    let mut out = vec![
        ExplainedLine::Head(id.to_owned()),
        ExplainedLine::Item("种类", format!("角色 {}，来自 {}", role.row.role, from(&role.origin))),
        ExplainedLine::Item("认法", words(&role.row)),
    ];
    out.extend(role.example.iter().map(|text| ExplainedLine::Item("例句", text.clone())));
    if !relations.is_empty() {
        out.push(ExplainedLine::Item("用于", relations.join("、")));
    }
    out
}

/// The roles of a relation, and how far their figures may stand apart.
pub(super) fn slots(claim: &Claim, ruleset: &Ruleset) -> Vec<ExplainedLine> {
    let Some(slots) = claim.declared.as_deref() else { return Vec::new() };
    let reach = match slots.reach {
        RoleReach::Clause => "同一分句",
        RoleReach::Segment => "同一句的分号之间",
        RoleReach::Sentence => "同一句",
        RoleReach::Passage => "同一段",
    };
    let mut out = vec![ExplainedLine::Item(
        "范围",
        format!("{reach}里每个角色只有一个数，中间没有别的词（其中、约、比上年等）"),
    )];
    for role in &slots.roles {
        let rows = ruleset.roles.iter().filter(|row| row.row.role == *role);
        let rows: Vec<String> = rows.map(|row: &RoleItem| words(&row.row)).collect();
        out.push(ExplainedLine::Item("角色", format!("{role}：{}", rows.join("；或者"))));
    }
    out
}

/// By which words a row takes a figure.
fn words(row: &RoleRow) -> String {
    let kind = match row.kind {
        Kind::Money => "金额",
        Kind::Percent => "百分数",
        Kind::Points => "百分点",
        Kind::Score => "分数",
        Kind::Count => "个数",
        Kind::Bare => "没有单位的数",
    };
    let list = |words: &[String]| words.join("、");
    let mut out = vec![kind.to_owned()];
    let said = [
        ("单位 ", &row.units),
        ("前面有 ", &row.before),
        ("后面紧接 ", &row.after),
        ("分句里没有 ", &row.unless),
    ];
    let said = said.iter().filter(|(_, words)| !words.is_empty());
    out.extend(said.map(|(word, words)| format!("{word}{}", list(words))));
    out.extend(row.is_rounded.then(|| "末位四舍五入".to_owned()));
    out.join("，")
}
