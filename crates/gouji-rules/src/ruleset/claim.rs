//! Claims: where they are looked for, their wordings and captures.

use super::compiler::{Compiler, RESERVED, Wordings, other_name};
use super::printed::place_help;
use super::raw::{Items, RawRule};
use super::regular::plain_names;
use super::schema::{CaptureName, Claim, ClaimBody, ClaimPlace, Wording};
use super::walk::RuleText;
use crate::formula::{Function, Later, Syntax, suggest};
use crate::pattern::{CaptureKind, Pattern};
use gouji_prose::prose::{PAIRS, RELATIONS, Relation, SLOTS, Slot};
use gouji_values::error::MistakeCode;
use gouji_values::vocabulary::Vocabulary;
use rayon::prelude::*;
use std::sync::Arc;

/// Compiles the wordings of all claims but those that are known; what is wrong in one is told when it is compiled for a
/// ruleset.
pub(super) fn wordings<'a>(
    items: impl Iterator<Item = &'a Items>,
    words: &Vocabulary,
    known: &Wordings,
) -> Wordings {
    let claims = items.flat_map(|items| &items.rules).filter(|rule| rule.is_claim);
    let texts: Vec<String> = claims
        .flat_map(|claim| {
            let own = claim.text.iter().flatten();
            own.map(|text| text.value.clone()).chain(shunned(claim))
        })
        .filter(|text| !known.contains_key(text))
        .collect();
    let compiled = texts
        .into_par_iter()
        .with_min_len(50)
        .filter_map(|text| Pattern::parse(&text, words).ok().map(|pattern| (text, pattern)));
    compiled.collect::<Vec<_>>().into_iter().collect()
}

/// The wordings of a claim behind the words that make another sentence of them.
pub(super) fn shunned(claim: &RawRule) -> impl Iterator<Item = String> {
    claim.not_after.iter().flatten().flat_map(|before| {
        let texts = claim.text.iter().flatten();
        texts.map(move |text| format!("({}){}", before.value, text.value))
    })
}

