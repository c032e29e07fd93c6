//! Pictures on a sheet that are large enough to hold a table or text: nobody reads them, and a
//! reader of the report should know.

use super::package::{SheetPackage, attribute, push_text, reader};
use super::xls_container::u16_at;
use gouji_values::document::NoticeCode;
use gouji_values::error::ReadError;
use gouji_values::lang::{BilingualText, bilingual, counted};
use gouji_values::number::{Decimal, multiply};
use quick_xml::events::{BytesStart, Event};

/// Pictures that are smaller (in English Metric Units: 6 cm by 2.5 cm) are seals, logos and signs.
const LARGE: (u64, u64) = (2_160_000, 900_000);
/// The same in columns and rows of usual size, where nothing else is known.
const LARGE_IN_CELLS: (u64, u64) = (3, 5);

/// What is said of pictures on a sheet, whose name may be unknown.
pub(super) fn notice(sheet: &str, pictures: usize) -> Option<(NoticeCode, BilingualText)> {
    let told = counted(pictures, "picture");
    let message = bilingual!(
        "有 {pictures} 张图片没有读取；如果其中有表格或文字，请改为单元格里的数字和文字后再审核",
        "{told} not read; if they hold tables or text please put that into cells and audit again"
    );
    let message = || super::oddity::on_sheet(sheet, message);
    (pictures > 0).then(|| (NoticeCode::PicturesUnread, message()))
}

fn is_large((width, height): (u64, u64), least: (u64, u64)) -> bool {
    width >= least.0 && height >= least.1
}

/// Large pictures in all drawings of a package.
pub(super) fn in_package(package: &mut SheetPackage<'_>) -> Result<usize, ReadError> {
    let is_drawing = |name: &&str| name.contains("/drawings/drawing") && name.ends_with(".xml");
    let names: Vec<String> = package.names().filter(is_drawing).map(str::to_owned).collect();
    names.iter().try_fold(0, |sum, name| {
        Ok(sum + package.xml(name)?.map_or(0, |drawing| in_drawing(&drawing)))
    })
}

/// What an anchor of a drawing says.
#[derive(Default)]
struct Anchor {
    size: (u64, u64),
    /// Columns and rows of its first and its last cell.
    columns: Vec<u64>,
    rows: Vec<u64>,
    pictures: usize,
}

impl Anchor {
    fn is_large(&self) -> bool {
        let cells = |of: &[u64]| match of {
            [first, .., last] => last.saturating_sub(*first),
            _ => 0,
        };
        match self.size {
            (0, _) | (_, 0) => is_large((cells(&self.columns), cells(&self.rows)), LARGE_IN_CELLS),
            size => is_large(size, LARGE),
        }
    }
}

/// Large pictures of a drawing of a sheet, as far as its XML can be read.
pub(super) fn in_drawing(xml: &str) -> usize {
    let (mut found, mut anchor, mut number) = (0, Anchor::default(), None);
    let mut reader = reader(xml);
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => anchor = Anchor::default(),
                "pic" => anchor.pictures += 1,
                "col" | "row" => number = Some(String::new()),
                "ext" => anchor.size = extent(element).max(anchor.size),
                _ => {}
            },
            Event::Empty(element) => match element.local_name().as_ref() {
                "pic" => anchor.pictures += 1,
                "ext" => anchor.size = extent(element).max(anchor.size),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                name @ ("col" | "row") => {
                    let of = if name == "col" { &mut anchor.columns } else { &mut anchor.rows };
                    of.extend(number.take().and_then(|text| text.trim().parse::<u64>().ok()));
                }
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" if anchor.is_large() => {
                    found += anchor.pictures;
                }
                _ => {}
            },
            Event::Eof => break,
            event => {
                if let Some(text) = &mut number {
                    push_text(event, text);
                }
            }
        }
    }
    found
}

fn extent(element: &BytesStart<'_>) -> (u64, u64) {
    let length =
        |name: &str| attribute(element, name).and_then(|own| own.parse().ok()).unwrap_or(0);
    (length("cx"), length("cy"))
}

/// Pictures in the frames of an OpenDocument sheet.
#[derive(Default)]
pub(super) struct Frames {
    is_large: bool,
    found: usize,
}

impl Frames {
    /// An element begins; what a chart shows is drawn of cells.
    pub(super) fn start(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "frame" => {
                let length = |name: &str| attribute(element, name).map_or(0, |own| length(&own));
                self.is_large = is_large((length("width"), length("height")), LARGE);
            }
            "object" => self.is_large = false,
            "image" if self.is_large => {
                self.found += 1;
                self.is_large = false;
            }
            _ => {}
        }
    }

    /// How many there were since it was asked the last time.
    pub(super) fn take(&mut self) -> usize {
        std::mem::take(&mut self.found)
    }
}

/// A length with its unit, in English Metric Units: `6.5cm`.
fn length(text: &str) -> u64 {
    let end = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit: u32 = match unit {
        "cm" => 360_000,
        "mm" => 36_000,
        "in" => 914_400,
        "pt" => 12_700,
        _ => 0,
    };
    let number = number.trim().parse::<Decimal>().ok();
    let length = number.and_then(|number| multiply(number, Decimal::from(unit)));
    length.and_then(|length| u64::try_from(length.trunc()).ok()).unwrap_or(0)
}

/// Pictures in the records of an old workbook: where the last drawing lies, and how many of those that
/// are large are pictures.
#[derive(Default)]
pub(super) struct DrawnRecords {
    is_large: bool,
    pub(super) found: usize,
}

impl DrawnRecords {
    /// A record of a drawing: its cells stand behind this head.
    pub(super) fn drawing(&mut self, data: &[u8]) {
        const HEAD: &[u8] = &[0x10, 0xF0, 0x12, 0, 0, 0];
        let at = data.windows(HEAD.len()).rposition(|own| own == HEAD).map(|at| at + HEAD.len());
        let edge = |place: usize| at.and_then(|at| u16_at(data, at + place)).map_or(0, u64::from);
        let columns = edge(10).saturating_sub(edge(2));
        self.is_large = is_large((columns, edge(14).saturating_sub(edge(6))), LARGE_IN_CELLS);
    }

    /// A record of an object.
    pub(super) fn object(&mut self, data: &[u8]) {
        const PICTURE: u16 = 8;
        self.found += usize::from(self.is_large && u16_at(data, 4) == Some(PICTURE));
        self.is_large = false;
    }
}
