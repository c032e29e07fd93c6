//! `[[source]]`: laws, regulations and instructions that rules cite, each written once. In: a table
//! of a rule file, and what a rule writes in `basis`. Out: the basis in words, with number, title
//! and article of what it cites.

use super::compiler::Compiler;
use super::head::{ItemHead, LayeredItem};
use super::raw::RawSource;
use super::schema::LegalSource;
use super::walk::{Mistakes, RuleText, TableWalk};
use crate::formula::suggest;
use ecow::EcoString;
use gouji_values::error::MistakeCode;

/// Between a source and its article: `财预〔2020〕10号#第八条`.
const ARTICLE: char = '#';

impl LayeredItem for RawSource {
    fn head(&self) -> &ItemHead {
        &self.head
    }

    fn head_mut(&mut self) -> &mut ItemHead {
        &mut self.head
    }

    fn kind(&self) -> &'static str {
        "source"
    }

    fn amend(&mut self, child: Self) {
        self.number = child.number.or(self.number.take());
        self.title = child.title.or(self.title.take());
    }
}

/// Reads a `[[source]]`.
pub(super) fn source(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> Option<RawSource> {
    let head = ItemHead::read(&mut walk, mistakes);
    let (number, title) = (walk.string(mistakes, "number"), walk.string(mistakes, "title"));
    walk.finish(mistakes);
    Some(RawSource { head: head?, number, title })
}

impl Compiler<'_> {
    /// A source that rules may cite.
    pub(super) fn source(&self, raw: &RawSource) -> LegalSource {
        let value = |text: &Option<RuleText>| text.as_ref().map(|text| text.value.clone());
        let origin = self.origin(&raw.head);
        LegalSource {
            id: raw.head.id.value.clone(),
            number: value(&raw.number),
            title: value(&raw.title),
            origin,
        }
    }

    /// What a rule stands on, in words.
    pub(super) fn basis(
        &mut self,
        texts: Option<&Vec<RuleText>>,
        sources: &[LegalSource],
    ) -> Option<EcoString> {
        let mut out = EcoString::new();
        for text in texts? {
            if !out.is_empty() {
                out.push('；');
            }
            let cited = text.value.split_once(ARTICLE);
            let id = cited.map_or(text.value.as_str(), |(id, _)| id);
            let known = sources.iter().find(|source| source.id == id);
            match (known, cited) {
                (Some(source), Some((_, article))) => {
                    out.push_str(&format!("{}：{article}", source.name()))
                }
                (Some(source), None) => out.push_str(&source.name()),
                (None, None) => out.push_str(&text.value),
                (None, Some(_)) => {
                    let ids = sources.iter().map(|source| source.id.as_str());
                    let help = if sources.is_empty() {
                        "先写一条 [[source]]".to_owned()
                    } else {
                        suggest(id, ids)
                    };
                    self.at(
                        text,
                        MistakeCode::SourceUnknown,
                        format!("没有来源（[[source]]）{id}"),
                        Some(help),
                    );
                }
            }
        }
        Some(out).filter(|out| !out.is_empty())
    }
}
