//! The styles of a workbook: cells that are tinted get a style that differs from their own by its
//! fill alone. In: the style sheet. Out: numbers of styles, and the style sheet with what they
//! lacked put behind what is there.

use crate::annotate::Refusal;
use crate::annotate::remark::RemarkTone;
use crate::annotate::xml::{Edits, MarkupTag, TagKind, append, element, end_of, escaped, tags};
use std::collections::BTreeMap;

/// What a workbook without styles is given.
pub(super) const BARE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"></styleSheet>";

/// A list of the style sheet: its name, what it begins with, and what may only follow it.
struct List {
    name: &'static str,
    first: &'static [&'static str],
    behind: &'static [&'static str],
    /// What is in it, as it is written.
    items: Vec<String>,
    /// How many there were.
    known: usize,
}

const AFTER_STYLES: [&str; 6] =
    ["cellStyles", "dxfs", "tableStyles", "colors", "extLst", "AlternateContent"];
/// Of these, what does not stand behind the list of differences.
const DIFFERENCES: &str = "dxfs";

/// The style sheet.
pub(super) struct Styles {
    xml: String,
    prefix: String,
    formats: List,
    fonts: List,
    fills: List,
    borders: List,
    styles: List,
    /// What conditions change.
    differences: List,
}

/// What the styles of another workbook are called here, by their numbers there.
pub(super) struct Adopted {
    pub styles: Vec<usize>,
    pub differences: Vec<usize>,
}

impl Styles {
    /// Reads a style sheet.
    pub(super) fn read(xml: String) -> Result<Self, Refusal> {
        let list = |name, first, behind| List { name, first, behind, items: Vec::new(), known: 0 };
        let formats =
            list("numFmts", &[], &["fonts", "fills", "borders", "cellStyleXfs", "cellXfs"]);
        let fonts = list(
            "fonts",
            &["<font><sz val=\"11\"/><name val=\"宋体\"/></font>"],
            &["fills", "borders", "cellStyleXfs", "cellXfs"],
        );
        // both have a meaning of their own
        let fills = list(
            "fills",
            &[
                "<fill><patternFill patternType=\"none\"/></fill>",
                "<fill><patternFill patternType=\"gray125\"/></fill>",
            ],
            &["borders", "cellStyleXfs", "cellXfs"],
        );
        let borders = list(
            "borders",
            &["<border><left/><right/><top/><bottom/><diagonal/></border>"],
            &["cellStyleXfs", "cellXfs"],
        );
        let styles = list(
            "cellXfs",
            &["<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"],
            &[],
        );
        let differences = list(DIFFERENCES, &[], &[]);
        let prefix = String::new();
        let mut out = Self { xml, prefix, formats, fonts, fills, borders, styles, differences };
        let tags = tags(&out.xml, "styles.xml")?;
        out.prefix = tags.first().map_or("", MarkupTag::prefix).to_owned();
        let lists = [
            &mut out.formats,
            &mut out.fonts,
            &mut out.fills,
            &mut out.borders,
            &mut out.styles,
            &mut out.differences,
        ];
        for list in lists {
            if let Some(at) =
                tags.iter().position(|tag| tag.opens() && tag.depth == 1 && tag.name() == list.name)
            {
                let children = (at + 1..end_of(&tags, at))
                    .filter(|at| tags.get(*at).is_some_and(|tag| tag.opens() && tag.depth == 2));
                list.items = children
                    .filter_map(|at| out.xml.get(element(&tags, at)))
                    .map(str::to_owned)
                    .collect();
            }
            list.known = list.items.len();
            if list.items.is_empty() {
                list.items = list.first.iter().map(|item| prefixed(item, &out.prefix)).collect();
            }
        }
        Ok(out)
    }

