CREATE TABLE absence (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        person_id INTEGER NOT NULL,
        first_on TEXT NOT NULL,
        last_on TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT absence_first_on CHECK (first_on BETWEEN '0001-01-01' AND '9999-12-31' AND first_on IS date(first_on, '+0 days')),
        CONSTRAINT absence_last_on CHECK (last_on BETWEEN '0001-01-01' AND '9999-12-31' AND last_on IS date(last_on, '+0 days')),
        CONSTRAINT absence_order CHECK (last_on >= first_on),
        CONSTRAINT absence_note CHECK (length(note) BETWEEN 0 AND 1000)
    ) STRICT
;;
CREATE TABLE acceptance (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        milestone_id INTEGER NOT NULL,
        submitted_on TEXT NOT NULL,
        submitted_by TEXT NOT NULL,
        window_days INTEGER NOT NULL,
        answer TEXT,
        answered_on TEXT,
        answered_by TEXT NOT NULL,
        note TEXT NOT NULL,
        FOREIGN KEY (milestone_id) REFERENCES milestone (id),
        CONSTRAINT acceptance_submitted_on CHECK (submitted_on BETWEEN '0001-01-01' AND '9999-12-31' AND submitted_on IS date(submitted_on, '+0 days')),
        CONSTRAINT acceptance_window CHECK (window_days BETWEEN 1 AND 366),
        CONSTRAINT acceptance_answer CHECK (answer IN ('accepted', 'rejected', 'withdrawn')),
        CONSTRAINT acceptance_answered CHECK ((answer IS NULL) = (answered_on IS NULL)),
        CONSTRAINT acceptance_answered_on CHECK (answered_on BETWEEN '0001-01-01' AND '9999-12-31' AND answered_on IS date(answered_on, '+0 days')),
        CONSTRAINT acceptance_order CHECK (answered_on >= submitted_on)
    ) STRICT
;;
CREATE TABLE assignment (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        milestone_id INTEGER NOT NULL,
        person_id INTEGER NOT NULL,
        effort_hundredths INTEGER NOT NULL,
        UNIQUE (milestone_id, person_id),
        FOREIGN KEY (milestone_id) REFERENCES milestone (id),
        FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT assignment_effort CHECK (effort_hundredths BETWEEN 1 AND 1000000)
    ) STRICT
;;
CREATE TABLE baseline (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        reason TEXT NOT NULL,
        approved_by TEXT NOT NULL,
        taken_at TEXT NOT NULL,
        FOREIGN KEY (project_id) REFERENCES project (id),
        CONSTRAINT baseline_name CHECK (length(name) > 0),
        CONSTRAINT baseline_taken_at CHECK (taken_at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]+00:00' AND taken_at BETWEEN '1900' AND '2200' AND substr(taken_at, 12, 2) < '24' AND substr(taken_at, 1, 10) IS date(substr(taken_at, 1, 10), '+0 days'))
    ) STRICT
;;
CREATE TABLE baseline_entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        baseline_id INTEGER NOT NULL,
        milestone_id INTEGER NOT NULL,
        due_on TEXT,
        value_minor INTEGER,
        title TEXT NOT NULL DEFAULT '',
        UNIQUE (baseline_id, milestone_id),
        FOREIGN KEY (baseline_id) REFERENCES baseline (id),
        CONSTRAINT baseline_entry_due_on CHECK (due_on BETWEEN '0001-01-01' AND '9999-12-31' AND due_on IS date(due_on, '+0 days')),
        CONSTRAINT baseline_entry_value CHECK (value_minor BETWEEN 0 AND 10000000000000000)
    ) STRICT
;;
CREATE TABLE change (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        at TEXT NOT NULL,
        name TEXT NOT NULL,
        label TEXT NOT NULL,
        kind TEXT NOT NULL,
        reverts INTEGER,
        reason TEXT, login TEXT NOT NULL DEFAULT '', reason_note TEXT NOT NULL DEFAULT ''
        CONSTRAINT change_reason_note CHECK (length(reason_note) BETWEEN 0 AND 1000), reported_on TEXT NOT NULL DEFAULT '1970-01-01' CONSTRAINT change_reported_on CHECK (reported_on BETWEEN '0001-01-01' AND '9999-12-31' AND reported_on IS date(reported_on, '+0 days')), backdated INTEGER NOT NULL DEFAULT 0
        CONSTRAINT change_backdated CHECK (backdated IN (0, 1)),
        UNIQUE (reverts),
        FOREIGN KEY (reverts) REFERENCES change (id),
        CONSTRAINT change_kind CHECK (kind IN ('do', 'undo', 'redo') AND (kind = 'do') = (reverts IS NULL)),
        CONSTRAINT change_reverts CHECK (reverts < id),
        CONSTRAINT change_at CHECK (at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]+00:00' AND at BETWEEN '1900' AND '2200' AND substr(at, 12, 2) < '24' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')),
        CONSTRAINT change_reason CHECK (reason IN ('client input late', 'scope', 'estimate', 'resource', 'supplier',
        'technical', 'holiday', 'other'))
    ) STRICT
;;
CREATE TABLE cost (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        milestone_id INTEGER,
        spent_on TEXT NOT NULL,
        amount_minor INTEGER NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        FOREIGN KEY (project_id) REFERENCES project (id),
        FOREIGN KEY (milestone_id) REFERENCES milestone (id),
        CONSTRAINT cost_spent_on CHECK (spent_on BETWEEN '0001-01-01' AND '9999-12-31' AND spent_on IS date(spent_on, '+0 days')),
        CONSTRAINT cost_amount CHECK (amount_minor BETWEEN -10000000000000000 AND 10000000000000000),
        CONSTRAINT cost_note CHECK (length(note) BETWEEN 0 AND 1000)
    ) STRICT
;;
CREATE TABLE criterion (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        milestone_id INTEGER NOT NULL,
        text TEXT NOT NULL,
        met_on TEXT,
        position INTEGER NOT NULL,
        FOREIGN KEY (milestone_id) REFERENCES milestone (id),
        CONSTRAINT criterion_text CHECK (length(text) BETWEEN 1 AND 1000),
        CONSTRAINT criterion_met_on CHECK (met_on BETWEEN '0001-01-01' AND '9999-12-31' AND met_on IS date(met_on, '+0 days')),
        CONSTRAINT criterion_position CHECK (position BETWEEN 0 AND 1000000000)
    ) STRICT
;;
CREATE TABLE dependency (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        predecessor_id INTEGER NOT NULL,
        successor_id INTEGER NOT NULL,
        lag INTEGER NOT NULL, kept INTEGER NOT NULL DEFAULT 0 CONSTRAINT dependency_kept CHECK (kept IN (0, 1)),
        UNIQUE (predecessor_id, successor_id),
        FOREIGN KEY (predecessor_id) REFERENCES milestone (id),
        FOREIGN KEY (successor_id) REFERENCES milestone (id),
        CONSTRAINT dependency_ends CHECK (predecessor_id <> successor_id),
        CONSTRAINT dependency_lag CHECK (lag BETWEEN -10000 AND 10000)
    ) STRICT
;;
CREATE TABLE draft (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        kind TEXT NOT NULL,
        target_id INTEGER,
        title TEXT NOT NULL,
        typed TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        name TEXT NOT NULL,
        process TEXT NOT NULL, login TEXT NOT NULL DEFAULT '',
        UNIQUE (process, kind, target_id),
        CONSTRAINT draft_kind CHECK (kind IN ('milestone', 'project', 'quick add', 'change', 'gate decision',
        'sign-off', 'baseline', 'template', 'days off', 'person', 'filter', 'note', 'risk', 'absence', 'spent', 'review', 'invoice', 'need')),
        CONSTRAINT draft_target CHECK (target_id IS NOT NULL OR kind NOT IN ('milestone', 'quick add')),
        CONSTRAINT draft_typed CHECK (length(typed) > 0),
        CONSTRAINT draft_kept_at CHECK (kept_at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]+00:00' AND kept_at BETWEEN '1900' AND '2200' AND substr(kept_at, 12, 2) < '24' AND substr(kept_at, 1, 10) IS date(substr(kept_at, 1, 10), '+0 days')),
        CONSTRAINT draft_process CHECK (process GLOB '*/[0-9]*/*')
    ) STRICT
