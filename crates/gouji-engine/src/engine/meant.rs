//! Which rules a document is judged by, told by its agency, its titles and its year.

use super::Engine;
use gouji_forms::form::{Facts, facts};
use gouji_rules::ruleset::RulesetInfo;
use gouji_values::document::{Block, Document};
use gouji_values::lang::{BilingualText, Lang, bilingual, tell};

/// What a document is, and the rules that it is to be judged by.
pub(super) struct Meant<'a> {
    pub(super) facts: Facts,
    /// The ruleset.
    pub(super) name: String,
    /// The rulesets on top of it.
    pub(super) extra: Vec<String>,
    /// Rulesets that were asked for and are not for this document, and why.
    pub(super) left_out: Vec<BilingualText>,
    /// The year to compile it for.
    pub(super) year: Option<i32>,
    /// The document's year, where the ruleset does not cover it, and those that it does.
    pub(super) uncovered: Option<(i32, &'a str)>,
}

/// The lines at the beginning of a document in which its unit may stand: titles, covers, captions.
/// A place that a sentence or a row of figures names need not be its own.
#[must_use]
pub fn heads(document: &Document) -> String {
    /// Bytes from the start that are looked at, and rows at the top of a table.
    const BEGINNING: usize = 6000;
    const ROWS: usize = 8;
    /// Longer lines are sentences.
    const LONGEST: usize = 60;
    let is_label = |text: &str| text.contains([':', '：']);
    let mut out = String::new();
    let mut add = |text: &str| {
        if text.chars().count() <= LONGEST && !text.contains(['，', '。', '；', ',']) {
            out.push_str(text.trim());
            out.push('\n');
        }
    };
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) if paragraph.text.span().range().start > BEGINNING => break,
            Block::Paragraph(paragraph) => add(&paragraph.text.text),
            Block::Table(table) => {
                let Some(table) = document.tables.get(*table) else { continue };
                if table.span.range().start > BEGINNING {
                    break;
                }
                for row in table.rows.iter().take(ROWS) {
                    let texts = row.iter().map(|cell| cell.text.text.as_str());
                    let texts: Vec<&str> = texts.filter(|text| !text.trim().is_empty()).collect();
                    let is_alone = texts.len() == 1;
                    texts.into_iter().filter(|text| is_alone || is_label(text)).for_each(&mut add);
                }
            }
        }
    }
    out
}

/// The words for a ruleset that was not written for the year of a document.
pub(super) fn other_year(info: &RulesetInfo, facts: &Facts, lang: Lang) -> String {
    let year = facts.year.map_or_else(String::new, |year| year.to_string());
    let years = info.years.as_deref().unwrap_or("");
    tell!(
        lang,
        "适用于 {years} 年度，这份文件是 {year} 年",
        "is for the years {years} and the document is of {year}"
    )
}

impl Engine {
    /// Facts of a document, as far as they were not given.
    pub(super) fn facts_of(&self, document: &Document) -> Facts {
        let found = facts(document, &self.vocabulary);
        Facts {
            year: self.request.year.or(found.year),
            year_span: found
                .year_span
                .filter(|_| self.request.year.is_none_or(|year| found.year == Some(year))),
            kind: self.request.kind.clone().or(found.kind),
            ..found
        }
    }

