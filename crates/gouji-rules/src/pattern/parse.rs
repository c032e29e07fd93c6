//! Pattern source to tree. All mistakes are collected, each with its bytes.

mod capture;

pub use capture::kind_by_name;

use super::view::{CharClass, class_of};
use super::{Capture, PatternMistake};
use gouji_values::number::{fold, is_ideograph};
use gouji_values::vocabulary::Vocabulary;
use std::ops::Range;

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PatternNode {
    /// Folded characters.
    Literal(Vec<char>),
    /// Any punctuation mark, or the end; the one that the pattern writes.
    Mark(char),
    /// The document's year (0) or another one, counted from it (−1).
    Year(i32),
    /// A capture, by index.
    Capture(usize),
    /// Anything: in the passage, else in the sentence.
    Gap {
        /// `……`, not `…`.
        passage: bool,
    },
    /// Alternatives.
    Group(Vec<Vec<PatternNode>>),
    /// There or not.
    Optional(Box<PatternNode>),
    /// Once or more; the index of the repetition.
    Repeat(usize, Vec<Vec<PatternNode>>),
}

/// A parsed pattern.
#[derive(Clone, Debug)]
pub(super) struct PatternTree {
    pub(super) nodes: Vec<PatternNode>,
    pub(super) captures: Vec<Capture>,
    pub(super) groups: usize,
}

/// Longest pattern in characters.
const MAX_LEN: usize = 2000;
/// Deepest nesting of groups.
const MAX_DEPTH: usize = 12;

/// A bracket with fewer characters behind it is most likely to close at the end.
const NEAR_END: usize = 12;

/// `printed`: its characters are compared as they are printed, blanks, marks, widths and quotation
/// marks among them.
pub(super) fn parse(
    source: &str,
    vocabulary: &Vocabulary,
    printed: bool,
) -> Result<PatternTree, Vec<PatternMistake>> {
    // collecting would grow the list again and again
    let mut chars = Vec::with_capacity(source.len());
    chars.extend(source.char_indices());
    let mut parser = Parser {
        source,
        chars,
        at: 0,
        vocabulary,
        printed,
        captures: Vec::new(),
        groups: 0,
        mistakes: Vec::new(),
        nested: 0,
        whole: source.len(),
    };
    if parser.chars.len() > MAX_LEN {
        parser.mistake(
            0..source.len(),
            format!("写法太长：最多 {MAX_LEN} 个字"),
            Some("拆成几条".to_owned()),
        );
        return Err(parser.mistakes);
    }
    if let Some((at, sign)) =
        parser.chars.iter().find(|(_, c)| matches!(c, '｛' | '｝')).copied().filter(|_| !printed)
    {
        let meant: String = source
            .chars()
            .map(|c| match c {
                '｛' => '{',
                '｝' => '}',
                '：' => ':',
                c => c,
            })
            .collect();
        let help = format!("取值写在半角的 {{ }} 里：\"{meant}\"");
        parser.mistake(
            at..at + sign.len_utf8(),
            format!("这里是全角的 {sign}，不会当作取值"),
            Some(help),
        );
        return Err(parser.mistakes);
    }
    let mut nodes = Vec::new();
    loop {
        nodes.extend(parser.sequence(0));
        let Some(c) = parser.peek() else { break };
        let span = parser.span_here();
        match c {
            '|' => parser.mistake(span, "“|”只能写在括号里".to_owned(), Some(literal_bar(source))),
            _ => parser.mistake(
                span,
                "多余的“)”".to_owned(),
                Some("前面没有与它成对的半角“(”；正文里的括号请用全角（）".to_owned()),
            ),
        }
        parser.at += 1;
    }
    if parser.mistakes.is_empty() && nodes.iter().all(nullable) {
        parser.mistake(
            0..source.len(),
            "这个写法什么都没有也算符合".to_owned(),
            Some("至少写一处必须出现的文字或取值".to_owned()),
        );
    }
    let groups = parser.groups;
    let captures = parser.captures;
    if parser.mistakes.is_empty() {
        Ok(PatternTree { nodes, captures, groups })
    } else {
        Err(parser.mistakes)
    }
}

/// Whether a node may match nothing. A mark may: it stands for the end too.
pub(super) fn nullable(node: &PatternNode) -> bool {
    match node {
        PatternNode::Literal(_) | PatternNode::Year(_) | PatternNode::Capture(_) => false,
        PatternNode::Mark(_) | PatternNode::Gap { .. } | PatternNode::Optional(_) => true,
        PatternNode::Group(alternatives) | PatternNode::Repeat(_, alternatives) => {
            alternatives.iter().any(|nodes| nodes.iter().all(nullable))
        }
    }
}

