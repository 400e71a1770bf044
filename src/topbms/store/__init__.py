"""History: schema, migrations, append, query, roll-ups. The only SQL for SQLite."""
