//! A rule is tried by its case.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_author::cases::run_layer;
use gouji_rules::ruleset::{RuleFile, Rulebook};

const RULES: &str = r#"
[[claim]]
id = "座位"
text = "设座位{数:count}个"

[[rule]]
id = "座位-够"
claim = "座位"
expect = "数 >= 10"

[[rule.case]]
given = "阅览室设座位8个。"
expect = "violation"
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rulebook =
        Rulebook::of_files(gouji_sample::rules()).map_err(|mistakes| format!("{mistakes:?}"))?;
    let files = vec![RuleFile::new("rules.toml", RULES)];
    let name = rulebook.add_folder("本地", files).map_err(|mistakes| format!("{mistakes:?}"))?;
    let run = run_layer(&rulebook, &name).map_err(|mistakes| format!("{mistakes:?}"))?;
    println!("{} cases, {} failed", run.outcomes.len(), run.failed().count());
    assert_eq!((run.outcomes.len(), run.failed().count()), (1, 0));
    Ok(())
}
