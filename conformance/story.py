"""What an independent terminal must see in the demo world: each card's expected answer, repetitions, reversals
in both orders, and wrong bytes of every kind. Prints a line a case and closes with `N passed, N failed`.

Usage: story.py WORLD.json HOST PORT
"""

import json
import sys
import traceback

from terminal import Terminal, pack, unpack


def tell(world, host, port):
    cards = {card["name"]: card for card in world["cards"]}
    terminals = {one["terminalId"]: one for one in world["terminals"]}
    results = []

    def terminal(number, signed_on=True):
        one = Terminal(host, port, terminals[number], terminals[number]["tmk"]["value"])
        if signed_on:
            assert one.sign_on()[39] == "00"
        return one

    def case(name):
        def run(body):
            try:
                body()
                results.append(True)
                print("ok    ", name)
            except Exception:
                results.append(False)
                print("FAILED", name)
                traceback.print_exc(limit=-2)
        return run

    def pay(at, card, amount, **more):
        got = at.request("0200", at.purchase_fields(cards[card], amount, **more))
        assert got["mac_ok"], "the answer's MAC is right"
        return got

    def expect(code, got):
        assert got[39] == code, f"expected {code}, got {got[39]}"
        return got

    first = terminal("10000001")

    @case("sign-on 003 and 004 give keys whose check values fit; 001 is refused")
    def _():
        two = terminal("10000002", signed_on=False)
        assert len(two.sign_on("004")[62]) == 60
        got = two.sign_on("001")
        assert got[39] not in ("00",) and 62 not in got
        assert len(two.sign_on("003")[62]) == 40

    for name in ("everyday", "four-digit-pin", "twelve-digit-pin", "credit", "never-used", "pin-and-signature"):
        @case(f"{name} pays with its PIN")
        def _(name=name):
            got = expect("00", pay(first, name, 150000, pin=cards[name]["pin"], entry="05"))
            assert len(got[37]) == 12 and len(got[38]) == 6 and 44 in got and 63 in got and 12 in got and 13 in got

    @case("a small contactless payment needs no PIN, a large one is asked for it and then paid")
    def _():
        expect("00", pay(first, "everyday", 100000))
        asked = first.purchase_fields(cards["everyday"], 100001)
        expect("70", first.request("0200", asked))
        again = first.purchase_fields(cards["everyday"], 100001, pin=cards["everyday"]["pin"])
        again[61] = first.batch + asked[11]
        expect("00", first.request("0200", again))

    @case("a terminal that does not know 70 gets 61 or 65")
    def _():
        five = terminal("10000005")
        expect("61", pay(five, "everyday", 30001))
        expect("65", pay(five, "everyday", 100, entry="05"))

    for name, amount, code in (("low-balance", 5001, "51"), ("lost", 100, "41"), ("stolen", 100, "43"), ("expired", 100, "54"),
                               ("frozen-by-holder", 100, "62"), ("not-activated", 100, "21"), ("transaction-limit", 50001, "61")):
        @case(f"{name}: {code}")
        def _(name=name, amount=amount, code=code):
            expect(code, pay(first, name, amount))

    @case("transaction-limit at its limit and low-balance at its balance pay")
    def _():
        expect("00", pay(first, "transaction-limit", 50000))
        expect("00", pay(first, "low-balance", 5000))

    @case("online-pin-not-enabled: 57 with a PIN or when one is needed, 00 up to the no-PIN limit")
    def _():
        expect("57", pay(first, "online-pin-not-enabled", 100, pin="246810"))
        expect("57", pay(first, "online-pin-not-enabled", 100001))
        expect("00", pay(first, "online-pin-not-enabled", 100000))

    @case("count-limit: 65 from the fourth payment of a day")
    def _():
        assert [pay(first, "count-limit", 100)[39] for _ in range(4)] == ["00", "00", "00", "65"]

    @case("pin-lock-1: 55, 55, 75, and 75 with the right PIN too")
    def _():
        pins = ("111111", "222222", "333333", cards["pin-lock-1"]["pin"])
        assert [pay(first, "pin-lock-1", 100, pin=pin)[39] for pin in pins] == ["55", "55", "75", "75"]

    @case("a right PIN between two wrong ones starts the count again")
    def _():
        pins = ("111111", "222222", cards["pin-lock-2"]["pin"], "111111", "222222")
        assert [pay(first, "pin-lock-2", 100, pin=pin)[39] for pin in pins] == ["55", "55", "00", "55", "55"]

    @case("every digit of a long PIN counts")
    def _():
        for card in ("twelve-digit-pin", "credit"):
            pin = cards[card]["pin"]
            last = pin[:-1] + str((int(pin[-1]) + 1) % 10)
            assert [pay(first, card, 100, pin=one)[39] for one in (last, pin)] == ["55", "00"]

    @case("balance with PIN answers field 54")
    def _():
        fields = first.purchase_fields(cards["everyday-2"], 0, pin=cards["everyday-2"]["pin"], entry="05")
        del fields[4]
        fields[3], fields[60] = "310000", "01" + first.batch + "000600"
        got = expect("00", first.request("0200", fields))
        assert got[54][7] == "C" and int(got[54][8:]) == 1000000, got[54]

    def balance():
        fields = first.purchase_fields(cards["everyday-2"], 0, pin=cards["everyday-2"]["pin"], entry="05")
        del fields[4]
        fields[3], fields[60] = "310000", "01" + first.batch + "000600"
        return int(first.request("0200", fields)[54][8:])

    @case("a purchase sent twice with one trace has one effect and the same answer; other content gets 94")
    def _():
        before = balance()
        fields = first.purchase_fields(cards["everyday-2"], 777)
        one, two = (first.request("0200", fields) for _ in range(2))
        assert one == two and one[39] == "00", (one, two)
        assert balance() == before - 777
        expect("94", first.request("0200", {**fields, 4: "000000000778"}))
        assert balance() == before - 777

    @case("a reversal gives the money back once, however often it is sent")
    def _():
        before = balance()
        fields = first.purchase_fields(cards["everyday-2"], 555)
        expect("00", first.request("0200", fields))
        assert balance() == before - 555
        for reason in ("98", "98", "06"):
            got = expect("00", first.request("0400", first.reversal_of(fields, reason)))
            assert got["mac_ok"]
        assert balance() == before

    @case("a reversal that arrives first gets 25 and makes its original decline")
    def _():
        before = balance()
        fields = first.purchase_fields(cards["everyday-2"], 444)
        expect("25", first.request("0400", first.reversal_of(fields)))
        assert first.request("0200", fields)[39] != "00"
        assert balance() == before

    @case("wrong MAC: A0; PIN block that does not decode: 99")
    def _():
        fields = first.purchase_fields(cards["everyday-2"], 100)
        got = first.request("0200", fields, raw=lambda message: message[:-1] + bytes([message[-1] ^ 1]))
        assert got[39] == "A0" and len(got[37]) == 12
        fields = first.purchase_fields(cards["everyday-2"], 100, pin="246810")
        fields[52] = bytes(8)
        expect("99", first.request("0200", fields))

    @case("unknown card 14, unknown issuer 15, wrong currency, zero amount 13")
    def _():
        expect("14", first.request("0200", first.purchase_fields({**cards["everyday"], "pan": "6299990000009999999"}, 100)))
        expect("15", first.request("0200", first.purchase_fields({**cards["everyday"], "pan": "4000000000000002"}, 100)))
        assert first.request("0200", {**first.purchase_fields(cards["everyday"], 100), 49: "840"})[39] not in ("00",)
        expect("13", first.request("0200", first.purchase_fields(cards["everyday"], 0)))

    @case("unknown terminal 97, suspended and retired refused, not signed on C1")
    def _():
        stranger = Terminal(host, port, {"terminalId": "19999999", "merchantId": terminals["10000001"]["merchantId"]}, "00" * 16)
        assert stranger.sign_on()[39] == "97"
        assert terminal("10000007", signed_on=False).sign_on()[39] == "58"
        assert terminal("10000008", signed_on=False).sign_on()[39] == "97"
        six = terminal("10000006", signed_on=False)
        six.keys = first.keys
        expect("C1", six.request("0200", six.purchase_fields(cards["everyday"], 100)))

    @case("the old keys hold until the first message under the new ones, and not after it")
    def _():
        three = terminal("10000003")
        old = three.keys
        expect("00", pay(three, "everyday-2", 1))
        three.sign_on()
        new, three.keys = three.keys, old
        expect("00", pay(three, "everyday-2", 1))
        three.keys = new
        expect("00", pay(three, "everyday-2", 1))
        three.keys = old
        expect("A0", three.request("0200", three.purchase_fields(cards["everyday-2"], 1)))

    @case("broken bytes are answered 30 or closed, and the host goes on")
    def _():
        fields = first.purchase_fields(cards["everyday-2"], 100)
        for bend in (lambda m: m[:40], lambda m: m[:2] + b"\xff" * 8 + m[10:], lambda m: m + b"\x00", lambda m: b"\x99\x99" + m[2:],
                     lambda m: m[:10] + b"\xff" + m[11:], lambda m: b""):
            try:
                assert first.request("0200", {**fields, 11: first.next_trace()}, raw=bend)[39] != "00"
            except ConnectionError:
                pass
        expect("00", pay(first, "everyday-2", 1))

    @case("echo, and sign-off after which a payment gets C1")
    def _():
        four = terminal("10000004")
        echo = pack("0820", {41: four.id, 42: four.merchant, 60: "00" + four.batch + "301"})
        assert unpack(four.exchange(echo))[1][39] == "00"
        off = pack("0820", {11: four.next_trace(), 41: four.id, 42: four.merchant, 60: "00" + four.batch + "002"})
        assert unpack(four.exchange(off))[1][39] == "00"
        expect("C1", four.request("0200", four.purchase_fields(cards["everyday"], 100)))

    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.exit(tell(json.load(file), sys.argv[2], int(sys.argv[3])))