impl Compiler<'_> {
    pub(super) fn claim(&mut self, raw: &RawRule) -> ClaimBody {
        if let Some(printed) = &raw.printed {
            return self.printed_wordings(printed);
        }
        if raw.is_relation {
            return self.relation(raw);
        }
        if let Some(measure) = &raw.measure {
            return self.measure(raw, measure);
        }
        self.identifier(&raw.head.id, "声明");
        if raw.text.as_ref().is_none_or(Vec::is_empty) {
            self.at(
                &raw.head.id,
                MistakeCode::ClaimWithoutText,
                format!("声明 {} 缺少 text", raw.head.id.value),
                Some("例如 text = \"收入合计{合计:amount}\"".to_owned()),
            );
        }
        let mut captures: Vec<CaptureName> = Vec::new();
        let mut wordings = Vec::new();
        for text in raw.text.iter().flatten() {
            let Some(pattern) = self.pattern(text) else { continue };
            if !self.is_proved {
                self.captured_twice(raw, text, &pattern);
            }
            let mut mapped = Vec::new();
            for capture in pattern.captures() {
                let Some(name) = &capture.name else {
                    mapped.push(None);
                    continue;
                };
                if Function::find(name).is_some() || RESERVED.contains(&name.as_str()) {
                    self.add(
                        text.file,
                        self.place(text, &capture.span),
                        MistakeCode::CaptureReserved,
                        format!("取值 {name} 与公式里的函数或保留字同名"),
                        Some(other_name(name, "取值")),
                    );
                }
                let known = captures.iter().position(|known| known.name == *name);
                if let Some(other) = known.and_then(|i| captures.get(i))
                    && other.group.is_some() != capture.group.is_some()
                {
                    self.add(
                        text.file,
                        self.place(text, &capture.span),
                        MistakeCode::CaptureRepeats,
                        format!("取值 {name} 在一种写法里重复、在另一种里不重复"),
                        Some("换一个名称".to_owned()),
                    );
                }
                mapped.push(Some(known.unwrap_or_else(|| {
                    captures.push(CaptureName {
                        name: name.clone(),
                        kind: capture.kind.clone(),
                        group: capture.group,
                    });
                    captures.len() - 1
                })));
            }
            wordings.push(Wording { pattern, captures: mapped });
        }
        // of equally long readings the earlier wins: what is shunned
        wordings.splice(0..0, self.shunned(raw));
        ClaimBody { wordings, captures, ..ClaimBody::default() }
    }

    /// A claim with what tells where it is looked for.
    pub(super) fn front(
        &mut self,
        raw: &RawRule,
        parts: &[String],
        at: usize,
        (texts, body): (Vec<String>, Later<ClaimBody>),
    ) -> Claim {
        let place = match raw.place.as_ref().map(|text| text.value.as_str()) {
            None | Some("text") => ClaimPlace::Text,
            Some("cells") => ClaimPlace::Cells,
            Some("headings") => ClaimPlace::Headings,
            Some("numbered") => ClaimPlace::Numbered,
            Some("contents") => ClaimPlace::Contents,
            Some(other) => {
                if let Some(text) = &raw.place {
                    self.at(
                        text,
                        MistakeCode::PlaceUnknown,
                        format!("in 没有 {other}"),
                        Some(place_help(other, |own| format!("in = \"{own}\""))),
                    );
                }
                ClaimPlace::Text
            }
        };
        let folded = |texts: &Option<Vec<RuleText>>| {
            texts.iter().flatten().map(|text| self.words.folded(&text.value)).collect()
        };
        let of = raw.relation.as_ref().filter(|_| raw.is_relation);
        let known = RELATIONS.iter().find(|(_, name)| of.is_some_and(|of| of.value == *name));
        let declared = raw.roles.is_some().then(|| u16::try_from(at).ok().map(Relation::Declared));
        Claim {
            id: raw.head.id.value.clone(),
            origin: self.origin(&raw.head),
            under: folded(&raw.under),
            not_under: folded(&raw.not_under),
            place,
            scope: self.scope(raw.scope.as_ref(), parts),
            printed: raw.printed.as_ref().map(|own| Arc::new(self.printed(raw, own))),
            relation: declared.unwrap_or_else(|| known.map(|(relation, _)| *relation)),
            has_measure: raw.measure.is_some(),
            texts,
            body,
        }
    }

    /// Captures of one name that a sentence would fill both.
    fn captured_twice(&mut self, raw: &RawRule, text: &RuleText, pattern: &Pattern) {
        let mut wanted = not_captured(raw, pattern).into_iter();
        for index in pattern.twice() {
            let Some(capture) = pattern.captures().get(index) else { continue };
            let name = capture.name.as_deref().unwrap_or_default();
            self.add(
                text.file,
                self.place(text, &capture.span),
                MistakeCode::NameTwice,
                format!("取值 {name} 在一句里写了两次，只会取到前一个数"),
                Some({
                    let written = text.value.get(capture.span.clone()).unwrap_or("");
                    match wanted.next() {
                        Some(other) => {
                            let meant = written.replacen(name, &other, 1);
                            format!("公式里的 {other} 没有取值：后一处写成 {meant}")
                        }
                        None => {
                            let meant = written.replacen(name, &format!("{name}2"), 1);
                            format!("后一处换个名称，例如 {meant}，公式里两个都用")
                        }
                    }
                }),
            );
        }
    }

    /// Wordings that read nothing: they are longer than those that the claim shuns behind the same
    /// words, and so stand in their place.
    fn shunned(&mut self, raw: &RawRule) -> Vec<Wording> {
        for before in raw.not_after.iter().flatten() {
            // what is wrong with it is told once, not for each wording
            self.pattern(before);
        }
        let patterns = shunned(raw).filter_map(|text| match self.wordings.get(&text) {
            Some(known) => Some(known.clone()),
            None => Pattern::parse(&text, self.words).ok(),
        });
        patterns
            .map(|pattern| Wording { captures: vec![None; pattern.captures().len()], pattern })
            .collect()
    }

    /// The claim of a `[[relation]]`: its captures are the parts of relations.
    fn relation(&mut self, raw: &RawRule) -> ClaimBody {
        let Some(of) = raw.relation.as_ref().filter(|_| raw.roles.is_none()) else {
            return self.declared(raw);
        };
        self.identifier(&raw.head.id, "关系");
        let relation =
            RELATIONS.iter().find(|(_, name)| *name == of.value).map(|(relation, _)| *relation);
        if relation.is_none() {
            self.at(
                of,
                MistakeCode::RelationUnknown,
                format!("没有关系 {}", of.value),
                Some(super::other_words::value("of", &of.value).unwrap_or_else(|| {
                    suggest(&of.value, RELATIONS.iter().map(|(_, name)| *name))
                })),
            );
        }
        let is_by_number = matches!(relation, Some(Relation::Products | Relation::WeightedBy));
        let is_item = |slot: Slot| PAIRS.iter().any(|(item, _)| *item == slot);
        let is_weight = |slot: Slot| PAIRS.iter().any(|(_, weight)| *weight == slot);
        let captures = SLOTS.iter().map(|(slot, name)| CaptureName {
            name: self.words.parts.get(*name).cloned().unwrap_or_else(|| (*name).to_owned()),
            // of what is worked out for each the printed figure is rounded; other counts are exact
            kind: match slot {
                Slot::First => CaptureKind::Amount,
                Slot::Rate | Slot::Share | Slot::Least | Slot::Most => CaptureKind::Percent,
                // prices are rounded, their numbers are not
                _ if relation == Some(Relation::Products) && is_item(*slot) => CaptureKind::Amount,
                _ if !is_by_number && is_weight(*slot) => CaptureKind::Percent,
                _ => CaptureKind::Count,
            },
            group: (*slot == Slot::Item).then_some(0),
        });
        ClaimBody { captures: captures.collect(), ..ClaimBody::default() }
    }
}

/// Names of the formulas of a claim that its sentence does not capture.
fn not_captured(raw: &RawRule, pattern: &Pattern) -> Vec<String> {
    let texts = raw.demands.iter().flat_map(|demand| demand.raw.written());
    let formulas: Vec<Syntax> =
        texts.filter_map(|text| crate::formula::parse(&text.value).ok()).collect();
    let mut names = Vec::new();
    formulas.iter().for_each(|formula| plain_names(formula, &mut names));
    let is_captured =
        |name: &str| pattern.captures().iter().any(|capture| capture.name.as_deref() == Some(name));
    let mut out: Vec<String> = Vec::new();
    for name in names {
        if !is_captured(name) && !out.iter().any(|own| own == name) {
            out.push(name.to_owned());
        }
    }
    out
}
