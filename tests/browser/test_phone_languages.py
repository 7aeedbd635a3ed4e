"""The app in the language of whoever holds the phone, or in the one that they choose."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 360, 640
REFUSED = {
    "de-AT": (
        "Nicht zugelassen",
        "Die Kategorie „Expo only“ ist hier nicht zugelassen. Zugelassen: Member oder Speaker.",
    ),
    "es-MX": (
        "Nivel no incluido",
        "El nivel “Expo only” no incluye esta sesión. Niveles incluidos: Member o Speaker.",
    ),
    "fr-CA": (
        "Catégorie non admise",
        "La catégorie «\u00a0Expo only\u00a0» n’est pas admise ici. "
        "Admises\u00a0: Member ou Speaker.",
    ),
}


@pytest.mark.parametrize("locale", REFUSED)
def test_a_phone_tells_the_verdict_in_its_own_language(phone_of, locale):
    phone = phone_of("lead", locale=locale)
    phone.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    phone.stand_at("MEMBERS")
    phone.take_screenshots(f"scan-{locale}")

    verdict = phone.scan("eve")

    assert (verdict.word, phone.reason("level_not_included")) == REFUSED[locale]
    assert phone.page.locator("html").get_attribute("lang") == locale[:2]
    assert phone.verdict.evaluate("it => it.scrollWidth") == WIDTH
    phone.take_screenshots(f"verdict-{locale}")


def test_who_chooses_a_language_keeps_it_on_this_phone(conference, phone_of):
    phone = phone_of(locale="de-DE")
    phone.page.goto("/scan/")
    expect(phone.page.get_by_role("heading", name="Anmelden")).to_be_visible()
    phone.take_screenshots("sign-in-de")

    phone.at("language").select_option(label="Français")
    expect(phone.page.get_by_role("heading", name="Se connecter")).to_be_visible()
    phone.at("sign-in-email").fill(conference.emails["scanner"])
    phone.at("sign-in-password").fill("not the password")
    phone.at("sign-in-submit").tap()
    expect(phone.page.get_by_role("alert")).to_contain_text("mot de passe")
    phone.at("sign-in-password").fill(conference.password)
    phone.at("sign-in-submit").tap()

    expect(phone.page.get_by_role("heading", name="Outils de l’équipe")).to_be_visible()
    expect(phone.at("language")).to_have_value("fr")
    phone.take_screenshots("admin-toolkit-fr")
