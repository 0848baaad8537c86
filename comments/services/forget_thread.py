"""forget_thread: the thread of a page where nobody ever said anything."""

from typing import Any

from comments.models import Thread


def forget_silent_thread(article_pk: int) -> bool:
    """Deletes it; False where somebody has written, follows, or has anything else in it. Call it
    in a transaction: the row is held, so that whoever writes at this moment waits and is refused
    instead of being forgotten with it."""
    thread = Thread.objects.select_for_update().filter(article_id=article_pk).first()
    if thread is None:
        return True
    for relation in Thread._meta.related_objects:
        model: Any = relation.related_model
        if model._default_manager.filter(**{relation.field.name: thread}).exists():
            return False
    thread.delete()
    return True