;;
CREATE TABLE edit (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        change_id INTEGER NOT NULL,
        entity TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        project_id INTEGER,
        milestone_id INTEGER,
        before TEXT,
        after TEXT,
        FOREIGN KEY (change_id) REFERENCES change (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT edit_values CHECK (before IS NOT NULL OR after IS NOT NULL),
        CONSTRAINT edit_entity CHECK (entity IN ('project', 'phase', 'person', 'milestone', 'criterion', 'dependency',
        'baseline', 'baseline_entry', 'holiday', 'project_person', 'assignment', 'acceptance', 'gate_decision',
        'template', 'cost', 'absence', 'risk', 'risk_milestone', 'review', 'review_answer', 'need', 'report', 'milestone_source'))
    ) STRICT
;;
CREATE TABLE gate_decision (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        milestone_id INTEGER NOT NULL,
        decision TEXT NOT NULL,
        decided_on TEXT NOT NULL,
        decided_by TEXT NOT NULL,
        note TEXT NOT NULL,
        FOREIGN KEY (milestone_id) REFERENCES milestone (id),
        CONSTRAINT gate_decision_words CHECK (decision IN ('go', 'conditional go', 'hold', 'recycle', 'stop')),
        CONSTRAINT gate_decision_decided_on CHECK (decided_on BETWEEN '0001-01-01' AND '9999-12-31' AND decided_on IS date(decided_on, '+0 days'))
    ) STRICT
;;
CREATE TABLE holiday (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        day TEXT NOT NULL,
        name TEXT NOT NULL, is_worked INTEGER NOT NULL DEFAULT 0
        CONSTRAINT holiday_is_worked CHECK (is_worked IN (0, 1)),
        UNIQUE (project_id, day),
        FOREIGN KEY (project_id) REFERENCES project (id),
        CONSTRAINT holiday_day CHECK (day BETWEEN '0001-01-01' AND '9999-12-31' AND day IS date(day, '+0 days'))
    ) STRICT
;;
CREATE TABLE milestone (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        phase_id INTEGER,
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        owner_id INTEGER,
        due_on TEXT,
        deadline_on TEXT,
        done_on TEXT,
        state TEXT NOT NULL,
        progress INTEGER NOT NULL,
        weight INTEGER NOT NULL,
        value_minor INTEGER,
        deliverable TEXT NOT NULL,
        tags TEXT NOT NULL,
        notes TEXT NOT NULL,
        forecast_at TEXT,
        approver_id INTEGER,
        internal INTEGER NOT NULL DEFAULT 0, invoiced_on TEXT CONSTRAINT milestone_invoiced_on CHECK (invoiced_on BETWEEN '0001-01-01' AND '9999-12-31' AND invoiced_on IS date(invoiced_on, '+0 days')), invoice_number TEXT NOT NULL DEFAULT '' CONSTRAINT milestone_invoice_number CHECK (length(invoice_number) BETWEEN 0 AND 1000), paid_on TEXT CONSTRAINT milestone_paid_on CHECK (paid_on BETWEEN '0001-01-01' AND '9999-12-31' AND paid_on IS date(paid_on, '+0 days')), outcome TEXT NOT NULL DEFAULT '' CONSTRAINT milestone_outcome CHECK (length(outcome) BETWEEN 0 AND 1000),
        FOREIGN KEY (project_id) REFERENCES project (id),
        FOREIGN KEY (phase_id) REFERENCES phase (id),
        FOREIGN KEY (owner_id) REFERENCES person (id),
        FOREIGN KEY (approver_id) REFERENCES person (id),
        CONSTRAINT milestone_title CHECK (length(title) BETWEEN 1 AND 500),
        CONSTRAINT milestone_kind CHECK (kind IN ('delivery', 'objective', 'gate', 'event', 'payment')),
        CONSTRAINT milestone_state CHECK (state IN ('planned', 'in progress', 'submitted', 'done', 'cancelled')),
        CONSTRAINT milestone_done CHECK ((state = 'done') = (done_on IS NOT NULL)),
        CONSTRAINT milestone_due_on CHECK (due_on BETWEEN '0001-01-01' AND '9999-12-31' AND due_on IS date(due_on, '+0 days')),
        CONSTRAINT milestone_deadline_on CHECK (deadline_on BETWEEN '0001-01-01' AND '9999-12-31' AND deadline_on IS date(deadline_on, '+0 days')),
        CONSTRAINT milestone_done_on CHECK (done_on BETWEEN '0001-01-01' AND '9999-12-31' AND done_on IS date(done_on, '+0 days')),
        CONSTRAINT milestone_progress CHECK (progress BETWEEN 0 AND 100),
        CONSTRAINT milestone_weight CHECK (weight BETWEEN 0 AND 1000000),
        CONSTRAINT milestone_value CHECK (value_minor BETWEEN 0 AND 10000000000000000),
        CONSTRAINT milestone_deliverable CHECK (length(deliverable) BETWEEN 0 AND 1000),
        CONSTRAINT milestone_tags CHECK (length(tags) BETWEEN 0 AND 2000),
        CONSTRAINT milestone_notes CHECK (length(notes) BETWEEN 0 AND 100000),
        CONSTRAINT milestone_forecast_at CHECK (forecast_at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]+00:00' AND forecast_at BETWEEN '1900' AND '2200' AND substr(forecast_at, 12, 2) < '24' AND substr(forecast_at, 1, 10) IS date(substr(forecast_at, 1, 10), '+0 days')),
        CONSTRAINT milestone_internal CHECK (internal IN (0, 1))
    ) STRICT
;;
CREATE TABLE milestone_source (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        milestone_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        source_id TEXT NOT NULL DEFAULT '',
        reported_on TEXT NOT NULL,
        said TEXT NOT NULL,
        UNIQUE (milestone_id, kind),
        FOREIGN KEY (project_id) REFERENCES project (id) ON DELETE CASCADE,
        FOREIGN KEY (milestone_id) REFERENCES milestone (id) ON DELETE CASCADE,
        CONSTRAINT milestone_source_kind CHECK (length(kind) BETWEEN 0 AND 100),
        CONSTRAINT milestone_source_source_id CHECK (length(source_id) BETWEEN 0 AND 1000),
        CONSTRAINT milestone_source_reported_on CHECK (reported_on BETWEEN '0001-01-01' AND '9999-12-31' AND reported_on IS date(reported_on, '+0 days'))
    ) STRICT
;;
CREATE TABLE need (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        review_id INTEGER,
        text TEXT NOT NULL,
        since_on TEXT NOT NULL,
        met_on TEXT,
        FOREIGN KEY (project_id) REFERENCES project (id),
        FOREIGN KEY (review_id) REFERENCES review (id),
        CONSTRAINT need_text CHECK (length(text) BETWEEN 1 AND 1000),
        CONSTRAINT need_since_on CHECK (since_on BETWEEN '0001-01-01' AND '9999-12-31' AND since_on IS date(since_on, '+0 days')),
        CONSTRAINT need_met_on CHECK (met_on BETWEEN '0001-01-01' AND '9999-12-31' AND met_on IS date(met_on, '+0 days'))
    ) STRICT
;;
CREATE TABLE open_change (change_id INTEGER NOT NULL) STRICT
;;
CREATE TABLE person (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        name TEXT NOT NULL,
        email TEXT NOT NULL,
        organisation TEXT NOT NULL,
        capacity_hundredths INTEGER NOT NULL DEFAULT 500,
        UNIQUE (name),
        CONSTRAINT person_name CHECK (length(name) BETWEEN 1 AND 1000),
        CONSTRAINT person_email CHECK (length(email) BETWEEN 0 AND 1000),
        CONSTRAINT person_organisation CHECK (length(organisation) BETWEEN 0 AND 1000),
        CONSTRAINT person_capacity CHECK (capacity_hundredths BETWEEN 0 AND 700)
    ) STRICT
;;
CREATE TABLE phase (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        UNIQUE (project_id, name),
        FOREIGN KEY (project_id) REFERENCES project (id),
        CONSTRAINT phase_name CHECK (length(name) BETWEEN 1 AND 1000),
        CONSTRAINT phase_position CHECK (position BETWEEN 0 AND 1000000000)
    ) STRICT
;;
CREATE TABLE project (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        client TEXT NOT NULL,
        description TEXT NOT NULL,
        start_on TEXT,
        target_on TEXT,
        budget_minor INTEGER,
        currency TEXT NOT NULL,
        state TEXT NOT NULL,
        working_days INTEGER NOT NULL,
        archived_at TEXT,
        baseline_id INTEGER,
        acceptance_days INTEGER NOT NULL DEFAULT 10, earned_by TEXT NOT NULL DEFAULT 'done'
        CONSTRAINT project_earned_by CHECK (earned_by IN ('done', 'percent')), thresholds TEXT NOT NULL DEFAULT '' CONSTRAINT project_thresholds CHECK (length(thresholds) BETWEEN 0 AND 1000), client_money TEXT NOT NULL DEFAULT 'nothing'
        CONSTRAINT project_client_money CHECK (client_money IN ('nothing', 'payments', 'all')), client_risks TEXT NOT NULL DEFAULT 'nothing'
        CONSTRAINT project_client_risks CHECK (client_risks IN ('nothing', 'severe')),
        UNIQUE (key),
        FOREIGN KEY (baseline_id) REFERENCES baseline (id),
        CONSTRAINT project_key CHECK (key GLOB '[A-Z0-9]*' AND key NOT GLOB '*[^-A-Z0-9_]*'
            AND length(key) BETWEEN 1 AND 12),
        CONSTRAINT project_name CHECK (length(name) BETWEEN 1 AND 1000),
        CONSTRAINT project_client CHECK (length(client) BETWEEN 0 AND 1000),
        CONSTRAINT project_description CHECK (length(description) BETWEEN 0 AND 100000),
        CONSTRAINT project_start_on CHECK (start_on BETWEEN '0001-01-01' AND '9999-12-31' AND start_on IS date(start_on, '+0 days')),
        CONSTRAINT project_target_on CHECK (target_on BETWEEN '0001-01-01' AND '9999-12-31' AND target_on IS date(target_on, '+0 days')),
        CONSTRAINT project_span CHECK (target_on >= start_on),
        CONSTRAINT project_budget CHECK (budget_minor BETWEEN 0 AND 10000000000000000),
        CONSTRAINT project_currency CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
        CONSTRAINT project_state CHECK (state IN ('planned', 'active', 'on hold', 'completed', 'cancelled')),
        CONSTRAINT project_working_days CHECK (working_days BETWEEN 1 AND 127),
        CONSTRAINT project_archived_at CHECK (archived_at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]+00:00' AND archived_at BETWEEN '1900' AND '2200' AND substr(archived_at, 12, 2) < '24' AND substr(archived_at, 1, 10) IS date(substr(archived_at, 1, 10), '+0 days')),
        CONSTRAINT project_acceptance CHECK (acceptance_days BETWEEN 1 AND 366)
    ) STRICT
;;
CREATE TABLE project_person (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        person_id INTEGER NOT NULL,
        role TEXT NOT NULL,
        UNIQUE (project_id, person_id, role),
        FOREIGN KEY (project_id) REFERENCES project (id),
        FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT project_person_role CHECK (role IN ('manager', 'sponsor', 'client', 'team'))
    ) STRICT
;;
CREATE TABLE report (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER,
        client TEXT NOT NULL DEFAULT '' CONSTRAINT report_client CHECK (length(client) BETWEEN 0 AND 1000),
        audience TEXT NOT NULL,
        since_on TEXT NOT NULL,
        until_on TEXT NOT NULL,
        written_at TEXT NOT NULL,
        FOREIGN KEY (project_id) REFERENCES project (id),
        CONSTRAINT report_audience CHECK (audience IN ('client', 'internal')),
        CONSTRAINT report_subject CHECK (project_id IS NULL OR client = ''),
        CONSTRAINT report_since_on CHECK (since_on BETWEEN '0001-01-01' AND '9999-12-31' AND since_on IS date(since_on, '+0 days')),
        CONSTRAINT report_until_on CHECK (until_on BETWEEN '0001-01-01' AND '9999-12-31' AND until_on IS date(until_on, '+0 days')),
        CONSTRAINT report_order CHECK (until_on >= since_on),
        CONSTRAINT report_written_at CHECK (written_at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]+00:00' AND written_at BETWEEN '1900' AND '2200' AND substr(written_at, 12, 2) < '24' AND substr(written_at, 1, 10) IS date(substr(written_at, 1, 10), '+0 days'))
    ) STRICT
;;
CREATE TABLE review (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        held_on TEXT NOT NULL,
        finished_at TEXT,
        judged TEXT NOT NULL DEFAULT '',
        judged_reason TEXT NOT NULL DEFAULT '',
        computed TEXT NOT NULL DEFAULT '',
        summary TEXT NOT NULL DEFAULT '',
        next TEXT NOT NULL DEFAULT '',
        decisions TEXT NOT NULL DEFAULT '',
        figures TEXT NOT NULL DEFAULT '',
        FOREIGN KEY (project_id) REFERENCES project (id),
        CONSTRAINT review_held_on CHECK (held_on BETWEEN '0001-01-01' AND '9999-12-31' AND held_on IS date(held_on, '+0 days')),
        CONSTRAINT review_finished_at CHECK (finished_at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]+00:00' AND finished_at BETWEEN '1900' AND '2200' AND substr(finished_at, 12, 2) < '24' AND substr(finished_at, 1, 10) IS date(substr(finished_at, 1, 10), '+0 days')),
        CONSTRAINT review_judged CHECK (judged IN ('', 'on track', 'at risk', 'off track')),
        CONSTRAINT review_judged_reason CHECK (length(judged_reason) BETWEEN 0 AND 1000),
        CONSTRAINT review_computed CHECK (computed IN ('', 'on track', 'at risk', 'off track', 'completed')),
        CONSTRAINT review_summary CHECK (length(summary) BETWEEN 0 AND 100000),
        CONSTRAINT review_next CHECK (length(next) BETWEEN 0 AND 100000),
        CONSTRAINT review_decisions CHECK (length(decisions) BETWEEN 0 AND 100000),
        CONSTRAINT review_figures CHECK (length(figures) BETWEEN 0 AND 100000)
    ) STRICT
;;
CREATE TABLE review_answer (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        review_id INTEGER NOT NULL,
        milestone_id INTEGER NOT NULL,
        answer TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (review_id, milestone_id),
        FOREIGN KEY (review_id) REFERENCES review (id),
        CONSTRAINT review_answer_words CHECK (answer IN ('', 'kept', 'moved', 'done')),
        CONSTRAINT review_answer_note CHECK (length(note) BETWEEN 0 AND 1000)
    ) STRICT
;;
CREATE TABLE risk (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        kind TEXT NOT NULL DEFAULT 'risk',
        number INTEGER NOT NULL,
        title TEXT NOT NULL,
        notes TEXT NOT NULL DEFAULT '',
        probability INTEGER,
        impact INTEGER,
        response TEXT NOT NULL DEFAULT '',
        response_text TEXT NOT NULL DEFAULT '',
        owner_id INTEGER,
        raised_on TEXT NOT NULL,
        review_on TEXT,
        occurred_on TEXT,
        closed_on TEXT,
        internal INTEGER NOT NULL DEFAULT 0,
        FOREIGN KEY (project_id) REFERENCES project (id),
        FOREIGN KEY (owner_id) REFERENCES person (id),
        CONSTRAINT risk_kind CHECK (kind IN ('risk', 'issue', 'assumption', 'decision')),
        CONSTRAINT risk_number CHECK (number BETWEEN 1 AND 1000000),
        CONSTRAINT risk_title CHECK (length(title) BETWEEN 1 AND 500),
        CONSTRAINT risk_notes CHECK (length(notes) BETWEEN 0 AND 100000),
        CONSTRAINT risk_probability CHECK (probability BETWEEN 1 AND 5),
        CONSTRAINT risk_impact CHECK (impact BETWEEN 1 AND 5),
        CONSTRAINT risk_response CHECK (response IN ('', 'avoid', 'mitigate', 'transfer', 'accept')),
        CONSTRAINT risk_response_text CHECK (length(response_text) BETWEEN 0 AND 1000),
        CONSTRAINT risk_raised_on CHECK (raised_on BETWEEN '0001-01-01' AND '9999-12-31' AND raised_on IS date(raised_on, '+0 days')),
        CONSTRAINT risk_review_on CHECK (review_on BETWEEN '0001-01-01' AND '9999-12-31' AND review_on IS date(review_on, '+0 days')),
        CONSTRAINT risk_occurred_on CHECK (occurred_on BETWEEN '0001-01-01' AND '9999-12-31' AND occurred_on IS date(occurred_on, '+0 days')),
        CONSTRAINT risk_closed_on CHECK (closed_on BETWEEN '0001-01-01' AND '9999-12-31' AND closed_on IS date(closed_on, '+0 days')),
        CONSTRAINT risk_internal CHECK (internal IN (0, 1))
    ) STRICT
;;
CREATE TABLE risk_milestone (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        risk_id INTEGER NOT NULL,
        milestone_id INTEGER NOT NULL,
        UNIQUE (risk_id, milestone_id),
        FOREIGN KEY (risk_id) REFERENCES risk (id),
        FOREIGN KEY (milestone_id) REFERENCES milestone (id)
    ) STRICT
;;
CREATE TABLE sync_base (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        folder TEXT NOT NULL,
        uid TEXT NOT NULL,
        file TEXT NOT NULL,
        records TEXT NOT NULL,
        UNIQUE (folder, uid)
    ) STRICT
;;
CREATE TABLE sync_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        change_id INTEGER NOT NULL,
        folder TEXT NOT NULL,
        taken TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0,
        FOREIGN KEY (change_id) REFERENCES change (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT sync_change_undone CHECK (undone IN (0, 1))
    ) STRICT
;;
CREATE TABLE sync_uid (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        entity TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        UNIQUE (entity, row_id),
        UNIQUE (entity, uid),
        CONSTRAINT sync_uid_uid CHECK (length(uid) BETWEEN 4 AND 40)
    ) STRICT
;;
CREATE TABLE template (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        name TEXT NOT NULL,
        body TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        UNIQUE (name),
        CONSTRAINT template_name CHECK (length(name) > 0),
        CONSTRAINT template_body CHECK (length(body) > 0),
        CONSTRAINT template_saved_at CHECK (saved_at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]+00:00' AND saved_at BETWEEN '1900' AND '2200' AND substr(saved_at, 12, 2) < '24' AND substr(saved_at, 1, 10) IS date(substr(saved_at, 1, 10), '+0 days'))
    ) STRICT
;;
CREATE VIEW milestone_view AS
    SELECT
        counted.*,
        CASE
            WHEN state = 'done' THEN 100
            WHEN criteria_total > 0 THEN min(99, criteria_met * 100 / criteria_total)
            ELSE progress
        END AS percent,
        CAST(julianday(coalesce(done_on, due_on)) - julianday(baseline_on) AS INTEGER) AS slip_days
    FROM (
        SELECT
            milestone.id, milestone.project_id, milestone.phase_id, coalesce(phase.name, '') AS phase,
            phase.position AS phase_position, milestone.title, milestone.kind, milestone.state, milestone.owner_id,
            coalesce(person.name, '') AS owner, milestone.due_on, baseline_entry.due_on AS baseline_on,
            milestone.deadline_on, milestone.done_on, milestone.progress, milestone.weight, milestone.value_minor,
            project.currency, milestone.deliverable, milestone.tags, milestone.notes,
            (SELECT count(met_on) FROM criterion WHERE milestone_id = milestone.id) AS criteria_met,
            (SELECT count(*) FROM criterion WHERE milestone_id = milestone.id) AS criteria_total,
            milestone.forecast_at, coalesce(approver.name, '') AS approver, milestone.internal,
            latest.submitted_on, CASE WHEN latest.answer = 'accepted' THEN latest.answered_on END AS accepted_on,
            latest.window_days AS acceptance_days, milestone.invoiced_on, milestone.invoice_number, milestone.paid_on, milestone.outcome
        FROM milestone
        JOIN project ON project.id = milestone.project_id
        LEFT JOIN phase ON phase.id = milestone.phase_id
        LEFT JOIN person ON person.id = milestone.owner_id
        LEFT JOIN person AS approver ON approver.id = milestone.approver_id
        LEFT JOIN baseline_entry ON baseline_entry.baseline_id = project.baseline_id
            AND baseline_entry.milestone_id = milestone.id
        LEFT JOIN acceptance AS latest
            ON latest.id = (SELECT max(id) FROM acceptance WHERE milestone_id = milestone.id)
            AND (latest.answer IS NULL OR latest.answer = 'accepted')
    ) AS counted
;;
CREATE INDEX absence_person ON absence (person_id, first_on)
;;
CREATE INDEX acceptance_milestone ON acceptance (milestone_id)
;;
CREATE UNIQUE INDEX acceptance_waiting ON acceptance (milestone_id) WHERE answer IS NULL
;;
CREATE INDEX assignment_person ON assignment (person_id)
;;
CREATE INDEX baseline_entry_due ON baseline_entry (baseline_id, due_on)
;;
CREATE INDEX baseline_entry_milestone ON baseline_entry (milestone_id)
;;
CREATE INDEX baseline_project ON baseline (project_id)
;;
CREATE INDEX change_reported ON change (reported_on, id)
;;
CREATE INDEX change_who ON change (login, name, kind)
;;
CREATE INDEX cost_milestone ON cost (milestone_id) WHERE milestone_id IS NOT NULL
;;
CREATE INDEX cost_project ON cost (project_id, spent_on)
;;
CREATE INDEX criterion_milestone ON criterion (milestone_id, met_on)
;;
CREATE INDEX dependency_successor ON dependency (successor_id, predecessor_id)
;;
CREATE INDEX edit_change ON edit (change_id)
;;
CREATE INDEX edit_milestone ON edit (milestone_id, change_id)
;;
CREATE INDEX edit_project ON edit (project_id, change_id)
;;
CREATE INDEX edit_row ON edit (entity, row_id)
;;
CREATE INDEX gate_decision_milestone ON gate_decision (milestone_id)
;;
CREATE INDEX milestone_approver ON milestone (approver_id) WHERE approver_id IS NOT NULL
;;
CREATE INDEX milestone_deadline ON milestone (project_id)
        WHERE deadline_on IS NOT NULL AND state NOT IN ('done', 'cancelled')
;;
CREATE INDEX milestone_last ON milestone (project_id, coalesce(done_on, due_on))
        WHERE state <> 'cancelled'
;;
CREATE INDEX milestone_open ON milestone (project_id, due_on, deadline_on, forecast_at, state)
        WHERE state NOT IN ('done', 'cancelled')
;;
CREATE INDEX milestone_owner ON milestone (owner_id)
;;
CREATE INDEX milestone_phase ON milestone (phase_id)
;;
CREATE INDEX milestone_portfolio ON milestone (project_id, state, weight, progress)
;;
CREATE INDEX milestone_source_project ON milestone_source (project_id, kind)
;;
CREATE INDEX need_project ON need (project_id)
;;
CREATE INDEX need_review ON need (review_id) WHERE review_id IS NOT NULL
;;
CREATE INDEX project_person_person ON project_person (person_id)
;;
CREATE INDEX report_subject ON report (project_id, client, audience, until_on)
;;
CREATE INDEX review_answer_milestone ON review_answer (milestone_id)
;;
CREATE INDEX review_project ON review (project_id, held_on)
;;
CREATE UNIQUE INDEX review_unfinished ON review (project_id) WHERE finished_at IS NULL
;;
CREATE INDEX risk_milestone_milestone ON risk_milestone (milestone_id)
;;
CREATE INDEX risk_owner ON risk (owner_id) WHERE owner_id IS NOT NULL
;;
CREATE INDEX risk_project ON risk (project_id, kind)
;;
CREATE INDEX sync_change_folder ON sync_change (folder)
;;
CREATE TRIGGER absence_guard_delete BEFORE DELETE ON absence WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: absence is written through the journal only'); END
;;
CREATE TRIGGER absence_guard_insert BEFORE INSERT ON absence WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: absence is written through the journal only'); END
;;
CREATE TRIGGER absence_guard_update BEFORE UPDATE ON absence WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: absence is written through the journal only'); END
;;
CREATE TRIGGER absence_journal_delete AFTER DELETE ON absence BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'absence', OLD.id, NULL, NULL, json_object('id', OLD.id, 'person_id', OLD.person_id, 'first_on', OLD.first_on, 'last_on', OLD.last_on, 'note', OLD.note), NULL; END
;;
CREATE TRIGGER absence_journal_insert AFTER INSERT ON absence BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'absence', NEW.id, NULL, NULL, NULL, json_object('id', NEW.id, 'person_id', NEW.person_id, 'first_on', NEW.first_on, 'last_on', NEW.last_on, 'note', NEW.note); END
;;
CREATE TRIGGER absence_journal_update AFTER UPDATE ON absence WHEN NOT (OLD.id IS NEW.id AND OLD.person_id IS NEW.person_id AND OLD.first_on IS NEW.first_on AND OLD.last_on IS NEW.last_on AND OLD.note IS NEW.note) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'absence', NEW.id, NULL, NULL, json_remove(json_object('id', OLD.id, 'person_id', OLD.person_id, 'first_on', OLD.first_on, 'last_on', OLD.last_on, 'note', OLD.note), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.person_id IS NEW.person_id THEN '$.person_id' ELSE '$._' END, CASE WHEN OLD.first_on IS NEW.first_on THEN '$.first_on' ELSE '$._' END, CASE WHEN OLD.last_on IS NEW.last_on THEN '$.last_on' ELSE '$._' END, CASE WHEN OLD.note IS NEW.note THEN '$.note' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'person_id', NEW.person_id, 'first_on', NEW.first_on, 'last_on', NEW.last_on, 'note', NEW.note), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.person_id IS NEW.person_id THEN '$.person_id' ELSE '$._' END, CASE WHEN OLD.first_on IS NEW.first_on THEN '$.first_on' ELSE '$._' END, CASE WHEN OLD.last_on IS NEW.last_on THEN '$.last_on' ELSE '$._' END, CASE WHEN OLD.note IS NEW.note THEN '$.note' ELSE '$._' END); END
;;
CREATE TRIGGER acceptance_guard_delete BEFORE DELETE ON acceptance WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: acceptance is written through the journal only'); END
;;
CREATE TRIGGER acceptance_guard_insert BEFORE INSERT ON acceptance WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: acceptance is written through the journal only'); END
;;
CREATE TRIGGER acceptance_guard_update BEFORE UPDATE ON acceptance WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: acceptance is written through the journal only'); END
;;
CREATE TRIGGER acceptance_journal_delete AFTER DELETE ON acceptance BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'acceptance', OLD.id, (SELECT project_id FROM milestone WHERE id = OLD.milestone_id), OLD.milestone_id, json_object('id', OLD.id, 'milestone_id', OLD.milestone_id, 'submitted_on', OLD.submitted_on, 'submitted_by', OLD.submitted_by, 'window_days', OLD.window_days, 'answer', OLD.answer, 'answered_on', OLD.answered_on, 'answered_by', OLD.answered_by, 'note', OLD.note), NULL; END
;;
CREATE TRIGGER acceptance_journal_insert AFTER INSERT ON acceptance BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'acceptance', NEW.id, (SELECT project_id FROM milestone WHERE id = NEW.milestone_id), NEW.milestone_id, NULL, json_object('id', NEW.id, 'milestone_id', NEW.milestone_id, 'submitted_on', NEW.submitted_on, 'submitted_by', NEW.submitted_by, 'window_days', NEW.window_days, 'answer', NEW.answer, 'answered_on', NEW.answered_on, 'answered_by', NEW.answered_by, 'note', NEW.note); END
;;
CREATE TRIGGER acceptance_journal_update AFTER UPDATE ON acceptance WHEN NOT (OLD.id IS NEW.id AND OLD.milestone_id IS NEW.milestone_id AND OLD.submitted_on IS NEW.submitted_on AND OLD.submitted_by IS NEW.submitted_by AND OLD.window_days IS NEW.window_days AND OLD.answer IS NEW.answer AND OLD.answered_on IS NEW.answered_on AND OLD.answered_by IS NEW.answered_by AND OLD.note IS NEW.note) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'acceptance', NEW.id, (SELECT project_id FROM milestone WHERE id = NEW.milestone_id), NEW.milestone_id, json_remove(json_object('id', OLD.id, 'milestone_id', OLD.milestone_id, 'submitted_on', OLD.submitted_on, 'submitted_by', OLD.submitted_by, 'window_days', OLD.window_days, 'answer', OLD.answer, 'answered_on', OLD.answered_on, 'answered_by', OLD.answered_by, 'note', OLD.note), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.submitted_on IS NEW.submitted_on THEN '$.submitted_on' ELSE '$._' END, CASE WHEN OLD.submitted_by IS NEW.submitted_by THEN '$.submitted_by' ELSE '$._' END, CASE WHEN OLD.window_days IS NEW.window_days THEN '$.window_days' ELSE '$._' END, CASE WHEN OLD.answer IS NEW.answer THEN '$.answer' ELSE '$._' END, CASE WHEN OLD.answered_on IS NEW.answered_on THEN '$.answered_on' ELSE '$._' END, CASE WHEN OLD.answered_by IS NEW.answered_by THEN '$.answered_by' ELSE '$._' END, CASE WHEN OLD.note IS NEW.note THEN '$.note' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'milestone_id', NEW.milestone_id, 'submitted_on', NEW.submitted_on, 'submitted_by', NEW.submitted_by, 'window_days', NEW.window_days, 'answer', NEW.answer, 'answered_on', NEW.answered_on, 'answered_by', NEW.answered_by, 'note', NEW.note), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.submitted_on IS NEW.submitted_on THEN '$.submitted_on' ELSE '$._' END, CASE WHEN OLD.submitted_by IS NEW.submitted_by THEN '$.submitted_by' ELSE '$._' END, CASE WHEN OLD.window_days IS NEW.window_days THEN '$.window_days' ELSE '$._' END, CASE WHEN OLD.answer IS NEW.answer THEN '$.answer' ELSE '$._' END, CASE WHEN OLD.answered_on IS NEW.answered_on THEN '$.answered_on' ELSE '$._' END, CASE WHEN OLD.answered_by IS NEW.answered_by THEN '$.answered_by' ELSE '$._' END, CASE WHEN OLD.note IS NEW.note THEN '$.note' ELSE '$._' END); END
;;
CREATE TRIGGER assignment_guard_delete BEFORE DELETE ON assignment WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: assignment is written through the journal only'); END
;;
CREATE TRIGGER assignment_guard_insert BEFORE INSERT ON assignment WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: assignment is written through the journal only'); END
;;
CREATE TRIGGER assignment_guard_update BEFORE UPDATE ON assignment WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: assignment is written through the journal only'); END
;;
CREATE TRIGGER assignment_journal_delete AFTER DELETE ON assignment BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'assignment', OLD.id, (SELECT project_id FROM milestone WHERE id = OLD.milestone_id), OLD.milestone_id, json_object('id', OLD.id, 'milestone_id', OLD.milestone_id, 'person_id', OLD.person_id, 'effort_hundredths', OLD.effort_hundredths), NULL; END
;;
CREATE TRIGGER assignment_journal_insert AFTER INSERT ON assignment BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'assignment', NEW.id, (SELECT project_id FROM milestone WHERE id = NEW.milestone_id), NEW.milestone_id, NULL, json_object('id', NEW.id, 'milestone_id', NEW.milestone_id, 'person_id', NEW.person_id, 'effort_hundredths', NEW.effort_hundredths); END
;;
CREATE TRIGGER assignment_journal_update AFTER UPDATE ON assignment WHEN NOT (OLD.id IS NEW.id AND OLD.milestone_id IS NEW.milestone_id AND OLD.person_id IS NEW.person_id AND OLD.effort_hundredths IS NEW.effort_hundredths) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'assignment', NEW.id, (SELECT project_id FROM milestone WHERE id = NEW.milestone_id), NEW.milestone_id, json_remove(json_object('id', OLD.id, 'milestone_id', OLD.milestone_id, 'person_id', OLD.person_id, 'effort_hundredths', OLD.effort_hundredths), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.person_id IS NEW.person_id THEN '$.person_id' ELSE '$._' END, CASE WHEN OLD.effort_hundredths IS NEW.effort_hundredths THEN '$.effort_hundredths' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'milestone_id', NEW.milestone_id, 'person_id', NEW.person_id, 'effort_hundredths', NEW.effort_hundredths), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.person_id IS NEW.person_id THEN '$.person_id' ELSE '$._' END, CASE WHEN OLD.effort_hundredths IS NEW.effort_hundredths THEN '$.effort_hundredths' ELSE '$._' END); END
;;
CREATE TRIGGER baseline_entry_guard_delete BEFORE DELETE ON baseline_entry WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: baseline_entry is written through the journal only'); END
;;
CREATE TRIGGER baseline_entry_guard_insert BEFORE INSERT ON baseline_entry WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: baseline_entry is written through the journal only'); END
;;
CREATE TRIGGER baseline_entry_guard_update BEFORE UPDATE ON baseline_entry BEGIN SELECT RAISE(ABORT, 'baseline_entry is immutable'); END
;;
CREATE TRIGGER baseline_entry_journal_delete AFTER DELETE ON baseline_entry BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'baseline_entry', OLD.id, (SELECT project_id FROM baseline WHERE id = OLD.baseline_id), OLD.milestone_id, json_object('id', OLD.id, 'baseline_id', OLD.baseline_id, 'milestone_id', OLD.milestone_id, 'due_on', OLD.due_on, 'value_minor', OLD.value_minor, 'title', OLD.title), NULL; END
;;
CREATE TRIGGER baseline_entry_journal_insert AFTER INSERT ON baseline_entry BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'baseline_entry', NEW.id, (SELECT project_id FROM baseline WHERE id = NEW.baseline_id), NEW.milestone_id, NULL, json_object('id', NEW.id, 'baseline_id', NEW.baseline_id, 'milestone_id', NEW.milestone_id, 'due_on', NEW.due_on, 'value_minor', NEW.value_minor, 'title', NEW.title); END
;;
CREATE TRIGGER baseline_guard_delete BEFORE DELETE ON baseline WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: baseline is written through the journal only'); END
;;
CREATE TRIGGER baseline_guard_insert BEFORE INSERT ON baseline WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: baseline is written through the journal only'); END
;;
CREATE TRIGGER baseline_guard_update BEFORE UPDATE ON baseline BEGIN SELECT RAISE(ABORT, 'baseline is immutable'); END
;;
CREATE TRIGGER baseline_journal_delete AFTER DELETE ON baseline BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'baseline', OLD.id, OLD.project_id, NULL, json_object('id', OLD.id, 'project_id', OLD.project_id, 'name', OLD.name, 'reason', OLD.reason, 'approved_by', OLD.approved_by, 'taken_at', OLD.taken_at), NULL; END
;;
CREATE TRIGGER baseline_journal_insert AFTER INSERT ON baseline BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'baseline', NEW.id, NEW.project_id, NULL, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'name', NEW.name, 'reason', NEW.reason, 'approved_by', NEW.approved_by, 'taken_at', NEW.taken_at); END
;;
CREATE TRIGGER change_no_delete BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
;;
CREATE TRIGGER change_no_update BEFORE UPDATE ON change
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
;;
CREATE TRIGGER cost_guard_delete BEFORE DELETE ON cost WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: cost is written through the journal only'); END
;;
CREATE TRIGGER cost_guard_insert BEFORE INSERT ON cost WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: cost is written through the journal only'); END
;;
CREATE TRIGGER cost_guard_update BEFORE UPDATE ON cost WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: cost is written through the journal only'); END
;;
CREATE TRIGGER cost_journal_delete AFTER DELETE ON cost BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'cost', OLD.id, OLD.project_id, OLD.milestone_id, json_object('id', OLD.id, 'project_id', OLD.project_id, 'milestone_id', OLD.milestone_id, 'spent_on', OLD.spent_on, 'amount_minor', OLD.amount_minor, 'note', OLD.note), NULL; END
;;
CREATE TRIGGER cost_journal_insert AFTER INSERT ON cost BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'cost', NEW.id, NEW.project_id, NEW.milestone_id, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'milestone_id', NEW.milestone_id, 'spent_on', NEW.spent_on, 'amount_minor', NEW.amount_minor, 'note', NEW.note); END
;;
CREATE TRIGGER cost_journal_update AFTER UPDATE ON cost WHEN NOT (OLD.id IS NEW.id AND OLD.project_id IS NEW.project_id AND OLD.milestone_id IS NEW.milestone_id AND OLD.spent_on IS NEW.spent_on AND OLD.amount_minor IS NEW.amount_minor AND OLD.note IS NEW.note) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'cost', NEW.id, NEW.project_id, NEW.milestone_id, json_remove(json_object('id', OLD.id, 'project_id', OLD.project_id, 'milestone_id', OLD.milestone_id, 'spent_on', OLD.spent_on, 'amount_minor', OLD.amount_minor, 'note', OLD.note), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.spent_on IS NEW.spent_on THEN '$.spent_on' ELSE '$._' END, CASE WHEN OLD.amount_minor IS NEW.amount_minor THEN '$.amount_minor' ELSE '$._' END, CASE WHEN OLD.note IS NEW.note THEN '$.note' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'project_id', NEW.project_id, 'milestone_id', NEW.milestone_id, 'spent_on', NEW.spent_on, 'amount_minor', NEW.amount_minor, 'note', NEW.note), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.spent_on IS NEW.spent_on THEN '$.spent_on' ELSE '$._' END, CASE WHEN OLD.amount_minor IS NEW.amount_minor THEN '$.amount_minor' ELSE '$._' END, CASE WHEN OLD.note IS NEW.note THEN '$.note' ELSE '$._' END); END
;;
CREATE TRIGGER criterion_guard_delete BEFORE DELETE ON criterion WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: criterion is written through the journal only'); END
;;
CREATE TRIGGER criterion_guard_insert BEFORE INSERT ON criterion WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: criterion is written through the journal only'); END
;;
CREATE TRIGGER criterion_guard_update BEFORE UPDATE ON criterion WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: criterion is written through the journal only'); END
;;
CREATE TRIGGER criterion_journal_delete AFTER DELETE ON criterion BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'criterion', OLD.id, (SELECT project_id FROM milestone WHERE id = OLD.milestone_id), OLD.milestone_id, json_object('id', OLD.id, 'milestone_id', OLD.milestone_id, 'text', OLD.text, 'met_on', OLD.met_on, 'position', OLD.position), NULL; END
;;
CREATE TRIGGER criterion_journal_insert AFTER INSERT ON criterion BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'criterion', NEW.id, (SELECT project_id FROM milestone WHERE id = NEW.milestone_id), NEW.milestone_id, NULL, json_object('id', NEW.id, 'milestone_id', NEW.milestone_id, 'text', NEW.text, 'met_on', NEW.met_on, 'position', NEW.position); END
;;
CREATE TRIGGER criterion_journal_update AFTER UPDATE ON criterion WHEN NOT (OLD.id IS NEW.id AND OLD.milestone_id IS NEW.milestone_id AND OLD.text IS NEW.text AND OLD.met_on IS NEW.met_on AND OLD.position IS NEW.position) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'criterion', NEW.id, (SELECT project_id FROM milestone WHERE id = NEW.milestone_id), NEW.milestone_id, json_remove(json_object('id', OLD.id, 'milestone_id', OLD.milestone_id, 'text', OLD.text, 'met_on', OLD.met_on, 'position', OLD.position), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.text IS NEW.text THEN '$.text' ELSE '$._' END, CASE WHEN OLD.met_on IS NEW.met_on THEN '$.met_on' ELSE '$._' END, CASE WHEN OLD.position IS NEW.position THEN '$.position' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'milestone_id', NEW.milestone_id, 'text', NEW.text, 'met_on', NEW.met_on, 'position', NEW.position), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.text IS NEW.text THEN '$.text' ELSE '$._' END, CASE WHEN OLD.met_on IS NEW.met_on THEN '$.met_on' ELSE '$._' END, CASE WHEN OLD.position IS NEW.position THEN '$.position' ELSE '$._' END); END
;;
CREATE TRIGGER dependency_guard_delete BEFORE DELETE ON dependency WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: dependency is written through the journal only'); END
;;
CREATE TRIGGER dependency_guard_insert BEFORE INSERT ON dependency WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: dependency is written through the journal only'); END
;;
CREATE TRIGGER dependency_guard_update BEFORE UPDATE ON dependency WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: dependency is written through the journal only'); END
;;
CREATE TRIGGER dependency_journal_delete AFTER DELETE ON dependency BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'dependency', OLD.id, (SELECT project_id FROM milestone WHERE id = OLD.successor_id), OLD.successor_id, json_object('id', OLD.id, 'predecessor_id', OLD.predecessor_id, 'successor_id', OLD.successor_id, 'lag', OLD.lag, 'kept', OLD.kept), NULL; END
;;
CREATE TRIGGER dependency_journal_insert AFTER INSERT ON dependency BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'dependency', NEW.id, (SELECT project_id FROM milestone WHERE id = NEW.successor_id), NEW.successor_id, NULL, json_object('id', NEW.id, 'predecessor_id', NEW.predecessor_id, 'successor_id', NEW.successor_id, 'lag', NEW.lag, 'kept', NEW.kept); END
;;
CREATE TRIGGER dependency_journal_update AFTER UPDATE ON dependency WHEN NOT (OLD.id IS NEW.id AND OLD.predecessor_id IS NEW.predecessor_id AND OLD.successor_id IS NEW.successor_id AND OLD.lag IS NEW.lag AND OLD.kept IS NEW.kept) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'dependency', NEW.id, (SELECT project_id FROM milestone WHERE id = NEW.successor_id), NEW.successor_id, json_remove(json_object('id', OLD.id, 'predecessor_id', OLD.predecessor_id, 'successor_id', OLD.successor_id, 'lag', OLD.lag, 'kept', OLD.kept), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.predecessor_id IS NEW.predecessor_id THEN '$.predecessor_id' ELSE '$._' END, CASE WHEN OLD.successor_id IS NEW.successor_id THEN '$.successor_id' ELSE '$._' END, CASE WHEN OLD.lag IS NEW.lag THEN '$.lag' ELSE '$._' END, CASE WHEN OLD.kept IS NEW.kept THEN '$.kept' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'predecessor_id', NEW.predecessor_id, 'successor_id', NEW.successor_id, 'lag', NEW.lag, 'kept', NEW.kept), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.predecessor_id IS NEW.predecessor_id THEN '$.predecessor_id' ELSE '$._' END, CASE WHEN OLD.successor_id IS NEW.successor_id THEN '$.successor_id' ELSE '$._' END, CASE WHEN OLD.lag IS NEW.lag THEN '$.lag' ELSE '$._' END, CASE WHEN OLD.kept IS NEW.kept THEN '$.kept' ELSE '$._' END); END
;;
CREATE TRIGGER edit_no_delete BEFORE DELETE ON edit BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
;;
CREATE TRIGGER edit_no_update BEFORE UPDATE ON edit BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
;;
CREATE TRIGGER edit_sealed BEFORE INSERT ON edit WHEN EXISTS (SELECT 1 FROM change WHERE id >= NEW.change_id)
        BEGIN SELECT RAISE(ABORT, 'a change that was written takes no more edits'); END
