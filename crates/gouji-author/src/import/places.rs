//! Places of formulas: rows and columns by their numbers, from one corner to another.

use super::parse::{ImportParser, form_name, letters};
use super::syntax::{CELLS, Expr, FormulaCells, ImportFault};
use gouji_values::vocabulary::AuditFormulaWords;

/// All numbers from the first of one corner to the last of the other; none where neither writes
/// any.
pub(super) fn spanned(first: &[u32], last: &[u32], at: usize) -> Result<Vec<u32>, ImportFault> {
    match (first.first(), last.last()) {
        (None, None) => Ok(Vec::new()),
        (Some(first), Some(last)) if first > last => {
            Err(ImportFault::new(at, "区域的起点在终点后面"))
        }
        (Some(first), Some(last)) if *last - *first >= u32::try_from(CELLS).unwrap_or(u32::MAX) => {
            Err(ImportFault::new(at, format!("区域太大（最多 {CELLS} 格）")))
        }
        (Some(first), Some(last)) => Ok((*first..=*last).collect()),
        _ => Err(ImportFault::new(at, "区域的两头写法不同")),
    }
}

impl ImportParser<'_> {
    /// Cells of a form, in any of their ways to be written.
    pub(super) fn place(
        &mut self,
        form: Option<&str>,
        at: usize,
    ) -> Result<Option<Expr>, ImportFault> {
        let cells =
            |(rows, columns)| FormulaCells { form: form.map(str::to_owned), rows, columns, at };
        if self.scan.peek() == Some('(')
            && let Some(list) = self.numbered_list(form, at)?
        {
            return Ok(Some(list));
        }
        let bracket = self.scan.take("[");
        let Some(first) = self.corner(bracket)? else {
            return if bracket {
                Err(ImportFault::new(at, "方括号里应当是 [行次,栏次] 或 [C3]"))
            } else {
                Ok(None)
            };
        };
        let mut area = first;
        let mut open = bracket && !self.scan.take("]");
        let behind = self.scan.at;
        if self.scan.take(":") || self.scan.take("~") || self.scan.take_any(&self.words.to) {
            // the form may be written once more, and the second corner stand in brackets of its own
            let words = self.words;
            let again = self.scan.attempt(|scan| form_name(scan, words));
            if let Some(again) = again.filter(|again| Some(again.as_str()) != form) {
                return Err(ImportFault::new(
                    behind,
                    format!("区域的另一头写的是“{again}”，一个区域只能在一张表里"),
                ));
            }
            self.scan.take("->");
            self.scan.take("!");
            open |= self.scan.take("[");
            let Some(last) = self.corner(open)? else {
                return Err(ImportFault::new(behind, "区域没有写完，例如 1行1栏:8行1栏"));
            };
            area = (spanned(&area.0, &last.0, at)?, spanned(&area.1, &last.1, at)?);
        }
        if open {
            self.scan.expect("]")?;
        }
        let cells = cells(area);
        if cells.len() > CELLS {
            return Err(ImportFault::new(
                at,
                format!("区域太大（{} 格，最多 {CELLS} 格）", cells.len()),
            ));
        }
        Ok(Some(Expr::Cells(cells)))
    }

    /// One corner: `27行1栏`, `27行`, `1栏`, `1至8行`, `C3`, in brackets also `27,1`. Lists of rows
    /// and of columns.
    pub(super) fn corner(
        &mut self,
        bracket: bool,
    ) -> Result<Option<(Vec<u32>, Vec<u32>)>, ImportFault> {
        let at = self.scan.at;
        if let Some((column, row)) = letters(&mut self.scan) {
            let Some((first_column, first_row)) = self.origin else {
                let example = self.words.area.first().map_or("", String::as_str);
                return Err(ImportFault::new(
                    at,
                    format!(
                        "不知道单元格地址对应哪一行哪一栏：在前面写一行“{example} = C3”，即第一个数（行次 1、栏次 1）的地址"
                    ),
                ));
            };
            return match (column.checked_sub(first_column), row.checked_sub(first_row)) {
                (Some(column), Some(row)) => Ok(Some((vec![row + 1], vec![column + 1]))),
                _ => Err(ImportFault::new(at, "这个单元格在数据区以外")),
            };
        }
        let start = self.scan.at;
        let Some(first) = self.numbers()? else { return Ok(None) };
        if self.scan.take_any(&self.words.row) {
            let columns = self.suffixed(|words| &words.column)?;
            return Ok(Some((first, columns)));
        }
        if self.scan.take_any(&self.words.column) {
            let rows = self.suffixed(|words| &words.row)?;
            return Ok(Some((rows, first)));
        }
        if bracket && self.scan.take(",") {
            let columns =
                self.numbers()?.ok_or_else(|| ImportFault::new(at, "逗号后面没有栏次"))?;
            return Ok(Some((first, columns)));
        }
        self.scan.at = start;
        Ok(None)
    }

    /// Numbers and the word behind them, if both are there.
    pub(super) fn suffixed(
        &mut self,
        word: fn(&AuditFormulaWords) -> &Vec<String>,
    ) -> Result<Vec<u32>, ImportFault> {
        let start = self.scan.at;
        let found = self.numbers()?;
        match found {
            Some(found) if self.scan.take_any(word(self.words)) => Ok(found),
            _ => {
                self.scan.at = start;
                Ok(Vec::new())
            }
        }
    }

    /// `27`, `第27`, `1至8`.
    pub(super) fn numbers(&mut self) -> Result<Option<Vec<u32>>, ImportFault> {
        let at = self.scan.at;
        self.scan.take_any(&self.words.nth);
        let Some(first) = self.scan.whole()? else {
            self.scan.at = at;
            return Ok(None);
        };
        let behind = self.scan.at;
        if self.scan.take("~") || self.scan.take_any(&self.words.to) {
            self.scan.take_any(&self.words.nth);
            if let Some(last) = self.scan.whole()? {
                return spanned(&[first], &[last], at).map(Some);
            }
        }
        self.scan.at = behind;
        Ok(Some(vec![first]))
    }

    /// `(1+2+…+8)行`, `(27-28)行1栏`: each number is a row or column.
    pub(super) fn numbered_list(
        &mut self,
        form: Option<&str>,
        at: usize,
    ) -> Result<Option<Expr>, ImportFault> {
        let start = self.scan.at;
        self.scan.take("(");
        let Some(list) = self.signed_numbers()?.filter(|_| self.scan.take(")")) else {
            self.scan.at = start;
            return Ok(None);
        };
        self.terms += list.len();
        let place = |row: Vec<u32>, column: Vec<u32>| {
            Expr::Cells(FormulaCells {
                form: form.map(str::to_owned),
                rows: row,
                columns: column,
                at,
            })
        };
        let terms: Vec<(bool, Expr)> = if self.scan.take_any(&self.words.row) {
            let columns = self.suffixed(|words| &words.column)?;
            list.into_iter().map(|(plus, row)| (plus, place(vec![row], columns.clone()))).collect()
        } else if self.scan.take_any(&self.words.column) {
            let rows = self.suffixed(|words| &words.row)?;
            list.into_iter()
                .map(|(plus, column)| (plus, place(rows.clone(), vec![column])))
                .collect()
        } else {
            self.scan.at = start;
            return Ok(None);
        };
        Ok(terms.into_iter().fold(None, |sum, (plus, term)| {
            Some(match sum {
                None if plus => term,
                None => Expr::Negate(Box::new(term)),
                Some(sum) => {
                    Expr::Binary(if plus { '+' } else { '-' }, Box::new(sum), Box::new(term))
                }
            })
        }))
    }

    /// `1+2-3`, `1+2+…+8`, `1、2、3`, `1至8`.
    pub(super) fn signed_numbers(&mut self) -> Result<Option<Vec<(bool, u32)>>, ImportFault> {
        let at = self.scan.at;
        let mut out: Vec<(bool, u32)> = Vec::new();
        let mut plus = !self.scan.take("-");
        let mut goes_on = false;
        loop {
            if !self.scan.while_(|c| matches!(c, '…' | '.' | '·')).is_empty() {
                goes_on = true;
            } else {
                let Some(numbers) = self.numbers()? else { return Ok(None) };
                if let (true, Some((_, before)), Some(next)) =
                    (goes_on, out.last().copied(), numbers.first())
                {
                    let between = spanned(&[before], &[*next], at)?;
                    out.extend(
                        between
                            .iter()
                            .skip(1)
                            .take(between.len().saturating_sub(2))
                            .map(|number| (plus, *number)),
                    );
                }
                goes_on = false;
                out.extend(numbers.into_iter().map(|number| (plus, number)));
            }
            match self.scan.peek() {
                Some('+' | '、') => plus = true,
                Some('-') => plus = false,
                _ => return Ok(Some(out).filter(|_| !goes_on)),
            }
            self.scan.at += 1;
        }
    }
}
