SELECT count(*) > 0 FROM pg_extension WHERE extname = 'timescaledb'
SELECT count(*) > 0 FROM timescaledb_information.hypertables WHERE hypertable_schema = %s AND hypertable_name = 'reading'
ALTER TABLE "topbms".reading DROP CONSTRAINT reading_pkey
ALTER TABLE "topbms".reading ADD PRIMARY KEY (gateway, sequence, at)
SELECT create_hypertable('"topbms".reading'::regclass, 'at', chunk_time_interval => INTERVAL '7 days', migrate_data => TRUE)
