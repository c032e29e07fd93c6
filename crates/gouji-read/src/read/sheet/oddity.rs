//! What a reader of the report should know of a sheet: hidden parts, errors, formulas and shown
//! figures that are not what is stored.

use super::address::{address, letters};
use super::formula::disagrees;
use super::grid::{SheetCell, SheetGrid, Stored};
use gouji_values::document::NoticeCode;
use gouji_values::lang::{BilingualText, Lang, bilingual, counted, tell};
use gouji_values::number::{Decimal, Number, cell_number, multiply};
use gouji_values::vocabulary::Vocabulary;

/// Places that a notice names.
const NAMED: usize = 4;
/// Cells that formulas of a sheet may look at: more is no hand-made sheet.
const STEPS: usize = 4_000_000;

/// A notice: its code, its words and the cell (index) that it begins with.
type Oddity = (NoticeCode, BilingualText, Option<usize>);

/// The notices on a sheet, each with the cell (index) that it begins with.
pub(super) fn find(grid: &SheetGrid<'_>, words: &Vocabulary) -> Vec<Oddity> {
    if grid.cells.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    if grid.hidden {
        let message = on_sheet(
            &grid.name,
            bilingual!(
                "是隐藏的，里面的内容也一并审核",
                "it is hidden, and what it holds was audited, too"
            ),
        );
        out.push((NoticeCode::HiddenContent, message, Some(0)));
    }
    out.extend(hidden_parts(grid).map(|(parts, at)| {
        let [chinese, english] = Lang::ALL.map(|lang| parts.of(lang));
        let message = bilingual!(
            "有隐藏的{chinese}，里面的内容也一并审核",
            "{english} are hidden, and what they hold was audited, too"
        );
        (NoticeCode::HiddenContent, on_sheet(&grid.name, message), Some(at))
    }));
    let mut errors = List::default();
    let mut shown = List::default();
    let mut formulas = List::default();
    let (mut unsaved, mut computed) = (List::default(), List::default());
    let mut steps = STEPS;
    for (index, cell) in grid.cells.iter().enumerate() {
        let at = || address(cell.row, cell.column);
        match cell.stored {
            Stored::Error => {
                errors.add(index, || BilingualText::same(format!("{} {}", at(), cell.shown)));
            }
            Stored::Unsaved => unsaved.add(index, || BilingualText::same(at())),
            Stored::Text => {}
            Stored::Number(value)
                if grid.computed.binary_search(&(cell.row, cell.column)).is_ok() =>
            {
                computed.add(index, || {
                    let (at, value) = (at(), value.normalize());
                    bilingual!("{at} 算得 {value}", "{at} gives {value}")
                });
            }
            Stored::Number(value) => {
                if !cell.is_faithful && differs(cell, value, words) {
                    shown.add(index, || {
                        let (at, shown) = (at(), cell.shown.trim());
                        bilingual!(
                            "{at} 显示“{shown}”，存储 {value}",
                            "{at} shows “{shown}” and stores {value}"
                        )
                    });
                }
                let computed =
                    cell.formula.as_ref().and_then(|formula| formula.value(grid, &mut steps));
                let decimals = || {
                    cell_number(cell.shown.trim(), &words.units)
                        .map_or(2, |number| decimals_of_stored(&number, words))
                };
                if let Some(computed) =
                    computed.filter(|computed| disagrees(value, *computed, decimals()))
                {
                    formulas.add(index, || {
                        let (at, meant) = (at(), computed.normalize());
                        bilingual!(
                            "{at} 的公式应得 {meant}，存储 {value}",
                            "the formula of {at} gives {meant} and {value} is stored"
                        )
                    });
                }
            }
        }
    }
    let lists = [
        (errors, NoticeCode::ErrorCells),
        (unsaved, NoticeCode::FormulasUnsaved),
        (computed, NoticeCode::FormulasComputed),
        (shown, NoticeCode::ShownDiffers),
        (formulas, NoticeCode::FormulaDiffers),
    ];
    out.extend(lists.into_iter().filter_map(|(list, code)| list.say(code, &grid.name)));
    out
}

/// What is said of so many cells, of which these are listed.
fn told(code: NoticeCode, lang: Lang, count: usize, list: &str) -> String {
    let cells = counted(count, "cell");
    let save = lang.of(
        "请在 Excel 或 WPS 中打开并保存一次再审核",
        "please open the file in Excel or WPS, save it once and audit again",
    );
    match code {
        NoticeCode::ErrorCells => tell!(
            lang,
            "有 {count} 格是错误值（{list}），请在表格里改正",
            "{cells} with error values ({list}); please correct them in the sheet"
        ),
        NoticeCode::FormulasUnsaved => tell!(
            lang,
            "有 {count} 格的公式没有保存结果（{list}），读不出数字；{save}",
            "{cells} with a formula without saved result ({list}), whose numbers cannot be read; {save}"
        ),
        NoticeCode::FormulasComputed => tell!(
            lang,
            "有 {count} 格的公式没有保存结果（{list}），是几格相加减，已照公式算出；{save}",
            "{cells} with a formula without saved result ({list}), worked out as it adds and subtracts cells; {save}"
        ),
        NoticeCode::ShownDiffers => tell!(
            lang,
            "有 {count} 格显示的数不是存储的数（{list}），按显示的数审核",
            "{cells} with another number shown than stored ({list}); what is shown was audited"
        ),
        _ => tell!(
            lang,
            "有 {count} 格的公式与结果不符（{list}），按存储的数审核；请重新计算后保存",
            "{cells} with a formula that does not give its result ({list}); what is stored was audited; please recalculate and save"
        ),
    }
}