    /// Facts of a document, and the rules that it is to be judged by.
    pub(super) fn meant(&self, document: &Document, files: &[(&str, &[u8])]) -> Meant<'_> {
        let facts = self.facts_of(document);
        let heads = heads(document);
        let agency = facts.agency.clone().unwrap_or_default();
        let texts = [agency.as_str(), heads.as_str()];
        let mut left_out = Vec::new();
        let mut name = self.ruleset_for(&texts, &facts, &mut left_out);
        while let Some(parent) = self.parent_instead(&name, &facts, &mut left_out) {
            name = parent;
        }
        let mut extra = self.rulebook.beside(&name, &texts, facts.year);
        let on_top = self.extra_for(&texts, &facts, &mut left_out);
        extra.retain(|name| !on_top.contains(name));
        extra.extend(on_top);
        extra.extend(self.scopes_for(files, &facts));
        let uncovered =
            facts.year.and_then(|year| Some((year, self.rulebook.uncovered(&name, year)?)));
        let year = facts.year.filter(|_| uncovered.is_none());
        Meant { facts, name, extra, left_out, year, uncovered }
    }

    /// The parent of a local ruleset that was not written for the document's year.
    pub(super) fn parent_instead(
        &self,
        name: &str,
        facts: &Facts,
        left_out: &mut Vec<BilingualText>,
    ) -> Option<String> {
        let info = self
            .rulebook
            .info(name)
            .filter(|info| self.rulebook.is_on_disk(name) && !info.covers(facts.year))?;
        let parent = info.extends.as_ref().filter(|parent| *parent != name)?;
        left_out.push(BilingualText::each(|lang| {
            let other = other_year(info, facts, lang);
            tell!(
                lang,
                "规则集 {name} {other}，没有用它，按上级 {parent} 核对",
                "ruleset {name} {other}; it was not used, but its parent {parent}"
            )
        }));
        Some(parent.clone())
    }

    /// The rulesets on top that are for a document.
    pub(super) fn extra_for(
        &self,
        texts: &[&str],
        facts: &Facts,
        left_out: &mut Vec<BilingualText>,
    ) -> Vec<String> {
        let agency = facts.agency.as_deref().unwrap_or_default();
        let is_for = |name: &&String| {
            let Some(info) = self.rulebook.info(name) else { return true };
            if !info.is_for(texts) {
                left_out.push(self.other_agency(info, agency));
                return false;
            }
            if !info.covers(facts.year) {
                left_out.push(BilingualText::each(|lang| {
                    let other = other_year(info, facts, lang);
                    tell!(
                        lang,
                        "规则集 {name} {other}，没有用它",
                        "ruleset {name} {other}; it was not used"
                    )
                }));
                return false;
            }
            true
        };
        self.request.extra.iter().filter(is_for).cloned().collect()
    }

    /// The words for a ruleset that is for documents of another agency.
    fn other_agency(&self, info: &RulesetInfo, agency: &str) -> BilingualText {
        BilingualText::each(|lang| {
            let place = self.rulebook.agency_place(&info.name);
            let place = place.map_or(String::new(), |(file, line)| {
                tell!(lang, "，写在 {file} 第 {line} 行", ", line {line} of {file}")
            });
            let there = match agency {
                "" => String::new(),
                own => tell!(
                    lang,
                    "；文件的单位是“{own}”，就是它的，写成 agency = [\"{own}\"]",
                    "; the unit of the document is “{own}”: if it is for that write agency = [\"{own}\"]"
                ),
            };
            let (name, words) = (&info.name, info.agency.join("”“"));
            tell!(
                lang,
                "规则集 {name} 适用于有“{words}”的文件（agency{place}），这份文件的单位和标题里没有，没有用它{there}",
                "ruleset {name} is for documents with “{words}” (agency{place}), which unit and titles of this one do not have; it was not used{there}"
            )
        })
    }

    /// The ruleset that was asked for, or whose agency words stand in the agency's name, else in the
    /// titles. Of several that is told.
    fn ruleset_for(
        &self,
        texts: &[&str],
        facts: &Facts,
        left_out: &mut Vec<BilingualText>,
    ) -> String {
        if let Some(name) = &self.request.ruleset {
            return name.clone();
        }
        let Some(found) = self.rulebook.detect(texts, facts.year) else {
            return self.rulebook.root().unwrap_or_default().to_owned();
        };
        left_out.extend(found.others.iter().map(|(other, word)| {
            let own = found.name;
            bilingual!(
                "规则集 {other} 的“{word}”也印在文件开头，只用了 {own}；要按那一套核对，加 -r {other}",
                "“{word}” of ruleset {other} stands at the beginning of the document, too, but only {own} was used; to check by the other add -r {other}"
            )
        }));
        found.name.to_owned()
    }
}
