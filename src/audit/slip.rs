//! Slips of the pen by code: how a wrong figure may have come about.

/// What probably happened to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// Two neighbouring digits exchanged.
    Transposed,
    /// Two digits apart exchanged.
    Exchanged,
    /// One digit is another.
    Digit,
    /// A digit is missing.
    Dropped,
    /// A digit stands twice.
    Doubled,
    /// A digit too many.
    Inserted,
    /// The point, or the unit, is off by so many places.
    Shifted(i8),
    /// The sign is wrong or lost.
    Sign,
    /// The figure of the neighbouring column.
    OtherColumn,
    /// The figure of the row above or below.
    OtherRow,
    /// Last year's figure.
    LastYear,
    /// The figure of the same row and column of another form.
    OtherForm,
    /// Two figures stand in each other's place.
    Swapped,
    /// An addend was left out of the sum.
    LeftOut,
    /// An addend was counted twice, or one that belongs to another.
    CountedTwice,
    /// A sum was formed with the figure of another column.
    SumOfOther,
    /// The figures of a row or a column stand in another unit.
    Block(i8),
    /// A run of figures of a column stands one row too low (`true`) or too high.
    Rows(bool),
    /// Point and separator of thousands confused, or another sign in their place.
    Separator,
    /// No slip that has a name.
    Other,
}

impl Slip {
    /// One of each kind.
    pub const ALL: &'static [Self] = &[
        Self::Transposed,
        Self::Exchanged,
        Self::Digit,
        Self::Dropped,
        Self::Doubled,
        Self::Inserted,
        Self::Shifted(1),
        Self::Sign,
        Self::OtherColumn,
        Self::OtherRow,
        Self::LastYear,
        Self::OtherForm,
        Self::Swapped,
        Self::LeftOut,
        Self::CountedTwice,
        Self::SumOfOther,
        Self::Block(1),
        Self::Rows(true),
        Self::Separator,
        Self::Other,
    ];

    /// The word of reports for machines; it does not change once released.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Transposed => "transposed-digits",
            Self::Exchanged => "exchanged-digits",
            Self::Digit => "wrong-digit",
            Self::Dropped => "dropped-digit",
            Self::Doubled => "doubled-digit",
            Self::Inserted => "inserted-digit",
            Self::Shifted(_) => "shifted-point",
            Self::Sign => "sign",
            Self::OtherColumn => "neighbouring-column",
            Self::OtherRow => "neighbouring-row",
            Self::LastYear => "last-year",
            Self::OtherForm => "other-form",
            Self::Swapped => "swapped-figures",
            Self::LeftOut => "addend-left-out",
            Self::CountedTwice => "addend-counted-twice",
            Self::SumOfOther => "sum-with-other-column",
            Self::Block(_) => "shifted-block",
            Self::Rows(_) => "slipped-rows",
            Self::Separator => "separators",
            Self::Other => "other",
        }
    }
}
