//! What the line above a list says of it.

/// What the line above a list says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claimed {
    /// That it is whole: 包括, 分别为.
    Whole,
    /// That it follows: 情况如下.
    Follows,
    /// That it is a part: 其中.
    Part,
    /// That it is the most of it: 主要包括.
    Most,
    /// Nothing.
    Nothing,
}
