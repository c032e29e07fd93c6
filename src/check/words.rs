//! Words that messages and reports share.

/// A difference with its unit: `-0.50万元`, and of percentages `3.00个百分点`.
#[must_use]
pub fn difference_words(difference: &str, unit: Option<&str>) -> String {
    match unit {
        Some("%") => format!("{difference}个百分点"),
        Some(unit) => format!("{difference}{unit}"),
        None => difference.to_owned(),
    }
}