    /// The style sheet with all that was added.
    pub(super) fn finish(self) -> Result<String, Refusal> {
        let tags = tags(&self.xml, "styles.xml")?;
        let mut edits = Edits::default();
        let lists = [
            &self.formats,
            &self.fonts,
            &self.fills,
            &self.borders,
            &self.styles,
            &self.differences,
        ];
        for list in lists {
            let new = list.items.get(list.known..).unwrap_or(&[]).concat();
            if new.is_empty() {
                continue;
            }
            let count = list.items.len().to_string();
            let at = tags
                .iter()
                .position(|tag| tag.opens() && tag.depth == 1 && tag.name() == list.name);
            match at.and_then(|at| tags.get(at)) {
                Some(tag) => {
                    let opened = tag.with("count", &count);
                    if tag.kind == TagKind::Empty {
                        let opened = opened.trim_end_matches('>').trim_end_matches('/').trim_end();
                        edits.replace(
                            tag.at..tag.end(),
                            format!("{opened}>{new}</{}>", tag.qualified()),
                        );
                    } else {
                        edits.replace(tag.at..tag.end(), opened);
                        append(&mut edits, &tags, at.unwrap_or(0), &new);
                    }
                }
                None => {
                    let (prefix, name) = (&self.prefix, list.name);
                    let whole = format!("<{prefix}{name} count=\"{count}\">{new}</{prefix}{name}>");
                    let is_behind = |tag: &&MarkupTag<'_>| {
                        tag.opens()
                            && tag.depth == 1
                            && (list.behind.contains(&tag.name())
                                || AFTER_STYLES.contains(&tag.name())
                                    && (list.name != DIFFERENCES || tag.name() != "cellStyles"))
                    };
                    match tags.iter().find(is_behind) {
                        Some(next) => edits.insert(next.at, whole),
                        None => append(&mut edits, &tags, 0, &whole),
                    }
                }
            }
        }
        edits.apply(&self.xml)
    }

    /// Takes over the styles of another workbook.
    pub(super) fn adopt(&mut self, other: &Self) -> Adopted {
        let prefix = self.prefix.clone();
        let same = |item: &String| prefixed(item, &prefix);
        let put = |list: &mut List, from: &List| -> Vec<usize> {
            from.items.iter().map(|item| place(list, &same(item))).collect()
        };
        let fonts = put(&mut self.fonts, &other.fonts);
        let fills = put(&mut self.fills, &other.fills);
        let borders = put(&mut self.borders, &other.borders);
        let differences = put(&mut self.differences, &other.differences);
        let mut formats: BTreeMap<usize, usize> = BTreeMap::new();
        for item in &other.formats.items {
            if let (Some(id), Some(code)) = (format_number(item), value(item, "formatCode")) {
                formats.insert(id, self.format(&code));
            }
        }
        let now = |item: &str, name: &str, map: &dyn Fn(usize) -> Option<usize>| {
            let number = value(item, name).and_then(|number| number.parse::<usize>().ok());
            number.and_then(map).map(|number| number.to_string())
        };
        let style = |item: &String| {
            let numbers = [
                ("numFmtId", now(item, "numFmtId", &|id| formats.get(&id).copied())),
                ("fontId", now(item, "fontId", &|at| fonts.get(at).copied())),
                ("fillId", now(item, "fillId", &|at| fills.get(at).copied())),
                ("borderId", now(item, "borderId", &|at| borders.get(at).copied())),
                ("xfId", Some("0".to_owned())),
            ];
            numbers.into_iter().fold(item.clone(), |item, (name, number)| match number {
                Some(number) => change_tag(&item, |tag| with(tag, name, &number)),
                None => item,
            })
        };
        let styles =
            other.styles.items.iter().map(|item| place(&mut self.styles, &same(&style(item))));
        Adopted { styles: styles.collect(), differences }
    }

    /// The style that looks like another one with a tint.
    pub(super) fn tinted(&mut self, style: usize, tone: RemarkTone) -> usize {
        let fill = format!(
            "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{}\"/><bgColor indexed=\"64\"/></patternFill></fill>",
            tone.colour()
        );
        let fill = prefixed(&fill, &self.prefix);
        self.filled(style, &fill)
    }

    /// The style that looks like another one with a fill.
    fn filled(&mut self, style: usize, fill: &str) -> usize {
        let fill = place(&mut self.fills, fill).to_string();
        let Some(item) = self.styles.items.get(style).or(self.styles.items.first()) else {
            return style;
        };
        let item = change_tag(item, |tag| with(&with(tag, "fillId", &fill), "applyFill", "1"));
        place(&mut self.styles, &item)
    }

    /// The fill of a style, as it is written.
    pub(super) fn fill(&self, style: usize) -> &str {
        self.of(style, "fillId", &self.fills)
    }

    /// The font of a style, as it is written.
    pub(super) fn font(&self, style: usize) -> &str {
        self.of(style, "fontId", &self.fonts)
    }

    /// What a style takes from a list by its number.
    fn of<'l>(&self, style: usize, name: &str, list: &'l List) -> &'l str {
        let item = self.styles.items.get(style);
        let number =
            item.and_then(|item| value(item, name)).and_then(|id| id.parse::<usize>().ok());
        list.items.get(number.unwrap_or(0)).map_or("", String::as_str)
    }

    /// Whether a style has a tint of ours.
    pub(super) fn is_tinted(&self, style: usize) -> bool {
        let fill = self.fill(style);
        fill.contains("solid")
            && RemarkTone::ALL
                .iter()
                .any(|tone| fill.to_ascii_uppercase().contains(&format!("\"FF{}\"", tone.colour())))
    }

    /// The style that a cell had before it was tinted: the one that was noted, where that is still
    /// the same but for the tint; a program that saved the file may have counted the styles
    /// anew.
    pub(super) fn untinted(&mut self, style: usize, noted: usize, fill: &str) -> usize {
        let plain =
            |item: &str| change_tag(item, |tag| without(&without(tag, "fillId"), "applyFill"));
        let wanted = self.styles.items.get(style).map(|item| plain(item)).unwrap_or_default();
        let is_it = |style: &usize| {
            self.styles.items.get(*style).is_some_and(|item| plain(item) == wanted)
                && self.fill(*style) == fill
        };
        let found = Some(noted).filter(is_it).or_else(|| (0..self.styles.items.len()).find(is_it));
        found.unwrap_or_else(|| self.filled(style, fill))
    }

    /// The style of a number on the findings sheet, shown so.
    pub(super) fn number(&mut self, code: &str) -> usize {
        let id = self.format(code);
        self.with_format(CellLook::Number, id)
    }

    /// The number of a format.
    fn format(&mut self, code: &str) -> usize {
        /// Smaller ones are those of the programs.
        const FIRST: usize = 164;
        let items = &self.formats.items;
        let known = items.iter().find(|item| value(item, "formatCode").as_deref() == Some(code));
        if let Some(id) = known.and_then(|item| format_number(item)) {
            return id;
        }
        let last = items.iter().filter_map(|item| format_number(item)).max();
        let id = last.map_or(FIRST, |last| FIRST.max(last + 1));
        let item = format!("<numFmt numFmtId=\"{id}\" formatCode=\"{}\"/>", escaped(code));
        place(&mut self.formats, &prefixed(&item, &self.prefix));
        id
    }

    /// A style of the findings sheet.
    pub(super) fn own(&mut self, look: CellLook) -> usize {
        /// Text as it is.
        const TEXT: usize = 49;
        self.with_format(look, TEXT)
    }

    fn with_format(&mut self, look: CellLook, format: usize) -> usize {
        let prefix = self.prefix.clone();
        let put = |list: &mut List, item: &str| place(list, &prefixed(item, &prefix));
        let (bold, colour, size) = match look {
            CellLook::Title => ("<b/>", "FF1F2937", 16),
            CellLook::Head => ("<b/>", "FFFFFFFF", 11),
            CellLook::Link => ("<u/>", "FF0563C1", 11),
            CellLook::Words | CellLook::Number | CellLook::Tinted(_) => ("", "FF1F2937", 11),
        };
        let font = put(
            &mut self.fonts,
            &format!(
                "<font>{bold}<sz val=\"{size}\"/><color rgb=\"{colour}\"/><name val=\"微软雅黑\"/><family val=\"2\"/></font>"
            ),
        );
        let fill = match look {
            CellLook::Head => Some("FF305496".to_owned()),
            CellLook::Tinted(tone) => Some(format!("FF{}", tone.colour())),
            _ => None,
        };
        let fill = fill.map_or(0, |colour| {
            put(
                &mut self.fills,
                &format!(
                    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"{colour}\"/><bgColor indexed=\"64\"/></patternFill></fill>"
                ),
            )
        });
        let edge =
            |side: &str| format!("<{side} style=\"thin\"><color rgb=\"FFBFBFBF\"/></{side}>");
        let border = match look {
            CellLook::Title => 0,
            _ => put(
                &mut self.borders,
                &format!(
                    "<border>{}{}{}{}<diagonal/></border>",
                    edge("left"),
                    edge("right"),
                    edge("top"),
                    edge("bottom")
                ),
            ),
        };
        let alignment = match look {
            CellLook::Title => "<alignment vertical=\"center\"/>",
            CellLook::Head => {
                "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/>"
            }
            CellLook::Number => "<alignment horizontal=\"right\" vertical=\"top\"/>",
            CellLook::Link | CellLook::Words | CellLook::Tinted(_) => {
                "<alignment vertical=\"top\" wrapText=\"1\"/>"
            }
        };
        let style = format!(
            "<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\">{alignment}</xf>"
        );
        put(&mut self.styles, &style)
    }
}

