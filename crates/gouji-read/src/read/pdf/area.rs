//! Places on a page: whole hundredths of a point from the top left corner, so that no order hangs
//! on rounding.

/// Hundredths of a point.
pub(super) type Length = i32;

/// One point.
pub(super) const POINT: Length = 100;

/// A box on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Area {
    /// Left edge.
    pub left: Length,
    /// Upper edge.
    pub top: Length,
    /// Right edge.
    pub right: Length,
    /// Lower edge.
    pub bottom: Length,
}

impl Area {
    /// The box over both.
    pub(super) fn to(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The box over all.
    pub(super) fn over(areas: impl IntoIterator<Item = Self>) -> Self {
        areas.into_iter().reduce(Self::to).unwrap_or_default()
    }

    /// What both have in common; where that is nothing, an end lies before its beginning.
    pub(super) fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub(super) fn width(self) -> Length {
        self.right - self.left
    }

    pub(super) fn height(self) -> Length {
        self.bottom - self.top
    }

    /// Half way between its left and right edges.
    pub(super) fn middle(self) -> Length {
        self.left + self.width() / 2
    }

    /// Half way between its upper and lower edges.
    pub(super) fn centre(self) -> Length {
        self.top + self.height() / 2
    }

    /// Whether the middle of `other` lies within.
    pub(super) fn holds(self, other: Self) -> bool {
        (self.left..=self.right).contains(&other.middle())
            && (self.top..=self.bottom).contains(&other.centre())
    }

    /// Whether the middle of `other` lies between its edges, whatever the heights.
    pub(super) fn holds_middle(self, other: Self) -> bool {
        (self.left..=self.right).contains(&other.middle())
    }

    /// Whether both share some height.
    pub(super) fn is_beside(self, other: Self) -> bool {
        self.top < other.bottom && other.top < self.bottom
    }

    /// Whether both share some width.
    pub(super) fn is_above_or_below(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right
    }

    /// Whether both share some of the page.
    pub(super) fn meets(self, other: Self) -> bool {
        self.is_beside(other) && self.is_above_or_below(other)
    }

    /// As it is seen by a reader who turns the page by so many quarters against the clock.
    pub(super) fn turned(self, quarters: u8) -> Self {
        match quarters % 4 {
            1 => Self { left: self.top, right: self.bottom, top: -self.right, bottom: -self.left },
            2 => {
                Self { left: -self.right, right: -self.left, top: -self.bottom, bottom: -self.top }
            }
            3 => Self { left: -self.bottom, right: -self.top, top: self.left, bottom: self.right },
            _ => self,
        }
    }

    /// The same box, moved to the right and down.
    fn moved(self, (right, down): (Length, Length)) -> Self {
        Self {
            left: self.left + right,
            top: self.top + down,
            right: self.right + right,
            bottom: self.bottom + down,
        }
    }

    /// Native place in whole points: page, left, top, width, height.
    pub(super) fn place(self, page: usize) -> String {
        let points = |length: Length| (length + POINT / 2).div_euclid(POINT);
        let (left, top) = (points(self.left), points(self.top));
        // one for each cell of a document: written without the machinery of formats
        let mut out = String::with_capacity(24);
        out.push('p');
        push(i64::try_from(page).unwrap_or(0), &mut out);
        for length in [left, top, points(self.right) - left, points(self.bottom) - top] {
            out.push(' ');
            push(i64::from(length), &mut out);
        }
        out
    }
}

/// Writes a whole number.
fn push(number: i64, out: &mut String) {
    if number < 0 {
        out.push('-');
    }
    let mut digits = [0_u8; 20];
    let mut left = number.unsigned_abs();
    let mut count = 0;
    for digit in &mut digits {
        *digit = b'0' + u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
        count += 1;
        if left == 0 {
            break;
        }
    }
    out.extend(digits.iter().take(count).rev().map(|digit| char::from(*digit)));
}

/// A ruling line, upright or level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RulingLine {
    /// Level: `at` is its height on the page; else its distance from the left.
    pub level: bool,
    /// Where it stands.
    pub at: Length,
    /// Where it begins.
    pub from: Length,
    /// Where it ends.
    pub to: Length,
}

impl RulingLine {
    /// As it is seen by a reader who turns the page by so many quarters against the clock.
    pub(super) fn turned(self, quarters: u8) -> Self {
        let area = match self.level {
            true => Area { left: self.from, right: self.to, top: self.at, bottom: self.at },
            false => Area { left: self.at, right: self.at, top: self.from, bottom: self.to },
        }
        .turned(quarters);
        let level = self.level == quarters.is_multiple_of(2);
        match level {
            true => Self { level, at: area.top, from: area.left, to: area.right },
            false => Self { level, at: area.left, from: area.top, to: area.bottom },
        }
    }
}

/// How a page is turned to be read, its upper left corner where that of any other page is: a table
/// goes on over pages of which one is turned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Turn {
    /// Against the clock.
    quarters: u8,
    /// How far it then has to be moved to the right and down.
    by: (Length, Length),
}

impl Turn {
    /// A turn by a number of quarters, of a page that has this size before it.
    pub(super) fn of(quarters: u8, page: Area) -> Self {
        let turned = page.turned(quarters);
        Self { quarters: quarters % 4, by: (-turned.left, -turned.top) }
    }

    /// Whether what is wide becomes high.
    pub(super) fn is_sideways(self) -> bool {
        !self.quarters.is_multiple_of(2)
    }

    /// Whether both turn as far, however large their pages are.
    pub(super) fn is_as_far_as(self, other: Self) -> bool {
        self.quarters == other.quarters
    }

    /// A box as it is read.
    pub(crate) fn area(self, drawn: Area) -> Area {
        drawn.turned(self.quarters).moved(self.by)
    }

    /// A box that is read as it was drawn.
    pub(super) fn back(self, read: Area) -> Area {
        let (right, down) = self.by;
        read.moved((-right, -down)).turned(4 - self.quarters)
    }

    /// A character as it is read.
    pub(super) fn glyph(self, drawn: Glyph) -> Glyph {
        let turned = drawn.turned(self.quarters);
        Glyph { area: turned.area.moved(self.by), ..turned }
    }

    /// A line as it is read.
    pub(super) fn rule(self, drawn: RulingLine) -> RulingLine {
        let turned = drawn.turned(self.quarters);
        let (right, down) = self.by;
        let (across, along) = if turned.level { (down, right) } else { (right, down) };
        RulingLine {
            at: turned.at + across,
            from: turned.from + along,
            to: turned.to + along,
            ..turned
        }
    }
}

/// A character as drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    /// What it reads.
    pub char: char,
    /// The square of its font size, as wide as it is set.
    pub area: Area,
    /// Quarters by which its line is turned clockwise.
    pub turn: u8,
    /// A blank was written before it.
    pub blank: bool,
}

impl Glyph {
    /// As it is seen by a reader who turns the page by so many quarters against the clock.
    pub(super) fn turned(self, quarters: u8) -> Self {
        Self { area: self.area.turned(quarters), turn: (self.turn + 4 - quarters % 4) % 4, ..self }
    }

    /// Size of its font.
    pub(super) fn size(&self) -> Length {
        if self.turn.is_multiple_of(2) { self.area.height() } else { self.area.width() }
    }
}
