//! `[[measure]]`: what sentences speak of, by its names, and the cells that hold it. In: a table of
//! a rule file. Out: a claim whose sentences the prose layer finds, and its ties.
//!
//! Names are written with brackets, alternatives and question marks; they stand for a list of whole
//! names, so that an amount under another name is never taken for it.

use super::compiler::Compiler;
use super::head::ItemHead;
use super::items::said;
use super::kind::{any, expect};
use super::name_text::{Names, names};
use super::raw::{RawMeasure, RawRule};
use super::schema::{CaptureName, ClaimBody, NamedMeasure, Wording};
use super::tree::{TreeValue, TreeView};
use super::walk::{Mistakes, RuleText, TableWalk};
use super::wide_groups::narrowed;
use crate::formula::years_before;
use crate::pattern::CaptureKind;
use gouji_prose::prose::{STAGES, TIED, Tied};
use gouji_values::error::MistakeCode;
use std::ops::Range;

/// What a tie weighs where the rule file does not say it: that a sentence means a cell is an
/// assumption.
const SEVERITY: &str = "warning";

/// Reads a `[[measure]]`.
pub(super) fn measure(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> Option<RawRule> {
    let head = ItemHead::read(&mut walk, mistakes);
    let words = walk.strings(mistakes, "words");
    let unsaid = walk.string(mistakes, "unsaid");
    let part_of = walk.strings(mistakes, "part_of");
    let anywhere = walk.boolean(mistakes, "anywhere");
    let stages = stages(&walk);
    let cells = cells(&mut walk, mistakes);
    let said = said(&mut walk, mistakes);
    let is_new = walk.table.get("reason").is_none();
    let demands = match cells.as_slice() {
        [] => Vec::new(),
        [_] => vec![expect::written(cells)],
        _ => vec![any::written(cells)],
    };
    let own = || RuleText { value: SEVERITY.to_owned(), ..RuleText::default() };
    let out = RawRule {
        is_claim: true,
        measure: Some(Box::new(RawMeasure { words, unsaid, part_of, anywhere, stages })),
        under: walk.strings(mistakes, "under"),
        not_under: walk.strings(mistakes, "not_under"),
        demands,
        severity: said.severity.or_else(|| is_new.then(own)),
        ..said
    };
    walk.finish(mistakes);
    Some(RawRule { head: head?, ..out })
}

/// The names of the stages in `cells`, each at its place.
fn stages(walk: &TableWalk<'_>) -> Vec<RuleText> {
    let Some(TreeView::Table(table)) = walk.table.get("cells").map(|value| value.view()) else {
        return Vec::new();
    };
    let stage = |(stage, span, _): (&str, Range<usize>, TreeValue<'_>)| RuleText {
        value: stage.to_owned(),
        file: walk.file,
        span,
        base: None,
    };
    table.iter().map(stage).collect()
}

/// `cells = { "预算" = "表.行.列" }`: that the amount of each stage equals each of its cells.
fn cells(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes) -> Vec<RuleText> {
    const EXAMPLE: &str = "cells = { \"决算\" = \"表样.行.列\" }";
    let Some(value) = walk.get("cells") else { return Vec::new() };
    let TreeView::Table(table) = value.view() else {
        let own = match value.view() {
            TreeView::Text(text) => Some(format!("\"{text}\"")),
            TreeView::List(_) => {
                walk.source.text.get(value.span()).map(|text| text.trim().to_owned())
            }
            _ => None,
        };
        let help = match own {
            Some(own) => {
                format!("写明是哪个阶段的：cells = {{ \"决算\" = {own} }}；是预算的写 \"预算\"")
            }
            None => format!("写成 {EXAMPLE}"),
        };
        walk.told(mistakes, "cells", value, "各阶段的格子", help);
        return Vec::new();
    };
    let mut out = Vec::new();
    for (stage, place, value) in table.iter() {
        let paths = match value.view() {
            TreeView::List(items) => items.items().collect(),
            _ => vec![value],
        };
        for path in paths {
            match path.view() {
                TreeView::Text(text) => out.push(RuleText {
                    value: format!("{stage} == {text}"),
                    file: walk.file,
                    span: place.start..path.span().end,
                    base: None,
                }),
                _ => walk.wrong(mistakes, "cells", path, "格子的路径", EXAMPLE),
            }
        }
    }
    out
}

impl Compiler<'_> {
    /// A name with open parts, and its captures among those of the measure.
    fn open_name(&mut self, text: &RuleText, captures: &mut Vec<CaptureName>) -> Option<Wording> {
        let pattern = self.pattern(text)?;
        let own = pattern.captures().iter().map(|capture| {
            let name = capture.name.as_ref()?;
            Some(captures.iter().position(|known| known.name == *name).unwrap_or_else(|| {
                captures.push(CaptureName {
                    name: name.clone(),
                    kind: capture.kind.clone(),
                    group: None,
                });
                captures.len() - 1
            }))
        });
        Some(Wording { captures: own.collect(), pattern })
    }

    /// The claim of a `[[measure]]`: a capture for each stage.
    pub(super) fn measure(&mut self, raw: &RawRule, measure: &RawMeasure) -> ClaimBody {
        self.identifier(&raw.head.id, "名目");
        if measure.words.as_ref().is_none_or(Vec::is_empty) {
            self.at(
                &raw.head.id,
                MistakeCode::ClaimWithoutText,
                format!("名目 {} 缺少 words", raw.head.id.value),
                Some(format!("写上句子里的叫法：words = \"{}\"", raw.head.id.value)),
            );
        }
        let capture = |key: &str, kind: CaptureKind| CaptureName {
            name: self.words.parts.get(key).cloned().unwrap_or_else(|| key.to_owned()),
            kind,
            group: None,
        };
        let stages = STAGES.iter().map(|(_, key)| capture(key, CaptureKind::Amount));
        let tied = TIED.iter().map(|(tied, key)| match tied {
            Tied::Part => capture(key, CaptureKind::Amount),
            Tied::Change | Tied::Rate => capture(key, CaptureKind::Change),
            Tied::Completed | Tied::CompletedFirst | Tied::Share => {
                capture(key, CaptureKind::Percent)
            }
        });
        let mut captures: Vec<CaptureName> = stages.chain(tied).collect();
        let unsaid = measure.unsaid.as_ref().and_then(|text| {
            let stages = captures.get(..STAGES.len()).unwrap_or(&[]);
            let at = stages.iter().position(|capture| capture.name == text.value);
            if at.is_none() {
                let known: Vec<&str> = stages.iter().map(|one| one.name.as_str()).collect();
                self.at(
                    text,
                    MistakeCode::ValueUnknown,
                    format!("没有阶段 {}", text.value),
                    Some(format!("可用 {}", known.join("、"))),
                );
            }
            at
        });
        let known: Vec<String> =
            captures.iter().take(STAGES.len()).map(|one| one.name.clone()).collect();
        for text in measure.stages.iter().filter(|text| !known.contains(&text.value)) {
            let meant = known.iter().find(|stage| text.value.contains(stage.as_str()));
            let help = match meant {
                None if years_before(&text.value).is_some() => format!(
                    "cells 只写本年的（{}）：别的年度删去这一项，用 [[rule]] 核对",
                    known.join("、")
                ),
                Some(stage) if years_before(&text.value).is_some() => format!(
                    "cells 只写本年的：写成 \"{stage}\" 就成了本年的格子；别的年度删去这一项，用 [[rule]] 核对"
                ),
                Some(stage) => format!("写成 \"{stage}\""),
                None => format!("可用 {}", known.join("、")),
            };
            let message = format!("没有阶段 {}", text.value);
            self.at(text, MistakeCode::ValueUnknown, message, Some(help));
        }
        let mut texts = Vec::new();
        let mut open_names = Vec::new();
        for text in measure.words.iter().flatten() {
            match names(&text.value) {
                Names::All(more) => texts.push(more),
                Names::TooMany => open_names.extend(self.open_name(text, &mut captures)),
                Names::Unreadable => self.at(
                    text,
                    MistakeCode::NameUnusable,
                    format!("名称 {} 看不懂", text.value),
                    Some(match narrowed(&text.value) {
                        Some(meant) if matches!(names(&meant), Names::All(_)) => {
                            format!("分组的括号两边都写半角：写成 \"{meant}\"")
                        }
                        _ => "名称里可用括号、|、? 和 {名称:text}，例如 公务用?车(购置|运行)费"
                            .to_owned(),
                    }),
                ),
            }
        }
        ClaimBody {
            captures,
            measure: Some(Box::new(NamedMeasure {
                names: texts,
                unsaid,
                open_names,
                part_of: measure.part_of.iter().flatten().map(|one| one.value.clone()).collect(),
                is_anywhere: measure.anywhere == Some(true),
            })),
            ..ClaimBody::default()
        }
    }
}
