-- The database: one long table of figures and the tables that say what each figure is.
-- The meaning of every column is in data/README.md; a test holds the two together.

create table area (
    area_code varchar primary key,
    la_code varchar,
    name varchar not null,
    level varchar not null check (level in ('country', 'region', 'subregion', 'la', 'joint')),
    parent_code varchar,
    valid_from date,
    valid_to date
);

create table indicator (
    indicator_id varchar primary key,
    topic varchar not null,
    name varchar not null,
    short_name varchar not null,
    unit varchar not null,
    decimals integer not null,
    polarity varchar not null check (polarity in ('high', 'low', 'none')),
    definition varchar not null,
    basis varchar not null,
    timing varchar not null check (timing in ('snapshot', 'flow')),
    core boolean not null,
    derived boolean not null,
    derived_from varchar,
    numerator_id varchar,
    numerator_breakdown varchar,
    denominator_id varchar,
    denominator_lag integer not null,
    multiplier double,
    interval_method varchar check (interval_method in ('proportion', 'rate')),
    design_effect double not null check (design_effect >= 1),
    caution varchar,
    first_in varchar,
    position integer not null
);

create table release (
    release_id varchar primary key,
    publication varchar not null,
    title varchar not null,
    file varchar not null,
    url varchar,
    published_on varchar,
    retrieved_at timestamp,
    sha256 varchar not null,
    rows bigint not null,
    licence varchar not null,
    header varchar
);

create table release_calendar (
    publication varchar not null,
    period varchar not null,
    last_day date not null,
    published_on varchar not null,
    known varchar not null check (known in ('stated', 'usual', 'expected')),
    source varchar not null,
    primary key (publication, last_day)
);

-- The month in which the next release of a publication is expected, where anybody said so.
create view coming as
select
    publication,
    max_by(substr(published_on, 6, 2)::integer, last_day) as month,
    max_by(source, last_day) as source
from release_calendar
where known = 'expected'
group by publication;

-- What stands beside a figure that was taken from a file, in one place for every question.
create view source_file as
select release_id, publication, title, file, url, published_on, retrieved_at, sha256, licence
from release;

create table as_known (
    day date not null,
    figures bigint not null,
    later bigint not null
);

create table figure (
    indicator_id varchar not null,
    area_code varchar not null,
    period varchar not null,
    period_kind varchar not null,
    period_start date not null,
    period_end date not null,
    breakdown_topic varchar,
    breakdown varchar,
    value double,
    symbol varchar,
    status varchar not null,
    numerator double,
    denominator double,
    derived boolean not null,
    release_id varchar not null,
    source_row bigint,
    source_column varchar
);

create table superseded as from figure limit 0;

create table revision (
    indicator_id varchar not null,
    area_code varchar not null,
    period varchar not null,
    breakdown_topic varchar,
    breakdown varchar,
    old_value double,
    old_symbol varchar,
    old_release_id varchar not null,
    new_value double,
    new_symbol varchar,
    new_release_id varchar not null
);

create table neighbour (
    area_code varchar not null,
    neighbour_code varchar not null,
    model integer not null,
    rank integer not null,
    closeness varchar not null
);

create table series_break (
    indicator_id varchar not null,
    after_period varchar not null,
    after_end date not null,
    kind varchar not null check (kind in ('break', 'caution')),
    reason varchar not null,
    source varchar not null
);

create table recount (
    indicator_id varchar not null,
    breakdown_topic varchar not null,
    release varchar not null,
    reason varchar not null,
    source varchar not null
);

create table figure_note (
    indicator_id varchar not null,
    area_code varchar not null,
    period_end date not null,
    kind varchar not null check (kind in ('fault', 'caution', 'account', 'predecessor')),
    note varchar not null,
    source varchar not null
);

create table ward (
    ward_code varchar primary key,
    name varchar not null,
    la_code varchar not null,
    locality varchar,
    valid_from date,
    valid_to date,
    population_0_17 bigint,
    population_on date,
    population_source varchar,
    shape varchar
);

create table ward_same (
    former_ward_code varchar primary key,
    ward_code varchar not null,
    source varchar not null
);

create table ward_note (
    la_code varchar not null,
    period_end date not null,
    note varchar not null,
    source varchar not null
);

create table ward_deprivation (
    la_code varchar not null,
    ward_code varchar primary key,
    year integer not null,
    percent double not null check (percent between 0 and 100),
    source varchar not null,
    file varchar not null,
    source_row bigint not null,
    release_id varchar
);

