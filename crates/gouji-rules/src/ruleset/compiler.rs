//! What every step of compiling needs: the files, the words, and where mistakes go.

use super::head::ItemHead;
use super::scale::scale_name;
use super::schema::Origin;
use super::stray::is_unseen;
use super::walk::{Mistakes, RuleSource, RuleText};
use super::within;
use crate::formula::{FormulaMistake, Function, is_identifier, nearest};
use crate::pattern::{Pattern, PatternMistake};
use ecow::EcoString;
use gouji_values::error::{MistakeCode, MistakeSubject};
use gouji_values::hash::QuickMap;
use gouji_values::number::UnitId;
use gouji_values::vocabulary::Vocabulary;
use std::ops::Range;
use std::sync::Arc;

/// Wordings of claims by their text.
pub(super) type Wordings = QuickMap<String, Pattern>;

/// What every compile step needs.
pub(super) struct Compiler<'a> {
    pub(super) sources: &'a [RuleSource],
    pub(super) words: &'a Arc<Vocabulary>,
    /// Whether all files stand in the binary: that nothing in them is wrong is known then, and what
    /// a document may not need is left for later.
    pub(super) is_proved: bool,
    /// Wordings that were compiled before.
    pub(super) wordings: &'a Wordings,
    pub(super) mistakes: &'a mut Mistakes,
}

/// Names that no item may bear.
pub(super) const RESERVED: &[&str] = &["doc", "table", "level", "param", "上年", "本年"];

