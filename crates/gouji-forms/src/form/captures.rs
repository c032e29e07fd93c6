//! What was captured by a sentence, or by one of its items.

use gouji_rules::pattern::Captured;

/// Captures by their number in the claim. A wording reads few of those that all wordings of its
/// claim have: the others take no room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Captures(Box<[(u32, Captured)]>);

impl Captures {
    /// Of captures by number; where one was read several times the first counts.
    #[must_use]
    pub fn new(read: impl IntoIterator<Item = (usize, Captured)>) -> Self {
        let mut out: Vec<(u32, Captured)> = read
            .into_iter()
            .filter_map(|(capture, captured)| Some((u32::try_from(capture).ok()?, captured)))
            .collect();
        // stable: the first of equal ones stays in front
        out.sort_by_key(|(capture, _)| *capture);
        out.dedup_by_key(|(capture, _)| *capture);
        Self(out.into_boxed_slice())
    }

    /// A capture by its number.
    #[must_use]
    pub fn get(&self, capture: usize) -> Option<&Captured> {
        let wanted = u32::try_from(capture).ok()?;
        self.0.iter().find(|(own, _)| *own == wanted).map(|(_, captured)| captured)
    }

    /// What was read, with its number, in the order of the claim's captures.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Captured)> {
        self.0.iter().map(|(capture, captured)| (*capture as usize, captured))
    }

    /// How many captures were read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_rules::pattern::CapturedValue;

    #[test]
    fn a_capture_is_found_by_its_number_and_the_first_reading_counts() {
        let year = |year: i32| Captured { range: 0..4, value: CapturedValue::Year(year) };
        let captures = Captures::new([(7, year(2021)), (2, year(2022)), (7, year(2023))]);
        assert_eq!((captures.get(7), captures.get(2)), (Some(&year(2021)), Some(&year(2022))));
        assert_eq!((captures.get(0), captures.len(), captures.is_empty()), (None, 2, false));
        assert_eq!(captures.iter().map(|(capture, _)| capture).collect::<Vec<_>>(), [2, 7]);
    }
}
