//! Where something stands on a page.

/// A box on a page, in points from its left and upper edge: `p3 72 90 40 12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PagePlace {
    /// Number of the page, from 1.
    pub page: u32,
    /// Its left edge.
    pub left: i32,
    /// Its upper edge.
    pub top: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

impl PagePlace {
    /// The box that a native place is; nothing for a place of another kind.
    #[must_use]
    pub fn parse(place: &str) -> Option<Self> {
        let mut numbers = place.strip_prefix('p')?.split(' ');
        let page = numbers.next()?.parse().ok()?;
        let mut next = || numbers.next()?.parse().ok();
        let out = Self { page, left: next()?, top: next()?, width: next()?, height: next()? };
        numbers.next().is_none().then_some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_on_a_page_is_told_from_other_places() {
        let place = PagePlace { page: 3, left: -2, top: 90, width: 40, height: 12 };
        assert_eq!(PagePlace::parse("p3 -2 90 40 12"), Some(place));
        for other in ["p3", "p3 72 90 40", "p3 72 90 40 12 1", "公开01表!C7", "表1 第2行", ""]
        {
            assert_eq!(PagePlace::parse(other), None, "{other}");
        }
    }
}
