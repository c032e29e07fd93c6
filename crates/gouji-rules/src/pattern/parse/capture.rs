//! What braces of a pattern hold: captures, years and fragments.

use super::{Parser, PatternNode};
use crate::pattern::{Capture, CaptureKind};
use gouji_values::number::is_ideograph;
use std::ops::Range;

/// Deepest nesting of fragments.
const MAX_FRAGMENTS: usize = 4;
/// Most characters of a pattern with those of its fragments.
const MAX_WHOLE: usize = 20_000;

/// What people write who do not know the kinds, and the kind that they mean.
const SAID: [(&[&str], &str); 9] = [
    (&["金额", "money", "元", "万元", "数额", "钱"], "amount"),
    (&["百分数", "百分比", "占比", "比率", "比例", "percentage", "rate", "%"], "percent"),
    (&["个数", "数量", "人数", "数", "数字", "number", "int", "integer", "num"], "count"),
    (&["文字", "文本", "名称", "string", "str", "任意"], "text"),
    (&["得分", "分数", "分值", "points"], "score"),
    (&["增减", "变动", "增减额"], "change"),
    (&["年度", "年份", "年"], "year"),
    (&["日期", "时间", "day"], "date"),
    (&["等级", "级别", "level"], "grade"),
];

/// The names of the kinds, as written in patterns.
const KINDS: [(&str, CaptureKind); 12] = [
    ("text", CaptureKind::Text),
    ("amount", CaptureKind::Amount),
    ("percent", CaptureKind::Percent),
    ("count", CaptureKind::Count),
    ("score", CaptureKind::Score),
    ("year", CaptureKind::Year),
    ("date", CaptureKind::Date),
    ("grade", CaptureKind::Grade),
    ("ordinal", CaptureKind::Ordinal),
    ("change", CaptureKind::Change),
    ("direction", CaptureKind::Direction),
    ("target", CaptureKind::Target),
];

/// The kind that figures of a name are of, by how the name ends.
#[must_use]
pub fn kind_by_name(name: &str) -> Option<&'static str> {
    const ENDS: [(&[&str], &str); 7] = [
        (&["率", "比例", "占比", "比重", "百分比", "幅度", "%"], "percent"),
        (&["日期", "时间"], "date"),
        (&["编码", "代码"], "code"),
        (&["年度", "年份"], "year"),
        (&["得分", "分值", "分数"], "score"),
        (
            &[
                "人数",
                "数量",
                "个数",
                "户数",
                "台数",
                "次数",
                "辆数",
                "批次",
                "人次",
                "面积",
                "里程",
                "天数",
                "件数",
                "套数",
                "册数",
                "月数",
                "班数",
                "家数",
                "张数",
                "份数",
                "笔数",
                "项数",
                "处数",
                "条数",
                "本数",
                "间数",
                "床数",
                "课时数",
                "学时数",
                "亩数",
                "所数",
                "株数",
                "头数",
                "只数",
                "周数",
                "年数",
                "期数",
                "场数",
                "宗数",
                "栋数",
            ],
            "count",
        ),
        (
            &["费", "额", "款", "数", "计", "收入", "支出", "预算", "决算", "金", "价", "元）"],
            "amount",
        ),
    ];
    let found = ENDS.iter().find(|(ends, _)| ends.iter().any(|end| name.ends_with(end)));
    found.map(|(_, kind)| *kind)
}

/// The kind that a capture of a name may be of.
fn kind_of_name(name: &str) -> &'static str {
    const NAMES: &[&str] = &["名称", "单位", "部门", "项目", "姓名", "编码", "代码"];
    if NAMES.iter().any(|end| name.ends_with(end)) {
        return "text";
    }
    kind_by_name(name).unwrap_or("amount")
}

