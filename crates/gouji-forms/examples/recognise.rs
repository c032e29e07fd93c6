//! Which table is which form.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_forms::form::{facts, recognise};
use gouji_read::read::{Limits, read};
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
const TEXT: &str = "花木表\n单位：万元\n园子 | 合计 | 乔木 | 灌木\n东园 | 9.00 | 6.00 | 4.00\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rulebook =
        Rulebook::of_files(gouji_sample::rules()).map_err(|mistakes| format!("{mistakes:?}"))?;
    let own = vec![
        RuleFile::new("ruleset.toml", "name = '本地'\nextends = 'national'\n"),
        RuleFile::new("rules.toml", RULES),
    ];
    let name = rulebook.add_folder("本地", own).map_err(|mistakes| format!("{mistakes:?}"))?;
    let (ruleset, _) =
        rulebook.compile(&name, &[], Some(2024)).map_err(|mistakes| format!("{mistakes:?}"))?;
    let document = read("花木.txt", TEXT.as_bytes(), &ruleset.vocabulary, &Limits::default())?;
    let found = recognise(&document, &ruleset, facts(&document, &ruleset.vocabulary));
    for filled in &found.forms {
        let form = filled.schema(&ruleset).ok_or("no form")?;
        println!(
            "{}: {} rows",
            form.id,
            filled.sides.iter().map(|side| side.rows.len()).sum::<usize>()
        );
    }
    assert_eq!(found.forms.len(), 1);
    Ok(())
}
