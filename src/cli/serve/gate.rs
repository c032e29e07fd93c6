//! Who may ask: the host that a request names, the site that it comes from, its token.

use super::token::Token;
use gouji_values::error::Refusal;
use hyper::HeaderMap;
use hyper::header::{self, AsHeaderName};
use std::net::IpAddr;

/// What a request must show.
pub(crate) struct Gate {
    /// Only this machine may ask.
    pub is_local: bool,
    /// Names of this machine.
    pub hosts: Vec<String>,
    /// What a request must carry.
    pub token: Option<Token>,
}

impl Gate {
    /// Lets a request through or says why not. `is_page`: it asks for the page itself, to which
    /// any page may link and which tells nothing.
    pub(crate) fn admit(
        &self,
        authority: Option<&str>,
        headers: &HeaderMap,
        is_page: bool,
        is_open: bool,
    ) -> Result<(), Refusal> {
        let named = only(headers, header::HOST).unwrap_or_default();
        // a name that somebody lets point to this machine is not ours
        for host in [Some(named), authority].into_iter().flatten() {
            if !self.is_ours(host) {
                let host: String = host.chars().take(100).collect();
                return Err(Refusal::HostRefused { host });
            }
        }
        if headers.contains_key(header::ORIGIN) {
            let site = only(headers, header::ORIGIN).and_then(|origin| origin.split_once("://"));
            if !site.is_some_and(|(_, host)| host.eq_ignore_ascii_case(named)) {
                return Err(Refusal::OriginRefused);
            }
        }
        let from = headers.get("sec-fetch-site").map(|site| site.as_bytes());
        if !is_page && from.is_some_and(|from| from != b"same-origin" && from != b"none") {
            return Err(Refusal::OriginRefused);
        }
        let token = headers.get(header::AUTHORIZATION).map(|value| value.as_bytes());
        match &self.token {
            Some(own) if !is_open && !own.is_in(token) => Err(Refusal::TokenRefused),
            _ => Ok(()),
        }
    }

    /// Whether a host is this machine: an address, which nobody can let point elsewhere, or one of
    /// its names.
    fn is_ours(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(rest),
            None => host.split(':').next().unwrap_or(host),
        };
        let name = name.trim_end_matches('.');
        match name.parse::<IpAddr>() {
            Ok(ip) => !self.is_local || ip.is_loopback(),
            Err(_) => {
                name.eq_ignore_ascii_case("localhost")
                    || self.hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
            }
        }
    }
}

/// The value of a header that stands once.
fn only(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?;
    if all.next().is_some() { None } else { first.to_str().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_values::code::Coded;

    fn asked(gate: &Gate, headers: &[(&'static str, &str)]) -> &'static str {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        gate.admit(None, &map, false, false).map_or_else(|refusal| refusal.id(), |()| "let in")
    }

    #[test]
    fn hosts_are_ours_or_refused() {
        let local = Gate { is_local: true, hosts: Vec::new(), token: None };
        let open = Gate { is_local: false, hosts: vec!["audit.lan".to_owned()], token: None };
        for host in ["127.0.0.1", "127.0.0.1:8360", "localhost:1", "LOCALHOST.", "[::1]:8360"] {
            assert_eq!(asked(&local, &[("host", host)]), "let in", "{host}");
        }
        for host in ["evil.example", "", "127.0.0.1.evil.example", "10.0.0.1", "audit.lan"] {
            assert_eq!(asked(&local, &[("host", host)]), "host-refused", "{host}");
        }
        for host in ["10.0.0.1:8360", "audit.lan", "Audit.LAN:80"] {
            assert_eq!(asked(&open, &[("host", host)]), "let in", "{host}");
        }
        assert_eq!(asked(&open, &[("host", "evil.example")]), "host-refused");
        assert_eq!(asked(&local, &[]), "host-refused");
        assert_eq!(asked(&local, &[("host", "localhost"), ("host", "localhost")]), "host-refused");
    }

    #[test]
    fn other_sites_are_refused() {
        let gate = Gate { is_local: true, hosts: Vec::new(), token: None };
        let host = ("host", "localhost:8360");
        for own in ["http://localhost:8360", "https://LOCALHOST:8360"] {
            assert_eq!(asked(&gate, &[host, ("origin", own)]), "let in");
        }
        for other in ["null", "http://evil.example", "http://localhost:9", "localhost:8360"] {
            assert_eq!(asked(&gate, &[host, ("origin", other)]), "origin-refused", "{other}");
        }
        for (site, answer) in [
            ("same-origin", "let in"),
            ("none", "let in"),
            ("same-site", "origin-refused"),
            ("cross-site", "origin-refused"),
        ] {
            assert_eq!(asked(&gate, &[host, ("sec-fetch-site", site)]), answer);
        }
    }
}
