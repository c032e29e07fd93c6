//! The examples of roles: each row wins the figure that its example marks, and without the row no other row takes it for
//! the same role. Those of all layers run together, so a row that takes what another one shows is seen at once.

use super::compiler::Compiler;
use super::prose_words::ProseWords;
use super::raw::RawRole;
use super::walk::RuleText;
use crate::error::MistakeCode;
use crate::prose::{self, Declared, Quantity, RoleRow, Tokens};

/// What marks the figure of an example.
const MARKS: (char, char) = ('\u{3010}', '\u{3011}');

impl Compiler<'_> {
    /// Runs the examples of all rows.
    pub(super) fn role_examples(&mut self, raw: &[RawRole], rows: &[RoleRow]) {
        if raw.iter().all(|role| role.example.is_none()) {
            return;
        }
        let declared = Declared::new(rows.to_vec(), Vec::new());
        let words = self.words.clone();
        let prose = ProseWords::new(&[], &words);
        for role in raw {
            let Some(example) = &role.example else { continue };
            let Some(row) = rows.iter().find(|row| row.id == role.head.id.value) else { continue };
            let Some((text, at)) = self.marked(example) else { continue };
            let tokens = prose.with_scanner(&words, |scanner| scanner.scan(&text));
            let figure = tokens.figures.iter().position(|own| own.span.contains(&at));
            let Some(figure) = figure else {
                self.at(
                    example,
                    MistakeCode::RoleExampleMark,
                    "例句里标出的不是一个数",
                    Some("【】里写数字，不带单位，例如 户均补助【0.5】万元".to_owned()),
                );
                continue;
            };
            self.example(example, row, raw, (&declared, &tokens, figure));
        }
    }

    fn example(
        &mut self,
        example: &RuleText,
        row: &RoleRow,
        all: &[RawRole],
        (declared, tokens, figure): (&Declared, &Tokens, usize),
    ) {
        let taken = declared.row_of(tokens, figure, None).map(|fit| fit.row.clone());
        let own = tokens.figures.get(figure);
        let printed =
            own.map_or_else(String::new, |own| tokens.text(own.chars.start, own.chars.end));
        match taken {
            Some(by) if by.id == row.id => {
                let other = declared.row_of(tokens, figure, Some(&row.id));
                // a layer below may say the same in fewer words
                let is_twin = |other: &RoleRow| other.role == row.role && other.above >= row.above;
                if let Some(other) = other.filter(|other| is_twin(other.row)) {
                    let message = format!(
                        "没有 {} 这一行，例句里的 {printed} 也由 {} 取作 {}",
                        row.id, other.row.id, row.role
                    );
                    let help = "这一行多余，可以删去；或者换一个只有它取得到的例句".to_owned();
                    self.at(example, MistakeCode::RoleExample, message, Some(help));
                }
            }
            Some(by) => {
                let message = format!(
                    "角色 {} 的例句“{}”里的 {printed} 被 {} 取走了（{}）",
                    row.id,
                    example.value,
                    by.id,
                    if by.above < row.above {
                        "下级的行在先"
                    } else {
                        "配上的字更多，或编号在前"
                    },
                );
                let help = format!("给 {} 加上 unless，或把这一行的字写得更全", by.id);
                // a row of a layer below that takes what one above shows is told where one can mend it
                let thief = all.iter().find(|other| other.head.id.value == by.id);
                let thief = thief.filter(|_| by.above < row.above);
                let place = thief.map_or(example, |other| &other.head.id);
                self.at(place, MistakeCode::RoleExample, message, Some(help));
            }
            None => {
                let message = format!("角色 {} 不取例句里的 {printed}：{}", row.id, why(row, own));
                let help = "before 是同一分句里、上一个数之后的字，after 紧接在数和单位后面";
                self.at(example, MistakeCode::RoleExample, message, Some(help.to_owned()));
            }
        }
    }

    /// A text without its marks, and the byte at which the marked figure begins.
    fn marked(&mut self, example: &RuleText) -> Option<(String, usize)> {
        let text = example.value.as_str();
        let parts: Vec<&str> = text.split([MARKS.0, MARKS.1]).collect();
        let is_marked = text.matches([MARKS.0, MARKS.1]).eq([MARKS.0, MARKS.1].map(String::from));
        match parts.as_slice() {
            [before, figure, after] if is_marked && !figure.is_empty() => {
                Some((format!("{before}{figure}{after}"), before.len()))
            }
            _ => {
                let found = text.matches(MARKS.0).count();
                let message = match found {
                    0 => "例句没有用【】标出这个角色取的数".to_owned(),
                    1 => "例句的【】没有成对，或者里面是空的".to_owned(),
                    _ => format!("例句标了 {found} 个数"),
                };
                let help = "标出一个数，不带单位，例如 户均补助【0.5】万元".to_owned();
                self.at(example, MistakeCode::RoleExampleMark, message, Some(help));
                None
            }
        }
    }
}

/// Why a row does not take a figure.
fn why(row: &RoleRow, figure: Option<&Quantity>) -> String {
    let Some(figure) = figure else { return String::new() };
    let kind = match figure.kind {
        prose::Kind::Money => "金额",
        prose::Kind::Percent => "百分数",
        prose::Kind::Points => "百分点",
        prose::Kind::Score => "分数",
        prose::Kind::Count => "个数",
        prose::Kind::Bare => "没有单位的数",
    };
    if row.is_of_kind(figure) {
        return "前后的字或单位不合，或者有 unless 的字".to_owned();
    }
    match figure.counter.as_str() {
        "" => format!("这个数读作{kind}，与 kind 不合"),
        unit => format!("这个数读作{kind}，单位“{unit}”，与 kind、unit 不合"),
    }
}
