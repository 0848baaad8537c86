"""Why a person refuses or removes a comment: the short list that the keys 1 to 9 choose from."""

REFUSAL_REASONS: dict[str, str] = {
    "against_the_rules": "Against the rules of this site",
    "insult": "Insults a person or a group",
    "hate": "Hate or a threat",
    "off_topic": "Has nothing to do with the article",
    "false_claim": "Claims something that is not true",
    "private_data": "Tells what is private of somebody",
    "advertising": "Advertises something",
    "unreadable": "Cannot be understood",
    "other": "Another reason",
}
