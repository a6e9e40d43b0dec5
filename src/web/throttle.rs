//! How often somebody at one address may try to sign in, and which address that is when a proxy stands between. An office may share one
//! address, so only what failed is charged; the throttle of an account is the register's.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::http::HeaderMap;

use super::app::lock;

/// So many failures an address has before it waits.
const BURST: f64 = 60.0;

/// After so long it gets one back.
const REFILL: Duration = Duration::from_secs(5);

/// Above so many addresses those that owe nothing are forgotten.
const REMEMBERED: usize = 10_000;

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn left(self, now: Instant) -> f64 {
        let regained = now.duration_since(self.at).as_secs_f64() / REFILL.as_secs_f64();
        (self.left + regained).min(BURST)
    }
}

/// What addresses have left.
#[derive(Debug, Default)]
pub(super) struct Throttle {
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

impl Throttle {
    /// Charges a try before it is made; `false`: it must wait.
    pub(super) fn take(&self, client: IpAddr, now: Instant) -> bool {
        let mut buckets = lock(&self.buckets);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| bucket.left(now) < BURST);
        }
        let bucket = buckets.entry(network(client)).or_insert(Bucket {
            left: BURST,
            at: now,
        });
        let left = bucket.left(now);
        if left < 1.0 {
            return false;
        }
        *bucket = Bucket {
            left: left - 1.0,
            at: now,
        };
        true
    }

    /// Gives a try back that succeeded.
    pub(super) fn give_back(&self, client: IpAddr) {
        if let Some(bucket) = lock(&self.buckets).get_mut(&network(client)) {
            bucket.left = (bucket.left + 1.0).min(BURST);
        }
    }
}

/// What counts as one address: of IPv6 the half that a network gives to one line.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address => address,
    }
}

/// Who is asking: the other end of the connection or, where that is a trusted proxy, the last address in `X-Forwarded-For` that is none. What
/// stands before it was written by whoever asks.
pub(super) fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let trusted = |address: IpAddr| proxies.contains(&address.to_canonical());
    if !trusted(peer) {
        return peer;
    }
    let lists = headers.get_all("x-forwarded-for").iter().rev();
    let mut hops = lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.rsplit(','));
    let mut nearest = peer;
    loop {
        // A hop that is no address was not written by a trusted proxy.
        let Some(hop) = hops.next().and_then(|hop| hop.trim().parse().ok()) else {
            return nearest;
        };
        nearest = hop;
        if !trusted(hop) {
            return hop;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_waits_after_sixty_failures_and_regains_one_every_five_seconds() {
        let throttle = Throttle::default();
        let start = Instant::now();
        let tries = |at| {
            (0..100)
                .take_while(|_| throttle.take(ip("192.0.2.1"), at))
                .count()
        };
        assert_eq!(tries(start), 60);
        assert!(throttle.take(ip("192.0.2.2"), start));
        assert_eq!(tries(start + Duration::from_secs(11)), 2);
        throttle.give_back(ip("192.0.2.1"));
        assert_eq!(tries(start + Duration::from_secs(11)), 1);
    }

    #[test]
    fn the_addresses_of_one_line_count_together() {
        let throttle = Throttle::default();
        let now = Instant::now();
        let tried = (0..100)
            .take_while(|n| throttle.take(ip(&format!("2001:db8:1:2::{n:x}")), now))
            .count();
        assert_eq!(tried, 60);
        assert!(throttle.take(ip("2001:db8:1:3::1"), now));
        assert_eq!(network(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_its_own_word() {
        let asks = |peer: &str, lists: &[&str], proxies: &[&str]| {
            let mut headers = HeaderMap::new();
            for list in lists {
                headers.append("x-forwarded-for", list.parse().unwrap());
            }
            let proxies: Vec<IpAddr> = proxies.iter().map(|p| ip(p)).collect();
            client(ip(peer), &headers, &proxies).to_string()
        };
        assert_eq!(asks("192.0.2.9", &["203.0.113.1"], &[]), "192.0.2.9");
        assert_eq!(
            asks("127.0.0.1", &["203.0.113.1"], &["127.0.0.1"]),
            "203.0.113.1"
        );
        assert_eq!(
            asks("127.0.0.1", &["6.6.6.6, 203.0.113.1"], &["127.0.0.1"]),
            "203.0.113.1"
        );
        assert_eq!(
            asks("127.0.0.1", &["6.6.6.6", "203.0.113.1"], &["127.0.0.1"]),
            "203.0.113.1"
        );
        let two = ["127.0.0.1", "10.0.0.1"];
        assert_eq!(
            asks("127.0.0.1", &["203.0.113.1, 10.0.0.1"], &two),
            "203.0.113.1"
        );
        assert_eq!(asks("127.0.0.1", &["nonsense"], &two), "127.0.0.1");
        assert_eq!(asks("127.0.0.1", &[], &two), "127.0.0.1");
    }
}
