//! Explanations against each other: the more likely each is, the more it takes from the others.

use super::slip::{Cost, weight};
use gouji_audit::audit::Confidence;

/// Shares of explanations in thousandths, by their costs, with what none of them explains among
/// them.
#[must_use]
pub(crate) fn shares(costs: &[Cost], unknown: Cost) -> Vec<u64> {
    let least = costs.iter().copied().chain([unknown]).min().unwrap_or(0);
    let weigh = |cost: Cost| u128::from(weight(cost - least));
    let sum: u128 = costs.iter().map(|cost| weigh(*cost)).sum::<u128>() + weigh(unknown);
    costs.iter().map(|cost| u64::try_from(weigh(*cost) * 1000 / sum.max(1)).unwrap_or(0)).collect()
}

/// How sure the first of some explanations is, by their shares.
#[must_use]
pub(crate) fn confidence(first: u64, second: u64) -> Confidence {
    match first {
        970.. if second <= 20 => Confidence::High,
        800.. => Confidence::Medium,
        _ => Confidence::Low,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_costs_share_equally_and_dear_ones_get_nothing() {
        assert_eq!(shares(&[1_000, 1_000], 30_000), [500, 500]);
        assert_eq!(shares(&[1_000, 12_000], 30_000), [999, 0]);
        assert_eq!(confidence(999, 0), Confidence::High);
        assert_eq!(confidence(700, 300), Confidence::Low);
        assert_eq!(confidence(850, 150), Confidence::Medium);
        assert_eq!(confidence(500, 500), Confidence::Low);
    }
}