impl Parser<'_> {
    /// What the other figures of the pattern are, where all are the same.
    fn kind_beside(&self) -> Option<&'static str> {
        const FIGURES: [&str; 4] = ["amount", "count", "percent", "score"];
        let captures = self.source.split('{').skip(1).filter_map(|own| own.split('}').next());
        let mut kinds = captures.filter_map(|own| {
            let kind = own.split_once(':')?.1.trim();
            FIGURES.iter().find(|known| **known == kind).copied()
        });
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }

    pub(super) fn capture(&mut self) -> Option<PatternNode> {
        let start = self.at;
        let inside = start + 1;
        let close = self
            .chars
            .iter()
            .skip(inside)
            .position(|(_, c)| matches!(c, '{' | '}'))
            .map(|n| n + inside);
        let Some(close) =
            close.filter(|close| self.chars.get(*close).is_some_and(|(_, c)| *c == '}'))
        else {
            let span = self.byte(start)..self.byte(inside);
            let rest = self.source.get(self.byte(inside)..).unwrap_or("");
            let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
            let name = rest.get(..rest.find(|c| !is_part(c)).unwrap_or(rest.len()));
            let help = match name.unwrap_or("") {
                "" => "每个取值写全：{名称:类别}".to_owned(),
                name if name.contains(':') => format!("每个取值写全：{{{name}}}"),
                name => format!("每个取值写全：{{{name}:{}}}", kind_of_name(name)),
            };
            self.mistake(span, "“{”没有对应的“}”".to_owned(), Some(help));
            self.at = close.unwrap_or(self.chars.len());
            return None;
        };
        self.at = close + 1;
        let span = self.byte(start)..self.byte(self.at);
        let content = self.source.get(self.byte(inside)..self.byte(close)).unwrap_or("");
        // the language's own two words
        match content.trim() {
            "本年" => return Some(PatternNode::Year(0)),
            "上年" => return Some(PatternNode::Year(-1)),
            _ => {}
        }
        let vocabulary = self.vocabulary;
        if let Some(piece) = vocabulary.fragments.get(content.trim()) {
            return self.fragment(content.trim(), piece, &span);
        }
        let Some((name, kind)) = content.split_once(':') else {
            if content.contains('\u{FF1A}') {
                let help = format!("冒号请用半角：{{{}}}", content.replace('\u{FF1A}', ":"));
                self.mistake(span, "取值里的冒号是全角的".to_owned(), Some(help));
                return None;
            }
            let help = {
                let known = vocabulary.fragments.keys();
                let nearest = known.map(|name| (distance(name, content.trim()), name)).min();
                match nearest {
                    Some((1, name)) if content.trim().chars().count() > 2 => {
                        format!("是不是片段 {{{name}}}？")
                    }
                    _ => {
                        let name = content.trim();
                        let kind = self.kind_beside().unwrap_or_else(|| kind_of_name(name));
                        format!(
                            "写成 {{{name}:{kind}}}；类别有 amount 金额、percent 百分数、count 个数、text 文字等；片段先在 vocabulary.toml 的 [fragments] 里写"
                        )
                    }
                }
            };
            self.mistake(span, "取值缺少冒号，也没有这个片段".to_owned(), Some(help));
            return None;
        };
        let name = name.trim();
        if !name.is_empty() && !is_identifier(name) {
            let name_span = self.byte(inside)..self.byte(inside) + name.len();
            self.mistake(
                name_span,
                format!("“{name}”不能作名称"),
                Some("名称由汉字、字母、数字和下划线组成，不以数字开头".to_owned()),
            );
        }
        let is_turned = KINDS.iter().any(|(known, _)| *known == name)
            && !KINDS.iter().any(|(known, _)| *known == kind.trim());
        if is_turned && is_identifier(kind.trim()) {
            self.mistake(
                span,
                "名称写在前面，种类写在后面".to_owned(),
                Some(format!("写成 {{{}:{name}}}", kind.trim())),
            );
            return None;
        }
        let kind = self.kind(kind, &span)?;
        let name = (!name.is_empty()).then(|| name.to_owned());
        self.captures.push(Capture { name, kind, group: None, span });
        Some(PatternNode::Capture(self.captures.len() - 1))
    }

    /// The nodes of a named piece, in the place of its name.
    fn fragment(&mut self, name: &str, piece: &str, span: &Range<usize>) -> Option<PatternNode> {
        self.whole += piece.len();
        if self.nested >= MAX_FRAGMENTS || self.whole > MAX_WHOLE {
            let message = format!("片段 {name} 套得太深，或者太长");
            let help = format!("片段里再用片段最多 {MAX_FRAGMENTS} 层，不能用到自己");
            self.mistake(span.clone(), message, Some(help));
            return None;
        }
        let known = self.captures.len();
        let mut inner = Parser {
            source: piece,
            chars: piece.char_indices().collect(),
            at: 0,
            vocabulary: self.vocabulary,
            printed: self.printed,
            captures: std::mem::take(&mut self.captures),
            groups: self.groups,
            mistakes: Vec::new(),
            nested: self.nested + 1,
            whole: self.whole,
        };
        let mut alternatives = vec![inner.sequence(1)];
        while inner.peek() == Some('|') {
            inner.at += 1;
            alternatives.push(inner.sequence(1));
        }
        if inner.peek().is_some() {
            inner.mistake(0..0, "多余的“)”".to_owned(), None);
        } else if inner.mistakes.is_empty() && alternatives.iter().all(Vec::is_empty) {
            inner.mistake(0..0, "没有内容".to_owned(), None);
        }
        let Parser { captures, groups, mistakes, whole, .. } = inner;
        (self.captures, self.groups, self.whole) = (captures, groups, whole);
        for capture in self.captures.iter_mut().skip(known) {
            capture.span = span.clone();
        }
        let is_sound = mistakes.is_empty();
        for mistake in mistakes {
            self.mistake(span.clone(), format!("片段 {name}：{}", mistake.message), mistake.help);
        }
        is_sound.then_some(PatternNode::Group(alternatives))
    }

    fn kind(&mut self, written: &str, span: &Range<usize>) -> Option<CaptureKind> {
        let trimmed = written.trim();
        if let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == trimmed) {
            return Some(kind.clone());
        }
        let kind_span = span.end - 1 - written.len()..span.end - 1;
        if !trimmed.contains('|') {
            let lower = trimmed.to_lowercase();
            let said = SAID.iter().find(|(words, _)| words.contains(&lower.as_str()));
            let nearest = KINDS.iter().map(|(name, _)| (distance(name, trimmed), *name)).min();
            let help = match nearest {
                _ if let Some((_, meant)) = said => format!("写成 {meant}"),
                Some((far, name)) if far <= 2 => format!("是不是 {name}？"),
                _ => format!(
                    "类别有 {}；几个词之一写成 甲|乙",
                    KINDS.map(|(name, _)| name).join("、")
                ),
            };
            self.mistake(kind_span, format!("没有“{trimmed}”这种类别"), Some(help));
            return None;
        }
        let words: Vec<String> = trimmed.split('|').map(|word| word.trim().to_owned()).collect();
        if words.iter().any(|word| self.vocabulary.folded(word).is_empty()) {
            self.mistake(kind_span, "“|”的一边没有词".to_owned(), None);
            return None;
        }
        Some(CaptureKind::Words(words))
    }
}

fn is_identifier(name: &str) -> bool {
    name.chars().enumerate().all(|(i, c)| {
        c == '_' || is_ideograph(c) || c.is_alphabetic() || (i > 0 && c.is_alphanumeric())
    })
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, cell) in b.chars().zip(row.iter_mut().skip(1)) {
            let value = (left + 1).min(*cell + 1).min(diagonal + usize::from(x != y));
            diagonal = *cell;
            *cell = value;
            left = value;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}
