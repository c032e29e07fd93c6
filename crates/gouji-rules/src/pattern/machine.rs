//! The matcher: backtracking over one passage, each state (operation, position) tried once, with
//! bounded steps.
//!
//! What a state leads to does not depend on how it was reached, so a state that failed is never
//! tried again, from whichever start; a match therefore costs at most operations × characters.

mod grow;

use super::compile::{Body, Op, PatternProgram};
use super::first::{First, word_start};
use super::seen::TriedStates;
use super::view::{CharClass, TextView};
use super::{CaptureKind, Context, Match};
use gouji_values::number::Number;
use std::cell::Cell;

/// How a passage is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Running text.
    Sentence,
    /// A row of cells.
    Cells,
    /// A whole title, header or label.
    Whole,
}

/// A value before it is handed out.
#[derive(Clone, Copy, Debug)]
pub(super) enum PendingValue {
    Number(Number),
    Text,
    Word(usize),
    Grade(usize),
    Direction(i8),
    Year(i32),
    Date(i32, u32, u32),
    Ordinal(usize, u32),
}

/// What a capture may read at a position: up to where, and what.
#[derive(Clone, Copy, Debug)]
pub(super) struct CaptureReading {
    /// Where matching goes on.
    pub(super) end: usize,
    /// Bytes of what was read.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: PendingValue,
}

/// What happened on the way of a run.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    Captured { capture: usize, from: usize, to: usize, value: PendingValue },
    ItemStart { at: usize },
    ItemEnd { group: usize, at: usize },
}

/// A state of the match. `open`: a text ends here in mid-word, so something named must follow.
#[derive(Clone, Copy, Debug)]
struct State {
    pc: usize,
    at: usize,
    open: bool,
}

#[derive(Clone, Copy, Debug)]
enum Resume {
    Go(State),
    /// A text that began at `from` may take the character at `at`.
    Text {
        pc: usize,
        from: usize,
        at: usize,
        depth: usize,
    },
    /// A gap that began at `origin` may run over the character at `at`.
    Gap {
        pc: usize,
        origin: usize,
        at: usize,
    },
}

#[derive(Clone, Copy, Debug)]
struct Choice {
    resume: Resume,
    events: usize,
    event: Option<Event>,
}

enum Step {
    Next(State),
    Fail,
    Done(usize),
}

/// What a machine writes on, kept for the next one of the thread.
#[derive(Debug, Default)]
struct Room {
    seen: TriedStates,
    log: Vec<usize>,
    stack: Vec<Choice>,
    events: Vec<Event>,
    begins: Vec<Option<bool>>,
}

thread_local! {
    static ROOM: Cell<Option<Room>> = const { Cell::new(None) };
}

/// Steps that any passage may take; long ones may take more.
const STEPS: usize = 2_000_000;
const STEPS_PER_CHARACTER: usize = 200;

pub(super) struct Machine<'a> {
    pub(super) program: &'a PatternProgram,
    pub(super) body: &'a Body,
    pub(super) view: &'a TextView,
    pub(super) text: &'a str,
    pub(super) context: &'a Context<'a>,
    pub(super) mode: Mode,
    /// What the grades start with, where the pattern reads one.
    grades: Vec<char>,
    /// Where the match begins that is tried.
    start: usize,
    /// Behind the last character that may be read.
    pub(super) end: usize,
    seen: TriedStates,
    /// States of the current attempt.
    log: Vec<usize>,
    stack: Vec<Choice>,
    pub(super) events: Vec<Event>,
    /// Whether the claim's beginning stands at a position, once known.
    begins: Vec<Option<bool>>,
    /// For a text, by its operation, the last long stretch that it may only run through: texts
    /// that begin anywhere in it end alike.
    runs: Vec<(usize, usize)>,
    /// The last stretch without a mark that ends a text, and the last sign of enumeration in it.
    stretch: Option<(usize, usize, Option<usize>)>,
    steps: usize,
}

