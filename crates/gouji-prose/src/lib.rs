//! Figures and relations in Chinese sentences: which measure a number belongs to, of which year it
//! is, and what must hold between two of them.

pub mod prose;
