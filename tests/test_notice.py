"""Messages to buyers: thirty that tell all a buyer needs, thirty that do not, and the postal check digit."""

import pytest

from listing_lint.facts.logistics import S10, carriers, s10_check_digit

GOOD_PARTS = {
    "carrier": ["Shipped with YunExpress", "Your order left with China Post", "We sent it by DHL", "Sent by Royal Mail",
                "It goes with FedEx"],
    "number": ["tracking number YT2412345678901234", "number RB123456785CN", "tracking number 4829301746",
               "number AB473124829GB", "tracking no. 748291046351"],
    "site": ["https://www.yuntrack.com", "www.ems.com.cn", "https://www.dhl.com/track", "www.royalmail.com",
             "https://www.fedex.com"],
    "time": ["10-18 days", "within 25 days", "between May 3 and May 12", "3 to 5 business days", "2-4 weeks"],
    "customs": ["Duties are paid.", "Customs may ask for VAT.", "Import taxes are included.", "VAT is paid (IOSS).",
                "No customs charges within the EU."],
    "stall": ["If it does not move for ten days, contact us.", "Should the parcel be delayed, write to us.",
              "If tracking stops, message us first.", "In case nothing arrives, e-mail: help@shop.example",
              "If there is a problem, tell us and we answer within a day."],
}  # fmt: skip


def notice(number, without=()):
    part = {name: "" if name in without else texts[number % 5] for name, texts in GOOD_PARTS.items()}
    head = f"{part['carrier'] or 'Your order is on its way'}{', ' if part['number'] else ''}{part['number']}."
    track = f" Follow it at {part['site']}." if part["site"] else ""
    time = f" Expect it {part['time']} from now." if part["time"] else ""
    return f"Hello! {head}{track}{time} {part['customs']} {part['stall']} Thank you."


@pytest.fixture
def found(run, tmp_path):
    def lint(text, name="notice.md"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        result = run("notice", name, "--output", "json")
        assert result.code in (0, 1), result.err
        return set(result.json["summary"]["by_rule"])

    return lint


# The carrier, number and site of one number belong together; the other parts are combined freely.
@pytest.mark.parametrize("number", range(30))
def test_a_complete_notice_is_silent(found, number):
    text = notice(number % 5).replace(GOOD_PARTS["time"][number % 5], GOOD_PARTS["time"][(number // 5) % 5])
    text = text.replace(GOOD_PARTS["customs"][number % 5], GOOD_PARTS["customs"][(number // 6) % 5])
    assert found(text) == set()


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ("carrier", "carrier-missing"),
        ("number", "tracking-number-missing"),
        ("site", "tracking-site-missing"),
        ("time", "delivery-time-missing"),
        ("customs", "customs-note-missing"),
    ],
)
def test_what_is_left_out_is_told(found, number, part, rule):
    assert found(notice(number, without=[part])) == {rule}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (notice(1).replace("RB123456785CN", "RB123456789CN"), {"tracking-number-invalid"}),
        (notice(0).replace("YT2412345678901234", "1Z999AA10123456784"), {"tracking-number-other-carrier"}),
        (notice(0).replace("YunExpress", "Yunda").replace("https://www.yuntrack.com", "17track.net"),
         {"carrier-domestic", "tracking-number-other-carrier"}),
        (notice(0).replace("https://www.yuntrack.com", "www.ups.com"), {"tracking-site-other-carrier"}),
        (notice(0, without=["stall"]), {"stall-advice-missing", "contact-missing"}),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_told(found, text, rules):
    assert found(text) == rules


def test_a_template_with_its_slots_is_silent(found):
    text = (
        "Dear {name}, your order was sent with {carrier}, tracking number {tracking_number}, see {tracking_url}. "
        "Delivery takes {eta}. Duties are paid. If it does not move for ten days, write to us: {support_email}"
    )
    assert found(text, "template.txt") == set()


def test_a_table_has_a_message_a_row(run, tmp_path):
    (tmp_path / "messages.csv").write_text(
        f'order,message\n1,"{notice(0)}"\n2,"{notice(1, without=["carrier"])}"\n', encoding="utf-8"
    )
    result = run("notice", "messages.csv", "--output", "json").json
    assert result["summary"]["listings"] == 2
    assert [finding["rule"] for finding in result["findings"]] == ["carrier-missing"]
    assert result["findings"][0]["location"]["record"] == 3


def test_notices_are_not_asked_of_listings(run, catalog):
    rules = run("check", catalog, "--isolated", "--min-confidence", "low", "--output", "json").json["findings"]
    assert "notice" not in {finding["kind"] for finding in rules}


# Each sum by hand: weights 8 6 4 2 3 5 9 7.
@pytest.mark.parametrize(
    ("serial", "digit"),
    [
        # 4*8+7*6+3*4+1*2+2*3+4*5+8*9+2*7 = 32+42+12+2+6+20+72+14 = 200; 200 mod 11 = 2; 11-2 = 9
        ("47312482", 9),
        # 1*8+2*6+3*4+4*2+5*3+6*5+7*9+8*7 = 8+12+12+8+15+30+63+56 = 204; 204 mod 11 = 6; 11-6 = 5
        ("12345678", 5),
        # 0; 11-0 = 11 -> 5
        ("00000000", 5),
        # 1*7 = 7 -> 4
        ("00000001", 4),
        # 3*7 = 21; 21 mod 11 = 10; 11-10 = 1
        ("00000003", 1),
        # 5*9+8*7 = 45+56 = 101; 101 mod 11 = 2; 11-2 = 9
        ("00000058", 9),
        # 8*7 = 56; 56 mod 11 = 1; 11-1 = 10 -> 0
        ("00000008", 0),
    ],
)
def test_s10_check_digit(serial, digit):
    assert s10_check_digit(serial) == digit
    assert S10.search(f"RR{serial}{digit}DE")


def test_every_carrier_has_sites_and_a_form_of_number():
    for carrier in carriers():
        assert carrier.sites
        assert carrier.number.pattern
