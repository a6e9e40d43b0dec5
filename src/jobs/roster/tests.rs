//! The list of everybody is true after every change of the register, without reading it whole.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::*;
use crate::domain::verification::{Audience, Capacity, Lifetime, Outcome};
use crate::jobs::demo::Demo;
use crate::jobs::people::{self, Fields};
use crate::jobs::{domains, mailing, now};
use crate::store::{Claim, ClaimRule, Recipients};

fn roster() -> Roster {
    let demo = Demo::new().unwrap();
    let register = demo.place().open().unwrap();
    Roster::load(&register, now(), &Control::unwatched()).unwrap()
}

fn keys(roster: &Roster, look: &Look) -> Vec<String> {
    let rows = roster.arrange(look, &Control::unwatched()).unwrap();
    rows.into_iter()
        .map(|row| roster.key(row).to_owned())
        .collect()
}

#[test]
fn a_row_holds_the_texts_of_its_person_and_is_found_by_its_id() {
    let roster = roster();
    let row = roster
        .all()
        .find(|row| roster.text(*row, Part::UserId) == "anna.a")
        .unwrap();
    assert_eq!(roster.text(row, Part::Number), "00417");
    assert_eq!(roster.text(row, Part::Name), "Anna Andersson");
    assert_eq!(
        roster.text(row, Part::Address),
        "anna.andersson@foretaget.example"
    );
    assert_eq!(roster.state(row), ConnectState::Verified);
    assert_eq!(roster.row_of(roster.id(row)), Some(row));
    assert_eq!(roster.row_of(PersonId(-1)), None);
}

#[test]
fn groups_part_the_persons_by_the_state_of_their_address() {
    let roster = roster();
    let [all, lacking, unverified, _, _, verified, ..] = roster.counts();
    assert_eq!(all, lacking + unverified + verified);
    let look = Look {
        group: Group::Verified,
        ..Look::default()
    };
    assert_eq!(keys(&roster, &look).len() as u64, verified);
}

#[test]
fn a_text_narrows_and_a_column_sorts_with_the_empty_ones_last() {
    let roster = roster();
    let look = Look {
        needle: Needle::new("LINDSTRÖM"),
        ..Look::default()
    };
    assert!(keys(&roster, &look).contains(&"åsa.l".to_owned()));
    for (down, first) in [
        (false, "a.lund@foretaget.example"),
        (true, "zofia.wisniewski2@bolaget.example"),
    ] {
        let look = Look {
            sort: Some((Part::Address, down)),
            ..Look::default()
        };
        let rows = roster.arrange(&look, &Control::unwatched()).unwrap();
        assert_eq!(roster.text(rows[0], Part::Address), first);
        let last = roster.text(*rows.last().unwrap(), Part::Address);
        assert_eq!(last, "");
    }
}

#[test]
fn a_cancelled_job_gives_nothing() {
    let control = Control::unwatched();
    control.cancel();
    let arranged = roster().arrange(&Look::default(), &control);
    assert!(matches!(arranged, Err(JobError::Cancelled)));
}

#[test]
fn groups_are_what_commands_select_by_the_same_names() {
    let demo = Demo::new().unwrap();
    let register = demo.place().open().unwrap();
    let roster = Roster::load(&register, now(), &Control::unwatched()).unwrap();
    for group in Group::ALL {
        let filter = PersonFilter {
            only: group.only(now()),
            company: None,
        };
        let selected = register.persons(filter).unwrap();
        let selected: Vec<PersonId> = selected.iter().map(|person| person.id).collect();
        let look = Look {
            group,
            ..Look::default()
        };
        let rows = roster.arrange(&look, &Control::unwatched()).unwrap();
        let shown: Vec<PersonId> = rows.into_iter().map(|row| roster.id(row)).collect();
        assert_eq!(shown, selected, "{group:?}");
    }
}

/// What everybody's row says, for comparing.
fn told(roster: &Roster) -> Vec<String> {
    let parts = [Part::UserId, Part::Number, Part::Name, Part::Address];
    roster
        .all()
        .map(|row| {
            let texts = parts.map(|part| roster.text(row, part));
            let groups = Group::ALL.map(|group| roster.is_in(row, group));
            format!(
                "{:?} {texts:?} {groups:?} {:?}",
                roster.id(row),
                roster.state(row)
            )
        })
        .collect()
}

