//! The units that were expected to deliver: how each stands, as all formats show it.

use super::open_findings::OpenFindings;
use super::width::{columns, cut, hang, left};
use gouji_values::lang::{Lang, tell};
use serde_json::{Value, json};
use std::cmp::Reverse;

/// What is to be said of a unit, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitNews {
    /// No document is of this unit.
    Missing,
    /// One of its documents could not be read, or nothing in it could be checked.
    NotJudged,
    /// There are open findings.
    Findings,
    /// Nothing was found in what was read, but much of a document was not read.
    Partly,
    /// Nothing was found.
    Clean,
}

impl UnitNews {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Missing, Self::NotJudged, Self::Findings, Self::Partly, Self::Clean];

    /// The name for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotJudged => "not-judged",
            Self::Findings => "findings",
            Self::Partly => "partly-read",
            Self::Clean => "clean",
        }
    }

    /// The words for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.word_in(Lang::Chinese)
    }

    /// The same in a language.
    #[must_use]
    pub fn word_in(self, lang: Lang) -> &'static str {
        match self {
            Self::Missing => lang.of("没有文件", "no document"),
            Self::NotJudged => lang.of("未能审核", "not audited"),
            Self::Findings => lang.of("有问题", "with findings"),
            Self::Partly => lang.of("没有读全", "not wholly read"),
            Self::Clean => lang.of("没有问题", "without findings"),
        }
    }
}

/// A unit of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Name as the list writes it.
    pub name: String,
    /// The list's other columns.
    pub more: Vec<String>,
    /// How it stands.
    pub state: UnitNews,
    /// Open findings in its documents.
    pub counts: OpenFindings,
    /// The paths of its documents, each with why it was not judged.
    pub documents: Vec<(String, Option<String>)>,
    /// What was not read in them, where it is much.
    pub lacks: Vec<String>,
}

/// The account of a list of units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitList {
    /// The units in the order of the list.
    pub units: Vec<Expected>,
    /// Documents of no unit of the list.
    pub others: Vec<String>,
}

impl Expected {
    /// What more there is to say of it: findings, why its documents were not judged, the list's
    /// other columns.
    #[must_use]
    pub fn words(&self) -> String {
        self.words_in(Lang::Chinese)
    }

    /// The same in a language; in English without what was kept of documents in words of Chinese.
    #[must_use]
    pub fn words_in(&self, lang: Lang) -> String {
        match self.state {
            UnitNews::Missing => self
                .more
                .iter()
                .filter(|cell| !cell.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(lang.of("，", ", ")),
            UnitNews::NotJudged if lang == Lang::English => self.paths_in(lang),
            UnitNews::NotJudged => {
                let broken = self
                    .documents
                    .iter()
                    .filter_map(|(path, why)| Some(format!("{path}：{}", why.as_ref()?)));
                broken.collect::<Vec<_>>().join("；")
            }
            UnitNews::Findings | UnitNews::Partly | UnitNews::Clean => {
                let OpenFindings { errors, warnings, hints, .. } = self.counts;
                let counts = (self.counts.sum() > 0).then(|| {
                    tell!(
                        lang,
                        "错误 {errors}，警告 {warnings}，提示 {hints}",
                        "errors {errors}, warnings {warnings}, hints {hints}"
                    )
                });
                let lacks = self.lacks.iter().filter(|_| lang == Lang::Chinese).cloned();
                counts.into_iter().chain(lacks).collect::<Vec<_>>().join(lang.semicolon())
            }
        }
    }

    /// The paths of its documents.
    #[must_use]
    pub fn paths(&self) -> String {
        self.paths_in(Lang::Chinese)
    }

    fn paths_in(&self, lang: Lang) -> String {
        let paths = self.documents.iter().map(|(path, _)| path.as_str());
        paths.collect::<Vec<_>>().join(lang.comma())
    }
}

impl UnitList {
    /// Whether a unit has delivered nothing.
    #[must_use]
    pub fn is_any_missing(&self) -> bool {
        self.of(UnitNews::Missing).next().is_some()
    }

    fn of(&self, state: UnitNews) -> impl Iterator<Item = &Expected> {
        self.units.iter().filter(move |unit| unit.state == state)
    }

    /// How many there are of each state: `名单上的 4 个单位：没有文件 1，…`.
    #[must_use]
    pub fn head(&self, lang: Lang) -> String {
        // that much was not read is told where there is such a unit
        let told =
            |state: &&UnitNews| **state != UnitNews::Partly || self.of(**state).next().is_some();
        let head: Vec<String> = UnitNews::ALL
            .iter()
            .filter(told)
            .map(|state| format!("{} {}", state.word_in(lang), self.of(*state).count()))
            .collect();
        let (count, head) = (self.units.len(), head.join(lang.of("，", ", ")));
        tell!(lang, "名单上的 {count} 个单位：{head}", "{count} units of the list: {head}")
    }

    /// The account in words, of a given width.
    #[must_use]
    pub fn text(&self, width: usize, lang: Lang) -> String {
        let mut out = String::new();
        hang(&mut out, "", 0, &self.head(lang), width);
        for state in [UnitNews::Missing, UnitNews::NotJudged, UnitNews::Findings, UnitNews::Partly]
        {
            let mut own: Vec<_> = self.of(state).collect();
            if own.is_empty() {
                continue;
            }
            own.sort_by_key(|unit| {
                Reverse((unit.counts.errors, unit.counts.warnings, unit.counts.hints))
            });
            out.push_str(&format!("  {}\n", state.word_in(lang)));
            let wide = own.iter().map(|unit| columns(&unit.name)).max().unwrap_or(0).min(40);
            for unit in own {
                let head = format!("    {}  ", left(&cut(&unit.name, wide), wide));
                hang(&mut out, &head, wide + 6, &unit.words_in(lang), width);
            }
        }
        if !self.others.is_empty() {
            let (count, others) = (self.others.len(), self.others.join(lang.comma()));
            let others = tell!(
                lang,
                "不是名单上单位的文件 {count} 份：{others}",
                "{count} documents of no unit of the list: {others}"
            );
            hang(&mut out, "  ", 4, &others, width);
        }
        out
    }

    /// The account for programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let document = |(path, why): &(String, Option<String>)| json!({"path": path, "error": why});
        let unit = |unit: &Expected| {
            json!({
                "name": unit.name,
                "state": unit.state.name(),
                "errors": unit.counts.errors,
                "warnings": unit.counts.warnings,
                "hints": unit.counts.hints,
                "documents": unit.documents.iter().map(document).collect::<Vec<_>>(),
                "notRead": unit.lacks,
                "columns": unit.more,
            })
        };
        json!({"units": self.units.iter().map(unit).collect::<Vec<_>>(), "others": self.others})
    }
}
