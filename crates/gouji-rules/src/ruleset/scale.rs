//! Scales of grades: from which score, percentage or amount each grade is given.

use super::compiler::Compiler;
use super::raw::{RawNumber, RawScale};
use super::schema::Scale;
use gouji_values::error::MistakeCode;
use gouji_values::kind::Kind;
use gouji_values::number::{UnitId, cell_number};
use rust_decimal::Decimal;

impl Compiler<'_> {
    /// A scale of grades; what cannot be one is a mistake.
    pub(super) fn scale(&mut self, raw: &RawScale) -> Scale {
        self.identifier(&raw.head.id, "等级标准");
        let mut grades: Vec<(String, Decimal)> = Vec::new();
        let (mut is_rising, mut is_broken) = (false, raw.is_misread);
        let mut kind: Option<(Kind, &str)> = None;
        for (name, from) in raw.grades.iter().flatten() {
            if is_broken {
                // formulas may name it all the same
                grades.push((name.value.clone(), Decimal::ZERO));
                continue;
            }
            // numbers with the same word behind them are one slip
            let Some((value, own)) = self.bound(from, raw.head.file) else {
                is_broken = true;
                grades.push((name.value.clone(), Decimal::ZERO));
                continue;
            };
            match (own, kind) {
                (None, _) => {}
                (Some(own), None) => kind = Some((own, name.value.as_str())),
                (Some(own), Some((known, first))) if own != known => {
                    self.add(
                        raw.head.file,
                        from.span.clone(),
                        MistakeCode::NumberUnusable,
                        format!(
                            "{first} 的 from 是{}，{} 的是{}",
                            known.name(),
                            name.value,
                            own.name()
                        ),
                        Some(match share_beside_number(raw, (first, name.value.as_str())) {
                            Some(help) => help,
                            None => super::own_values::same_unit(from, known, own),
                        }),
                    );
                    // which is more than which is not known
                    is_broken = true;
                }
                _ => {}
            }
            match grades.last().filter(|_| !is_broken) {
                Some((_, above)) if value == *above => self.add(
                    raw.head.file,
                    from.span.clone(),
                    MistakeCode::GradesEqual,
                    match grades.iter().rev().find(|(_, above)| value == *above) {
                        Some((above, _)) => {
                            format!("{above} 和 {} 都从 {} 起", name.value, from.text.trim())
                        }
                        None => format!("两个等级都从 {} 起", from.text.trim()),
                    },
                    Some(match grades.last() {
                        Some((above, _)) => format!(
                            "由高到低，每一级到上一级为止：{} 的 from 要比 {above} 的小，或者把 {above} 的改大",
                            name.value
                        ),
                        None => "每个等级的 from 要不同".to_owned(),
                    }),
                ),
                // a list in the other order is one slip
                Some((_, above)) if value > *above && !is_rising => {
                    is_rising = true;
                    let help = self.falling(raw);
                    self.add(
                        raw.head.file,
                        from.span.clone(),
                        MistakeCode::GradesUnordered,
                        "等级要由高到低排列",
                        Some(help),
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
            self.without_zero(raw, &grades);
        }
        if !self.is_proved
            && let Some((_, first)) = raw.grades.iter().flatten().next()
        {
            let place = (raw.head.file, first.span.clone());
            self.mistakes.texts.insert((scale_name(&raw.head.id.value), None), place);
        }
        let (id, origin) = (raw.head.id.value.clone(), self.origin(&raw.head));
        // of numbers of two kinds nobody knows which one is meant: what formulas compare is not told beside it
        let kind = kind.map(|(kind, _)| kind).filter(|_| !is_broken);
        Scale { id, grades, kind, origin }
    }

    /// Tells that the lowest values have no grade.
    fn without_zero(&mut self, raw: &RawScale, grades: &[(String, Decimal)]) {
        let lowest = grades.iter().min_by_key(|(_, from)| *from);
        let written = lowest.and_then(|(name, _)| {
            let mut all = raw.grades.iter().flatten();
            all.find(|(own, _)| own.value == *name).map(|(_, from)| from)
        });
        let place = written.map_or_else(|| raw.head.id.span.clone(), |from| from.span.clone());
        let written = written.map(|from| from.text.trim());
        self.add(
            raw.head.id.file,
            place,
            MistakeCode::GradesWithoutZero,
            format!("等级标准 {} 没有从 0 起的等级", raw.head.id.value),
            Some(match (lowest, written) {
                (Some((name, _)), Some(from)) => format!(
                    "{from} 以下没有等级：再加一个从 0 起的，如 {{ name = \"差\", from = 0 }}；最低一级就是 {name} 的，它的 from 写 0"
                ),
                _ => "最后一个等级写 from = 0，否则低分没有等级".to_owned(),
            }),
        );
    }

    /// Where a grade begins, and what that is; 0 is 0 of anything.
    fn bound(&mut self, from: &RawNumber, file: usize) -> Option<(Decimal, Option<Kind>)> {
        let written = from.text.trim();
        if let Some(share) = written.strip_suffix(['%', '％']).map(str::trim) {
            let bare = RawNumber { text: share.into(), span: from.span.clone() };
            let value = self.decimal(&bare, file, &from.span)?;
            return Some((value / Decimal::ONE_HUNDRED, Some(Kind::Percent)));
        }
        let found = match self.bound_with_unit(written) {
            Some(found) => found,
            None => (self.decimal(from, file, &from.span)?, Kind::Number),
        };
        let kind = Some(found.1).filter(|_| !found.0.is_zero());
        Some((found.0, kind))
    }

    /// A number with its unit, in the unit that others are made of.
    fn bound_with_unit(&self, written: &str) -> Option<(Decimal, Kind)> {
        let read = cell_number(written, &self.words.units);
        if let Some(number) = read
            && let Some(kind) = self.words.kind_of_unit(number.unit)
        {
            let times = |unit: UnitId| self.words.units.get(unit).times;
            let value = number
                .unit
                .map_or(Some(number.value), |unit| number.value.checked_mul(times(unit)))?;
            return Some((value, kind));
        }
        self.counted(written).map(|value| (value, Kind::Count))
    }

    /// The grades of a scale in the order that they are to have.
    fn falling(&self, raw: &RawScale) -> String {
        let value = |from: &RawNumber| {
            let text = from.text.trim();
            let share = text.strip_suffix(['%', '％']).map_or(text, str::trim);
            self.bound_with_unit(share)
                .map(|(value, _)| value)
                .or_else(|| Decimal::from_str_exact(&share.replace('_', "")).ok())
        };
        let grades = raw.grades.iter().flatten();
        let mut all: Vec<(Decimal, &str, &str)> = grades
            .filter_map(|(name, from)| Some((value(from)?, name.value.as_str(), from.text.trim())))
            .collect();
        all.sort_by_key(|(value, ..)| std::cmp::Reverse(*value));
        let all: Vec<String> = all
            .iter()
            .map(|(_, name, from)| {
                format!("{{ name = \"{name}\", from = {} }}", super::own_values::number(from))
            })
            .collect();
        format!("写成 grades = [{}]", all.join(", "))
    }
}

/// What to write where one grade begins at a percentage and another one at a number: either may be meant.
fn share_beside_number(raw: &RawScale, (one, other): (&str, &str)) -> Option<String> {
    let of = |name: &str| {
        let mut all = raw.grades.iter().flatten();
        all.find(|(own, _)| own.value == name).map(|(_, from)| from.text.trim())
    };
    let share = |text: &str| text.strip_suffix(['%', '％']).map(|own| own.trim().to_owned());
    let is_bare = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let (a, b) = (of(one)?, of(other)?);
    let (shares, number) = match (share(a), share(b)) {
        (Some(own), None) if is_bare(b) => ((one, own), (other, b)),
        (None, Some(own)) if is_bare(a) => ((other, own), (one, a)),
        _ => return None,
    };
    Some(format!(
        "评的是得分的，{} 写成 from = {}；评的是百分数的，{} 写成 from = \"{}%\"：各个等级写同一种",
        shares.0, shares.1, number.0, number.1
    ))
}

/// Under which name the place of a scale is kept.
pub(super) fn scale_name(id: &str) -> String {
    format!("[[scale]] {id}")
}
