//! Codes: what may be said has a name for programs and values; the words for people are made of
//! both in `gouji_audit::say`.
//!
//! In: nothing. Out: the macro `coded!`, which makes an enum with values, the enum of its codes and
//! the list of all of them, so that none is forgotten where codes are listed or put into words.

use crate::lang::Lang;

/// Something that is said with a code and values.
pub trait Coded {
    /// Its code in kebab-case; it does not change once released.
    fn id(&self) -> &'static str;
    /// Its values by their names, as they are put into words of a language.
    fn slots(&self, lang: Lang) -> Vec<(&'static str, String)>;
}

/// A code: all that is known without values.
pub trait Code: Copy + 'static {
    /// What all codes of this kind are about.
    const ROOM: &'static str;
    /// All of them.
    const ALL: &'static [Self];
    /// The code in kebab-case; it does not change once released.
    fn id(self) -> &'static str;
    /// The names of its values.
    fn slots(self) -> &'static [&'static str];

    /// The code of this name.
    fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id() == id)
    }
}

/// `coded! { /// doc  Name, NameCode, "room": /// doc  Variant { /// doc  field: Type } = "id", …
/// }`
#[macro_export]
macro_rules! coded {
    (
        $(#[$meta:meta])* $name:ident, $code:ident, $room:literal:
        $($(#[$doc:meta])* $variant:ident $({ $($(#[$about:meta])* $field:ident: $type:ty),* $(,)? })? = $id:literal),* $(,)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant $({ $($(#[$about])* $field: $type),* })?),*
        }

        #[doc = concat!("The codes of [`", stringify!($name), "`].")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $code {
            $($(#[$doc])* $variant),*
        }

        impl $name {
            /// Its code.
            #[must_use]
            pub fn code(&self) -> $code {
                match self {
                    $(Self::$variant { .. } => $code::$variant),*
                }
            }
        }

        impl $crate::code::Coded for $name {
            fn id(&self) -> &'static str {
                $crate::code::Code::id(self.code())
            }

            #[allow(unused_variables, reason = "codes without values need no language")]
            fn slots(&self, lang: $crate::lang::Lang) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$variant $({ $($field),* })? => vec![$($((stringify!($field), $crate::lang::Slot::in_words($field, lang))),*)?]),*
                }
            }
        }

        impl $crate::code::Code for $code {
            const ROOM: &'static str = $room;
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id),*
                }
            }

            fn slots(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[$($(stringify!($field)),*)?]),*
                }
            }
        }
    };
}
pub use coded;

/// Codes without values: `codes! { /// doc  NameCode, "room": /// doc  Variant = "id", … }`
#[macro_export]
macro_rules! codes {
    (
        $(#[$meta:meta])* $code:ident, $room:literal:
        $($(#[$doc:meta])* $variant:ident = $id:literal),* $(,)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $code {
            $($(#[$doc])* $variant),*
        }

        impl $crate::code::Code for $code {
            const ROOM: &'static str = $room;
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id),*
                }
            }

            fn slots(self) -> &'static [&'static str] {
                &[]
            }
        }
    };
}
pub use codes;
