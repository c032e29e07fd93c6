//! Which paragraphs are headings, and of which level.

use super::line::{has_sentence_mark, is_ideograph, tokens};
use super::page::Page;
use gouji_values::document::Paragraph;
use gouji_values::number::{is_digit, scan_number};

/// Characters of a numbered heading.
const NUMBERED: usize = 45;
/// Characters of a heading without numbering.
const PLAIN: usize = 36;

/// Sets numbering and heading level of a paragraph.
pub(super) fn mark(page: &Page<'_>, paragraph: &mut Paragraph) {
    let text = paragraph.text.text.as_str();
    paragraph.ordinal = page.ordinal(text);
    if paragraph.in_contents {
        return;
    }
    paragraph.heading = match paragraph.ordinal {
        Some(ordinal) => {
            let (number, rest) = text.split_at_checked(ordinal.len).unwrap_or((text, ""));
            // some end their headings with a full stop; numbered with digits such lines are rather
            // items of a list
            let unstopped = rest.strip_suffix('。').filter(|rest| {
                !rest.is_empty() && !number.contains(is_digit) && !has_sentence_mark(rest)
            });
            let (text, rest) = unstopped.map_or((text, rest), |rest| (rest, rest));
            is_numbered(page, text, rest).then(|| u8::try_from(ordinal.style).unwrap_or(u8::MAX))
        }
        None => is_plain(page, text)
            .then(|| u8::try_from(page.vocabulary.numbering.len()).unwrap_or(u8::MAX)),
    };
}

fn is_numbered(page: &Page<'_>, text: &str, rest: &str) -> bool {
    let shown = rest.trim_end_matches(['：', ':']);
    let colon = shown.len() < rest.len();
    if text.len() > NUMBERED * 4
        || text.chars().count() > NUMBERED
        || holds_amount(shown)
        || ends_with_amount(page, shown)
    {
        return false;
    }
    let is_sentence = text.ends_with(['。', '；', '，', '、', ';', ',', '！', '？'])
        || shown.contains(['。', '；', '：', ':']);
    let is_listing = colon && has_sentence_mark(shown);
    !is_sentence && !is_listing
}

/// A number with decimals or thousands: a sentence about figures and no title.
fn holds_amount(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(3).any(|window| match window {
        [a, b, c] => is_digit(*a) && matches!(b, '.' | ',' | '．') && is_digit(*c),
        _ => false,
    })
}

/// Whether a text ends with an amount of money behind a name: （二）其他收入0万元.
fn ends_with_amount(page: &Page<'_>, text: &str) -> bool {
    let text = text.trim_end();
    let name = text.trim_end_matches(|c: char| !is_digit(c));
    let name = name.trim_end_matches(|c: char| is_digit(c) || c.is_whitespace());
    let amount = text.get(name.len()..).unwrap_or("").trim_start();
    let units = &page.vocabulary.units;
    let number = scan_number(amount, units).filter(|number| number.len == amount.len());
    let unit = number.and_then(|found| found.number.unit);
    !name.is_empty() && unit.is_some_and(|unit| units.get(unit).money)
}

/// A short line that stands alone as the title of a table, an annex or a part.
fn is_plain(page: &Page<'_>, text: &str) -> bool {
    let most = if text.len() < 400 && page.is_form_title(text) { 2 * PLAIN } else { PLAIN };
    if text.len() > most * 4
        || text.chars().count() > most
        || page.is_year_line(text)
        || page.is_note(text)
    {
        return false;
    }
    if text.chars().any(|c| {
        matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | ':' | ';' | ',' | '、' | '|')
    }) {
        return false;
    }
    let shown = text.trim_start_matches(['（', '(']);
    if shown.len() < text.len() || text.chars().filter(|c| is_ideograph(*c)).count() < 2 {
        return false;
    }
    // two words of some length side by side are columns, not a title
    let words = tokens(text, 0)
        .filter(|(word, _)| word.chars().filter(|c| is_ideograph(*c)).count() >= 2)
        .count();
    if page.is_form_title(text) {
        return digits_fit(
            text.find(['（', '('])
                .filter(|at| *at > 0)
                .and_then(|at| text.get(..at))
                .unwrap_or(text),
        );
    }
    words <= 1 && digits_fit(text)
}

/// Digits may be a year at the start, or the number of an annex at the end.
fn digits_fit(text: &str) -> bool {
    let trimmed = text.trim_start();
    let year = trimmed.chars().take_while(|c| is_digit(*c)).count();
    let rest = if year == 4 { trimmed.trim_start_matches(is_digit) } else { trimmed };
    let body = rest.trim_end_matches(|c: char| is_digit(c) || c.is_whitespace());
    let number = rest.get(body.len()..).unwrap_or("").trim();
    number.chars().count() <= 3 && !number.starts_with('0') && !body.chars().any(is_digit)
}