impl<'a> Machine<'a> {
    pub(super) fn new(
        program: &'a PatternProgram,
        view: &'a TextView,
        text: &'a str,
        context: &'a Context<'a>,
        mode: Mode,
        end: usize,
    ) -> Self {
        let Room { seen, log, stack, events, begins } = ROOM.take().unwrap_or_default();
        let body = program.body(context.vocabulary);
        let grades = context
            .grades
            .iter()
            .filter(|_| body.has_grade)
            .filter_map(|grade| word_start(grade, context.vocabulary));
        Self {
            program,
            body,
            grades: grades.collect(),
            view,
            text,
            context,
            mode,
            start: 0,
            end,
            seen,
            log,
            stack,
            events,
            begins,
            runs: Vec::new(),
            stretch: None,
            steps: STEPS + STEPS_PER_CHARACTER * end,
        }
    }

    /// The next position at or behind `from` where a match may start.
    pub(super) fn next_start(&self, from: usize) -> Option<usize> {
        let first = &self.body.first;
        if !first.any && !first.boundary && !first.grade {
            let rest = self.view.chars().get(from..self.end)?;
            return rest.iter().position(|c| first.may_be(*c)).map(|at| from + at);
        }
        (from..self.end).find(|at| self.may_start(*at, from))
    }

    /// Whether the first thing of the claim may stand at a position; `origin`: a text may stand
    /// there too.
    fn may_start(&self, at: usize, origin: usize) -> bool {
        let first = &self.body.first;
        let class = self.view.class(at);
        if class.is_edge() {
            return false;
        }
        if first.any {
            return true;
        }
        let Some(c) = self.view.char(at) else { return false };
        self.is_first(first, c)
            || (first.boundary && !class.is_mark() && (at == origin || self.is_boundary(at)))
    }

    /// Whether a character may stand first, whatever stands around it.
    pub(super) fn is_first(&self, first: &First, c: char) -> bool {
        first.may_be(c) || (first.grade && self.grades.contains(&c))
    }

    /// Whether words begin here: behind punctuation, a bracket or an edge.
    pub(super) fn is_boundary(&self, at: usize) -> bool {
        self.view.class_before(at) != CharClass::Plain
    }

    /// The match that starts at a position, and where it stops.
    pub(super) fn match_at(&mut self, start: usize) -> Option<(Match, usize)> {
        let start = self.view.skip_edges(start);
        self.start = start;
        self.log.clear();
        self.events.clear();
        self.seen.advance(start * self.body.ops.len() * 2);
        let stop = self.run(0, start)?;
        // a state of the way that led here did not fail
        let log = std::mem::take(&mut self.log);
        for key in &log {
            self.seen.remove(*key);
        }
        self.log = log;
        Some((self.build(start, stop), stop))
    }

    /// Runs the program from an operation; the position behind the match.
    fn run(&mut self, pc: usize, at: usize) -> Option<usize> {
        let base = self.stack.len();
        let events = self.events.len();
        self.stack.push(Choice {
            resume: Resume::Go(State { pc, at, open: false }),
            events,
            event: None,
        });
        while self.stack.len() > base {
            let Some(choice) = self.stack.pop() else { break };
            self.events.truncate(choice.events);
            self.events.extend(choice.event);
            let mut state = match choice.resume {
                Resume::Go(state) => Some(state),
                Resume::Text { pc, from, at, depth } => self.grow_text(pc, from, at, depth),
                Resume::Gap { pc, origin, at } => self.grow_gap(pc, origin, at),
            };
            while let Some(now) = state {
                let Some(left) = self.steps.checked_sub(1) else {
                    self.stack.truncate(base);
                    return None;
                };
                self.steps = left;
                state = match self.step(now) {
                    Step::Next(next) => Some(next),
                    Step::Fail => None,
                    Step::Done(end) => {
                        self.stack.truncate(base);
                        return Some(end);
                    }
                };
            }
        }
        None
    }

    fn push(&mut self, resume: Resume, event: Option<Event>) {
        self.stack.push(Choice { resume, events: self.events.len(), event });
    }