create table school (
    school_id varchar not null,
    period_end date not null,
    name varchar not null,
    la_code varchar not null,
    phase varchar,
    kind varchar not null,
    pupils bigint not null,
    sen_support bigint not null,
    ehc_plan bigint not null,
    release_id varchar not null,
    source_row bigint not null
);

create table school_ward (
    school_id varchar not null,
    period_end date not null,
    ward_code varchar not null
);

create table inspection (
    la_code varchar not null,
    published_on date not null,
    started_on date,
    ended_on date,
    framework varchar check (framework in ('standard', 'short')),
    overall varchar,
    leaders varchar,
    help_and_protection varchar,
    in_care varchar,
    care_leavers varchar,
    report varchar,
    mended varchar,
    release_id varchar not null,
    source_row bigint,
    primary key (la_code, published_on)
);

create table ward_supplied (
    la_code varchar not null,
    ward_code varchar not null,
    period_end date not null,
    pupils bigint not null,
    sen_support bigint not null,
    ehc_plan bigint not null,
    basis varchar not null,
    release_id varchar not null,
    source_row bigint not null
);

create table supplied_measure (
    measure varchar primary key,
    name varchar not null,
    kind varchar not null check (kind in ('flow', 'stock')),
    definition varchar not null,
    position integer not null
);

create table month_supplied (
    la_code varchar not null,
    measure varchar not null,
    period_end date not null,
    value bigint not null,
    release_id varchar not null,
    source_row bigint not null
);

create table month_change (
    la_code varchar not null,
    measure varchar not null,
    period_end date not null,
    words varchar not null,
    release_id varchar not null,
    source_row bigint not null
);

create table symbol_meaning (
    status varchar primary key,
    symbols varchar not null,
    words varchar not null
);

create table glossary (
    acronym varchar not null,
    meaning varchar not null,
    plain_english varchar not null
);

create table committee_paper (
    document varchar primary key,
    la_code varchar not null,
    title varchar not null,
    meeting_date date,
    dated varchar,
    agenda_item varchar,
    wards_on date
);

create table paper_note (
    document varchar not null,
    subject varchar not null check (subject in ('wards', 'year groups')),
    note varchar not null,
    source varchar not null
);

create table quoted_figure (
    quote_id varchar primary key,
    document varchar not null,
    section varchar,
    line integer,
    measure varchar not null,
    vocabulary varchar,
    area varchar,
    period_as_written varchar,
    period_start varchar,
    period_end varchar,
    period_basis varchar,
    value varchar,
    high varchar,
    about varchar,
    unit varchar,
    comparator varchar,
    quote varchar,
    published_value varchar,
    published_source varchar,
    comparability varchar,
    difference varchar,
    note varchar
);

create table plan_task (
    la_code varchar not null,
    task varchar not null,
    theme varchar,
    what varchar not null,
    target_end date not null,
    status varchar check (status in ('complete', 'on track', 'behind', 'off track')),
    status_on date,
    indicator_id varchar,
    note varchar,
    document varchar,
    release_id varchar,
    source_row bigint,
    primary key (la_code, task)
);

create table plan_risk (
    la_code varchar not null,
    risk varchar not null,
    what varchar not null,
    likelihood integer check (likelihood between 1 and 5),
    impact integer check (impact between 1 and 5),
    assessed_on date,
    document varchar,
    release_id varchar,
    source_row bigint,
    primary key (la_code, risk)
);

create table plan_assurance (
    la_code varchar not null,
    level integer not null check (level between 1 and 4),
    what varchar not null,
    shown_by varchar not null,
    document varchar not null,
    primary key (la_code, level)
);

create table data_set (
    data_set_id varchar primary key,
    publication varchar not null,
    title varchar not null,
    page varchar not null,
    release_id varchar,
    route varchar check (route in ('api', 'catalogue', 'zip', 'file', 'snapshot')),
    url varchar,
    version varchar,
    checked_at timestamp,
    result varchar not null check (result in ('loaded', 'unchanged', 'failed', 'missing')),
    message varchar,
    newer varchar
);

create table load_check (
    position integer primary key,
    kind varchar not null check (kind in ('passed', 'warning')),
    words varchar not null
);

create table load_run (
    run_id varchar primary key,
    started_at timestamp not null,
    finished_at timestamp not null,
    source varchar not null,
    result varchar not null check (result in ('ok', 'partial')),
    files integer not null,
    figures bigint not null,
    symbols bigint not null,
    revisions bigint not null,
    content_hash varchar not null
);
