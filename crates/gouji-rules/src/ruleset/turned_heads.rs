//! Columns of a form whose names and heads are the other way round: 期初里程 with the head 年末里程, 期末里程 with
//! the head 年初里程. Every rule then takes one for the other, and each of them looks wrong.
//!
//! In: a compiled ruleset. Out: a remark at the head of the first of two such columns of the author's.

use super::rulebook::Rulebook;
use super::schema::{Column, Form};
use super::whole::Ruleset;
use gouji_values::error::{MistakeCode, RuleMistake};

/// Words of which one is the contrary of the other: each of a list is one meaning.
const CONTRARY: &[(&[&str], &[&str])] = &[
    (&["期初", "年初", "月初", "季初"], &["期末", "年末", "月末", "季末", "年底", "月底"]),
    (&["上年", "去年", "上期", "上月"], &["本年", "今年", "本期", "本月", "当年"]),
    (&["收入"], &["支出"]),
    (&["增加"], &["减少"]),
    (&["借方"], &["贷方"]),
    (&["领用", "领取", "借出"], &["归还", "退回"]),
    (&["起租", "开始", "起始"], &["到期", "结束", "终止"]),
    (&["应收", "应付", "应缴"], &["实收", "实付", "实缴"]),
    (&["预算"], &["决算"]),
];

/// Which of two contrary meanings a text has; nothing where it has both or none.
fn meaning(text: &str, (one, other): (&[&str], &[&str])) -> Option<bool> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match (has(one), has(other)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Which of two contrary meanings the name of a column has, where all its heads have the other one.
fn turned(column: &Column, pair: (&[&str], &[&str])) -> Option<bool> {
    let own = meaning(&column.name, pair)?;
    let heads = &column.headers.plain;
    let is_other = |head: &str| meaning(head, pair) == Some(!own);
    (!heads.is_empty() && heads.iter().all(|head| is_other(head.as_str()))).then_some(own)
}

/// Two columns that have the heads of each other.
fn exchanged(form: &Form) -> Option<(&Column, &Column)> {
    CONTRARY.iter().find_map(|pair| {
        let of = |wanted: bool| {
            let mut all = form.columns.iter().filter(|own| turned(own, *pair) == Some(wanted));
            all.next().filter(|_| all.next().is_none())
        };
        Some((of(true)?, of(false)?))
    })
}

/// Whether two columns of a form have the heads of each other: what rules on it find says nothing of their
/// formulas.
#[must_use]
pub fn has_turned_heads(form: &Form) -> bool {
    exchanged(form).is_some()
}

impl Rulebook {
    /// Such columns.
    pub(super) fn turned_heads(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let is_own = |layer: &str| ruleset.author_layers.iter().any(|own| own.as_str() == layer);
        let own = ruleset.forms.iter().filter(|form| is_own(&form.origin.layer));
        own.filter_map(|form| {
            let (one, other) = exchanged(form)?;
            let text = self.text(&form.origin.file)?;
            let begin = form.origin.span.start;
            let at = begin + text.get(begin..)?.find(&format!("\"{}\"", one.name))?;
            let heads = |own: &Column| -> Option<String> {
                Some(own.headers.plain.first()?.as_str().to_owned())
            };
            let (first, second) = (heads(one)?, heads(other)?);
            let help = format!(
                "对调两栏的 header：{} 写 header = [\"{second}\"]，{} 写 header = [\"{first}\"]；名称本来就这样用的，不必改",
                one.name, other.name
            );
            Some(RuleMistake {
                span: at..at + one.name.len() + 2,
                help: Some(help),
                is_warning: true,
                text: text.clone(),
                ..RuleMistake::of_file(
                    MistakeCode::WithoutEffect,
                    form.origin.file.to_string(),
                    format!(
                        "“{}”一栏的 header 写的是“{first}”，“{}”的是“{second}”：像是写反了",
                        one.name, other.name
                    ),
                )
            })
        })
        .collect()
    }
}
