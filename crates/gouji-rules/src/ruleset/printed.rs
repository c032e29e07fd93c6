//! `[[wording]]`: slips of the pen that show in the characters as printed, where claims fold widths
//! and pass over quotation marks. In: a table of a rule file. Out: what is looked for, which stands
//! in a claim that must never be found.
//!
//! Deliberately absent: severities. What a careful reader would mark is a hint and never more.

use super::compiler::Compiler;
use super::head::ItemHead;
use super::kind::never;
use super::other_words;
use super::raw::{RawPrinted, RawRule};
use super::schema::{ClaimBody, ClaimPlace, Pair, PrintedSearch, SlipLook, Wording};
use super::walk::{Mistakes, RuleText, TableWalk};
use crate::pattern::Pattern;
use gouji_values::error::MistakeCode;
use gouji_values::number::fold;

/// What to write instead of a place that there is not.
pub(super) fn place_help(written: &str, line: impl Fn(&str) -> String) -> String {
    match other_words::meant("in", written) {
        Some(own) => format!("写成 {}", line(own)),
        None => "可用 text 正文、cells 表格的格子、headings 标题、contents 目录（只用于语句）"
            .to_owned(),
    }
}

/// Where wordings are looked for.
const PLACES: [&str; 3] = ["text", "cells", "headings"];

impl RawPrinted {
    fn ways(&self) -> usize {
        self.written().len()
    }

    /// The keys that say what to look for.
    fn written(&self) -> Vec<&'static str> {
        let all = [
            ("printed", self.printed.is_some()),
            ("pairs", self.pairs.is_some()),
            ("mixed", self.mixed.is_some()),
            ("stop", self.stop.is_some()),
            ("number_twice", self.number_twice == Some(true)),
            ("near", self.near.is_some()),
        ];
        all.into_iter().filter(|(_, is)| *is).map(|(key, _)| key).collect()
    }

    /// Takes over what a child says: another way of looking replaces the parent's, more of the same
    /// way and exceptions add up.
    pub(super) fn amend(&mut self, child: Self) {
        fn add(parent: &mut Option<Vec<RuleText>>, child: Option<Vec<RuleText>>) {
            let Some(child) = child else { return };
            let known = parent.get_or_insert_default();
            for text in child {
                if !known.iter().any(|other| other.value == text.value) {
                    known.push(text);
                }
            }
        }
        add(&mut self.printed, child.printed);
        add(&mut self.near, child.near);
        add(&mut self.except, child.except);
        for (parent, child) in [
            (&mut self.pairs, child.pairs),
            (&mut self.mixed, child.mixed),
            (&mut self.stop, child.stop),
            (&mut self.places, child.places),
        ] {
            if child.is_some() {
                *parent = child;
            }
        }
        self.number_twice = child.number_twice.or(self.number_twice);
    }
}

