//! Usual rules: a text of rules with slots, filled by the author. Which there are is data; here is how one is read and filled.
//!
//! `@name@` stands for the value of a slot, `@name.1.2@` for a cell of one with rows (`-1` is the last row). A line with a
//! slot that is blank is left out; `@name?@` leaves nothing there but keeps its line, `@!name@` keeps its line only then.

use crate::draft::literal;
use gouji_rules::formula::{as_identifier, is_identifier};
use gouji_values::number::day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A usual rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualRule {
    /// In a line.
    pub title: String,
    /// When it is what an author needs.
    pub about: String,
    /// The file that it goes to; else one of the author's.
    #[serde(default)]
    pub file: Option<String>,
    /// The slot with the id of the rule that cases are made of.
    #[serde(default)]
    pub rule: Option<String>,
    /// The rules with slots.
    pub body: String,
    /// The slots, in the order in which they are asked for.
    pub slot: Vec<UsualSlot>,
    /// A form with cases, by which it is tried with the samples of the slots.
    #[serde(default, skip_serializing)]
    pub trial: Option<String>,
}

/// What a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    /// Words.
    Text,
    /// An id of its own.
    Id,
    /// The id of a rule that there is.
    Rule,
    /// A form.
    Form,
    /// A column of the form.
    Column,
    /// A figure of any form: form, row and column, or form and column.
    Cell,
    /// Words that are looked for as they are printed.
    Printed,
    /// A number with its unit.
    Value,
    /// A number without one.
    Number,
    /// A day.
    Day,
    /// One of the words that are listed.
    Choice,
    /// Rows.
    Rows,
}

impl SlotKind {
    /// Whether a text is one of these; else what is to be written.
    fn fits(self, text: &str) -> Result<(), String> {
        let is_right = match self {
            Self::Text | Self::Rule | Self::Choice => true,
            Self::Id | Self::Column => is_identifier(text),
            // one side of a form stands behind a point
            Self::Form => text.split('.').count() <= 2 && text.split('.').all(is_identifier),
            Self::Cell => {
                (2..=4).contains(&text.split('.').count()) && text.split('.').all(is_identifier)
            }
            Self::Printed => literal(text) == text,
            Self::Value => text.starts_with(|c: char| c.is_ascii_digit()),
            Self::Number => text.chars().all(|c| c.is_ascii_digit() || c == '.'),
            Self::Day => day(text).is_some(),
            Self::Rows => false,
        };
        if is_right {
            return Ok(());
        }
        Err(match self {
            Self::Id => {
                format!("只用汉字、字母、数字和 _，不以数字开头；可以写 {}", as_identifier(text))
            }
            Self::Form | Self::Column => {
                format!("要选一个名称；{text} 可以写成 {}", as_identifier(text))
            }
            Self::Cell => "写成 表样.行.栏目，例如 支出决算表.合计.项目支出".to_owned(),
            Self::Printed => "里不能有半角的 ( ) ? | + { } 和 …：拆成几处写".to_owned(),
            Self::Value => "要填数和单位，例如 480元、10%".to_owned(),
            Self::Number => "要填数，不带单位".to_owned(),
            Self::Day => "要填日期，例如 2027-12-31".to_owned(),
            _ => "要逐行填".to_owned(),
        })
    }
}

/// A slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualSlot {
    /// As the body calls it.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// What to write.
    #[serde(default)]
    pub help: Option<String>,
    /// What it takes.
    pub kind: SlotKind,
    /// It may stay blank.
    #[serde(default)]
    pub optional: bool,
    /// The words to choose from, each behind what it is called.
    #[serde(default)]
    pub choices: Vec<[String; 2]>,
    /// Of a column the kinds that do.
    #[serde(default)]
    pub holds: Vec<String>,
    /// Of rows what their columns are called.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Of rows how one is written: `{1}` stands for its first column.
    #[serde(default)]
    pub each: Option<String>,
    /// Of rows what stands between two.
    #[serde(default)]
    pub join: Option<String>,
    /// Of rows what their columns take.
    #[serde(default)]
    pub takes: Vec<SlotKind>,
    /// What it may hold.
    pub sample: SlotValue,
}

/// What stands in a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SlotValue {
    /// One value.
    One(String),
    /// Rows of values.
    Rows(Vec<Vec<String>>),
}

impl UsualRule {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with its text.
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// The samples of all slots.
    #[must_use]
    pub fn samples(&self) -> BTreeMap<String, SlotValue> {
        self.slot.iter().map(|slot| (slot.name.clone(), slot.sample.clone())).collect()
    }

    /// Its rules with these values.
    ///
    /// # Errors
    /// Which value cannot stand there, and what can.
    pub fn filled(&self, values: &BTreeMap<String, SlotValue>) -> Result<String, String> {
        self.with(values, &self.body)
    }

    /// What it is tried by, with the samples: a form, its rules, their cases.
    ///
    /// # Errors
    /// As [`UsualRule::filled`].
    pub fn tried(&self) -> Result<String, String> {
        let samples = self.samples();
        let body = self.filled(&samples)?;
        let trial = self.trial.as_deref().unwrap_or("");
        Ok(format!("{}\n{body}", self.with(&samples, trial)?))
    }

