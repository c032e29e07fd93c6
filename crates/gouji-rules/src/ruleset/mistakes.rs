//! Rule files as they are read, and the mistakes that are found in them, each with its place.

use super::follows::drop_consequences;
use super::tree::Grown;
use ecow::EcoString;
use gouji_values::error::{MistakeCode, MistakeSubject, RuleMistake, Underlying};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// A text of a rule file: its value and where it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RuleText {
    pub(super) value: String,
    pub(super) file: usize,
    pub(super) span: Range<usize>,
    /// Offset of the first character of `value` in the file, where the mapping is linear.
    pub(super) base: Option<usize>,
}

impl RuleText {
    /// The place in the file of a byte range of the value.
    pub(super) fn place(&self, inner: &Range<usize>) -> Range<usize> {
        match self.base {
            Some(base) => base + inner.start..(base + inner.end).max(base + inner.start),
            None => self.span.clone(),
        }
    }
}

/// One rule file.
#[derive(Clone, Debug)]
pub(super) struct RuleSource {
    pub(super) name: EcoString,
    pub(super) text: Cow<'static, str>,
    pub(super) layer: EcoString,
    /// It holds cases and nothing else.
    pub(super) is_cases: bool,
    /// Its tree, where it was grown beforehand.
    pub(super) grown: Option<Grown>,
}

impl RuleSource {
    /// A text without a layer.
    pub(super) fn of(name: impl Into<EcoString>, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            layer: EcoString::new(),
            is_cases: false,
            grown: None,
        }
    }
}

/// Mistakes of a whole load, with the files that they are in.
#[derive(Clone, Debug, Default)]
pub(super) struct Mistakes {
    pub(super) found: Vec<RuleMistake>,
    /// Mistakes of TOML itself.
    pub(super) syntax: Vec<RuleMistake>,
    /// Where the values of parameters stand that are texts, and the names in tables of parameters.
    pub(super) texts: TextPlaces,
    /// What may mend some of them.
    pub(super) remedies: Vec<Remedy>,
}

/// What may mend a mistake.
#[derive(Clone, Debug, Default)]
pub(super) struct Remedy {
    /// The file and the place of the mistake.
    pub(super) file: String,
    pub(super) at: Range<usize>,
    pub(super) code: Option<MistakeCode>,
    /// What is replaced, and by what.
    pub(super) span: Range<usize>,
    pub(super) text: String,
    /// What to say where it loads.
    pub(super) help: String,
    /// It is right only where something else that is missing is there then, too.
    pub(super) gives_what_lacks: bool,
}

/// Files and places by the names of parameters, and of what stands in tables of them.
pub(super) type TextPlaces = BTreeMap<(String, Option<String>), (usize, Range<usize>)>;

impl Mistakes {
    pub(super) fn add(
        &mut self,
        source: &RuleSource,
        span: Range<usize>,
        code: MistakeCode,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let end = source.text.len();
        self.found.push(RuleMistake {
            text: Arc::from(source.text.as_ref()),
            span: span.start.min(end)..span.end.min(end),
            help,
            ..RuleMistake::of_file(code, source.name.clone(), message)
        });
    }

    /// Says of the mistake that was added last what it came of.
    pub(super) fn because(&mut self, error: impl std::error::Error + Send + Sync + 'static) {
        if let Some(last) = self.found.last_mut() {
            last.source = Some(Underlying::new(error));
        }
    }

    /// Says of the mistake that was added last what it is about.
    pub(super) fn about(&mut self, about: MistakeSubject) {
        if let Some(last) = self.found.last_mut() {
            last.about = about;
        }
    }

    /// Says of the mistake that was added last what may mend it, and what to say where it does.
    pub(super) fn mended_by(&mut self, span: Range<usize>, text: &str, help: String) {
        let Some(last) = self.found.last() else { return };
        self.remedies.push(Remedy {
            file: last.file.clone(),
            at: last.span.clone(),
            code: Some(last.code),
            span,
            text: text.to_owned(),
            help,
            gives_what_lacks: false,
        });
    }

    /// A mistake of TOML itself, and what the parser said.
    pub(super) fn syntax(
        &mut self,
        source: &RuleSource,
        span: Range<usize>,
        (message, help): (String, Option<String>),
        error: Option<toml::de::Error>,
    ) {
        // one slip makes the parser stumble several times
        let is_told = |own: &RuleMistake| {
            own.file == source.name.as_str() && own.span == span && own.message == message
        };
        if self.syntax.iter().any(is_told) {
            return;
        }
        let before = self.found.len();
        self.add(source, span, MistakeCode::Syntax, message, help);
        if let Some(error) = error {
            self.because(error);
        }
        self.syntax.extend(self.found.split_off(before));
    }

    /// Whether a file is no TOML: what stands in it is not known.
    pub(super) fn is_torn(&self) -> bool {
        !self.syntax.is_empty()
    }

    /// Takes over the mistakes of a piece of work and hands on what it made.
    pub(super) fn took<T>(&mut self, (made, more): (T, Self)) -> T {
        self.found.extend(more.found);
        self.syntax.extend(more.syntax);
        self.texts.extend(more.texts);
        self.remedies.extend(more.remedies);
        made
    }

    /// All of them by file and place. Of a file that is not TOML only that is said: what else is
    /// missed in it follows.
    pub(super) fn sorted(self) -> Vec<RuleMistake> {
        let mut files: Vec<&str> = Vec::new();
        for mistake in self.syntax.iter().chain(&self.found) {
            if !files.contains(&mistake.file.as_str()) {
                files.push(&mistake.file);
            }
        }
        let order: Vec<String> = files.into_iter().map(str::to_owned).collect();
        let broken: BTreeSet<String> =
            self.syntax.iter().map(|mistake| mistake.file.clone()).collect();
        let mut out: Vec<RuleMistake> = self
            .found
            .into_iter()
            .filter(|mistake| !broken.contains(&mistake.file))
            .chain(self.syntax)
            .collect();
        drop_consequences(&mut out);
        out.sort_by_key(|mistake| {
            (order.iter().position(|file| *file == mistake.file), mistake.span.start)
        });
        out.dedup();
        out
    }

    pub(super) fn warn(
        &mut self,
        source: &RuleSource,
        span: Range<usize>,
        code: MistakeCode,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.add(source, span, code, message, help);
        if let Some(last) = self.found.last_mut() {
            last.is_warning = true;
        }
    }
}
