//! How much a test tries. A plain run is soon over; `GOUJI_LONG=1 cargo test` tries all that a test
//! can try, and reads the documents that lie beside the repository.

use std::path::{Path, PathBuf};

pub fn is_long() -> bool {
    std::env::var_os("GOUJI_LONG").is_some()
}

/// The number for a plain run, or that for a long one.
pub fn either<T>(plain: T, long: T) -> T {
    if is_long() { long } else { plain }
}

/// How many cases a property test draws; `PROPTEST_CASES` has the last word.
pub fn cases(plain: u32, long: u32) -> proptest::prelude::ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    proptest::prelude::ProptestConfig {
        cases: asked.unwrap_or(either(plain, long)),
        failure_persistence: None,
        ..Default::default()
    }
}

/// A file or folder beside the repository, in a long run and where it is at hand.
pub fn beside(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    (is_long() && path.exists()).then_some(path)
}
