//! Units of printed numbers: 元, 万元, %, 辆 … They stand in `vocabulary.toml`, not here.

use super::fold;
use ecow::EcoString;
use rust_decimal::Decimal;

/// Index of a unit in [`Units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u16);

/// One unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// As printed: `万元`.
    pub name: EcoString,
    /// The unit that it is a multiple of (itself for a base unit): `元`.
    pub base: UnitId,
    /// How many base units it is: 10000.
    pub times: Decimal,
    /// From this many decimals on a number in this unit is exact (元 with 2, counts
    /// with 0).
    pub exact: Option<u32>,
    /// A ratio (%): compares with bare numbers that stand in a percent column, never with amounts.
    pub ratio: bool,
    /// Money: what a capture of kind `amount` needs in a sentence.
    pub money: bool,
}

/// How many zeros stand behind the 1 of a power of ten: a multiple of an exact unit is exact with so
/// many more decimals.
fn zeros(times: Decimal) -> Option<u32> {
    let mut power = Decimal::ONE;
    (0..=9).find(|_| {
        let is_it = power == times;
        power *= Decimal::TEN;
        is_it
    })
}

/// All units that a ruleset knows; order is that of the vocabulary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    units: Vec<Unit>,
    /// First characters and indices by falling length of name: the longest name wins (`万元`
    /// before `元`).
    longest_first: Vec<(char, UnitId)>,
}

impl Units {
    /// Adds a unit, or gives the one that already has this name.
    pub fn add(
        &mut self,
        name: &str,
        of: Option<&str>,
        times: Decimal,
        exact: Option<u32>,
        ratio: bool,
        money: bool,
    ) -> UnitId {
        if let Some(id) = self.find(name) {
            return id;
        }
        let base = of.map(|base| match self.find(base) {
            Some(id) => id,
            None => self.add(base, None, Decimal::ONE, None, ratio, money),
        });
        let exact = exact.or_else(|| {
            let of = self.units.get(usize::from(base?.0))?;
            of.exact?.checked_add(zeros(times)?)
        });
        let id = UnitId(u16::try_from(self.units.len()).unwrap_or(u16::MAX));
        self.units.push(Unit {
            name: name.into(),
            base: base.unwrap_or(id),
            times,
            exact,
            ratio,
            money,
        });
        if let Some(first) = name.chars().next() {
            self.longest_first.push((first, id));
        }
        let len = |id: UnitId| self.units.get(usize::from(id.0)).map_or(0, |unit| unit.name.len());
        self.longest_first.sort_by_key(|(_, id)| (std::cmp::Reverse(len(*id)), id.0));
        id
    }

    /// The unit of this exact name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<UnitId> {
        self.units
            .iter()
            .position(|unit| unit.name == name)
            .and_then(|i| u16::try_from(i).ok())
            .map(UnitId)
    }

    /// The unit.
    ///
    /// # Panics
    /// Never for an id that this table gave out.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "ids come from this table")]
    pub fn get(&self, id: UnitId) -> &Unit {
        &self.units[usize::from(id.0)]
    }

    /// The longest unit whose name stands at the start of `text`, and how many bytes it takes
    /// there; full-width ASCII counts as half-width.
    #[must_use]
    pub fn prefix_of(&self, text: &str) -> Option<(UnitId, usize)> {
        let first = fold(text.chars().next()?);
        let alike = self.longest_first.iter().filter(|(known, _)| *known == first);
        alike.copied().find_map(|(_, id)| {
            let mut rest = text.chars();
            let stands =
                self.get(id).name.chars().all(|wanted| rest.next().map(fold) == Some(wanted));
            stands.then_some((id, text.len() - rest.as_str().len()))
        })
    }

    /// All units in the order of the vocabulary.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Unit)> {
        self.units
            .iter()
            .enumerate()
            .filter_map(|(i, unit)| Some((UnitId(u16::try_from(i).ok()?), unit)))
    }

    /// Whether numbers of the two units may be added and compared.
    #[must_use]
    pub fn compatible(&self, a: UnitId, b: UnitId) -> bool {
        self.get(a).base == self.get(b).base
    }
}
