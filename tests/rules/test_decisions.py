"""Each decision of docs/decisions.md has a test that would fail without it."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = (ROOT / "docs" / "decisions.md").read_text("utf-8")

ADMIT = "tests/actions/test_admit.py::"
AGAIN = "tests/actions/test_admit_again.py::"
JUDGE = "tests/rules/test_judge.py::"
STAYS = "tests/rules/test_intervals.py::"
CONTRACT = "contract/rules.json::"
CREDIT = "tests/rules/credit_cases.json::"
WHOLE = "tests/actions/test_whole_events.py::"
TOLD = "tests/actions/test_told.py::"
ATTEST = "tests/actions/test_attest.py::"
LEASES = "tests/actions/test_lease_seats.py::"

DISPUTES = "tests/actions/test_disputes.py::"
TESTED_BY = {
    1: AGAIN + "test_the_same_act_at_one_door_is_written_once_and_answered_the_same",
    2: AGAIN + "test_another_door_a_moment_later_is_told_who_is_already_inside",
    3: AGAIN + "test_another_scan_with_a_used_id_is_refused_by_name_and_nothing_is_taken",
    4: "tests/actions/test_cases.py::test_an_out_without_an_in_opens_a_case_and_a_second_out_none",
    5: STAYS + "test_a_second_out_leaves_the_end_at_the_first",
    6: ADMIT + "test_the_event_says_what_entering_elsewhere_means",
    7: CONTRACT + "Back after going out, and not on the list",
    8: ADMIT + "test_capacity_counts_who_ever_came_where_nobody_is_scanned_out",
    9: ADMIT + "test_a_reason_that_came_up_meanwhile_is_asked_again",
    10: "tests/concurrency/test_last_seat.py::"
    "test_of_64_scans_at_once_from_4_processes_exactly_one_gets_the_last_seat",
    11: JUDGE + "test_all_reasons_that_hold_are_told_and_in_the_tables_order",
    12: JUDGE + "test_no_override_beats_a_stop",
    13: ADMIT + "test_a_level_puts_nobody_on_a_list",
    14: CONTRACT + "Window: a second after it closes",
    16: ADMIT + "test_an_unknown_code_is_recorded_without_the_code",
    17: "tests/rules/test_names.py::test_a_name_is_found_as_it_is_typed_without_its_marks",
    19: "tests/actions/test_void.py::test_staff_undo_their_own_last_scan_for_two_minutes",
    20: STAYS + "test_any_order_of_arrival_gives_the_same_stays",
    21: "tests/actions/test_cases.py::"
    "test_a_clock_ahead_of_ours_opens_a_case_the_further_the_heavier",
    22: TOLD + "test_whoever_was_let_in_without_a_network_stays_in_and_a_case_opens",
    23: "tests/rules/test_attendance.py::"
    "test_an_interval_that_nobody_closed_is_assumed_to_end_with_the_session",
    24: CREDIT + "Minutes outside the session are clipped",
    25: "tests/rules/test_credit.py::test_no_second_of_a_persons_time_is_counted_twice",
    26: "tests/actions/test_correct.py::test_a_correction_adds_a_stay_and_what_it_corrects_stays",
    27: "tests/queries/test_figures.py::test_an_entry_keeps_the_level_that_the_attendee_had_then",
    28: ADMIT + "test_a_replaced_badge_is_refused_from_the_moment_it_was_replaced",
    29: CONTRACT + "Out: the registration was cancelled, and the person may leave",
    31: "tests/actions/test_ledger_chain.py::test_a_dropped_entry_is_named",
    32: "tests/actions/test_addresses.py::"
    "test_two_who_claim_one_address_for_two_roles_at_once_never_both_succeed",
    33: "tests/reports/test_entries.py::test_exports_carry_local_time_offset_and_utc",
    34: ADMIT + "test_an_override_covers_the_reasons_that_were_shown_and_is_counted_apart",
    35: "tests/reports/test_entries.py::test_all_scans_are_exported_and_not_only_the_latest",
    36: "tests/readers/test_attendee_tables.py::"
    "test_all_that_is_wrong_is_told_with_rows_and_columns",
    37: ADMIT + "test_a_badge_code_is_found_as_a_keyboard_mangled_it",
    38: JUDGE + "test_whoever_leaves_is_refused_only_when_the_badge_names_nobody",
    39: JUDGE + "test_whoever_is_inside_already_is_not_turned_out_by_a_restriction",
    40: AGAIN + "test_a_refusal_is_judged_anew_at_once_because_its_cause_may_be_mended",
    41: CONTRACT + "Override where the event refuses who is elsewhere",
    42: STAYS + "test_a_late_out_makes_a_stay_of_the_in_that_was_thought_a_repeat",
    43: ADMIT + "test_an_event_that_asks_for_a_note_takes_no_override_without_one",
    44: ADMIT + "test_an_override_without_the_permission_changes_nothing",
    45: CONTRACT + "Repeated hour: the first 01:50, past the closing time by the wall's clock",
    46: CONTRACT + "A badge that is nobody's has no level and is on no list",
    47: CONTRACT + "Override that names a restriction that is gone meanwhile",
    48: "tests/rules/test_names.py::test_a_name_is_found_as_it_is_typed_without_its_marks",
    49: "tests/rules/test_addresses.py::test_a_sharp_s_in_a_domain_is_two_plain_ones",
    50: CONTRACT + "Back after going out: off the list is forgiven, the level is not",
    51: WHOLE + "test_of_a_deleted_event_nothing_is_left_and_of_another_everything",
    52: WHOLE + "test_an_archived_event_is_scanned_at_as_before_and_comes_back",
    53: "tests/actions/test_erase_people.py::"
    "test_nothing_personal_is_left_and_every_scan_and_count_is",
    54: WHOLE + "test_the_former_owner_of_an_event_is_an_event_user_who_may_do_everything",
    55: WHOLE + "test_a_session_over_the_hour_that_comes_twice_still_ends_after_it_starts",
    56: "tests/actions/test_signed_badges.py::test_a_plain_code_is_taken_at_an_event_that_signs",
    57: "tests/actions/test_signed_badges.py::"
    "test_what_a_revoked_key_signed_is_forged_from_then_on",
    58: TOLD + "test_whoever_was_turned_away_without_a_network_stays_out_and_a_case_opens",
    59: TOLD
    + "test_a_time_made_with_a_clock_that_was_set_anew_opens_a_case_and_one_put_right_none",
    60: LEASES + "test_what_is_lent_to_one_door_is_taken_to_all_others",
    61: LEASES + "test_places_of_a_silent_phone_are_held_though_the_lease_has_run_out",
    62: TOLD + "test_an_admission_whose_answer_never_came_is_taken_back_where_the_phone_refused",
    63: "tests/management/test_import_scans.py::"
    "test_whoever_may_scan_no_longer_is_asked_about_and_then_overrides_nothing",
    64: "tests/console/test_exports_pages.py::"
    "test_a_file_that_is_not_read_to_its_end_is_on_record_all_the_same",
    65: "tests/actions/test_signed_heads.py::test_the_first_entry_of_a_day_signs_the_day_before",
    66: LEASES
    + "test_whoever_came_in_by_another_door_frees_a_place_for_the_phone_that_lets_them_out",
    67: "tests/actions/test_import_attendance.py::"
    "test_whoever_was_in_a_full_meeting_was_in_it_and_a_case_opens",
    68: "tests/actions/test_undo_told.py::"
    "test_a_scan_that_was_undone_within_two_minutes_is_undone_however_late_both_arrive",
    69: "tests/reports/evidence/test_bundle.py::"
    "test_after_people_were_erased_the_ledger_in_the_bundle_is_the_same",
    70: ATTEST + "test_a_session_is_as_long_as_those_in_the_room_said",
    71: ATTEST + "test_a_head_count_is_held_to_who_was_inside_at_its_own_moment",
    72: ATTEST + "test_what_is_signed_is_bound_to_the_ledgers_head_and_to_the_counts_then",
    73: DISPUTES + "test_a_dispute_is_a_claim_that_stands_in_no_ledger_and_touches_no_count",
    74: DISPUTES + "test_of_a_link_only_a_digest_is_kept_and_it_opens_one_attendees_record",
}

# These are shown on the phone alone.
ON_THE_PHONE = {15}


def test_every_decision_that_is_built_has_a_test() -> None:
    decisions = re.findall(r"^(\d+)\. \*\*(.*)$", DECISIONS, re.MULTILINE)
    unbuilt = {int(number) for number, text in decisions if text.endswith("*Not built yet.*")}

    assert [int(number) for number, _ in decisions] == list(range(1, len(decisions) + 1))
    assert TESTED_BY.keys() | ON_THE_PHONE | unbuilt == set(range(1, len(decisions) + 1))
    assert unbuilt & (TESTED_BY.keys() | ON_THE_PHONE) == set()


@pytest.mark.parametrize("test", sorted(set(TESTED_BY.values())))
def test_each_named_test_is_there(test: str) -> None:
    path, name = test.split("::")
    written = f'"name": "{name}"' if path.endswith(".json") else f"def {name}("

    assert (path, _text(path).count(written)) == (path, 1)


@cache
def _text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")
