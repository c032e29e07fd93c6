//! Languages of words for people: which one is wanted, and words in both of them side by side.
//!
//! In: nothing. Out: [`Lang`], a value that is handed down and never asked of the machine; pairs of
//! words of which neither can be left out.

use ecow::EcoString;
use std::fmt;
use std::ops::Deref;

/// The language of words for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// The language of rule files and their readers.
    #[default]
    Chinese,
    /// For readers who do not read Chinese.
    English,
}

impl Lang {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// Its name on the command line and in `gouji.toml`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.of("zh", "en")
    }

    /// The language of this name.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.id() == id)
    }

    /// The one of two that is in this language.
    #[must_use]
    pub fn of<T>(self, chinese: T, english: T) -> T {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    /// What stands between the names of a list.
    #[must_use]
    pub fn comma(self) -> &'static str {
        self.of("、", ", ")
    }

    /// What stands between clauses.
    #[must_use]
    pub fn semicolon(self) -> &'static str {
        self.of("；", "; ")
    }

    /// What stands before what is said of something.
    #[must_use]
    pub fn colon(self) -> &'static str {
        self.of("：", ": ")
    }

    /// Words in brackets, to be put behind others.
    #[must_use]
    pub fn bracketed(self, words: &str) -> String {
        match self {
            Self::Chinese => format!("（{words}）"),
            Self::English => format!(" ({words})"),
        }
    }
}

/// Words that need no values, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bilingual {
    chinese: &'static str,
    english: &'static str,
}

impl Bilingual {
    /// Both.
    #[must_use]
    pub const fn new(chinese: &'static str, english: &'static str) -> Self {
        Self { chinese, english }
    }

    /// Those of a language.
    #[must_use]
    pub fn of(self, lang: Lang) -> &'static str {
        lang.of(self.chinese, self.english)
    }
}

/// A sentence in both languages, with its values put in. Taken as a text it is the Chinese one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BilingualText {
    chinese: String,
    english: String,
}

impl BilingualText {
    /// Both.
    #[must_use]
    pub fn new(chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self { chinese: chinese.into(), english: english.into() }
    }

    /// Words of a document or of a rule file, which are the same in both.
    #[must_use]
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { english: words.clone(), chinese: words }
    }

    /// What is made in each language.
    pub fn each(make: impl Fn(Lang) -> String) -> Self {
        Self { chinese: make(Lang::Chinese), english: make(Lang::English) }
    }

    /// That of a language.
    #[must_use]
    pub fn of(&self, lang: Lang) -> &str {
        lang.of(&self.chinese, &self.english)
    }
}

impl From<Bilingual> for BilingualText {
    fn from(words: Bilingual) -> Self {
        Self::new(words.chinese, words.english)
    }
}

impl Deref for BilingualText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.chinese
    }
}

impl fmt::Display for BilingualText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chinese)
    }
}

/// `bilingual!("有 {count} 页", "{count} pages")`: a sentence in both languages, each with the values
/// that its braces name, which stand in the scope.
#[macro_export]
macro_rules! bilingual {
    ($chinese:literal, $english:literal) => {
        $crate::lang::BilingualText::new(format!($chinese), format!($english))
    };
}
pub use bilingual;

/// `tell!(lang, "有 {count} 页", "{count} pages")`: a sentence in the language that is wanted.
#[macro_export]
macro_rules! tell {
    ($lang:expr, $chinese:literal, $english:literal) => {
        match $lang {
            $crate::lang::Lang::Chinese => format!($chinese),
            $crate::lang::Lang::English => format!($english),
        }
    };
}
pub use tell;

/// A number of things in English: `1 page`, `2 pages`.
#[must_use]
pub fn counted(count: usize, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}

/// A value as it is put into words.
pub trait Slot {
    /// It in a language.
    fn in_words(&self, lang: Lang) -> String;
}

macro_rules! same_in_each {
    ($($type:ty),*) => {
        $(impl Slot for $type {
            fn in_words(&self, _: Lang) -> String {
                self.to_string()
            }
        })*
    };
}
same_in_each!(String, EcoString, &'static str, u32, u64, u128, usize);

impl<T: Slot> Slot for Box<T> {
    fn in_words(&self, lang: Lang) -> String {
        (**self).in_words(lang)
    }
}

/// Numbers of a list, parted by `、`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberList(pub EcoString);

impl Slot for NumberList {
    fn in_words(&self, lang: Lang) -> String {
        self.0.as_str().replace('、', lang.comma())
    }
}

impl Slot for Bilingual {
    fn in_words(&self, lang: Lang) -> String {
        self.of(lang).to_owned()
    }
}

impl Slot for BilingualText {
    fn in_words(&self, lang: Lang) -> String {
        self.of(lang).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_both_languages_with_their_values() {
        let pages = 2;
        let said = bilingual!("有 {pages} 页", "There are {pages} pages");
        assert_eq!(Lang::ALL.map(|lang| said.of(lang)), ["有 2 页", "There are 2 pages"]);
        assert_eq!(tell!(Lang::English, "有 {pages} 页", "{pages} pages"), "2 pages");
        assert_eq!((counted(1, "page"), counted(0, "page")), ("1 page".into(), "0 pages".into()));
        assert_eq!(Lang::ALL.map(|lang| Lang::find(lang.id())), Lang::ALL.map(Some));
        assert_eq!(Lang::find("de"), None);
    }
}
