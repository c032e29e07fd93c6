//! Slips of the pen by code: how a wrong figure may have come about.

/// `slips! { /// doc  Variant = "id", Variant(type: example) = "id", … }`: the enum with one of each
/// kind and the words of reports for machines.
macro_rules! slips {
    ($($(#[$doc:meta])* $variant:ident $(($type:ty: $example:expr))? = $id:literal,)+) => {
        /// What probably happened to a figure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Slip {
            $($(#[$doc])* $variant $(($type))?),+
        }

        impl Slip {
            /// One of each kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant $(($example))?),+];

            /// The word of reports for machines; it does not change once released.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $id),+
                }
            }
        }
    };
}

slips! {
    /// Two neighbouring digits exchanged.
    Transposed = "transposed-digits",
    /// Two digits apart exchanged.
    Exchanged = "exchanged-digits",
    /// One digit is another.
    Digit = "wrong-digit",
    /// A digit is missing.
    Dropped = "dropped-digit",
    /// A digit stands twice.
    Doubled = "doubled-digit",
    /// A digit too many.
    Inserted = "inserted-digit",
    /// The point, or the unit, is off by this number of places.
    Shifted(i8: 1) = "shifted-point",
    /// The sign is wrong or lost.
    Sign = "sign",
    /// The figure of the neighbouring column.
    OtherColumn = "neighbouring-column",
    /// The figure of the row above or below.
    OtherRow = "neighbouring-row",
    /// Last year's figure.
    LastYear = "last-year",
    /// The figure of the same row and column of another form.
    OtherForm = "other-form",
    /// Two figures stand in each other's place.
    Swapped = "swapped-figures",
    /// An addend was left out of the sum.
    LeftOut = "addend-left-out",
    /// An addend was counted twice, or one that belongs to another.
    CountedTwice = "addend-counted-twice",
    /// A sum was formed with the figure of another column.
    SumOfOther = "sum-with-other-column",
    /// The figures of a row or a column stand in another unit.
    Block(i8: 1) = "shifted-block",
    /// A run of figures of a column stands one row too low (`true`) or too high.
    Rows(bool: true) = "slipped-rows",
    /// Point and separator of thousands confused, or another sign in their place.
    Separator = "separators",
    /// No slip that has a name.
    Other = "other",
}

impl Slip {
    /// Whether another figure was taken, or a sum was formed of others: where many figures of a table
    /// are so the table is read or printed apart.
    #[must_use]
    pub fn takes_another(self) -> bool {
        matches!(
            self,
            Self::OtherColumn
                | Self::OtherRow
                | Self::LastYear
                | Self::OtherForm
                | Self::LeftOut
                | Self::CountedTwice
                | Self::SumOfOther
        )
    }

    /// Whether a digit or two of the number that was meant were mistaken, lost, added or exchanged.
    #[must_use]
    pub fn is_of_digits(self) -> bool {
        matches!(
            self,
            Self::Transposed
                | Self::Exchanged
                | Self::Digit
                | Self::Dropped
                | Self::Doubled
                | Self::Inserted
        )
    }

    /// Whether one unit was written for another: 元 for 万元 or 亿元.
    #[must_use]
    pub fn is_of_unit(self) -> bool {
        matches!(self, Self::Shifted(4 | -4 | 8 | -8))
    }
}