impl Compiler<'_> {
    pub(super) fn add(
        &mut self,
        file: usize,
        span: Range<usize>,
        code: MistakeCode,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        if let Some(source) = self.sources.get(file) {
            self.mistakes.add(source, span, code, message, help);
        }
    }

    /// What is wrong with a formula or script. That a parameter is no number is told where the
    /// parameter stands, if that is written in the same layer.
    pub(super) fn formula(
        &mut self,
        file: usize,
        span: Range<usize>,
        code: MistakeCode,
        mistake: FormulaMistake,
    ) {
        let layer = |file: usize| self.sources.get(file).map(|source| source.layer.as_str());
        let parameter = match &mistake.about {
            MistakeSubject::Parameter(name) => Some((name.clone(), None)),
            MistakeSubject::ParameterKey(name, key) => Some((name.clone(), Some(key.clone()))),
            MistakeSubject::Scale(name) => Some((scale_name(name), None)),
            _ => None,
        };
        let mut mistake = mistake;
        if let MistakeSubject::Scale(scale) = &mistake.about
            && self.is_shared(scale)
            && let Some((_, grades)) =
                mistake.help.as_deref().unwrap_or("").split_once("写成 grades")
        {
            let told = format!("{scale} 别处也用，不改它：另写一套 [[scale]]，grades{grades}");
            mistake = FormulaMistake { help: Some(told), about: MistakeSubject::Other, ..mistake };
        }
        let place = parameter
            .filter(|_| mistake.about != MistakeSubject::Other)
            .and_then(|name| self.mistakes.texts.get(&name));
        let (file, span, code) = match place {
            Some((own, place)) if layer(*own) == layer(file) => {
                (*own, place.clone(), MistakeCode::ParameterKind)
            }
            _ => (file, span, code),
        };
        let pasted =
            mistake.help.as_deref().and_then(|help| self.pasted(help, &mistake.about, file));
        if let Some((own, place, help)) = pasted {
            self.add(own, place, MistakeCode::ParameterKind, mistake.message, Some(help));
            self.mistakes.about(mistake.about);
            return;
        }
        if let Some((own, place, message, help)) = self.counted_param(&mistake, file) {
            self.add(own, place, MistakeCode::ParameterKind, message, Some(help));
            self.mistakes.about(mistake.about);
            return;
        }
        if let Some((own, place, message, help)) = self.unit_unknown(&mistake, file) {
            self.add(own, place, MistakeCode::ParameterKind, message, Some(help));
            self.mistakes.about(mistake.about);
            return;
        }
        if let Some((own, place, help)) = self.at_column(&mistake, (file, &span)) {
            self.add(own, place, code, mistake.message, Some(help));
            self.mistakes.about(mistake.about);
            return;
        }
        if let Some((own, place, message, help)) = self.in_profile(&mistake, (file, &span)) {
            self.add(own, place, code, message, Some(help));
            self.mistakes.about(mistake.about);
            return;
        }
        let help = mistake.help.map(|help| self.with_line(help, &mistake.about, file));
        let help = help.map(|help| self.with_column_line(help, &mistake.about, (file, &span)));
        self.add(file, span, code, mistake.message, help);
        self.mistakes.about(mistake.about);
    }

    /// Whether more than one formula names a scale.
    fn is_shared(&self, scale: &str) -> bool {
        let uses = self.sources.iter().map(|source| {
            let named = source.text.matches(&format!("grade({scale},")).count();
            named + source.text.matches(&format!("{scale}[")).count()
        });
        uses.sum::<usize>() > 1
    }

    /// Of a table of parameters of the same layer that was pasted between quotes, where advice
    /// gives its numbers a unit: the place of the first number, and what to write there.
    fn pasted(
        &self,
        help: &str,
        about: &MistakeSubject,
        file: usize,
    ) -> Option<(usize, Range<usize>, String)> {
        let MistakeSubject::Parameter(name) = about else { return None };
        let (own, whole) = self.mistakes.texts.get(&(name.clone(), Some(String::new())))?;
        let (source, rule) = (self.sources.get(*own)?, self.sources.get(file)?);
        let is_pasted = source
            .text
            .get(whole.clone())
            .is_some_and(|text| text.starts_with("\"\"\"") || text.starts_with("'''"));
        if source.layer != rule.layer || !is_pasted {
            return None;
        }
        let entries = self.mistakes.texts.iter().filter_map(|((of, key), (_, place))| {
            Some((place, key.as_ref().filter(|key| of == name && !key.is_empty())?))
        });
        let (place, key) = entries.min_by_key(|(place, _)| place.start)?;
        let line = source.text.get(place.end..)?.lines().next()?;
        let number =
            line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '｜'));
        let start = place.end + line.len() - number.len();
        let number = number.trim_end().trim_end_matches(['|', '｜']).trim_end();
        let (_, behind) = help.split_once(&format!("\"{key}\" = \""))?;
        let (meant, _) = behind.split_once('"')?;
        let or = help.rsplit_once('；').map_or("", |(_, or)| or);
        let or = if or.contains('"') || or.is_empty() { String::new() } else { format!("；{or}") };
        let help = format!("写成 {meant}；每一行的数都写上单位{or}");
        Some((*own, start..start + number.len(), help))
    }

    /// Of a parameter of the same layer that counts something (550块) and should be an amount or a
    /// percentage: its place, what is wrong with it, and what to write there.
    fn counted_param(
        &self,
        mistake: &FormulaMistake,
        file: usize,
    ) -> Option<(usize, Range<usize>, String, String)> {
        let MistakeSubject::Parameter(name) = &mistake.about else { return None };
        let (own, place) = self.mistakes.texts.get(&(name.clone(), Some(String::new())))?;
        let (source, rule) = (self.sources.get(*own)?, self.sources.get(file)?);
        let written = source.text.get(place.clone())?.trim_matches(['"', '\'']);
        self.counted(written).filter(|_| source.layer == rule.layer)?;
        let (_, why) = mistake.message.split_once('，')?;
        let (_, meant) = mistake.help.as_deref()?.split_once('：')?;
        let message = format!("参数 {name} 的“{written}”是个数，{why}");
        Some((*own, place.clone(), message, format!("换成金额、百分数的单位：{meant}")))
    }

    /// Advice about a parameter of the same layer, with the line where it stands.
    fn with_line(&self, help: String, about: &MistakeSubject, file: usize) -> String {
        let MistakeSubject::Parameter(name) = about else { return help };
        let Some((own, place)) = self.mistakes.texts.get(&(name.clone(), Some(String::new())))
        else {
            return help;
        };
        let (Some(source), Some(rule)) = (self.sources.get(*own), self.sources.get(file)) else {
            return help;
        };
        if source.layer != rule.layer {
            return help;
        }
        let line = source.text.get(..place.start).map_or(0, |text| text.matches('\n').count()) + 1;
        let path = source.name.rsplit('/').next().unwrap_or(&source.name);
        help.replacen("[param] 里", &format!("[param] 里（{path} 第 {line} 行）"), 1)
    }

    /// Where a key of an item stands.
    pub(super) fn key_of(&self, head: &ItemHead, key: &str) -> Range<usize> {
        let found = self.sources.get(head.file).and_then(|source| {
            let own = source.text.get(head.id.span.start..)?;
            let own = own.split("\n[[").next()?;
            let line = own.split_inclusive('\n').scan(0, |at, line| {
                let start = *at;
                *at += line.len();
                Some((start, line))
            });
            let is_key = |line: &str| {
                let rest = line.trim_start().strip_prefix(key);
                rest.is_some_and(|rest| rest.trim_start().starts_with('='))
            };
            let (at, line) = line.into_iter().find(|(_, line)| is_key(line))?;
            let from = head.id.span.start + at + line.find(key)?;
            Some(from..from + key.len())
        });
        found.unwrap_or_else(|| head.id.span.clone())
    }

    pub(super) fn at(
        &mut self,
        text: &RuleText,
        code: MistakeCode,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.add(text.file, text.span.clone(), code, message, help);
    }

    /// The place in its file of a byte range of a text.
    pub(super) fn place(&self, text: &RuleText, inner: &Range<usize>) -> Range<usize> {
        self.sources
            .get(text.file)
            .map_or_else(|| text.span.clone(), |source| within::place(&source.text, text, inner))
    }

    pub(super) fn origin(&self, head: &ItemHead) -> Origin {
        self.origin_at(head.file, head.span.clone())
    }

    pub(super) fn origin_at(&self, file: usize, span: Range<usize>) -> Origin {
        let source = self.sources.get(file);
        Origin {
            file: source.map_or_else(EcoString::new, |s| s.name.clone()),
            layer: source.map_or_else(EcoString::new, |s| s.layer.clone()),
            span,
        }
    }

    pub(super) fn pattern(&mut self, text: &RuleText) -> Option<Pattern> {
        if let Some(known) = self.wordings.get(&text.value) {
            return Some(known.clone());
        }
        let parsed = Pattern::parse(&text.value, self.words);
        self.sound(text, parsed)
    }

    /// A pattern without mistakes; else they are told at their places.
    pub(super) fn sound(
        &mut self,
        text: &RuleText,
        parsed: Result<Pattern, Vec<PatternMistake>>,
    ) -> Option<Pattern> {
        let mistakes = match parsed {
            Ok(pattern) => return Some(pattern),
            Err(mistakes) => mistakes,
        };
        if self.told_as_regular(text) {
            return None;
        }
        for mistake in mistakes {
            // of a pattern that is too long the beginning is enough
            let inner = text
                .value
                .get(mistake.span.clone())
                .map_or(mistake.span.len(), |own| own.chars().take(30).map(char::len_utf8).sum());
            let span = mistake.span.start..mistake.span.start + inner;
            self.add(
                text.file,
                self.place(text, &span),
                MistakeCode::Pattern,
                mistake.message,
                mistake.help,
            );
        }
        None
    }

    pub(super) fn unit(&mut self, text: Option<&RuleText>) -> Option<UnitId> {
        let text = text?;
        let found = self.words.units.find(&text.value);
        if found.is_none() {
            let names = |money: bool| {
                let units = self.words.units.iter().filter(move |(_, unit)| unit.money == money);
                units.map(|(_, unit)| unit.name.as_str())
            };
            let all = || names(true).chain(names(false));
            let rate = text.value.split(['/', '／', '每']).next().unwrap_or("").trim();
            let of_rate = (rate.len() < text.value.len())
                .then(|| all().find(|name| *name == rate))
                .flatten()
                .map(|name| format!("每个多少钱的，单位只写钱：unit = \"{name}\""));
            // 万 is of money where a rule says no more
            let of_money =
                names(true).find(|name| name.strip_suffix('元') == Some(text.value.as_str())).map(
                    |name| format!("写成 unit = \"{name}\"；不是金额的写全，例如 {}人", text.value),
                );
            let help = of_rate.or(of_money).or_else(|| nearest(&text.value, all()));
            let help = help.unwrap_or_else(|| {
                format!(
                    "金额写 {} 之一；别的写 %、人、个 等",
                    names(true).collect::<Vec<_>>().join("、")
                )
            });
            self.at(text, MistakeCode::UnitUnknown, format!("没有单位 {}", text.value), Some(help));
        }
        found
    }

    /// Reports a name that is no identifier, or that hides a function or a reserved word.
    pub(super) fn identifier(&mut self, text: &RuleText, what: &str) {
        if self.is_proved {
            return;
        }
        if !is_identifier(&text.value) {
            let (message, help) = unusable(what, &text.value);
            self.at(text, MistakeCode::NameUnusable, message, Some(help));
            self.mistakes.about(MistakeSubject::Name(text.value.clone()));
        } else if Function::find(&text.value).is_some() || RESERVED.contains(&text.value.as_str()) {
            self.at(
                text,
                MistakeCode::NameReserved,
                format!("{what} {} 与公式里的函数或保留字同名", text.value),
                Some(other_name(&text.value, what)),
            );
        }
    }
}

