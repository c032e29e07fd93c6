//! What a column of an unknown table seems to hold, by its cells and the heads above it.

use super::grid::{ColumnGuess, DraftColumn, ends_as_total};
use gouji_values::label::label_key;
use gouji_values::number::{Number, cell_number, day, fold};
use gouji_values::vocabulary::Vocabulary;
use rust_decimal::Decimal;

/// The kind of a column; `is_of_money`: the table says that its numbers are.
pub(super) fn kind(
    (values, heads): (&[&str], &[String]),
    before: &[DraftColumn],
    is_of_money: bool,
    words: &Vocabulary,
) -> ColumnGuess {
    let header = heads.last().map_or("", String::as_str);
    let key = words.folded(header);
    let is_level = words.prose.get("levels").is_some_and(|levels| levels.contains(&key));
    let numbers: Vec<Number> =
        values.iter().filter_map(|text| cell_number(text, &words.units)).collect();
    let is_code = |text: &&&str| {
        text.len() >= 3 && text.len() % 2 == 1 && text.chars().all(|c| c.is_ascii_digit())
    };
    let no_label = !before.iter().any(|column| column.kind == ColumnGuess::Label);
    // parts of a code, each in a column of its own
    if is_level {
        return ColumnGuess::Text;
    }
    if values.is_empty() && words.note.contains(&key) {
        return ColumnGuess::Text;
    }
    if values.is_empty() {
        let is_first = !before.iter().any(|column| column.kind == ColumnGuess::Amount);
        return if no_label && is_first { ColumnGuess::Label } else { ColumnGuess::Amount };
    }
    // the label of a total may stand where its code would
    let codes = values.iter().filter(is_code).count();
    let others =
        values.iter().filter(|text| !ends_as_total(&label_key(text, words), words)).count();
    if no_label && codes > 0 && others * 8 <= codes * 10 {
        return ColumnGuess::Code;
    }
    if numbers.len() * 10 >= values.len() * 9 {
        // lines are numbered one by one, though a number may be left out
        let steps = numbers
            .windows(2)
            .filter(|pair| matches!(pair, [a, b] if b.value - a.value == Decimal::ONE))
            .count();
        let rises = numbers.windows(2).all(|pair| matches!(pair, [a, b] if b.value > a.value));
        // one, two, three persons are no lines
        let is_count = gouji_rules::pattern::kind_by_name(header) == Some("count");
        let counts_up =
            numbers.len() > 2 && rises && !is_count && steps * 10 >= (numbers.len() - 1) * 8;
        if counts_up {
            return ColumnGuess::Line;
        }
        let percent = numbers
            .iter()
            .filter(|number| number.unit.is_some_and(|unit| words.units.get(unit).ratio))
            .count();
        return if percent * 2 > numbers.len() {
            ColumnGuess::Percent
        } else {
            // 小计 below 人数 counts, too
            let guesses =
                heads.iter().rev().map(|head| of_numbers(values, head, is_of_money, words));
            guesses
                .into_iter()
                .find(|guess| *guess != ColumnGuess::Amount)
                .unwrap_or(ColumnGuess::Amount)
        };
    }
    let days = values.iter().filter(|text| day(text).is_some()).count();
    if !no_label && days * 10 >= values.len() * 9 {
        return ColumnGuess::Date;
    }
    if no_label { ColumnGuess::Label } else { ColumnGuess::Text }
}

/// What plain numbers are, by what is printed above them: what they count, points of a score, the
/// numbers of cards; else amounts.
fn of_numbers(values: &[&str], header: &str, is_of_money: bool, words: &Vocabulary) -> ColumnGuess {
    /// A longer number without a point is that of a card or an account.
    const LONGEST: usize = 11;
    let is_whole = |text: &&str| text.chars().all(|c| c.is_ascii_digit() || c == ',');
    let is_name = |text: &&str| {
        text.chars().all(|c| c.is_ascii_digit())
            && (text.len() >= LONGEST || text.len() > 1 && text.starts_with('0'))
    };
    if values.iter().filter(|text| is_name(text)).count() * 2 > values.len() {
        return ColumnGuess::Text;
    }
    let has = |list: &str, word: &str| {
        words.prose.get(list).is_some_and(|own| own.iter().any(|known| known == word))
    };
    let bare: String = header.chars().map(fold).filter(|c| !c.is_whitespace()).collect();
    // a unit in brackets behind the header says what it is
    let unit = bare.strip_suffix(')').and_then(|bare| Some(bare.rsplit_once('(')?.1.to_owned()));
    if let Some(unit) = unit {
        if has("score_units", &unit) {
            return ColumnGuess::Score;
        }
        match words.units.find(&unit).map(|id| words.units.get(id)) {
            Some(unit) if unit.money => return ColumnGuess::Amount,
            Some(unit) if unit.ratio => return ColumnGuess::Percent,
            Some(_) => return ColumnGuess::Count,
            None if has("counters", &unit) => return ColumnGuess::Count,
            None => {}
        }
    }
    if words.prose.get("score").into_iter().flatten().any(|word| bare.ends_with(word.as_str())) {
        return ColumnGuess::Score;
    }
    let ends_with_counter =
        words.prose.get("counters").into_iter().flatten().any(|counter| {
            bare.strip_suffix(counter.as_str()).is_some_and(|rest| !rest.is_empty())
        });
    // 拨款 and 项目 end as counters do: what is nothing in all rows counts no more than it pays
    let tells = values.iter().any(|text| text.contains(|c| matches!(c, '1'..='9')));
    if ends_with_counter && !is_of_money && tells && values.iter().all(is_whole) {
        return ColumnGuess::Count;
    }
    match gouji_rules::pattern::kind_by_name(&bare) {
        Some("code") => ColumnGuess::Text,
        Some("score") => ColumnGuess::Score,
        // a rate as a fraction of one is no percentage
        Some("percent") if values.iter().any(|text| is_more_than_one(text)) => ColumnGuess::Percent,
        Some("count") if values.iter().all(is_whole) => ColumnGuess::Count,
        _ => ColumnGuess::Amount,
    }
}

/// Whether a printed number has a digit before its point that is not zero.
fn is_more_than_one(text: &str) -> bool {
    text.split('.').next().is_some_and(|whole| whole.contains(|c| matches!(c, '1'..='9')))
}
