//! Who gets a link by a mailing, and who does not and why.

use jiff::{SignedDuration, Timestamp};

use crate::domain::domains::AllowedDomains;
use crate::domain::person::PersonId;

use super::SendState;

/// What decides whether a person gets a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// The version of the address, which a link names.
    pub address_version: i64,
    /// The domain of the connect address as an A-label, where there is an address.
    pub domain: Option<String>,
    /// Whether the address is verified.
    pub verified: bool,
    /// Whether the person is active.
    pub active: bool,
    /// Whether the identity is protected.
    pub protected: bool,
    /// Whether a mail to this address came back.
    pub bounced: bool,
    /// Whether a link is on its way already.
    pub live: bool,
    /// When the last link to this address was dispatched, also one that may have been sent.
    pub last_sent: Option<Timestamp>,
    /// What became of the newest link to this address, cancelled ones apart.
    pub last_link: Option<SendState>,
}

/// For whom a mailing is made, of those who are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// Everybody.
    #[default]
    Everybody,
    /// Those whose newest link was refused; and, where `unknown` says so, those whose may have been sent.
    Failed {
        /// Also what may have been sent: they may get two.
        unknown: bool,
    },
    /// Those who were sent a link and have not verified.
    Reminded,
}

/// Why a person gets no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOut {
    /// No connect address.
    NoAddress,
    /// Verified already.
    Verified,
    /// Inactive: whoever has left must not get a working link.
    Inactive,
    /// The identity is protected, and nobody asked for those: as in an export, they are included by a decision and never by default.
    Protected,
    /// The address lies outside the allowed domains by now.
    OutsideDomains,
    /// A mail to this address came back; it is not mailed again until it changes.
    Bounced,
    /// A link is on its way.
    OnItsWay,
    /// The link that failed may have been sent all the same, and nobody asked for two.
    MayHaveBeenSent,
    /// A link was sent within the last days.
    SentRecently,
}

impl LeftOut {
    /// All reasons, in the order in which the first that applies counts.
    pub const ALL: [LeftOut; 9] = [
        LeftOut::NoAddress,
        LeftOut::Verified,
        LeftOut::Inactive,
        LeftOut::Protected,
        LeftOut::OutsideDomains,
        LeftOut::Bounced,
        LeftOut::OnItsWay,
        LeftOut::MayHaveBeenSent,
        LeftOut::SentRecently,
    ];

    /// The stable word in JSON.
    pub fn code(self) -> &'static str {
        match self {
            LeftOut::NoAddress => "no_address",
            LeftOut::Verified => "verified",
            LeftOut::Inactive => "inactive",
            LeftOut::Protected => "protected",
            LeftOut::OutsideDomains => "outside_domains",
            LeftOut::Bounced => "bounced",
            LeftOut::OnItsWay => "on_its_way",
            LeftOut::MayHaveBeenSent => "may_have_been_sent",
            LeftOut::SentRecently => "sent_recently",
        }
    }
}

/// What a mailing takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The allowed domains.
    pub domains: AllowedDomains,
    /// For whom it is.
    pub audience: Audience,
    /// Also persons with protected identity.
    pub include_protected: bool,
    /// Nobody who was sent a link within this time; zero takes everybody.
    pub not_within: SignedDuration,
    /// The present moment.
    pub now: Timestamp,
}

