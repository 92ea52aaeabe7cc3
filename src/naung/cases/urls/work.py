"""Addresses from the assessment to the return and the visits after it."""

from django.urls import path

from naung.cases.views import assessment, papers, plan, reintegration, work

CASE = "<uuid:case_id>/"

urlpatterns = [
    path(CASE + "asesmen-rencana/", work.tab, name="work"),
    path(CASE + "asesmen/", assessment.overview, name="assessment"),
    path(CASE + "asesmen/mulai/", assessment.start, name="assessment_start"),
    path(CASE + "asesmen/banding/", assessment.compare, name="assessment_comparison"),
    path(CASE + "asesmen/ke/<int:sequence>/", assessment.read, name="assessment_sheet"),
    path(CASE + "asesmen/isi/<slug:step>/", assessment.step, name="assessment_step"),
    path(CASE + "asesmen/isi/<slug:step>/simpan/", assessment.autosave, name="assessment_autosave"),
    path(CASE + "rencana/", plan.current, name="plan"),
    path(CASE + "rencana/mulai/", plan.start, name="plan_start"),
    path(CASE + "rencana/versi/<int:number>/", plan.version, name="plan_version"),
    path(CASE + "rencana/tujuan/", plan.goal, name="plan_goal_new"),
    path(CASE + "rencana/tujuan/<uuid:goal_id>/", plan.goal, name="plan_goal"),
    path(CASE + "rencana/tujuan/<uuid:goal_id>/hapus/", plan.remove_goal, name="plan_goal_remove"),
    path(CASE + "rencana/tujuan/<uuid:goal_id>/kegiatan/", plan.action, name="plan_action_new"),
    path(CASE + "rencana/kegiatan/<uuid:action_id>/", plan.action, name="plan_action"),
    path(CASE + "rencana/kegiatan/<uuid:action_id>/hapus/", plan.remove_action, name="plan_action_remove"),
    path(CASE + "rencana/beri-tahu/", plan.tell, name="plan_tell"),
    path(CASE + "rencana/ajukan/", plan.submit, name="plan_submit"),
    path(CASE + "rencana/tarik/", plan.withdraw, name="plan_withdraw"),
    path(CASE + "rencana/setujui/", plan.approve, name="plan_approve"),
    path(CASE + "rencana/kembalikan/", plan.give_back, name="plan_return"),
    path(CASE + "rencana/tinjau/", plan.review, name="plan_review"),
    path(CASE + "cetak/<slug:paper>/", papers.paper, name="paper"),
    path(CASE + "tugas/", work.tasks, name="tasks"),
    path(CASE + "tugas/layanan/", work.deliver, name="deliver"),
    path(CASE + "tugas/pantau/", work.begin_monitoring, name="begin_monitoring"),
    path(CASE + "tugas/<uuid:action_id>/", work.finish_action, name="action_outcome"),
    path(CASE + "tugas/<uuid:action_id>/buka-lagi/", work.reopen_action, name="action_reopen"),
    path(CASE + "tujuan/<uuid:goal_id>/", work.settle_goal, name="goal_settled"),
    path(CASE + "reintegrasi/", reintegration.plan, name="reintegration"),
    path(CASE + "reintegrasi/putuskan/", reintegration.decide, name="reintegration_decide"),
    path(CASE + "reintegrasi/pulang/", reintegration.record_return, name="reintegration_return"),
    path(CASE + "reintegrasi/kunjungan/<int:number>/", reintegration.visit, name="return_visit"),
]
