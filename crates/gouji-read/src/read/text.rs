//! Plain text to blocks: tables first, the lines between them to paragraphs.

use super::assembly::Prose;
use super::encoding::{self, Decoded};
use super::join::{self, Flow};
use super::line::is_blank_char;
use super::page::{Found, Page, Region};
use super::table_grid::Separator;
use super::{Reader, Source, indent, sniff, spaced, table_cells, table_grid, table_stream};
use gouji_values::document::{Block, Document, Locator, Paragraph, Table};
use gouji_values::error::ReadError;
use gouji_values::vocabulary::Vocabulary;

/// Whatever is no other format, and no known format that is not read.
pub(super) const READER: Reader = Reader {
    extensions: &["txt", "text", "tab"],
    is: |source| sniff::unsupported(source.bytes).is_none(),
    read,
};

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    let decoded = encoding::decode(source.bytes)?;
    if decoded.text.chars().all(is_blank_char) {
        return Err(ReadError::Empty);
    }
    source.limits.admit(&decoded.text, true)?;
    Ok(document(decoded, source.vocabulary))
}

/// The document of decoded text.
pub(super) fn document(decoded: Decoded<'_>, vocabulary: &Vocabulary) -> Document {
    let Decoded { text, encoding, notices } = decoded;
    let text = text.into_owned();
    let (blocks, tables) = {
        let mut page = Page::new(&text, vocabulary);
        let mut regions = grids(&page, 0, page.lines.len());
        regions.extend(spaced::find(&page, &gaps(&page, &regions)));
        regions.sort_by_key(|region| region.from);
        let regions = with_streams(&page, regions);
        page.follows = indent::follows(&page, &regions);
        lay_out(&page, regions, Prose::Lines)
    };
    let locator = Locator::new(&text);
    Document {
        is_paged: text.contains('\u{C}'),
        text,
        blocks,
        tables,
        locator,
        format: "text",
        encoding,
        notices,
        ..Document::default()
    }
}

/// The tables with edges in a stretch of lines, in reading order.
fn grids(page: &Page<'_>, from: usize, to: usize) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    let mut at = from;
    while at < to {
        let mut found = if page.is_tabbed(at) {
            table_cells::find(page, at)
        } else {
            table_grid::find(page, at, Separator::Bar)
        };
        if page.is_tabbed(at) && matches!(found, Found::Nothing(next) if next == at) {
            found = table_grid::find(page, at, Separator::Tab);
        }
        match found {
            Found::Table(region) => {
                at = region.to.max(at + 1);
                out.push(region);
            }
            Found::Nothing(next) => at = next.max(at + 1),
        }
    }
    out
}

/// Adds the tables without edges between those that are known.
fn with_streams(page: &Page<'_>, mut regions: Vec<Region>) -> Vec<Region> {
    let whole = |(from, to)| page.unbroken(from, to);
    let streams: Vec<Region> = gaps(page, &regions)
        .into_iter()
        .flat_map(whole)
        .flat_map(|(from, to)| table_stream::find(page, from, to))
        .collect();
    regions.extend(streams);
    regions.sort_by_key(|region| region.from);
    regions
}

/// Blocks and tables of a page whose tables are known from the file's own structure.
pub(super) fn blocks(
    page: &Page<'_>,
    regions: Vec<Region>,
    prose: Prose,
) -> (Vec<Block>, Vec<Table>) {
    match prose {
        Prose::Paragraphs => lay_out(page, regions, prose),
        Prose::Lines => lay_out(page, with_streams(page, regions), prose),
        #[cfg(feature = "formats")]
        Prose::Text => {
            let found: Vec<Region> = gaps(page, &regions)
                .into_iter()
                .flat_map(|(from, to)| grids(page, from, to))
                .collect();
            let mut regions: Vec<Region> = regions.into_iter().chain(found).collect();
            regions.sort_by_key(|region| region.from);
            lay_out(page, with_streams(page, regions), prose)
        }
    }
}

/// The stretches of lines outside the tables.
fn gaps(page: &Page<'_>, regions: &[Region]) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut out: Vec<(usize, usize)> =
        regions.iter().map(|region| (std::mem::replace(&mut at, region.to), region.from)).collect();
    out.push((at, page.lines.len()));
    out
}

fn lay_out(page: &Page<'_>, regions: Vec<Region>, prose: Prose) -> (Vec<Block>, Vec<Table>) {
    let gaps = gaps(page, &regions);
    let lines = || {
        gaps.iter()
            .flat_map(|(from, to)| *from..*to)
            .filter(|i| !page.is_void(*i) && !page.is_contents(*i))
    };
    let flow = match prose {
        Prose::Paragraphs => None,
        _ => Some(Flow::measure(lines().filter_map(|i| page.line(i)))),
    };

    let (mut blocks, mut tables) = (Vec::new(), Vec::new());
    let mut regions = regions.into_iter();
    for (from, to) in gaps {
        let mut paragraphs = Vec::new();
        for (from, to) in page.unbroken(from, to) {
            join::paragraphs(page, flow.as_ref(), from, to, &mut paragraphs);
        }
        blocks.extend(paragraphs.into_iter().map(Block::Paragraph));
        if let Some(region) = regions.next() {
            tables.push(Table::new(region.rows, blocks.len(), region.layout));
            blocks.push(Block::Table(tables.len() - 1));
        }
    }
    title_page(&mut blocks, page.vocabulary, page);
    (blocks, tables)
}

/// Titles at the very start are the document's and stand above all headings.
fn title_page(blocks: &mut [Block], vocabulary: &Vocabulary, page: &Page<'_>) {
    let lowest = u8::try_from(vocabulary.numbering.len()).unwrap_or(u8::MAX);
    let is_title = |paragraph: &Paragraph| {
        paragraph.heading == Some(lowest) && !page.is_form_title(&paragraph.text.text)
    };
    for block in blocks.iter_mut().take(4) {
        match block {
            Block::Paragraph(paragraph) if is_title(paragraph) => paragraph.heading = Some(0),
            _ => break,
        }
    }
}
