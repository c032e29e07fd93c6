//! Texts and gaps, which take as much as the pattern behind them leaves: character by character,
//! and where they end.

use super::super::compile::Op;
use super::super::view::CharClass;
use super::{Event, Machine, Mode, PendingValue, Resume, State};

/// Characters of a stretch that is worth keeping.
const LONG: usize = 64;
/// Characters that a text inside a sentence may have: nobody names a thing with more, and a walk
/// over millions of digits for each wording takes seconds.
const MAX_TEXT: usize = 4000;

impl Machine<'_> {
    /// The colon at which a text ends that the pattern follows with one: then an enumeration before
    /// it belongs to the text (`防灾、减灾等工作完成率：`).
    pub(super) fn colon_behind(&mut self, pc: usize, from: usize) -> Option<usize> {
        if self.body.ops.get(pc + 1) != Some(&Op::Mark(':')) {
            return None;
        }
        let stops = |at: &usize| {
            let class = self.view.class(*at);
            (class.is_mark() && self.view.char(*at) != Some('\u{3001}')) || class.is_edge()
        };
        let (end, last) = match self.stretch {
            Some((start, end, last)) if (start..end).contains(&from) => (end, last),
            _ => {
                let end = (from..self.end).find(stops).unwrap_or(self.end);
                let last = self
                    .view
                    .chars()
                    .get(from..end)?
                    .iter()
                    .rposition(|c| *c == '\u{3001}')
                    .map(|at| from + at);
                self.stretch = Some((from, end, last));
                (end, last)
            }
        };
        let enumerates = end < self.end
            && last.is_some_and(|last| last >= from)
            && !self.view.class(from).is_mark();
        (enumerates && self.view.char(end) == Some(':')).then_some(end)
    }

    /// Lets a text take one more character; where it may end then, goes on behind it.
    pub(super) fn grow_text(
        &mut self,
        pc: usize,
        from: usize,
        at: usize,
        depth: usize,
    ) -> Option<State> {
        let (mut at, mut depth) = (at, depth);
        let whole = self.mode == Mode::Whole;
        // where a stretch begins in which nothing but the text may go on
        let mut run = if depth == 0 && !whole { at } else { usize::MAX };
        if let Some((_, end)) = self
            .runs
            .get(pc)
            .filter(|(start, end)| run != usize::MAX && (*start..*end).contains(&at))
        {
            at = *end;
        }
        loop {
            if at >= self.end {
                self.run_through(pc, run, self.end);
                return None;
            }
            if !whole && at - from >= MAX_TEXT {
                self.run_through(pc, run, at);
                return None;
            }
            if self.view.class(at) != CharClass::Plain {
                self.run_through(pc, run, at);
                run = usize::MAX;
            }
            match self.view.class(at) {
                CharClass::Cell | CharClass::Paragraph | CharClass::Outside => return None,
                CharClass::Plain => {}
                _ if whole && at > from => {}
                CharClass::Mark | CharClass::Semicolon if depth > 0 => {}
                CharClass::Mark | CharClass::Semicolon | CharClass::End => return None,
                CharClass::Open => depth += 1,
                CharClass::Close => depth = depth.checked_sub(1)?,
            }
            at += 1;
            self.steps = self.steps.checked_sub(1)?;
            if (depth == 0 || whole) && self.may_go_on(pc, at) {
                self.run_through(pc, run, at - 1);
                break;
            }
        }
        self.push(Resume::Text { pc, from, at, depth }, None);
        let Some(Op::Capture { index, .. }) = self.body.ops.get(pc) else {
            return None;
        };
        self.events.push(Event::Captured {
            capture: *index,
            from: self.view.start(from),
            to: self.view.end_before(at),
            value: PendingValue::Text,
        });
        Some(State { pc: pc + 1, at, open: !self.stops_text(at) })
    }

    /// Keeps a long stretch that a text may only run through: plain characters behind each of which
    /// it cannot end.
    fn run_through(&mut self, pc: usize, from: usize, to: usize) {
        if from.saturating_add(LONG) > to {
            return;
        }
        if self.runs.len() <= pc {
            self.runs.resize(pc + 1, (0, 0));
        }
        if let Some(run) = self.runs.get_mut(pc) {
            // a text that began further left knew the whole of it
            *run = if run.1 == to { (run.0.min(from), to) } else { (from, to) };
        }
    }

    /// Whether a text ends at a position whatever the pattern says.
    pub(super) fn stops_text(&self, at: usize) -> bool {
        let class = self.view.class(at);
        at >= self.end || class.is_mark() || class.is_edge() || class == CharClass::Close
    }

    /// Lets a gap run over one more character.
    pub(super) fn grow_gap(&mut self, pc: usize, origin: usize, at: usize) -> Option<State> {
        let Some(Op::Gap { passage }) = self.body.ops.get(pc) else {
            return None;
        };
        let (passage, whole) = (*passage, self.mode == Mode::Whole);
        let mut at = at;
        loop {
            if at >= self.end {
                return None;
            }
            let class = self.view.class(at);
            if !passage
                && !whole
                && (matches!(class, CharClass::Semicolon | CharClass::End | CharClass::Paragraph)
                    || self.is_numbered(at))
            {
                return None;
            }
            if !whole && (self.leaves_bracket(at) || self.begins(origin, at)) {
                return None;
            }
            at += 1;
            self.steps = self.steps.checked_sub(1)?;
            if self.may_go_on(pc, at) {
                break;
            }
        }
        self.push(Resume::Gap { pc, origin, at }, None);
        Some(State { pc: pc + 1, at, open: false })
    }

    /// Whether what the pattern writes behind a text or a gap may stand at a position, as far as a
    /// look tells.
    fn may_go_on(&self, pc: usize, at: usize) -> bool {
        let Some(ahead) = self.body.ahead(pc) else { return true };
        let class = self.view.class(at);
        ahead.any
            || class.is_edge()
            || (ahead.mark && (at >= self.end || class != CharClass::Plain))
            || self.view.char(at).is_some_and(|c| self.is_first(ahead, c))
    }

    /// Whether a closing bracket stands here within which the match began: what it says ends there.
    /// States behind it fail for all starts within that bracket, and no later start comes to
    /// them.
    fn leaves_bracket(&self, at: usize) -> bool {
        self.view.class(at) == CharClass::Close
            && self.view.opening(at).is_some_and(|opening| opening < self.start)
    }

    /// Whether a numbered item begins here, behind punctuation.
    pub(super) fn is_numbered(&self, at: usize) -> bool {
        let before = self.view.class_before(at);
        if !before.is_mark() && !before.is_edge() {
            return false;
        }
        let rest = self.text.get(self.view.start(at)..).unwrap_or("");
        self.context.vocabulary.ordinal(rest).is_some()
    }

    /// Whether the claim begins anew at a position that a gap from `origin` would run over.
    pub(super) fn begins(&mut self, origin: usize, at: usize) -> bool {
        let Some((begin, paragraph)) = self.body.begin else { return false };
        if !self.may_start(at, origin)
            || (paragraph && self.view.class_before(at) != CharClass::Paragraph)
        {
            return false;
        }
        if self.begins.is_empty() {
            self.begins.resize(self.end + 1, None);
        }
        if let Some(Some(known)) = self.begins.get(at) {
            return *known;
        }
        let (log, events) = (self.log.len(), self.events.len());
        let found = self.run(begin, at).is_some();
        self.events.truncate(events);
        if found {
            for key in self.log.iter().skip(log) {
                self.seen.remove(*key);
            }
        }
        self.log.truncate(log);
        if let Some(slot) = self.begins.get_mut(at) {
            *slot = Some(found);
        }
        found
    }
}
