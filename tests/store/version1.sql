-- A history of schema version 1 with one reading that is not rolled up, as its release wrote it. Never to be changed.
-- The reading: voltage 53.58 V, SOC not known, two cells of 3.346 and 3.345 V, humidity not known.
PRAGMA application_id = 1953460322;
PRAGMA user_version = 1;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('gateway_id', '0123456789abcdef0123456789abcdef'), ('reserved', '41');
CREATE TABLE note (owner TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (owner, key)) WITHOUT ROWID;
INSERT INTO note VALUES ('domoticz', 'battery1 voltage', '17');
CREATE TABLE quantity (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
INSERT INTO quantity VALUES (1, 'voltage'), (2, 'soc'), (3, 'cell_voltages'), (4, 'humidity');
CREATE TABLE shape (id INTEGER PRIMARY KEY, layout TEXT NOT NULL UNIQUE);
INSERT INTO shape VALUES (1, '1h2 2h- 3h3x2 4z-');
CREATE TABLE report (id INTEGER PRIMARY KEY, content TEXT NOT NULL UNIQUE);
INSERT INTO report VALUES (1, '{"pack":1,"alarms":[["soc_low","warning",null]],"states":{"charging":true},'
    || '"cell_limits":[],"temperature_limits":[],"current_limit":"normal","voltage_limit":null,'
    || '"short_circuit_count":0}');
CREATE TABLE pack (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, link TEXT NOT NULL,
    address INTEGER NOT NULL, product TEXT, newest INTEGER NOT NULL DEFAULT 0
);
INSERT INTO pack VALUES (1, 'battery1', 'Batterie 1', 'usr1', 1, NULL, 41);
CREATE TABLE reading (
    sequence INTEGER PRIMARY KEY, pack INTEGER NOT NULL, at INTEGER NOT NULL, shape INTEGER NOT NULL,
    report INTEGER, alarms_age INTEGER, smoothed_current INTEGER, balancing, held TEXT,
    extra BLOB, report_extra BLOB, data BLOB NOT NULL
);
CREATE TABLE run (first INTEGER PRIMARY KEY, slot INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0);
CREATE INDEX run_slot ON run (slot);
INSERT INTO reading VALUES (
    41, 1, 1735689600500, 1, 1, 500, -3125, 2, 'soc', x'01', x'02', x'EE140080120D110D'
);
INSERT INTO run VALUES (41, 1735689600, 0);
CREATE TABLE block (
    id INTEGER PRIMARY KEY, pack INTEGER NOT NULL, span INTEGER NOT NULL, start INTEGER NOT NULL,
    last INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (pack, span, start)
);
CREATE INDEX block_last ON block (span, last);
CREATE TABLE alarm (
    pack INTEGER NOT NULL, begin INTEGER NOT NULL, code TEXT NOT NULL, level TEXT NOT NULL, cell INTEGER NOT NULL,
    last_seen INTEGER NOT NULL, "end" INTEGER, PRIMARY KEY (pack, begin, code, level, cell)
) WITHOUT ROWID;
INSERT INTO alarm VALUES (1, 1735689500000, 'soc_low', 'warning', 0, 1735689550000, NULL);
CREATE TABLE event (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX event_at ON event (at);
INSERT INTO event VALUES (1, 1735689600000, 'start', '', '');
