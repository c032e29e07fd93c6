//! How a table looks in text.

/// The text layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    Tabs,
    Bars,
    /// Blank cells are gone; amounts that are not there are printed as 0.
    Spaces,
    /// Each cell on a line of its own, a blank line after each row.
    Lines,
}

pub const LAYOUTS: [Layout; 4] = [Layout::Tabs, Layout::Bars, Layout::Spaces, Layout::Lines];

/// Writes a table.
pub fn write(layout: Layout, rows: &[Vec<String>], out: &mut String) {
    for row in rows {
        match layout {
            Layout::Tabs => out.push_str(&row.join("\t")),
            Layout::Bars => out.push_str(&row.join(" | ")),
            Layout::Spaces => {
                let cells: Vec<&str> =
                    row.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
                out.push_str(&cells.join(" "));
            }
            Layout::Lines => {
                for cell in row {
                    out.push_str(&format!("\t{cell}\n"));
                }
            }
        }
        out.push('\n');
    }
}

/// How amounts are printed.
#[derive(Clone, Copy, Debug)]
pub struct Money {
    /// Fen of the last printed digit: 1 in 元, 1 000 in 千元, 10 000 in 万元 with two decimals.
    pub step: i64,
    pub unit: &'static str,
    pub separators: bool,
}

pub const WAN: Money = Money { step: 10_000, unit: "万元", separators: false };
pub const QIAN: Money = Money { step: 1_000, unit: "千元", separators: false };
pub const YUAN: Money = Money { step: 1, unit: "元", separators: false };

impl Money {
    /// In hundredths of the unit, half away from zero.
    pub fn hundredths(self, fen: i64) -> i64 {
        (fen.abs() + self.step / 2) / self.step * fen.signum()
    }

    pub fn print(self, fen: i64) -> String {
        let hundredths = self.hundredths(fen);
        let mut whole = (hundredths.abs() / 100).to_string();
        if self.separators {
            let mut at = whole.len();
            while at > 3 {
                at -= 3;
                whole.insert(at, ',');
            }
        }
        format!("{}{whole}.{:02}", if hundredths < 0 { "-" } else { "" }, hundredths.abs() % 100)
    }
}