    fn enter(&mut self, state: State) -> bool {
        // states of one position lie together
        let ops = self.body.ops.len();
        let key = (state.at.min(self.end) * ops + state.pc) * 2 + usize::from(state.open);
        let new = self.seen.insert(key);
        if new {
            self.log.push(key);
        }
        new
    }

    fn step(&mut self, state: State) -> Step {
        let State { pc, at, open } = state;
        let next = |at: usize| Step::Next(State { pc: pc + 1, at, open: false });
        let body = self.body;
        let op = body.ops.get(pc);
        // what goes one way only is tried again at once
        let branches = matches!(
            op,
            Some(Op::Split(..) | Op::Loop { .. } | Op::Capture { .. } | Op::Gap { .. })
        );
        if at > self.end || (branches && !self.enter(state)) {
            return Step::Fail;
        }
        match op {
            None => Step::Fail,
            Some(Op::Literal(chars)) => {
                let at = self.skip_cells(at);
                let there =
                    self.view.chars().get(at..self.end).is_some_and(|rest| rest.starts_with(chars));
                if there { next(at + chars.len()) } else { Step::Fail }
            }
            Some(Op::Mark(_)) => self.mark(at).map_or(Step::Fail, next),
            Some(Op::Year(offset)) => {
                let at = self.skip_cells(at);
                match self.read_year(at) {
                    Some((end, year))
                        if self.context.year.is_none_or(|own| own + offset == year) =>
                    {
                        next(end)
                    }
                    _ => Step::Fail,
                }
            }
            Some(Op::Capture { index, mark }) => self.capture(state, *index, *mark),
            Some(Op::Gap { .. }) if open => Step::Fail,
            Some(Op::Gap { .. }) => {
                self.push(Resume::Gap { pc, origin: at, at }, None);
                next(at)
            }
            Some(Op::Split(first, second)) => {
                if !self.may_be(*first, at) {
                    return Step::Next(State { pc: *second, ..state });
                }
                if self.may_be(*second, at) {
                    self.push(Resume::Go(State { pc: *second, ..state }), None);
                }
                Step::Next(State { pc: *first, ..state })
            }
            Some(Op::Jump(to)) => Step::Next(State { pc: *to, ..state }),
            Some(Op::ItemStart) => {
                self.events.push(Event::ItemStart { at });
                Step::Next(State { pc: pc + 1, ..state })
            }
            Some(Op::ItemEnd(group)) => {
                self.events.push(Event::ItemEnd { group: *group, at });
                Step::Next(State { pc: pc + 1, ..state })
            }
            Some(Op::Loop { weak, strong }) => {
                let last = self.view.class_before(self.view.before_edges(at));
                if last == CharClass::End {
                    return Step::Next(State { pc: pc + 1, ..state });
                }
                self.push(Resume::Go(State { pc: pc + 1, ..state }), None);
                let behind =
                    |class: CharClass| if class == CharClass::Mark { Some(*weak) } else { *strong };
                // a list goes on behind a mark that its pattern does not write
                let unwritten = self.view.class(at);
                if !last.is_mark()
                    && matches!(unwritten, CharClass::Mark | CharClass::Semicolon)
                    && let Some(body) = behind(unwritten)
                {
                    self.push(Resume::Go(State { pc: body, at: at + 1, open: false }), None);
                }
                match behind(last) {
                    Some(body) => Step::Next(State { pc: body, ..state }),
                    None => Step::Fail,
                }
            }
            Some(Op::Accept) => {
                let complete = !open && (self.mode != Mode::Whole || at >= self.end);
                if complete { Step::Done(at) } else { Step::Fail }
            }
            Some(Op::Begun) => Step::Done(at),
        }
    }

    /// Whether an operation may succeed at a position, as far as a look tells.
    fn may_be(&self, pc: usize, at: usize) -> bool {
        match self.body.ops.get(pc) {
            Some(Op::Literal(chars)) => {
                self.view.char(self.skip_cells(at)).is_some_and(|c| chars.first() == Some(&c))
            }
            Some(Op::Mark(_)) => at >= self.end || self.view.class(at) != CharClass::Plain,
            _ => true,
        }
    }

