"""E-mails of a server without SMTP: read in the terminal, kept whole as files."""

from django.core.mail import EmailMessage

from usher.site.email import TerminalAndFiles


def test_the_terminal_shows_what_an_email_says_and_the_file_has_what_it_brings(
    settings, tmp_path, capsys
):
    settings.USHER_EMAIL_FOLDER = tmp_path
    message = EmailMessage("Your certificate", "It is attached.", to=["ada@example.org"])
    message.attach("certificate.pdf", b"%PDF" * 100, "application/pdf")

    sent = TerminalAndFiles().send_messages([message])

    shown = capsys.readouterr().out
    (file,) = tmp_path.iterdir()
    assert sent == 1
    for words in ("Subject: Your certificate", "To: ada@example.org", "It is attached."):
        assert words in shown
    assert ("certificate.pdf" in shown, "certificate.pdf" in file.read_text()) == (False, True)