/// Why this person gets no link, if so.
pub fn left_out(candidate: &Candidate, rule: &Rule) -> Option<LeftOut> {
    let Some(domain) = &candidate.domain else {
        return Some(LeftOut::NoAddress);
    };
    let recent = |at: Timestamp| rule.now.duration_since(at) < rule.not_within;
    let failed = matches!(rule.audience, Audience::Failed { .. });
    let applies = |reason: &LeftOut| match reason {
        LeftOut::NoAddress => false,
        LeftOut::Verified => candidate.verified,
        LeftOut::Inactive => !candidate.active,
        LeftOut::Protected => candidate.protected && !rule.include_protected,
        LeftOut::OutsideDomains => !rule.domains.allows(domain),
        LeftOut::Bounced => candidate.bounced,
        LeftOut::OnItsWay => candidate.live,
        LeftOut::MayHaveBeenSent => {
            rule.audience == Audience::Failed { unknown: false }
                && candidate.last_link == Some(SendState::Unknown)
        }
        // Whoever has got one since the plan was made needs no other.
        LeftOut::SentRecently => {
            candidate.last_sent.is_some_and(recent)
                || (failed && candidate.last_link == Some(SendState::Accepted))
        }
    };
    LeftOut::ALL.into_iter().find(applies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::domains::AllowedDomain;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + hours * 3_600).unwrap()
    }

    fn plain() -> Candidate {
        Candidate {
            person: PersonId(1),
            address_version: 1,
            domain: Some("foretaget.example".into()),
            verified: false,
            active: true,
            protected: false,
            bounced: false,
            live: false,
            last_sent: None,
            last_link: None,
        }
    }

    fn rule() -> Rule {
        Rule {
            domains: AllowedDomains::new(vec![AllowedDomain::parse("foretaget.example").unwrap()]),
            audience: Audience::Everybody,
            include_protected: false,
            not_within: SignedDuration::from_hours(72),
            now: at(0),
        }
    }

    #[test]
    fn the_first_reason_that_applies_is_told() {
        assert_eq!(left_out(&plain(), &rule()), None);
        type Spoil = fn(&mut Candidate);
        let spoils: [(Spoil, LeftOut); 8] = [
            (|c| c.last_sent = Some(at(-71)), LeftOut::SentRecently),
            (|c| c.live = true, LeftOut::OnItsWay),
            (|c| c.bounced = true, LeftOut::Bounced),
            (
                |c| c.domain = Some("annan.example".into()),
                LeftOut::OutsideDomains,
            ),
            (|c| c.protected = true, LeftOut::Protected),
            (|c| c.active = false, LeftOut::Inactive),
            (|c| c.verified = true, LeftOut::Verified),
            (|c| c.domain = None, LeftOut::NoAddress),
        ];
        // Each alone, and each on top of all that come later.
        let mut worse = plain();
        for (spoil, reason) in spoils {
            let mut alone = plain();
            spoil(&mut alone);
            assert_eq!(left_out(&alone, &rule()), Some(reason));
            spoil(&mut worse);
            assert_eq!(left_out(&worse, &rule()), Some(reason));
        }
    }

    #[test]
    fn those_who_were_sent_a_link_long_ago_and_those_asked_for_are_taken() {
        let long_ago = Candidate {
            last_sent: Some(at(-72)),
            ..plain()
        };
        assert_eq!(left_out(&long_ago, &rule()), None);
        let recent = Candidate {
            last_sent: Some(at(0)),
            ..plain()
        };
        let all = Rule {
            not_within: SignedDuration::ZERO,
            include_protected: true,
            ..rule()
        };
        assert_eq!(left_out(&recent, &all), None);
        let protected = Candidate {
            protected: true,
            ..plain()
        };
        assert_eq!(left_out(&protected, &all), None);
    }

    #[test]
    fn what_failed_is_sent_again_and_what_may_have_been_sent_only_where_that_is_asked_for() {
        let again = |unknown, last_link| {
            let rule = Rule {
                audience: Audience::Failed { unknown },
                not_within: SignedDuration::ZERO,
                ..rule()
            };
            let last_link = Some(last_link);
            left_out(
                &Candidate {
                    last_link,
                    ..plain()
                },
                &rule,
            )
        };
        assert_eq!(again(false, SendState::Rejected), None);
        assert_eq!(
            again(false, SendState::Unknown),
            Some(LeftOut::MayHaveBeenSent)
        );
        assert_eq!(again(true, SendState::Unknown), None);
        assert_eq!(
            again(true, SendState::Accepted),
            Some(LeftOut::SentRecently),
            "somebody else has sent it meanwhile"
        );
    }
}
