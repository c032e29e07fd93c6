//! What a paper carries so that it can be relied on later: the day, the program, the rules.
//!
//! The day stands in papers for people alone. What programs read says the same on every day. The
//! rules are those of the document, or of the documents of a run: what else is at hand changes nothing.

use gouji_audit::audit::DocumentAudit;
use gouji_values::lang::Lang;
use serde::{Deserialize, Serialize};

/// The program with its version.
pub const PROGRAM: &str = concat!("gouji ", env!("CARGO_PKG_VERSION"));

/// What a paper carries so that it can be relied on later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// The day of the audit, `2026-11-23`; in papers for people alone.
    pub date: Option<String>,
    /// Digest of the rule files that applied.
    pub ruleset_digest: String,
    /// The packs of rules among them, each with its version, its owner and who approved it.
    pub packs: Vec<String>,
}

/// By which rules a document was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedBy {
    /// Digest of the files of its layers.
    pub digest: String,
    /// The packs among them, in words.
    pub packs: Vec<String>,
}

impl JudgedBy {
    /// Of a document.
    #[must_use]
    pub fn of(document: &DocumentAudit) -> Self {
        Self { digest: document.ruleset_digest.clone(), packs: document.packs.clone() }
    }
}

impl Imprint {
    /// That of one document.
    #[must_use]
    pub fn of(&self, document: &DocumentAudit) -> Self {
        self.of_all([&JudgedBy::of(document)])
    }

    /// That of several documents: each digest and each pack once. Its own digest stays where none
    /// has one.
    #[must_use]
    pub fn of_all<'a>(&self, rules: impl IntoIterator<Item = &'a JudgedBy>) -> Self {
        let (mut digests, mut packs): (Vec<&str>, Vec<String>) = Default::default();
        for own in rules {
            if !own.digest.is_empty() && !digests.contains(&own.digest.as_str()) {
                digests.push(&own.digest);
            }
            for pack in &own.packs {
                if !packs.contains(pack) {
                    packs.push(pack.clone());
                }
            }
        }
        let ruleset_digest = match digests.is_empty() {
            true => self.ruleset_digest.clone(),
            false => digests.join("+"),
        };
        Self { date: self.date.clone(), ruleset_digest, packs }
    }

    /// What it says, each with its name.
    #[must_use]
    pub fn facts(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let date = self.date.clone().map(|date| (lang.of("审核日期", "audited on"), date));
        let program = (lang.of("程序", "by"), PROGRAM.to_owned());
        date.into_iter().chain([program]).chain(self.rules(lang)).collect()
    }

    /// What it says of the rules.
    #[must_use]
    pub fn rules(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let all = [
            (lang.of("规则摘要", "digest of rules"), self.ruleset_digest.clone()),
            (lang.of("规则包", "packs of rules"), self.packs.join(lang.semicolon())),
        ];
        all.into_iter().filter(|(_, words)| !words.is_empty()).collect()
    }

    /// The same in a line.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let facts = self.facts(lang).into_iter().map(|(name, value)| format!("{name} {value}"));
        facts.collect::<Vec<_>>().join(lang.of("，", ", "))
    }
}
