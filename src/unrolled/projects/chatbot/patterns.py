"""What the chatbot must not say, and what it does not answer: a short list, which catches what stands on it.

Words that nobody needs to read here stand in `listed.txt`, as hashes. The salt is no secret: it keeps the words out of
sight and out of search engines, not out of reach.
"""

import re
from hashlib import sha256
from pathlib import Path

# --8<-- [start:patterns]
PATTERNS = {
    "e-mail address": r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "web address": r"\bhttps?://\S+|\bwww\.\S+|\b[\w-]+\.(?:com|org|net|edu|gov|io|ly)\b",
    "phone number": r"(?<![\d.,])(?:\+?\d{1,3}[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-]?)\d{3}[ .-]?\d{4}(?![\d,])"
    r"|(?<![\d.,-])\d{3}[.-]\d{4}(?![\d-])"
    r"|(?<!\d)\+\d{1,3}(?:[ .-]?\d{2,4}){2,4}(?!\d)",
    "call to self-harm": r"\b(?:kill|hang|cut|shoot|harm) (?:yo?ur ?self|yo?urselves|urself)\b|\bkys\b",
}
# --8<-- [end:patterns]

# --8<-- [start:despair]
DESPAIR = (
    r"\bkill(?:ing)? my ?self\b|\b(?:hurt|harm|cut)(?:ing|ting)? my ?self\b|\bself[ -]?harm"
    r"|\bsuicid(?:e|al)\b(?! squad)|\bend(?:ing)? (?:my (?:own )?life|it all)\b|\btake my own life\b"
    r"|\b(?:want|wanna|going|gonna)(?: to)? die\b(?! laughing)|\bwish i (?:was|were) dead\b|\bbetter off dead\b"
    r"|\b(?:do not|don'?t|dont) want to (?:live|be alive|wake up)(?: any ?more)?\b(?! (?:in|with|at|there|here|by|on))"
)
# --8<-- [end:despair]

HELP = (
    "I am a toy program and cannot help with this. If you think of hurting yourself, please talk to a person now: "
    "someone you trust, a doctor, or the emergency number or a crisis line of your country."
)
SALT = "unrolled chatbot: "
LISTED = Path(__file__).with_name("listed.txt")


def fingerprint(word: str) -> str:
    """What stands in `listed.txt` for a word: 16 digits of a salted SHA-256."""
    return sha256((SALT + word).encode()).hexdigest()[:16]


def listed() -> dict[str, str]:
    """The kind of each listed fingerprint: "slur", "sexual word" or "swear word"."""
    lines = (line for line in LISTED.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {digits: kind for kind, digits in (line.rsplit(" ", 1) for line in lines)}


COMPILED = {kind: re.compile(pattern) for kind, pattern in PATTERNS.items()}
DESPAIR_COMPILED = re.compile(DESPAIR)
