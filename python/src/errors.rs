//! Exceptions, each with the code of what went wrong.

use gouji::RuleMistake;
use gouji::report::mistake_json;
use pyo3::create_exception;
use pyo3::exceptions::{PyException, PyRuntimeError};
use pyo3::prelude::*;

create_exception!(
    gouji,
    GoujiError,
    PyException,
    "Anything that gouji says went wrong; `code` says what."
);
create_exception!(
    gouji,
    Unreadable,
    GoujiError,
    "A document could not be read or audited; `path`, `code`, `message`."
);
create_exception!(
    gouji,
    RuleMistakes,
    GoujiError,
    "Rules, or what was asked for, are wrong; `mistakes` has each as JSON."
);

/// That a document was not audited.
pub fn unreadable(py: Python<'_>, why: &gouji::Unreadable) -> PyErr {
    let error = Unreadable::new_err(format!("{}：{}", why.path, why.message));
    let value = error.value(py);
    let set = value
        .setattr("code", gouji::Code::id(why.code))
        .and_then(|()| value.setattr("path", &why.path))
        .and_then(|()| value.setattr("message", &why.message));
    set.err().unwrap_or(error)
}

/// That rules cannot be used.
pub fn broken(py: Python<'_>, list: &[RuleMistake]) -> PyErr {
    let all: Vec<String> = list.iter().map(words).collect();
    let error = RuleMistakes::new_err(all.join("\n"));
    let json: Vec<String> = list.iter().map(|mistake| mistake_json(mistake).to_string()).collect();
    let value = error.value(py);
    let code = list.first().map(|mistake| gouji::Code::id(mistake.code));
    let set = value.setattr("code", code).and_then(|()| value.setattr("mistakes", json));
    set.err().unwrap_or(error)
}

/// A mistake in a line.
pub fn words(mistake: &RuleMistake) -> String {
    let help = mistake.help.as_ref().map_or_else(String::new, |help| format!("；{help}"));
    format!("{}：{}{help}", mistake.file, mistake.message)
}

/// That this program went wrong.
pub fn internal(error: impl std::fmt::Display) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}
