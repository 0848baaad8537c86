"""The two lists that are the moderation policy. Order is policy; each line carries its reason."""

from comments.pipeline.run import GateStage, ReviewStage
from comments.pipeline.stages.address import (
    disposable,
    mail_domain,
    other_letters,
    role_account,
    typing_slip,
)
from comments.pipeline.stages.author import (
    banned,
    blocked,
    first_comment,
    shadowed,
    suspended,
    unproven,
    watched,
)
from comments.pipeline.stages.behaviour import filled_trap, too_quick
from comments.pipeline.stages.campaigns import burst, near_repeats, shared_domain
from comments.pipeline.stages.gate import address, duplicate, form, open_thread, parent, sender
from comments.pipeline.stages.heat import heated
from comments.pipeline.stages.learned import learned_spam
from comments.pipeline.stages.links import links
from comments.pipeline.stages.lists import lists
from comments.pipeline.stages.missing import unanswered
from comments.pipeline.stages.outside import outside
from comments.pipeline.stages.repeats import repeats

GATE: list[GateStage] = [
    open_thread,  # nothing else matters where nobody may write
    sender,  # whom the newsroom takes nothing from
    parent,  # a reply to what readers cannot see would tell them it exists
    form,  # forged or stale forms: cheapest proof of a script
    address,  # a site may take no throw-away addresses at all
    duplicate,  # an impatient second click is told the truth
]  # then submit counts the post against its sender's limit: only what would be accepted counts

REVIEW: list[ReviewStage] = [
    filled_trap,  # certainty: people cannot see the field
    banned,  # the newsroom has spoken about this person
    suspended,  # and about this one, until a day
    shadowed,  # and about this one, who is not to know
    blocked,  # or about the address, the domain or the network
    lists,  # the newsroom's own rules, each with what it asks for, outrank any score
    repeats,  # the same text in many places
    near_repeats,  # and nearly the same, in other dress
    outside,  # what judges elsewhere say, where the site asks them
    shared_domain,  # several people suddenly link to one unknown place
    burst,  # one person everywhere at once
    links,  # what spam is for
    learned_spam,  # what this newsroom has called spam before; rules say it more plainly
    too_quick,  # nobody reads and writes in three seconds
    typing_slip,  # the friendliest explanation of the next one
    mail_domain,  # an address that cannot receive mail
    disposable,  # an address made to be thrown away
    role_account,  # an address that several people read
    other_letters,  # an address that few mail servers can write to
    unproven,  # where the site wants addresses confirmed, nothing appears unseen without
    heated,  # a conversation that runs hot
    watched,  # people a moderator wants to see
    unanswered,  # not knowing is no ground to publish
    first_comment,  # last: only people nobody else has stopped
]
