//! `gouji.toml`: what a folder of documents wants to be audited with. Text in, values with their
//! places out.

use super::other_words;
use super::setting;
use super::tree::TreeView;
use super::walk::{Mistakes, RuleSource, TableWalk, parse};
use crate::formula::nearest;
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::lang::Lang;
use std::ops::Range;
use std::sync::Arc;

/// A value and its byte range in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigValue<T> {
    /// Value.
    pub value: T,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A section for some documents: those of the files and of the agencies that it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigScope {
    /// Patterns of paths, from the folder of the file on; without any all files.
    pub files: Vec<ConfigValue<String>>,
    /// Agencies; without any all.
    pub agency: Vec<String>,
}

/// What a `gouji.toml` says; the command line has the last word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Name of the file in messages.
    pub file: String,
    /// Its text.
    pub text: Arc<str>,
    /// Ruleset: a name, or a folder.
    pub ruleset: Option<ConfigValue<String>>,
    /// Rule folders on top.
    pub rules: Vec<ConfigValue<String>>,
    /// Profile.
    pub profile: Option<ConfigValue<String>>,
    /// Sections for some documents.
    pub scopes: Vec<ConfigScope>,
    /// Year.
    pub year: Option<i32>,
    /// `error`, `warning` or `never`.
    pub fail_on: Option<String>,
    /// Format of the report.
    pub format: Option<String>,
    /// Language of the report: `zh` or `en`.
    pub lang: Option<String>,
    /// File or folder that the report goes to.
    pub output: Option<String>,
}

impl Config {
    /// Reads a `gouji.toml`; `formats` are the names that `format` may have.
    ///
    /// # Errors
    /// All mistakes in it.
    pub fn read(file: &str, text: &str, formats: &[&str]) -> Result<Self, Vec<RuleMistake>> {
        let source = RuleSource::of(file, text.to_owned());
        let mut mistakes = Mistakes::default();
        let tree = parse(&source, &mut mistakes);
        let mut walk = TableWalk::new(0, &source, tree.root(), 0..0, "gouji.toml");
        let mut out = Self { file: file.to_owned(), text: Arc::from(text), ..Self::default() };
        out.ruleset = walk
            .string(&mut mistakes, "ruleset")
            .map(|text| ConfigValue { value: text.value, span: text.span });
        out.rules = walk
            .strings(&mut mistakes, "rules")
            .unwrap_or_default()
            .into_iter()
            .map(|text| ConfigValue { value: text.value, span: text.span })
            .collect();
        if let Some(value) = walk.get("year") {
            let found = match value.view() {
                TreeView::Integer(Some(year)) | TreeView::Text(year) => {
                    year.trim().parse::<i32>().ok()
                }
                _ => None,
            };
            out.year = found.filter(|year| (1949..=2999).contains(year));
            if out.year.is_none() {
                let written = source.text.get(value.span()).unwrap_or("");
                let digits: String = written.chars().filter(char::is_ascii_digit).collect();
                let meant = digits.get(..4).unwrap_or("2024");
                let example = format!("year = {meant}");
                walk.wrong(&mut mistakes, "year", value, "四位数字的年度", &example);
            }
        }
        out.fail_on = word(&mut walk, &mut mistakes, "fail-on", &["error", "warning", "never"]);
        out.format = word(&mut walk, &mut mistakes, "format", formats);
        out.lang = word(&mut walk, &mut mistakes, "lang", &Lang::ALL.map(Lang::id));
        out.output = walk.string(&mut mistakes, "output").map(|text| text.value);
        out.profile = walk
            .string(&mut mistakes, "profile")
            .map(|text| ConfigValue { value: text.value, span: text.span });
        let sections = setting::sections(&mut walk, &mut mistakes, scope);
        out.scopes = sections.into_iter().map(|(scope, _)| scope).collect();
        walk.finish(&mut mistakes);
        let found = mistakes.sorted();
        if found.is_empty() { Ok(out) } else { Err(found) }
    }

    /// A mistake at a place of the file.
    #[must_use]
    pub fn mistake(
        &self,
        span: Range<usize>,
        message: String,
        help: Option<String>,
    ) -> RuleMistake {
        RuleMistake {
            text: Arc::clone(&self.text),
            span,
            help,
            ..RuleMistake::of_file(MistakeCode::ConfigTarget, self.file.clone(), message)
        }
    }
}

/// The documents that a section is for.
fn scope(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes, _: Range<usize>) -> ConfigScope {
    let files = walk.strings(mistakes, "files").unwrap_or_default().into_iter();
    let agency = walk.strings(mistakes, "agency").unwrap_or_default().into_iter();
    ConfigScope {
        files: files.map(|text| ConfigValue { value: text.value, span: text.span }).collect(),
        agency: agency.map(|text| text.value).collect(),
    }
}

/// One of some words.
fn word(
    walk: &mut TableWalk<'_>,
    mistakes: &mut Mistakes,
    key: &'static str,
    words: &[&str],
) -> Option<String> {
    let text = walk.string(mistakes, key)?;
    if words.contains(&text.value.as_str()) {
        return Some(text.value);
    }
    let near = || nearest(&text.value, words.iter().copied());
    // the message lists them all
    let help = other_words::value(key, &text.value).or_else(near);
    mistakes.add(
        walk.source,
        text.span,
        MistakeCode::ValueUnknown,
        format!("{key} 不能是“{}”，可以是 {}", text.value, words.join("、")),
        help,
    );
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_mistakes() {
        let text = "ruleset = \"henan\"\nrules = \"本局\"\nyear = 2023\nfail-on = \"warning\"\nformat = \"json\"\noutput = \"结果\"\n";
        let config = Config::read("gouji.toml", text, &["text", "json"]).unwrap();
        assert_eq!(config.ruleset.unwrap().value, "henan");
        assert_eq!((config.year, config.rules.len()), (Some(2023), 1));
        assert_eq!(
            (config.fail_on.as_deref(), config.format.as_deref(), config.output.as_deref()),
            (Some("warning"), Some("json"), Some("结果"))
        );
        let faulty = "ruleset = 1\nyaer = 2023\nyear = 23\nfail-on = \"info\"\nformat = \"xml\"\n";
        let said: Vec<String> = Config::read("gouji.toml", faulty, &["text", "json"])
            .unwrap_err()
            .into_iter()
            .map(|mistake| mistake.message)
            .collect();
        assert_eq!(
            said,
            [
                "ruleset（规则集的名称）应当是一段文字，这里写的是整数",
                "gouji.toml 里没有 yaer 这个键",
                "year（年度）应当是四位数字的年度，这里写的是整数",
                "fail-on 不能是“info”，可以是 error、warning、never",
                "format 不能是“xml”，可以是 text、json",
            ]
        );
    }
}
