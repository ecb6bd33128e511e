//! Which addresses belong to the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Ranges of IPv4 that are not for the public, from the registry of special-purpose addresses (RFC 6890 and those that
/// update it): first address and length of the prefix.
const SPECIAL_V4: [([u8; 4], u32); 16] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
    ([255, 255, 255, 255], 32),
];

/// The same inside 2000::/3, which alone is global unicast: protocol assignments, documentation, 6to4.
const SPECIAL_V6: [(u128, u32); 4] =
    [(0x2001_0000 << 96, 23), (0x2001_0db8 << 96, 32), (0x2002_0000 << 96, 16), (0x3fff_0000 << 96, 20)];

/// The well-known prefix under which IPv6 networks reach IPv4 (RFC 6052).
const TRANSLATED: (u128, u32) = (0x0064_ff9b << 96, 96);

fn within_v6(ip: Ipv6Addr, (first, length): (u128, u32)) -> bool {
    u128::from(ip) >> (128 - length) == first >> (128 - length)
}

fn public_v4(ip: Ipv4Addr) -> bool {
    let number = u32::from(ip);
    !SPECIAL_V4
        .iter()
        .any(|(first, length)| number >> (32 - length) == u32::from(Ipv4Addr::from(*first)) >> (32 - length))
}

fn public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4_mapped() {
        return public_v4(inner);
    }
    if within_v6(ip, TRANSLATED) {
        let [.., a, b, c, d] = ip.octets();
        return public_v4(Ipv4Addr::new(a, b, c, d));
    }
    within_v6(ip, (0x2000 << 112, 3)) && !SPECIAL_V6.iter().any(|range| within_v6(ip, *range))
}

/// Whether an address is one of the public internet: not loopback, private, link-local, shared by carriers, multicast,
/// reserved, nor one of these wrapped into IPv6.
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => public_v4(ip),
        IpAddr::V6(ip) => public_v6(ip),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for (text, expected) in [
            ("8.8.8.8", true),
            ("223.5.5.5", true),
            ("1.1.1.1", true),
            ("0.0.0.0", false),
            ("10.1.2.3", false),
            ("100.63.255.255", true),
            ("100.64.0.1", false),
            ("100.127.255.255", false),
            ("100.128.0.0", true),
            ("127.0.0.1", false),
            ("127.255.255.254", false),
            ("169.254.169.254", false),
            ("172.15.255.255", true),
            ("172.16.0.1", false),
            ("172.31.255.255", false),
            ("172.32.0.1", true),
            ("192.0.0.8", false),
            ("192.168.0.1", false),
            ("198.19.0.1", false),
            ("224.0.0.1", false),
            ("239.255.255.255", false),
            ("240.0.0.1", false),
            ("255.255.255.255", false),
            ("2400:3200::1", true),
            ("2606:4700::1111", true),
            ("::", false),
            ("::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:10.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("::127.0.0.1", false),
            ("64:ff9b::7f00:1", false),
            ("64:ff9b::808:808", true),
            ("64:ff9b:1::808:808", false),
            ("fc00::1", false),
            ("fd12:3456::1", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("ff02::1", false),
            ("2001::1", false),
            ("2001:db8::1", false),
            ("2002:7f00:1::", false),
            ("3fff::1", false),
            ("4000::1", false),
        ] {
            let ip: IpAddr = text.parse().expect("an address");
            assert_eq!(is_public(ip), expected, "{text}");
        }
    }
}
