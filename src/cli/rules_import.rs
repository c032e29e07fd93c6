//! `gouji rules import`: 审核公式 of a report program as a rule file.

use super::args::RulesetArgs;
use super::{Status, check, input, output, rules_table};
use gouji_report::report::terminal::mistakes;
use std::path::Path;

/// Runs the command: what could be translated is written, what could not is listed and ends it with
/// 2.
pub(crate) fn run(file: &Path, ruleset: &RulesetArgs, target: Option<&Path>) -> Status {
    if let Some(target) = target.filter(|target| target.exists()) {
        output::say(&format!("{} 已经存在，没有改动；请换一个名字\n", target.display()));
        return Status::Usage;
    }
    let engine = match check::load(ruleset) {
        Ok(engine) => engine,
        Err(status) => return status,
    };
    let bytes = match input::read(file, input::DOCUMENT) {
        Ok(bytes) => bytes,
        Err(refusal) => {
            output::say(&format!("{} 读不出来：{}\n", file.display(), refusal.words()));
            return Status::Failed;
        }
    };
    let import = match rules_table::rows(file, &bytes) {
        Ok(Some(rows)) => engine.import_rows(&rows),
        Ok(None) => match gouji_read::read::text_of(&bytes) {
            Ok(text) => engine.import(&text),
            Err(why) => {
                output::say(&format!("{} 读不出来：{why}\n", file.display()));
                return Status::Failed;
            }
        },
        Err(why) => {
            output::say(&format!("{} 读不出来：{why}\n", file.display()));
            return Status::Failed;
        }
    };
    let import = match import {
        Ok(import) => import,
        Err(list) => {
            output::say(&mistakes(&list, &output::error_page()));
            return Status::Usage;
        }
    };
    // on the screen the file says of each rule what it comes from
    for became in import.became.iter().filter(|_| target.is_some()) {
        output::say(&format!("{}:{} {}\n", file.display(), became.line, became.formula));
        for (at, rule) in became.rule.iter().enumerate() {
            let lead = if at == 0 { format!("  → {}：", became.id) } else { "    ".to_owned() };
            output::say(&format!("{lead}{rule}\n"));
        }
    }
    for left in &import.left {
        output::say(&format!(
            "{}:{}:{} 没有转换：{}\n  {}\n",
            file.display(),
            left.line,
            left.column,
            left.reason,
            left.formula
        ));
    }
    let total = import.rules + import.left.len() + import.same;
    let same = match import.same {
        0 => String::new(),
        same => format!("，与现有的相同、没有写的 {same} 条"),
    };
    output::say(&format!(
        "审核公式 {total} 条，转换 {} 条，没有转换 {} 条{same}\n",
        import.rules,
        import.left.len()
    ));
    if !import.absent.is_empty() {
        /// So many ids are told.
        const SHOWN: usize = 10;
        let shown: Vec<&str> = import.absent.iter().take(SHOWN).map(String::as_str).collect();
        let more = if import.absent.len() > SHOWN { " 等" } else { "" };
        output::say(&format!(
            "清单里没有、规则集里有的 {} 条，没有动：{}{more}；不要的在规则文件里删去，或者写 off = true 和 reason\n",
            import.absent.len(),
            shown.join("、")
        ));
    }
    if total == 0 {
        output::say("文件里没有找到公式：每行一条，例如 01表27行1栏 = SUM(1行1栏:8行1栏)\n");
        return Status::Failed;
    }
    if import.rules > 0 {
        let written = match target {
            None => output::print(import.text.as_bytes()),
            Some(path) => output::write_file(path, import.text.as_bytes())
                .map_err(|why| output::say(&format!("{why}\n"))),
        };
        if written.is_err() {
            return Status::Failed;
        }
    }
    if import.left.is_empty() { Status::Clean } else { Status::Usage }
}
