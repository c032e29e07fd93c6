//! Values that are worked out when they are first asked for.

use std::sync::{Arc, LazyLock};

/// What is worked out when it is first asked for: a document needs few of the rules. Cloning shares
/// it.
pub type Later<T> = Arc<LazyLock<T, Box<dyn FnOnce() -> T + Send>>>;

/// A value that is worked out when it is asked for.
pub fn later<T>(make: impl FnOnce() -> T + Send + 'static) -> Later<T> {
    Arc::new(LazyLock::new(Box::new(make)))
}

/// A value that is there.
pub fn ready<T: Send + 'static>(value: T) -> Later<T> {
    later(|| value)
}
