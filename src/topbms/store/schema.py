"""The schema, as ordered steps from one version to the next. Knows SQL, and nothing that runs it.

Released steps never change: what follows is a step of its own.
"""

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE note (owner TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (owner, key)) WITHOUT ROWID;

CREATE TABLE quantity (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE shape (id INTEGER PRIMARY KEY, layout TEXT NOT NULL UNIQUE);
CREATE TABLE report (id INTEGER PRIMARY KEY, content TEXT NOT NULL UNIQUE);
CREATE TABLE pack (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, link TEXT NOT NULL,
    address INTEGER NOT NULL, product TEXT, newest INTEGER NOT NULL DEFAULT 0
);

-- One row a reading. Stamps are UTC milliseconds, alarms_age ms, smoothed_current mA.
CREATE TABLE reading (
    sequence INTEGER PRIMARY KEY, pack INTEGER NOT NULL, at INTEGER NOT NULL, shape INTEGER NOT NULL,
    report INTEGER, alarms_age INTEGER, smoothed_current INTEGER, balancing, held TEXT,
    extra BLOB, report_extra BLOB, data BLOB NOT NULL
);
-- Which sequence numbers lie in which hour: from `first` up to the next row's `first`. 0 open, 1 rolled up, 2 pruned.
CREATE TABLE run (first INTEGER PRIMARY KEY, slot INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0);
CREATE INDEX run_slot ON run (slot);

-- Roll-ups: `span` is the seconds of a bucket, `start` the UTC seconds of the block, `last` its highest sequence.
CREATE TABLE block (
    id INTEGER PRIMARY KEY, pack INTEGER NOT NULL, span INTEGER NOT NULL, start INTEGER NOT NULL,
    last INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (pack, span, start)
);
CREATE INDEX block_last ON block (span, last);

-- UTC milliseconds; cell 0 for none; "end" is NULL while it lasts.
CREATE TABLE alarm (
    pack INTEGER NOT NULL, begin INTEGER NOT NULL, code TEXT NOT NULL, level TEXT NOT NULL, cell INTEGER NOT NULL,
    last_seen INTEGER NOT NULL, "end" INTEGER, PRIMARY KEY (pack, begin, code, level, cell)
) WITHOUT ROWID;
CREATE TABLE event (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX event_at ON event (at);
"""

_SECOND = """
-- One row a minute: the gateway's own health as JSON, raw deflate. `at` is UTC milliseconds.
CREATE TABLE health (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, content BLOB NOT NULL);
CREATE INDEX health_at ON health (at);

-- Where each meter stands now, "owner" being a pack's id or "bank": one row an owner, so that a commit writes one page.
-- kWh, Ah, seconds, A, %; `day` is the local date of the newest sample and `at` its UTC milliseconds; `counted` to
-- `resting` are the coulomb counter.
CREATE TABLE meter (
    owner TEXT PRIMARY KEY, day TEXT NOT NULL, at INTEGER NOT NULL,
    charge_energy REAL NOT NULL, discharge_energy REAL NOT NULL,
    charged_capacity REAL NOT NULL, discharged_capacity REAL NOT NULL,
    gaps INTEGER NOT NULL, gap_seconds REAL NOT NULL,
    charge_offset REAL NOT NULL, discharge_offset REAL NOT NULL, current REAL NOT NULL, stored REAL,
    counted REAL, full REAL, elapsed REAL NOT NULL, doubt REAL NOT NULL, drift REAL, resting INTEGER NOT NULL
) WITHOUT ROWID;
-- Where it stood at the end of each local day that is over, written when the first sample of another day is committed.
CREATE TABLE energy (
    owner TEXT, day TEXT,
    charge_energy REAL NOT NULL, discharge_energy REAL NOT NULL,
    charged_capacity REAL NOT NULL, discharged_capacity REAL NOT NULL,
    gaps INTEGER NOT NULL, gap_seconds REAL NOT NULL, stored REAL, PRIMARY KEY (owner, day)
) WITHOUT ROWID;
"""

STEPS: tuple[str, ...] = (_FIRST, _SECOND)
"""SQL that leads from version N to N + 1, by position."""

NEWEST = len(STEPS)
"""The version that this release writes."""
