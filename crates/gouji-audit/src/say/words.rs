//! Tables of words, a line for each code.

/// `words! { /// doc  pub(super) name of Code: Variant => "words", … }` makes the function `name` from a
/// code to its words: the compiler asks for those of each code.
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis $name:ident of $code:ident: $($variant:ident => $words:literal),* $(,)?) => {
        $(#[$meta])*
        $vis fn $name(code: $code) -> &'static str {
            match code {
                $($code::$variant => $words),*
            }
        }
    };
}
