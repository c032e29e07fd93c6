//! Scales of grades: from which score, or from which percentage, each grade is given.

use super::compiler::Compiler;
use super::raw::{RawNumber, RawScale};
use super::schema::Scale;
use gouji_values::error::MistakeCode;
use rust_decimal::Decimal;

impl Compiler<'_> {
    /// A scale of grades; what cannot be one is a mistake.
    pub(super) fn scale(&mut self, raw: &RawScale) -> Scale {
        self.identifier(&raw.head.id, "等级标准");
        let mut grades: Vec<(String, Decimal)> = Vec::new();
        let (mut is_rising, mut is_broken) = (false, false);
        let mut is_share = None;
        for (name, from) in raw.grades.iter().flatten() {
            if is_broken {
                continue;
            }
            let share = from.text.trim().strip_suffix(['%', '％']).map(str::trim);
            let bare = share.map(|text| RawNumber { text: text.into(), span: from.span.clone() });
            let bare = bare.as_ref().unwrap_or(from);
            // numbers with the same word behind them are one slip
            let Some(value) = self.decimal(bare, raw.head.file, &from.span) else {
                is_broken = true;
                continue;
            };
            let value = if share.is_some() { value / Decimal::ONE_HUNDRED } else { value };
            let of = share.is_some();
            if !value.is_zero() && is_share.replace(of).is_some_and(|known| known != of) {
                self.add(
                    raw.head.file,
                    from.span.clone(),
                    MistakeCode::NumberUnusable,
                    "等级的 from 有的写成百分数，有的没有",
                    Some("得分都写数：90；百分数都写百分数：\"90%\"".to_owned()),
                );
            }
            match grades.last() {
                Some((_, above)) if value == *above => self.add(
                    raw.head.file,
                    from.span.clone(),
                    MistakeCode::GradesEqual,
                    format!("两个等级都从 {value} 起"),
                    Some("每个等级的 from 要不同".to_owned()),
                ),
                // a list in the other order is one slip
                Some((_, above)) if value > *above && !is_rising => {
                    is_rising = true;
                    self.add(
                        raw.head.file,
                        from.span.clone(),
                        MistakeCode::GradesUnordered,
                        "等级要由高到低排列",
                        Some(super::own_values::falling(raw)),
                    );
                }
                _ => {}
            }
            if grades.iter().any(|(known, _)| *known == name.value) {
                self.at(
                    name,
                    MistakeCode::GradeTwice,
                    format!("等级 {} 写了两次", name.value),
                    None,
                );
            }
            grades.push((name.value.clone(), value));
        }
        if !is_broken && !grades.iter().any(|(_, from)| from.is_zero()) {
            self.at(
                &raw.head.id,
                MistakeCode::GradesWithoutZero,
                format!("等级标准 {} 没有从 0 起的等级", raw.head.id.value),
                Some(match grades.iter().min_by_key(|(_, from)| *from) {
                    Some((name, from)) => format!(
                        "{from} 以下没有等级：再加一个从 0 起的，如 {{ name = \"差\", from = 0 }}；最低一级就是 {name} 的，它的 from 写 0"
                    ),
                    None => "最后一个等级写 from = 0，否则低分没有等级".to_owned(),
                }),
            );
        }
        let (id, origin) = (raw.head.id.value.clone(), self.origin(&raw.head));
        Scale { id, grades, is_share, origin }
    }
}
