//! Emphasis in terminal output; all of it vanishes where colour is off.

use std::fmt::Display;

/// Colours, or none.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// Whether escape sequences are written at all.
    pub on: bool,
}

impl Paint {
    fn with(self, code: &str, text: impl Display) -> String {
        if self.on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }

    /// What a reader looks for first.
    #[must_use]
    pub fn bold(self, text: impl Display) -> String {
        self.with("1", text)
    }

    /// What steps back.
    #[must_use]
    pub fn dim(self, text: impl Display) -> String {
        self.with("2", text)
    }

    /// An error.
    #[must_use]
    pub fn red(self, text: impl Display) -> String {
        self.with("1;31", text)
    }

    /// A warning.
    #[must_use]
    pub fn yellow(self, text: impl Display) -> String {
        self.with("1;33", text)
    }

    /// A hint.
    #[must_use]
    pub fn cyan(self, text: impl Display) -> String {
        self.with("36", text)
    }

    /// What agrees.
    #[must_use]
    pub fn green(self, text: impl Display) -> String {
        self.with("32", text)
    }
}
