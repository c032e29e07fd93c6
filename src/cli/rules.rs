//! `gouji rules`: list, show and check rule files.

use super::args::{RulesArgs, RulesCommand};
use super::engine::RuleListing;
#[cfg(feature = "formats")]
use super::rules_pack;
use super::{
    Status, check, output, rules_accept, rules_carry, rules_case, rules_check, rules_draft,
    rules_fmt, rules_guide, rules_import, rules_learn, rules_new, rules_table, rules_try,
    rules_upgrade, rules_waivers, watch,
};
use gouji_report::report::severity_word;
use gouji_report::report::width::{columns, cut, hang, left};
use gouji_rules::ruleset::{id_of_name, json_schema};

impl RulesArgs {
    /// How many documents at a time were asked for.
    pub(crate) fn jobs(&self) -> Option<usize> {
        match &self.command {
            RulesCommand::Learn(args) => args.jobs,
            _ => None,
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &RulesArgs) -> Status {
    match &args.command {
        RulesCommand::List { ruleset } => match check::load(ruleset) {
            Ok(engine) => printed(&list(&engine.rules(), output::page(false, false).width)),
            Err(status) => status,
        },
        RulesCommand::Show { id, ruleset } => match check::load_rules(ruleset, true) {
            Ok(engine) => match engine.show(id) {
                Some(text) => printed(&format!("{}\n", text.trim_end())),
                None => {
                    output::say(&unknown(id, &engine.rules()));
                    Status::Usage
                }
            },
            Err(status) => status,
        },
        RulesCommand::New { folder, from: Some(from), year, title, .. } => {
            rules_carry::run(folder, from, *year, title.as_deref())
        }
        RulesCommand::New { folder, extends, title, .. } => {
            rules_new::new(folder, extends, title.as_deref())
        }
        #[cfg(feature = "formats")]
        RulesCommand::Pack(args) => rules_pack::pack(args),
        #[cfg(feature = "formats")]
        RulesCommand::Install(args) => rules_pack::install(args),
        #[cfg(feature = "formats")]
        RulesCommand::Installed { remove, system } => {
            rules_pack::installed(remove.as_deref(), *system)
        }
        RulesCommand::Export { name, folder, force, table: true } => {
            rules_table::export(name, folder, *force)
        }
        RulesCommand::Export { name, folder, force, .. } => rules_new::export(name, folder, *force),
        RulesCommand::Draft { paths, ruleset, output } => {
            rules_draft::run(paths, ruleset, output.as_deref())
        }
        RulesCommand::Learn(args) => rules_learn::run(args),
        RulesCommand::Import { file, ruleset, output } => {
            rules_import::run(file, ruleset, output.as_deref())
        }
        RulesCommand::Upgrade { folder, dry_run } => rules_upgrade::run(folder, *dry_run),
        RulesCommand::Waivers { folder, on } => rules_waivers::run(folder, on),
        RulesCommand::Accept { folder, ids, who, date } => {
            rules_accept::run(folder, ids, who.as_deref(), date.as_deref())
        }
        RulesCommand::Fmt { path, check } => rules_fmt::run(path, *check),
        RulesCommand::Guide { word } => rules_guide::run(word.as_deref()),
        RulesCommand::Schema => printed(&json_schema()),
        RulesCommand::Check(args) => rules_check::run(args),
        RulesCommand::Try(args) => rules_try::run(args),
        RulesCommand::Test { folder: Some(folder), strict, only, watch: true, .. } => {
            watch::rules(folder, || rules_case::test(Some(folder), *strict, only, false))
        }
        RulesCommand::Test { folder, strict, only, update, .. } => {
            rules_case::test(folder.as_deref(), *strict, only, *update)
        }
        RulesCommand::Case { place, id, ruleset, output } => {
            rules_case::case(place, id, ruleset, output.as_deref())
        }
    }
}

/// Prints a result.
pub(crate) fn printed(text: &str) -> Status {
    output::print(text.as_bytes()).map_or(Status::Failed, |()| Status::Clean)
}

/// All rules by kind in order of the rule files: id, severity, layer, name and basis.
fn list(rules: &[RuleListing], width: usize) -> String {
    let mut out = String::new();
    let mut kinds: Vec<&str> = Vec::new();
    for rule in rules {
        if !kinds.contains(&rule.kind.as_str()) {
            kinds.push(&rule.kind);
        }
    }
    let wide = rules.iter().map(|rule| columns(&rule.id)).max().unwrap_or(0).min(30);
    let layer = rules.iter().map(|rule| columns(&rule.layer)).max().unwrap_or(0).min(16);
    for kind in kinds {
        let own: Vec<&RuleListing> = rules.iter().filter(|rule| rule.kind == kind).collect();
        out.push_str(&format!("{kind} {} 条\n", own.len()));
        for rule in own {
            let severity = rule.severity.map_or("    ", severity_word);
            let head = format!(
                "  {}  {severity}  {}  ",
                left(&cut(&rule.id, wide), wide),
                left(&cut(&rule.layer, layer), layer)
            );
            let basis = rule.basis.as_ref().map_or(String::new(), |basis| format!("（{basis}）"));
            hang(&mut out, &head, columns(&head), &format!("{}{basis}", rule.name), width);
        }
        out.push('\n');
    }
    if rules.is_empty() {
        out.push_str("没有规则\n");
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

pub(crate) fn unknown(id: &str, rules: &[RuleListing]) -> String {
    let mut out = format!("没有编号为“{id}”的规则、声明或表样\n");
    let names = rules.iter().map(|rule| (rule.id.as_str(), rule.name.as_str()));
    if let Some(own) = id_of_name(id, names) {
        out.push_str(&format!("  “{id}”是名称，写编号：{own}\n"));
        return out;
    }
    let near: Vec<&str> = rules
        .iter()
        .map(|rule| rule.id.as_str())
        .filter(|known| {
            known.contains(id)
                || id.contains(known)
                || strsim::levenshtein(known, id) * 3 <= id.chars().count()
        })
        .take(5)
        .collect();
    if !near.is_empty() {
        out.push_str(&format!("  相近的有：{}\n", near.join("、")));
    }
    out.push_str("  用 gouji rules list 可看全部编号\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_audit::audit::Severity;

    fn listing(id: &str, kind: &str, severity: Option<Severity>) -> RuleListing {
        RuleListing {
            id: id.into(),
            kind: kind.into(),
            name: "每行各项相加".into(),
            layer: "national".into(),
            severity,
            basis: Some("决算编审要点".into()),
        }
    }

    #[test]
    fn lists_are_aligned() {
        let rules = [
            listing("支出-行合计", "规则", Some(Severity::Error)),
            listing("三公", "规则", Some(Severity::Warning)),
            listing("支出决算表", "表样", None),
        ];
        insta::assert_snapshot!(list(&rules, 60), @r"
        规则 2 条
          支出-行合计  错误  national  每行各项相加（决算编审要点）
          三公         警告  national  每行各项相加（决算编审要点）

        表样 1 条
          支出决算表         national  每行各项相加（决算编审要点）
        ");
        insta::assert_snapshot!(unknown("支出行合计", &rules), @r"
        没有编号为“支出行合计”的规则、声明或表样
          相近的有：支出-行合计
          用 gouji rules list 可看全部编号
        ");
    }
}
