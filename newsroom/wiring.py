"""What happens later: every event, and the tasks it starts.

A line here is all it takes. Each task gets an outbox row of its own, is tried up to five times,
and is idempotent by the event's id.
"""

WIRING: dict[str, list[str]] = {
    # --- articles ---
    "article.merged": ["comments.merge_threads"],
    "article.published": ["articles.relate"],
    "article.changed": ["articles.relate"],
    "article.withdrawn": ["articles.unrelate"],
    "articles.told": ["articles.relate_told"],
    "articles.placed": ["articles.link_placed"],
    "related.short": ["articles.relate_anew"],
    "related.relist": ["articles.relist"],
    "related.around": ["articles.relist_around"],
    "related.sweep": ["articles.sweep_lists"],
    "related.policy": ["articles.retone"],
    "related.upkeep": ["articles.upkeep"],
    "articles.outgrown": ["articles.rebuild"],
    # --- comments ---
    "comment.submitted": ["comments.review"],
    "comment.unanswered": ["comments.review"],
    "comment.stranded": ["comments.review"],
    "comment.rejudge": ["comments.rejudge"],
    "comment.edited": ["comments.review"],
    "comment.unconfirmed": ["comments.ask_to_confirm"],
    "comment.confirmed": ["comments.review"],
    "comment.decided": ["comments.learn"],
    "comment.published": ["comments.tell_followers"],
    "comment.held": ["comments.tell_moderators"],
    "comment.rejected": ["comments.state_reasons"],
    "comment.spam": ["comments.state_reasons"],
    "comment.removed": ["comments.state_reasons"],
    "comment.withdrawn": [],
    "correction.made": ["comments.tell_of_correction"],
    "correction.answered": ["comments.tell_corrected"],
    "comment.picked": [],
    "comment.unpicked": [],
    "comment.reported": ["comments.report_to_webhook"],
    "comment.corrected": ["comments.teach_outside"],
    "bulk.step": ["comments.bulk_step"],
    "appeal.made": ["comments.appeal_to_webhook"],
    "appeal.answered": ["comments.tell_appellant"],
    "thread.heated": ["comments.tell_of_heat", "comments.heat_to_webhook"],
    "thread.cooled": [],
    "thread.moved": [],
    "site.heated": ["comments.tell_of_heat", "comments.heat_to_webhook"],
    "site.cooled": [],
    "thread.closed": [],
    "thread.opened": [],
    "counters.check": ["comments.check_counters"],
    # --- what is learned ---
    "model.stale": ["comments.rebuild_model"],
    "person.erase": ["comments.erase_person"],
    # --- mail ---
    "mail.waiting": ["comments.deliver_mail"],
    "mail.round": ["comments.post_round"],
    # --- the desk's webhook ---
    "desk.news": ["comments.send_news"],
}
