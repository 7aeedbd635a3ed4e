"""A compliance officer's day: cases, credit, certificates, and evidence that outsiders check."""

import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.browser.browsing import SCREENSHOTS
from tests.browser.mailbox import all_messages, link_in
from tests.browser.officer import Officer, seen_by_anybody
from tests.browser.test_demo import sign_in
from tests.reports.evidence.bundles import audited
from tests.site.serving import serving, usher

pytestmark = pytest.mark.browser

SLUG = "fosdem-demo"
RULE = "Continuing education"
SESSION = "FOSS in times of war, scarcity and (adversarial) AI"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server with the demo, for this story alone."""
    folder = tmp_path_factory.mktemp("proven-hours")
    usher(folder, "demo")
    with serving(folder) as server:
        yield server


@pytest.fixture
def officer(open_page, served):
    """Somebody who owns the event."""
    page = open_page(is_phone=False)
    sign_in(page, "owner@example.org", (served.folder / "demo_password").read_text())
    page.goto(f"/events/{SLUG}/")
    return Officer(page, served.folder)


def test_a_day_becomes_certificates_and_evidence_that_outsiders_check(
    officer, served, open_page, tmp_path
):
    officer.settle_the_case("Door staff knew her as a speaker's companion.")
    officer.write_rule(RULE, percent=60, rounding="Tenths of an hour, down")
    officer.give_rule_to(RULE, SESSION)
    stricter = officer.try_percent(RULE, 100)
    assert "loses credit" in stricter.inner_text() or "lose credit" in stricter.inner_text()
    officer.publish("The first day")
    officer.close_the_day()
    count = officer.send_certificates("Accredited by nobody: this is a demo.")

    messages = sent_certificates(served.folder)
    seen = seen_by_anybody(open_page(is_phone=True), link_in(messages[0]))
    proven = usher(served.folder, "verify_certificate", str(attached(messages[0], tmp_path)))
    officer.see_why(seen["Name"])
    bundle = tmp_path / "evidence.zip"
    fingerprint = officer.make_bundle(bundle)
    code, said = audited(bundle)
    broken_code, broken_said = audited(altered(bundle, line=7))

    assert (count > 10, len(messages)) == (True, count)
    assert seen["heading"] == "This certificate is valid"
    assert f"Name: {seen['Name']}" in proven.splitlines()
    assert (code, fingerprint in " ".join(said)) == (0, True)
    assert broken_code == 1
    assert broken_said[0].startswith("Line 7 of the ledger: ")


def sent_certificates(folder: Path):
    """Return all e-mails that bring a certificate."""
    return [one for one in all_messages(folder) if any(one.iter_attachments())]


def attached(message, folder: Path) -> Path:
    """Keep the PDF that the message brings, and how its first page looks."""
    (pdf,) = message.iter_attachments()
    path = folder / "certificate.pdf"
    path.write_bytes(pdf.get_payload(decode=True))
    page = pypdfium2.PdfDocument(path)[0].render(scale=2).to_numpy()
    Image.fromarray(page[..., ::-1]).save(SCREENSHOTS / "proven-hours" / "certificate.png")
    return path


def altered(bundle: Path, *, line: int) -> Path:
    """Return a bundle of which somebody has changed one line of the ledger."""
    path = bundle.with_name("altered.zip")
    with zipfile.ZipFile(bundle) as whole, zipfile.ZipFile(path, "w") as changed:
        for name in whole.namelist():
            content = whole.read(name)
            if name.endswith("ledger.jsonl"):
                lines = content.splitlines(keepends=True)
                lines[line - 1] = lines[line - 1].replace(b'"admitted"', b'"refused"')
                assert lines[line - 1] not in content
                content = b"".join(lines)
            changed.writestr(name, content)
    return path