;;
CREATE TRIGGER gate_decision_guard_delete BEFORE DELETE ON gate_decision WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: gate_decision is written through the journal only'); END
;;
CREATE TRIGGER gate_decision_guard_insert BEFORE INSERT ON gate_decision WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: gate_decision is written through the journal only'); END
;;
CREATE TRIGGER gate_decision_guard_update BEFORE UPDATE ON gate_decision WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: gate_decision is written through the journal only'); END
;;
CREATE TRIGGER gate_decision_journal_delete AFTER DELETE ON gate_decision BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'gate_decision', OLD.id, (SELECT project_id FROM milestone WHERE id = OLD.milestone_id), OLD.milestone_id, json_object('id', OLD.id, 'milestone_id', OLD.milestone_id, 'decision', OLD.decision, 'decided_on', OLD.decided_on, 'decided_by', OLD.decided_by, 'note', OLD.note), NULL; END
;;
CREATE TRIGGER gate_decision_journal_insert AFTER INSERT ON gate_decision BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'gate_decision', NEW.id, (SELECT project_id FROM milestone WHERE id = NEW.milestone_id), NEW.milestone_id, NULL, json_object('id', NEW.id, 'milestone_id', NEW.milestone_id, 'decision', NEW.decision, 'decided_on', NEW.decided_on, 'decided_by', NEW.decided_by, 'note', NEW.note); END
;;
CREATE TRIGGER gate_decision_journal_update AFTER UPDATE ON gate_decision WHEN NOT (OLD.id IS NEW.id AND OLD.milestone_id IS NEW.milestone_id AND OLD.decision IS NEW.decision AND OLD.decided_on IS NEW.decided_on AND OLD.decided_by IS NEW.decided_by AND OLD.note IS NEW.note) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'gate_decision', NEW.id, (SELECT project_id FROM milestone WHERE id = NEW.milestone_id), NEW.milestone_id, json_remove(json_object('id', OLD.id, 'milestone_id', OLD.milestone_id, 'decision', OLD.decision, 'decided_on', OLD.decided_on, 'decided_by', OLD.decided_by, 'note', OLD.note), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.decision IS NEW.decision THEN '$.decision' ELSE '$._' END, CASE WHEN OLD.decided_on IS NEW.decided_on THEN '$.decided_on' ELSE '$._' END, CASE WHEN OLD.decided_by IS NEW.decided_by THEN '$.decided_by' ELSE '$._' END, CASE WHEN OLD.note IS NEW.note THEN '$.note' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'milestone_id', NEW.milestone_id, 'decision', NEW.decision, 'decided_on', NEW.decided_on, 'decided_by', NEW.decided_by, 'note', NEW.note), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.decision IS NEW.decision THEN '$.decision' ELSE '$._' END, CASE WHEN OLD.decided_on IS NEW.decided_on THEN '$.decided_on' ELSE '$._' END, CASE WHEN OLD.decided_by IS NEW.decided_by THEN '$.decided_by' ELSE '$._' END, CASE WHEN OLD.note IS NEW.note THEN '$.note' ELSE '$._' END); END
;;
CREATE TRIGGER holiday_guard_delete BEFORE DELETE ON holiday WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: holiday is written through the journal only'); END
;;
CREATE TRIGGER holiday_guard_insert BEFORE INSERT ON holiday WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: holiday is written through the journal only'); END
;;
CREATE TRIGGER holiday_guard_update BEFORE UPDATE ON holiday WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: holiday is written through the journal only'); END
;;
CREATE TRIGGER holiday_journal_delete AFTER DELETE ON holiday BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'holiday', OLD.id, OLD.project_id, NULL, json_object('id', OLD.id, 'project_id', OLD.project_id, 'day', OLD.day, 'name', OLD.name, 'is_worked', OLD.is_worked), NULL; END
;;
CREATE TRIGGER holiday_journal_insert AFTER INSERT ON holiday BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'holiday', NEW.id, NEW.project_id, NULL, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'day', NEW.day, 'name', NEW.name, 'is_worked', NEW.is_worked); END
;;
CREATE TRIGGER holiday_journal_update AFTER UPDATE ON holiday WHEN NOT (OLD.id IS NEW.id AND OLD.project_id IS NEW.project_id AND OLD.day IS NEW.day AND OLD.name IS NEW.name AND OLD.is_worked IS NEW.is_worked) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'holiday', NEW.id, NEW.project_id, NULL, json_remove(json_object('id', OLD.id, 'project_id', OLD.project_id, 'day', OLD.day, 'name', OLD.name, 'is_worked', OLD.is_worked), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.day IS NEW.day THEN '$.day' ELSE '$._' END, CASE WHEN OLD.name IS NEW.name THEN '$.name' ELSE '$._' END, CASE WHEN OLD.is_worked IS NEW.is_worked THEN '$.is_worked' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'project_id', NEW.project_id, 'day', NEW.day, 'name', NEW.name, 'is_worked', NEW.is_worked), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.day IS NEW.day THEN '$.day' ELSE '$._' END, CASE WHEN OLD.name IS NEW.name THEN '$.name' ELSE '$._' END, CASE WHEN OLD.is_worked IS NEW.is_worked THEN '$.is_worked' ELSE '$._' END); END
;;
CREATE TRIGGER milestone_guard_delete BEFORE DELETE ON milestone WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: milestone is written through the journal only'); END
;;
CREATE TRIGGER milestone_guard_insert BEFORE INSERT ON milestone WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: milestone is written through the journal only'); END
;;
CREATE TRIGGER milestone_guard_update BEFORE UPDATE ON milestone WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: milestone is written through the journal only'); END
;;
CREATE TRIGGER milestone_journal_delete AFTER DELETE ON milestone BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'milestone', OLD.id, OLD.project_id, OLD.id, json_object('id', OLD.id, 'project_id', OLD.project_id, 'phase_id', OLD.phase_id, 'title', OLD.title, 'kind', OLD.kind, 'owner_id', OLD.owner_id, 'due_on', OLD.due_on, 'deadline_on', OLD.deadline_on, 'done_on', OLD.done_on, 'state', OLD.state, 'progress', OLD.progress, 'weight', OLD.weight, 'value_minor', OLD.value_minor, 'deliverable', OLD.deliverable, 'tags', OLD.tags, 'notes', OLD.notes, 'forecast_at', OLD.forecast_at, 'approver_id', OLD.approver_id, 'internal', OLD.internal, 'invoiced_on', OLD.invoiced_on, 'invoice_number', OLD.invoice_number, 'paid_on', OLD.paid_on, 'outcome', OLD.outcome), NULL; END
;;
CREATE TRIGGER milestone_journal_insert AFTER INSERT ON milestone BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'milestone', NEW.id, NEW.project_id, NEW.id, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'phase_id', NEW.phase_id, 'title', NEW.title, 'kind', NEW.kind, 'owner_id', NEW.owner_id, 'due_on', NEW.due_on, 'deadline_on', NEW.deadline_on, 'done_on', NEW.done_on, 'state', NEW.state, 'progress', NEW.progress, 'weight', NEW.weight, 'value_minor', NEW.value_minor, 'deliverable', NEW.deliverable, 'tags', NEW.tags, 'notes', NEW.notes, 'forecast_at', NEW.forecast_at, 'approver_id', NEW.approver_id, 'internal', NEW.internal, 'invoiced_on', NEW.invoiced_on, 'invoice_number', NEW.invoice_number, 'paid_on', NEW.paid_on, 'outcome', NEW.outcome); END
;;
CREATE TRIGGER milestone_journal_update AFTER UPDATE ON milestone WHEN NOT (OLD.id IS NEW.id AND OLD.project_id IS NEW.project_id AND OLD.phase_id IS NEW.phase_id AND OLD.title IS NEW.title AND OLD.kind IS NEW.kind AND OLD.owner_id IS NEW.owner_id AND OLD.due_on IS NEW.due_on AND OLD.deadline_on IS NEW.deadline_on AND OLD.done_on IS NEW.done_on AND OLD.state IS NEW.state AND OLD.progress IS NEW.progress AND OLD.weight IS NEW.weight AND OLD.value_minor IS NEW.value_minor AND OLD.deliverable IS NEW.deliverable AND OLD.tags IS NEW.tags AND OLD.notes IS NEW.notes AND OLD.forecast_at IS NEW.forecast_at AND OLD.approver_id IS NEW.approver_id AND OLD.internal IS NEW.internal AND OLD.invoiced_on IS NEW.invoiced_on AND OLD.invoice_number IS NEW.invoice_number AND OLD.paid_on IS NEW.paid_on AND OLD.outcome IS NEW.outcome) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'milestone', NEW.id, NEW.project_id, NEW.id, json_remove(json_object('id', OLD.id, 'project_id', OLD.project_id, 'phase_id', OLD.phase_id, 'title', OLD.title, 'kind', OLD.kind, 'owner_id', OLD.owner_id, 'due_on', OLD.due_on, 'deadline_on', OLD.deadline_on, 'done_on', OLD.done_on, 'state', OLD.state, 'progress', OLD.progress, 'weight', OLD.weight, 'value_minor', OLD.value_minor, 'deliverable', OLD.deliverable, 'tags', OLD.tags, 'notes', OLD.notes, 'forecast_at', OLD.forecast_at, 'approver_id', OLD.approver_id, 'internal', OLD.internal, 'invoiced_on', OLD.invoiced_on, 'invoice_number', OLD.invoice_number, 'paid_on', OLD.paid_on, 'outcome', OLD.outcome), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.phase_id IS NEW.phase_id THEN '$.phase_id' ELSE '$._' END, CASE WHEN OLD.title IS NEW.title THEN '$.title' ELSE '$._' END, CASE WHEN OLD.kind IS NEW.kind THEN '$.kind' ELSE '$._' END, CASE WHEN OLD.owner_id IS NEW.owner_id THEN '$.owner_id' ELSE '$._' END, CASE WHEN OLD.due_on IS NEW.due_on THEN '$.due_on' ELSE '$._' END, CASE WHEN OLD.deadline_on IS NEW.deadline_on THEN '$.deadline_on' ELSE '$._' END, CASE WHEN OLD.done_on IS NEW.done_on THEN '$.done_on' ELSE '$._' END, CASE WHEN OLD.state IS NEW.state THEN '$.state' ELSE '$._' END, CASE WHEN OLD.progress IS NEW.progress THEN '$.progress' ELSE '$._' END, CASE WHEN OLD.weight IS NEW.weight THEN '$.weight' ELSE '$._' END, CASE WHEN OLD.value_minor IS NEW.value_minor THEN '$.value_minor' ELSE '$._' END, CASE WHEN OLD.deliverable IS NEW.deliverable THEN '$.deliverable' ELSE '$._' END, CASE WHEN OLD.tags IS NEW.tags THEN '$.tags' ELSE '$._' END, CASE WHEN OLD.notes IS NEW.notes THEN '$.notes' ELSE '$._' END, CASE WHEN OLD.forecast_at IS NEW.forecast_at THEN '$.forecast_at' ELSE '$._' END, CASE WHEN OLD.approver_id IS NEW.approver_id THEN '$.approver_id' ELSE '$._' END, CASE WHEN OLD.internal IS NEW.internal THEN '$.internal' ELSE '$._' END, CASE WHEN OLD.invoiced_on IS NEW.invoiced_on THEN '$.invoiced_on' ELSE '$._' END, CASE WHEN OLD.invoice_number IS NEW.invoice_number THEN '$.invoice_number' ELSE '$._' END, CASE WHEN OLD.paid_on IS NEW.paid_on THEN '$.paid_on' ELSE '$._' END, CASE WHEN OLD.outcome IS NEW.outcome THEN '$.outcome' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'project_id', NEW.project_id, 'phase_id', NEW.phase_id, 'title', NEW.title, 'kind', NEW.kind, 'owner_id', NEW.owner_id, 'due_on', NEW.due_on, 'deadline_on', NEW.deadline_on, 'done_on', NEW.done_on, 'state', NEW.state, 'progress', NEW.progress, 'weight', NEW.weight, 'value_minor', NEW.value_minor, 'deliverable', NEW.deliverable, 'tags', NEW.tags, 'notes', NEW.notes, 'forecast_at', NEW.forecast_at, 'approver_id', NEW.approver_id, 'internal', NEW.internal, 'invoiced_on', NEW.invoiced_on, 'invoice_number', NEW.invoice_number, 'paid_on', NEW.paid_on, 'outcome', NEW.outcome), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.phase_id IS NEW.phase_id THEN '$.phase_id' ELSE '$._' END, CASE WHEN OLD.title IS NEW.title THEN '$.title' ELSE '$._' END, CASE WHEN OLD.kind IS NEW.kind THEN '$.kind' ELSE '$._' END, CASE WHEN OLD.owner_id IS NEW.owner_id THEN '$.owner_id' ELSE '$._' END, CASE WHEN OLD.due_on IS NEW.due_on THEN '$.due_on' ELSE '$._' END, CASE WHEN OLD.deadline_on IS NEW.deadline_on THEN '$.deadline_on' ELSE '$._' END, CASE WHEN OLD.done_on IS NEW.done_on THEN '$.done_on' ELSE '$._' END, CASE WHEN OLD.state IS NEW.state THEN '$.state' ELSE '$._' END, CASE WHEN OLD.progress IS NEW.progress THEN '$.progress' ELSE '$._' END, CASE WHEN OLD.weight IS NEW.weight THEN '$.weight' ELSE '$._' END, CASE WHEN OLD.value_minor IS NEW.value_minor THEN '$.value_minor' ELSE '$._' END, CASE WHEN OLD.deliverable IS NEW.deliverable THEN '$.deliverable' ELSE '$._' END, CASE WHEN OLD.tags IS NEW.tags THEN '$.tags' ELSE '$._' END, CASE WHEN OLD.notes IS NEW.notes THEN '$.notes' ELSE '$._' END, CASE WHEN OLD.forecast_at IS NEW.forecast_at THEN '$.forecast_at' ELSE '$._' END, CASE WHEN OLD.approver_id IS NEW.approver_id THEN '$.approver_id' ELSE '$._' END, CASE WHEN OLD.internal IS NEW.internal THEN '$.internal' ELSE '$._' END, CASE WHEN OLD.invoiced_on IS NEW.invoiced_on THEN '$.invoiced_on' ELSE '$._' END, CASE WHEN OLD.invoice_number IS NEW.invoice_number THEN '$.invoice_number' ELSE '$._' END, CASE WHEN OLD.paid_on IS NEW.paid_on THEN '$.paid_on' ELSE '$._' END, CASE WHEN OLD.outcome IS NEW.outcome THEN '$.outcome' ELSE '$._' END); END
;;
CREATE TRIGGER milestone_source_guard_delete BEFORE DELETE ON milestone_source WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: milestone_source is written through the journal only'); END
;;
CREATE TRIGGER milestone_source_guard_insert BEFORE INSERT ON milestone_source WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: milestone_source is written through the journal only'); END
;;
CREATE TRIGGER milestone_source_guard_update BEFORE UPDATE ON milestone_source WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: milestone_source is written through the journal only'); END
;;
CREATE TRIGGER milestone_source_journal_delete AFTER DELETE ON milestone_source BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'milestone_source', OLD.id, OLD.project_id, NULL, json_object('id', OLD.id, 'project_id', OLD.project_id, 'milestone_id', OLD.milestone_id, 'kind', OLD.kind, 'source_id', OLD.source_id, 'reported_on', OLD.reported_on, 'said', OLD.said), NULL; END
;;
CREATE TRIGGER milestone_source_journal_insert AFTER INSERT ON milestone_source BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'milestone_source', NEW.id, NEW.project_id, NULL, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'milestone_id', NEW.milestone_id, 'kind', NEW.kind, 'source_id', NEW.source_id, 'reported_on', NEW.reported_on, 'said', NEW.said); END
;;
CREATE TRIGGER milestone_source_journal_update AFTER UPDATE ON milestone_source WHEN NOT (OLD.id IS NEW.id AND OLD.project_id IS NEW.project_id AND OLD.milestone_id IS NEW.milestone_id AND OLD.kind IS NEW.kind AND OLD.source_id IS NEW.source_id AND OLD.reported_on IS NEW.reported_on AND OLD.said IS NEW.said) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'milestone_source', NEW.id, NEW.project_id, NULL, json_remove(json_object('id', OLD.id, 'project_id', OLD.project_id, 'milestone_id', OLD.milestone_id, 'kind', OLD.kind, 'source_id', OLD.source_id, 'reported_on', OLD.reported_on, 'said', OLD.said), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.kind IS NEW.kind THEN '$.kind' ELSE '$._' END, CASE WHEN OLD.source_id IS NEW.source_id THEN '$.source_id' ELSE '$._' END, CASE WHEN OLD.reported_on IS NEW.reported_on THEN '$.reported_on' ELSE '$._' END, CASE WHEN OLD.said IS NEW.said THEN '$.said' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'project_id', NEW.project_id, 'milestone_id', NEW.milestone_id, 'kind', NEW.kind, 'source_id', NEW.source_id, 'reported_on', NEW.reported_on, 'said', NEW.said), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.kind IS NEW.kind THEN '$.kind' ELSE '$._' END, CASE WHEN OLD.source_id IS NEW.source_id THEN '$.source_id' ELSE '$._' END, CASE WHEN OLD.reported_on IS NEW.reported_on THEN '$.reported_on' ELSE '$._' END, CASE WHEN OLD.said IS NEW.said THEN '$.said' ELSE '$._' END); END
;;
CREATE TRIGGER need_guard_delete BEFORE DELETE ON need WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: need is written through the journal only'); END
;;
CREATE TRIGGER need_guard_insert BEFORE INSERT ON need WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: need is written through the journal only'); END
;;
CREATE TRIGGER need_guard_update BEFORE UPDATE ON need WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: need is written through the journal only'); END
;;
CREATE TRIGGER need_journal_delete AFTER DELETE ON need BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'need', OLD.id, OLD.project_id, NULL, json_object('id', OLD.id, 'project_id', OLD.project_id, 'review_id', OLD.review_id, 'text', OLD.text, 'since_on', OLD.since_on, 'met_on', OLD.met_on), NULL; END
;;
CREATE TRIGGER need_journal_insert AFTER INSERT ON need BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'need', NEW.id, NEW.project_id, NULL, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'review_id', NEW.review_id, 'text', NEW.text, 'since_on', NEW.since_on, 'met_on', NEW.met_on); END
;;
CREATE TRIGGER need_journal_update AFTER UPDATE ON need WHEN NOT (OLD.id IS NEW.id AND OLD.project_id IS NEW.project_id AND OLD.review_id IS NEW.review_id AND OLD.text IS NEW.text AND OLD.since_on IS NEW.since_on AND OLD.met_on IS NEW.met_on) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'need', NEW.id, NEW.project_id, NULL, json_remove(json_object('id', OLD.id, 'project_id', OLD.project_id, 'review_id', OLD.review_id, 'text', OLD.text, 'since_on', OLD.since_on, 'met_on', OLD.met_on), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.review_id IS NEW.review_id THEN '$.review_id' ELSE '$._' END, CASE WHEN OLD.text IS NEW.text THEN '$.text' ELSE '$._' END, CASE WHEN OLD.since_on IS NEW.since_on THEN '$.since_on' ELSE '$._' END, CASE WHEN OLD.met_on IS NEW.met_on THEN '$.met_on' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'project_id', NEW.project_id, 'review_id', NEW.review_id, 'text', NEW.text, 'since_on', NEW.since_on, 'met_on', NEW.met_on), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.review_id IS NEW.review_id THEN '$.review_id' ELSE '$._' END, CASE WHEN OLD.text IS NEW.text THEN '$.text' ELSE '$._' END, CASE WHEN OLD.since_on IS NEW.since_on THEN '$.since_on' ELSE '$._' END, CASE WHEN OLD.met_on IS NEW.met_on THEN '$.met_on' ELSE '$._' END); END
;;
CREATE TRIGGER person_guard_delete BEFORE DELETE ON person WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: person is written through the journal only'); END
;;
CREATE TRIGGER person_guard_insert BEFORE INSERT ON person WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: person is written through the journal only'); END
;;
CREATE TRIGGER person_guard_update BEFORE UPDATE ON person WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: person is written through the journal only'); END
;;
CREATE TRIGGER person_journal_delete AFTER DELETE ON person BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'person', OLD.id, NULL, NULL, json_object('id', OLD.id, 'name', OLD.name, 'email', OLD.email, 'organisation', OLD.organisation, 'capacity_hundredths', OLD.capacity_hundredths), NULL; END
;;
CREATE TRIGGER person_journal_insert AFTER INSERT ON person BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'person', NEW.id, NULL, NULL, NULL, json_object('id', NEW.id, 'name', NEW.name, 'email', NEW.email, 'organisation', NEW.organisation, 'capacity_hundredths', NEW.capacity_hundredths); END
;;
CREATE TRIGGER person_journal_update AFTER UPDATE ON person WHEN NOT (OLD.id IS NEW.id AND OLD.name IS NEW.name AND OLD.email IS NEW.email AND OLD.organisation IS NEW.organisation AND OLD.capacity_hundredths IS NEW.capacity_hundredths) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'person', NEW.id, NULL, NULL, json_remove(json_object('id', OLD.id, 'name', OLD.name, 'email', OLD.email, 'organisation', OLD.organisation, 'capacity_hundredths', OLD.capacity_hundredths), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.name IS NEW.name THEN '$.name' ELSE '$._' END, CASE WHEN OLD.email IS NEW.email THEN '$.email' ELSE '$._' END, CASE WHEN OLD.organisation IS NEW.organisation THEN '$.organisation' ELSE '$._' END, CASE WHEN OLD.capacity_hundredths IS NEW.capacity_hundredths THEN '$.capacity_hundredths' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'name', NEW.name, 'email', NEW.email, 'organisation', NEW.organisation, 'capacity_hundredths', NEW.capacity_hundredths), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.name IS NEW.name THEN '$.name' ELSE '$._' END, CASE WHEN OLD.email IS NEW.email THEN '$.email' ELSE '$._' END, CASE WHEN OLD.organisation IS NEW.organisation THEN '$.organisation' ELSE '$._' END, CASE WHEN OLD.capacity_hundredths IS NEW.capacity_hundredths THEN '$.capacity_hundredths' ELSE '$._' END); END
;;
CREATE TRIGGER phase_guard_delete BEFORE DELETE ON phase WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: phase is written through the journal only'); END
;;
CREATE TRIGGER phase_guard_insert BEFORE INSERT ON phase WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: phase is written through the journal only'); END
;;
CREATE TRIGGER phase_guard_update BEFORE UPDATE ON phase WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: phase is written through the journal only'); END
;;
CREATE TRIGGER phase_journal_delete AFTER DELETE ON phase BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'phase', OLD.id, OLD.project_id, NULL, json_object('id', OLD.id, 'project_id', OLD.project_id, 'name', OLD.name, 'position', OLD.position), NULL; END
;;
CREATE TRIGGER phase_journal_insert AFTER INSERT ON phase BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'phase', NEW.id, NEW.project_id, NULL, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'name', NEW.name, 'position', NEW.position); END
;;
CREATE TRIGGER phase_journal_update AFTER UPDATE ON phase WHEN NOT (OLD.id IS NEW.id AND OLD.project_id IS NEW.project_id AND OLD.name IS NEW.name AND OLD.position IS NEW.position) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'phase', NEW.id, NEW.project_id, NULL, json_remove(json_object('id', OLD.id, 'project_id', OLD.project_id, 'name', OLD.name, 'position', OLD.position), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.name IS NEW.name THEN '$.name' ELSE '$._' END, CASE WHEN OLD.position IS NEW.position THEN '$.position' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'project_id', NEW.project_id, 'name', NEW.name, 'position', NEW.position), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.name IS NEW.name THEN '$.name' ELSE '$._' END, CASE WHEN OLD.position IS NEW.position THEN '$.position' ELSE '$._' END); END
;;
CREATE TRIGGER project_guard_delete BEFORE DELETE ON project WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: project is written through the journal only'); END
;;
CREATE TRIGGER project_guard_insert BEFORE INSERT ON project WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: project is written through the journal only'); END
;;
CREATE TRIGGER project_guard_update BEFORE UPDATE ON project WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: project is written through the journal only'); END
;;
CREATE TRIGGER project_journal_delete AFTER DELETE ON project BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'project', OLD.id, OLD.id, NULL, json_object('id', OLD.id, 'key', OLD.key, 'name', OLD.name, 'client', OLD.client, 'description', OLD.description, 'start_on', OLD.start_on, 'target_on', OLD.target_on, 'budget_minor', OLD.budget_minor, 'currency', OLD.currency, 'state', OLD.state, 'working_days', OLD.working_days, 'archived_at', OLD.archived_at, 'baseline_id', OLD.baseline_id, 'acceptance_days', OLD.acceptance_days, 'earned_by', OLD.earned_by, 'thresholds', OLD.thresholds, 'client_money', OLD.client_money, 'client_risks', OLD.client_risks), NULL; END
;;
CREATE TRIGGER project_journal_insert AFTER INSERT ON project BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'project', NEW.id, NEW.id, NULL, NULL, json_object('id', NEW.id, 'key', NEW.key, 'name', NEW.name, 'client', NEW.client, 'description', NEW.description, 'start_on', NEW.start_on, 'target_on', NEW.target_on, 'budget_minor', NEW.budget_minor, 'currency', NEW.currency, 'state', NEW.state, 'working_days', NEW.working_days, 'archived_at', NEW.archived_at, 'baseline_id', NEW.baseline_id, 'acceptance_days', NEW.acceptance_days, 'earned_by', NEW.earned_by, 'thresholds', NEW.thresholds, 'client_money', NEW.client_money, 'client_risks', NEW.client_risks); END
;;
CREATE TRIGGER project_journal_update AFTER UPDATE ON project WHEN NOT (OLD.id IS NEW.id AND OLD.key IS NEW.key AND OLD.name IS NEW.name AND OLD.client IS NEW.client AND OLD.description IS NEW.description AND OLD.start_on IS NEW.start_on AND OLD.target_on IS NEW.target_on AND OLD.budget_minor IS NEW.budget_minor AND OLD.currency IS NEW.currency AND OLD.state IS NEW.state AND OLD.working_days IS NEW.working_days AND OLD.archived_at IS NEW.archived_at AND OLD.baseline_id IS NEW.baseline_id AND OLD.acceptance_days IS NEW.acceptance_days AND OLD.earned_by IS NEW.earned_by AND OLD.thresholds IS NEW.thresholds AND OLD.client_money IS NEW.client_money AND OLD.client_risks IS NEW.client_risks) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'project', NEW.id, NEW.id, NULL, json_remove(json_object('id', OLD.id, 'key', OLD.key, 'name', OLD.name, 'client', OLD.client, 'description', OLD.description, 'start_on', OLD.start_on, 'target_on', OLD.target_on, 'budget_minor', OLD.budget_minor, 'currency', OLD.currency, 'state', OLD.state, 'working_days', OLD.working_days, 'archived_at', OLD.archived_at, 'baseline_id', OLD.baseline_id, 'acceptance_days', OLD.acceptance_days, 'earned_by', OLD.earned_by, 'thresholds', OLD.thresholds, 'client_money', OLD.client_money, 'client_risks', OLD.client_risks), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.key IS NEW.key THEN '$.key' ELSE '$._' END, CASE WHEN OLD.name IS NEW.name THEN '$.name' ELSE '$._' END, CASE WHEN OLD.client IS NEW.client THEN '$.client' ELSE '$._' END, CASE WHEN OLD.description IS NEW.description THEN '$.description' ELSE '$._' END, CASE WHEN OLD.start_on IS NEW.start_on THEN '$.start_on' ELSE '$._' END, CASE WHEN OLD.target_on IS NEW.target_on THEN '$.target_on' ELSE '$._' END, CASE WHEN OLD.budget_minor IS NEW.budget_minor THEN '$.budget_minor' ELSE '$._' END, CASE WHEN OLD.currency IS NEW.currency THEN '$.currency' ELSE '$._' END, CASE WHEN OLD.state IS NEW.state THEN '$.state' ELSE '$._' END, CASE WHEN OLD.working_days IS NEW.working_days THEN '$.working_days' ELSE '$._' END, CASE WHEN OLD.archived_at IS NEW.archived_at THEN '$.archived_at' ELSE '$._' END, CASE WHEN OLD.baseline_id IS NEW.baseline_id THEN '$.baseline_id' ELSE '$._' END, CASE WHEN OLD.acceptance_days IS NEW.acceptance_days THEN '$.acceptance_days' ELSE '$._' END, CASE WHEN OLD.earned_by IS NEW.earned_by THEN '$.earned_by' ELSE '$._' END, CASE WHEN OLD.thresholds IS NEW.thresholds THEN '$.thresholds' ELSE '$._' END, CASE WHEN OLD.client_money IS NEW.client_money THEN '$.client_money' ELSE '$._' END, CASE WHEN OLD.client_risks IS NEW.client_risks THEN '$.client_risks' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'key', NEW.key, 'name', NEW.name, 'client', NEW.client, 'description', NEW.description, 'start_on', NEW.start_on, 'target_on', NEW.target_on, 'budget_minor', NEW.budget_minor, 'currency', NEW.currency, 'state', NEW.state, 'working_days', NEW.working_days, 'archived_at', NEW.archived_at, 'baseline_id', NEW.baseline_id, 'acceptance_days', NEW.acceptance_days, 'earned_by', NEW.earned_by, 'thresholds', NEW.thresholds, 'client_money', NEW.client_money, 'client_risks', NEW.client_risks), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.key IS NEW.key THEN '$.key' ELSE '$._' END, CASE WHEN OLD.name IS NEW.name THEN '$.name' ELSE '$._' END, CASE WHEN OLD.client IS NEW.client THEN '$.client' ELSE '$._' END, CASE WHEN OLD.description IS NEW.description THEN '$.description' ELSE '$._' END, CASE WHEN OLD.start_on IS NEW.start_on THEN '$.start_on' ELSE '$._' END, CASE WHEN OLD.target_on IS NEW.target_on THEN '$.target_on' ELSE '$._' END, CASE WHEN OLD.budget_minor IS NEW.budget_minor THEN '$.budget_minor' ELSE '$._' END, CASE WHEN OLD.currency IS NEW.currency THEN '$.currency' ELSE '$._' END, CASE WHEN OLD.state IS NEW.state THEN '$.state' ELSE '$._' END, CASE WHEN OLD.working_days IS NEW.working_days THEN '$.working_days' ELSE '$._' END, CASE WHEN OLD.archived_at IS NEW.archived_at THEN '$.archived_at' ELSE '$._' END, CASE WHEN OLD.baseline_id IS NEW.baseline_id THEN '$.baseline_id' ELSE '$._' END, CASE WHEN OLD.acceptance_days IS NEW.acceptance_days THEN '$.acceptance_days' ELSE '$._' END, CASE WHEN OLD.earned_by IS NEW.earned_by THEN '$.earned_by' ELSE '$._' END, CASE WHEN OLD.thresholds IS NEW.thresholds THEN '$.thresholds' ELSE '$._' END, CASE WHEN OLD.client_money IS NEW.client_money THEN '$.client_money' ELSE '$._' END, CASE WHEN OLD.client_risks IS NEW.client_risks THEN '$.client_risks' ELSE '$._' END); END
;;
CREATE TRIGGER project_person_guard_delete BEFORE DELETE ON project_person WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: project_person is written through the journal only'); END
;;
CREATE TRIGGER project_person_guard_insert BEFORE INSERT ON project_person WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: project_person is written through the journal only'); END
;;
CREATE TRIGGER project_person_guard_update BEFORE UPDATE ON project_person WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: project_person is written through the journal only'); END
;;
CREATE TRIGGER project_person_journal_delete AFTER DELETE ON project_person BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'project_person', OLD.id, OLD.project_id, NULL, json_object('id', OLD.id, 'project_id', OLD.project_id, 'person_id', OLD.person_id, 'role', OLD.role), NULL; END
;;
CREATE TRIGGER project_person_journal_insert AFTER INSERT ON project_person BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'project_person', NEW.id, NEW.project_id, NULL, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'person_id', NEW.person_id, 'role', NEW.role); END
;;
CREATE TRIGGER project_person_journal_update AFTER UPDATE ON project_person WHEN NOT (OLD.id IS NEW.id AND OLD.project_id IS NEW.project_id AND OLD.person_id IS NEW.person_id AND OLD.role IS NEW.role) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'project_person', NEW.id, NEW.project_id, NULL, json_remove(json_object('id', OLD.id, 'project_id', OLD.project_id, 'person_id', OLD.person_id, 'role', OLD.role), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.person_id IS NEW.person_id THEN '$.person_id' ELSE '$._' END, CASE WHEN OLD.role IS NEW.role THEN '$.role' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'project_id', NEW.project_id, 'person_id', NEW.person_id, 'role', NEW.role), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.person_id IS NEW.person_id THEN '$.person_id' ELSE '$._' END, CASE WHEN OLD.role IS NEW.role THEN '$.role' ELSE '$._' END); END
;;
CREATE TRIGGER report_guard_delete BEFORE DELETE ON report WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: report is written through the journal only'); END
;;
CREATE TRIGGER report_guard_insert BEFORE INSERT ON report WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: report is written through the journal only'); END
;;
CREATE TRIGGER report_guard_update BEFORE UPDATE ON report WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: report is written through the journal only'); END
;;
CREATE TRIGGER report_journal_delete AFTER DELETE ON report BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'report', OLD.id, OLD.project_id, NULL, json_object('id', OLD.id, 'project_id', OLD.project_id, 'client', OLD.client, 'audience', OLD.audience, 'since_on', OLD.since_on, 'until_on', OLD.until_on, 'written_at', OLD.written_at), NULL; END
;;
CREATE TRIGGER report_journal_insert AFTER INSERT ON report BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'report', NEW.id, NEW.project_id, NULL, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'client', NEW.client, 'audience', NEW.audience, 'since_on', NEW.since_on, 'until_on', NEW.until_on, 'written_at', NEW.written_at); END
;;
CREATE TRIGGER report_journal_update AFTER UPDATE ON report WHEN NOT (OLD.id IS NEW.id AND OLD.project_id IS NEW.project_id AND OLD.client IS NEW.client AND OLD.audience IS NEW.audience AND OLD.since_on IS NEW.since_on AND OLD.until_on IS NEW.until_on AND OLD.written_at IS NEW.written_at) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'report', NEW.id, NEW.project_id, NULL, json_remove(json_object('id', OLD.id, 'project_id', OLD.project_id, 'client', OLD.client, 'audience', OLD.audience, 'since_on', OLD.since_on, 'until_on', OLD.until_on, 'written_at', OLD.written_at), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.client IS NEW.client THEN '$.client' ELSE '$._' END, CASE WHEN OLD.audience IS NEW.audience THEN '$.audience' ELSE '$._' END, CASE WHEN OLD.since_on IS NEW.since_on THEN '$.since_on' ELSE '$._' END, CASE WHEN OLD.until_on IS NEW.until_on THEN '$.until_on' ELSE '$._' END, CASE WHEN OLD.written_at IS NEW.written_at THEN '$.written_at' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'project_id', NEW.project_id, 'client', NEW.client, 'audience', NEW.audience, 'since_on', NEW.since_on, 'until_on', NEW.until_on, 'written_at', NEW.written_at), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.client IS NEW.client THEN '$.client' ELSE '$._' END, CASE WHEN OLD.audience IS NEW.audience THEN '$.audience' ELSE '$._' END, CASE WHEN OLD.since_on IS NEW.since_on THEN '$.since_on' ELSE '$._' END, CASE WHEN OLD.until_on IS NEW.until_on THEN '$.until_on' ELSE '$._' END, CASE WHEN OLD.written_at IS NEW.written_at THEN '$.written_at' ELSE '$._' END); END
;;
CREATE TRIGGER review_answer_guard_delete BEFORE DELETE ON review_answer WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: review_answer is written through the journal only'); END
;;
CREATE TRIGGER review_answer_guard_insert BEFORE INSERT ON review_answer WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: review_answer is written through the journal only'); END
;;
CREATE TRIGGER review_answer_guard_update BEFORE UPDATE ON review_answer WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: review_answer is written through the journal only'); END
;;
CREATE TRIGGER review_answer_journal_delete AFTER DELETE ON review_answer BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'review_answer', OLD.id, (SELECT project_id FROM review WHERE id = OLD.review_id), OLD.milestone_id, json_object('id', OLD.id, 'review_id', OLD.review_id, 'milestone_id', OLD.milestone_id, 'answer', OLD.answer, 'note', OLD.note), NULL; END
;;
CREATE TRIGGER review_answer_journal_insert AFTER INSERT ON review_answer BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'review_answer', NEW.id, (SELECT project_id FROM review WHERE id = NEW.review_id), NEW.milestone_id, NULL, json_object('id', NEW.id, 'review_id', NEW.review_id, 'milestone_id', NEW.milestone_id, 'answer', NEW.answer, 'note', NEW.note); END
;;
CREATE TRIGGER review_answer_journal_update AFTER UPDATE ON review_answer WHEN NOT (OLD.id IS NEW.id AND OLD.review_id IS NEW.review_id AND OLD.milestone_id IS NEW.milestone_id AND OLD.answer IS NEW.answer AND OLD.note IS NEW.note) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'review_answer', NEW.id, (SELECT project_id FROM review WHERE id = NEW.review_id), NEW.milestone_id, json_remove(json_object('id', OLD.id, 'review_id', OLD.review_id, 'milestone_id', OLD.milestone_id, 'answer', OLD.answer, 'note', OLD.note), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.review_id IS NEW.review_id THEN '$.review_id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.answer IS NEW.answer THEN '$.answer' ELSE '$._' END, CASE WHEN OLD.note IS NEW.note THEN '$.note' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'review_id', NEW.review_id, 'milestone_id', NEW.milestone_id, 'answer', NEW.answer, 'note', NEW.note), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.review_id IS NEW.review_id THEN '$.review_id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END, CASE WHEN OLD.answer IS NEW.answer THEN '$.answer' ELSE '$._' END, CASE WHEN OLD.note IS NEW.note THEN '$.note' ELSE '$._' END); END
;;
CREATE TRIGGER review_guard_delete BEFORE DELETE ON review WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: review is written through the journal only'); END
;;
CREATE TRIGGER review_guard_insert BEFORE INSERT ON review WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: review is written through the journal only'); END
;;
CREATE TRIGGER review_guard_update BEFORE UPDATE ON review WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: review is written through the journal only'); END
;;
CREATE TRIGGER review_journal_delete AFTER DELETE ON review BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'review', OLD.id, OLD.project_id, NULL, json_object('id', OLD.id, 'project_id', OLD.project_id, 'held_on', OLD.held_on, 'finished_at', OLD.finished_at, 'judged', OLD.judged, 'judged_reason', OLD.judged_reason, 'computed', OLD.computed, 'summary', OLD.summary, 'next', OLD.next, 'decisions', OLD.decisions, 'figures', OLD.figures), NULL; END
;;
CREATE TRIGGER review_journal_insert AFTER INSERT ON review BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'review', NEW.id, NEW.project_id, NULL, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'held_on', NEW.held_on, 'finished_at', NEW.finished_at, 'judged', NEW.judged, 'judged_reason', NEW.judged_reason, 'computed', NEW.computed, 'summary', NEW.summary, 'next', NEW.next, 'decisions', NEW.decisions, 'figures', NEW.figures); END
;;
CREATE TRIGGER review_journal_update AFTER UPDATE ON review WHEN NOT (OLD.id IS NEW.id AND OLD.project_id IS NEW.project_id AND OLD.held_on IS NEW.held_on AND OLD.finished_at IS NEW.finished_at AND OLD.judged IS NEW.judged AND OLD.judged_reason IS NEW.judged_reason AND OLD.computed IS NEW.computed AND OLD.summary IS NEW.summary AND OLD.next IS NEW.next AND OLD.decisions IS NEW.decisions AND OLD.figures IS NEW.figures) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'review', NEW.id, NEW.project_id, NULL, json_remove(json_object('id', OLD.id, 'project_id', OLD.project_id, 'held_on', OLD.held_on, 'finished_at', OLD.finished_at, 'judged', OLD.judged, 'judged_reason', OLD.judged_reason, 'computed', OLD.computed, 'summary', OLD.summary, 'next', OLD.next, 'decisions', OLD.decisions, 'figures', OLD.figures), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.held_on IS NEW.held_on THEN '$.held_on' ELSE '$._' END, CASE WHEN OLD.finished_at IS NEW.finished_at THEN '$.finished_at' ELSE '$._' END, CASE WHEN OLD.judged IS NEW.judged THEN '$.judged' ELSE '$._' END, CASE WHEN OLD.judged_reason IS NEW.judged_reason THEN '$.judged_reason' ELSE '$._' END, CASE WHEN OLD.computed IS NEW.computed THEN '$.computed' ELSE '$._' END, CASE WHEN OLD.summary IS NEW.summary THEN '$.summary' ELSE '$._' END, CASE WHEN OLD.next IS NEW.next THEN '$.next' ELSE '$._' END, CASE WHEN OLD.decisions IS NEW.decisions THEN '$.decisions' ELSE '$._' END, CASE WHEN OLD.figures IS NEW.figures THEN '$.figures' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'project_id', NEW.project_id, 'held_on', NEW.held_on, 'finished_at', NEW.finished_at, 'judged', NEW.judged, 'judged_reason', NEW.judged_reason, 'computed', NEW.computed, 'summary', NEW.summary, 'next', NEW.next, 'decisions', NEW.decisions, 'figures', NEW.figures), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.held_on IS NEW.held_on THEN '$.held_on' ELSE '$._' END, CASE WHEN OLD.finished_at IS NEW.finished_at THEN '$.finished_at' ELSE '$._' END, CASE WHEN OLD.judged IS NEW.judged THEN '$.judged' ELSE '$._' END, CASE WHEN OLD.judged_reason IS NEW.judged_reason THEN '$.judged_reason' ELSE '$._' END, CASE WHEN OLD.computed IS NEW.computed THEN '$.computed' ELSE '$._' END, CASE WHEN OLD.summary IS NEW.summary THEN '$.summary' ELSE '$._' END, CASE WHEN OLD.next IS NEW.next THEN '$.next' ELSE '$._' END, CASE WHEN OLD.decisions IS NEW.decisions THEN '$.decisions' ELSE '$._' END, CASE WHEN OLD.figures IS NEW.figures THEN '$.figures' ELSE '$._' END); END
;;
CREATE TRIGGER risk_guard_delete BEFORE DELETE ON risk WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: risk is written through the journal only'); END
;;
CREATE TRIGGER risk_guard_insert BEFORE INSERT ON risk WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: risk is written through the journal only'); END
;;
CREATE TRIGGER risk_guard_update BEFORE UPDATE ON risk WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: risk is written through the journal only'); END
;;
CREATE TRIGGER risk_journal_delete AFTER DELETE ON risk BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'risk', OLD.id, OLD.project_id, NULL, json_object('id', OLD.id, 'project_id', OLD.project_id, 'kind', OLD.kind, 'number', OLD.number, 'title', OLD.title, 'notes', OLD.notes, 'probability', OLD.probability, 'impact', OLD.impact, 'response', OLD.response, 'response_text', OLD.response_text, 'owner_id', OLD.owner_id, 'raised_on', OLD.raised_on, 'review_on', OLD.review_on, 'occurred_on', OLD.occurred_on, 'closed_on', OLD.closed_on, 'internal', OLD.internal), NULL; END
;;
CREATE TRIGGER risk_journal_insert AFTER INSERT ON risk BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'risk', NEW.id, NEW.project_id, NULL, NULL, json_object('id', NEW.id, 'project_id', NEW.project_id, 'kind', NEW.kind, 'number', NEW.number, 'title', NEW.title, 'notes', NEW.notes, 'probability', NEW.probability, 'impact', NEW.impact, 'response', NEW.response, 'response_text', NEW.response_text, 'owner_id', NEW.owner_id, 'raised_on', NEW.raised_on, 'review_on', NEW.review_on, 'occurred_on', NEW.occurred_on, 'closed_on', NEW.closed_on, 'internal', NEW.internal); END
;;
CREATE TRIGGER risk_journal_update AFTER UPDATE ON risk WHEN NOT (OLD.id IS NEW.id AND OLD.project_id IS NEW.project_id AND OLD.kind IS NEW.kind AND OLD.number IS NEW.number AND OLD.title IS NEW.title AND OLD.notes IS NEW.notes AND OLD.probability IS NEW.probability AND OLD.impact IS NEW.impact AND OLD.response IS NEW.response AND OLD.response_text IS NEW.response_text AND OLD.owner_id IS NEW.owner_id AND OLD.raised_on IS NEW.raised_on AND OLD.review_on IS NEW.review_on AND OLD.occurred_on IS NEW.occurred_on AND OLD.closed_on IS NEW.closed_on AND OLD.internal IS NEW.internal) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'risk', NEW.id, NEW.project_id, NULL, json_remove(json_object('id', OLD.id, 'project_id', OLD.project_id, 'kind', OLD.kind, 'number', OLD.number, 'title', OLD.title, 'notes', OLD.notes, 'probability', OLD.probability, 'impact', OLD.impact, 'response', OLD.response, 'response_text', OLD.response_text, 'owner_id', OLD.owner_id, 'raised_on', OLD.raised_on, 'review_on', OLD.review_on, 'occurred_on', OLD.occurred_on, 'closed_on', OLD.closed_on, 'internal', OLD.internal), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.kind IS NEW.kind THEN '$.kind' ELSE '$._' END, CASE WHEN OLD.number IS NEW.number THEN '$.number' ELSE '$._' END, CASE WHEN OLD.title IS NEW.title THEN '$.title' ELSE '$._' END, CASE WHEN OLD.notes IS NEW.notes THEN '$.notes' ELSE '$._' END, CASE WHEN OLD.probability IS NEW.probability THEN '$.probability' ELSE '$._' END, CASE WHEN OLD.impact IS NEW.impact THEN '$.impact' ELSE '$._' END, CASE WHEN OLD.response IS NEW.response THEN '$.response' ELSE '$._' END, CASE WHEN OLD.response_text IS NEW.response_text THEN '$.response_text' ELSE '$._' END, CASE WHEN OLD.owner_id IS NEW.owner_id THEN '$.owner_id' ELSE '$._' END, CASE WHEN OLD.raised_on IS NEW.raised_on THEN '$.raised_on' ELSE '$._' END, CASE WHEN OLD.review_on IS NEW.review_on THEN '$.review_on' ELSE '$._' END, CASE WHEN OLD.occurred_on IS NEW.occurred_on THEN '$.occurred_on' ELSE '$._' END, CASE WHEN OLD.closed_on IS NEW.closed_on THEN '$.closed_on' ELSE '$._' END, CASE WHEN OLD.internal IS NEW.internal THEN '$.internal' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'project_id', NEW.project_id, 'kind', NEW.kind, 'number', NEW.number, 'title', NEW.title, 'notes', NEW.notes, 'probability', NEW.probability, 'impact', NEW.impact, 'response', NEW.response, 'response_text', NEW.response_text, 'owner_id', NEW.owner_id, 'raised_on', NEW.raised_on, 'review_on', NEW.review_on, 'occurred_on', NEW.occurred_on, 'closed_on', NEW.closed_on, 'internal', NEW.internal), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.project_id IS NEW.project_id THEN '$.project_id' ELSE '$._' END, CASE WHEN OLD.kind IS NEW.kind THEN '$.kind' ELSE '$._' END, CASE WHEN OLD.number IS NEW.number THEN '$.number' ELSE '$._' END, CASE WHEN OLD.title IS NEW.title THEN '$.title' ELSE '$._' END, CASE WHEN OLD.notes IS NEW.notes THEN '$.notes' ELSE '$._' END, CASE WHEN OLD.probability IS NEW.probability THEN '$.probability' ELSE '$._' END, CASE WHEN OLD.impact IS NEW.impact THEN '$.impact' ELSE '$._' END, CASE WHEN OLD.response IS NEW.response THEN '$.response' ELSE '$._' END, CASE WHEN OLD.response_text IS NEW.response_text THEN '$.response_text' ELSE '$._' END, CASE WHEN OLD.owner_id IS NEW.owner_id THEN '$.owner_id' ELSE '$._' END, CASE WHEN OLD.raised_on IS NEW.raised_on THEN '$.raised_on' ELSE '$._' END, CASE WHEN OLD.review_on IS NEW.review_on THEN '$.review_on' ELSE '$._' END, CASE WHEN OLD.occurred_on IS NEW.occurred_on THEN '$.occurred_on' ELSE '$._' END, CASE WHEN OLD.closed_on IS NEW.closed_on THEN '$.closed_on' ELSE '$._' END, CASE WHEN OLD.internal IS NEW.internal THEN '$.internal' ELSE '$._' END); END
;;
CREATE TRIGGER risk_milestone_guard_delete BEFORE DELETE ON risk_milestone WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: risk_milestone is written through the journal only'); END
;;
CREATE TRIGGER risk_milestone_guard_insert BEFORE INSERT ON risk_milestone WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: risk_milestone is written through the journal only'); END
;;
CREATE TRIGGER risk_milestone_guard_update BEFORE UPDATE ON risk_milestone WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: risk_milestone is written through the journal only'); END
;;
CREATE TRIGGER risk_milestone_journal_delete AFTER DELETE ON risk_milestone BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'risk_milestone', OLD.id, (SELECT project_id FROM risk WHERE id = OLD.risk_id), OLD.milestone_id, json_object('id', OLD.id, 'risk_id', OLD.risk_id, 'milestone_id', OLD.milestone_id), NULL; END
;;
CREATE TRIGGER risk_milestone_journal_insert AFTER INSERT ON risk_milestone BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'risk_milestone', NEW.id, (SELECT project_id FROM risk WHERE id = NEW.risk_id), NEW.milestone_id, NULL, json_object('id', NEW.id, 'risk_id', NEW.risk_id, 'milestone_id', NEW.milestone_id); END
;;
CREATE TRIGGER risk_milestone_journal_update AFTER UPDATE ON risk_milestone WHEN NOT (OLD.id IS NEW.id AND OLD.risk_id IS NEW.risk_id AND OLD.milestone_id IS NEW.milestone_id) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'risk_milestone', NEW.id, (SELECT project_id FROM risk WHERE id = NEW.risk_id), NEW.milestone_id, json_remove(json_object('id', OLD.id, 'risk_id', OLD.risk_id, 'milestone_id', OLD.milestone_id), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.risk_id IS NEW.risk_id THEN '$.risk_id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'risk_id', NEW.risk_id, 'milestone_id', NEW.milestone_id), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.risk_id IS NEW.risk_id THEN '$.risk_id' ELSE '$._' END, CASE WHEN OLD.milestone_id IS NEW.milestone_id THEN '$.milestone_id' ELSE '$._' END); END
;;
CREATE TRIGGER template_guard_delete BEFORE DELETE ON template WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: template is written through the journal only'); END
;;
CREATE TRIGGER template_guard_insert BEFORE INSERT ON template WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: template is written through the journal only'); END
;;
CREATE TRIGGER template_guard_update BEFORE UPDATE ON template WHEN NOT EXISTS (SELECT 1 FROM open_change) BEGIN SELECT RAISE(ABORT, 'no change is open: template is written through the journal only'); END
;;
CREATE TRIGGER template_journal_delete AFTER DELETE ON template BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'template', OLD.id, NULL, NULL, json_object('id', OLD.id, 'name', OLD.name, 'body', OLD.body, 'saved_at', OLD.saved_at), NULL; END
;;
CREATE TRIGGER template_journal_insert AFTER INSERT ON template BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'template', NEW.id, NULL, NULL, NULL, json_object('id', NEW.id, 'name', NEW.name, 'body', NEW.body, 'saved_at', NEW.saved_at); END
;;
CREATE TRIGGER template_journal_update AFTER UPDATE ON template WHEN NOT (OLD.id IS NEW.id AND OLD.name IS NEW.name AND OLD.body IS NEW.body AND OLD.saved_at IS NEW.saved_at) BEGIN INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT (SELECT change_id FROM open_change), 'template', NEW.id, NULL, NULL, json_remove(json_object('id', OLD.id, 'name', OLD.name, 'body', OLD.body, 'saved_at', OLD.saved_at), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.name IS NEW.name THEN '$.name' ELSE '$._' END, CASE WHEN OLD.body IS NEW.body THEN '$.body' ELSE '$._' END, CASE WHEN OLD.saved_at IS NEW.saved_at THEN '$.saved_at' ELSE '$._' END), json_remove(json_object('id', NEW.id, 'name', NEW.name, 'body', NEW.body, 'saved_at', NEW.saved_at), CASE WHEN OLD.id IS NEW.id THEN '$.id' ELSE '$._' END, CASE WHEN OLD.name IS NEW.name THEN '$.name' ELSE '$._' END, CASE WHEN OLD.body IS NEW.body THEN '$.body' ELSE '$._' END, CASE WHEN OLD.saved_at IS NEW.saved_at THEN '$.saved_at' ELSE '$._' END); END