#[test]
fn a_renewed_roster_is_what_a_new_one_would_be_and_names_the_rows_that_changed() {
    let demo = Demo::new().unwrap();
    let place = demo.place();
    let mut register = place.open().unwrap();
    let control = Control::unwatched();
    let mut roster = Roster::load(&register, now(), &control).unwrap();
    let looks: Vec<Look> = [None, Some((Part::Address, false)), Some((Part::Name, true))]
        .into_iter()
        .flat_map(|sort| {
            [Group::All, Group::Unverified].map(|group| Look {
                group,
                sort,
                ..Look::default()
            })
        })
        .collect();
    let arrange = |roster: &Roster| -> Vec<Vec<u32>> {
        let arranged = looks.iter().map(|look| roster.arrange(look, &control));
        arranged.collect::<Result<_, _>>().unwrap()
    };
    let mut shown = arrange(&roster);
    let mut follow = |register: &Register, changed: Option<usize>| {
        let renewed = roster.renew(register, now(), &control).unwrap();
        roster = renewed.roster;
        let anew = Roster::load(register, now(), &control).unwrap();
        assert_eq!(told(&roster), told(&anew));
        assert_eq!(renewed.changed.as_ref().map(Vec::len), changed);
        for (look, shown) in looks.iter().zip(&mut shown) {
            *shown = match &renewed.changed {
                Some(changed) => roster.rearrange(look, shown, changed),
                None => roster.arrange(look, &control).unwrap(),
            };
        }
        assert_eq!(shown, arrange(&anew));
    };
    follow(&register, Some(0));
    // Somebody gets an address, which moves them in both orders and into a group.
    let person = register.find_person("bjorn.b", None).unwrap();
    let fields = Fields {
        connect_address: Some("aa@foretaget.example".into()),
        last_name: Some("Öberg".into()),
        ..Fields::default()
    };
    people::set(&mut register, place, &person, &fields).unwrap();
    follow(&register, Some(1));
    // Nothing about the persons changes where a link is sent, but their state does.
    let request = mailing::Request {
        recipients: Recipients::Persons(vec![person.id]),
        audience: Audience::Everybody,
        include_protected: false,
        not_within_days: 1,
    };
    let planned = mailing::plan(place, &register, &request).unwrap();
    mailing::begin(place, &mut register, &planned).unwrap();
    follow(&register, Some(0));
    let fence = register
        .acquire_lease("test", now(), SignedDuration::from_secs(60))
        .unwrap()
        .unwrap();
    let rule = ClaimRule {
        capacity: Capacity {
            per_minute: 100,
            per_day: 0,
        },
        lifetime: Lifetime::Days(5),
        zone: &TimeZone::UTC,
        now: now(),
    };
    let Claim::Mail(mail) = register.claim(fence, &rule).unwrap() else {
        panic!("a mail is due");
    };
    register
        .settle(fence, mail.id, Outcome::Accepted, None, 0, now())
        .unwrap();
    follow(&register, Some(1));
    register.mark_bounced(&mail.message_id).unwrap();
    follow(&register, Some(1));
    // A new person stands last; that one is gone moves all who come after.
    let fields = Fields {
        user_id: Some("ny.person".into()),
        ..Fields::default()
    };
    let new = people::add(&mut register, place, &fields).unwrap();
    follow(&register, Some(1));
    let person = register.person(person.id).unwrap();
    people::remove(&mut register, &person).unwrap();
    follow(&register, None);
    people::remove(&mut register, &new).unwrap();
    follow(&register, None);
    // Which addresses lie outside the allowed domains concerns everybody.
    domains::remove(&mut register, "foretaget.example").unwrap();
    follow(&register, None);
}

#[test]
fn what_was_sent_expires_by_time_alone() {
    let demo = Demo::new().unwrap();
    let register = demo.place().open().unwrap();
    let control = Control::unwatched();
    let mut roster = Roster::load(&register, now(), &control).unwrap();
    let row = &mut roster.rows[7];
    row.state = ConnectState::Sent;
    row.sent_until = Some(now());
    row.groups = Group::All.bit() | Group::Unverified.bit() | Group::Sent.bit();
    let renewed = roster.renew(&register, now(), &control).unwrap();
    assert_eq!(renewed.changed, Some(vec![7]));
    assert_eq!(renewed.roster.state(7), ConnectState::Expired);
    let [sent, expired] = [Group::Sent, Group::Expired].map(|g| renewed.roster.is_in(7, g));
    assert_eq!((sent, expired), (false, true));
}
