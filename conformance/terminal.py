"""An independent terminal: the cup-pos dialect written a second time, from the protocol alone, in another
language and over another cryptography library. It shares nothing with the host, so what they agree on was
not agreed by accident.

Needs Python 3.9+ and the package `cryptography`. What it must see is told in story.py.
"""

import socket
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, modes

try:
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
except ImportError:  # older releases keep it with the others
    from cryptography.hazmat.primitives.ciphers.algorithms import TripleDES


def tdes(key, data, decrypt=False):
    cipher = Cipher(TripleDES(key + key[:8] if len(key) == 16 else key * 3), modes.ECB())
    run = cipher.decryptor() if decrypt else cipher.encryptor()
    return run.update(data) + run.finalize()


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def cup_mac(key, data):
    data += bytes(-len(data) % 8)
    block = bytes(8)
    for at in range(0, len(data), 8):
        block = xor(block, data[at : at + 8])
    text = block.hex().upper().encode()
    return tdes(key, xor(tdes(key, text[:8]), text[8:])).hex().upper().encode()[:8]


def pin_block(key, pin, pan):
    clear = bytes.fromhex(f"0{len(pin):X}{pin}".ljust(16, "F"))
    return tdes(key, xor(clear, bytes.fromhex("0000" + pan[-13:-1])))


# number: (kind, digits or bytes, length prefix bytes); kinds: l BCD left, r BCD right, a ASCII, b bytes
FIELDS = {
    2: ("l", 19, 1), 3: ("l", 6, 0), 4: ("l", 12, 0), 11: ("l", 6, 0), 12: ("l", 6, 0), 13: ("l", 4, 0),
    14: ("l", 4, 0), 15: ("l", 4, 0), 22: ("l", 3, 0), 23: ("r", 3, 0), 25: ("l", 2, 0), 26: ("l", 2, 0),
    32: ("l", 11, 1), 35: ("l", 37, 1), 37: ("a", 12, 0), 38: ("a", 6, 0), 39: ("a", 2, 0), 41: ("a", 8, 0),
    42: ("a", 15, 0), 44: ("a", 25, 1), 49: ("a", 3, 0), 52: ("b", 8, 0), 53: ("l", 16, 0), 54: ("a", 20, 2),
    55: ("b", 255, 2), 59: ("a", 999, 2), 60: ("l", 17, 2), 61: ("l", 29, 2), 62: ("b", 512, 2),
    63: ("b", 163, 2), 64: ("b", 8, 0),
}


def pack(mti, fields):
    bitmap = sum(1 << (64 - number) for number in fields)
    out = bytes.fromhex(mti) + bitmap.to_bytes(8, "big")
    for number in sorted(fields):
        kind, _, prefix = FIELDS[number]
        value = fields[number]
        if prefix:
            out += bytes.fromhex(str(len(value)).zfill(2 * prefix))
        if kind == "l":
            out += bytes.fromhex(value + "0" * (len(value) % 2))
        elif kind == "r":
            out += bytes.fromhex("0" * (len(value) % 2) + value)
        else:
            out += value.encode() if kind == "a" else value
    return out


def unpack(data):
    mti, bitmap, at, fields = data[:2].hex(), int.from_bytes(data[2:10], "big"), 10, {}
    for number in range(1, 65):
        if not bitmap >> (64 - number) & 1:
            continue
        kind, length, prefix = FIELDS[number]
        if prefix:
            length = int(data[at : at + prefix].hex())
            at += prefix
        size = (length + 1) // 2 if kind in "lr" else length
        raw = data[at : at + size]
        at += size
        fields[number] = {"l": lambda: raw.hex().upper()[:length], "r": lambda: raw.hex()[-length:],
                          "a": raw.decode, "b": lambda: raw}[kind]()
    assert at == len(data), "the answer ends where its fields end"
    return mti, fields


class Terminal:
    def __init__(self, host, port, terminal, tmk):
        self.id, self.merchant, self.tmk = terminal["terminalId"], terminal["merchantId"], bytes.fromhex(tmk)
        self.address, self.trace, self.batch, self.keys, self.socket = (host, port), 0, "000001", None, None

    def exchange(self, message, timeout=10):
        body = bytes.fromhex("6000120000" + "613100311000") + message
        if self.socket is None:
            self.socket = socket.create_connection(self.address, timeout)
        self.socket.settimeout(timeout)
        self.socket.sendall(struct.pack(">H", len(body)) + body)
        answer = self._read(struct.unpack(">H", self._read(2))[0])
        return answer[11:]

    def _read(self, count):
        data = b""
        while len(data) < count:
            chunk = self.socket.recv(count - len(data))
            if not chunk:
                self.socket.close()
                self.socket = None
                raise ConnectionError("closed by the host")
            data += chunk
        return data

    def next_trace(self):
        self.trace = self.trace % 999999 + 1
        return str(self.trace).zfill(6)

    def sign_on(self, network="003"):
        mti, fields = unpack(self.exchange(pack("0800", {
            11: self.next_trace(), 41: self.id, 42: self.merchant,
            60: "00" + self.batch + network, 63: b"01 "})))
        assert mti == "0810", mti
        if fields[39] == "00":
            keys = []
            for at in range(0, len(fields[62]), 20):
                key = tdes(self.tmk, fields[62][at : at + 16], decrypt=True)
                assert tdes(key, bytes(8))[:4] == fields[62][at + 16 : at + 20], "a check value differs"
                keys.append(key)
            self.batch = fields[60][2:8]
            self.keys = keys
        return fields

    def request(self, mti, fields, raw=None):
        """Sends with a MAC, checks the answer's, gives the answer's fields; `raw` may bend the bytes."""
        data = pack(mti, {**fields, 64: bytes(8)})[:-8]
        message = data + cup_mac(self.keys[1], data)
        answer = self.exchange(raw(message) if raw else message)
        got_mti, got = unpack(answer)
        assert got_mti == mti[:2] + str(int(mti[2]) + 1) + mti[3], got_mti
        for number in (3, 4, 11, 25, 41, 42, 49):
            if number in fields and got.get(39) != "30":
                assert got.get(number) == fields[number], f"F{number} is echoed"
        got["mac_ok"] = 64 in got and got[64] == cup_mac(self.keys[1], answer[:-8])
        return got

    def purchase_fields(self, card, amount, pin=None, entry="07", trace=None):
        fields = {
            2: card["pan"], 3: "000000", 4: str(amount).zfill(12), 11: trace or self.next_trace(),
            14: card["expiry"], 22: entry + ("1" if pin else "2"), 23: card["sequence"], 25: "00",
            41: self.id, 42: self.merchant, 49: "156", 53: ("26" if pin else "00").ljust(16, "0"),
            60: "22" + self.batch + "000" + "600",
        }
        if pin:
            fields[26], fields[52] = "12", pin_block(self.keys[0], pin, card["pan"])
        return fields

    def reversal_of(self, fields, reason="98"):
        kept = {number: fields[number] for number in (2, 3, 4, 11, 14, 22, 23, 25, 41, 42, 49, 60) if number in fields}
        return {**kept, 39: reason, 61: self.batch + fields[11]}
