//! Step 6: everybody, their cards, mailings, and people from a file.

pub(super) const LOOKS: &str = "
users | new | 6 ?anna.a | users
users-filter | new | 6 ?anna.a & | users.filter
users-search | new | 6 ?anna.a / | users.search
users-marked | new | 6 ?anna.a x x | users
users-file | new | 6 ?anna.a w | users.file
users-passwords | new | 6 ?anna.a w End Enter | users.passwords
users-domains | new* | !set:verified-domains=bolaget.example 6 ?anna.a D | users.domains
users-preparing | new* | !set:verification-mode=preparing 6 ?anna.a | users
message-mailing-title | new* | !set:verification-mode=preparing 6 ?anna.a v | tui.message
users-waiting | new* | !set:mail-directory={d}/register.db/x 6 ?anna.a & Down Down Enter ?140 x x x v ?2_person Enter '2 Enter =users ?pausat:¦paused: | users
users-cancel | new* | !set:mail-directory={d}/register.db/x 6 ?anna.a & Down Down Enter ?140 x x x v ?2_person Enter '2 Enter =users ?pausat:¦paused: c | users.cancel
users-again | new* | !set:mail-directory={d}/register.db/x 6 ?anna.a & Down Down Enter ?140 x x x v ?2_person Enter '2 Enter =users ?pausat:¦paused: R | users.again
users-again-days | new* | !set:mail-directory={d}/register.db/x 6 ?anna.a & Down Down Enter ?140 x x x v ?2_person Enter '2 Enter =users ?pausat:¦paused: R =users.again Down Enter | users.days
message-saving-title | new* | !person:anna.a=formula 6 ?anna.a w Enter Enter | tui.message
mailing | new | 6 ?anna.a v | new_mailing | 60
mailing-begin | new | 6 ?anna.a & Down Down Enter ?140 v ?132 Enter | new_mailing.begin
mailing-begin-one | new | 6 ?anna.a & Down Down Enter ?140 x v ?1_person Enter | new_mailing.begin
mailing-settings | new* | !set:sender= 6 ?anna.a v | new_mailing.settings
mailing-days | new | 6 ?anna.a v ?60 d | new_mailing.days
mailing-days-wrong | new | 6 ?anna.a v ?60 d 'x Enter | new_mailing.days
person-card | new | 6 ?anna.a Enter ?00417 | person_card
person-unlink | new | 6 ?anna.a Enter t | person_card.unlink
person-clear | new | 6 ?anna.a & Down Down Enter ?140 Enter d | person_card.clear
person-password | new | 6 ?anna.a Enter o | person_card.password
message-card-password-title | new* | 6 ?anna.a Enter o Right Enter | tui.message | anna.a
person-remove | new | 6 ?anna.a Enter Del | person_card.remove
find-person | new | m f | person_card.find
person-unknown | new | m f 'nobody Enter | tui.message
person-form | new | m a | person_form
person-form-edit | new | 6 ?anna.a Enter e | person_form
person-form-leave | new | m a 'x Esc | person_form.leave
people-file | new | m p | people-file
people-choose | new | m p F3 | people.choose | register.db
people-preview | new people.csv | m p '{d}/people.csv Down Down Down Enter ?people.csv_3 | people-file
people-confirm | new people.csv | m p '{d}/people.csv Down Down Down Enter ?people.csv_3 i | people.confirm
message-people-title | new nobody.csv | m p '{d}/nobody.csv Down Down Down Enter ?nobody.csv_0 i | tui.message
";

#[test]
fn pictures_of_people() {
    super::look_at(LOOKS);
}