/// Reads a `[[wording]]`: a claim that must never be found.
pub(super) fn wording(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> Option<RawRule> {
    let head = ItemHead::read(&mut walk, mistakes);
    let printed = RawPrinted {
        printed: walk.strings(mistakes, "printed"),
        pairs: walk.strings(mistakes, "pairs"),
        mixed: walk.strings(mistakes, "mixed"),
        stop: walk.strings(mistakes, "stop"),
        number_twice: walk.boolean(mistakes, "number_twice"),
        near: walk.strings(mistakes, "near"),
        except: walk.strings(mistakes, "except"),
        places: walk.strings(mistakes, "in"),
    };
    let (under, not_under, scope) = (
        walk.strings(mistakes, "under"),
        walk.strings(mistakes, "not_under"),
        walk.strings(mistakes, "scope"),
    );
    let (name, message) = (walk.string(mistakes, "name"), walk.string(mistakes, "message"));
    let (basis, hint) = (walk.strings(mistakes, "basis"), walk.string(mistakes, "hint"));
    let cases = super::case::beside(&mut walk, mistakes);
    let severity = walk.string(mistakes, "severity");
    walk.finish(mistakes);
    let head = head?;
    // a slip of print is a hint; one that amends another layer's leaves its severity
    let hint_only = || {
        head.reason.is_none().then(|| RuleText {
            value: "info".to_owned(),
            file: head.file,
            span: head.span.clone(),
            base: None,
        })
    };
    let severity = severity.or_else(hint_only);
    let claim = RawRule {
        head,
        is_claim: true,
        under,
        not_under,
        scope,
        name,
        message,
        basis,
        hint,
        cases,
        ..RawRule::default()
    };
    Some(RawRule {
        demands: vec![never::written()],
        severity,
        printed: Some(Box::new(printed)),
        ..claim
    })
}

impl Compiler<'_> {
    /// The wordings of a `[[wording]]`.
    pub(super) fn printed_wordings(&mut self, own: &RawPrinted) -> ClaimBody {
        let patterns = own.printed.iter().flatten().filter_map(|text| self.printed_pattern(text));
        let wordings = patterns
            .map(|pattern| Wording { captures: vec![None; pattern.captures().len()], pattern })
            .collect();
        ClaimBody { wordings, ..ClaimBody::default() }
    }

    /// What a `[[wording]]` looks for, and where.
    pub(super) fn printed(&mut self, raw: &RawRule, own: &RawPrinted) -> PrintedSearch {
        self.identifier(&raw.head.id, "字样");
        if own.ways() != 1 {
            let id = &raw.head.id.value;
            let (message, help) = if own.ways() == 0 {
                let help = "写 printed、pairs、mixed、stop、number_twice、near 之中的一个";
                (format!("字样 {id} 要写明找什么"), help.to_owned())
            } else {
                let written = own.written().join("、");
                (
                    format!("字样 {id} 同时写了 {written}，一条只找一样"),
                    format!("只留一个，另一个写成另一条 [[wording]]；有 {written}"),
                )
            };
            self.at(&raw.head.id, MistakeCode::LookMissing, message, Some(help));
        }
        let look = if let Some(texts) = &own.pairs {
            SlipLook::Pairs(self.pairs(texts))
        } else if let Some(texts) = &own.mixed {
            SlipLook::Mixed(self.pairs(texts))
        } else if let Some(texts) = &own.stop {
            SlipLook::Stop(texts.iter().flat_map(|text| text.value.chars()).collect())
        } else if own.number_twice == Some(true) {
            SlipLook::NumberTwice
        } else if let Some(texts) = &own.near {
            SlipLook::Near(texts.iter().map(|text| text.value.clone()).collect())
        } else {
            SlipLook::Wordings
        };
        let mut places = Vec::new();
        let mut unknown: Vec<&RuleText> = Vec::new();
        for text in own.places.iter().flatten() {
            match text.value.as_str() {
                "text" => places.push(ClaimPlace::Text),
                "cells" => places.push(ClaimPlace::Cells),
                "headings" => places.push(ClaimPlace::Headings),
                _ => unknown.push(text),
            }
        }
        // the whole list is written: what is typed as it stands leaves none of them out
        if let Some(first) = unknown.first() {
            let all = own.places.iter().flatten().map(|text| text.value.as_str());
            let meant = all.map(|own| match other_words::meant("in", own) {
                Some(meant) => Some(meant),
                None => PLACES.contains(&own).then_some(own),
            });
            let help = match meant.collect::<Option<Vec<_>>>() {
                Some(mut all) => {
                    all.dedup();
                    format!("写成 in = [\"{}\"]", all.join("\", \""))
                }
                None => place_help(&first.value, |own| format!("in = [\"{own}\"]")),
            };
            let names: Vec<&str> = unknown.iter().map(|text| text.value.as_str()).collect();
            let message = format!("in 没有 {}", names.join("、"));
            self.at(first, MistakeCode::PlaceUnknown, message, Some(help));
        }
        if places.is_empty() {
            places.push(ClaimPlace::Text);
        }
        let except =
            own.except.iter().flatten().filter_map(|text| self.printed_pattern(text)).collect();
        PrintedSearch { look, except, places }
    }

    fn printed_pattern(&mut self, text: &RuleText) -> Option<Pattern> {
        let parsed = Pattern::parse_printed(&text.value, self.words);
        self.sound(text, parsed)
    }

    fn pairs(&mut self, texts: &[RuleText]) -> Vec<Pair> {
        let mut out: Vec<Pair> = Vec::new();
        let mut is_told = false;
        for text in texts {
            let mut chars = text.value.chars();
            match (chars.next(), chars.next(), chars.next()) {
                (Some(open), Some(close), None) if open != close => {
                    let same = |known: &&Pair| {
                        fold(known.open) == fold(open) && fold(known.close) == fold(close)
                    };
                    let kind = out.iter().find(same).map_or(out.len(), |known| known.kind);
                    out.push(Pair { open, close, kind });
                }
                // single signs one behind the other are one slip
                _ if is_told => {}
                _ => {
                    is_told = true;
                    self.at(
                        text,
                        MistakeCode::PairUnusable,
                        format!("{} 不是左右一对符号", text.value),
                        Some(joined_pairs(texts)),
                    );
                }
            }
        }
        out
    }
}

/// Signs that stand one by one, two and two together.
fn joined_pairs(texts: &[RuleText]) -> String {
    let signs: Vec<char> =
        texts.iter().flat_map(|text| text.value.chars()).filter(|c| !c.is_whitespace()).collect();
    let pairs: Vec<String> = signs
        .chunks(2)
        .filter_map(|pair| match pair {
            [open, close] if open != close => Some(format!("\"{open}{close}\"")),
            _ => None,
        })
        .collect();
    if pairs.is_empty() || signs.len() % 2 == 1 {
        return "左右一对写在一起，如 \"（）\"、\"“”\"".to_owned();
    }
    format!("左右一对写在一起：[{}]", pairs.join(", "))
}