/// A name near to one that the language has for itself; a column keeps its head.
pub(super) fn other_name(name: &str, what: &str) -> String {
    let own = format!("{name}数");
    let meaning = match name {
        "上年" | "本年" => format!("“{name}”在公式里指{name}的文件，"),
        _ => String::new(),
    };
    match what {
        "列" => format!("{meaning}换一个名称：name = \"{own}\", header = [\"{name}\"]"),
        "取值" => format!("{meaning}换一个名称，例如 {{{own}:amount}}，冒号后面照原来的写"),
        _ => format!("{meaning}换一个名称，例如 \"{own}\""),
    }
}

/// What is wrong with a name that cannot be one, and what to write instead: what is printed has a
/// key of its own, but for what nobody sees.
fn unusable(what: &str, name: &str) -> (String, String) {
    let Some((seen, why)) = without_unseen(name) else {
        return (format!("{what} {name} 不能当名称"), usable(what, name));
    };
    let key = match what {
        "列" | "行" => "name = ",
        "侧" | "角色" => "",
        _ => "id = ",
    };
    (format!("{what} {seen} 的名称{why}"), format!("写成 {key}\"{seen}\""))
}

/// A name without blanks around it and without signs that nobody sees, where it can be one then;
/// and what is wrong with it.
pub(super) fn without_unseen(name: &str) -> Option<(String, &'static str)> {
    let ends = name.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
    let seen: String = ends.chars().filter(|c| !is_unseen(*c)).collect();
    let why =
        if name.contains(is_unseen) { "里有看不见的字符" } else { "前后多了空格" };
    (seen != name && is_identifier(&seen)).then_some((seen, why))
}

/// What to write instead of a name with signs that names do not have.
fn usable(what: &str, name: &str) -> String {
    let rule = "名称用汉字、字母、数字和下划线，不以数字开头，不含 - （ ） 等符号";
    let outside: String = {
        let mut depth = 0_usize;
        name.chars()
            .filter(|c| match c {
                '(' | '\u{FF08}' => {
                    depth += 1;
                    false
                }
                ')' | '\u{FF09}' => {
                    depth = depth.saturating_sub(1);
                    false
                }
                _ => depth == 0,
            })
            .collect()
    };
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut usable: String =
        outside.trim().chars().map(|c| if is_part(c) { c } else { '_' }).collect();
    if usable.starts_with(|c: char| c.is_ascii_digit()) {
        usable.insert(0, '第');
    }
    if !is_identifier(&usable) {
        return rule.to_owned();
    }
    match what {
        "列" => format!("写成 name = \"{usable}\", header = [\"{name}\"]；{rule}"),
        "行" => format!("写成 name = \"{usable}\", label = [\"{name}\"]；{rule}"),
        _ => format!("写成 {usable}；{rule}"),
    }
}
