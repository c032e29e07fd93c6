//! `ruleset.toml`: what a ruleset is called, what it extends, and which documents it is for.

use super::folder::{RuleFile, RuleFolder, shown};
use super::head::Years;
use super::other_words::years_unclear;
use super::tree::TreeView;
use super::walk::{Mistakes, RuleSource, TableWalk, parse};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::borrow::Cow;

/// What a `ruleset.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesetInfo {
    /// Name: `henan`.
    pub name: String,
    /// Title: 河南.
    pub title: String,
    /// Parent.
    pub extends: Option<String>,
    /// Words by which the ruleset is found from the document.
    pub agency: Vec<String>,
    /// It does not take the place of a parent but comes beside what else a document needs: the
    /// rules of a sector.
    pub beside: bool,
    /// Years that it was written for, as written.
    pub years: Option<String>,
    /// The same, both ends included.
    pub covers: Option<(i32, i32)>,
}

impl RulesetInfo {
    /// Whether it was written for a year; without years it was for all.
    #[must_use]
    pub fn covers(&self, year: Option<i32>) -> bool {
        year.zip(self.covers).is_none_or(|(year, (from, to))| (from..=to).contains(&year))
    }

    /// Whether one of its agency words stands in a text; without words it is for all.
    #[must_use]
    pub fn is_for(&self, texts: &[&str]) -> bool {
        self.agency.is_empty()
            || self.agency.iter().any(|word| texts.iter().any(|text| text.contains(word.as_str())))
    }
}

