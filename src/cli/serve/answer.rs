//! Answers: their status, headers and bytes.

use gouji_values::code::{Code, Coded};
use gouji_values::error::{Refusal, RefusalCode};
use gouji_values::lang::Lang;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::{Value, json};

/// An answer.
pub(crate) type Answer = Response<Full<Bytes>>;

/// What the program would end with.
pub(crate) const EXIT_STATUS: &str = "gouji-exit-status";

/// What is said of a report: it may run the script that it brings, and nothing else; it is no page
/// of this server.
const REPORT: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
                      img-src data:; frame-ancestors 'none'; sandbox allow-scripts allow-downloads \
                      allow-modals";
/// What is said of the page for files.
pub(crate) const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src \
                        'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// What is said of a page that brings all that it needs: nothing of it comes from elsewhere.
pub(crate) const WHOLE_PAGE: &str = "default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' data: blob:; \
                              base-uri 'none'; frame-ancestors 'none'";

/// An answer of bytes.
pub(crate) fn of(media: &str, policy: &'static str, bytes: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(Full::new(bytes.into()));
    let headers = answer.headers_mut();
    let media = HeaderValue::from_str(media).unwrap_or(HeaderValue::from_static("text/plain"));
    headers.insert(header::CONTENT_TYPE, media);
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        // with less a browser would not say whose form it sends
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// What an audit came to; `name` is that of the first file.
pub(crate) fn report(
    media: &str,
    name: &str,
    extension: &str,
    bytes: Vec<u8>,
    status: u8,
) -> Answer {
    let mut answer = of(media, REPORT, bytes);
    let kind = if extension == "docx" { "attachment" } else { "inline" };
    let name = crate::cli::output::FileNames::default().next("".as_ref(), name, extension);
    let shown = format!("{kind}; filename*=UTF-8''{}", escaped(&name.to_string_lossy()));
    let headers = answer.headers_mut();
    if let Ok(shown) = HeaderValue::from_str(&shown) {
        headers.insert(header::CONTENT_DISPOSITION, shown);
    }
    headers.insert(EXIT_STATUS, HeaderValue::from(u16::from(status)));
    answer
}

/// A value.
pub(crate) fn json(value: &Value) -> Answer {
    written(lines(value))
}

/// A value as it is written.
pub(crate) fn lines(value: &Value) -> Bytes {
    Bytes::from(format!("{value:#}\n"))
}

/// The same as an answer.
pub(crate) fn written(value: Bytes) -> Answer {
    of("application/json", REPORT, value)
}

/// Why there is no answer.
pub(crate) fn refusal(refusal: &Refusal) -> Answer {
    let [message, message_en] =
        Lang::ALL.map(|lang| gouji_audit::say::refusal_words(refusal, lang));
    let mut answer =
        json(&json!({"code": refusal.id(), "message": message, "message_en": message_en}));
    *answer.status_mut() = status(refusal.code());
    let mut add = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            answer.headers_mut().insert(name, value);
        }
    };
    match refusal {
        Refusal::Busy { seconds } => add(header::RETRY_AFTER, &seconds.to_string()),
        Refusal::MethodRefused { allowed } => add(header::ALLOW, allowed),
        Refusal::TokenRefused => add(header::WWW_AUTHENTICATE, "Bearer"),
        _ => {}
    }
    answer
}

/// The status of a refusal.
pub(crate) fn status(code: RefusalCode) -> StatusCode {
    match code {
        RefusalCode::PathUnknown | RefusalCode::RulesetMissing => StatusCode::NOT_FOUND,
        RefusalCode::MethodRefused => StatusCode::METHOD_NOT_ALLOWED,
        RefusalCode::HostRefused | RefusalCode::OriginRefused => StatusCode::FORBIDDEN,
        RefusalCode::TokenRefused => StatusCode::UNAUTHORIZED,
        RefusalCode::BodyTooLarge | RefusalCode::FilesTooMany => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalCode::BodySlow => StatusCode::REQUEST_TIMEOUT,
        RefusalCode::BodyEncoded => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        RefusalCode::BodyBroken
        | RefusalCode::FileMissing
        | RefusalCode::ParameterUnknown
        | RefusalCode::ParameterUnusable => StatusCode::BAD_REQUEST,
        RefusalCode::Busy => StatusCode::TOO_MANY_REQUESTS,
        RefusalCode::Stopping | RefusalCode::AuditSlow => StatusCode::SERVICE_UNAVAILABLE,
        RefusalCode::RulesBroken => StatusCode::UNPROCESSABLE_ENTITY,
        RefusalCode::AuditCrashed | RefusalCode::NotKept => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The codes that answers have, by status.
pub(crate) fn codes(status: StatusCode) -> Vec<&'static str> {
    let own = |code: &&RefusalCode| self::status(**code) == status;
    RefusalCode::ALL.iter().filter(own).map(|code| code.id()).collect()
}

/// A text for a header.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
