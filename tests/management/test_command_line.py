"""`usher help`."""

from usher.management.command_line import CommandLine

OURS = (
    *(
        "backup",
        "create_event",
        "create_token",
        "demo",
        "demo_presence",
        "erase_people",
        "export_evidence",
    ),
    "export_format",
    *("import_attendance", "import_attendees", "import_registrants", "import_scans"),
    *("import_sessions", "refold", "restore", "send_certificates", "serve", "sign_heads"),
    *("verify", "verify_certificate"),
)


def test_help_lists_ushers_commands_first_each_with_a_sentence():
    listed = CommandLine(["usher", "help"]).main_help_text().splitlines()
    start = listed.index("Usher:") + 1
    ours = listed[start : start + len(OURS)]

    assert [line.split()[0] for line in ours] == list(OURS)
    assert [line for line in ours if not line.endswith(".") or len(line.split()) < 4] == []
    assert listed[start + len(OURS) :][:2] == ["", "Django and its parts:"]


def test_the_bare_list_for_programs_has_all_commands():
    names = CommandLine(["usher", "help", "--commands"]).main_help_text(commands_only=True)

    assert set(OURS) <= set(names.split())