/// The first places of an oddity, and how many there are.
#[derive(Default)]
struct List {
    first: Option<usize>,
    named: Vec<BilingualText>,
    count: usize,
}

impl List {
    fn add(&mut self, index: usize, name: impl FnOnce() -> BilingualText) {
        self.first.get_or_insert(index);
        self.count += 1;
        if self.named.len() < NAMED {
            self.named.push(name());
        }
    }

    fn say(self, code: NoticeCode, sheet: &str) -> Option<Oddity> {
        let message = BilingualText::each(|lang| {
            let more = if self.count > self.named.len() { "……" } else { "" };
            let named: Vec<&str> = self.named.iter().map(|named| named.of(lang)).collect();
            told(code, lang, self.count, &(named.join(lang.semicolon()) + more))
        });
        self.first.map(|first| (code, on_sheet(sheet, message), Some(first)))
    }
}

/// What is said of a sheet behind its name, where it has one.
pub(super) fn on_sheet(name: &str, message: BilingualText) -> BilingualText {
    if name.is_empty() {
        return message;
    }
    let [chinese, english] = Lang::ALL.map(|lang| message.of(lang));
    bilingual!("工作表“{name}”{chinese}", "sheet “{name}”: {english}")
}

/// Rows and columns that are hidden and hold something: in words, and the first cell.
fn hidden_parts(grid: &SheetGrid<'_>) -> Option<(BilingualText, usize)> {
    let filled =
        |stretches: &[(u32, u32)], of: fn(&SheetCell<'_>) -> u32| -> Vec<((u32, u32), usize)> {
            let first = |(from, to): (u32, u32)| {
                let within = |cell: &SheetCell<'_>| {
                    (from..=to).contains(&of(cell)) && !cell.shown.trim().is_empty()
                };
                grid.cells.iter().position(within).map(|first| ((from, to), first))
            };
            stretches.iter().take(50).filter_map(|stretch| first(*stretch)).collect()
        };
    let rows = filled(&joined(&grid.hidden_rows), |cell| cell.row);
    let columns = filled(&joined(&grid.hidden_columns), |cell| cell.column);
    let list = |found: &[((u32, u32), usize)], lang: Lang, name: &dyn Fn(u32) -> String| {
        let names = found.iter().take(NAMED).map(|((from, to), _)| {
            if from == to { name(*from) } else { format!("{}—{}", name(*from), name(*to)) }
        });
        let more = if found.len() > NAMED { "……" } else { "" };
        names.collect::<Vec<_>>().join(lang.comma()) + more
    };
    let first = rows.iter().chain(&columns).map(|(_, first)| *first).min()?;
    let words = BilingualText::each(|lang| {
        let mut parts = Vec::new();
        if !rows.is_empty() {
            let rows = list(&rows, lang, &|row| (u64::from(row) + 1).to_string());
            parts.push(tell!(lang, "第{rows}行", "rows {rows}"));
        }
        if !columns.is_empty() {
            let last = columns.iter().map(|((_, to), _)| *to).max().unwrap_or(0);
            let end = last.min(super::address::LAST.1);
            let columns = list(&columns, lang, &|column| letters(column.min(end)));
            parts.push(tell!(lang, "{columns}列", "columns {columns}"));
        }
        parts.join(lang.of("和", " and "))
    });
    Some((words, first))
}

/// Stretches that touch are one.
fn joined(stretches: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut sorted = stretches.to_vec();
    sorted.sort_unstable();
    let mut out: Vec<(u32, u32)> = Vec::new();
    for (from, to) in sorted {
        match out.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// How often a unit's base is in it: 10 000 for 万元.
fn times(number: &Number, words: &Vocabulary) -> Decimal {
    number.unit.map_or(Decimal::ONE, |unit| words.units.get(unit).times)
}

/// Decimals of the stored number that the shown one still tells.
fn decimals_of_stored(number: &Number, words: &Vocabulary) -> u32 {
    let times = times(number, words).normalize();
    let zeros = times.trunc().to_string().bytes().rev().take_while(|digit| *digit == b'0').count();
    if times < Decimal::ONE {
        number.decimals + times.scale()
    } else {
        number.decimals.saturating_sub(u32::try_from(zeros).unwrap_or(0))
    }
}

/// Whether the shown figure is not the stored one, rounded: another scale without a unit, a sign or
/// a value that is hidden.
fn differs(cell: &SheetCell<'_>, value: Decimal, words: &Vocabulary) -> bool {
    let shown = cell.shown.trim();
    if shown.is_empty() || words.is_blank(shown) {
        return !value.is_zero() && value.abs() >= Decimal::new(5, 3);
    }
    let Some(number) = cell_number(shown, &words.units) else { return false };
    let exact = |times: Decimal| multiply(number.value, times).unwrap_or(number.value);
    let near = |shown: Decimal, step: Decimal| (shown - value).abs() * Decimal::TWO <= step;
    let step = Decimal::new(1, number.decimals.min(28));
    // the number before a unit is the stored one where the sheet counts in that unit
    let in_unit = multiply(step, times(&number, words)).unwrap_or(step);
    !near(exact(Decimal::ONE), step) && !near(exact(times(&number, words)), in_unit)
}
