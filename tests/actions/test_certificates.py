"""Certificates: what they say, who can prove them, and what becomes of them."""

import json
from base64 import b64encode
from copy import deepcopy
from hashlib import sha256
from io import BytesIO
from itertools import count

import pypdf
import pytest

from tests.actions.credit_rows import EVENING, access_of, giving, published, rule_of, was_inside
from tests.makers import START, account_of, attendee_of, event_of, event_user_of, session_of
from usher.actions import issue_certificates as issuing
from usher.actions.certificate_design import DesignValues, change_certificate_design
from usher.actions.certificate_file import NoCertificate, read_file, written_file
from usher.actions.erase_people import erase_people
from usher.actions.issue_certificates import issue_certificates, withdraw_certificate
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.open_badge import did_of, is_genuine, open_badge, public_of
from usher.models import Certificate, Event, Publication, SigningKey
from usher.queries.certificate_facts import Wording, certified
from usher.queries.certificates import State, certificate_at, ended_digests, state_of
from usher.reports.certificates import certificate_pdf, look_of
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

SITE = "https://usher.example.org/"
WORDING = Wording("Certificate of attendance", "Garden Society", "Accredited.", "Ana Silva, chair")
# What the specification's own example of a signed credential has.
EXAMPLE = {
    "@context", "id", "type", "issuer", "issuanceDate", "name", "credentialSubject", "proof",
}  # fmt: skip


@pytest.fixture
def event() -> Event:
    event = event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))
    session = session_of(event, "A", title="Trees")
    giving(event, rule_of(event, unit="credits", rounding="quarter_hours"), session)
    was_inside(session, attendee_of(event, "Ada Lovelace", email="ada@example.org"), 0, 45)
    was_inside(session, attendee_of(event, "李小龍"), 0, 60)
    published(event)
    return event


def issued(event: Event, wording: Wording = WORDING) -> int:
    codes = count(Certificate.objects.count() + 1)
    return issue_certificates(
        access_of(event),
        wording,
        site=SITE,
        at=EVENING,
        random_text=lambda: f"code-{next(codes)}",
    )


def test_a_certificate_says_what_is_published_and_no_more(event):
    assert issued(event) == 2

    one = Certificate.objects.get(number=1)
    assert one.facts["name"] == "Ada Lovelace"
    assert one.facts["credits"] == [{"type": "CME", "unit": "credits", "amount": "0.75"}]
    (session,) = one.facts["sessions"]
    assert (session["title"], session["minutes"], session["amount"]) == ("Trees", 45, "0.75")
    assert one.facts["verify_at"] == "https://usher.example.org/certificates/code-1/"
    assert "ada@example.org" not in json.dumps(one.facts)


def test_the_same_is_not_certified_twice_and_what_changed_supersedes(event):
    issued(event)
    assert issued(event) == 0
    was_inside(event.sessions.get(), attendee_of(event, "Ben"), 0, 60)
    published(event)

    assert issued(event) == 1
    assert issued(event, Wording("Attestation", "Garden Society")) == 3

    first = Certificate.objects.get(number=1)
    assert state_of(certificate_at(first.code)) is State.SUPERSEDED
    assert first.superseded_by.facts["supersedes"] == first.code
    codes = ("code-1", "code-2", "code-3")
    assert set(dict(ended_digests())) == {sha256(one.encode()).hexdigest() for one in codes}


def test_a_file_is_proven_by_the_events_key_and_by_no_other(event):
    issued(event)
    one = Certificate.objects.get(number=1)
    other = SigningKey.objects.create(
        event=event_of(), number=1, public=b"p" * 32, private=b"p" * 32, made_at=START
    )

    file = read_file(written_file(one))

    assert file.is_proven_by(bytes(one.key.public))
    assert not file.is_proven_by(bytes(other.public))


@pytest.mark.parametrize("field", ["name", "credits", "number", "certificate", "event"])
def test_a_file_that_was_changed_anywhere_is_not_proven(event, field):
    issued(event)
    one = Certificate.objects.get(number=1)
    document = json.loads(written_file(one))
    document["facts"][field] = "changed"

    assert not read_file(json.dumps(document).encode()).is_proven_by(bytes(one.key.public))


