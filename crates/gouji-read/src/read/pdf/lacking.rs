//! What stood on pages that were not read: the forms that the contents page lists and no other page
//! shows.

use gouji_values::document::{Block, Document, Paragraph};
use gouji_values::label::label_key;
use gouji_values::vocabulary::Vocabulary;

/// Longer texts are sentences, which may speak of a form.
const LONGEST: usize = 60;

/// The titles of such forms, as the contents page prints them, without number and page.
pub(super) fn listed(document: &Document, vocabulary: &Vocabulary) -> Vec<String> {
    let paragraphs = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) => None,
    });
    let (contents, others): (Vec<&Paragraph>, Vec<&Paragraph>) =
        paragraphs.partition(|paragraph| paragraph.in_contents);
    let cells = document.tables.iter().flat_map(|table| table.rows.iter().flatten());
    let shown: Vec<String> = others
        .iter()
        .map(|paragraph| paragraph.text.text.as_str())
        .chain(cells.map(|cell| cell.text.text.as_str()))
        .filter(|text| text.chars().count() <= LONGEST)
        .map(|text| label_key(text, vocabulary))
        .collect();
    let style = |line: &str| vocabulary.ordinal(line).map(|ordinal| ordinal.style);
    let mut titles: Vec<(String, String)> = Vec::new();
    for (at, paragraph) in contents.iter().enumerate() {
        let line = paragraph.text.text.trim();
        // a part is no form: its own entries follow, numbered otherwise
        let next = contents.get(at + 1).and_then(|next| vocabulary.ordinal(next.text.text.trim()));
        let is_part = next.is_some_and(|next| next.value == 1 && style(line) != Some(next.style));
        if let Some(title) = title(line, vocabulary).filter(|_| !is_part) {
            titles.push((label_key(&title, vocabulary), title));
        }
    }
    // a title that ends as a shorter one does is not the shorter one
    let told = |text: &String| {
        let ends = titles.iter().filter(|(key, _)| text.ends_with(key.as_str()));
        ends.map(|(key, _)| key).max_by_key(|key| key.len())
    };
    let told: Vec<&String> = shown.iter().filter_map(told).collect();
    let mut out: Vec<String> = Vec::new();
    for (key, title) in &titles {
        if !told.contains(&key) && !out.contains(title) {
            out.push(title.clone());
        }
    }
    out
}

/// The title of a form in a line of the contents page.
fn title(line: &str, vocabulary: &Vocabulary) -> Option<String> {
    let behind = |c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '…' | '·' | '\u{2024}')
    };
    let line = line.trim().trim_end_matches(behind);
    let number = vocabulary.ordinal(line).map_or(0, |ordinal| ordinal.len);
    let title: String = line.get(number..)?.split_whitespace().collect();
    let is_title = vocabulary.form_title.iter().any(|word| title.ends_with(word.as_str()));
    (is_title && title.chars().count() > 2).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::listed;
    use crate::read::{Limits, read};
    use gouji_rules::ruleset::Rulebook;

    #[test]
    fn forms_that_only_the_contents_page_shows_are_told() {
        let words = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
        let text = "清溪市图书馆2023年度部门决算\n\n目录\n\n第一部分 2023年度部门决算表\n一、收入决算表\n二、支出决算表\n三、财政拨款支出决算表\n第二部分 情况说明\n\n第一部分 2023年度部门决算表\n\n财政拨款支出决算表\n\n单位：万元\n\n项目 | 金额\n合计 | 1.00\n\n收入决算表\n\n单位：万元\n\n项目 | 金额\n合计 | 1.00\n";
        let document = read("a.txt", text.as_bytes(), &words, &Limits::default()).unwrap();
        assert_eq!(listed(&document, &words), ["支出决算表"]);
    }
}
