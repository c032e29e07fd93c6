//! Stretches of text that are read on their own: the body, a cell, a text box, a footnote.

use super::table::WordGrid;
use crate::read::line::is_blank_char;

/// A line of prose.
#[derive(Debug)]
pub(super) struct StoryLine {
    /// Its text.
    pub text: String,
    /// Where it stands: `第12段`.
    pub place: String,
    /// An entry of a contents page.
    pub is_contents: bool,
}

/// What follows what in a story.
#[derive(Debug)]
pub(super) enum StoryItem {
    /// A paragraph, or a line of one.
    Line(StoryLine),
    /// An empty paragraph.
    Blank,
    /// The next page begins.
    Page,
    /// A table; most items are lines, which take a fifth of its room.
    Table(Box<WordGrid>),
}

impl StoryItem {
    /// The line that it is.
    pub(super) fn line(&self) -> Option<&StoryLine> {
        match self {
            Self::Line(line) => Some(line),
            _ => None,
        }
    }

    /// The same, a line at another place.
    pub(super) fn at(self, place: &str) -> Self {
        match self {
            Self::Line(line) => Self::Line(StoryLine { place: place.to_owned(), ..line }),
            other => other,
        }
    }
}

/// Whose text a story is.
#[derive(Debug)]
pub(super) enum StoryOwner {
    /// The document itself; its paragraphs are counted.
    Body,
    /// A cell: its place is the table's affair.
    Cell,
    /// A text box or a note, under this name.
    Named(String),
}

/// A stretch of text.
#[derive(Debug)]
pub(super) struct Story {
    /// Whose it is.
    pub owner: StoryOwner,
    /// What has been read.
    pub items: Vec<StoryItem>,
    /// Text of a paragraph whose end was removed: the next one goes on with it.
    carried: String,
}

impl Story {
    /// Nothing yet.
    pub(super) fn new(owner: StoryOwner) -> Self {
        Self { owner, items: Vec::new(), carried: String::new() }
    }

    /// The text that a paragraph goes on with.
    pub(super) fn carried(&mut self) -> String {
        std::mem::take(&mut self.carried)
    }

    /// Keeps the text of a paragraph for the next one.
    pub(super) fn carry(&mut self, text: String) {
        self.carried = text;
    }

    /// Adds a paragraph, a line for each of its lines.
    pub(super) fn paragraph(&mut self, text: &str, place: &str, is_contents: bool) {
        for (index, page) in text.split('\u{C}').enumerate() {
            if index > 0 {
                self.items.push(StoryItem::Page);
            }
            for line in page.split('\n') {
                if !is_blank(line) {
                    self.items.push(StoryItem::Line(StoryLine {
                        text: line.to_owned(),
                        place: place.to_owned(),
                        is_contents,
                    }));
                } else if !matches!(self.items.last(), Some(StoryItem::Blank)) {
                    self.items.push(StoryItem::Blank);
                }
            }
        }
    }

    /// All of it.
    pub(super) fn finish(mut self) -> Vec<StoryItem> {
        let carried = self.carried();
        if !is_blank(&carried) {
            let place = match &self.owner {
                StoryOwner::Named(name) => name.clone(),
                StoryOwner::Body | StoryOwner::Cell => String::new(),
            };
            self.paragraph(&carried, &place, false);
        }
        self.items
    }
}

/// Nothing but blanks.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_blank_char)
}