/// How a cell of the findings sheet looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellLook {
    Title,
    Head,
    Words,
    Number,
    Link,
    Tinted(RemarkTone),
}

fn format_number(item: &str) -> Option<usize> {
    value(item, "numFmtId")?.parse().ok()
}

/// The place of an item in a list; it is added where it is not there.
fn place(list: &mut List, item: &str) -> usize {
    list.items.iter().position(|known| known == item).unwrap_or_else(|| {
        list.items.push(item.to_owned());
        list.items.len() - 1
    })
}

/// Elements with the prefix that the style sheet uses.
pub(super) fn prefixed(xml: &str, prefix: &str) -> String {
    if prefix.is_empty() {
        return xml.to_owned();
    }
    xml.replace("</", "\u{0}")
        .replace('<', &format!("<{prefix}"))
        .replace('\u{0}', &format!("</{prefix}"))
}

/// An element with another first tag.
fn change_tag(item: &str, change: impl Fn(&str) -> String) -> String {
    let end = item.find('>').map_or(item.len(), |at| at + 1);
    let (tag, rest) = item.split_at(end);
    change(tag) + rest
}

fn tag(text: &str) -> MarkupTag<'_> {
    MarkupTag { kind: TagKind::Start, text, at: 0, depth: 0 }
}

fn with(text: &str, name: &str, value: &str) -> String {
    tag(text).with(name, value)
}

fn without(text: &str, name: &str) -> String {
    tag(text).without(name)
}

fn value(item: &str, name: &str) -> Option<String> {
    let end = item.find('>').map_or(item.len(), |at| at + 1);
    tag(item.get(..end)?).attribute(name).map(|value| value.into_owned())
}
