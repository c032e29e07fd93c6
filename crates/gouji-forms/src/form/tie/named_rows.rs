//! Rows of tables by the names and codes that sentences give amounts.

use super::table_amounts::{AmountRow, TableAmounts};
use super::told::ToldAmount;
use crate::form::prose_passage::ProsePassage;
use gouji_prose::prose::Tokens;
use gouji_values::hash::QuickMap;
use gouji_values::number::is_digit;

/// Codes of accounts have at least so many digits, two more at each level.
const CODE: usize = 3;
/// A shorter name is that of many things.
const SHORT: usize = 2;

/// Rows by what names them.
pub(super) struct NamedRows<'h, 'a> {
    held: &'h TableAmounts<'a>,
    by_name: QuickMap<String, Vec<usize>>,
    by_code: QuickMap<&'a str, Vec<usize>>,
}

impl<'h, 'a> NamedRows<'h, 'a> {
    pub(super) fn new(held: &'h TableAmounts<'a>, heard: &[ProsePassage]) -> Self {
        let mut out = Self { held, by_name: QuickMap::default(), by_code: QuickMap::default() };
        // a passage without a number was not read, and knows no words
        let mut tokens = heard.iter().map(|one| &one.read.tokens);
        let tokens = tokens.find(|tokens| !tokens.figures.is_empty());
        for (at, row) in held.rows.iter().enumerate() {
            let name = tokens.map_or(row.key.as_str(), |tokens| bare(tokens, &row.key));
            if name.chars().count() >= SHORT {
                out.by_name.entry(name.to_owned()).or_default().push(at);
            }
            if let Some(code) = row.code {
                out.by_code.entry(code).or_default().push(at);
            }
        }
        out
    }

    /// The rows that an amount may be of: of each table the only one of its code, or else of its name.
    pub(super) fn rows(&self, told: &ToldAmount, tokens: &Tokens) -> Vec<&'h AmountRow<'a>> {
        let Some(name) = told.names.first() else { return Vec::new() };
        let known = match code(name) {
            Some(code) => self.by_code.get(code),
            None => self.by_name.get(last_level(tokens, name)),
        };
        let rows: Vec<&'h AmountRow<'a>> =
            known.into_iter().flatten().filter_map(|at| self.held.rows.get(*at)).collect();
        let is_only =
            |row: &AmountRow<'_>| rows.iter().filter(|other| other.table == row.table).count() == 1;
        rows.iter().copied().filter(|row| is_only(row)).collect()
    }
}

/// The code in a name: 2080505-基本养老保险缴费.
pub(super) fn code(name: &str) -> Option<&str> {
    let codes = name
        .split(|c: char| !is_digit(c))
        .filter(|digits| digits.len() >= CODE && digits.len() % 2 == 1);
    codes.max_by_key(|digits| digits.len())
}

/// The name of the lowest account of a chain: 教育支出（类）普通教育（款）小学教育（项）.
fn last_level<'n>(tokens: &Tokens, name: &'n str) -> &'n str {
    let is_mark = |word: &str| tokens.is_word("levels", word);
    let ends: Vec<(usize, usize)> = name
        .char_indices()
        .map(|(at, c)| (at, at + c.len_utf8()))
        .filter(|(from, to)| name.get(*from..*to).is_some_and(is_mark))
        .collect();
    let mut from = 0;
    let mut last = name;
    for (mark, behind) in ends {
        let own = name.get(from..mark).unwrap_or("");
        if own.chars().count() >= SHORT {
            last = own;
        }
        from = behind;
    }
    let rest = name.get(from..).unwrap_or("");
    let is_more = from > 0 && (rest.is_empty() || tokens.is_word("account_ends", rest));
    bare(tokens, if is_more { last } else { rest })
}

/// A name without the word that may end the name of any account: 教育支出.
pub(super) fn bare<'n>(tokens: &Tokens, name: &'n str) -> &'n str {
    let cut = tokens.words_of("account_ends").find_map(|word| name.strip_suffix(word));
    cut.filter(|cut| cut.chars().count() >= SHORT).unwrap_or(name)
}