    fn skip_cells(&self, at: usize) -> usize {
        self.view.skip_cells(at).min(self.end)
    }

    /// Behind the mark at a position: one, or the same one twice; an edge or the end will do.
    fn mark(&self, at: usize) -> Option<usize> {
        if at >= self.end {
            return Some(self.end);
        }
        let class = self.view.class(at);
        if class.is_edge() {
            // behind an edge between cells the mark itself may stand alone
            return Some(self.view.skip_edges(at).min(self.end));
        }
        if !class.is_mark() {
            return None;
        }
        let double = at + 1 < self.end && self.view.char(at + 1) == self.view.char(at);
        let end = at + 1 + usize::from(double);
        Some(self.view.skip_edges(end).min(self.end))
    }

    fn capture(&mut self, state: State, index: usize, mark: bool) -> Step {
        let State { pc, at, open } = state;
        let Some(kind) = self.program.captures.get(index).map(|capture| &capture.kind) else {
            return Step::Fail;
        };
        let (at, body) = (self.skip_cells(at), self.body);
        if *kind == CaptureKind::Text {
            if open {
                return Step::Fail;
            }
            let from = self.skip_numbering(at);
            if from != at {
                // what looked like numbering may belong to the text
                self.push(Resume::Text { pc, from: at, at, depth: 0 }, None);
            }
            self.push(Resume::Text { pc, from, at: from, depth: 0 }, None);
            if let Some(end) = self.colon_behind(pc, from) {
                let event = Event::Captured {
                    capture: index,
                    from: self.view.start(from),
                    to: self.view.end_before(end),
                    value: PendingValue::Text,
                };
                self.push(Resume::Go(State { pc: pc + 1, at: end, open: false }), Some(event));
            }
            return Step::Fail;
        }
        let here = self.view.char(at);
        let may_be = |c: char| match kind {
            CaptureKind::Grade => self.grades.contains(&c),
            CaptureKind::Change | CaptureKind::Direction => {
                body.said.as_ref().is_none_or(|said| said.may_be(c))
            }
            _ => true,
        };
        // most words do not begin here
        if !here.is_some_and(may_be) {
            return Step::Fail;
        }
        for reading in self.read(index, kind, at, mark).into_iter().rev() {
            if reading.end <= self.end {
                let event = Event::Captured {
                    capture: index,
                    from: reading.from,
                    to: reading.to,
                    value: reading.value,
                };
                // in cells a grade stands by itself: 差 does not begin 差旅费
                let open = *kind == CaptureKind::Grade
                    && self.mode == Mode::Cells
                    && !self.stops_text(reading.end);
                self.push(Resume::Go(State { pc: pc + 1, at: reading.end, open }), Some(event));
            }
        }
        Step::Fail
    }

    /// Behind the numbering at the start of a sentence or item.
    pub(super) fn skip_numbering(&self, at: usize) -> usize {
        if self.mode == Mode::Whole || !self.is_boundary(at) {
            return at;
        }
        let rest = self.text.get(self.view.start(at)..).unwrap_or("");
        match self.context.vocabulary.ordinal(rest) {
            Some(ordinal) => {
                self.view.position_from(at, self.view.start(at) + ordinal.len).min(self.end)
            }
            None => at,
        }
    }
}

impl Drop for Machine<'_> {
    fn drop(&mut self) {
        let mut room = Room {
            seen: std::mem::take(&mut self.seen),
            log: std::mem::take(&mut self.log),
            stack: std::mem::take(&mut self.stack),
            events: std::mem::take(&mut self.events),
            begins: std::mem::take(&mut self.begins),
        };
        // a passage without end leaves no room behind
        if room.seen.is_large() {
            room = Room::default();
        }
        room.seen.clear();
        room.log.clear();
        room.stack.clear();
        room.events.clear();
        room.begins.clear();
        ROOM.set(Some(room));
    }
}