struct Parser<'a> {
    source: &'a str,
    chars: Vec<(usize, char)>,
    at: usize,
    vocabulary: &'a Vocabulary,
    printed: bool,
    captures: Vec<Capture>,
    groups: usize,
    mistakes: Vec<PatternMistake>,
    /// In how many fragments this text stands, one in another.
    nested: usize,
    /// Bytes of the pattern and of the fragments that were read for it.
    whole: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.look(0)
    }

    fn look(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).map(|(_, c)| *c)
    }

    /// Byte offset of a character index.
    fn byte(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.source.len(), |(byte, _)| *byte)
    }

    fn span_here(&self) -> Range<usize> {
        self.byte(self.at)..self.byte(self.at + 1)
    }

    fn mistake(&mut self, span: Range<usize>, message: String, help: Option<String>) {
        self.mistakes.push(PatternMistake { span, message, help });
    }

    /// A literal that begins with a character, with room for the ideographs behind it.
    fn room(&self, first: char) -> Vec<char> {
        let behind = self
            .chars
            .get(self.at..)
            .unwrap_or(&[])
            .iter()
            .take_while(|(_, c)| is_ideograph(*c))
            .count();
        let mut literal = Vec::with_capacity(1 + behind);
        literal.push(first);
        literal
    }

    /// Nodes up to `)`, `|` or the end.
    fn sequence(&mut self, depth: usize) -> Vec<PatternNode> {
        let mut nodes: Vec<PatternNode> = Vec::with_capacity(if depth == 0 { 12 } else { 2 });
        while let Some(c) = self.peek() {
            let start = self.at;
            if is_ideograph(c) && !matches!(self.look(1), Some('?' | '+')) {
                self.at += 1;
                match nodes.last_mut() {
                    Some(PatternNode::Literal(known)) => known.push(c),
                    _ => nodes.push(PatternNode::Literal(self.room(c))),
                }
                continue;
            }
            let node = match c {
                ')' | '|' => break,
                '(' => self.group(depth),
                '{' => self.capture(),
                '}' => {
                    let span = self.span_here();
                    self.mistake(span, "多余的“}”".to_owned(), None);
                    self.at += 1;
                    continue;
                }
                '?' | '+' => {
                    let span = self.span_here();
                    let (message, help) = if c == '?' {
                        ("“?”前面没有可以省去的内容", "写在一个字、一个括号或一处取值之后")
                    } else {
                        ("“+”前面不是括号", LITERAL_PLUS)
                    };
                    self.mistake(span, message.to_owned(), Some(help.to_owned()));
                    self.at += 1;
                    continue;
                }
                '\u{2026}' => {
                    while self.peek() == Some('\u{2026}') {
                        self.at += 1;
                    }
                    Some(PatternNode::Gap { passage: self.at - start > 1 })
                }
                _ => self.sign(c),
            };
            let Some(node) = node else {
                if self.peek() == Some('?') {
                    self.at += 1;
                }
                continue;
            };
            self.push(&mut nodes, node, start);
        }
        nodes
    }

    /// Adds a node, with the `?` behind it.
    fn push(&mut self, nodes: &mut Vec<PatternNode>, node: PatternNode, start: usize) {
        if self.peek() == Some('?') {
            self.at += 1;
            if self.peek() == Some('?') {
                let span = self.span_here();
                let help = "“?”表示前一个字可有可无，写一次；找印出的问号写全角的？";
                self.mistake(span, "“?”写了两次".to_owned(), Some(help.to_owned()));
                self.at += 1;
            }
            match node {
                PatternNode::Gap { .. } => nodes.push(node),
                _ => nodes.push(PatternNode::Optional(Box::new(node))),
            }
            return;
        }
        if self.peek() == Some('+') && !matches!(node, PatternNode::Repeat(..)) {
            let span = self.byte(start)..self.byte(self.at + 1);
            self.mistake(span, "“+”前面不是括号".to_owned(), Some(LITERAL_PLUS.to_owned()));
            self.at += 1;
        }
        match (nodes.last_mut(), node) {
            (Some(PatternNode::Literal(known)), PatternNode::Literal(more)) => known.extend(more),
            (_, node) => nodes.push(node),
        }
    }

    /// One character of text or punctuation; `None` for one that never matters.
    fn sign(&mut self, c: char) -> Option<PatternNode> {
        let start = self.at;
        self.at += 1;
        if self.printed {
            return Some(PatternNode::Literal(vec![c]));
        }
        if self.vocabulary.ignorable(c) {
            return None;
        }
        let folded = fold(c);
        if !matches!(class_of(folded), CharClass::Mark | CharClass::Semicolon | CharClass::End) {
            return Some(PatternNode::Literal(vec![folded]));
        }
        let digit = |at: Option<usize>| {
            at.and_then(|at| self.chars.get(at)).is_some_and(|(_, c)| fold(*c).is_ascii_digit())
        };
        if folded == '.' && digit(start.checked_sub(1)) && digit(Some(self.at)) {
            return Some(PatternNode::Literal(vec![folded]));
        }
        // the same mark typed twice is meant as such: it looks for slips
        let mut run = vec![folded];
        while self.peek().is_some_and(|next| next != '?' && fold(next) == folded) {
            run.push(folded);
            self.at += 1;
        }
        Some(if run.len() > 1 { PatternNode::Literal(run) } else { PatternNode::Mark(folded) })
    }

    /// What to write where a bracket that groups is not closed: one of the text, or its other half.
    fn unclosed_group(&self, start: usize) -> String {
        let (before, behind) = self.source.split_at(self.byte(start));
        let behind = behind.strip_prefix('(').unwrap_or(behind);
        let mut text = format!("{before}\u{FF08}{behind}");
        if behind.contains('\u{FF09}') {
            return format!("全角“）”是正文，与半角“(”不成对：正文里的括号都写全角，写成 {text}");
        }
        if behind.chars().count() < NEAR_END && !behind.contains(['(', ')']) {
            text.push('\u{FF09}');
        }
        format!(
            "半角“(”在这里是可有可无、几样选一的记号，到末尾也没有“)”；正文里的括号写全角：{text}"
        )
    }

    fn group(&mut self, depth: usize) -> Option<PatternNode> {
        let start = self.at;
        self.at += 1;
        let (first_capture, first_group) = (self.captures.len(), self.groups);
        if depth >= MAX_DEPTH {
            let span = self.byte(start)..self.source.len();
            self.mistake(span, format!("括号套得太深：最多 {MAX_DEPTH} 层"), None);
            self.at = self.chars.len();
            return None;
        }
        let mut alternatives = vec![self.sequence(depth + 1)];
        while self.peek() == Some('|') {
            self.at += 1;
            alternatives.push(self.sequence(depth + 1));
        }
        if self.peek() != Some(')') {
            let help = Some(self.unclosed_group(start));
            let span = self.byte(start)..self.byte(start + 1);
            self.mistake(span, "“(”没有对应的“)”".to_owned(), help);
            return None;
        }
        self.at += 1;
        let span = self.byte(start)..self.byte(self.at);
        if alternatives.iter().all(Vec::is_empty) {
            self.mistake(span, "括号里没有内容".to_owned(), None);
            return None;
        }
        if self.peek() != Some('+') {
            return Some(PatternNode::Group(alternatives));
        }
        self.at += 1;
        let span = self.byte(start)..self.byte(self.at);
        if self.groups > first_group {
            self.mistake(span, "重复 (…)+ 里面不能再有重复".to_owned(), None);
        } else if alternatives.iter().flatten().any(|node| group_depth(node) > 1) {
            self.mistake(span, "重复 (…)+ 里面的括号只能有一层".to_owned(), None);
        } else if alternatives.iter().any(|nodes| nodes.iter().all(nullable)) {
            self.mistake(
                span,
                "重复的内容不能什么都没有".to_owned(),
                Some("至少写一处必须出现的文字或取值".to_owned()),
            );
        }
        let index = self.groups;
        self.groups += 1;
        for capture in self.captures.iter_mut().skip(first_capture) {
            capture.group = Some(index);
        }
        Some(PatternNode::Repeat(index, alternatives))
    }
}

/// How deep groups are nested in a node.
fn group_depth(node: &PatternNode) -> usize {
    match node {
        PatternNode::Group(alternatives) | PatternNode::Repeat(_, alternatives) => {
            1 + alternatives.iter().flatten().map(group_depth).max().unwrap_or(0)
        }
        PatternNode::Optional(node) => group_depth(node),
        _ => 0,
    }
}

/// What to write for a plus sign that repeats no group.
const LITERAL_PLUS: &str =
    "半角的 + 是“重复”，不能找加号：印成全角的写 ＋；要重复的内容写在半角括号里：(…)+";

/// What to write for a bar outside of brackets: a group of what stands on both sides.
fn literal_bar(source: &str) -> String {
    // a group between full-width brackets
    let narrow = source.replace('（', "(").replace('）', ")");
    if narrow != source && narrow.matches('(').count() == narrow.matches(')').count() {
        return format!("分组的括号写半角：写成 {narrow}");
    }
    let is_plain = !source.contains(['(', ')', '{', '}']) && !source.starts_with('|');
    let meant = if is_plain && !source.ends_with('|') { source } else { "甲|乙" };
    format!("几个里任一个的写成 ({meant})；半角的 | 不能找，印成全角的竖线写 ｜")
}
