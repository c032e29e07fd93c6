//! Tables of words, a line for each code.

/// `words! { /// doc  pub(super) name of Code: Variant => "中文" "English", … }` makes the function `name` from a
/// code to its words: the compiler asks for those of each code, in both languages.
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis $name:ident of $code:ident: $($variant:ident => $chinese:literal $english:literal),* $(,)?) => {
        $(#[$meta])*
        $vis fn $name(code: $code) -> gouji_values::lang::Bilingual {
            match code {
                $($code::$variant => gouji_values::lang::Bilingual::new($chinese, $english)),*
            }
        }
    };
}
