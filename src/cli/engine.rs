//! The seam between the command line and the engine: every call into the ruleset and the pipeline is here.

use super::rule_files;
use crate::audit::{Outcome, Severity, Unreadable};
use crate::error::RuleMistake;
use std::path::PathBuf;

/// Which rules are asked for.
#[derive(Clone, Debug, Default)]
pub struct RulesetRequest {
    /// Name of a built-in ruleset, or a folder.
    pub name: Option<String>,
    /// Folders with rules on top.
    pub extra: Vec<PathBuf>,
    /// Year, where it is not to be found from the document.
    pub year: Option<i32>,
}

/// A line of `gouji rules list`.
#[derive(Clone, Debug)]
pub struct RuleListing {
    /// Id.
    pub id: String,
    /// 规则, 声明, 表样 …
    pub kind: String,
    /// What it is for.
    pub name: String,
    /// The layer that it comes from.
    pub layer: String,
    /// Severity of rules and claims.
    pub severity: Option<Severity>,
    /// Legal basis.
    pub basis: Option<String>,
}

/// Rules, loaded and compiled.
#[derive(Debug)]
pub struct Engine;

/// Loads the rules; an unknown ruleset is a mistake too.
pub fn load(request: &RulesetRequest) -> Result<Engine, Vec<RuleMistake>> {
    for folder in &request.extra {
        rule_files::read_folder(folder)?;
    }
    Ok(Engine)
}

impl Engine {
    /// Audits one document.
    pub fn audit(&self, path: &str, _bytes: &[u8]) -> Outcome {
        Err(Unreadable {
            path: path.to_owned(),
            message: "这个版本还没有审核的部分".to_owned(),
        })
    }

    /// Doubtful places in the rule files.
    #[must_use]
    pub fn warnings(&self) -> &[RuleMistake] {
        &[]
    }

    /// Digest of the rule files.
    #[must_use]
    pub fn digest(&self) -> String {
        String::new()
    }

    /// All rules, claims and forms.
    #[must_use]
    pub fn rules(&self) -> Vec<RuleListing> {
        Vec::new()
    }

    /// The merged text of a rule with the layer of each line.
    #[must_use]
    pub fn show(&self, _id: &str) -> Option<String> {
        None
    }
}
