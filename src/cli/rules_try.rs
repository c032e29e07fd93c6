//! `gouji rules try`: what a layer of rules, or a change of it, does to the findings of documents.

use super::args::RulesetArgs;
use super::documents::Documents;
use super::engine::{self, Purpose};
use super::rules_tried::{Seen, Tried, Without};
use super::run::{self, Plan};
use super::{Status, documents, installed, output, rules_tried};
use clap::Args;
use gouji_audit::audit::Unreadable;
use gouji_report::report::terminal::mistakes;
use gouji_values::error::RuleMistake;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// `gouji rules try`.
#[derive(Args, Debug)]
pub(crate) struct RulesTryArgs {
    /// 文件或文件夹
    #[arg(required = true, value_name = "文件或文件夹", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub ruleset: RulesetArgs,
    /// 与这套规则的旧版（修改以前的文件夹）对照，可以写多次；不写时与不用这套规则对照
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub before: Vec<PathBuf>,
    /// 另比较改动一位数字会被发现的数（同 gouji prove）多了几个、少了几个
    #[arg(long, help_heading = "选项")]
    pub prove: bool,
    /// 结果格式：text 供人阅读（默认），json 供程序读取
    #[arg(long, value_name = "格式", default_value = "text", value_parser = ["text", "json"], help_heading = "选项")]
    pub format: String,
}

/// The layer that is tried, and what it is held against.
struct Sides {
    /// The folders that are tried.
    tried: Vec<PathBuf>,
    /// Names of their rulesets, and of those before.
    after: Vec<String>,
    before: Vec<String>,
    /// The rules without them, or with those before.
    against: RulesetArgs,
}

/// Runs the command: 3 where a document could not be read, 2 where arguments or rules are wrong, else 0.
pub(crate) fn run(args: &RulesTryArgs) -> Status {
    let sides = match sides(args) {
        Ok(sides) => sides,
        Err(status) => return status,
    };
    let found = documents::find(&args.paths, None).converted(None);
    let purpose = if args.prove { Purpose::Proof } else { Purpose::Audit };
    let after = match run::load(&args.ruleset, &found, purpose) {
        Ok(plan) => plan,
        Err(status) => return status,
    };
    let before = match run::plan(&sides.against, &found, purpose) {
        Ok(plan) => plan,
        Err(list) => return wrong(&list),
    };
    if args.before.is_empty()
        && let Some(name) = layers_of(&before).into_iter().find(|own| sides.after.contains(own))
    {
        return usage(&format!(
            "gouji.toml 里已经用了 {name}，有没有 --rules 都一样；从 gouji.toml 里去掉它再试，或者用 --before 写明与哪一个文件夹对照"
        ));
    }
    let shown = |folders: &[PathBuf]| -> Vec<String> {
        folders.iter().map(|folder| folder.display().to_string()).collect()
    };
    let without = Without {
        layers: sides.after.clone(),
        after: shown(&sides.tried),
        before: shown(&args.before),
    };
    let mut tried = Tried::default();
    let (old, new) = (all(&before, &found, &sides.before), all(&after, &found, &sides.after));
    let (Some(old), Some(new)) = (old, new) else { return Status::Failed };
    for (old, new) in old.into_iter().zip(new) {
        tried.add(old, new);
    }
    let text = if args.format == "json" {
        format!("{:#}\n", rules_tried::value(&tried, &without))
    } else {
        rules_tried::words(&tried, &without, output::page(false, false).width)
    };
    match output::print(text.as_bytes()) {
        Ok(()) if !tried.is_any_unread() => Status::Clean,
        _ => Status::Failed,
    }
}

/// What was seen of each document; `None` where the run was broken off.
fn all(plan: &Plan, found: &Documents, layers: &[String]) -> Option<Vec<Result<Seen, Unreadable>>> {
    let others: Vec<BTreeSet<String>> = (0..found.list.len())
        .map(|index| plan.engine(index).map(|engine| of_others(engine, layers)).unwrap_or_default())
        .collect();
    let mut out = Vec::with_capacity(found.list.len());
    let none = BTreeSet::new();
    let is_whole = run::each(
        plan,
        found,
        |_, _| None,
        |index, _, outcome| {
            outcome.map(|audit| Seen::of(&audit, others.get(index).unwrap_or(&none)))
        },
        |seen| out.push(seen),
    );
    is_whole.then_some(out)
}

/// Ids of the rules of all other layers.
fn of_others(engine: &engine::LoadedRules, layers: &[String]) -> BTreeSet<String> {
    let rules = engine.rules().into_iter().filter(|rule| !layers.contains(&rule.layer));
    rules.map(|rule| rule.id).collect()
}

/// The layers of the rules of a run.
fn layers_of(plan: &Plan) -> BTreeSet<String> {
    let rules = plan.engine(0).map(engine::LoadedRules::rules).unwrap_or_default();
    rules.into_iter().map(|rule| rule.layer).collect()
}

/// Which rules are tried, and against which.
fn sides(args: &RulesTryArgs) -> Result<Sides, Status> {
    let asked = &args.ruleset;
    let base = asked.ruleset.as_deref().map(Path::new).filter(|name| name.is_dir());
    let tried: Vec<PathBuf> = match base {
        _ if !asked.extra.is_empty() => asked.extra.clone(),
        Some(folder) => vec![folder.to_path_buf()],
        None => {
            return Err(usage(
                "要试哪一套规则：写 --rules 本局规则（或者 -r 本局规则，规则文件夹）",
            ));
        }
    };
    let (after, parent) = named(&tried).map_err(|list| wrong(&list))?;
    let (before, _) = named(&args.before).map_err(|list| wrong(&list))?;
    let mut against = asked.clone();
    if args.before.is_empty() {
        // an installed copy of what is tried is no rule without it
        against.without.clone_from(&after);
    }
    if !asked.extra.is_empty() {
        against.extra.clone_from(&args.before);
    } else if let Some(first) = args.before.first() {
        against.ruleset = Some(first.display().to_string());
        against.extra = args.before.iter().skip(1).cloned().collect();
    } else if let Some(parent) = parent {
        against.ruleset = Some(parent);
    } else {
        return Err(usage(&format!(
            "{} 没有上级规则集（extends），没有它就没有规则可对照；用 --before 写明与哪一个文件夹对照",
            after.join("、")
        )));
    }
    Ok(Sides { tried, after, before, against })
}

/// The names of the rulesets in folders, and the parent of the first.
fn named(folders: &[PathBuf]) -> Result<(Vec<String>, Option<String>), Vec<RuleMistake>> {
    let mut rulebook = installed::rulebook(false)?;
    let folders: Vec<PathBuf> =
        folders.iter().flat_map(|folder| engine::folders_of_rulesets(folder)).collect();
    let mut list = Vec::new();
    let names = engine::add_folders(&folders, &mut rulebook, &mut list);
    let parent = names.first().and_then(|name| rulebook.info(name)?.extends.clone());
    if list.is_empty() { Ok((names, parent)) } else { Err(list) }
}

fn wrong(list: &[RuleMistake]) -> Status {
    output::say(&mistakes(list, &output::error_page()));
    Status::Usage
}

fn usage(message: &str) -> Status {
    output::say(&format!("命令有误：{message}\n"));
    Status::Usage
}