def test_a_pdf_holds_the_signed_file_and_the_words_in_every_script(event):
    issued(event)
    one = Certificate.objects.get(number=2)

    pdf = certificate_pdf(one, look_of(event))

    assert read_file(pdf).is_proven_by(bytes(one.key.public))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    for words in ("Certificate of attendance", "李小龍", "Trees", "1 credits", "Ana Silva, chair"):
        assert words in text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is neither a PDF nor JSON"),
        (b"[]", "it holds no certificate of Usher"),
        (b"{}", "it holds no certificate of Usher"),
        (b'{"what": "usher certificate", "schema": 2}', "its schema is another than 1"),
        (b'{"what": "usher certificate", "schema": 1}', "it holds no facts"),
        (b"[" * 100_000, "it is neither a PDF nor JSON"),
        (b"%PDF-1.7 nonsense", "this PDF can't be read"),
        (
            b'{"what": "usher certificate", "schema": 1, "facts": {}, "public_key": "!"}',
            "its public_key is not in base64",
        ),
    ],
)
def test_a_file_that_is_none_says_why(content, why):
    with pytest.raises(NoCertificate) as refused:
        read_file(content)

    assert refused.value.detail == why


def test_a_badge_has_the_shape_of_the_specification_and_is_proven(event):
    issued(event)
    one = Certificate.objects.get(number=1)

    badge = open_badge(one)

    assert set(badge) == EXAMPLE
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["credentialSubject"]["type"] == ["AchievementSubject"]
    assert badge["proof"]["type"] == "DataIntegrityProof"
    assert is_genuine(json.loads(json.dumps(badge)))


def test_a_badge_that_was_changed_anywhere_is_not_proven(event):
    issued(event)
    badge = open_badge(Certificate.objects.get(number=1))

    for path in (["name"], ["credentialSubject", "name"], ["proof", "created"], ["issuer", "id"]):
        changed = deepcopy(badge)
        place = changed
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = "changed"
        assert not is_genuine(changed)


def test_a_key_is_named_as_the_specifications_example_names_its_own():
    name = "did:key:z6MknNQD1WHLGGraFi6zcbGevuAgkVfdyCdtZnQTGWVVvR5Q"

    public = public_of(name)

    assert (len(public), did_of(public)) == (32, name)
    assert public_of("did:key:z6Mk") is None
    assert public_of("did:web:example.org") is None


def test_what_is_withdrawn_says_so_for_good(event):
    issued(event)
    one = Certificate.objects.get(number=1)

    withdraw_certificate(access_of(event), one, why="Wrong person", at=EVENING)

    assert state_of(certificate_at(one.code)) is State.WITHDRAWN
    assert list(ended_digests()) == [(sha256(one.code.encode()).hexdigest(), "withdrawn")]
    assert issued(event) == 0
    with pytest.raises(Conflict):
        withdraw_certificate(access_of(event), one, why="Again", at=EVENING)
    with pytest.raises(BadRequest):
        withdraw_certificate(
            access_of(event), Certificate.objects.get(number=2), why="", at=EVENING
        )


def test_erasing_people_leaves_no_name_in_certificates(event):
    issued(event)
    one = Certificate.objects.get(number=1)

    erase_people(event, at=EVENING)

    assert [row.facts for row in Certificate.objects.all()] == [{}, {}]
    assert state_of(certificate_at(one.code)) is State.ERASED


def test_whoever_is_erased_while_certificates_are_issued_gets_none(event, monkeypatch):
    def erasing_first(values):
        erase_people(event, at=EVENING)
        yield list(values)

    monkeypatch.setattr(issuing, "in_parts", erasing_first)

    assert issued(event) == 0
    assert Certificate.objects.count() == 0


def test_what_was_published_is_read_once_however_many_are_certified(event, monkeypatch):
    read: list[int] = []
    from_db = Publication.from_db

    def counted(using, names, values):
        one = from_db(using, names, values)
        read.append(one.number)
        return one

    monkeypatch.setattr(Publication, "from_db", counted)

    assert len(certified(event, WORDING)) == 2
    assert read == [1]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"organizer": ""}, "organizer"),
        ({"colour": "red"}, "colour"),
        ({"statement": "x" * 601}, "statement"),
        ({"logo": b"GIF89a"}, "logo"),
    ],
)
def test_a_design_that_can_not_be_is_refused_by_field(event, change, field):
    values = {
        "title": "T", "organizer": "O", "statement": "", "signed_by": "", "colour": "#2563eb",
    }  # fmt: skip

    with pytest.raises(BadRequest) as refused:
        change_certificate_design(access_of(event), DesignValues(**values | change), at=START)

    assert refused.value.field == field


def test_without_manage_event_nobody_issues_or_withdraws(event):
    issued(event)
    others = [one for one in Permission if one is not Permission.MANAGE_EVENT]
    access = access_of(event, event_user_of(event, *others).account)

    with pytest.raises(Denied):
        issue_certificates(access, WORDING, site=SITE, at=START, random_text=lambda: "x")
    with pytest.raises(Denied):
        withdraw_certificate(access, Certificate.objects.get(number=1), why="No", at=START)


def test_the_public_key_stands_in_the_file(event):
    issued(event)
    one = Certificate.objects.get(number=1)

    document = json.loads(written_file(one))

    assert document["public_key"] == b64encode(bytes(one.key.public)).decode()
