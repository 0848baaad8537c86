"""Who wrote: e-mail addresses checked, folded to one identity, and hidden behind keyed hashes.

The syntax policy of `clean_email`, written before it was measured:

1. One bare address. No display name, no angle brackets, no comment, no list.
2. Outer ordinary spaces are dropped, as a phone's keyboard adds them. Any other control, format or
   white-space character refuses the address, line breaks above all (they are mail headers).
3. The part before the @ is a dot-atom of RFC 5322: no quoted strings, though RFC 5321 allows them,
   as few servers take them and most uses are attacks.
4. The domain is a host name with at least one dot (a top-level domain takes no mail in practice),
   each label by IDNA 2008; no address literal, no name reserved for use inside a machine or network
   (localhost, local, test, invalid, onion, arpa).
5. Letters beyond ASCII may stand before the @ (SMTPUTF8); whether a site takes them is its policy.
6. At most 64 bytes before the @, 254 in all, and `max_length` characters. Too long is refused.
7. No name server is asked. The address is kept as typed, in Unicode NFC.

Of the 158 firm isemail cases 155 agree; rule 4 refuses `test@io`, rule 2 accepts two outer spaces.
"""

import hmac
import unicodedata

import idna
from email_validator import EmailNotValidError, validate_email

MAX_BYTES = 254

_GMAIL = frozenset({"gmail.com", "googlemail.com"})

# Cyrillic and Greek letters that read as these Latin ones; folded before the @ only, and only where
# Latin letters stand beside them: a wholly Cyrillic name is nobody's disguise.
_CONFUSABLES = str.maketrans("аеорсухіјѕԁһӏԛԝοαρνκ", "aeopcyxijsdhlqwoapvk")

_LARGE_DOMAINS = (  # the largest first: it is the likelier guess
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.co.uk",
    "yahoo.fr",
    "ymail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "hotmail.fr",
    "outlook.com",
    "live.com",
    "msn.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "web.de",
    "t-online.de",
    "mail.com",
    "mail.ru",
    "yandex.ru",
    "proton.me",
    "protonmail.com",
    "orange.fr",
    "free.fr",
    "libero.it",
    "comcast.net",
    "verizon.net",
    "btinternet.com",
    "qq.com",
    "163.com",
    "naver.com",
)

LARGE_DOMAINS = frozenset(_LARGE_DOMAINS)


class AddressError(ValueError):
    """A refused address. `code`: `required`, `too_long`, `control_characters` or `invalid`."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def clean_email(value: object, *, max_length: int = 100, smtputf8: bool = True) -> str:
    """The address as typed, where the policy above accepts it; else AddressError. Without
    ``smtputf8`` only what every mail server takes."""
    address = _typed(value, max_length)
    try:
        found = validate_email(
            address, check_deliverability=False, strict=True, allow_smtputf8=smtputf8
        )
    except EmailNotValidError as error:
        raise AddressError("invalid", str(error)) from None
    if len((found.ascii_email or found.normalized).encode()) > MAX_BYTES:
        raise AddressError("too_long", f"An address may have at most {MAX_BYTES} bytes.")
    return address


def canonical(address: str) -> str:
    """One form for all spellings of one mailbox; to recognise people, never to send mail to.

    Lower case and NFKC; `+tag` dropped; dots dropped at Gmail, and googlemail.com is gmail.com; the
    domain in IDNA's ASCII form; look-alike letters folded in names that mix alphabets. Servers may
    tell such mailboxes apart, hardly any does.
    """
    folded = unicodedata.normalize("NFKC", address).strip().casefold()
    local, at, domain = folded.rpartition("@")
    if not at:
        return folded
    domain = ascii_domain(domain)
    local = _without_disguise(local.split("+")[0] or local)
    if domain in _GMAIL:
        domain, local = "gmail.com", local.replace(".", "") or local
    return f"{local}@{domain}"


def beyond_ascii(address: str) -> bool:
    """Whether only a mail server that offers SMTPUTF8 can write there."""
    return not address.rpartition("@")[0].isascii()


def same_box(address: str) -> str:
    """One form for the spellings that surely reach one mailbox: only case and the domain's form.

    What was proven of an address is kept by this: `ada+x@` may be somebody else's than `ada@`.
    """
    local, _, domain = unicodedata.normalize("NFC", address).strip().rpartition("@")
    return f"{local.casefold()}@{ascii_domain(domain)}"


def fingerprint(canonical: str, pepper: bytes, key_id: str) -> str:
    """`key_id:` and 64 hex digits: HMAC-SHA-256, as a plain hash of an address is soon guessed.

    The pepper lives outside the database; the key id tells which one, when it is changed.
    """
    if not pepper:
        raise ValueError("A fingerprint without a pepper is a hash that anybody can make.")
    digest = hmac.digest(pepper, canonical.encode("utf-8", "surrogatepass"), "sha256")
    return f"{key_id}:{digest.hex()}"


def avatar_seed(fingerprint: str, key: bytes) -> str:
    """Six hex digits that colour a guest's avatar; the only public word on who wrote.

    There are but 256 of them: the same person looks the same, yet no seed proves that two names
    share an address, and none leads back to it. Give each site its own key.
    """
    mark = hmac.digest(key, b"avatar\0" + fingerprint.encode("utf-8", "surrogatepass"), "sha256")
    return hmac.digest(key, b"colour\0" + mark[:1], "sha256").hex()[:6]


def suggest(address: str) -> str | None:
    """The address with a large provider's domain, where the typed one misses it by one slip.

    A slip is one letter missing, added, wrong, or two swapped. Only a question to the author, and
    only where the typed domain takes no mail: real domains lie one letter apart.
    """
    local, at, typed = address.rpartition("@")
    domain = typed.lower()
    if not at or not local or domain in _LARGE_DOMAINS:
        return None
    meant = next((known for known in _LARGE_DOMAINS if _one_slip_apart(domain, known)), None)
    return f"{local}@{meant}" if meant else None


def ascii_domain(domain: str) -> str:
    """The domain as name servers and mail servers know it, in lower case."""
    domain = domain.lower()
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain[:253], uts46=True).decode("ascii")
    except UnicodeError:  # an imported address that no server would take; still an identity
        return domain


def _typed(value: object, max_length: int) -> str:
    if value is None or value == "":
        raise AddressError("required", "Give an e-mail address.")
    if not isinstance(value, str):
        raise AddressError("invalid", "This must be text.")
    if len(value) > max_length + 100:  # before any look at the characters
        raise AddressError("too_long", f"An address may have at most {max_length} characters.")
    address = value.strip(" ")
    if not address:
        raise AddressError("required", "Give an e-mail address.")
    if not address.isprintable():
        raise AddressError("control_characters", "The address holds characters that none has.")
    address = unicodedata.normalize("NFC", address)
    if len(address) > max_length:
        raise AddressError("too_long", f"An address may have at most {max_length} characters.")
    return address


def _without_disguise(local: str) -> str:
    mixes = any("a" <= char <= "z" for char in local)
    return local.translate(_CONFUSABLES) if mixes else local


def _one_slip_apart(a: str, b: str) -> bool:
    """Whether the optimal-string-alignment (Damerau) distance is exactly 1."""
    short, long = sorted((a, b), key=len)
    start = next(
        (i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short)
    )
    if len(long) - len(short) == 1:
        return short[start:] == long[start + 1 :]
    if len(long) != len(short) or start == len(short):
        return False
    if short[start + 1 :] == long[start + 1 :]:
        return True
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    return swapped and short[start + 2 :] == long[start + 2 :]
