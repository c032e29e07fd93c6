//! From the events of a successful run to a [`Match`].

use super::machine::{Event, Machine, PendingValue};
use super::{CaptureKind, Captured, CapturedValue, Match, RepeatItem};

impl Machine<'_> {
    /// The match of the events that were gathered.
    pub(super) fn build(&self, start: usize, stop: usize) -> Match {
        let width = self.program.captures.len();
        let mut captures: Vec<Option<Captured>> = vec![None; width];
        let mut items: Vec<Vec<RepeatItem>> = vec![Vec::new(); self.program.groups];
        let mut open: Option<RepeatItem> = None;
        let mut from = self.view.start(start);
        for (i, event) in self.events.iter().enumerate() {
            match *event {
                Event::Captured { capture, from: first, to, value } => {
                    // numbering in front of a text is not part of it
                    if i == 0
                        && matches!(value, PendingValue::Text)
                        && self.view.position(first) == self.skip_numbering(start)
                    {
                        from = first;
                    }
                    let captured = self.captured(capture, first, to, value);
                    let into = open.as_mut().map_or(&mut captures, |item| &mut item.captures);
                    if let Some(slot) = into.get_mut(capture) {
                        *slot = Some(captured);
                    }
                }
                Event::ItemStart { at } => {
                    let from = self.view.start(self.view.skip_edges(at));
                    open = Some(RepeatItem { range: from..from, captures: vec![None; width] });
                }
                Event::ItemEnd { group, at } => {
                    if let (Some(mut item), Some(list)) = (open.take(), items.get_mut(group)) {
                        item.range.end =
                            self.view.end_before(self.view.before_edges(at)).max(item.range.start);
                        list.push(item);
                    }
                }
            }
        }
        let to = self.view.end_before(self.view.before_edges(stop)).max(from);
        Match { range: from..to, captures, items }
    }

    fn captured(&self, capture: usize, from: usize, to: usize, value: PendingValue) -> Captured {
        let range =
            if matches!(value, PendingValue::Text) { self.with_quotes(from, to) } else { from..to };
        let value = match value {
            PendingValue::Number(number) => CapturedValue::Number(number),
            PendingValue::Text => {
                let printed = self.text.get(range.clone()).unwrap_or("");
                CapturedValue::Text(printed.chars().filter(|c| !c.is_control()).collect())
            }
            PendingValue::Word(index) => CapturedValue::Text(
                match self.program.captures.get(capture).map(|capture| &capture.kind) {
                    Some(CaptureKind::Words(words)) => {
                        words.get(index).cloned().unwrap_or_default()
                    }
                    _ => String::new(),
                },
            ),
            PendingValue::Grade(index) => {
                CapturedValue::Text(self.context.grades.get(index).cloned().unwrap_or_default())
            }
            PendingValue::Direction(sign) => CapturedValue::Direction(sign),
            PendingValue::Year(year) => CapturedValue::Year(year),
            PendingValue::Date(year, month, day) => CapturedValue::Date { year, month, day },
            PendingValue::Ordinal(style, value) => CapturedValue::Ordinal { style, value },
        };
        Captured { range, value }
    }

    /// The range of a text, widened over the quotation mark whose partner stands inside.
    fn with_quotes(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let quotes = &self.context.vocabulary.quotes;
        let inside =
            self.text.get(from..to).unwrap_or("").chars().filter(|c| quotes.contains(c)).count();
        if inside % 2 == 0 {
            return from..to;
        }
        let before = self
            .text
            .get(..from)
            .and_then(|rest| rest.chars().next_back())
            .filter(|c| quotes.contains(c));
        let behind =
            self.text.get(to..).and_then(|rest| rest.chars().next()).filter(|c| quotes.contains(c));
        match (before, behind) {
            (Some(c), _) => from - c.len_utf8()..to,
            (None, Some(c)) => from..to + c.len_utf8(),
            (None, None) => from..to,
        }
    }
}
