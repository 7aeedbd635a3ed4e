"""What Usher keeps, a noun a file."""

from usher.models.account import Account
from usher.models.attendee import Address, Attendee, Badge, Photo, Registrant
from usher.models.case import Case
from usher.models.certificate import Certificate, CertificateDesign, Withdrawal
from usher.models.change import Change
from usher.models.credit import (
    NamedRule,
    Publication,
    PublishedCredit,
    RuleOfSession,
    RuleVersion,
)
from usher.models.delivery import Delivery
from usher.models.door import Door, Lease
from usher.models.entry import Entry, Presence, Repetition
from usher.models.event import Event, EventHead
from usher.models.event_user import EventUser
from usher.models.export import Export
from usher.models.figures import Flow, Scanned
from usher.models.imports import Import, ImportPart
from usher.models.level import Level
from usher.models.review import AttendanceLink, Confirmation, Dispute, Review
from usher.models.session import Session, Tally
from usher.models.signed_head import SignedHead
from usher.models.signing_key import SigningKey
from usher.models.token import Token

__all__ = [
    "Account",
    "Address",
    "AttendanceLink",
    "Attendee",
    "Badge",
    "Case",
    "Certificate",
    "CertificateDesign",
    "Change",
    "Confirmation",
    "Delivery",
    "Dispute",
    "Door",
    "Entry",
    "Event",
    "EventHead",
    "EventUser",
    "Export",
    "Flow",
    "Import",
    "ImportPart",
    "Lease",
    "Level",
    "NamedRule",
    "Photo",
    "Presence",
    "Publication",
    "PublishedCredit",
    "Registrant",
    "Repetition",
    "Review",
    "RuleOfSession",
    "RuleVersion",
    "Scanned",
    "Session",
    "SignedHead",
    "SigningKey",
    "Tally",
    "Token",
    "Withdrawal",
]
