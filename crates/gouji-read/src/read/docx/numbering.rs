//! The numbers that Word draws before paragraphs. In: `numbering.xml`, then the paragraphs in
//! order. Out: each one's number.

use super::numeral::numeral;
use super::styles::{Listed, Style, WordStyles};
use super::xml::{Space, StartTag, Visit, Xml, XmlTag};
use crate::read::line::is_wide;
use gouji_values::error::ReadError;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of the text of a level.
const TEXT: usize = 100;
/// Lists of a document, and their definitions; Word has about 2000.
const LISTS: usize = 10_000;
/// Levels of a list.
const LEVELS: usize = 9;

/// How one level of a list is numbered.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// `第%1部分`, `%1.%2`.
    text: String,
    is_close: bool,
    /// The level whose paragraphs start this one anew, 1-based; 0 for none.
    restart: Option<usize>,
    /// All numbers in Arabic digits.
    is_legal: bool,
    /// Paragraphs of this style are on this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        let format = "decimal".to_owned();
        Self {
            start: 1,
            format,
            text: String::new(),
            is_close: false,
            restart: None,
            is_legal: false,
            style: None,
        }
    }
}

impl Level {
    fn take(&mut self, element: &StartTag<'_>) -> Visit {
        match element.name() {
            "start" => self.start = element.number().unwrap_or(1),
            "numFmt" => self.format = element.value().unwrap_or_default(),
            "lvlText" => {
                self.text = element.value().unwrap_or_default().chars().take(TEXT).collect()
            }
            "suff" => self.is_close = element.value().as_deref() == Some("nothing"),
            "lvlRestart" => self.restart = element.number(),
            "isLgl" => self.is_legal = element.is_on(),
            "pStyle" => self.style = element.value(),
            "pPr" | "rPr" => return Visit::Over,
            _ => {}
        }
        Visit::Into
    }
}

#[derive(Debug, Default)]
struct Definition {
    levels: [Option<Level>; LEVELS],
    /// The style whose list this one stands for.
    style: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    definition: String,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

/// All lists and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<String, Definition>,
    lists: BTreeMap<String, List>,
    /// By definition: lists of one definition count on together.
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    begun: BTreeSet<String>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn parse(text: &str, part: &str) -> Result<Self, ReadError> {
        let mut out = Self::default();
        let mut xml = Xml::new(text, part);
        let (mut definition, mut list) = (None, None);
        let (mut at, mut lists) = (0, 0);
        loop {
            let element = match xml.next()? {
                XmlTag::Start(element) if element.space == Space::Word => element,
                XmlTag::Eof => return Ok(out),
                _ => continue,
            };
            let index = |name: &str| {
                element
                    .attribute(name)
                    .and_then(|index| index.parse::<usize>().ok())
                    .unwrap_or(LEVELS)
            };
            lists += usize::from(matches!(element.name(), "abstractNum" | "num"));
            match element.name() {
                "abstractNum" | "num" if lists > LISTS => (definition, list) = (None, None),
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default();
                    (definition, list) = (Some(out.definitions.entry(id).or_default()), None);
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default();
                    (definition, list) = (None, Some(out.lists.entry(id).or_default()));
                }
                "numStyleLink" => {
                    if let Some(definition) = &mut definition {
                        definition.style = element.value();
                    }
                }
                "abstractNumId" => {
                    if let Some(list) = &mut list {
                        list.definition = element.value().unwrap_or_default();
                    }
                }
                "lvlOverride" => at = index("ilvl"),
                "startOverride" => {
                    if let Some(start) = list.as_mut().and_then(|list| list.starts.get_mut(at)) {
                        *start = element.number();
                    }
                }
                "lvl" => {
                    let mut level = Level::default();
                    xml.inside(&element, |inner| level.take(inner))?;
                    let levels = definition
                        .as_mut()
                        .map(|found| &mut found.levels)
                        .or(list.as_mut().map(|found| &mut found.levels));
                    if let Some(slot) = levels.and_then(|levels| levels.get_mut(index("ilvl"))) {
                        *slot = Some(level);
                    }
                }
                _ => {}
            }
        }
    }

    /// Counts a paragraph and gives the number that stands before it, with the blank that parts
    /// them. None for paragraphs outside lists and for bullets.
    pub(super) fn next(
        &mut self,
        own: &Listed,
        style: &Style,
        styles: &WordStyles,
    ) -> Option<String> {
        let by_style = &style.listed;
        let id = own.list.as_ref().or(by_style.list.as_ref())?;
        let mut list = self.lists.get(id)?;
        let mut definition = self.definitions.get(&list.definition)?;
        // a definition may stand for the list of a style
        if let Some(linked) = &definition.style {
            list = self.lists.get(styles.get(linked)?.listed.list.as_ref()?)?;
            definition = self.definitions.get(&list.definition)?;
        }
        let is_of = |level: &Option<Level>, id: &String| {
            level.as_ref().is_some_and(|level| level.style.as_ref() == Some(id))
        };
        let of_style = || {
            style
                .chain
                .iter()
                .find_map(|id| definition.levels.iter().position(|level| is_of(level, id)))
        };
        let at = own
            .level
            .or(if own.list.is_some() { None } else { by_style.level.or_else(of_style) })
            .unwrap_or(0);
        let level_at = |at: usize| {
            list.levels
                .get(at)
                .and_then(Option::as_ref)
                .or_else(|| definition.levels.get(at)?.as_ref())
        };
        let level = level_at(at)?;
        let start = |at: usize| {
            list.starts
                .get(at)
                .copied()
                .flatten()
                .or_else(|| Some(level_at(at)?.start))
                .unwrap_or(1)
        };

        let counts = self.counts.entry(list.definition.clone()).or_default();
        if self.begun.insert(id.clone()) {
            for (count, _) in
                counts.iter_mut().zip(&list.starts).filter(|(_, start)| start.is_some())
            {
                *count = None;
            }
        }
        for (deeper, count) in counts.iter_mut().enumerate() {
            if deeper < at {
                count.get_or_insert_with(|| start(deeper));
            } else if deeper == at {
                *count = Some(count.map_or_else(|| start(at), |count| count.saturating_add(1)));
            } else if level_at(deeper)
                .and_then(|level| level.restart)
                .is_none_or(|after| at < after)
            {
                *count = None;
            }
        }
        if level.format == "bullet" {
            return None;
        }
        let drawn = draw(level, counts, &level_at);
        let last = drawn.chars().next_back()?;
        let blank = if level.is_close || is_wide(last) { "" } else { " " };
        Some(drawn + blank)
    }
}

/// The text of a level with its counts in it.
fn draw<'l>(
    level: &Level,
    counts: &[Option<u32>; LEVELS],
    level_at: &impl Fn(usize) -> Option<&'l Level>,
) -> String {
    let mut out = String::new();
    let mut chars = level.text.chars().peekable();
    while let Some(c) = chars.next() {
        let place = chars
            .peek()
            .and_then(|next| next.to_digit(10))
            .and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
        match place {
            Some(place) if c == '%' => {
                chars.next();
                if let (Some(Some(count)), Some(shown)) = (counts.get(place), level_at(place)) {
                    let format = if level.is_legal { "decimal" } else { shown.format.as_str() };
                    out.push_str(&numeral(*count, format));
                }
            }
            _ => out.push(c),
        }
    }
    out.trim_end().to_owned()
}