    fn with(&self, values: &BTreeMap<String, SlotValue>, text: &str) -> Result<String, String> {
        for slot in &self.slot {
            slot.fits(values.get(&slot.name))?;
        }
        let mut out = String::new();
        for line in text.split_inclusive('\n') {
            if let Some(line) = self.line(values, line)? {
                out.push_str(&line);
            }
        }
        Ok(out)
    }

    /// A line with its values; `None` where it is left out.
    fn line(
        &self,
        values: &BTreeMap<String, SlotValue>,
        line: &str,
    ) -> Result<Option<String>, String> {
        let mut out = String::new();
        for (at, piece) in line.split('@').enumerate() {
            if at % 2 == 0 {
                out.push_str(piece);
                continue;
            }
            let (is_without, path) = match piece.strip_prefix('!') {
                Some(path) => (true, path),
                None => (false, piece),
            };
            let (may_lack, path) = match path.strip_suffix('?') {
                Some(path) => (true, path),
                None => (false, path),
            };
            let mut names = path.split('.');
            let name = names.next().unwrap_or("");
            let slot = self.slot.iter().find(|slot| slot.name == name);
            let slot = slot.ok_or_else(|| format!("@{piece}@"))?;
            let value = values.get(name).filter(|value| !value.is_blank());
            match value {
                Some(_) if is_without => return Ok(None),
                Some(value) => out.push_str(&slot.written(value, names)?),
                None if is_without || may_lack => {}
                None => return Ok(None),
            }
        }
        Ok(Some(out))
    }
}

impl SlotValue {
    fn is_blank(&self) -> bool {
        match self {
            Self::One(text) => text.trim().is_empty(),
            Self::Rows(rows) => rows.iter().flatten().all(|cell| cell.trim().is_empty()),
        }
    }

    /// The rows that hold something.
    fn rows(&self) -> Vec<&[String]> {
        match self {
            Self::One(_) => Vec::new(),
            Self::Rows(rows) => rows
                .iter()
                .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
                .map(Vec::as_slice)
                .collect(),
        }
    }
}

impl UsualSlot {
    /// Whether a value can stand in it.
    fn fits(&self, value: Option<&SlotValue>) -> Result<(), String> {
        let label = &self.label;
        let Some(value) = value.filter(|value| !value.is_blank()) else {
            return if self.optional { Ok(()) } else { Err(format!("还没有填“{label}”")) };
        };
        let text = match value {
            SlotValue::One(text) => text.trim(),
            SlotValue::Rows(_) => return self.rows_fit(value),
        };
        if self.kind == SlotKind::Choice && !self.choices.iter().any(|[word, _]| word == text) {
            return Err(format!("“{label}”要从列出的里面选"));
        }
        self.kind.fits(text).map_err(|why| format!("“{label}”{why}"))
    }

    fn rows_fit(&self, value: &SlotValue) -> Result<(), String> {
        for (at, row) in value.rows().into_iter().enumerate() {
            for (column, name) in self.columns.iter().enumerate() {
                let place = || format!("“{}”第 {} 行的{name}", self.label, at + 1);
                let cell = row.get(column).map_or("", |cell| cell.trim());
                if cell.is_empty() {
                    return Err(format!("{}没有填", place()));
                }
                let kind = self.takes.get(column).copied().unwrap_or(SlotKind::Text);
                kind.fits(cell).map_err(|why| format!("{}{why}", place()))?;
            }
        }
        Ok(())
    }

    /// A value, or a cell of it by its row and column from 1.
    fn written<'p>(
        &self,
        value: &SlotValue,
        mut path: impl Iterator<Item = &'p str>,
    ) -> Result<String, String> {
        if let SlotValue::One(text) = value {
            // however a day is written, rule files have it in one way
            return Ok(match day(text).filter(|_| self.kind == SlotKind::Day) {
                Some((year, month, day)) => format!("{year}-{month:02}-{day:02}"),
                None => escaped(text.trim()),
            });
        }
        let rows = value.rows();
        let wrong = || format!("“{}”", self.label);
        if let Some(row) = path.next() {
            let row: isize = row.parse().map_err(|_| wrong())?;
            let at = if row < 0 {
                rows.len().checked_add_signed(row)
            } else {
                usize::try_from(row - 1).ok()
            };
            let column: usize = path.next().and_then(|own| own.parse().ok()).ok_or_else(wrong)?;
            let cell =
                at.and_then(|at| rows.get(at)).and_then(|row| row.get(column.wrapping_sub(1)));
            return cell
                .map(|cell| escaped(cell.trim()))
                .ok_or_else(|| format!("“{}”至少要填 {} 行", self.label, row.unsigned_abs()));
        }
        let each = self.each.as_deref().unwrap_or("\"{1}\"");
        let lines = rows.iter().map(|row| row_of(each, row));
        Ok(lines.collect::<Vec<_>>().join(self.join.as_deref().unwrap_or(", ")))
    }
}

/// A row as it is written; what stands in a cell is no place for another one.
fn row_of(each: &str, row: &[String]) -> String {
    let (mut out, mut rest) = (String::new(), each);
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let place = behind.split_once('}').and_then(|(place, behind)| {
            let at: usize = place.parse().ok()?;
            Some((row.get(at.checked_sub(1)?)?, behind))
        });
        if let Some((cell, behind)) = place {
            out.push_str(&escaped(cell.trim()));
            rest = behind;
        } else {
            out.push('{');
            rest = behind;
        }
    }
    out + rest
}

/// A text as it stands between quotes.
fn escaped(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.replace('\\', "\\\\").replace('"', "\\\"")
}
