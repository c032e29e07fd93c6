//! Lines at the head and foot of pages that are no content: page numbers, and running titles.

use super::area::{Area, Length, POINT};
use super::content::{PageContent, PdfElement};
use super::words::PdfLine;
use crate::read::page::Page;
use gouji_values::number::{fold, is_digit};
use std::collections::BTreeMap;

/// Part of the page's height within which such lines stand, as one of so many parts.
const MARGIN: Length = 8;
/// The same for lines that are nothing but a number: on a page that lies on its side the number
/// stands higher.
const NUMBER_MARGIN: Length = 5;
/// Lines from the edge that are looked at.
const LINES: usize = 2;
/// Pages that bear the same running title.
const PAGES: usize = 3;

/// Characters of a running title beside its numbers.
const WORDS: usize = 4;

/// A line at the edge of a page that may be no content.
struct Edge {
    content: usize,
    element: usize,
    at_foot: bool,
    text: String,
    /// Its text without digits and blanks.
    frame: String,
    /// The first number in it.
    number: Option<usize>,
    /// An amount stands in it.
    has_amount: bool,
    /// Several figures stand in it side by side.
    is_figures: bool,
    area: Area,
}

/// Takes away page numbers and running titles. Gives the running titles that bear figures, which
/// nobody is to miss, each with its number of pages.
pub(super) fn remove(
    mut contents: Vec<&mut PageContent>,
    words: &Page<'_>,
) -> BTreeMap<String, usize> {
    let edges: Vec<Edge> =
        contents.iter().enumerate().flat_map(|(at, content)| edges(at, content)).collect();
    let mut gone: Vec<(usize, usize)> = Vec::new();
    let mut told = BTreeMap::new();
    for edge in &edges {
        let page = contents.get(edge.content).map_or(0, |content| content.page);
        let same = |other: &&Edge| {
            other.at_foot == edge.at_foot && (other.area.top - edge.area.top).abs() <= 6 * POINT
        };
        let counts_on = || {
            edges.iter().filter(same).any(|other| {
                let apart = |from: usize, to: usize| i64::try_from(to).unwrap_or(0) - i64::try_from(from).unwrap_or(0);
                let other_page = contents.get(other.content).map_or(0, |content| content.page);
                other.frame == edge.frame
                    && other.content != edge.content
                    && matches!((edge.number, other.number), (Some(own), Some(number)) if apart(page, other_page) == apart(own, number))
            })
        };
        let repeated =
            || edges.iter().filter(same).filter(|other| other.text == edge.text).count() >= PAGES;
        let is_content = || {
            words.names_unit(&edge.text)
                || words.is_form_title(&edge.text)
                || words.is_year_line(&edge.text)
                || edge.text.contains(['：', ':'])
        };
        // at the head a number that counts on with other words is that of a form: one form on each
        // page
        let is_number = edge.number.is_some()
            && (edge.frame.is_empty() || edge.at_foot)
            && edge.frame.chars().count() <= 8;
        let alone = edge.frame.is_empty() && edge.number == Some(page) && edge.at_foot;
        // a running title may hold the year
        let is_words = edge.number.is_none() || edge.frame.chars().count() >= WORDS;
        // a row of a table is content, on however many pages it stands; a figure with its unit in a
        // line of words is told
        let is_told = words.bears_figure(&edge.text) && !edge.is_figures && is_words;
        if edge.has_amount && !is_told {
            continue;
        }
        if (is_number && (alone || counts_on()))
            || (is_words && !edge.is_figures && !is_content() && repeated())
        {
            gone.push((edge.content, edge.element));
            if is_told {
                *told.entry(edge.text.clone()).or_default() += 1;
            }
        }
    }
    for (content, element) in gone.into_iter().rev() {
        if let Some(content) =
            contents.get_mut(content).filter(|content| element < content.elements.len())
        {
            content.elements.remove(element);
        }
    }
    told
}

fn edges(at: usize, content: &PageContent) -> Vec<Edge> {
    let head = content
        .elements
        .iter()
        .enumerate()
        .take(LINES)
        .filter(|(_, element)| element.area().bottom <= content.size.1 / MARGIN);
    let foot = content.elements.iter().enumerate().rev().take(LINES).filter(|(_, element)| {
        let part = if is_bare_number(element) { NUMBER_MARGIN } else { MARGIN };
        element.area().top >= content.size.1 - content.size.1 / part
    });
    let mut out: Vec<Edge> = head
        .map(|(index, element)| (index, element, false))
        .chain(foot.map(|(index, element)| (index, element, true)))
        .filter_map(|(element, found, at_foot)| edge(at, element, found, at_foot))
        .collect();
    out.sort_by_key(|edge| edge.element);
    out.dedup_by_key(|edge| edge.element);
    out
}

