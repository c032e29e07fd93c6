//! What a run would tell of a figure, were another digit printed in it.

use ecow::EcoString;
use gouji_values::document::Span;

/// Where a figure stands, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProvedKind {
    /// An amount of money or a rate in running text.
    Prose,
    /// Another number of running text: a count, a score.
    Count,
    /// In a table.
    Table,
}

/// Who would tell that a figure is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detection {
    /// Nobody, at least of some of its changes.
    Never,
    /// A hint, at least of some of its changes.
    Hint,
    /// An error or a warning, whatever the change.
    Loud,
    /// It is named as wrong, or as part of what does not agree, already.
    Already,
}

impl Detection {
    /// As programs read it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Never => "no",
            Self::Hint => "hint",
            Self::Loud => "yes",
            Self::Already => "found",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Never => "不会发现",
            Self::Hint => "只会提示",
            Self::Loud => "会发现",
            Self::Already => "已在问题里",
        }
    }
}

/// The changes of a figure, by what they come to: each other digit at each of its first three
/// significant places that moves it by three units of its last place or more. Each is a bit, from
/// the first place to the last, the digits of each from 0 to 9.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// An error or a warning.
    pub loud: u32,
    /// A hint.
    pub hinted: u32,
    /// A check agrees all the same, since its figures are rounded.
    pub hidden: u32,
    /// Nothing.
    pub silent: u32,
}

impl Changes {
    /// A letter for each change in order: `e` an error or a warning tells it, `h` a hint, `r`
    /// rounding hides it, `-` nothing tells it.
    #[must_use]
    pub fn letters(&self) -> String {
        let count =
            u32::BITS - (self.loud | self.hinted | self.hidden | self.silent).leading_zeros();
        let letter = |at: u32| {
            let has = |bits: u32| bits >> at & 1 == 1;
            match (has(self.loud), has(self.hinted), has(self.hidden)) {
                (true, ..) => 'e',
                (_, true, _) => 'h',
                (.., true) => 'r',
                _ => '-',
            }
        };
        (0..count).map(letter).collect()
    }

    /// Whether all are told that rounding does not hide, and most are not hidden.
    #[must_use]
    pub fn told(&self) -> Detection {
        let told = (self.loud | self.hinted).count_ones();
        if self.silent != 0 || told <= self.hidden.count_ones() {
            Detection::Never
        } else if self.hinted == 0 {
            Detection::Loud
        } else {
            Detection::Hint
        }
    }
}

/// A printed figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvedFigure {
    /// Where it stands.
    pub span: Span,
    /// As printed.
    pub text: EcoString,
    /// What it is.
    pub kind: ProvedKind,
    /// Who would tell that it is wrong.
    pub told: Detection,
    /// What its changes come to.
    pub changes: Changes,
    /// The checks that rest on it and count as checked, by their index in
    /// [`DocumentAudit::checks`](super::DocumentAudit::checks).
    pub checks: Vec<u32>,
}

/// Figures counted, and how many of them would be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProvedCount {
    /// All but those that are named already.
    pub figures: usize,
    /// By an error or a warning.
    pub loud: usize,
    /// By a hint.
    pub hinted: usize,
    /// Those of all that count as checked.
    pub checked: usize,
    /// Those of the checked that are told, by whatever it is.
    pub checked_told: usize,
    /// Named already.
    pub already: usize,
}

/// All figures of a document that are not nothing, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proved {
    /// By place.
    pub figures: Vec<ProvedFigure>,
}

impl Proved {
    /// The figures of a kind, or all, counted.
    #[must_use]
    pub fn count(&self, kind: Option<ProvedKind>) -> ProvedCount {
        let mut out = ProvedCount::default();
        let own = self.figures.iter().filter(|one| kind.is_none_or(|kind| kind == one.kind));
        for figure in own {
            if figure.told == Detection::Already {
                out.already += 1;
                continue;
            }
            let is_told = figure.told > Detection::Never;
            out.figures += 1;
            out.loud += usize::from(figure.told == Detection::Loud);
            out.hinted += usize::from(figure.told == Detection::Hint);
            out.checked += usize::from(!figure.checks.is_empty());
            out.checked_told += usize::from(!figure.checks.is_empty() && is_told);
        }
        out
    }

    /// The figures whose change nothing would tell.
    pub fn untold(&self) -> impl Iterator<Item = &ProvedFigure> {
        self.figures.iter().filter(|figure| figure.told == Detection::Never)
    }

    /// The figure that begins at a place of the text.
    #[must_use]
    pub fn at(&self, start: u32) -> Option<&ProvedFigure> {
        let at = self.figures.binary_search_by_key(&start, |figure| figure.span.start).ok()?;
        self.figures.get(at)
    }
}
