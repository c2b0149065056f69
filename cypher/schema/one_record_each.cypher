// does: Has two who migrate at once record a migration once.
CREATE CONSTRAINT migration_version FOR (m:__Migration) REQUIRE m.version IS UNIQUE