/// Whether a line is nothing but a whole number, perhaps between dashes.
fn is_bare_number(element: &PdfElement) -> bool {
    let PdfElement::Line(line) = element else { return false };
    let text = line.plain();
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '·' | ' ');
    let number = text.trim_matches(is_dash);
    !number.is_empty() && number.chars().all(is_digit)
}

fn edge(content: usize, element: usize, found: &PdfElement, at_foot: bool) -> Option<Edge> {
    let PdfElement::Line(line) = found else { return None };
    let text: String =
        PdfLine::plain(line).chars().map(fold).filter(|c| !c.is_whitespace()).collect();
    let frame = text
        .chars()
        .filter(|c| !is_digit(*c) && !matches!(c, '-' | '—' | '–' | '－' | '·' | '/' | '~'))
        .collect();
    let digits: String =
        text.chars().skip_while(|c| !is_digit(*c)).take_while(|c| is_digit(*c)).collect();
    let is_figure = |text: &str| {
        text.chars().any(is_digit)
            && text.chars().all(|c| is_digit(c) || matches!(fold(c), ',' | '.' | '-' | ' '))
    };
    let is_figures = line.pieces.iter().filter(|piece| is_figure(&piece.text)).count() > 1;
    let has_amount = has_amount(&text);
    Some(Edge {
        content,
        element,
        at_foot,
        number: digits.parse().ok(),
        has_amount,
        is_figures,
        text,
        frame,
        area: line.area,
    })
}

/// Whether a number with decimals, or with its digits in groups of three, stands in a folded text;
/// a date in points, the number of a chapter or of a version is none.
fn has_amount(text: &str) -> bool {
    let is_of_number = |c: char| is_digit(c) || matches!(c, '.' | ',') || c.is_ascii_alphabetic();
    let mut numbers = text
        .split(|c: char| !is_of_number(c))
        .filter(|number| !number.contains(|c: char| c.is_ascii_alphabetic()));
    numbers.any(|number| {
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let groups: Vec<&str> = whole.split(',').collect();
        let is_grouped = groups.len() > 1 && groups.iter().skip(1).all(|group| group.len() == 3);
        let has_decimals = decimals.len() > 1 && decimals.chars().all(is_digit);
        !whole.starts_with(',')
            && (is_grouped || has_decimals && groups.len() == 1)
            && whole.chars().any(is_digit)
    })
}

#[cfg(test)]
mod tests {
    use super::super::area::Turn;
    use super::super::words::PdfPiece;
    use super::*;
    use gouji_rules::ruleset::Rulebook;

    /// A page with a line of text in the middle and a line near its foot, whose upper edge is at so
    /// many points.
    fn page(number: usize, foot: &str, top: Length) -> PageContent {
        let line = |text: &str, top: Length| {
            let area = Area {
                left: 300 * POINT,
                right: 400 * POINT,
                top: top * POINT,
                bottom: (top + 12) * POINT,
            };
            let piece = PdfPiece { text: text.to_owned(), area, ..PdfPiece::default() };
            PdfElement::Line(PdfLine::new(vec![piece]))
        };
        PageContent {
            page: number,
            size: (0, 595 * POINT),
            elements: vec![line("图书馆的藏书", 200), line(foot, top)],
            turned: Turn::default(),
            is_picture: false,
            edges: super::super::content::Edges::default(),
            strips: Vec::new(),
            taken: false,
        }
    }

    fn lines_left(feet: [&str; 3], top: Length) -> usize {
        let words = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
        let mut pages: Vec<PageContent> =
            feet.iter().zip(7..).map(|(foot, number)| page(number, foot, top)).collect();
        remove(pages.iter_mut().collect(), &Page::new("", &words));
        pages.iter().map(|page| page.elements.len()).sum()
    }

    #[test]
    fn a_bare_number_that_counts_on_stands_higher_on_a_page_on_its_side() {
        assert_eq!(lines_left(["— 7 —", "— 8 —", "— 9 —"], 490), 3);
        // at the usual place, as before
        assert_eq!(lines_left(["第7页", "第8页", "第9页"], 560), 3);
        // numbers that do not count on with the pages, and words, are content there
        assert_eq!(lines_left(["12", "12", "30"], 490), 6);
        assert_eq!(lines_left(["第7页", "第8页", "第9页"], 490), 6);
    }
}