pub(super) fn extends_place(folder: &RuleFolder) -> (RuleSource, std::ops::Range<usize>) {
    let text = folder
        .files
        .iter()
        .find(|file| file.path == "ruleset.toml")
        .map_or(Cow::Borrowed(""), |file| file.text.clone());
    let is_key = |line: &str| {
        line.trim_start()
            .strip_prefix("extends")
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let mut at = 0;
    let mut span = 0..0;
    for line in text.split_inclusive('\n') {
        if is_key(line) {
            span = at..at + line.trim_end().len();
            // the name alone, where it stands between quotes
            let quote = line.find(['"', '\'']);
            let end = quote.and_then(|from| Some((from, line.get(from + 1..)?.find(['"', '\''])?)));
            if let Some((from, length)) = end {
                span = at + from..at + from + length + 2;
            }
            break;
        }
        at += line.len();
    }
    (RuleSource::of(shown(&folder.shown, "ruleset.toml"), text), span)
}

/// That the rules are written in a language that the program knows.
fn language(walk: &mut TableWalk<'_>, source: &RuleSource, mistakes: &mut Mistakes) {
    /// The newest version of the language.
    const NEWEST: u32 = 2;
    let Some(value) = walk.get("language") else { return };
    let said = match value.view() {
        TreeView::Integer(Some(number)) => number.parse::<u32>().ok(),
        _ => None,
    };
    let (message, help) = match said {
        Some(1..=NEWEST) => return,
        Some(newer) if newer > NEWEST => (
            format!("这个规则集用的是第 {newer} 版规则语言，本程序认到第 {NEWEST} 版"),
            "请换用新版的 gouji".to_owned(),
        ),
        _ if value.text().is_some_and(|text| text.trim().parse::<u32>().is_ok()) => (
            "language 是规则语言的版本，写数，不加引号".to_owned(),
            format!("写成 language = {NEWEST}"),
        ),
        _ => (
            "language 是规则语言的版本，不是文字的语言：写数 1 或 2".to_owned(),
            format!("写成 language = {NEWEST}"),
        ),
    };
    mistakes.add(source, value.span(), MistakeCode::LanguageUnknown, message, Some(help));
}

/// That the program is as new as the rules want it: `requires = ">= 0.1"`.
fn requires(walk: &mut TableWalk<'_>, source: &RuleSource, mistakes: &mut Mistakes) {
    let Some(text) = walk.string(mistakes, "requires") else { return };
    let wanted = text.value.trim().strip_prefix(">=").unwrap_or(&text.value);
    let Some(wanted) = version(wanted) else {
        mistakes.add(
            source,
            text.span,
            MistakeCode::ProgramOlder,
            format!("requires 写的是 {}，看不懂", text.value),
            Some(format!("写成 requires = \">= {}\"", meant_version(&text.value))),
        );
        return;
    };
    let own = env!("CARGO_PKG_VERSION");
    if version(own).is_some_and(|own| own < wanted) {
        mistakes.add(
            source,
            text.span,
            MistakeCode::ProgramOlder,
            format!(
                "这个规则集要用 gouji {} 以上，本程序是 {own}",
                text.value.trim_start_matches([' ', '>', '='])
            ),
            Some("请换用新版的 gouji".to_owned()),
        );
    }
}

/// The version that a text names; of one that names none that of the program.
fn meant_version(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let mut words = text.split(|c| !is_part(c)).map(|word| word.trim_matches('.'));
    let own = env!("CARGO_PKG_VERSION");
    let is_met = |word: &&str| {
        word.contains('.') && version(word).is_some_and(|at| Some(at) <= version(own))
    };
    words.find(is_met).unwrap_or(own).to_owned()
}

/// `0.2` as numbers that can be compared.
fn version(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.trim().trim_start_matches('v').split('.');
    let mut out = [0; 3];
    for (at, slot) in out.iter_mut().enumerate() {
        match parts.next() {
            Some(part) => *slot = part.trim().parse().ok()?,
            None if at > 0 => break,
            None => return None,
        }
    }
    parts.next().is_none().then_some(out)
}

pub(super) fn info(
    folder: &str,
    file: &RuleFile,
    fallback: &str,
) -> Result<RulesetInfo, Vec<RuleMistake>> {
    let source = RuleSource {
        grown: file.grown,
        ..RuleSource::of(shown(folder, &file.path), file.text.clone())
    };
    let mut mistakes = Mistakes::default();
    let tree = parse(&source, &mut mistakes);
    let mut walk = TableWalk::new(0, &source, tree.root(), 0..0, "ruleset.toml");
    let name =
        walk.string(&mut mistakes, "name").map_or_else(|| fallback.to_owned(), |text| text.value);
    let mut out = RulesetInfo {
        title: walk.string(&mut mistakes, "title").map_or_else(|| name.clone(), |text| text.value),
        extends: walk.string(&mut mistakes, "extends").map(|text| text.value),
        agency: walk
            .strings(&mut mistakes, "agency")
            .unwrap_or_default()
            .into_iter()
            .map(|text| text.value)
            .collect(),
        beside: walk.boolean(&mut mistakes, "beside").unwrap_or(false),
        years: None,
        covers: None,
        name,
    };
    if out.beside && (out.agency.is_empty() || out.extends.is_none()) {
        let place = walk.get("beside").map_or(0..0, |value| value.span());
        let help = "agency 写明文件里有哪些词时用它，extends 写明它的上级".to_owned();
        mistakes.add(
            &source,
            place,
            MistakeCode::BesideIncomplete,
            "加在别的规则集上（beside）的，要写 agency 和 extends",
            Some(help),
        );
    }
    if let Some(text) = walk.string(&mut mistakes, "years") {
        out.covers = Years::parse(&text.value).map(|years| (years.from, years.to));
        if out.covers.is_none() {
            let (message, help) = years_unclear(&text.value);
            mistakes.add(&source, text.span, MistakeCode::YearsUnclear, message, Some(help));
        }
        out.years = Some(text.value);
    }
    walk.get("directions");
    requires(&mut walk, &source, &mut mistakes);
    language(&mut walk, &source, &mut mistakes);
    walk.finish(&mut mistakes);
    let found = mistakes.sorted();
    if found.is_empty() { Ok(out) } else { Err(found) }
}
