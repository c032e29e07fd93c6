//! What is odd about the rules of a ruleset that loads.

use super::never_fails::{Decided, decided};
use super::rulebook::Rulebook;
use super::whole::Ruleset;
use gouji_values::error::{MistakeCode, RuleMistake};
use std::sync::Arc;

impl Rulebook {
    /// Rules that do not go together, overrides that collide, formulas that say nothing, and what has no effect
    /// or nothing asks for, as warnings at their places. `extra` are the layers on top.
    #[must_use]
    pub fn remarks(&self, ruleset: &Ruleset, extra: &[String]) -> Vec<RuleMistake> {
        let mut out: Vec<RuleMistake> = ruleset
            .conflicts()
            .into_iter()
            .map(|conflict| RuleMistake {
                text: self.text(&conflict.origin.file).unwrap_or_else(|| Arc::from("")),
                span: conflict.origin.span,
                help: Some(conflict.help),
                is_warning: true,
                ..RuleMistake::of_file(
                    MistakeCode::RulesConflict,
                    conflict.origin.file,
                    conflict.message,
                )
            })
            .collect();
        out.extend(self.override_conflicts(&ruleset.name, extra));
        out.extend(self.unused_fragments(&ruleset.name));
        out.extend(decided(ruleset).into_iter().map(|own| self.says_nothing(&own)));
        out.extend(self.unused_items(&ruleset.name));
        let listed = ruleset.listing();
        let ids = listed.iter().map(|rule| (rule.id.as_str(), rule.severity.is_some())).collect();
        out.extend(self.without_effect(&ruleset.name, &ids));
        out
    }

    /// That a formula does not depend on the document, at its rule.
    fn says_nothing(&self, found: &Decided<'_>) -> RuleMistake {
        let origin = &found.rule.origin;
        let (what, help) = if found.holds {
            (
                "总是成立，查不出错",
                "不论文件里是什么数都成立：检查比较号的方向，或者两边是不是取了同样的数",
            )
        } else {
            ("总是不成立", "不论文件里是什么数都不成立：检查比较号的方向和写的数")
        };
        RuleMistake {
            text: self.text(&origin.file).unwrap_or_else(|| Arc::from("")),
            span: origin.span.clone(),
            help: Some(help.to_owned()),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                origin.file.to_string(),
                format!("{} 的公式 {} {what}", found.rule.id, found.source),
            )
        }
    }
}
