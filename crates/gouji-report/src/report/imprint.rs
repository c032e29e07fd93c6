//! What a paper carries so that it can be relied on later: the day, the program, the rules.
//!
//! The day stands in papers for people alone. What programs read says the same on every day.

/// The program with its version.
pub const PROGRAM: &str = concat!("gouji ", env!("CARGO_PKG_VERSION"));

/// What a paper carries so that it can be relied on later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// The day of the audit, `2026-11-23`; in papers for people alone.
    pub date: Option<String>,
    /// Digest of the rule files that applied.
    pub ruleset_digest: String,
    /// The packs of rules that were at hand, each with its version, its owner and who approved it.
    pub packs: Vec<String>,
}

impl Imprint {
    /// What it says, each with its name.
    #[must_use]
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let date = self.date.clone().map(|date| ("审核日期", date));
        let rules = Some(("规则摘要", self.ruleset_digest.clone()));
        let rules = rules.filter(|(_, digest)| !digest.is_empty());
        let packs = Some(("规则包", self.packs.join("；"))).filter(|_| !self.packs.is_empty());
        date.into_iter().chain([("程序", PROGRAM.to_owned())]).chain(rules).chain(packs).collect()
    }

    /// The same in a line.
    #[must_use]
    pub fn words(&self) -> String {
        let facts = self.facts().into_iter().map(|(name, value)| format!("{name} {value}"));
        facts.collect::<Vec<_>>().join("，")
    }
}
