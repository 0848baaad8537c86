from django.urls import path

from comments.panel.answers import answer_card, pick_card, take_back_answer
from comments.panel.bulk import bulk, bulk_job
from comments.panel.canned_page import canned
from comments.panel.colleagues import assign_card, note_card
from comments.panel.corrections import correct_card, corrections, step_correction
from comments.panel.dashboard_page import show_dashboard
from comments.panel.decisions import decide, pulse, take_back
from comments.panel.keys_page import keys
from comments.panel.people import blocks, people_page, person_note, person_page, person_state
from comments.panel.policy_page import policy
from comments.panel.queue_page import comment_page, queue
from comments.panel.record import hold, holds, record, record_file, report_file, report_page
from comments.panel.rules_page import rule_version, rule_versions, rules
from comments.panel.signing import sign_out, sites
from comments.panel.thread_page import thread
from comments.panel.webhook_page import webhook

urlpatterns = [
    path("", sites),
    path("sign-out", sign_out),
    path("<str:site>/", queue),
    path("<str:site>/pulse", pulse),
    path("<str:site>/comments/<int:comment>", comment_page),
    path("<str:site>/comments/<int:comment>/decide", decide),
    path("<str:site>/comments/<int:comment>/assign", assign_card),
    path("<str:site>/comments/<int:comment>/note", note_card),
    path("<str:site>/comments/<int:comment>/hold", hold),
    path("<str:site>/comments/<int:comment>/answer", answer_card),
    path("<str:site>/comments/<int:comment>/take-back", take_back_answer),
    path("<str:site>/comments/<int:comment>/pick", pick_card),
    path("<str:site>/comments/<int:comment>/correct", correct_card),
    path("<str:site>/corrections", corrections),
    path("<str:site>/corrections/<int:correction>", step_correction),
    path("<str:site>/threads/<int:story>", thread),
    path("<str:site>/people", people_page),
    path("<str:site>/people/<int:person>", person_page),
    path("<str:site>/people/<int:person>/state", person_state),
    path("<str:site>/people/<int:person>/note", person_note),
    path("<str:site>/blocks", blocks),
    path("<str:site>/bulk", bulk),
    path("<str:site>/bulk/<int:job>", bulk_job),
    path("<str:site>/keys", keys),
    path("<str:site>/holds", holds),
    path("<str:site>/record", record),
    path("<str:site>/record.<str:kind>", record_file),
    path("<str:site>/transparency", report_page),
    path("<str:site>/transparency.<str:kind>", report_file),
    path("<str:site>/decisions/<int:decision>/undo", take_back),
    path("<str:site>/rules", rules),
    path("<str:site>/rules/versions", rule_versions),
    path("<str:site>/rules/versions/<int:version>", rule_version),
    path("<str:site>/policy", policy),
    path("<str:site>/answers", canned),
    path("<str:site>/webhook", webhook),
    path("<str:site>/dashboard", show_dashboard),
]
