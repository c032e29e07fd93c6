//! Findings, waivers taken into account.

use super::fingerprint;
use gouji_audit::audit::Finding;
use gouji_checks::check::{Checked, Shared};
use gouji_checks::locate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One finding for each cause. A waiver of its first check counts for all that one figure explains;
/// what is waived otherwise stands by itself and is no evidence.
pub(super) fn findings(
    shared: &Arc<Shared>,
    checked: &Checked,
    waived: &BTreeMap<usize, String>,
) -> Vec<Finding> {
    let agency = shared.recognition.facts.agency.as_deref();
    let of = |left_out: &BTreeSet<usize>| {
        locate::findings(shared, checked, left_out, |key| fingerprint(agency, key))
    };
    let all = of(&BTreeSet::new());
    if waived.is_empty() {
        return all;
    }
    let waiver =
        |finding: &Finding| finding.checks.first().and_then(|check| waived.get(check)).cloned();
    let is_known = |finding: &Finding| {
        finding.checks.len() == 1
            || finding.cause.as_ref().is_some_and(|cause| !cause.suspects.is_empty())
    };
    let mut out: Vec<Finding> =
        all.into_iter().filter(|finding| waiver(finding).is_some() && is_known(finding)).collect();
    let covered: BTreeSet<usize> =
        out.iter().flat_map(|finding| finding.checks.iter().copied()).collect();
    let left_out = covered.iter().chain(waived.keys()).copied().collect();
    out.extend(
        of(&left_out)
            .into_iter()
            .filter(|finding| finding.checks.iter().all(|check| !covered.contains(check))),
    );
    for finding in &mut out {
        finding.waiver = waiver(finding);
    }
    out.sort_by_key(|finding| locate::order(&checked.checks, finding));
    out
}
