//! Which document a figure stands in: the own one, or one of the same agency that formulas name.

/// A document that figures stand in: the own one, or one beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Paper(u8);

/// What formulas call last year's document.
pub const LAST_YEAR: &str = "上年";

impl Paper {
    /// The document itself.
    pub const OWN: Self = Self(0);
    /// `上年.`: last year's document of the same agency, and of the same kind.
    pub const LAST_YEAR: Self = Self(1);
    /// How many papers can bear a name.
    const NAMED: usize = 8;
    /// How many papers there can be.
    pub const COUNT: usize = 32;

    /// What a name means; `names`: those that the words of the rules add.
    pub fn find<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<Self> {
        if name == LAST_YEAR {
            return Some(Self::LAST_YEAR);
        }
        let at = names.into_iter().position(|known| known == name)?;
        u8::try_from(at + 2).ok().map(Self).filter(|paper| paper.index() < Self::NAMED)
    }

    /// By its number.
    #[must_use]
    pub fn of(index: usize) -> Self {
        u8::try_from(index.min(Self::COUNT - 1)).map_or(Self::OWN, Self)
    }

    /// Its number, the own document's being 0.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Those of the units that a document lists: they bear one name together.
    pub fn units() -> impl Iterator<Item = Self> {
        (Self::NAMED..Self::COUNT).map(Self::of)
    }

    /// Its index among those that the words of the rules add.
    #[must_use]
    pub fn added(self) -> Option<usize> {
        self.index().checked_sub(2).filter(|_| self.index() < Self::NAMED)
    }

    /// Whether it is the document itself.
    #[must_use]
    pub fn is_own(self) -> bool {
        self == Self::OWN
    }
}
