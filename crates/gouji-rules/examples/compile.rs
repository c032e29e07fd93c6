//! A ruleset of two files, compiled; then the same with a mistake.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_rules::ruleset::{RuleFile, Rulebook};

const RULES: &str = r#"
[[form]]
id = "花木表"
title = ["花木表"]
columns = [
  { name = "园子", kind = "label" },
  { name = "合计", kind = "amount" },
  { name = "乔木", kind = "amount" },
  { name = "灌木", kind = "amount" },
]

[[rule]]
id = "花木-合计"
form = "花木表"
expect = "合计 == 乔木 + 灌木"
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rulebook = Rulebook::default();
    let name = rulebook
        .add_folder("本地", vec![RuleFile::new("rules.toml", RULES)])
        .map_err(|mistakes| format!("{mistakes:?}"))?;
    let (ruleset, _) =
        rulebook.compile(&name, &[], Some(2024)).map_err(|mistakes| format!("{mistakes:?}"))?;
    assert_eq!((ruleset.forms.len(), ruleset.rules.len()), (1, 1));
    let wrong = RULES.replace("乔木 + 灌木", "乔木 + 草木");
    let name = rulebook
        .add_folder("本地", vec![RuleFile::new("rules.toml", wrong)])
        .map_err(|mistakes| format!("{mistakes:?}"))?;
    let Err(mistakes) = rulebook.compile(&name, &[], Some(2024)) else {
        return Err("no mistake".into());
    };
    for mistake in mistakes {
        println!("{}", mistake.message);
    }
    Ok(())
}
