"""The words of a site's two old lists become rules of its own list; the columns go."""

import re
import unicodedata

from django.db import migrations
from django.utils import timezone

LONGEST = 80  # of a term
NOTE = "what stood in hold_words and spam_words"


def into_rules(apps, schema_editor):
    policies = apps.get_model("comments", "Policy").objects.exclude(hold_words="", spam_words="")
    for policy in policies:
        lines = [
            *lines_of("spam", policy.spam_words),
            *lines_of("hold", policy.hold_words),
        ]
        if lines:
            append(apps.get_model("comments", "RuleSet"), policy.site_id, lines)


def append(rule_sets, site_pk, lines):
    latest = rule_sets.objects.filter(site_id=site_pk).order_by("-version").first()
    text = "\n".join([*([latest.text] if latest and latest.text else []), *lines])
    rule_sets.objects.create(
        site_id=site_pk,
        version=latest.version + 1 if latest else 1,
        text=text,
        note=NOTE,
        created=timezone.now(),
    )


def lines_of(action, entries):
    """The old lists knew words alone, whatever signs stood between, and so do these lines. What no
    rule can say is kept as a comment."""
    for entry in dict.fromkeys(entries.split("\n")):
        words = " ".join(words_of(entry))
        if words:
            line = f'{action}: "{words}"'
            yield line if len(words) <= LONGEST else f"# too long for a rule: {line}"


def words_of(entry):
    folded = unicodedata.normalize("NFKC", entry).casefold()
    shown = "".join(char for char in folded if unicodedata.category(char) != "Cf")
    return re.findall(r"[^\W_]+", shown)


class Migration(migrations.Migration):
    dependencies = [('comments', '0020_bulk')]

    operations = [
        migrations.RunPython(into_rules, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="policy", name="hold_words"),
        migrations.RemoveField(model_name="policy", name="spam_words"),
    ]
