//! Sections of a `gouji.toml`: which of them are for a document, and what is told of them.

use super::Engine;
use super::request::ScopeRequest;
use gouji_forms::form::Facts;
use gouji_rules::ruleset::Ruleset;
use gouji_values::document::{Notice, NoticeCode};
use gouji_values::label::unit_name;
use gouji_values::lang::{BilingualText, Lang, tell};

impl Engine {
    /// The sections that are for a document of these files and facts.
    pub(super) fn scopes_for<'a>(
        &'a self,
        files: &'a [(&'a str, &'a [u8])],
        facts: &'a Facts,
    ) -> impl Iterator<Item = String> + 'a {
        let fits = |scope: &&ScopeRequest| {
            let has = |paths: &std::sync::Arc<dyn super::PathTest>| {
                files.iter().any(|(path, _)| paths.has(path))
            };
            scope.paths.as_ref().is_none_or(has) && self.is_of(&scope.agency, facts)
        };
        self.request.scopes.iter().filter(fits).map(|scope| scope.name.clone())
    }

    /// Whether a document is of one of some agencies, in any of their spellings.
    fn is_of(&self, agencies: &[String], facts: &Facts) -> bool {
        let bare = |text: &str| unit_name(text, &self.vocabulary).1;
        agencies.is_empty()
            || facts
                .agency
                .as_deref()
                .is_some_and(|own| agencies.iter().any(|named| bare(named) == bare(own)))
    }
}

/// What a `gouji.toml` or a profile changed in the rules, a notice for each.
pub(super) fn told(ruleset: &Ruleset) -> Vec<Notice> {
    let mut out = Vec::new();
    for setting in &ruleset.settings {
        let list = |lang: Lang, (chinese, english): (&str, &str), ids: &[String]| {
            let more = if ids.len() > SHOWN { lang.of(" 等", " and more") } else { "" };
            let shown: Vec<&str> = ids.iter().map(String::as_str).take(SHOWN).collect();
            let (count, shown) = (ids.len(), shown.join(lang.comma()));
            (!ids.is_empty()).then(|| {
                tell!(
                    lang,
                    "{chinese} {count} 条（{shown}{more}）",
                    "{count} {english} ({shown}{more})"
                )
            })
        };
        let changes = |lang: Lang| -> Vec<String> {
            let all = [
                list(lang, ("停用规则", "rules switched off"), &setting.off),
                list(lang, ("改级别", "rules with another severity"), &setting.severity),
                list(lang, ("改参数", "parameters changed"), &setting.params),
            ];
            all.into_iter().flatten().collect()
        };
        if changes(Lang::Chinese).is_empty() {
            continue;
        }
        let message = BilingualText::each(|lang| {
            let (title, reason) = (&setting.title, &setting.reason);
            let changes = changes(lang).join(lang.of("，", ", "));
            tell!(lang, "按 {title} {changes}：{reason}", "by {title} {changes}: {reason}")
        });
        out.push(Notice::whole(NoticeCode::RulesAdjusted, message));
    }
    out
}

/// How many ids a notice names.
const SHOWN: usize = 6;
